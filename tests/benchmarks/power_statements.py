"""Statements on powers with a symbolic exponent, their integrals and sums: true ones and false neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referee_statements import F, P, a, b, j, m, n
from sympy import E, Integral, Le, Lt, Rational, Sum, Symbol, exp, factorial, log, sqrt

from proofs import eq, ge, le

if TYPE_CHECKING:
    from referee_statements import Row

eta, lam, q = (Symbol(name, positive=True) for name in ("eta", "lambda", "q"))
v = Symbol("v", real=True)
x = Symbol("x", nonnegative=True)
small, unit, less = (Le(eta * lam, 1),), (Le(x, 1),), (Lt(q, 1),)
kept = (1 - eta * lam) ** n

STATEMENTS: list[Row] = [
    # what gradient descent leaves of a mode
    ("l(1-hl)^n <= 1/(ehn)", le(lam * kept, exp(-1) / (eta * n)), small, P),
    ("l(1-hl)^n <= 1/(3hn) wrong", le(lam * kept, 1 / (3 * eta * n)), small, F),
    ("l(1-hl)^n <= 1/(h(n+1))", le(lam * kept, 1 / (eta * (n + 1))), small, P),
    ("l^2(1-hl)^n <= 4/(hn)^2", le(lam**2 * kept, 4 / (eta * n) ** 2), small, P),
    ("l^2(1-hl)^n <= 1/2/(hn)^2 wrong", le(lam**2 * kept, 1 / (2 * (eta * n) ** 2)), small, F),
    ("sqrt l (1-hl)^n", le(sqrt(lam) * kept, 1 / sqrt(eta * n)), small, P),
    ("x(1-x)^n <= 1/(n+1)", le(x * (1 - x) ** n, 1 / (n + 1)), unit, P),
    ("x(1-x)^n <= 1/(3n) wrong", le(x * (1 - x) ** n, 1 / (3 * n)), unit, F),
    # integrals
    ("int t^n = x^(n+1)/(n+1)", eq(Integral(v**n, (v, 0, x)), x ** (n + 1) / (n + 1)), (), P),
    ("int t^n = 1/(n+1)", eq(Integral(v**n, (v, 0, 1)), 1 / (n + 1)), (), P),
    ("int t^n = 1/n wrong", eq(Integral(v**n, (v, 0, 1)), 1 / n), (), F),
    ("int 1-t^n = n/(n+1)", eq(Integral(1 - v**n, (v, 0, 1)), n / (n + 1)), (), P),
    # partial sums of power series
    ("sum a^i/i! <= e^a", le(Sum(a**j / factorial(j), (j, 0, n)), exp(a)), (), P),
    ("sum a^i/i! >= e^a wrong", ge(Sum(a**j / factorial(j), (j, 0, n)), exp(a)), (), F),
    ("Poisson <= 1", le(Sum(exp(-b) * b**j / factorial(j), (j, 0, n)), 1), (), P),
    ("sum 1/i! <= 2.718 wrong", le(Sum(1 / factorial(j), (j, 0, n)), Rational(2718, 1000)), (), F),
    ("sum 1/i! from 1 <= e-1", le(Sum(1 / factorial(j), (j, 1, m)), E - 1), (), P),
    ("sum q^i/i <= -log(1-q)", le(Sum(q**j / j, (j, 1, n)), -log(1 - q)), less, P),
    ("sum q^i/i <= -log(1-q)/2 wrong", le(Sum(q**j / j, (j, 1, n)), -log(1 - q) / 2), less, F),
    ("sum 1/(i2^i) <= log 2", le(Sum(1 / (j * 2**j), (j, 1, n)), log(2)), (), P),
    ("sum 1/(i2^i) <= 0.693 wrong", le(Sum(1 / (j * 2**j), (j, 1, n)), Rational(693, 1000)), (), F),
    ("x^n by its tangent", ge(x**n - 1, n * (x - 1)), (), P),
]
