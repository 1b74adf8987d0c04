"""Statements of the kinds that referees write: true ones, false neighbours, and empty ones."""

from __future__ import annotations

from typing import Any

from sympy import (
    Abs,
    E,
    Eq,
    Ge,
    Gt,
    Le,
    Lt,
    Max,
    Min,
    Ne,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    atan,
    binomial,
    ceiling,
    cos,
    cosh,
    csc,
    erf,
    exp,
    factorial,
    floor,
    log,
    oo,
    pi,
    sign,
    sin,
    sinh,
    sqrt,
    symbols,
    tanh,
)  # fmt: skip

from proofs import Limit, eq, ge, gt, le, lt, ne

Row = tuple[str, Any, tuple[Any, ...], str]

R, th, a, b, c, s, t = symbols("R th a b c s t", positive=True)
u, v, w, x, y = symbols("u v w x y", real=True)
n, m = symbols("n m", integer=True, positive=True)
N, j = symbols("N j", integer=True)
q = Symbol("q", rational=True)
o, e = Symbol("o", odd=True), Symbol("e", even=True)
P, F, V = "PROVED", "REFUTED", "VACUOUS"
STATEMENTS: list[Row] = []
add = STATEMENTS.extend


def sig(z: Any) -> Any:
    """Return the logistic function."""
    return 1 / (1 + exp(-z))


def relu(z: Any) -> Any:
    """Return the positive part, by cases."""
    return Piecewise((z, z > 0), (0, True))


def huber(z: Any) -> Any:
    """Return Huber's loss."""
    return Piecewise((z**2 / 2, Abs(z) <= 1), (Abs(z) - Rational(1, 2), True))


# the issue's own
add(
    [
        ("(1+1/R)^R", Limit((1 + 1 / R) ** R, R, oo, E), (), P),
        ("(1+1/R)^R wrong", Limit((1 + 1 / R) ** R, R, oo, 2.718281828), (), F),
        (
            "Pinsker",
            ge(a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)), 2 * (a - b) ** 2),
            (Lt(a, 1), Lt(b, 1)),
            P,
        ),
        (
            "Pinsker wrong",
            ge(a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)), Rational(21, 10) * (a - b) ** 2),
            (Lt(a, 1), Lt(b, 1)),
            F,
        ),
        ("sin t/t", Limit(sin(t) / t, t, 0, 1), (), P),
        ("log(1+t)/t", Limit(log(1 + t) / t, t, 0, 1), (), P),
        ("(e^x-1)/x both", Limit((exp(x) - 1) / x, x, 0, 1, "+-"), (), P),
        ("harmonic", ge(Sum(1 / j, (j, 1, n)), log(n)), (), P),
        ("harmonic wrong", ge(Sum(1 / j, (j, 1, n)), 2 * log(n)), (), F),
        ("window", le(sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1), 1 + log(R) ** 2 / 16), (), P),
        ("window wrong", le(sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1), 1 + log(R) ** 2 / 33), (), F),
        ("Cui to oo", Limit((1 - a**n) / (1 - a), n, oo, 1 / (1 - a)), (Lt(a, 1),), P),
        ("Cui <= n", le((1 - a**n) / (1 - a), n), (Lt(a, 1),), P),
        ("Cui < n wrong", lt((1 - a**n) / (1 - a), n), (Lt(a, 1),), F),
        ("Cui >= 1", ge((1 - a**n) / (1 - a), 1), (Lt(a, 1),), P),
        ("n^2 != 2 m^2", ne(n**2, 2 * m**2), (), P),
        ("n^2 != 4 m^2 wrong", ne(n**2, 4 * m**2), (), F),
        ("floor", le(floor(R), R), (), P),
        ("log of sum", eq(log(a + b), log(a) + log(1 + b / a)), (), P),
        ("log of sum wrong", eq(log(a + b), log(a) + log(b)), (), F),
    ]
)
# means, convexity
add(
    [
        ("AM-GM 3", ge((a**3 + b**3 + c**3) / 3, a * b * c), (), P),
        ("AM-GM 3 wrong", gt((a**3 + b**3 + c**3) / 3, a * b * c), (), F),
        ("AM-GM cbrt", ge((a + b + c) / 3, (a * b * c) ** Rational(1, 3)), (), P),
        (
            "AM-GM cbrt wrong",
            ge((a + b + c) / 3, Rational(11, 10) * (a * b * c) ** Rational(1, 3)),
            (),
            F,
        ),
        ("HM-GM", le(2 / (1 / a + 1 / b), sqrt(a * b)), (), P),
        ("QM-AM", ge(sqrt((a**2 + b**2) / 2), (a + b) / 2), (), P),
        ("QM-AM wrong", le(sqrt((a**2 + b**2) / 2), (a + b) / 2), (), F),
        ("Cauchy", le((u * x + v * y) ** 2, (u**2 + v**2) * (x**2 + y**2)), (), P),
        ("Jensen exp", le(exp((u + v) / 2), (exp(u) + exp(v)) / 2), (), P),
        ("Jensen exp wrong", le((exp(u) + exp(v)) / 2, exp((u + v) / 2)), (), F),
        ("Jensen log", ge(log((a + b) / 2), (log(a) + log(b)) / 2), (), P),
        ("lse max", ge(log(exp(u) + exp(v)), Max(u, v)), (), P),
        ("lse max2", le(log(exp(u) + exp(v)), Max(u, v) + log(2)), (), P),
        ("lse max2 wrong", le(log(exp(u) + exp(v)), Max(u, v) + log(2) / 2), (), F),
        ("lse 3", ge(log(exp(u) + exp(v) + exp(w)), (u + v + w) / 3 + log(3)), (), P),
        ("Young", le(u * v, u**2 / 2 + v**2 / 2), (), P),
        ("Young eps", le(u * v, a * u**2 / 2 + v**2 / (2 * a)), (), P),
        ("Nesbitt", ge(a / (b + c) + b / (a + c) + c / (a + b), Rational(3, 2)), (), P),
    ]
)
# Bernoulli, entropy, KL, Chernoff
add(
    [
        ("Bernoulli wrong", ge((1 + x) ** n, 1 + n * x), (), F),
        ("Bernoulli real", ge((1 + t) ** a, 1 + a * t), (Ge(a, 1),), P),
        ("Bernoulli real wrong", ge((1 + t) ** a, 1 + a * t), (), F),
        ("1-x<=e^-x", le(1 - u, exp(-u)), (), P),
        ("1-x<e^-x wrong", lt(1 - u, exp(-u)), (), F),
        ("e^-x lower", ge(exp(-t), 1 - t), (), P),
        ("e^-x upper", le(exp(-t), 1 - t + t**2 / 2), (), P),
        ("log1p lower", ge(log(1 + t), t / (1 + t)), (), P),
        ("log1p lower2", ge(log(1 + t), t - t**2 / 2), (), P),
        ("log1p lower2 wrong", ge(log(1 + t), t - t**2 / 3), (), F),
        ("log1p 2t/(2+t)", ge(log(1 + t), 2 * t / (2 + t)), (), P),
        (
            "KL Bernoulli >= 0",
            ge(a * log(a / b) + (1 - a) * log((1 - a) / (1 - b)), 0),
            (Lt(a, 1), Lt(b, 1)),
            P,
        ),
        (
            "entropy >= 4p(1-p)ln2",
            ge(-a * log(a) - (1 - a) * log(1 - a), 4 * log(2) * a * (1 - a)),
            (Lt(a, 1),),
            P,
        ),
        ("x log x wrong", ge(t * log(t), -Rational(36, 100)), (), F),
    ]
)
# sigmoid, tanh, arctan, sin
add(
    [
        ("sigmoid sum", eq(sig(u) + sig(-u), 1), (), P),
        ("sigmoid Lipschitz", le(Abs(sig(u) - sig(v)), Abs(u - v) / 4), (), P),
        ("sigmoid Lipschitz wrong", le(Abs(sig(u) - sig(v)), Abs(u - v) / 5), (), F),
        ("sigmoid' <= 1/4", le(sig(u) * (1 - sig(u)), Rational(1, 4)), (), P),
        ("softplus Lipschitz", le(Abs(log(1 + exp(u)) - log(1 + exp(v))), Abs(u - v)), (), P),
        ("softplus>=relu", ge(log(1 + exp(u)), Max(0, u)), (), P),
        ("softplus<=relu+ln2", le(log(1 + exp(u)), Max(0, u) + log(2)), (), P),
        ("tanh 2sig", eq(tanh(u), 2 * sig(2 * u) - 1), (), P),
        ("tanh<1", lt(Abs(tanh(u)), 1), (), P),
        ("tanh t-t^3/3", ge(tanh(t), t - t**3 / 3), (), P),
        ("arctan", le(atan(t), t), (), P),
        ("arctan lower", ge(atan(t), t / (1 + t**2)), (), P),
        ("arctan lower wrong", ge(atan(t), t / (1 + t**2 / 4)), (), F),
        ("arctan Lipschitz", le(Abs(atan(u) - atan(v)), Abs(u - v)), (), P),
        ("|sin|<=|u|", le(Abs(sin(u)), Abs(u)), (), P),
        ("Jordan wrong", ge(sin(t), t / 2), (), F),
        ("arctan+", eq(atan(t) + atan(1 / t), pi / 2), (), P),
        ("arctan+ wrong", eq(atan(t) + atan(1 / t), pi / 3), (), F),
        ("circle", eq(sin(u) ** 2 + cos(u) ** 2, 1), (), P),
        ("circle wrong", eq(sin(u) ** 2 + cos(u) ** 2, sin(u) + cos(u)), (), F),
        ("fourth powers on it", eq(cos(u) ** 4 - sin(u) ** 4, 1 - 2 * sin(u) ** 2), (), P),
        ("erf<1", lt(erf(t), 1), (), P),
        ("logistic loss convex", ge(log(1 + exp(-u)) + log(1 + exp(u)), 2 * log(2)), (), P),
        ("sinh", ge(sinh(t), t), (), P),
        ("cosh^2", eq(cosh(u) ** 2 - sinh(u) ** 2, 1), (), P),
    ]
)
# sums, factorials
add(
    [
        ("sum i", eq(Sum(j, (j, 1, n)), n * (n + 1) / 2), (), P),
        ("sum i wrong", eq(Sum(j, (j, 1, n)), n * (n - 1) / 2), (), F),
        ("sum i^2", eq(Sum(j**2, (j, 1, n)), n * (n + 1) * (2 * n + 1) / 6), (), P),
        ("sum i^3", eq(Sum(j**3, (j, 1, n)), (n * (n + 1) / 2) ** 2), (), P),
        ("geometric finite", eq(Sum(a**j, (j, 0, n - 1)), (1 - a**n) / (1 - a)), (Ne(a, 1),), P),
        ("geometric finite wrong", eq(Sum(a**j, (j, 0, n)), (1 - a**n) / (1 - a)), (Ne(a, 1),), F),
        ("geometric inf", eq(Sum(a**j, (j, 0, oo)), 1 / (1 - a)), (Lt(a, 1),), P),
        ("H_n <= 1+ln n wrong", le(Sum(1 / j, (j, 1, n)), log(n) + Rational(58, 100)), (), F),
        ("H_n >= ln(n+1)", ge(Sum(1 / j, (j, 1, n)), log(n + 1)), (), P),
        ("sum 1/i^2 <= 2-1/n", le(Sum(1 / j**2, (j, 1, n)), 2 - 1 / n), (), P),
        ("sum 1/sqrt", le(Sum(1 / sqrt(j), (j, 1, n)), 2 * sqrt(n)), (), P),
        ("sum 1/sqrt lower", ge(Sum(1 / sqrt(j), (j, 1, n)), sqrt(n)), (), P),
        ("telescoping", eq(Sum(1 / (j * (j + 1)), (j, 1, n)), 1 - 1 / (n + 1)), (), P),
        ("n! >= 2^(n-1)", ge(factorial(n), 2 ** (n - 1)), (), P),
        ("n! >= 2^n wrong", ge(factorial(n), 2**n), (), F),
        ("n! >= (n/e)^n", ge(factorial(n), (n / E) ** n), (), P),
        ("C(2n,n) <= 4^n", le(binomial(2 * n, n), 4**n), (), P),
        ("2^n > n", gt(2**n, n), (), P),
        ("2^n wrong", ge(2**n, n**3), (), F),
        ("3^n >= 2n+1", ge(3**n, 2 * n + 1), (), P),
        ("sum a^i <= 1/(1-a)", le(Sum(a**j, (j, 0, n)), 1 / (1 - a)), (Lt(a, 1),), P),
        ("product", eq(Product(1 + 1 / j, (j, 1, n)), n + 1), (), P),
        ("sum constant", eq(Sum(a, (j, 1, n)), n * a), (), P),
        ("sum j a^j", eq(Sum(j * 2**j, (j, 1, n)), (n - 1) * 2 ** (n + 1) + 2), (), P),
    ]
)
# whole numbers
add(
    [
        ("odd^2 mod 8", ne(o**2, 8 * N), (), P),
        ("odd != even", ne(o, e), (), P),
        ("n^2>=n", ge(N**2, N), (), P),
        ("n^2>=n real wrong", ge(x**2, x), (), F),
        ("floor+1", gt(floor(x) + 1, x), (), P),
        ("floor shift", eq(floor(x + 1), floor(x) + 1), (), P),
        ("ceil-floor", le(ceiling(x) - floor(x), 1), (), P),
        ("floor 2x", ge(floor(2 * x), 2 * floor(x)), (), P),
        ("floor sum", le(floor(x) + floor(y), floor(x + y)), (), P),
        ("floor sum wrong", eq(floor(x) + floor(y), floor(x + y)), (), F),
        ("q^2 != 3", ne(q**2, 3), (), P),
        ("q^2 = 4 wrong", ne(q**2, 4), (), F),
    ]
)
# max min abs piecewise
add(
    [
        ("max+min", eq(Max(u, v) + Min(u, v), u + v), (), P),
        ("max abs", eq(Max(u, v), (u + v + Abs(u - v)) / 2), (), P),
        ("max abs wrong", eq(Max(u, v), (u + v + Abs(u - v))), (), F),
        ("triangle", le(Abs(u + v), Abs(u) + Abs(v)), (), P),
        ("reverse triangle", ge(Abs(u - v), Abs(u) - Abs(v)), (), P),
        ("reverse triangle 2", le(Abs(Abs(u) - Abs(v)), Abs(u - v)), (), P),
        ("relu Lipschitz", le(Abs(Max(0, u) - Max(0, v)), Abs(u - v)), (), P),
        ("huber <= u^2/2", le(huber(u), u**2 / 2), (), P),
        ("huber >= |u|-1/2", ge(huber(u), Abs(u) - Rational(1, 2)), (), P),
        ("huber wrong", ge(huber(u), u**2 / 2), (), F),
        ("sign", eq(sign(u) * Abs(u), u), (), P),
        ("relu homogeneous", eq(Max(0, a * u), a * Max(0, u)), (), P),
        ("hinge<=", le(Max(0, 1 - u), 1 + Abs(u)), (), P),
        ("logistic vs hinge", le(log(1 + exp(-u)), Max(0, 1 - u)), (), F),
        ("median", le(Max(Min(u, v), Min(v, w), Min(u, w)), Max(u, v)), (), P),
    ]
)
# limits
add(
    [
        ("x log x -> 0", Limit(t * log(t), t, 0, 0), (), P),
        ("x^x -> 1", Limit(t**t, t, 0, 1), (), P),
        ("log R/sqrt R", Limit(log(R) / sqrt(R), R, oo, 0), (), P),
        ("sqrt diff", Limit(sqrt(R + 1) - sqrt(R), R, oo, 0), (), P),
        ("sqrt(R)(sqrt diff) wrong", Limit(sqrt(R) * (sqrt(R + 1) - sqrt(R)), R, oo, 1), (), F),
        ("R log(1+1/R)", Limit(R * log(1 + 1 / R), R, oo, 1), (), P),
        ("(R^a-1)/a", Limit((R**t - 1) / t, t, 0, log(R)), (), P),
        ("tanh -> 1", Limit(tanh(R), R, oo, 1), (), P),
        ("sigmoid -> 0", Limit(sig(u), u, -oo, 0), (), P),
        ("log2/log", Limit(log(2 * R) / log(R), R, oo, 1), (), P),
        ("e^-R R^3", Limit(exp(-R) * R**3, R, oo, 0), (), P),
        ("atan", Limit(atan(R), R, oo, pi / 2), (), P),
        ("(e^x-1-x)/x^2", Limit((exp(x) - 1 - x) / x**2, x, 0, Rational(1, 2)), (), P),
        ("(1+x)^(1/x)", Limit((1 + t) ** (1 / t), t, 0, E), (), P),
        ("n-th root", Limit(n ** (1 / n), n, oo, 1), (), P),
        ("(sin-x)/x^3", Limit((sin(t) - t) / t**3, t, 0, -Rational(1, 6)), (), P),
        ("rate R^-1/2", Limit(sqrt(R) * (sqrt(2) / (sqrt(R) + 1)), R, oo, sqrt(2)), (), P),
        ("(1+x/n)^n", Limit((1 + x / n) ** n, n, oo, exp(x)), (), P),
        ("lse temperature", Limit(t * log(exp(a / t) + exp(b / t)), t, 0, a), (Gt(a, b),), P),
        ("log sq/R", Limit(log(R) ** 2 / R, R, oo, 0), (), P),
        ("2^n/n!", Limit(2**n / factorial(n), n, oo, 0), (), P),
    ]
)
# near misses
add(
    [
        ("near 1", le(x**2, 1.0000001 * x**2), (), P),
        ("large only", le(R, 10**7 + sqrt(R)), (), F),
        ("fails at 1 only", gt(n, 1), (), F),
        ("large exponent", le(log(R), 30), (), F),
        ("far", le(R**2, exp(R / 100) + 10**6), (), F),
        ("tiny", ge(R, Rational(1, 10**9)), (), F),
        ("near point", gt((x - Rational(1, 3)) ** 2, Rational(1, 10**6)), (), F),
        ("near sqrt2", gt((x**2 - 2) ** 2, 0), (), F),
        ("sqrt2 close", gt((x**2 - 2) ** 2, Rational(1, 10**8)), (), F),
        ("boundary", lt(x + y, 2), (Le(x, 1), Le(y, 1)), F),
        ("boundary2", lt(x, Rational(7, 11)), (Le(x, Rational(7, 11)),), F),
        ("curve", lt(x * y, Rational(1, 4)), (Eq(x + y, 1),), F),
        ("n=41", ne(N**2, 41**2), (), F),
        ("n 17", ne(n, 17), (), F),
        ("almost", le(sin(x), Rational(999999, 10**6)), (), F),
        ("exp vs poly", ge(exp(t), 1 + t + t**2 / 2 + t**3 / 6 + t**4 / 20), (), F),
        ("log vs power", le(log(t), 10 * t ** Rational(1, 10)), (), P),
        ("log vs power wrong", le(log(t), 3 * t ** Rational(1, 10)), (), F),
        ("th form 1", gt(th * s + 1, 2), (Gt(th, 1 / s),), P),
        ("th form 2", gt(th * s + 1, 2), (Gt(th * s, 1),), P),
    ]
)
add(
    [
        ("vac limit far2", Limit(a / R, R, oo, 0), (a**2 > R,), V),
        ("vac limit point", Limit(sin(t) / t, t, 0, 1), (t > Rational(1, 10),), V),
        ("vac two", gt(R, 5), (x + y > 3, x < 1, y < 1), V),
        ("vac poly", gt(R, 5), (R**2 + 1 < R,), V),
    ]
)
unit = (Ge(x, 0), Lt(x, 1))
add(
    [
        ("power below exponential", le((1 - x) ** n, exp(-n * x)), unit, P),
        ("power above exponential", ge((1 - x) ** n, exp(-n * x)), unit, F),
        ("softplus below", ge(log(1 + exp(-u)), Max(0, -u)), (), P),
        ("softplus wrong", le(log(1 + exp(-u)), log(2) - u / 2), (), F),
        ("log-sum-exp", ge(log(exp(u) + exp(v)), (u + v) / 2 + log(2)), (), P),
        ("entropy", le(-a * log(a) - (1 - a) * log(1 - a), log(2)), (Lt(a, 1),), P),
        ("a ln(a/b)", ge(a * log(a / b), a - b), (), P),
        ("log at least", ge(log(R), 1 - 1 / R), (), P),
        ("log and root", le(log(R), 2 * (sqrt(R) - 1)), (), P),
        ("ratio of logs", Limit(log(1 + R) / log(R), R, oo, 1), (), P),
        ("erf below", le(erf(t), 2 * t / sqrt(pi)), (), P),
        ("sine above", ge(sin(t), t - t**3 / 6), (), P),
        ("cosine", ge(cos(x), 1 - x**2 / 2), (), P),
        ("floor of an even number", eq(floor(e / 2, evaluate=False), e / 2), (), P),
        ("log of a square", eq(log(x**2), 2 * log(x)), (Gt(x, 0),), P),
        ("effective number grows", Limit((1 - a**t) / (1 - a), t, oo, 1 / (1 - a)), (Lt(a, 1),), P),
        ("cosh", ge(cosh(u), 1 + u**2 / 2), (), P),
        ("mean inequality", le(sqrt(a * b), (a + b) / 2), (), P),
        ("cosecant", gt(csc(37 * pi / 120 + 37318), 0), (), P),
    ]
)

# what fails only far out, or at few integers
harmonic = Sum(1 / j, (j, 1, n))
squares, cubes = Sum(1 / j**2, (j, 1, oo)), Sum(1 / j**3, (j, 1, oo))
add(
    [
        ("H_n >= ln n late", ge(harmonic, log(n)), (Ge(n, 150),), P),
        ("H_n <= ln n late", le(harmonic, log(n)), (Ge(n, 129),), F),
        ("H_n <= ln n very late", le(harmonic, log(n)), (Ge(n, 3000),), F),
        ("H_150 <= 5", le(harmonic, 5), (Ge(n, 150), Le(n, 150)), F),
        ("H_n <= 6", le(harmonic, 6), (), F),
        ("H_n <= ln n + 0.58 late", le(harmonic, log(n) + Rational(58, 100)), (Ge(n, 150),), F),
        ("sum 1/i^2 <= 1.65", le(Sum(1 / j**2, (j, 1, n)), Rational(165, 100)), (), P),
        ("sum 1/i^2 <= 1.64", le(Sum(1 / j**2, (j, 1, n)), Rational(164, 100)), (), F),
        (
            "sum 1/sqrt >= 2 sqrt n - 1.45",
            ge(Sum(1 / sqrt(j), (j, 1, n)), 2 * sqrt(n) - Rational(145, 100)),
            (),
            F,
        ),
        ("sum a/i <= a ln n late", le(Sum(a / j, (j, 1, n)), a * log(n)), (Ge(n, 200),), F),
        ("H_10^6 > 10", gt(Sum(1 / j, (j, 1, 10**6)), 10), (), P),
        ("zeta(2) <= 1.64", le(squares, Rational(164, 100)), (), F),
        ("zeta(2) >= 1.64", ge(squares, Rational(164, 100)), (), P),
        ("zeta(3) <= 1.2", le(cubes, Rational(12, 10)), (), F),
        ("zeta(3) >= 1.2", ge(cubes, Rational(12, 10)), (), P),
        ("two squares are not 1105", ne(n**2 + m**2, 1105), (), F),
        ("factors of 391", ne(n * m, 391), (Gt(n, 1), Gt(m, 1)), F),
        ("Pell 13", ne(n**2 - 13 * m**2, 1), (), F),
        ("Pell 13 negative", ne(n**2 - 13 * m**2, -1), (), F),
        ("Pell 61 negative", ne(n**2 - 61 * m**2, -1), (), F),
        ("squares are not one apart", ne(n**2 - m**2, 2), (), P),
    ]
)
