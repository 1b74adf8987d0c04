"""When maj-min is learned under cross-entropy where the weights are powers of the ratio."""

import pytest
import sympy as sp

import proofs
import spectra
from proofs import Claim, Flow, LearningTime, Plateau, Verdict
from spectra import R, gamma, k

HALF = sp.Rational(1, 2)
BETWEEN = "maj-min"
ABOVE = (sp.Ge(k, 4), sp.Ge(R, 1))
LESS = sp.Le(gamma, HALF)


def rates(exponent: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Return the rates of both groups at zero logits."""
    omega = spectra.weights(spectra.step(), exponent).omega
    return omega["maj"] * sp.sqrt(R), omega["min"]


def mean(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Return μ."""
    return sp.sqrt((first**2 + second**2) / 2)


def middle(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Return the limit of T/δ of maj-min, where the first group is not slower."""
    return 1 / first + (1 - mean(first, second) / first) / (second / sp.sqrt(2))


def verdict(value: sp.Expr, exponent: sp.Expr, *assume: sp.Basic) -> Verdict:
    """Return the verdict on a limit of T/δ of maj-min."""
    said = LearningTime(BETWEEN, value, Flow(gamma=exponent, loss="cross-entropy"))
    return proofs.check([Claim("it", said, source="here", assume=assume)]).verdicts["it"]


@pytest.mark.parametrize("exponent", [sp.Rational(1, 3), sp.Rational(1, 10), sp.Rational(2, 5)])
def test_a_power_that_is_a_number(exponent: sp.Expr) -> None:
    assert verdict(middle(*rates(exponent)), exponent, *ABOVE) is Verdict.PROVED


def test_any_power_up_to_a_half() -> None:
    assert verdict(middle(*rates(gamma)), gamma, *ABOVE, LESS) is Verdict.PROVED


def test_any_power_from_a_half_on() -> None:
    said = middle(*rates(gamma)[::-1])
    assert verdict(said, gamma, *ABOVE, sp.Ge(gamma, HALF)) is Verdict.PROVED


def test_any_power_at_a_ratio() -> None:
    ten = sp.Eq(R, 10, evaluate=False)
    assert verdict(middle(*rates(gamma)), gamma, sp.Ge(k, 4), ten, LESS) is Verdict.PROVED


@pytest.mark.parametrize("exponent", [sp.Rational(1, 3), gamma])
@pytest.mark.parametrize("false", ["slower", "squared", "swapped"])
def test_other_values_are_refuted(false: str, exponent: sp.Expr) -> None:
    first, second = rates(exponent)
    mu = mean(first, second)
    said = {
        "slower": 1 / first + (1 - mu / second) / (second / sp.sqrt(2)),
        "squared": 1 / mu,
        "swapped": middle(second, first),
    }[false]
    less = () if exponent.is_number else (sp.Le(gamma, sp.Rational(1, 3)),)
    assert verdict(said, exponent, sp.Ge(k, 4), sp.Gt(R, 1), *less) is Verdict.REFUTED


def test_the_formula_fails_where_minorities_are_faster() -> None:
    said = middle(*rates(gamma))
    less = (sp.Lt(R, 1), sp.Le(gamma, sp.Rational(1, 3)))
    assert verdict(said, gamma, sp.Ge(k, 4), *less) is Verdict.REFUTED


def test_weights_with_class_means() -> None:
    a, b, s, tau = sp.symbols("a b s tau", positive=True)
    weights = spectra.weights(spectra.step(), omega=(a, b))
    flow = Flow(gamma=weights, data=spectra.ClassMeans(s, tau), loss="cross-entropy")
    first, second = (x * sp.sqrt(n * (tau**2 + s**2 * n)) for x, n in ((a, R), (b, sp.Integer(1))))
    faster = (sp.Ge(k, 4), sp.Ge(first, second))
    for value, expected in (
        (middle(first, second), Verdict.PROVED), (1 / mean(first, second), Verdict.REFUTED),
    ):  # fmt: skip
        said = LearningTime(BETWEEN, value, flow)
        found = proofs.check([Claim("it", said, source="here", assume=faster)])
        assert found.verdicts["it"] is expected


@pytest.mark.parametrize(
    ("right", "expected"),
    [(sp.Rational(1, 6), Verdict.PROVED), (sp.Rational(1, 5), Verdict.REFUTED)],
)
def test_a_root_of_a_root(right: sp.Expr, expected: Verdict) -> None:
    x = sp.Symbol("x", positive=True)
    inner = sp.root(x + 1, 3) * (x + 2)
    said = sp.Eq(sp.sqrt(inner), (x + 1) ** right * sp.sqrt(x + 2), evaluate=False)
    assert proofs.check([Claim("it", said, source="here")]).verdicts["it"] is expected


def test_roots_of_two_orders() -> None:
    x = sp.Symbol("x", positive=True)
    product = (x**2 + x) ** sp.Rational(1, 6) * sp.cbrt(x + 1)
    said = sp.Eq(product**2, sp.cbrt(x**2 + x) * (x + 1) ** sp.Rational(2, 3), evaluate=False)
    assert proofs.check([Claim("it", said, source="here")]).verdicts["it"] is Verdict.PROVED


@pytest.mark.parametrize("late", [False, True])
def test_it_is_not_there_before_its_time(late: bool) -> None:
    first, second = rates(gamma)
    at = sp.Symbol("tau", positive=True)
    when = sp.Gt(at, 1 / second) if late else sp.Lt(at, middle(first, second))
    said = Plateau(BETWEEN, 0, Flow(gamma=gamma, loss="cross-entropy"), at=at)
    found = proofs.check([Claim("it", said, source="here", assume=(*ABOVE, LESS, when))])
    assert (found.verdicts["it"] is Verdict.PROVED) is not late
