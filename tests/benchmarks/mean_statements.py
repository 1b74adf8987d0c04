"""Polynomials that are bounded by means of their monomials: true ones and false neighbours."""

from __future__ import annotations

from referee_statements import F, P, Row
from sympy import Rational, exp, expand, symbols

from proofs import ge, gt, ne

a, b, c, d = symbols("a b c d", positive=True)
u = symbols("u", nonnegative=True)
w, x, y, z = symbols("w x y z", real=True)

motzkin = x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2
squares = (x**2 - y * z) ** 2 + (y**2 - 2 * x * z + z**2) ** 2 + (x * y - z * x) ** 2
more = Rational(1, 100)

STATEMENTS: list[Row] = [
    ("a^2b+ab^2+1>=3ab", ge(a**2 * b + a * b**2 + 1, 3 * a * b), (), P),
    ("a^2b+ab^2+1>=3.01ab wrong", ge(a**2 * b + a * b**2 + 1, (3 + more) * a * b), (), F),
    ("a^2b+ab^2+1>3ab apart", gt(a**2 * b + a * b**2 + 1, 3 * a * b), (ne(a, 1),), P),
    ("a^2b+ab^2+1>3ab wrong", gt(a**2 * b + a * b**2 + 1, 3 * a * b), (), F),
    ("a^2b+ab^2+1.01>3ab", gt(a**2 * b + a * b**2 + 1 + more, 3 * a * b), (), P),
    ("a^2b+ab^2+c+1>3ab", gt(a**2 * b + a * b**2 + c + 1, 3 * a * b), (), P),
    ("a^2b+b^2c+c^2a>=3abc", ge(a**2 * b + b**2 * c + c**2 * a, 3 * a * b * c), (), P),
    (
        "a^2b+b^2c+c^2a>3abc wrong",
        gt(a**2 * b + b**2 * c + c**2 * a, 3 * a * b * c),
        (ne(a, 1),),
        F,
    ),
    ("a^2b+b^2u+u^2a>=3abu", ge(a**2 * b + b**2 * u + u**2 * a, 3 * a * b * u), (), P),
    ("a/b+b/c+c/a>=3", ge(a / b + b / c + c / a, 3), (), P),
    ("a/b+b/c+c/a>=3.01 wrong", ge(a / b + b / c + c / a, 3 + more), (), F),
    ("a/b+b/c+c/d+d/a>=4", ge(a / b + b / c + c / d + d / a, 4), (), P),
    ("a/b+b/c+c/d+d/a>=4.01 wrong", ge(a / b + b / c + c / d + d / a, 4 + more), (), F),
    ("four fourth powers", ge(a**4 + b**4 + c**4 + d**4, 4 * a * b * c * d), (), P),
    ("four fourth powers wrong", ge(a**4 + b**4 + c**4 + d**4, (4 + more) * a * b * c * d), (), F),
    ("2a^3+b^3>=3a^2b", ge(2 * a**3 + b**3, 3 * a**2 * b), (), P),
    ("2a^3+b^3>3a^2b apart", gt(2 * a**3 + b**3, 3 * a**2 * b), (ne(a, b),), P),
    ("a^5+4b^5>=5ab^4", ge(a**5 + 4 * b**5, 5 * a * b**4), (), P),
    ("a^5+4b^5>=5.01ab^4 wrong", ge(a**5 + 4 * b**5, (5 + more) * a * b**4), (), F),
    ("a^3b+ab^4+2>3.5ab", gt(a**3 * b + a * b**4 + 2, Rational(7, 2) * a * b), (), P),
    ("a^3b+ab^4+2>4.1ab wrong", gt(a**3 * b + a * b**4 + 2, Rational(41, 10) * a * b), (), F),
    ("Motzkin", ge(motzkin, 0), (), P),
    ("Motzkin wrong", ge(motzkin, more * x**2 * y**2), (), F),
    ("Motzkin strict wrong", gt(motzkin, 0), (), F),
    ("Motzkin apart", gt(motzkin, 0), (ne(x**2, 1),), P),
    ("Motzkin times x^2+1", ge(expand(motzkin * (x**2 + 1)), 0), (), P),
    (
        "Motzkin homogeneous",
        ge(x**4 * y**2 + x**2 * y**4 + z**6, 3 * x**2 * y**2 * z**2),
        (),
        P,
    ),
    ("Choi and Lam", ge(w**4 + x**2 * y**2 + y**2 * z**2 + z**2 * x**2, 4 * w * x * y * z), (), P),
    (
        "Choi and Lam wrong",
        ge(w**4 + x**2 * y**2 + y**2 * z**2 + z**2 * x**2, (4 + more) * w * x * y * z),
        (),
        F,
    ),
    ("Vasc", ge((x**2 + y**2 + z**2) ** 2, 3 * (x**3 * y + y**3 * z + z**3 * x)), (), P),
    (
        "Vasc wrong",
        ge((x**2 + y**2 + z**2) ** 2, (3 + more) * (x**3 * y + y**3 * z + z**3 * x)),
        (),
        F,
    ),
    ("sum of squares", ge(expand(squares), 0), (), P),
    ("sum of squares wrong", ge(expand(squares), more * x**2 * y**2), (), F),
    ("means of exponentials", ge(exp(2 * x + y) + exp(x + 2 * y) + 1, 3 * exp(x + y)), (), P),
    (
        "means of exponentials wrong",
        ge(exp(2 * x + y) + exp(x + 2 * y) + 1, (3 + more) * exp(x + y)),
        (),
        F,
    ),
]
