"""What batches leave of weights: averages counted out, and descent on such batches."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spectra.advise import Training, advise, from_gamma, from_weights, of_counts
from spectra.advise.advice import Advice
from spectra.advise.training import effective_weights, largest_weights
from spectra.advise.weighting import sharpness
from spectra.class_counts.saddle_times import Standing
from spectra.utils.arrays import Array


def batches(counts: tuple[int, ...], size: int) -> list[tuple[int, ...]]:
    """How many examples of each class a batch may hold."""
    ranges = [range(min(n, size) + 1) for n in counts]
    return [held for held in itertools.product(*ranges) if sum(held) == size]


def counted(counts: tuple[int, ...], omega: list[float], size: int) -> Array:
    """The same average as a sum over all batches: multivariate hypergeometric."""
    n, total = sum(counts), np.zeros(len(counts))
    for held in batches(counts, size):
        chance = math.prod(map(math.comb, counts, held)) / math.comb(n, size)
        weighed = np.array(held) * omega
        total += chance * weighed / weighed.sum() * n / np.array(counts)
    return total


def weighted_mean(counts: tuple[int, ...], gamma: float, batch: int, **known: float) -> Advice:
    data = of_counts(counts, None, "test")
    training = Training(batch=batch, reduction="weighted-mean", **known)  # type: ignore[arg-type]
    return advise(data, from_gamma(counts, gamma), training)


@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=4),
    st.lists(st.floats(-3, 3), min_size=4, max_size=4),
    st.floats(0, 1),
)
@settings(max_examples=25)
def test_the_average_is_that_over_all_batches(
    counts: list[int], exponents: list[float], share: float
) -> None:
    n, size = tuple(counts), 1 + round(share * (sum(counts) - 1))
    omega = [10.0**x for x in exponents[: len(n)]]
    found = effective_weights(np.array(n, float), np.array(omega), size)
    assert found == pytest.approx(counted(n, omega, size), rel=1e-9)
    assert found @ n == pytest.approx(sum(n), rel=1e-9)


def test_neither_the_weights_themselves_nor_draws_with_replacement_are_the_average() -> None:
    counts, omega, size = (6, 3), np.array([1.0, 5.0]), 4
    found = effective_weights(np.array(counts, float), omega, size)
    exact = counted(counts, omega.tolist(), size)
    assert found == pytest.approx(exact, rel=1e-9)
    assert abs(omega / (omega @ counts / 9) / exact - 1).min() > 0.05
    drawn = np.array([math.comb(4, i) * (2 / 3) ** (4 - i) * (1 / 3) ** i for i in range(5)])
    held = np.arange(5.0)
    with_replacement = (drawn * 5 * held / (5 * held + 4 - held)).sum() * 9 / 4 * 4 / 3
    assert abs(with_replacement / exact[1] - 1) > 0.05


def test_one_example_cancels_weights_and_all_keep_them() -> None:
    counts, omega = np.array([5000.0, 300.0, 7.0]), np.array([0.1, 2.0, 30.0])
    whole = omega * counts.sum() / (omega @ counts)
    assert effective_weights(counts, omega, 1).tolist() == [1, 1, 1]
    assert effective_weights(counts, omega, 5307) == pytest.approx(whole)
    near = effective_weights(counts, omega, 5306)
    assert near == pytest.approx(whole, rel=1e-3)
    tails = [effective_weights(counts, omega, 4**i)[2] for i in range(7)]
    assert all(np.diff(tails) > 0)


def test_many_examples_and_far_weights_stay_exact() -> None:
    rng = np.random.default_rng(0)
    for counts, omega, size in (
        ([5e6, 1e3], [1.0, 70.0], 100_000),
        ([60.0, 20.0, 5.0], [1.0, 1e15, 1e30], 80),
        (rng.integers(1, 400, 50).astype(float), rng.lognormal(size=50), 128),
    ):
        n = np.array(counts)
        found = effective_weights(n, np.array(omega), size)
        assert found @ n / n.sum() == pytest.approx(1, abs=1e-9)
    # for the last: 20,000 batches drawn
    n = n.astype(int)
    draws = rng.multivariate_hypergeometric(n, size, size=20_000)
    weighed = draws * omega
    drawn = (weighed / weighed.sum(axis=1, keepdims=True)).mean(axis=0) / n * n.sum()
    error = (weighed / weighed.sum(axis=1, keepdims=True)).std(axis=0) / n * n.sum() / 20_000**0.5
    assert np.all(abs(drawn - found) < 5 * error)


def test_the_largest_weight_is_that_of_the_worst_batch() -> None:
    counts, omega = (4, 2, 3), [1.0, 2.0, 7.0]
    for size in range(1, 10):
        worst = [
            max(w / float(np.dot(held, omega)) for held in batches(counts, size) if held[c])
            for c, w in enumerate(omega)
        ]
        found = largest_weights(np.array(counts, float), np.array(omega), size)
        assert found == pytest.approx(worst)


def test_a_safe_learning_rate_is_safe_for_the_worst_batch() -> None:
    counts, size = (8, 3, 2), 4
    omega = from_gamma(counts, 1.0).omega
    for loss, factors in (
        ("sum", omega),
        ("mean", omega / size),
        ("weighted-mean", largest_weights(np.array(counts, float), omega, size)),
    ):
        training = Training(0.1, size, loss)  # type: ignore[arg-type]
        found = advise(of_counts(counts, None, "test"), from_gamma(counts, 1.0), training)
        assert found.weighted.steps is not None
        rate = 2 / sharpness(np.array(counts, float), factors)
        assert found.weighted.steps.largest_rate == pytest.approx(rate)


def descent(counts: tuple[int, ...], omega: Array, rate: float, batch: int, delta: float) -> Array:
    """Step at which each class's difference within its size is half learned, median of 7 runs."""
    k, labels = len(counts), np.repeat(np.arange(len(counts)), counts)
    targets = (np.eye(k) - 1 / k)[labels].T
    u, s, vt = np.linalg.svd(targets, full_matrices=False)
    modes = u[:, : k - 1], s[: k - 1], vt[: k - 1]
    of_class, found = omega[labels], []
    for seed in range(7):
        rng = np.random.default_rng(seed)
        w, h = math.exp(-delta) * modes[0], math.exp(-delta) * modes[2].copy()
        beta = []
        for _ in range(1600):
            drawn = rng.choice(len(labels), batch, replace=False)
            share = of_class[drawn] / of_class[drawn].sum()
            error = (targets[:, drawn] - w @ h[:, drawn]) * share
            step = rate * error @ h[:, drawn].T
            h[:, drawn] += rate * w.T @ error
            w = w + step
            beta.append(np.einsum("ki,kl,li->i", modes[0], w @ h, modes[2].T) / modes[1])
        found.append((np.array(beta) > 0.5).argmax(axis=0))
    return np.asarray(np.median(found, axis=0))


def test_descent_on_small_batches_takes_the_steps_of_the_effective_weights() -> None:
    counts, rate, batch, delta = (40, 40, 4, 4), 0.3, 4, 8.0
    found = weighted_mean(counts, 1.0, batch, learning_rate=rate, delta=delta).weighted
    assert found.steps is not None
    seen = descent(counts, found.weighting.omega, rate, batch, delta)[[0, -1]]
    expected = (delta + np.log([40, 4]) / 4) * found.steps.class_per_delta[[0, -1]]
    assert seen == pytest.approx(expected, rel=0.1)
    # the weights as given would have the small classes three times as early as the large ones
    alone = from_gamma(counts, 1.0)
    naive = delta / (rate / 88 * np.sqrt([40, 4]) * alone.omega[[0, -1]])
    assert naive[1] / naive[0] == pytest.approx(1 / math.sqrt(10))
    assert seen[1] / seen[0] > 0.75


def test_square_root_weights_leave_a_window_and_a_larger_exponent_closes_it() -> None:
    found = weighted_mean((200, 200, 4, 4), 0.5, 8, learning_rate=0.03)
    assert found.weighted.steps is not None
    assert found.weighted.steps.per_delta == pytest.approx([1021, 1248, 1754], rel=1e-3)
    assert not found.weighted.keeps_weights
    assert found.weighted.times.window == pytest.approx(0.7188, rel=1e-3)
    assert found.closing is not None
    assert found.closing_gamma == found.closing.gamma == pytest.approx(0.9092, rel=1e-3)
    assert found.closing.bound < 1e-8
    kept = weighted_mean((200, 200, 4, 4), 0.5, 408)
    assert kept.weighted.times.window == pytest.approx(0, abs=1e-9)


def test_no_exponent_helps_where_a_batch_is_one_example() -> None:
    found = weighted_mean((100, 30, 30, 5), 0.5, 1)
    assert found.weighted.times.standing == (Standing.THEOREM,) * 3
    assert found.weighted.times.window == pytest.approx(found.erm.times.window)
    assert found.closing is None
    assert found.closing_gamma is None
    assert found.crossover is not None
    assert found.crossover.gamma is None


def test_more_groups_have_an_exponent_that_balances_but_none_that_closes() -> None:
    found = weighted_mean((300, 100, 30, 10), 0.5, 16)
    assert found.closing is not None
    omega = weighted_mean((300, 100, 30, 10), found.closing.gamma, 16).weighted.effective.omega
    assert math.sqrt(300) * omega[0] == pytest.approx(math.sqrt(10) * omega[-1])
    assert 0.001 < found.closing.bound < found.windows[0].bound
    assert found.closing_gamma is None


@pytest.mark.parametrize("loss", ["sum", "mean"])
def test_other_losses_keep_weights_whatever_the_batch(loss: str) -> None:
    counts = (30, 9, 2)
    weighting = from_weights(counts, [1.0, 2.0, 5.0])
    assert Training(0.1, 3, loss).effective(weighting) is weighting  # type: ignore[arg-type]
    left = Training(0.1, 3, "weighted-mean").effective(weighting)
    assert left.mean == pytest.approx(weighting.mean)
    assert left.omega[2] / left.omega[0] < 4
