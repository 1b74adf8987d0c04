"""Statements for the finders: true, false, of nothing, and such that no proof may be found of."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs import Limit

R, D, S = sp.symbols("R delta s", positive=True)
K = sp.Symbol("k", even=True, positive=True)
X, Y = sp.symbols("x y", real=True)
Q = sp.Symbol("q", rational=True)
Z = sp.Symbol("z", noninteger=True, real=True)
N, M, L = sp.symbols("n m l", integer=True, positive=True)
FROM_0 = sp.Symbol("i", integer=True, nonnegative=True)
W = sp.Symbol("w", nonnegative=True)


def eq(a: Any, b: Any) -> Any:
    return sp.Eq(a, b, evaluate=False)


def divergence(a: Any, b: Any) -> Any:
    """Return that of Bernoulli distributions."""
    return a * sp.log(a / b) + (1 - a) * sp.log((1 - a) / (1 - b))


def apart(a: Any, b: Any) -> Any:
    """Return Hellinger's distance of Bernoulli distributions, squared and doubled."""
    return (sp.sqrt(a) - sp.sqrt(b)) ** 2 + (sp.sqrt(1 - a) - sp.sqrt(1 - b)) ** 2


def mixed(a: Any, b: Any) -> Any:
    """Return the divergence of Jensen and Shannon of Bernoulli distributions."""
    return (divergence(a, (a + b) / 2) + divergence(b, (a + b) / 2)) / 2


def entropy(*shares: Any) -> Any:
    return -sum(p * sp.log(p) for p in shares)


def at_most(a: Any, b: Any) -> Any:
    return sp.Le(a, b, evaluate=False)


def sum_of(term: Any) -> Any:
    """Return the sum of a term in M, from 1 to N."""
    return sp.Sum(term, (M, 1, N))


def series_of(term: Any) -> Any:
    """Return the series of a term in M, from 1 on."""
    return sp.Sum(term, (M, 1, sp.oo))


def soft(*xs: Any) -> Any:
    """Return the logarithm of a sum of exponentials."""
    return sp.log(sum(map(sp.exp, xs)))


def tails(t: Any, r: Any) -> Any:
    """Return what exp(t·(X - r)) is on average, where X is 1 with probability r, else 0."""
    return r * sp.exp(t * (1 - r)) + (1 - r) * sp.exp(-t * r)


def later(term: Any) -> Any:
    """Return the sum of a term in M, from N + 1 to 2N."""
    return sp.Sum(term, (M, N + 1, 2 * N))


def tail(term: Any) -> Any:
    """Return the sum of a term in M, from N to L."""
    return sp.Sum(term, (M, N, L))


HALF = sp.Rational(1, 2)

CHOSEN = sp.binomial(N, M)

TRUE: dict[str, tuple[Any, ...]] = {
    "a bounded factor": (Limit(sp.sin(R) / R, R, sp.oo, 0),),
    "a bounded factor at a point": (Limit(R * sp.cos(1 / R), R, 0, 0),),
    "a floor far out": (Limit(sp.floor(R) / R, R, sp.oo, 1),),
    "Pascal's rule": (eq(CHOSEN, sp.binomial(N - 1, M - 1) + sp.binomial(N - 1, M)), N > M),
    "a whole number under a logarithm": (at_most(sp.log(1 + (N - 1) * sp.exp(X)), (N - 1) * sp.exp(X)),),
    "squares": (X**2 + Y**2 >= 2 * X * Y,),
    "a root": (sp.sqrt(2) * sp.sqrt(R + 1) <= sp.sqrt(2) * (sp.sqrt(R) + 1),),
    "an equation of roots": (eq(sp.sqrt(R / 2 + sp.Rational(1, 2)), sp.sqrt(2) * sp.sqrt(R + 1) / 2),),
    "powers": (eq(R ** (X + 1) / R, R**X),),
    "a maximum": (eq(sp.Max(1 / R, R), R), R >= 1),
    "a logarithm": (sp.log(R) <= R - 1,),
    "a logarithm of a product": (eq(sp.log(R * D), sp.log(R) + sp.log(D)),),
    "a sine": (sp.sin(R) <= R,),
    "an arc": (sp.atan(R) > R / sp.sqrt(1 + R**2),),
    "an irrational root": (sp.Ne(Q**2, 2, evaluate=False),),
    "no integer": (sp.Ne(Z, 2, evaluate=False),),
    "no integer by an equation": (sp.Ne(X, 2, evaluate=False), eq(Z, X)),
    "an even number": (sp.Ge(K, 2, evaluate=False),),
    "a product of integers": (sp.Ge(N * M, 1, evaluate=False),),
    "decimals": (sp.E * R > 2.718281828459045 * R,),
    "a limit": (Limit(sp.sqrt(R + 1) / sp.sqrt(R), R, sp.oo, 1),),
    "an infinite limit": (Limit(1 / R, R, 0, sp.oo),),
    "an exponential limit": (Limit(sp.exp(R / (R + 1)), R, sp.oo, sp.E),),
    "assumptions in one form": (R * D > 1, R > 1 / D),
    "assumptions in another": (R > 1 / D, R * D > 1),
    "a finite sum": (eq(sp.Sum(2 * M - 1, (M, 1, N)), N**2),),
    "a sum of powers over factorials": (
        sp.Ge(sp.Sum(X**FROM_0 / sp.factorial(FROM_0), (FROM_0, 0, N)), 1 + X), X >= 0,
    ),
    "a harmonic sum": (sp.Le(sp.Sum(1 / M, (M, 1, N)), 1 + sp.log(N)),),
    "a geometric series": (sp.Le(sp.Sum(R**-M, (M, 1, sp.oo)), 1 / (R - 1)), R > 1),
    "a series with a closed form": (eq(series_of(M * R**-M), R / (R - 1) ** 2), R > 1),
    "a telescoping series": (eq(series_of(1 / (M * (M + 1))), 1),),
    "a series of inverse squares": (at_most(series_of(1 / M**2), sp.Rational(5, 3)),),
    "a series from below": (at_most(sp.Rational(3, 2), series_of(1 / M**2)),),
    "the rest of a series": (at_most(sp.Sum(1 / M**2, (M, N + 1, sp.oo)), 1 / N),),
    "a series with roots": (at_most(series_of(1 / (M * sp.sqrt(M))), 3),),
    "inverse factorials": (at_most(sp.Sum(1 / sp.factorial(FROM_0), (FROM_0, 0, sp.oo)), 3),),
    "a sum of inverse squares, sharper": (at_most(sum_of(1 / M**2), sp.Rational(5, 3)),),
    "a power of 2": (sp.Ge(2**N, N**2, evaluate=False), N >= 4),
    "Bernoulli": ((1 + X) ** N >= 1 + N * X, X >= -1),
    "a binomial": (sp.Ge(sp.binomial(2 * N, N), 2**N, evaluate=False),),
    "values by cases": (eq(sp.Piecewise((X, X > 0), (0, True)), sp.Max(0, X)),),
    "a Lipschitz constant": (sp.Abs(sp.sin(X) - sp.sin(Y)) <= sp.Abs(X - Y),),
    "compound interest": (Limit((1 - D / R) ** R, R, sp.oo, sp.exp(-D)),),
    "a difference quotient": (Limit((1 - sp.exp(-R)) / R, R, 0, 1),),
    "a second order": (Limit((1 - sp.cos(R)) / R**2, R, 0, sp.Rational(1, 2)),),
    "an effective number": (Limit((1 - R**N) / (1 - R), R, 1, N, "-"), R < 1),
    "roots that cancel": (Limit(sp.sqrt(R) * (sp.sqrt(R + 1) - sp.sqrt(R)), R, sp.oo, sp.Rational(1, 2)),),
    "an absolute value of roots": (sp.Abs(sp.sqrt(R) - 1) / sp.sqrt(R + 1) < 1,),
    "a softplus": (at_most(sp.Max(0, X), sp.log(1 + sp.exp(X))),),
    "a soft maximum": (at_most(sp.Max(X, Y), sp.log(sp.exp(X) + sp.exp(Y))),),
    "a logarithm of a square": (eq(sp.log(X**2), 2 * sp.log(sp.Abs(X))), sp.Ne(X, 0)),
    "the other triangle": (at_most(sp.Abs(X) - sp.Abs(Y), sp.Abs(X - Y)),),
    "a divergence": (at_most(0, divergence(R, D)), R < 1, D < 1),
    "Pinsker": (at_most(2 * (R - D) ** 2, divergence(R, D)), R < 1, D < 1),
    "a contraction": (at_most(sp.Abs(sp.tanh(X) - sp.tanh(Y)), sp.Abs(X - Y)),),
    "a softplus from above": (at_most(sp.log(1 + sp.exp(-X)), sp.log(2) - X / 2 + X**2 / 8),),
    "tanh from below": (at_most(R - R**3 / 3, sp.tanh(R)),),
    "a hyperbolic cosine": (at_most(sp.cosh(X), sp.exp(X**2 / 2)),),
    "an exponential from above": (at_most(sp.exp(X), 1 + X + X**2), X <= 1),
    "a step of descent": (at_most(D * (1 + R * (1 - D**2)), sp.sqrt((1 + R) / R)),
                          sp.sqrt((1 + R) / R) > D, R <= 1),
    "a harmonic sum from below": (at_most(sp.log(N), sum_of(1 / M)),),
    "a sum of inverse squares": (at_most(sum_of(1 / M**2), 2),),
    "a telescoping sum": (sp.Lt(sum_of(1 / (M * (M + 2))), sp.Rational(3, 4)),),
    "a sum of powers": (at_most(sum_of(R**M), R / (1 - R)), R < 1),
    "a factorial": (at_most(sp.factorial(N), N**N),),
    "a power of 3, from later on": (at_most(N**3, 3**N),),
    "an even power of 2": (at_most(K**2, 2**K),),
    "weighted means": (at_most(R**S * D ** (1 - S), S * R + (1 - S) * D), S < 1),
    "a divergence from above": (at_most(divergence(R, D), (R - D) ** 2 / (D * (1 - D))), R < 1, D < 1),
    "a ratio of rates": (sp.Lt(sp.log(1 + R * D) / sp.log(1 + R), D), D > 1),
    "a chord": (at_most(X * sp.log(2), sp.log(1 + X)), X >= 0, X <= 1),
    "Hoeffding's lemma": (at_most(sp.log(R * sp.exp(X) + 1 - R), R * X + X**2 / 8), R < 1),
    "a product of neighbours": (eq(2 * sp.floor(N * (N + 1) / 2), N * (N + 1)),),
    "no square": (sp.Ne(N * (N + 1), M**2, evaluate=False),),
    "a sign from above": (Limit(sp.Abs(X) / X, X, 0, 1, "+"),),
    "a sign from below": (Limit(sp.Abs(X) / X, X, 0, -1, "-"),),
    "a window": (eq(sp.Max(R, 1 / R) ** sp.Abs(X - HALF), R ** sp.Abs(X - HALF)), R >= 1),
    "a window from its middle on": (eq(sp.Max(R, 1 / R) ** sp.Abs(X - HALF), R ** (HALF - X)), R >= 1, X <= HALF),
    "the larger of two inverses": (eq(sp.Max(R**X, R**-X), R ** sp.Abs(X)), R > 1),
    "a window that opens": (Limit(R ** sp.Abs(X - HALF), R, sp.oo, sp.oo), sp.Ne(X, HALF)),
    "a logarithmic mean": (at_most(2 / (R + 1), sp.log(R) / (R - 1)), R > 1),
    "a logarithm with a factor": (at_most(sp.sqrt(R) * sp.log(R), R - 1), R > 1),
    "interest within a year": (at_most((1 + 1 / N) ** N, sp.E),),
    "a product of roots": (eq(sp.sqrt(X) * sp.sqrt(Y), sp.sqrt(X * Y)), X >= 0, Y >= 0),
    "a rational number and a root": (sp.Ne(Q, 1 + sp.sqrt(2), evaluate=False),),
    "a whole part": (sp.Lt(sp.floor(Z, evaluate=False), Z, evaluate=False),),
    "Hellinger": (at_most(apart(R, D), divergence(R, D)), R < 1, D < 1),
    "Jensen and Shannon": (at_most(mixed(R, D), sp.log(2)), R < 1, D < 1),
    "sums under a logarithm": (at_most((R + D) * sp.log((R + D) / (S + 1)), R * sp.log(R / S) + D * sp.log(D)),),
    "Gibbs' variational form": (at_most(R * X + D * Y + entropy(R, D, S), sp.log(sp.exp(X) + sp.exp(Y) + 1)),
                                eq(R + D + S, 1)),
    "a harmonic sum far out": (Limit(sum_of(1 / M) / sp.log(N), N, sp.oo, 1),),
    "Stirling": (Limit(sp.log(sp.factorial(N)) / N - sp.log(N), N, sp.oo, -1),),
    "a sum of squares far out": (Limit(sum_of(M**2) / N**3, N, sp.oo, sp.Rational(1, 3)),),
    "a rate that may vanish": (Limit(sp.exp(-W * R), R, sp.oo, 0), W > 0),
    "a logarithm against any power": (Limit(sp.log(R) ** 2 / R**S, R, sp.oo, 0),),
    "factorials in order": (at_most(sp.factorial(M), sp.factorial(N)), M <= N),
    "a sine at its top": (sp.sin(X) ** 2 <= 1,),
    "a product at its largest": (at_most(R * (1 - R) ** N, 1 / (N + 1)), R < 1),
    "a mass that is missed": (at_most(R * (1 - R) ** N, 1 / (sp.E * N)), R < 1),
    "Hoeffding's lemma, of exponentials": (at_most(tails(S, R), sp.exp(S**2 / 8)), R < 1),
    "a soft maximum of three": (at_most(soft(X, Y, Z), sp.Max(X, Y, Z) + sp.log(3)),),
    "a soft maximum with a temperature": (at_most(sp.Max(X, Y), R * soft(X / R, Y / R)),),
    "a temperature that falls": (Limit(R * soft(X / R, Y / R), R, 0, sp.Max(X, Y)),),
    "a logarithm of a logarithm": (Limit(sp.log(sp.log(N)) / sp.sqrt(sp.log(N)), N, sp.oo, 0),),
    "odd numbers, harmonic": (Limit(sum_of(1 / (2 * M - 1)) / sp.log(N), N, sp.oo, HALF),),
    "a sum between moving ends": (at_most(later(1 / M**2), 1 / N),),
    "a rate of descent": (at_most((1 - 1 / R) ** N, sp.exp(-N / R)), R >= 1),
    "an entropy from below": (at_most(4 * sp.log(2) * R * (1 - R), entropy(R, 1 - R)), R < 1),
    "an entropy from above": (at_most(entropy(R, 1 - R), 2 * sp.log(2) * sp.sqrt(R * (1 - R))), R < 1),
    "a divergence from one half": (at_most(2 * (R - HALF) ** 2, divergence(R, HALF)), R < 1),
    "a mean of powers": (at_most(((R + 1) / 2) ** S, (R**S + 1) / 2), S >= 1),
    "a sum of fourth roots": (at_most(sum_of(M ** (-HALF / 2)), 4 * N ** (3 * HALF / 2) / 3),),
    "a sum of logarithms over numbers": (at_most(sum_of(sp.log(M) / M), sp.log(N) ** 2 / 2 + HALF),),
    "a sum of powers that stays bounded": (at_most(sum_of(M ** (-3 * HALF)), 3),),
    "a tail of a sum": (at_most(tail(1 / M**2), 2 / N), L >= N),
    "a power with a logarithm in its exponent": (Limit(N * (1 - 1 / N) ** (N * sp.log(N)), N, sp.oo, 1),),
    "a logarithm within a logarithm": (at_most((1 - sp.log(R) / R) ** R, 1 / R),),
    "a turn between 0 and the far end": (at_most(sp.erf(W) ** 2, 1 - sp.exp(-4 * W**2 / sp.pi)),),
    "a turn between two numbers": (at_most(sp.exp(W), 1 + W + W**2), W <= HALF * 3),
    "a binomial below half a power": (at_most(CHOSEN, 2 ** (N - 1)), N >= M),
    "an integral by its primitive": (at_most(HALF, sp.Integral(sp.exp(-(X**2)), (X, 0, 2))),),
    "an integral by a polynomial": (at_most(HALF, sp.Integral(1 / (1 + X**4), (X, 0, 1))),),
    "a sum that grows like a logarithm": (Limit(sum_of(1 / M), N, sp.oo, sp.oo),),
}  # fmt: skip

FALSE: dict[str, tuple[Any, ...]] = {
    "a bounded factor with a limit": (Limit(sp.sin(R) / R, R, sp.oo, 1),),
    "a floor that stays behind": (Limit(sp.floor(R) / R, R, sp.oo, HALF),),
    "Pascal's rule, shifted": (eq(CHOSEN, sp.binomial(N - 1, M - 1) + sp.binomial(N - 1, M) + 1), N > M),
    "a strict square": (X**2 + Y**2 > 2 * X * Y,),
    "decimals": (sp.E * R < 2.718281828459045 * R,),
    "a root that is equal at 1": (sp.sqrt(2) / (sp.sqrt(R) + 1) > 1 / sp.sqrt(R + 1),),
    "a logarithm": (sp.log(R) < R - 1,),
    "floor": (sp.floor(R) < R,),
    "an equation": (eq(1.0000000000000002 * R, R),),
    "a limit that is e": (Limit(sp.exp(R / (R + 1)), R, sp.oo, sp.oo),),
    "a limit that is 0": (Limit(1 / R, R, sp.oo, 1),),
    "a limit that is infinite": (Limit(sp.sqrt(R), R, sp.oo, 1),),
    "a finite sum": (eq(sp.Sum(2 * M - 1, (M, 1, N)), N**2 + N - 1),),
    "a geometric series": (sp.Lt(sp.Sum(R**-M, (M, 1, sp.oo)), 1 / (R - 1)), R > 1),
    "a series with a closed form": (at_most(series_of(M * R**-M), 1 / (R - 1) ** 2), R > 1),
    "a telescoping series": (eq(series_of(1 / (M * (M + 1))), 2),),
    "a series of inverse squares": (at_most(series_of(1 / M**2), sp.Rational(3, 2)),),
    "a sum of powers over factorials": (
        sp.Ge(sp.Sum(X**FROM_0 / sp.factorial(FROM_0), (FROM_0, 0, N)), 1 + X + X**2 / 4), X >= 0,
    ),
    "a power of 2": (sp.Ge(2**N, N**2, evaluate=False),),
    "a binomial": (sp.Ge(sp.binomial(2 * N, N), 3**N, evaluate=False),),
    "values by cases": (eq(sp.Piecewise((X, X > 0), (0, True)), sp.Abs(X)),),
    "compound interest": (Limit((1 - D / R) ** R, R, sp.oo, sp.exp(D)),),
    "a difference quotient": (Limit(sp.tanh(R) / R, R, 0, 2),),
    "an effective number": (Limit((1 - R**N) / (1 - R), R, 1, N + 1, "-"), R < 1),
    "an absolute value of roots": (sp.Abs(sp.sqrt(R) - 1) / sp.sqrt(R + 1) < sp.Rational(9, 10),),
    "a softplus": (at_most(sp.Max(sp.Rational(1, 10), X), sp.log(1 + sp.exp(X))),),
    "a soft maximum": (at_most(sp.Max(2 * X, Y), sp.log(sp.exp(X) + sp.exp(Y))),),
    "the other triangle": (at_most(sp.Abs(X) - sp.Abs(Y), sp.Abs(X - Y) / 2),),
    "a divergence": (at_most(R - D, divergence(R, D)), R < 1, D < 1),
    "Pinsker": (at_most(sp.Rational(21, 10) * (R - D) ** 2, divergence(R, D)), R < 1, D < 1),
    "a contraction": (at_most(sp.Abs(sp.tanh(X) - sp.tanh(Y)), sp.Abs(X - Y) * sp.Rational(9, 10)),),
    "a softplus from above": (at_most(sp.log(1 + sp.exp(-X)), sp.log(2) - X / 2 + X**2 / 9),),
    "tanh from below": (at_most(R - R**3 / 4, sp.tanh(R)),),
    "a hyperbolic cosine": (at_most(sp.cosh(X), sp.exp(X**2 / 3)),),
    "an exponential from above": (at_most(sp.exp(X), 1 + X + X**2), X <= 2),
    "a step of descent": (at_most(D * (1 + R * (1 - D**2)), sp.sqrt((1 + R) / R)),
                          sp.sqrt((1 + R) / R) > D, R <= 4),
    "a harmonic sum from below": (at_most(sp.log(N) + sp.Rational(3, 5), sum_of(1 / M)),),
    "a sum of inverse squares": (at_most(sum_of(1 / M**2), sp.Rational(3, 2)),),
    "a telescoping sum": (sp.Lt(sum_of(1 / (M * (M + 2))), sp.Rational(2, 3)),),
    "a sum of powers": (at_most(sum_of(R**M), R), R < 1),
    "a factorial": (sp.Lt(sp.factorial(N), N**N),),
    "a power of 3, from later on": (sp.Lt(N**3, 3**N),),
    "an even power of 2": (sp.Lt(K**2, 2**K),),
    "weighted means": (at_most(S * R + (1 - S) * D, R**S * D ** (1 - S)), S < 1),
    "a divergence from above": (at_most(2 * divergence(R, D), (R - D) ** 2 / (D * (1 - D))), R < 1, D < 1),
    "a ratio of rates": (sp.Lt(sp.log(1 + R * D) / sp.log(1 + R), D),),
    "a chord": (at_most(X * sp.log(2), sp.log(1 + X)), X >= 0, X <= 2),
    "Hoeffding's lemma": (at_most(sp.log(R * sp.exp(X) + 1 - R), R * X + X**2 / 9), R < 1),
    "a product of neighbours": (eq(2 * sp.floor(N * (N + 2) / 2), N * (N + 2)),),
    "no square": (sp.Ne(N * (N + 3), M**2, evaluate=False),),
    "a sign from both sides": (Limit(sp.Abs(X) / X, X, 0, 1),),
    "a sign from below": (Limit(sp.Abs(X) / X, X, 0, 1, "-"),),
    "a window": (eq(sp.Max(R, 1 / R) ** sp.Abs(X - HALF), R ** sp.Abs(X - sp.Rational(1, 3))), R >= 1),
    "a window from its middle on": (eq(sp.Max(R, 1 / R) ** sp.Abs(X - HALF), R ** (HALF - X)), R >= 1),
    "the larger of two inverses": (eq(sp.Max(R**X, R**-X), R ** sp.Abs(X)),),
    "a window that opens": (Limit(R ** sp.Abs(X - HALF), R, sp.oo, sp.oo),),
    "a logarithmic mean": (at_most(2 / R, sp.log(R) / (R - 1)), R > 1),
    "a logarithm with a factor": (at_most(2 * sp.sqrt(R) * sp.log(R), R - 1), R > 1),
    "interest within a year": (at_most((1 + 1 / N) ** N, sp.Rational(27, 10)),),
    "a product of roots": (eq(sp.sqrt(X) * sp.sqrt(Y), 2 * sp.sqrt(X * Y)), X >= 0, Y >= 0),
    "a rational number and a root": (sp.Ne(Q, 1 + sp.sqrt(4, evaluate=False), evaluate=False),),
    "a whole part": (sp.Lt(sp.floor(Z, evaluate=False), Z - sp.Rational(1, 2), evaluate=False),),
    "Hellinger": (at_most(2 * apart(R, D), divergence(R, D)), R < 1, D < 1),
    "Jensen and Shannon": (at_most(mixed(R, D), sp.log(2) / 2), R < 1, D < 1),
    "sums under a logarithm": (sp.Lt((R + D) * sp.log((R + D) / (S + 1)), R * sp.log(R / S) + D * sp.log(D)),),
    "Gibbs' variational form": (at_most(R * X + D * Y + 2 * entropy(R, D, S), sp.log(sp.exp(X) + sp.exp(Y) + 1)),
                                eq(R + D + S, 1)),
    "a harmonic sum far out": (Limit(sum_of(1 / M) / sp.log(N), N, sp.oo, 2),),
    "Stirling": (Limit(sp.log(sp.factorial(N)) / N - sp.log(N), N, sp.oo, 0),),
    "a sum of squares far out": (Limit(sum_of(M**2) / N**3, N, sp.oo, HALF),),
    "a rate that may vanish": (Limit(sp.exp(-W * R), R, sp.oo, 0),),
    "a logarithm against any power": (Limit(sp.log(R) ** 2 / R**W, R, sp.oo, 0),),
    "factorials in order": (sp.Lt(sp.factorial(M), sp.factorial(N)), M <= N),
    "a sine at its top": (sp.sin(X) ** 2 < 1,),
    "a cosine at its bottom": (sp.cos(X) > -1,),
    "a product at its largest": (at_most(R * (1 - R) ** N, 1 / (N + 4)), R < 1),
    "a mass that is missed": (at_most(R * (1 - R) ** N, 1 / (3 * N)), R < 1),
    "Hoeffding's lemma, of exponentials": (at_most(tails(S, R), sp.exp(S**2 / 9)), R < 1),
    "a soft maximum of three": (at_most(soft(X, Y, Z), sp.Max(X, Y, Z) + 1),),
    "a soft maximum with a temperature": (at_most(sp.Max(X, Y) + R / 2, R * soft(X / R, Y / R)),),
    "a temperature that falls": (Limit(R * soft(X / R, Y / R), R, 0, X),),
    "a choice of M": (at_most(CHOSEN, (N / M) ** M), M <= N),
    "a logarithm of a logarithm": (Limit(sp.log(sp.log(N)) / sp.log(N), N, sp.oo, 1),),
    "odd numbers, harmonic": (Limit(sum_of(1 / (2 * M - 1)) / sp.log(N), N, sp.oo, 1),),
    "a sum between moving ends": (at_most(later(1 / M**2), 1 / (4 * N)),),
    "a rate of descent": (at_most((1 - 1 / R) ** N, sp.exp(-2 * N / R)), R >= 1),
    "an entropy from below": (at_most(4 * R * (1 - R), entropy(R, 1 - R)), R < 1),
    "an entropy from above": (at_most(entropy(R, 1 - R), sp.log(2) * sp.sqrt(R * (1 - R))), R < 1),
    "a divergence from one half": (at_most(3 * (R - HALF) ** 2, divergence(R, HALF)), R < 1),
    "a mean of powers": (at_most(((R + 1) / 2) ** S, (R**S + 1) / 2),),
    "a sum of fourth roots": (at_most(sum_of(M ** (-HALF / 2)), 5 * N ** (3 * HALF / 2) / 4),),
    "a sum of logarithms over numbers": (at_most(sum_of(sp.log(M) / M), sp.log(N) ** 2 / 2),),
    "a sum of powers that stays bounded": (at_most(sum_of(M ** (-3 * HALF)), 2),),
    "a tail of a sum": (at_most(tail(1 / M**2), 1 / N), L >= N),
    "a power with a logarithm in its exponent": (Limit(N * (1 - 1 / N) ** (N * sp.log(N)), N, sp.oo, 2),),
    "a logarithm within a logarithm": (at_most((1 - sp.log(R) / R) ** R, 1 / R**2),),
    "a turn between 0 and the far end": (at_most(sp.erf(W) ** 2, 1 - sp.exp(-5 * W**2 / 4)),),
    "a turn between two numbers": (at_most(sp.exp(W), 1 + W + W**2), W <= 2),
    "a binomial below half a power": (at_most(CHOSEN, 2 ** (N - 2)), N >= M),
    "an integral by its primitive": (at_most(1, sp.Integral(sp.exp(-(X**2)), (X, 0, 2))),),
    "an integral by a polynomial": (at_most(1, sp.Integral(1 / (1 + X**4), (X, 0, 1))),),
    "a sum that grows like a logarithm": (Limit(sum_of(1 / M), N, sp.oo, 5),),
}  # fmt: skip

EMPTY: dict[str, tuple[Any, ...]] = {
    "no value between": (X > 0, X > 2, X < 1),
    "no even number between": (eq(K, 99), K > 4, K < 6),
    "a square below": (X > 5, X**2 + 1 < X),
    "an inverse of 0": (eq(X, 5), eq(X, 1 / Y), eq(Y, 0)),
    "even numbers near 4": (Limit(K, K, 4, 5),),
    "a limit": (Limit(D / R, R, sp.oo, 0), D > 2, D < 1),
    "far apart": (R > 5, R > 10**12, R < 10**6),
    "a logarithm": (R > 5, sp.log(R) < 2, R > 8),
    "an exponential": (R > 5, sp.exp(R) < 1 + R),
    "what moves stays below": (Limit(1 / R, R, sp.oo, 0), R < 10),
    "what moves stays below another": (Limit(D / R, R, sp.oo, 0), R < D**2),
    "what moves stays away": (Limit(sp.sin(R) / R, R, 0, 1), sp.Rational(1, 10) < R),
}  # fmt: skip

NEVER_PROVED: dict[str, tuple[Any, ...]] = {
    "a sine far out": (Limit(sp.sin(R), R, sp.oo, 0),),
    "a sine that is raised": (Limit(R * sp.sin(R), R, sp.oo, sp.oo),),
    "an exponential of a sine that is raised": (Limit(sp.exp(R * (sp.sin(R) - 1)), R, sp.oo, 0),),
    "a floor less its argument": (Limit(sp.floor(R) - R, R, sp.oo, 0),),
    "undefined at 1": (eq(1 / (R - 1), 1 / (R - 1)),),
    "cancelled at a root": (R + 1 / (R**2 - 2) >= 1 / (R**2 - 2),),
    "a product that is 0/0": (eq(sp.Mul(sp.atan(K - 2), 1 / sp.atan(K - 2), evaluate=False), 1),),
    "a limit of 1": (Limit(sp.exp(R * sp.exp(-R)), R, sp.oo, sp.oo),),
    "a logarithm of a square": (eq(sp.log(X**2), 2 * sp.log(X)), sp.Ne(X, 0)),
    "a harmonic sum less its logarithm": (Limit(sum_of(1 / M) - sp.log(N), N, sp.oo, HALF),),
    "a constant that may be undefined": (Limit(1 / (R * (X**2 - 2)), R, sp.oo, 0),),
}


LONG = {
    "a ratio of rates",
    "a sum of fourth roots",
    "odd numbers, harmonic",
    "a logarithm within a logarithm",
    "the rest of a series",
    "a series of inverse squares",
    "a sum between moving ends",
    "a tail of a sum",
    "a series with a closed form",
    "a power of 3, from later on",
    "a rate of descent",
    "a series with roots",
    "a chord",
    "a sum of powers",
    "an exponential from above",
    "a contraction",
    "a softplus from above",
    "Hoeffding's lemma, of exponentials",
    "a sum of powers that stays bounded",
    "a mean of powers",
    "an entropy from above",
    "an entropy from below",
    "a divergence from one half",
    "inverse factorials",
    "a sum of logarithms over numbers",
    "a soft maximum of three",
    "Pinsker",
    "a harmonic sum from below",
    "a sum of inverse squares",
}
"""What holds and takes long to prove. Other statements of its kind are proved sooner."""

LONG_FALSE = {"a series of inverse squares", "a window that opens", "a geometric series"}
