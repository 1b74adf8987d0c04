"""Limits, parameters included; a false neighbour beside each."""

import pytest
import verdicts
from sympy import Abs, E, Expr, Integer, Ne, Rational, S, Symbol, exp, log, oo, sqrt, tanh
from sympy.logic.boolalg import Boolean

from proofs import Limit, Outcome, Verdict
from spectra import R, delta, gamma, k, t

x = Symbol("x", positive=True)
T = Symbol("T", positive=True)
c = Symbol("c", real=True)
HALF = Rational(1, 2)
MID = sqrt((R + 1) / 2)
WINDOW = sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1) - 1
BETA = 1 / (1 + (MID * exp(2 * delta) - 1) * exp(-2 * MID * t))


def verdict(
    expr: Expr, var: Symbol, to: Expr, value: Expr, assume: tuple[Boolean, ...] = ()
) -> Verdict:
    return verdicts.verdict(Limit(expr, var, to, value), assume)


# (what is said, expression, variable, its end, the limit, a false one, assumptions)
CASES: list[tuple[str, Expr, Symbol, Expr, Expr, Expr, tuple[Boolean, ...]]] = [
    ("the window tends to √2 - 1", WINDOW, R, oo, sqrt(2) - 1, sqrt(2), ()),
    ("also as R → 0", WINDOW, R, S.Zero, sqrt(2) - 1, S.Zero, ()),
    ("and is 0 at R = 1", WINDOW, R, S.One, S.Zero, Rational(1, 100), ()),
    ("ERM's window grows without bound", sqrt(R) - 1, R, oo, oo, Integer(10**6), ()),
    ("β tends to 1", BETA, t, oo, S.One, HALF, ()),
    ("β at δ/σ tends to 1/(1+σ)", BETA.subs(t, delta / MID), delta, oo, 1 / (1 + MID), 1 / (2 + MID), ()),
    ("β before its time tends to 0", BETA.subs(t, delta * T), delta, oo, S.Zero, S.One, (T < 1 / MID,)),
    ("β after its time tends to 1", BETA.subs(t, delta * T), delta, oo, S.One, S.Zero, (T > 1 / MID,)),
    ("T(δ)/δ tends to 1/σ", (delta + log(MID - exp(-2 * delta)) / 2) / (MID * delta), delta, oo, 1 / MID, 1 / (2 * MID), ()),
    ("GD tends to the flow", log(1 + x * R) / x, x, S.Zero, R, R / 2, ()),
    ("the γ window vanishes at ½", R ** (gamma - HALF) - 1, gamma, HALF, S.Zero, S.One, ()),
    ("γ < ½: R^(γ-½) tends to 0", R ** (gamma - HALF), R, oo, S.Zero, S.One, (gamma < HALF,)),
    ("γ > ½: it tends to ∞", R ** (gamma - HALF), R, oo, oo, S.Zero, (gamma > HALF,)),
    ("the γ window grows off ½", R ** Abs(gamma - HALF) - 1, R, oo, oo, S.Zero, (Ne(gamma, HALF),)),
    ("1 - 2/k tends to 1", (k - 2) / k, k, oo, S.One, S.Zero, ()),
    ("log is slower than a root", log(R) / sqrt(R), R, oo, S.Zero, S.One, ()),
    ("a decaying rate", exp((R - 1) * x), x, oo, S.Zero, S.One, (R < 1,)),
    ("tanh tends to 1", tanh(t), t, oo, S.One, S.Zero, ()),
    ("√t tends to 0", sqrt(t), t, S.Zero, S.Zero, S.One, ()),
    ("1/(cx + 5) for c > 0", 1 / (c * x + 5), x, oo, S.Zero, Rational(1, 5), (c > 0,)),
]  # fmt: skip
NAMES = [case[0] for case in CASES]

FAR: list[tuple[str, Expr, Symbol, Expr, Expr, tuple[Boolean, ...]]] = [
    ("R < 10 is far from ∞", 1 / R, R, oo, S.Zero, (R < 10,)),
    ("R > 0 is far from -1", 1 / R, R, Integer(-1), Integer(-1), ()),
]
"""Limits at an end that the variable does not come near."""


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_limit_is_proved_and_its_false_neighbour_refuted(case) -> None:  # type: ignore[no-untyped-def]
    _, expr, var, to, true, false, assume = case
    assert verdict(expr, var, to, true, assume) is Verdict.PROVED
    assert verdict(expr, var, to, false, assume) is Verdict.REFUTED


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (R ** (gamma - HALF), S.Zero),
        (R ** Abs(gamma - HALF) - 1, oo),
        (1 / (c * R + 5), S.Zero),
        (exp((gamma - 1) * R), S.Zero),
    ],
    ids=str,
)
def test_a_limit_that_fails_for_some_parameters_is_not_proved(expr: Expr, value: Expr) -> None:
    assert verdict(expr, R, oo, value) in (Verdict.REFUTED, Verdict.UNDECIDED)


def test_a_function_without_values_near_the_end_has_no_limit() -> None:
    assert verdict(log(c * exp(x)) / x, x, oo, S.One) is Verdict.UNDECIDED


def test_a_variable_that_cannot_come_near_its_end_makes_a_limit_vacuous() -> None:
    assert verdict(1 / k, k, Integer(3), Rational(1, 3)) is Verdict.VACUOUS
    for _, expr, var, to, value, assume in FAR:
        assert verdict(expr, var, to, value, assume) is Verdict.VACUOUS


def test_a_limit_from_both_sides_is_refuted_from_one() -> None:
    c_inverse = 1 / c
    assert verdict(c_inverse, c, S.Zero, oo) is Verdict.REFUTED
    assert verdict(c_inverse, c, S.Zero, Integer(5)) is Verdict.REFUTED
    assert verdict(c_inverse**2, c, S.Zero, oo) is Verdict.PROVED


def test_zero_to_the_zero_is_not_taken_for_one() -> None:
    assert verdict(x ** (1 / log(x)), x, S.Zero, S.One) is not Verdict.PROVED
    assert verdict(x ** (1 / log(x)), x, S.Zero, E) is not Verdict.REFUTED


def test_a_refuted_limit_says_where_and_what_it_is() -> None:
    (found,) = verdicts.evidence(Limit(BETA, t, oo, HALF))
    assert found.outcome is Outcome.REFUTES
    assert found.proof is not None
    assert found.counterexample is not None
    assert dict(found.counterexample.parameters).keys() == {"R", "delta"}
    assert found.counterexample.names == ("claimed", "true")
    sides = (found.counterexample.left, found.counterexample.right)
    assert tuple(map(float, sides)) == (0.5, 1)
