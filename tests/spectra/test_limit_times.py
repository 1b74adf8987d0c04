"""Learning times in the limit of small starts: losses, decay and class means."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Max, Piecewise, Rational, Symbol, log, oo, simplify, sqrt

import spectra
from spectra import (
    ClassMeans,
    InputError,
    NotReducibleError,
    R,
    flat_exponent,
    from_counts,
    gamma,
    groups,
    learning_times,
    step,
    weights,
    window,
)

s, tau = Symbol("s", positive=True), Symbol("tau", positive=True)
lam = Symbol("lambda", positive=True)
HALF = Rational(1, 2)

ratios = st.integers(2, 60)
exponents = st.fractions(-1, 2, max_denominator=8)
signals = st.fractions(Rational(1, 4), 4, max_denominator=5)


def test_squared_loss_without_decay_gives_the_true_times() -> None:
    imbalance = step()
    found = spectra.effective(spectra.decompose(imbalance), weights(imbalance, gamma))
    assert learning_times(imbalance, gamma) == found.true_time


@pytest.mark.parametrize(
    ("given", "loss", "words"),
    [
        ({"shift": (1, 0)}, "squared", "only cross-entropy changes logits"),
        ({"shift": (1, 0, 0)}, "cross-entropy", "two numbers"),
        ({"logit_scale": (1, 0)}, "cross-entropy", "positive"),
        ({"shift": (10**6, 0)}, "cross-entropy", "at most 10000"),
        ({"margin": (1, "a")}, "cross-entropy", "margin"),
    ],
)
def test_logits_are_changed_by_pairs_under_cross_entropy(
    given: dict[str, Any], loss: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        learning_times(step(), 0, loss=loss, **given)
    with pytest.raises(NotReducibleError):
        learning_times(groups((2, 2, 2), (4, 2, 1)), 0, loss="cross-entropy", shift=(1, 0))


def test_a_loss_that_changes_no_logits_is_the_plain_one() -> None:
    plain = learning_times(step(), gamma, loss="cross-entropy")
    same = {"shift": (0, 0), "logit_scale": (1, 1), "margin": (0, 0)}
    assert learning_times(step(), gamma, loss="cross-entropy", **same) == plain  # type: ignore[arg-type]
    third = learning_times(step(4, 9), 0, loss="cross-entropy", shift=(5, 5))
    assert third["maj-min"].equals(learning_times(step(4, 9), 0, loss="cross-entropy")["maj-min"])


@pytest.mark.parametrize(
    "imbalance", [step(4, Rational(1, 9)), groups([2, 3], [1, 9]), groups([3, 2], [9, 1])]
)
def test_changed_logits_name_groups_by_their_counts(imbalance: spectra.Imbalance) -> None:
    factors = (Rational(3, 2), Rational(1, 2))
    found = learning_times(imbalance, 0, loss="cross-entropy", shift=(1, 0), logit_scale=factors)
    for group, count, factor in zip(imbalance.groups, imbalance.counts, factors, strict=True):
        assert found[f"{group.name}-{group.name}"] == 1 / (factor * sqrt(count))


def test_cross_entropy_has_the_ends_of_squared_loss() -> None:
    squared, entropy = (
        learning_times(step(), gamma),
        learning_times(step(), gamma, loss="cross-entropy"),
    )
    for name in ("maj-maj", "min-min"):
        assert simplify(squared[name] - entropy[name]) == 0


@pytest.mark.parametrize(
    ("ratio", "squared", "entropy"),
    [(2, 0.81650, 0.89658), (10, 0.42640, 0.68163), (100, 0.14072, 0.50923)],
)
def test_maj_min_under_erm_in_numbers(ratio: int, squared: float, entropy: float) -> None:
    for loss, wanted in (("squared", squared), ("cross-entropy", entropy)):
        found = learning_times(step(4, ratio), 0, loss=loss)  # type: ignore[arg-type]
        assert float(found["maj-min"]) == pytest.approx(wanted, abs=5e-6)


@settings(max_examples=30)
@given(ratios, exponents)
def test_cross_entropy_keeps_the_order_and_delays_maj_min(ratio: int, exponent: Rational) -> None:
    squared = learning_times(step(4, ratio), exponent)
    entropy = learning_times(step(4, ratio), exponent, loss="cross-entropy")
    first, last = sorted((float(entropy["maj-maj"]), float(entropy["min-min"])))
    late = float(entropy["maj-min"])
    if exponent == HALF:
        assert first == pytest.approx(last) == pytest.approx(late)
    else:
        assert first < float(squared["maj-min"]) < late < last


@settings(max_examples=30)
@given(ratios, exponents)
def test_the_symbolic_formula_is_the_one_at_numbers(ratio: int, exponent: Rational) -> None:
    for loss in ("squared", "cross-entropy"):
        general = learning_times(step(), gamma, loss=loss)
        here = learning_times(step(4, ratio), exponent, loss=loss)
        for a, b in zip(general, here, strict=True):
            assert float(a.subs({R: ratio, gamma: exponent})) == pytest.approx(float(b))


def test_cross_entropy_leaves_the_window() -> None:
    assert window(step(), gamma, loss="cross-entropy") == window(step(), gamma)
    assert window(step(), loss="cross-entropy") == 0


def test_at_a_closed_window_maj_min_comes_with_the_others() -> None:
    times = learning_times(step(), loss="cross-entropy")
    assert set(times) == {1 / sqrt(R + 1)}
    assert isinstance(learning_times(step(), 0, loss="cross-entropy")["maj-min"], Piecewise)


def test_unequal_groups_under_cross_entropy() -> None:
    times = learning_times(groups([3, 2], [9, 1]), 0, loss="cross-entropy")
    s1, s3, mu = 3.0, 1.0, math.sqrt((2 * 9 + 3 * 1) / 5)
    assert float(times["maj-min"]) == pytest.approx(
        1 / s1 + (1 - mu / s1) / (s3 * math.sqrt(3 / 5))
    )


def test_decay_lowers_every_rate() -> None:
    times = learning_times(step(), 0, decay=lam)
    assert times["maj-maj"] == 1 / (sqrt(R) - lam)
    assert times["min-min"] == 1 / (1 - lam)
    assert set(learning_times(step(), decay=lam)) == {1 / (sqrt(R + 1) - lam)}


def test_decay_of_one_factor_counts_half_at_first_order() -> None:
    (time,) = set(learning_times(step(), decay=(lam, 0)))
    assert simplify((1 / time).diff(lam).subs(lam, 0)) == -HALF


def test_equal_decays_of_the_factors_are_one_decay() -> None:
    assert learning_times(step(), gamma, decay=(lam, lam)) == learning_times(
        step(), gamma, decay=lam
    )


@given(ratios, st.fractions(0, Rational(19, 20), max_denominator=20))
def test_the_window_of_erm_with_decay(ratio: int, decay: Rational) -> None:
    wanted = (math.sqrt(ratio) - 1) / (1 - float(decay))
    assert float(window(step(4, ratio), 0, decay=decay)) == pytest.approx(wanted)


def test_the_window_of_erm_with_decay_in_symbols() -> None:
    found, ratio = window(step(), 0, decay=lam), (sqrt(R) - lam) / (1 - lam)
    assert found.has(Max)
    for size in (Rational(1, 9), 4):
        at = {R: size, lam: Rational(1, 5)}
        assert found.subs(at) == Max(ratio, 1 / ratio).subs(at) - 1
    assert window(step(), decay=lam) == 0


def test_decay_that_kills_a_level_opens_the_window_for_ever() -> None:
    assert learning_times(step(4, 10), 0, decay=1)["min-min"] == oo
    assert window(step(4, 10), 0, decay=1) == oo
    assert window(step(4, 10), decay=1) == 0


def test_class_means_scale_the_rates() -> None:
    times = learning_times(step(), 0, data=ClassMeans(s, tau))
    assert times["maj-maj"] == 1 / (sqrt(R) * sqrt(R * s**2 + tau**2))
    assert times["min-min"] == 1 / sqrt(s**2 + tau**2)


def test_the_flat_exponent_closes_the_window() -> None:
    data = ClassMeans(s, tau)
    exponent = flat_exponent(step(), data)
    assert exponent == HALF + log((R * s**2 + tau**2) / (s**2 + tau**2)) / (2 * log(R))
    at = {R: 10, s: 1, tau: 3}
    assert float(exponent.subs(at)) == pytest.approx(0.63937, abs=1e-5)
    for loss in ("squared", "cross-entropy"):
        numbers = ClassMeans(1, 3)
        closed = flat_exponent(step(4, 10), numbers)
        found = window(step(4, 10), closed, data=numbers, loss=loss)
        assert float(found) == pytest.approx(0, abs=1e-12)


@settings(max_examples=20)
@given(ratios, signals, signals)
def test_the_flat_exponent_lies_between_one_half_and_one(
    ratio: int, signal: Rational, noise: Rational
) -> None:
    data = ClassMeans(signal, noise)
    exponent = float(flat_exponent(step(4, ratio), data))
    assert 0.5 < exponent < 1
    for other in (0, HALF, 1):
        wanted = ratio ** abs(float(other) - exponent) - 1
        assert float(window(step(4, ratio), other, data=data)) == pytest.approx(wanted)


def test_the_flat_exponent_at_the_ends() -> None:
    assert flat_exponent(step()) == HALF == flat_exponent(step(), ClassMeans(0, 1))
    assert flat_exponent(step(), ClassMeans(1, 0)) == 1
    assert flat_exponent(step(4, 1), ClassMeans(1, 1)) == HALF


def test_three_groups_have_a_window_where_their_times_have_no_formula() -> None:
    imbalance = from_counts([9, 9, 4, 4, 1, 1])
    assert window(imbalance, 0, decay=HALF) == 4
    with pytest.raises(NotReducibleError, match="saddle_times"):
        learning_times(imbalance, 1)
    times = learning_times(imbalance, 0)
    assert all(float(a) < float(b) for a, b in pairwise(times))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"loss": "hinge"}, "loss"),
        ({"decay": -1}, "decay"),
        ({"decay": (1, 2, 3)}, "decay"),
        ({"decay": 1, "loss": "cross-entropy"}, "decay"),
        ({"data": 3}, "data"),
    ],
)
def test_what_has_no_meaning_is_refused(given: dict[str, Any], word: str) -> None:
    with pytest.raises(InputError, match=word):
        learning_times(step(4, 10), **given)
    with pytest.raises(InputError, match=word):
        window(step(4, 10), **given)


def test_the_projected_system_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="projected"):
        window(step(), which="projected", decay=1)


@pytest.mark.parametrize("given", [(0, 0), (-1, 1), (1, -1), (1, 1, -1), ("a", 1)])
def test_class_means_without_meaning_are_refused(given: tuple[object, ...]) -> None:
    with pytest.raises(InputError):
        ClassMeans(*given)


def test_a_single_class_under_cross_entropy_is_refused() -> None:
    with pytest.raises(NotReducibleError, match="single class"):
        learning_times(groups([3, 1], [9, 1]), loss="cross-entropy")
    assert len(learning_times(step(2, 10), loss="cross-entropy")) == 1


def test_an_exponent_for_three_counts_is_refused() -> None:
    with pytest.raises(InputError, match="omega"):
        flat_exponent(from_counts([9, 4, 1]), ClassMeans(1, 1))
