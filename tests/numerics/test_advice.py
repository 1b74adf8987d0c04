"""Flows of many groups of classes: against other integrators, and descent written out in numpy."""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest

from numerics import FlowProblem, learning_times, solve
from numerics.advice import grouping, solve_advice
from numerics.advice.answer import answer
from numerics.advice.effort import expected_steps
from numerics.advice.solve_advice import class_times, spectral_times
from numerics.errors import IntegrationError
from numerics.problem.initial_state import draw
from spectra import ClassMeans
from spectra.advise import Training, advise, from_gamma, from_weights, of_counts
from spectra.advise.schemes import Scheme, schemes
from spectra.advise.solved import ClassTimes, Question
from spectra.errors import InputError

Array = npt.NDArray[np.float64]

Loss = Literal["squared", "cross-entropy"]
LOSSES: tuple[Loss, ...] = ("squared", "cross-entropy")
LEVELS = {"squared": 0.5, "cross-entropy": 1.0}


def asked(counts: tuple[int, ...], gamma: float, loss: str, **known: float) -> Question:
    omega = from_gamma(counts, gamma).omega
    return Question(
        np.array(counts, float), ((np.inf, omega),), loss, known.pop("delta", 6.0), **known
    )


def margins(w: Array, h: Array, labels: npt.NDArray[np.intp]) -> Array:
    """Least lead of the own logit of every class, for samples (d, n) that share their features."""
    logits = (w @ h)[:, np.unique(labels, return_index=True)[1]]
    lead = np.diag(logits)[None, :] - logits
    np.fill_diagonal(lead, np.inf)
    return np.asarray(lead.min(axis=0))


def descent(
    question: Question, w: Array, h: Array, rate: float, steps: int, switch: int = 0
) -> tuple[Array, Array]:
    """Steps at which each class leads, and from which on it is right: sample by sample."""
    counts = question.counts.astype(int)
    labels = np.repeat(np.arange(len(counts)), counts)
    k, n = len(counts), len(labels)
    first, since = np.full(k, np.inf), np.zeros(k)
    for step in range(steps):
        lead = margins(w, h, labels)
        first[(lead >= LEVELS[question.loss]) & np.isinf(first)] = step
        since[lead <= 0] = step + 1
        if np.all(np.isfinite(first)):
            break
        logits = w @ h
        given = logits + 1 / k
        if question.loss == "cross-entropy":
            given = np.exp(logits - logits.max(axis=0))
            given /= given.sum(axis=0)
        omega = question.phases[0 if step < switch else -1][1][labels]
        pull = (np.eye(k)[:, labels] - given) * omega
        w, h = (
            w + rate * (pull @ h.T / n - question.decay / n * w),
            h + rate * (w.T @ pull / n - question.decay / n * h),
        )
    return first, since


def spectral_start(question: Question) -> tuple[Array, Array]:
    counts = question.counts
    labels = np.repeat(np.arange(len(counts)), counts.astype(int))
    z = np.eye(len(counts))[:, labels] - 1 / len(counts)
    u, s, v = np.linalg.svd(z, full_matrices=False)
    kept = s > 1e-9
    return np.exp(-question.delta) * u[:, kept], np.exp(-question.delta) * v[kept]


# one flow, other integrators


def test_two_groups_are_those_of_the_exact_coordinates() -> None:
    for loss in LOSSES:
        question = asked((40, 40, 40, 4, 4), 0.3, loss, delta=9.0)
        margin = spectral_times(question)[0]
        problem = FlowProblem(
            counts=(40, 40, 40, 4, 4), weights=tuple(question.weights), delta=9.0, loss=loss
        )
        at = solve(problem, margin[[0, 3]]).margins
        least = [min(at[f"{x}-maj"][i], at[f"{x}-min"][i]) for i, x in enumerate(("maj", "min"))]
        assert least == pytest.approx([LEVELS[loss]] * 2, rel=5e-3)


def test_the_binary_case_takes_what_the_flow_takes_and_not_the_limit() -> None:
    counts, rate = (49_900, 100), 0.1
    for loss, wanted in zip(LOSSES, (17_627, 13_916), strict=True):
        question = asked(counts, 1.0, loss, delta=8.0)
        steps = spectral_times(question)[0] * 50_000 / rate
        problem = FlowProblem(counts=counts, weights=tuple(question.weights), delta=8, loss=loss)
        flow = float(learning_times(problem)[0]) * 50_000 / rate
        assert flow == pytest.approx(wanted, rel=1e-3)
        assert steps.max() == pytest.approx(flow, rel=2e-3)
        assert steps.max() > 6 * 2264  # which growth from the origin would say


def test_data_are_followed_as_the_flow_of_class_means() -> None:
    question = asked((12, 12, 3, 3), 0.5, "cross-entropy", delta=7.0, signal=0.5)
    margin = spectral_times(question)[0]
    problem = FlowProblem(
        counts=(12, 12, 3, 3), weights=tuple(question.weights), delta=7.0, loss="cross-entropy",
        data=ClassMeans(0.5, 1),
    )  # fmt: skip
    at = solve(problem, margin[[0, 2]]).margins
    least = [min(at[f"{x}-maj"][i], at[f"{x}-min"][i]) for i, x in enumerate(("maj", "min"))]
    assert least == pytest.approx([1, 1], rel=5e-3)


# descent, sample by sample


@pytest.mark.parametrize("loss", LOSSES)
def test_three_unlike_classes_take_the_steps_of_descent(loss: str) -> None:
    question, rate = asked((9, 4, 2), 0.7, loss, delta=5.0), 0.1
    steps = spectral_times(question)[0] * 15 / rate
    found, _ = descent(question, *spectral_start(question), rate, 3000)
    assert steps == pytest.approx(found, rel=0.015, abs=1)
    limits = 5.0 / (question.weights * np.sqrt(question.counts)) * 15 / rate
    assert not np.allclose(limits, found, rtol=0.05)


@pytest.mark.parametrize("loss", LOSSES)
def test_random_starts_take_the_steps_of_descent(
    loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solve_advice, "STARTS", ((16, 2),))
    question, rate = asked((9, 4, 2), 0.0, loss, delta=5.0), 0.1
    times = class_times(question)
    for seed in range(2):
        start = draw(
            FlowProblem(counts=(9, 4, 2), gamma=0, delta=5, init="random", seed=seed,
                        loss="cross-entropy")
        )  # fmt: skip
        features = np.repeat(start.A / np.sqrt(question.counts), (9, 4, 2), axis=1)
        w, h = np.exp(-5.0) * start.W, np.exp(-5.0) * features
        lead, right = descent(question, w, h, rate, 4000)
        assert times.lead[seed] * 15 / rate == pytest.approx(lead, rel=0.02, abs=2)
        assert times.right[seed] * 15 / rate == pytest.approx(right, rel=0.05, abs=10)
    assert times.right.max() > 0.3 * times.lead.max()  # somebody is wrong for long


def test_deferred_weights_are_the_switch_of_descent() -> None:
    counts, rate, switch = (9, 4, 2), 0.1, 150
    plain, later = (from_gamma(counts, gamma).omega for gamma in (0.0, 1.0))
    phases = ((switch * rate / 15, plain), (np.inf, later))
    question = Question(np.array(counts, float), phases, "cross-entropy", 5.0)
    steps = spectral_times(question)[0] * 15 / rate
    found, _ = descent(question, *spectral_start(question), rate, 3000, switch)
    assert steps == pytest.approx(found, rel=0.015, abs=1)
    for one in (plain, later):
        alone = Question(np.array(counts, float), ((np.inf, one),), "cross-entropy", 5.0)
        assert abs(spectral_times(alone)[0].max() * 15 / rate - found.max()) > 10


def test_decay_keeps_a_class_whose_growth_it_outweighs() -> None:
    for loss in LOSSES:
        times = spectral_times(asked((64, 64, 4, 4), 0.0, loss, decay=2.5))[0]
        assert np.isfinite(times).tolist() == [True, True, False, False]  # √4 < 2.5 < √64
        assert np.isfinite(spectral_times(asked((64, 64, 4, 4), 0.0, loss, decay=0.2))[0]).all()


def test_decay_slows_descent_as_much() -> None:
    question, rate = asked((9, 4, 2), 0.5, "squared", delta=5.0, decay=0.3), 0.1
    steps = spectral_times(question)[0] * 15 / rate
    found, _ = descent(question, *spectral_start(question), rate, 4000)
    assert steps == pytest.approx(found, rel=0.015, abs=1)


# many classes


def test_merged_groups_are_near_those_that_are_followed_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = tuple(int(2 + 300 / (1 + i)) for i in range(60))
    question = asked(counts, 0.0, "cross-entropy", delta=6.0)
    exact, groups, merged = spectral_times(question)
    assert not merged
    monkeypatch.setattr(grouping, "MOST_EXACT", 8)
    monkeypatch.setattr(grouping, "MOST_MERGED", 12)
    near, fewer, merged = spectral_times(question)
    assert merged
    assert fewer <= 12 < groups
    assert np.abs(near / exact - 1).max() < 0.06


def test_some_classes_tell_of_random_starts_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.maximum(2, 300 / (1 + np.arange(40))).astype(int)
    counts = np.random.default_rng(0).permutation(counts)
    question = asked(tuple(counts.tolist()), 0.0, "cross-entropy", delta=5.0)
    monkeypatch.setattr(solve_advice, "STARTS", ((40, 3),))
    whole = class_times(question)
    monkeypatch.setattr(solve_advice, "STARTS", ())
    monkeypatch.setattr(solve_advice, "SAMPLED", (21, 3))
    some = class_times(question)
    assert (whole.followed, some.followed) == (40, 21)
    assert np.abs(some.learned / whole.learned - 1).max() < 0.2
    kinds = [counts == n for n in np.unique(counts)]
    ratios = [np.median(some.lead[:, kind]) / np.median(whole.lead[:, kind]) for kind in kinds]
    assert np.abs(np.array(ratios) - 1).max() < 0.08


def test_a_hundred_thousand_classes_are_followed_by_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve_advice, "SAMPLED", (21, 2))
    counts = np.maximum(1, 2e4 / (1 + np.arange(100_000)) ** 0.9)
    question = asked(tuple(counts.astype(int).tolist()), 0.5, "cross-entropy", delta=4.0)
    found = class_times(question)
    assert found.right.shape == found.lead.shape == (2, 100_000)
    assert found.followed == 21
    assert found.merged
    assert found.groups <= grouping.MOST_MERGED
    assert np.isfinite(found.margin).all()


# all of one advice


def test_an_answer_holds_weights_schemes_and_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve_advice, "STARTS", ((16, 2),))
    data = of_counts([30, 8, 2], None, "counts")
    training = Training(0.1, 4, delta=5.0)
    advice = advise(data, from_gamma(data.counts, 0.5), training)
    counts = np.array(data.counts, float)
    found = answer(advice, schemes("sqrt,balanced,drw:20", counts), [0.0, 0.5])
    root, times = found.schemes["sqrt"]
    assert root == pytest.approx(advice.weighted.weighting.omega)
    assert times.margin == pytest.approx(found.weighted.margin)
    assert found.windows[0.5] < 0.5 < found.windows[0.0]
    deferred = found.schemes["drw:20"][1].margin
    assert not np.allclose(deferred, found.schemes["balanced"][1].margin, rtol=1e-3)
    assert not found.assumed


def test_weights_that_a_loss_divides_by_are_counted_in_the_same_steps() -> None:
    counts = (30, 30, 3, 3)
    data = of_counts(list(counts), None, "counts")
    found = []
    for factor in (1.0, 5.0):  # a common factor of weights is divided out
        given = from_gamma(counts, 0.5).omega * factor
        training = Training(0.1, None, "weighted-mean", delta=5.0)
        advice = advise(data, from_weights(counts, given.tolist()), training)
        step = training.step_size(advice.weighted.effective)
        assert step is not None
        answered = answer(advice)
        found.append([answered.erm.margin / step, answered.weighted.margin / step])
    assert np.array(found[0]) == pytest.approx(np.array(found[1]), rel=1e-5)


def test_a_start_too_small_for_double_precision_is_refused() -> None:
    data = of_counts([900, 30, 1], None, "counts")
    advice = advise(data, from_gamma(data.counts, 0.0), Training(delta=60.0))
    with pytest.raises(InputError, match="take a smaller delta"):
        answer(advice)


def test_weights_too_far_apart_are_refused_before_the_flow_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("numerics.advice.answer.class_times", None)  # called, it would fail
    data = of_counts([10_000, 500, 20], None, "counts")
    steep = advise(data, from_gamma(data.counts, 5.0), Training(delta=8.0))
    with pytest.raises(
        InputError, match=r"--gamma 5: weights from .* take --gamma from -0.6 to 1.6"
    ):
        answer(steep)
    flat = advise(data, from_gamma(data.counts, 0.5), Training(delta=8.0))
    far = [Scheme("mine", np.array([1e-9, 1.0, 1.0]))]
    with pytest.raises(InputError, match="--scheme mine: weights"):
        answer(flat, far)
    wide = of_counts([10**9, 1000, 1], None, "counts")
    with pytest.raises(InputError, match="no weights: counts from 1 to 1e"):
        answer(advise(wide, from_gamma(wide.counts, 0.5), Training(delta=8.0)))


@pytest.mark.parametrize(
    ("counts", "gamma", "loss", "taken"),  # steps counted once, in following these flows
    [
        ((10_000, 500, 20), 1.5, "cross-entropy", 6202),
        ((10_000, 500, 20), 0.0, "cross-entropy", 219),
        ((49_900, 100), 1.7, "cross-entropy", 2662),
        ((1000, 1000, 10, 10), 1.7, "cross-entropy", 2076),
        ((10_000, 500, 20), 1.2, "squared", 3588),
        ((49_900, 100), 1.2, "squared", 2384),
    ],
)
def test_steps_are_expected_within_a_factor_of_about_two(
    counts: tuple[int, ...], gamma: float, loss: str, taken: int
) -> None:
    question = asked(counts, gamma, loss, delta=8.0)
    assert 0.45 < expected_steps(question, question.weights) / taken < 1.5


def test_a_flow_too_stiff_to_be_followed_is_refused_and_no_class_called_never_learned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("numerics.advice.effort.MOST_STEPS", 40)
    with pytest.raises(IntegrationError, match="too stiff"):
        spectral_times(asked((1000, 30, 1), 1.0, "squared"))
    with pytest.raises(IntegrationError, match="decay is 1e\\+09: no class is ever learned"):
        spectral_times(asked((1000, 30, 1), 0.0, "squared", decay=1e9))


def test_equal_weights_are_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = []

    def counted(question: Question) -> ClassTimes:
        asked_for.append(question)
        return class_times(question)

    monkeypatch.setattr("numerics.advice.answer.class_times", counted)
    data = of_counts([30, 3], None, "counts")
    found = answer(advise(data, from_gamma(data.counts, 0.0), Training(delta=4.0)))
    assert len(asked_for) == 1
    assert found.erm is found.weighted


def test_two_classes_share_no_coordinates_that_double_precision_could_lose() -> None:
    assert np.isfinite(spectral_times(asked((100, 1), 0.0, "cross-entropy", delta=90.0))[0]).all()
    assert class_times(asked((100, 1), 0.0, "cross-entropy", delta=90.0)).lead is not None
