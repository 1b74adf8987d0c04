"""Sines and cosines of sums, differences and multiples of angles: true ones, false neighbours."""

from __future__ import annotations

from referee_statements import F, P, Row
from sympy import Abs, Expr, Rational, cos, pi, sin, sqrt, symbols, tan

from proofs import eq, ge, gt, le, lt, ne

u, v, w = symbols("u v w", real=True)
x = symbols("x", positive=True)

half = Rational(1, 2)


def sine(angle: Expr) -> Expr:
    """Return a sine as it is typed; sympy would write sin(u + pi) as -sin(u)."""
    return sin(angle, evaluate=False)


def cosine(angle: Expr) -> Expr:
    """Return a cosine as it is typed."""
    return cos(angle, evaluate=False)


STATEMENTS: list[Row] = [
    ("sine double", eq(sin(2 * u), 2 * sin(u) * cos(u)), (), P),
    ("sine double false", eq(sin(2 * u), 2 * sin(u)), (), F),
    ("cosine double", eq(cos(2 * u), 1 - 2 * sin(u) ** 2), (), P),
    ("cosine double false", eq(cos(2 * u), 1 - sin(u) ** 2), (), F),
    ("cosine double cosine", eq(cos(2 * u), 2 * cos(u) ** 2 - 1), (), P),
    ("cosine double squares", eq(cos(2 * u), cos(u) ** 2 - sin(u) ** 2), (), P),
    ("sine sum", eq(sin(u + v), sin(u) * cos(v) + cos(u) * sin(v)), (), P),
    ("sine sum false", eq(sin(u + v), sin(u) * cos(v) - cos(u) * sin(v)), (), F),
    ("sine sum linear false", eq(sin(u + v), sin(u) + sin(v)), (), F),
    ("cosine sum", eq(cos(u + v), cos(u) * cos(v) - sin(u) * sin(v)), (), P),
    ("cosine sum false", eq(cos(u + v), cos(u) * cos(v) + sin(u) * sin(v)), (), F),
    ("sine difference", eq(sin(u - v), sin(u) * cos(v) - cos(u) * sin(v)), (), P),
    ("cosine difference", eq(cos(u - v), cos(u) * cos(v) + sin(u) * sin(v)), (), P),
    ("sine of three", eq(sin(u + v + w), sin(u) * cos(v) * cos(w) + cos(u) * sin(v) * cos(w)
        + cos(u) * cos(v) * sin(w) - sin(u) * sin(v) * sin(w)), (), P),
    ("sine triple", eq(sin(3 * u), 3 * sin(u) - 4 * sin(u) ** 3), (), P),
    ("cosine triple", eq(cos(3 * u), 4 * cos(u) ** 3 - 3 * cos(u)), (), P),
    ("cosine triple false", eq(cos(3 * u), 4 * cos(u) ** 3 + 3 * cos(u)), (), F),
    ("cosine of five", eq(cos(5 * u), 16 * cos(u) ** 5 - 20 * cos(u) ** 3 + 5 * cos(u)), (), P),
    ("sine half", eq(sin(u / 2) ** 2, (1 - cos(u)) / 2), (), P),
    ("sine half false", eq(sin(u / 2), (1 - cos(u)) / 2), (), F),
    ("sine square", eq(sin(u) ** 2, (1 - cos(2 * u)) / 2), (), P),
    ("sine cube", eq(sin(u) ** 3, (3 * sin(u) - sin(3 * u)) / 4), (), P),
    ("cosine fourth", eq(cos(u) ** 4, (3 + 4 * cos(2 * u) + cos(4 * u)) / 8), (), P),
    ("cosine fourth false", eq(cos(u) ** 4, (3 + 4 * cos(2 * u) - cos(4 * u)) / 8), (), F),
    ("product sine cosine", eq(sin(u) * cos(v), (sin(u + v) + sin(u - v)) / 2), (), P),
    ("product sine cosine false", eq(sin(u) * cos(v), (sin(u + v) - sin(u - v)) / 2), (), F),
    ("product of cosines", eq(cos(u) * cos(v), (cos(u + v) + cos(u - v)) / 2), (), P),
    ("product of sines", eq(sin(u) * sin(v), (cos(u - v) - cos(u + v)) / 2), (), P),
    ("sum of sines", eq(sin(u) + sin(v), 2 * sin((u + v) / 2) * cos((u - v) / 2)), (), P),
    ("sum of sines false", eq(sin(u) + sin(v), 2 * sin((u + v) / 2) * sin((u - v) / 2)), (), F),
    ("sum of cosines", eq(cos(u) + cos(v), 2 * cos((u + v) / 2) * cos((u - v) / 2)), (), P),
    ("sum and difference", eq(sin(u + v) * sin(u - v), sin(u) ** 2 - sin(v) ** 2), (), P),
    ("chord", eq((cos(u) - cos(v)) ** 2 + (sin(u) - sin(v)) ** 2, 2 - 2 * cos(u - v)), (), P),
    ("chord false", eq((cos(u) - cos(v)) ** 2 + (sin(u) - sin(v)) ** 2, 2 - cos(u - v)), (), F),
    ("tangent double", eq(sin(2 * u) * (1 + tan(u) ** 2), 2 * tan(u)), (ne(cos(u), 0),), P),
    ("tangent half", eq(tan(u / 2), sin(u) / (1 + cos(u))), (ne(cos(u / 2), 0),), P),
    ("sine odd", eq(sine(-u), -sin(u)), (), P),
    ("sine odd false", eq(sine(-u), sin(u)), (), F),
    ("cosine even", eq(cosine(-u), cos(u)), (), P),
    ("sine right angle", eq(sine(u + pi / 2), cos(u)), (), P),
    ("cosine right angle", eq(cosine(u + pi / 2), -sin(u)), (), P),
    ("cosine right angle false", eq(cosine(u + pi / 2), sin(u)), (), F),
    ("sine supplement", eq(sine(pi - u), sin(u)), (), P),
    ("sine supplement false", eq(sine(pi - u), -sin(u)), (), F),
    ("cosine half turn", eq(cosine(u + pi), -cos(u)), (), P),
    ("sine turn", eq(sine(u + 2 * pi), sin(u)), (), P),
    ("sine of pi", eq(sine(pi), 0), (), P),
    ("cosine of pi", eq(cosine(pi), -1), (), P),
    ("cosine of pi false", eq(cosine(pi), 1), (), F),
    ("sine of pi positive false", gt(sine(pi), 0), (), F),
    ("sine eighth", eq(sin(u + pi / 4), (sin(u) + cos(u)) / sqrt(2)), (), P),
    ("sine eighth false", eq(sin(u + pi / 4), (sin(u) - cos(u)) / sqrt(2)), (), F),
    ("sine sixth", eq(sin(u + pi / 3), sin(u) / 2 + sqrt(3) * cos(u) / 2), (), P),
    ("cosine twelfth", eq(cos(u - pi / 6), sqrt(3) * cos(u) / 2 + sin(u) / 2), (), P),
    ("cosine twelfth false", eq(cos(u - pi / 6), cos(u) / 2 + sin(u) / 2), (), F),
    ("three phases", eq(cos(u) + cos(u + 2 * pi / 3) + cos(u + 4 * pi / 3), 0), (), P),
    ("three phases false", eq(cos(u) + cos(u + pi / 3) + cos(u + 2 * pi / 3), 0), (), F),
    ("values", eq(sine(pi / 6), half), (), P),
    ("values false", eq(sine(pi / 3), half), (), F),
    ("values of eight", eq(2 * cosine(pi / 4), sqrt(2)), (), P),
    ("angle of pi", eq(sin(pi * x / 2) ** 2, (1 - cos(pi * x)) / 2), (), P),
    ("bound product", le(2 * sin(u) * cos(u), 1), (), P),
    ("bound product false", lt(2 * sin(u) * cos(u), 1), (), F),
    ("bound sum", le(sin(u) + cos(u), sqrt(2)), (), P),
    ("bound sum false", le(sin(u) + cos(u), 1), (), F),
    ("bound double", le(Abs(sin(2 * u)), 2 * Abs(sin(u))), (), P),
    ("bound double false", le(Abs(sin(2 * u)), Abs(sin(u))), (), F),
    ("bound cosines", le(sin(u) * sin(v) + cos(u) * cos(v), 1), (), P),
    ("bound square", le(sin(u) ** 2, 1), (), P),
    ("bound square of sum", le((sin(u) + cos(u)) ** 2, 2), (), P),
    ("bound of both", ge(cos(2 * u) + 2 * sin(u) ** 2, 1), (), P),
    ("bound double cosine", ge(cos(2 * u), 1 - 2 * u**2), (), P),
    ("bound of triple", le(sin(3 * u), 3 * sin(u)), (ge(sin(u), 0),), P),
    ("combination", le(3 * sin(u) + 4 * cos(u), 5), (), P),
    ("combination false", le(3 * sin(u) + 4 * cos(u), Rational(49, 10)), (), F),
    ("sine double zero", eq(sin(2 * u), 0), (eq(sin(u), 0),), P),
    ("sine double zero false", eq(sin(u), 0), (eq(sin(2 * u), 0),), F),
    ("rotation", eq((u * cos(v) - w * sin(v)) ** 2 + (u * sin(v) + w * cos(v)) ** 2, u**2 + w**2), (), P),
]  # fmt: skip
