"""More statements of the kinds that referees write: kinds of numbers, domains, other forms of assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from referee_statements import F, N, P, R, V, a, b, c, j, m, n, q, s, t, th, u, v, w, x, y
from sympy import (
    Abs,
    Max,
    Min,
    Rational,
    Sum,
    Symbol,
    asinh,
    binomial,
    cosh,
    coth,
    exp,
    harmonic,
    log,
    oo,
    pi,
    sqrt,
    tanh,
)  # fmt: skip

from proofs import Limit, eq, ge, gt, le, lt, ne

if TYPE_CHECKING:
    from referee_statements import Row

k = Symbol("k", even=True, positive=True)
z = Symbol("z", noninteger=True, real=True)

STATEMENTS: list[Row] = [
    # exp/log inequalities
    ("exp tangent at v", ge(exp(u), exp(v) * (1 + u - v)), (), P),
    ("exp chord", le(exp(c * u), 1 - c + c * exp(u)), (c <= 1,), P),
    ("exp chord wrong", le(exp(c * u), 1 - c + c * exp(u)), (), F),
    ("log(1+x) >= x/(1+x)", ge(log(1 + x), x / (1 + x)), (x > -1,), P),
    ("log(1+x) >= x-x^2/2 neg", ge(log(1 + x), x - x**2 / 2), (x > -1,), F),
    ("log R over R-1", le(log(R) / (R - 1), 1 / sqrt(R)), (R > 1,), P),
    ("log R over R-1 below", ge(log(R) / (R - 1), 2 / (R + 1)), (R > 1,), P),
    ("log mean R<1", ge(log(R), (R - 1) / sqrt(R)), (R < 1,), P),
    ("log mean R<1 wrong", ge(log(R), 2 * (R - 1) / (R + 1)), (R < 1,), F),
    ("softplus square", le(log(1 + exp(u)) ** 2, log(2) ** 2), (u <= 0,), P),
    ("focal wrong", ge((1 - a) ** 2 * (-log(a)), 1 - a), (a < 1,), F),
    (
        "cross entropy <= entropy",
        le(-a * log(b) - (1 - a) * log(1 - b), -a * log(a) - (1 - a) * log(1 - a)),
        (a < 1, b < 1),
        F,
    ),
    ("exp(-t) >= 1-t+t^2/2", ge(exp(-t), 1 - t + t**2 / 2), (), F),
    ("x log x wrong", ge(a * log(a), -Rational(1, 3)), (), F),
    ("power mean weights", ge(a * R**b, a * (1 + b * log(R))), (), P),
    ("margin exp", le(exp(-a * b), 1 / (1 + a * b)), (), P),
    ("sigmoid sym", eq(1 / (1 + exp(u)), 1 - 1 / (1 + exp(-u))), (), P),
    ("sigmoid >= half+", ge(1 / (1 + exp(-t)), Rational(1, 2)), (), P),
    (
        "log sigmoid concave mid",
        ge(-log(1 + exp(-(u + v) / 2)), (-log(1 + exp(-u)) - log(1 + exp(-v))) / 2),
        (),
        P,
    ),
    ("tanh half", eq(tanh(u / 2), (exp(u) - 1) / (exp(u) + 1)), (), P),
    ("cosh <= exp", le(cosh(u), exp(Abs(u))), (), P),
    ("arcsinh", le(asinh(t), t), (), P),
    # sums, binomials
    ("sum squares wrong", eq(Sum(j**2, (j, 1, n)), n * (n + 1) * (2 * n + 2) / 6), (), F),
    ("harmonic <= 1+ln", le(harmonic(n), 1 + log(n)), (), P),
    ("harmonic <= ln", le(harmonic(n), log(n) + Rational(1, 2)), (), F),
    ("geom finite", eq(Sum(R**j, (j, 0, n - 1)), (R**n - 1) / (R - 1)), (ne(R, 1),), P),
    ("telescoping", eq(Sum(1 / (j * (j + 1)), (j, 1, n)), n / (n + 1)), (), P),
    ("binomial sym", eq(binomial(n + m, n), binomial(n + m, m)), (), P),
    ("C(2n,n)<=2^n", le(binomial(2 * n, n), 2**n), (), F),
    ("union bound", ge((1 - a) ** n, 1 - n * a), (a < 1,), P),
    ("2^n>=n+1", ge(2**n, n + 1), (), P),
    ("n^2>=2n-1 real", ge(x**2, 2 * x - 1), (), P),
    # limits
    ("n^(1/n)", Limit(t ** (1 / t), t, oo, 1), (), P),
    ("(1+a/t)^t decay", Limit((1 + a / t) ** t * exp(-a), t, oo, 1), (), P),
    ("window limit 0", Limit(sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1), R, 0, sqrt(2), "+"), (), P),
    ("window limit wrong", Limit(sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1), R, oo, 2), (), F),
    ("log1p", Limit(log(1 + x) / x, x, 0, 1), (), P),
    ("log1p wrong", Limit(log(1 + x) / x, x, 0, 2), (), F),
    ("coth", Limit(t * coth(t), t, 0, 1, "+"), (), P),
    ("effective number", Limit((1 - b**t) / (1 - b), b, 1, t, "-"), (b < 1,), P),
    # domains
    ("pole away", eq((R**2 - 1) / (R - 1), R + 1), (ne(R, 1),), P),
    ("sqrt square", eq(sqrt(x**2), x), (), F),
    ("root sum", le(sqrt(a + b), sqrt(a) + sqrt(b)), (), P),
    ("root sum wrong", ge(sqrt(a + b), sqrt(a) + sqrt(b)), (), F),
    ("1/x decreasing", lt(1 / x, 1 / y), (x > y,), F),
    ("1/x decreasing pos", lt(1 / a, 1 / b), (a > b,), P),
    # kinds
    ("rational 9/4", ne(q**2, Rational(9, 4)), (), F),
    ("rational cube", ne(q**3, 2), (), P),
    ("even k>2 => >=4", ge(k, 4), (k > 2,), P),
    ("even k>2 => >=5", ge(k, 5), (k > 2,), F),
    ("int between", eq(N, 1), (N > 0, N < 2), P),
    ("int half", ne(N, Rational(1, 2)), (), P),
    # k=2, R<1, decimals
    ("k=2 modes", eq(k / 2 - 1, 0), (eq(k, 2),), P),
    ("R<1 order", lt(sqrt(R), sqrt((R + 1) / 2)), (R < 1,), P),
    ("R<1 order 2", lt(sqrt((R + 1) / 2), 1), (R < 1,), P),
    ("R order all", le(sqrt((R + 1) / 2), sqrt(R)), (), F),
    ("decimal pi", lt(3.14159265358979 * R, pi * R), (), P),
    ("decimal pi wrong", lt(3.141592653589794 * R, pi * R), (), F),
    ("decimal sqrt2", gt(sqrt(2) * R, 1.4142135623730951 * R), (), F),
    # assumptions
    ("assume form 1", gt(th * s, 1), (th > 1 / s,), P),
    ("assume form 2", gt(th, 1 / s), (s * th > 1,), P),
    ("assume log", gt(R, 1), (log(R) > 0,), P),
    ("assume exp", gt(t, log(2)), (exp(t) > 2,), P),
    ("assume sqrt", gt(R, 4), (sqrt(R) > 2,), P),
    ("assume eq", eq(a + b, 1), (eq(a, 1 - b),), P),
    ("assume ratio", gt(a, b), (a / b > 1,), P),
    ("contradiction", gt(a, 5), (a > 2, 1 / a > 1), V),
    ("contradiction log", gt(R, 5), (log(R) > 0, R < 1), V),
    ("contradiction exp", gt(t, 5), (exp(t) < 1,), V),
    ("contradiction int", gt(n, 5), (n > 2, n < 3), V),
    # matrices-ish scalars, quadratic forms
    ("psd 2x2", ge(a * x**2 + 2 * sqrt(a * b) * x * y + b * y**2, 0), (), P),
    ("det", ge((a + b) ** 2 / 4, a * b), (), P),
    ("trace det", le(a * b, ((a + b) / 2) ** 2), (), P),
    ("eigen", le((a + b - sqrt((a - b) ** 2 + 4 * c**2)) / 2, Min(a, b)), (), P),
    ("eigen wrong", ge((a + b - sqrt((a - b) ** 2 + 4 * c**2)) / 2, 0), (), F),
    ("hoelder", le(a * b, a**3 / 3 + b ** Rational(3, 2) * Rational(2, 3)), (), P),
    ("jensen sqrt", le((sqrt(a) + sqrt(b)) / 2, sqrt((a + b) / 2)), (), P),
    ("jensen log 3", le((log(a) + log(b) + log(c)) / 3, log((a + b + c) / 3)), (), P),
    ("amgm3", ge((a + b + c) ** 3, 27 * a * b * c), (), P),
    ("amgm3 wrong", ge((a + b + c) ** 3, 28 * a * b * c), (), F),
    ("gaussian mgf", le(cosh(t), exp(t**2 / 2)), (), P),
    ("max le sum", le(Max(a, b), a + b), (), P),
    ("lse 3", ge(log(exp(u) + exp(v) + exp(w)), Max(u, v, w)), (), P),
    ("softmax sum", eq(exp(u) / (exp(u) + exp(v)) + exp(v) / (exp(u) + exp(v)), 1), (), P),
    (
        "softmax shift",
        eq(exp(u + c) / (exp(u + c) + exp(v + c)), exp(u) / (exp(u) + exp(v))),
        (),
        P,
    ),
    ("huber", le(sqrt(1 + x**2) - 1, Abs(x)), (), P),
    ("huber2", le(sqrt(1 + x**2) - 1, x**2 / 2), (), P),
    ("reweight total", eq(k / 2 * R * (1 / R) + k / 2, k), (), P),
    ("weights bounded", le(sqrt((R + 1) / R), sqrt(R + 1)), (R >= 1,), P),
    ("weights bounded all", le(sqrt((R + 1) / R), sqrt(R + 1)), (), F),
    ("entropy imbalance", le(log(R + 1) - R * log(R) / (R + 1), log(2)), (), P),
    (
        "entropy imbalance decreasing",
        le(log(R + 1) - R * log(R) / (R + 1), 1 / R + log(R) / R),
        (R > 1,),
        P,
    ),
]
