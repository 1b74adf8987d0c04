"""Remainders, floors, roots of sums of squares, and sides that may be 0; with false neighbours."""

from __future__ import annotations

from referee_statements import F, P, Row
from sympy import Abs, E, Le, Matrix, Rational, Symbol, ceiling, exp, floor, log, sqrt, symbols

from proofs import eq, ge, gt, le, lt, ne

i, j, k = symbols("i j k", integer=True)
n = Symbol("n", integer=True, positive=True)
x, y, z = symbols("x y z", real=True)
a, kappa = symbols("a kappa", positive=True)
t = Symbol("t", nonnegative=True)
even, odd = Symbol("e", even=True), Symbol("o", odd=True)

norm, norm_3 = sqrt(x**2 + y**2), sqrt(x**2 + y**2 + z**2)
below_1 = (Le(t, 1),)
late = (Le(1, kappa),)
bits = ceiling(log(n) / log(2))

STATEMENTS: list[Row] = [
    # remainders
    ("n^2-3m^2 != 2", ne(i**2 - 3 * j**2, 2), (), P),
    ("n^2-3m^2 != 1 wrong", ne(i**2 - 3 * j**2, 1), (), F),
    ("n^2-3m^2 != -1", ne(i**2 - 3 * j**2, -1), (), P),
    ("n^2-5m^2 != 2", ne(i**2 - 5 * j**2, 2), (), P),
    ("n^2-5m^2 != 4 wrong", ne(i**2 - 5 * j**2, 4), (), F),
    ("n^2-2m^2 != 3", ne(i**2 - 2 * j**2, 3), (), P),
    ("n^2-2m^2 != 7 wrong", ne(i**2 - 2 * j**2, 7), (), F),
    ("n^2 != 3m+2", ne(i**2, 3 * j + 2), (), P),
    ("n^2 != 3m+1 wrong", ne(i**2, 3 * j + 1), (), F),
    ("n^2+1 != 3m", ne(i**2 + 1, 3 * j), (), P),
    ("n^2 != 4m+2", ne(i**2, 4 * j + 2), (), P),
    ("n^2 != 4m+1 wrong", ne(i**2, 4 * j + 1), (), F),
    ("n^2+m^2 != 4k+3", ne(i**2 + j**2, 4 * k + 3), (), P),
    ("n^2+m^2 != 4k+1 wrong", ne(i**2 + j**2, 4 * k + 1), (), F),
    ("n^3 != 7m+3", ne(i**3, 7 * j + 3), (), P),
    ("n^3 != 7m+6 wrong", ne(i**3, 7 * j + 6), (), F),
    ("n^4 != 16m+5", ne(i**4, 16 * j + 5), (), P),
    ("odd^2 != 8m+5", ne(odd**2, 8 * i + 5), (), P),
    ("odd^2 != 8m+1 wrong", ne(odd**2, 8 * i + 1), (), F),
    ("even^2 != 8m+6", ne(even**2, 8 * i + 6), (), P),
    # roots of sums of squares
    ("norm >= mean", ge(norm, (x + y) / sqrt(2)), (), P),
    ("norm >= more wrong", ge(norm, (x + y) / sqrt(Rational(19, 10))), (), F),
    ("norm of a matrix", ge(Matrix([x, y]).norm(), (x + y) / sqrt(2)), (), P),
    ("norm >= a direction", ge(norm, (x + 2 * y) / sqrt(5)), (), P),
    ("norm >= a direction wrong", ge(norm, (x + 2 * y) / sqrt(3)), (), F),
    ("norm of three", ge(norm_3, (x + y + z) / sqrt(3)), (), P),
    ("norm of three wrong", ge(norm_3, (x + y + z) / sqrt(2)), (), F),
    ("norm >= |sum|", ge(norm, Abs(x + y) / sqrt(2)), (), P),
    ("norm <= sum of |.|", le(norm, Abs(x) + Abs(y)), (), P),
    ("norm < sum of |.| wrong", lt(norm, Abs(x) + Abs(y)), (), F),
    ("sum of |.|", le(Abs(x) + Abs(y), sqrt(2 * (x**2 + y**2))), (), P),
    ("sum of |.| wrong", le(Abs(x) + Abs(y), sqrt(x**2 + y**2)), (), F),
    # sides that may be 0
    ("rate from 1 on", le((kappa - 1) / (kappa + 1), exp(-2 / kappa)), late, P),
    ("rate from 1 on wrong", le((kappa - 1) / (kappa + 1), exp(-Rational(5, 2) / kappa)), late, F),
    ("t(1-t)^n", le(t * (1 - t) ** n, exp(-1) / n), below_1, P),
    ("t(1-t)^n wrong", le(t * (1 - t) ** n, exp(-1) / (2 * n)), below_1, F),
    ("root of a quotient", le(sqrt((1 - t) / (1 + t)), exp(-t)), below_1, P),
    ("root of a quotient wrong", le(sqrt((1 - t) / (1 + t)), exp(-2 * t)), below_1, F),
    ("t exp(-t)", le(t * exp(-t), 1 / E), (), P),
    ("t exp(-t) wrong", le(t * exp(-t), 1 / E**2), (), F),
    # floors
    ("bits <= n", le(bits, n), (), P),
    ("bits < n+1", lt(bits, n + 1), (), P),
    ("bits <= n-2 wrong", le(bits, n - 2), (), F),
    ("floor log", le(floor(log(n)), n), (), P),
    ("floor exp", ge(floor(exp(n)), n + 1), (), P),
    ("floor exp wrong", ge(floor(exp(n)), n + 2), (), F),
    ("ceiling root", le(ceiling(sqrt(n)), n), (), P),
    ("ceiling root wrong", lt(ceiling(sqrt(n)), n), (), F),
    ("ceiling exp", eq(ceiling(exp(-a)), 1), (), P),
    ("ceiling exp wrong", eq(ceiling(exp(a)), 2), (), F),
    ("floor below 1", le(floor(a * exp(-a)), 0), (), P),
    ("2^n and a ceiling", gt(2**n, ceiling(log(n))), (), P),
]
