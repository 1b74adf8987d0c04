"""Statements on tails, integrals, binomials, harmonic numbers and softmax: true ones and false neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learning_statements import divergence, entropy, lt1, p
from referee_statements import F, P, R, a, b, j, m, n, t, u, v, w, x
from sympy import (
    Abs,
    E,
    Ge,
    Gt,
    Integral,
    Le,
    Lt,
    Max,
    Min,
    Product,
    Rational,
    Sum,
    Symbol,
    binomial,
    erf,
    exp,
    factorial,
    harmonic,
    log,
    oo,
    pi,
    sqrt,
)  # fmt: skip

from proofs import Limit, eq, ge, gt, le, lt

if TYPE_CHECKING:
    from referee_statements import Row

d, beta = (Symbol(name, positive=True) for name in ("d", "beta"))
half = Rational(1, 2)
up, unit, below = (Ge(x, 0),), (Ge(x, 0), Le(x, 1)), (Lt(beta, 1),)
bell, quartic = Integral(exp(-(u**2)), (u, 0, 2)), Integral(1 / (1 + u**4), (u, 0, 1))


def sigmoid(z: Any) -> Any:
    """Return the logistic function."""
    return 1 / (1 + exp(-z))


# one turn between two ends
STATEMENTS: list[Row] = [
    ("erf^2 <= 1-e^(-4x^2/pi)", le(erf(x) ** 2, 1 - exp(-4 * x**2 / pi)), up, P),
    ("erf^2 < strictly", lt(erf(t) ** 2, 1 - exp(-4 * t**2 / pi)), (), P),
    ("erf^2 at 2x", le(erf(2 * x) ** 2, 1 - exp(-16 * x**2 / pi)), up, P),
    ("erf^2 <= 1-e^(-5x^2/4) wrong", le(erf(x) ** 2, 1 - exp(-5 * x**2 / 4)), up, F),
    ("erf^2 >= 1-e^(-x^2)", ge(erf(x) ** 2, 1 - exp(-(x**2))), up, P),
    ("erf^2 >= 1-e^(-11x^2/10) wrong", ge(erf(x) ** 2, 1 - exp(-11 * x**2 / 10)), up, F),
    ("1-erf <= e^(-x^2)", le(1 - erf(x), exp(-(x**2))), up, P),
    ("1-erf <= e^(-x^2)/2 wrong", le(1 - erf(x), exp(-(x**2)) / 2), up, F),
    ("Q <= e^(-x^2/2)/2", le((1 - erf(x / sqrt(2))) / 2, exp(-(x**2) / 2) / 2), up, P),
    ("erf above its chord", ge(erf(x), x * erf(1)), unit, P),
    ("erf above a chord wrong", ge(erf(x), x * erf(1)), (Ge(x, 0), Le(x, 2)), F),
    ("e^x <= 1+x+x^2", le(exp(x), 1 + x + x**2), (Le(x, 1),), P),
    ("e^x <= 1+x+x^2 to 1.79", le(exp(x), 1 + x + x**2), (Ge(x, 0), Le(x, Rational(179, 100))), P),
    ("e^x <= 1+x+x^2 wrong", le(exp(x), 1 + x + x**2), (Le(x, Rational(9, 5)),), F),
    ("Bennett on [0,1]", le(exp(x), 1 + x + (E - 2) * x**2), unit, P),
    ("Bennett wrong", le(exp(x), 1 + x + (E - 2) * x**2), (Ge(x, 0), Le(x, 2)), F),
]
# binomials
STATEMENTS += [
    ("C(n,m) <= 2^(n-1)", le(binomial(n, m), 2 ** (n - 1)), (Le(m, n),), P),
    ("C(n,m) <= 2^(n-1) below n", le(binomial(n, m), 2 ** (n - 1)), (Le(m, n - 1),), P),
    ("C(n,m) <= 2^(n-2) wrong", le(binomial(n, m), 2 ** (n - 2)), (Le(m, n),), F),
    ("C(n,m) <= 2^n-1", le(binomial(n, m), 2**n - 1), (Le(m, n),), P),
    ("C(n,m) <= 2^n-2", le(binomial(n, m), 2**n - 2), (Le(m, n - 1),), P),
    ("C(n,m) <= 2^n-2 wrong", le(binomial(n, m), 2**n - 2), (Le(m, n),), F),
    ("C(n,m) <= n^m", le(binomial(n, m), n**m), (Le(m, n),), P),
    ("C(n,m) <= n^m/m!", le(binomial(n, m), n**m / factorial(m)), (Le(m, n),), P),
    ("C(n,m) <= n^(m-1) wrong", le(binomial(n, m), n ** (m - 1)), (Le(m, n),), F),
    ("binomial tail", le(binomial(n, m) * p**m, (E * n * p / m) ** m), (*lt1, Le(m, n)), P),
    ("missed classes", le(1 - (1 - p) ** n - n * p * (1 - p) ** (n - 1), n**2 * p**2 / 2), lt1, P),
    ("coupons", le((1 - 1 / n) ** (n * log(n)), 1 / n), (Ge(n, 2),), P),
]
# integrals
STATEMENTS += [
    ("bell > 1/2", gt(bell, half), (), P),
    ("bell > 0.88", gt(bell, Rational(88, 100)), (), P),
    ("bell > 0.89 wrong", gt(bell, Rational(89, 100)), (), F),
    ("bell < 1", lt(bell, 1), (), P),
    ("bell by erf", eq(bell, sqrt(pi) / 2 * erf(2)), (), P),
    ("bell by erf wrong", eq(bell, erf(2)), (), F),
    ("bell <= its whole", le(Integral(exp(-(u**2) / 2), (u, 0, t)), sqrt(pi / 2)), (), P),
    (
        "bell cut in two",
        eq(bell, Integral(exp(-(u**2)), (u, 0, 1)) + Integral(exp(-(u**2)), (u, 1, 2))),
        (),
        P,
    ),
    ("quartic > 0.86", gt(quartic, Rational(86, 100)), (), P),
    ("quartic > 0.87 wrong", gt(quartic, Rational(87, 100)), (), F),
    ("two integrals", lt(Integral(exp(-(u**4)), (u, 0, 1)) + quartic, 2), (), P),
    ("integral of u^2", eq(Integral(u**2, (u, 0, 1)), Rational(1, 3)), (), P),
    ("integral of log", eq(Integral(log(1 + u), (u, 0, 1)), 2 * log(2) - 1), (), P),
    ("integral of decay", eq(Integral(exp(-a * u), (u, 0, t)), (1 - exp(-a * t)) / a), (), P),
    ("integral of decay wrong", eq(Integral(exp(-a * u), (u, 0, t)), 1 - exp(-a * t)), (), F),
    ("integral of sigmoid", le(Integral(1 / (1 + exp(u)), (u, 0, a)), log(2)), (), P),
]
# sums that grow without bound
STATEMENTS += [
    ("H_n -> oo", Limit(Sum(1 / j, (j, 1, n)), n, oo, oo), (), P),
    ("harmonic -> oo", Limit(harmonic(n), n, oo, oo), (), P),
    ("H_n -> 5 wrong", Limit(Sum(1 / j, (j, 1, n)), n, oo, 5), (), F),
    ("sum 1/sqrt -> oo", Limit(Sum(1 / sqrt(j), (j, 1, n)), n, oo, oo), (), P),
]
# softmax, logistic loss, entropies, effective numbers, products
STATEMENTS += [
    ("lse Lipschitz one", le(Abs(log(exp(u) + exp(v)) - log(exp(x) + exp(v))), Abs(u - x)), (), P),
    ("lse >= max of 3", ge(log(exp(u) + exp(v) + exp(w)), Max(u, v, w)), (), P),
    ("softmax slope", le(exp(u) * exp(v) / (exp(u) + exp(v)) ** 2, Rational(1, 4)), (), P),
    (
        "softmax cold",
        ge(exp(2 * u) / (exp(2 * u) + exp(2 * v)), exp(u) / (exp(u) + exp(v))),
        (Ge(u, v),),
        P,
    ),
    (
        "softmax cold wrong",
        ge(exp(2 * u) / (exp(2 * u) + exp(2 * v)), exp(u) / (exp(u) + exp(v))),
        (),
        F,
    ),
    (
        "logistic smooth",
        le(log(1 + exp(-u - t)), log(1 + exp(-u)) - t * sigmoid(-u) + t**2 / 8),
        (),
        P,
    ),
    ("logistic bounds its slope", le(sigmoid(-u), log(1 + exp(-u))), (), P),
    ("logistic bounds its slope wrong", ge(sigmoid(-u), log(1 + exp(-u))), (), F),
    ("logistic calibrated", ge(1 - entropy((1 + t) / 2) / log(2), t**2 / 2), (Lt(t, 1),), P),
    (
        "collapse: lower",
        ge(log(1 + (n - 1) * exp(-t)), log(n) - t * (n - 1) / n),
        (),
        P,
    ),
    ("Chernoff by KL", ge(divergence(p + t, p), 2 * t**2), (Lt(p + t, 1),), P),
    ("Fano", le(entropy(p) + (1 - p) * log(n), log(n + 1)), lt1, P),
    ("Fano wrong", le(entropy(p) + (1 - p) * log(n), log(n)), lt1, F),
    ("entropy >= min", ge(entropy(p), Min(p, 1 - p) * log(4)), lt1, P),
    (
        "Hoeffding size",
        le(2 * exp(-2 * n * t**2), d),
        (Ge(t, sqrt(log(2 / d) / (2 * n))), Lt(d, 1)),
        P,
    ),
    ("union of n", le(n * exp(-(t**2) / 2), d), (Ge(t, sqrt(2 * log(n / d))), Lt(d, 1)), P),
    ("effective ratio", le((1 - beta**n) / (1 - beta**m), n / m), (*below, Ge(n, m)), P),
    ("effective ratio wrong", le((1 - beta**n) / (1 - beta**m), 1), (*below, Gt(n, m)), F),
    ("n! <= e sqrt n (n/e)^n", le(factorial(n), E * sqrt(n) * (n / E) ** n), (), P),
    ("n! <= (n/2)^n wrong", le(factorial(n), (n / 2) ** n), (), F),
    (
        "Weierstrass",
        ge(Product(1 - p / 2**j, (j, 1, n)), 1 - Sum(p / 2**j, (j, 1, n))),
        lt1,
        P,
    ),
    ("product of 1-1/j^2", ge(Product(1 - 1 / j**2, (j, 2, n)), half), (Ge(n, 2),), P),
    ("weights cost", ge((a**2 + b**2) * (1 / a + 1 / b) ** 2, 8), (), P),
    ("window slope", le(R**t - 1, t * (R - 1)), (Le(t, 1),), P),
]
# not decided yet
STATEMENTS += [
    ("sum p^j/j <= -log(1-p)", le(Sum(p**j / j, (j, 1, n)), -log(1 - p)), lt1, P),
    ("product of 1+2^-j <= e", le(Product(1 + 2 ** (-j), (j, 1, n)), E), (), P),
    ("erf^2 at all x", le(erf(x) ** 2, 1 - exp(-4 * x**2 / pi)), (), P),
]
