"""Kinds of statements, each by two that hold and a false neighbour."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from needed import more

from proofs import Limit
from proofs.kernel import check
from proofs.provers.finders.scalars.find import find
from proofs.reader.scalars import read

R, D, S = sp.symbols("R delta s", positive=True)
X, Y = sp.symbols("x y", real=True)
N, M, L = sp.symbols("n m l", integer=True, positive=True)
Z = sp.Symbol("z", integer=True)
HALF, FROM_0 = sp.Rational(1, 2), sp.Symbol("m", integer=True, nonnegative=True)
SHARES = R < 1, D < 1
DIVERGENCE = R * sp.log(R / D) + (1 - R) * sp.log((1 - R) / (1 - D))


def le(a: Any, b: Any) -> Any:
    return sp.Le(a, b, evaluate=False)


def eq(a: Any, b: Any) -> Any:
    return sp.Eq(a, b, evaluate=False)


def total(term: Any, low: Any = 1, high: Any = N) -> Any:
    return sp.Sum(term, (M, low, high))


def product(term: Any, high: Any = N) -> Any:
    return sp.Product(term, (M, 1, high))


Row = tuple[Any, ...]
KINDS: dict[str, tuple[Row, Row, Row]] = {
    "a product and the exponential of a sum": (
        (le(product(1 + 1 / M**2), sp.exp(total(1 / M**2))),),
        (le(product(1 + R / M), sp.exp(R * total(1 / M))),),
        (le(product(1 + R / M), sp.exp(R * total(1 / (M + 1)))),),
    ),
    "factors that another number bounds": (
        (le(product(1 - M / N, L), sp.exp(-L * (L + 1) / (2 * N))), L < N),
        (le(1 - L * (L + 1) / (2 * N), product(1 - M / N, L)), L < N),
        (le(product(1 - M / N, L), sp.exp(-L * (L + 1) / N)), L < N),
    ),
    "a number of choices": (
        (le(sp.binomial(N, M), N**M / sp.factorial(M)), M <= N),
        (le(1, sp.binomial(N, M)), M <= N),
        (le(sp.binomial(N, M), N**M / 2), M <= N),
    ),
    "a product of quotients": (
        (le(R * product(1 - 1 / (M + 1)), R / N),),
        (eq(product((M + R) / (M + R + 1)), (1 + R) / (N + 1 + R)),),
        (le(product(1 - 2 / (M + 2)), 1 / (N + 1) ** 2),),
    ),
    "a product far out": (
        (Limit(product(1 - 1 / (M + 1) ** 2), N, sp.oo, HALF),),
        (Limit(N * product(1 - 1 / (M + 1)), N, sp.oo, 1),),
        (Limit(product(1 - 1 / (M + 1) ** 2), N, sp.oo, 1),),
    ),
    "tails of the normal law": (
        (le(sp.erfc(R), sp.exp(-(R**2)) / (R * sp.sqrt(sp.pi))),),
        (le(1 - sp.exp(-(R**2)), sp.erf(R)),),
        (le(sp.erfc(R), sp.exp(-2 * R**2)),),
    ),
    "powers whose exponents are symbols, far out": (
        (Limit((R**X + 1) / (R + 1), R, sp.oo, 0), X < 1),
        (Limit((R**D + 1) / (R**S + 1), R, sp.oo, 0), D < S),
        (Limit((R**X + 1) / (R + 1), R, sp.oo, 1), X < 1),
    ),
    "a factorial beside powers, far out": (
        (Limit(2**N / sp.factorial(N), N, sp.oo, 0),),
        (Limit(sp.factorial(N) / N**N, N, sp.oo, 0),),
        (Limit(2**N / sp.factorial(N), N, sp.oo, 1),),
    ),
    "derivatives to fifth order": (
        (le(sp.tanh(R), R - R**3 / 3 + 2 * R**5 / 15),),
        (le(sp.sin(R), R - R**3 / 6 + R**5 / 120),),
        (le(sp.tanh(R), R - R**3 / 3 + R**5 / 8),),
    ),
    "functions that have a limit": (
        (Limit(sp.erf(3 * sp.sqrt(R)), R, sp.oo, 1),),
        (Limit(sp.atan(-(R**2)), R, sp.oo, -sp.pi / 2),),
        (Limit(sp.erf(R), R, sp.oo, sp.Rational(9, 10)),),
    ),
    "remainders": (
        (eq(sp.Mod(Z * (Z + 1) * (2 * Z + 1), 6, evaluate=False), 0),),
        (le(sp.Mod(Z**2, 4, evaluate=False), 1),),
        (eq(sp.Mod(Z**2, 3, evaluate=False), 1),),
    ),
    "halves rounded down": (
        (eq(sp.floor(N / 2) + sp.floor((N + 1) / 2), N),),
        (eq(sp.floor(N**2 / 4), sp.floor(N / 2) * sp.floor((N + 1) / 2)),),
        (le(N - 1, 3 * sp.floor(N / 3)),),
    ),
    "squares by their remainders": (
        (sp.Ne(Z**2 - 3 * M**2, 2, evaluate=False),),
        (sp.Ne(Z**2 + M**2, 4 * L + 3, evaluate=False),),
        (sp.Ne(Z**2 - 3 * M**2, 1, evaluate=False),),
    ),
    "a ceiling by what is inside": (
        (le(sp.ceiling(sp.log(N) / sp.log(2)), N),),
        (eq(sp.ceiling(sp.exp(-R)), 1),),
        (le(sp.ceiling(sp.log(N) / sp.log(2)), N - 2),),
    ),
    "roots of sums of squares": (
        (le((X + Y) / sp.sqrt(2), sp.sqrt(X**2 + Y**2)),),
        (le(sp.sqrt(X**2 + Y**2), sp.Abs(X) + sp.Abs(Y)),),
        (le((X + Y) / sp.sqrt(sp.Rational(19, 10)), sp.sqrt(X**2 + Y**2)),),
    ),
    "a side that may be 0": (
        (le((R - 1) / (R + 1), sp.exp(-2 / R)), R >= 1),
        (le(X * (1 - X) ** N, sp.exp(-1) / N), X >= 0, X <= 1),
        (le((R - 1) / (R + 1), sp.exp(-3 / R)), R >= 1),
    ),
    "a root of a divergence": (
        (le(sp.Abs(R - D), sp.sqrt(DIVERGENCE / 2)), *SHARES),
        (le(sp.sqrt(1 - sp.exp(-2 * X)), sp.sqrt(2 * X)), X >= 0),
        (le(sp.Abs(R - D), sp.sqrt(DIVERGENCE) / 2), *SHARES),
    ),
    "a difference of logarithms": (
        (le(2 / (2 * R + 1), sp.log(1 + 1 / R)),),
        (le(sp.factorial(N), sp.E * sp.sqrt(N) * (N / sp.E) ** N),),
        (le(sp.log(1 + 1 / R), 2 / (2 * R + 1)),),
    ),
    "a logarithmic mean": (
        (le((R - D) / sp.log(R / D), (R + D) / 2), D < R),
        (le(sp.sqrt(R * D), (R - D) / sp.log(R / D)), D < R),
        (le((R + D) / 2, (R - D) / sp.log(R / D)), D < R),
    ),
    "a power whose base may be 0": (
        (le(((sp.sqrt(R) - 1) / (sp.sqrt(R) + 1)) ** N, sp.exp(-2 * N / sp.sqrt(R))), R >= 1),
        (le((1 - 1 / N) ** L, sp.exp(-L / N)),),
        (le(((sp.sqrt(R) - 1) / (sp.sqrt(R) + 1)) ** N, sp.exp(-3 * N / sp.sqrt(R))), R >= 1),
    ),
    "a number of draws": (
        (le((1 - R) ** N, D), R <= 1, sp.log(1 / D) / R <= N),
        (le(2 * (1 - R) ** N, D), R <= 1, sp.log(2 / D) / R <= N),
        (le((1 - R) ** N, D), R <= 1, sp.log(1 / D) / R <= 2 * N),
    ),
    "Young's inequality": (
        (le(X * Y, X**R / R + Y**S / S), X > 0, Y > 0, eq(1 / R + 1 / S, 1)),
        (le(R + 1, R * S), eq(1 / R + 1 / S, 1)),
        (le(X * Y, X**R / R + Y**S / (S + 1)), X > 0, Y > 0, eq(1 / R + 1 / S, 1)),
    ),
    "a logarithm over a number, in a power": (
        (Limit((1 - sp.log(N) / N) ** N * N, N, sp.oo, 1),),
        (Limit((1 + sp.log(R) / R) ** R / R, R, sp.oo, 1),),
        (Limit((1 - sp.log(N) / N) ** N * N, N, sp.oo, sp.E),),
    ),
    "an exponential and a root": (
        (Limit(sp.sqrt(R) * sp.exp(-R), R, sp.oo, 0),),
        (Limit(sp.sqrt(R) ** 3 * sp.exp(-sp.sqrt(R)), R, sp.oo, 0),),
        (Limit(sp.sqrt(R) * sp.exp(-R), R, sp.oo, 1),),
    ),
    "a number that a limit goes beyond": (
        (Limit(sp.log(sp.log(N)) / sp.log(N), N, sp.oo, 0), N >= 3),
        (Limit(R / (R + D), R, sp.oo, 1), R >= 2 * D),
        (Limit(sp.log(sp.log(N)) / sp.log(N), N, sp.oo, 1), N >= 3),
    ),
    "a sum from a number on": (
        (le(total(1 / M**2, L), 1 / (L - HALF)), L <= N),
        (le(total(1 / M**3, L), 1 / (2 * L**2) + 1 / L**3), L <= N),
        (le(total(1 / M**2, L), 1 / L), L <= N),
    ),
    "the least value of a numerator": (
        (le(-sp.Rational(3, 10), X / (1 + sp.exp(-X))),),
        (le(-sp.Rational(2, 5), X / (1 + sp.exp(-X))),),
        (le(-sp.Rational(1, 4), X / (1 + sp.exp(-X))),),
    ),
    "binomials of a hundred": (
        (le(sp.binomial(N, L), N**L), L <= N),
        (le((N / L) ** L, sp.binomial(N, L)), L <= N),
        (le(sp.binomial(N, L), (2 * N / L) ** L / 2), L <= N),
    ),
    "a row of Pascal's triangle": (
        (eq(sp.Sum(sp.binomial(N, FROM_0), (FROM_0, 0, N)), 2**N),),
        (eq(sp.Sum(sp.binomial(N, FROM_0) * R**FROM_0, (FROM_0, 0, N)), (1 + R) ** N),),
        (eq(sp.Sum(sp.binomial(N, FROM_0), (FROM_0, 0, N)), 2**N - 1),),
    ),
    "numbers of choices, in bounds": (
        (le(sp.binomial(N, 2), N**2 / 2),),
        (le(sp.binomial(N, M), 2**N), M <= N),
        (le(sp.binomial(N, M), 2**N / 3), M <= N),
    ),
}  # fmt: skip


LONG = {
    ("a product and the exponential of a sum", 0),
    ("a power whose base may be 0", 0),
    ("a number of draws", 1),
    ("a logarithmic mean", 1),
    ("binomials of a hundred", 1),
    ("Young's inequality", 0),
    ("a root of a divergence", 0),
    ("factors that another number bounds", 0),
    ("a sum from a number on", 0),
    ("a difference of logarithms", 1),
    ("a number of choices", 0),
    ("a product of quotients", 0),
    ("tails of the normal law", 0),
    ("derivatives to fifth order", 0),
    ("a logarithm over a number, in a power", 0),
    ("a row of Pascal's triangle", 1),
    ("numbers of choices, in bounds", 1),
    ("squares by their remainders", 1),
    ("a ceiling by what is inside", 0),
    ("roots of sums of squares", 1),
    ("a side that may be 0", 1),
}
"""What takes longer to prove than the other statement of its kind."""

HOLD = [(name, which) for name in KINDS for which in (0, 1)]


@pytest.mark.parametrize(
    ("name", "which"), [*(r for r in HOLD if r not in LONG), *more(*sorted(LONG))]
)
def test_what_holds_is_proved(name: str, which: int) -> None:
    goal, *assume = KINDS[name][which]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "PROVED"


@pytest.mark.parametrize("name", KINDS)
def test_a_false_neighbour_is_refuted(name: str) -> None:
    goal, *assume = KINDS[name][2]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "REFUTED"
