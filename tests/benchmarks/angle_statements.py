"""Sines and cosines of sums, differences and multiples of angles: true ones, false neighbours."""

from __future__ import annotations

from referee_statements import F, P, Row
from sympy import Abs, Expr, Rational, cos, exp, pi, sin, sqrt, symbols, tan

from proofs import eq, ge, gt, le, lt, ne

u, v, w = symbols("u v w", real=True)
x, y = symbols("x y", positive=True)

half = Rational(1, 2)
right, turn = (le(x, pi / 2),), (le(x, pi),)
acute = (lt(x, pi / 2),)
within = (ge(u, -pi / 2), le(u, pi / 2))


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
    ("Jordan", ge(sin(x), 2 * x / pi), right, P),
    ("Jordan false", ge(sin(x), 3 * x / pi), right, F),
    ("Jordan strict", gt(sin(x), 2 * x / pi), acute, P),
    ("Jordan strict false", gt(sin(x), 2 * x / pi), right, F),
    ("Jordan sharper", ge(sin(x), 3 * x / pi - 4 * x**3 / pi**3), right, P),
    ("Jordan sharper false", ge(sin(x), 3 * x / pi - 3 * x**3 / pi**3), right, F),
    ("Jordan squares", ge(sin(u) ** 2, 4 * u**2 / pi**2), within, P),
    ("Jordan unit", ge(sin(pi * x), 2 * x), (le(x, half),), P),
    ("Jordan sixth", ge(sin(x), 3 * x / pi), (le(x, pi / 6),), P),
    ("Jordan eighth", ge(sin(x), 2 * sqrt(2) * x / pi), (le(x, pi / 4),), P),
    ("Kober", ge(cos(x), 1 - 2 * x / pi), right, P),
    ("Kober false", ge(cos(x), 1 - x / pi), right, F),
    ("sine positive", gt(sin(x), 0), (lt(x, pi),), P),
    ("sine positive false", gt(sin(x), 0), turn, F),
    ("cosine positive", gt(cos(x), 0), acute, P),
    ("cosine not negative", ge(cos(u), 0), within, P),
    ("cosine not negative false", ge(cos(x), 0), turn, F),
    ("sine above parabola", ge(sin(x), x * (pi - x) / pi), turn, P),
    ("sine above parabola false", ge(sin(x), 2 * x * (pi - x) / pi), turn, F),
    ("sine below parabola", le(sin(x), 4 * x * (pi - x) / pi**2), turn, P),
    ("sine below parabola false", le(sin(x), 3 * x * (pi - x) / pi**2), turn, F),
    ("sine below parabola at top", le(sin(x), 1 - 2 * (x - pi / 2) ** 2 / pi**2), turn, P),
    ("sine below tangent", le(sin(x), sqrt(3) / 2 + (x - pi / 3) / 2), turn, P),
    ("sine below tangent false", le(sin(x), sqrt(3) / 2 + (x - pi / 3) / 3), turn, F),
    ("sine at least half", ge(sin(x), half), (ge(x, pi / 6), le(x, 5 * pi / 6)), P),
    ("sine at least half false", ge(sin(x), half), (ge(x, pi / 6), le(x, pi)), F),
    ("cosine of third", ge(2 * cos(x), 1), (le(x, pi / 3),), P),
    ("cosine below parabola", le(cos(x), 1 - 4 * x**2 / pi**2), right, P),
    ("cosine below parabola false", le(cos(x), 1 - 5 * x**2 / pi**2), right, F),
    ("cosine below Gauss", le(cos(x), exp(-(x**2) / 2)), right, P),
    ("versine", ge(1 - cos(u), 2 * u**2 / pi**2), (ge(u, -pi), le(u, pi)), P),
    ("versine false", ge(1 - cos(x), 3 * x**2 / pi**2), turn, F),
    ("sine and cosine", ge(sin(x) + cos(x), 1), right, P),
    ("sine rises", ge(sin(x), sin(y)), (le(y, x), le(x, pi / 2)), P),
    ("sine rises false", ge(sin(x), sin(y)), (le(y, x), le(x, pi)), F),
    ("cosine falls", le(cos(x), cos(y)), (le(y, x), le(x, pi)), P),
    ("tangent", ge(tan(x), x + x**3 / 3), acute, P),
    ("tangent false", ge(tan(x), x + x**3 / 2), acute, F),
    ("Huygens", ge(2 * sin(x) + tan(x), 3 * x), acute, P),
    ("Mitrinovic", ge(sin(x) ** 3, x**3 * cos(x)), right, P),
    ("Mitrinovic false", ge(sin(x) ** 2, x**2 * cos(x) + x**4), right, F),
]  # fmt: skip
