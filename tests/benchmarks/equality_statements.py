"""Where an inequality is an equation, and what follows from an order: true ones, false neighbours."""

from __future__ import annotations

from referee_statements import F, P, Row
from sympy import Abs, Max, Rational, cos, cosh, exp, log, sin, sinh, sqrt, symbols, tanh

from proofs import eq, ge, gt, le, lt, ne
from spectra import R

n, m = symbols("n m", integer=True, positive=True)
u, v, w = symbols("u v w", real=True)
x, y, p = symbols("x y p", positive=True)

half = Rational(1, 2)
late = sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1)
entropy = -p * log(p) - (1 - p) * log(1 - p)

STATEMENTS: list[Row] = [
    ("square", eq(u, v), (le((u - v) ** 2, 0),), P),
    ("squares", eq(u, 0), (le(u**2 + v**2, 0),), P),
    ("three squares", eq(u, v), (eq((u - v) ** 2 + (v - w) ** 2 + (w - u) ** 2, 0),), P),
    ("squares false", eq(u, v), (eq(u**2, v**2),), F),
    ("squares positive", eq(x, y), (eq(x**2, y**2),), P),
    ("cube one", eq(u, 1), (eq(u**3, 1),), P),
    ("cubic", eq(u, 2), (eq(u**3 + u, 10),), P),
    ("cubic false", eq(u, 2), (eq(u**3 - 4 * u, 0),), F),
    ("cubes", le(u, v), (le(u**3, v**3),), P),
    ("cubes false", lt(u, v), (le(u**3, v**3),), F),
    ("cauchy", eq(u * y, v * x), (eq((u**2 + v**2) * (x**2 + y**2), (u * x + v * y) ** 2),), P),
    ("means", eq(u, v), (eq((u + v) ** 2, 4 * u * v),), P),
    ("means root", eq(x, y), (eq(sqrt(x * y), (x + y) / 2),), P),
    ("means root false", eq(x, 2 * y), (eq(sqrt(x * y), (x + y) / 2),), F),
    ("means harmonic", eq(x, y), (eq(2 / (1 / x + 1 / y), (x + y) / 2),), P),
    ("inverse", eq(R, 1), (le(R + 1 / R, 2),), P),
    ("late", eq(R, 1), (eq(late, 1),), P),
    ("late false", eq(R, 2), (eq(late, 1),), F),
    ("log tangent", eq(x, 1), (le(x - 1, log(x)),), P),
    ("log zero", eq(R, 1), (eq(log(R), 0),), P),
    ("log square", eq(R, 1), (le(log(R) ** 2, 0),), P),
    ("log factor", eq(x, 1), (eq(x**2 * log(x), 0),), P),
    ("log order", le(x, y), (le(log(x), log(y)),), P),
    ("log equal", eq(x, y), (eq(log(x), log(y)),), P),
    ("divergence", eq(x, y), (eq(x * log(x / y), x - y),), P),
    ("entropy", eq(p, half), (eq(entropy, log(2)), lt(p, 1)), P),
    ("exp tangent", eq(u, 0), (le(exp(u), 1 + u),), P),
    ("exp order", lt(u, v), (lt(exp(u), exp(v)),), P),
    ("exp one", ne(u, 0), (ne(exp(u), 1),), P),
    ("exp jensen", eq(u, v), (eq(exp((u + v) / 2), (exp(u) + exp(v)) / 2),), P),
    ("exp jensen false", eq(u, v), (ge(exp((u + v) / 2), exp(u) / 2),), F),
    ("softplus", eq(u, 0), (eq(log(1 + exp(u)), log(2) + u / 2),), P),
    ("logistic", eq(u, v), (eq(1 / (1 + exp(-u)), 1 / (1 + exp(-v))),), P),
    ("tanh", eq(u, v), (eq(tanh(u), tanh(v)),), P),
    ("cosh", eq(u, 0), (eq(cosh(u), 1),), P),
    ("cosh false", eq(u, v), (eq(cosh(u), cosh(v)),), F),
    ("sinh", eq(u, 0), (eq(sinh(u), 0),), P),
    ("whole", eq(n, 1), (le(n**2, 3),), P),
    ("whole false", eq(n, 1), (le(n**2, 4),), F),
    ("whole apart", eq(n, m), (lt((n - m) ** 2, 1),), P),
    ("absolute", eq(u, 0), (eq(Abs(u) + Abs(v), 0),), P),
    ("maximum", le(u, 0), (eq(Max(u, 0), 0),), P),
    ("factor", eq(u, 0), (eq(u * (1 + v**2), 0),), P),
    ("product", eq(u * v, 0), (eq((u + v) ** 2, u**2 + v**2),), P),
    ("product false", eq(u, 0), (eq((u + v) ** 2, u**2 + v**2),), F),
    ("sine", lt(sin(x), x), (), P),
    ("sine half", lt(sin(x), x / 2), (), F),
    ("sine cubic", gt(sin(x), x - x**3 / 6), (), P),
    ("sine cubic false", gt(sin(x), x - x**3 / 7), (), F),
    ("sine negative", gt(sin(u), u), (u < 0,), P),
    ("sine equal", eq(u, 0), (eq(sin(u), u),), P),
    ("sine quotient", lt(sin(x) / x, 1), (), P),
    ("sine square", lt(sin(u) ** 2, u**2), (ne(u, 0),), P),
    ("sine positive false", gt(sin(x), 0), (le(x, 4),), F),
    ("cosine", gt(cos(u), 1 - u**2 / 2), (ne(u, 0),), P),
    ("cosine false", gt(cos(u), 1 - 10 * u**2 / 21), (ne(u, 0),), F),
    ("cosine sine", lt(x * cos(x), sin(x)), (le(x, 1),), P),
    ("root order", gt(x, y), (gt(sqrt(x), sqrt(y)),), P),
]
