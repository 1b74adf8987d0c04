"""Statements such as a referee on learning theory writes: true ones, false neighbours, empty ones."""

from __future__ import annotations

from typing import Any

from referee_statements import F, P, R, Row, V, a, b, j, m, n, sig, t, u, v, x
from sympy import (
    Abs,
    Ge,
    Gt,
    Le,
    Lt,
    Max,
    Mod,
    Rational,
    Sum,
    Symbol,
    binomial,
    ceiling,
    exp,
    factorial,
    floor,
    log,
    oo,
    sqrt,
    tanh,
)

from proofs import Delay, Limit, eq, ge, gt, le, lt

beta, d, eta, p = (Symbol(name, positive=True) for name in ("beta", "d", "eta", "p"))
g = Symbol("gamma", real=True)
k = Symbol("k", even=True, positive=True)
lt1 = (Lt(p, 1),)
STATEMENTS: list[Row] = []
add = STATEMENTS.extend


def entropy(z: Any) -> Any:
    """Return the entropy of a Bernoulli distribution."""
    return -z * log(z) - (1 - z) * log(1 - z)


def divergence(z: Any, w: Any) -> Any:
    """Return the divergence of two Bernoulli distributions."""
    return z * log(z / w) + (1 - z) * log((1 - z) / (1 - w))


# sums
add(
    [
        ("H_n > ln(n+1)", gt(Sum(1 / j, (j, 1, n)), log(n + 1)), (), P),
        ("H_n > 1+ln(n+1) wrong", gt(Sum(1 / j, (j, 1, n)), log(n + 1) + Rational(6, 10)), (), F),
        ("H_n <= ln n + 0.9 wrong", le(Sum(1 / j, (j, 1, n)), log(n) + Rational(9, 10)), (), F),
        ("sum 1/i^2 <= 7/4", le(Sum(1 / j**2, (j, 1, n)), Rational(7, 4)), (), P),
        ("sum 1/i^2 < 2", lt(Sum(1 / j**2, (j, 1, n)), 2), (), P),
        (
            "sum 1/sqrt i >= 2 sqrt(n+1)-2",
            ge(Sum(1 / sqrt(j), (j, 1, n)), 2 * sqrt(n + 1) - 2),
            (),
            P,
        ),
        ("telescoping < 1", lt(Sum(1 / (j * (j + 1)), (j, 1, n)), 1), (), P),
        ("sum 1/(i(i+2)) <= 3/4", le(Sum(1 / (j * (j + 2)), (j, 1, n)), Rational(3, 4)), (), P),
        (
            "geometric sum <= wrong",
            le(Sum(beta**j, (j, 0, n)), beta / (1 - beta)),
            (Lt(beta, 1),),
            F,
        ),
        ("sum 2^-i < 1", lt(Sum(2 ** (-j), (j, 1, n)), 1), (), P),
        ("sum 2^i = ", eq(Sum(2**j, (j, 0, n)), 2 ** (n + 1) - 1), (), P),
        ("sum i 2^-i <= 2", le(Sum(j * 2 ** (-j), (j, 1, n)), 2), (), P),
        ("sum a^i >= 1+a", ge(Sum(a**j, (j, 0, n)), 1 + a), (), P),
    ]
)
# powers, factorials, binomials
add(
    [
        ("2^k >= k^2 even", ge(2**k, k**2), (), P),
        ("3^n >= n^3", ge(3**n, n**3), (Ge(n, 3),), P),
        ("3^n >= n^3 all", ge(3**n, n**3), (), P),
        ("2^n >= n^3 from 10", ge(2**n, n**3), (Ge(n, 10),), P),
        ("n! <= n^(n-1)", le(factorial(n), n ** (n - 1)), (), P),
        ("n! >= 3^n from 7", ge(factorial(n), 3**n), (Ge(n, 7),), P),
        ("C(n,2)", eq(binomial(n, 2), n * (n - 1) / 2), (Ge(n, 2),), P),
        ("C(n,k) <= 2^n", le(binomial(n, m), 2**n), (Le(m, n),), P),
        ("C(2n,n) >= 4^n/(2n+1)", ge(binomial(2 * n, n), 4**n / (2 * n + 1)), (), P),
        ("C(2n,n) >= 4^n/(2n)", ge(binomial(2 * n, n), 4**n / (2 * n)), (), P),
        ("(1+1/n)^n >= 2", ge((1 + 1 / n) ** n, 2), (), P),
        ("(1-1/n)^n <= 1/e", le((1 - 1 / n) ** n, exp(-1)), (), P),
        ("(1-1/n)^n <= 1/3 wrong", le((1 - 1 / n) ** n, Rational(1, 3)), (), F),
        ("p^n <= p", le(p**n, p), lt1, P),
        ("a^n monotone", le(a**n, b**n), (Le(a, b),), P),
        ("a^n-b^n >=", ge(a**n - b**n, n * b ** (n - 1) * (a - b)), (Ge(a, b),), P),
        ("1-(1-p)^n <= np", le(1 - (1 - p) ** n, n * p), lt1, P),
        ("1-(1-p)^n >= 1-e^-np", ge(1 - (1 - p) ** n, 1 - exp(-n * p)), lt1, P),
    ]
)
# whole numbers
add(
    [
        ("n(n+1)/2 floor", eq(floor(n * (n + 1) / 2), n * (n + 1) / 2), (), P),
        ("Mod n^2+1 wrong", eq(Mod(n**2, 2), 0), (), F),
        ("floor R > R-1", gt(floor(R), R - 1), (), P),
        ("ceil < R+1", lt(ceiling(R), R + 1), (), P),
        ("floor(x+n)", eq(floor(x + n), floor(x) + n), (), P),
        ("floor half", ge(floor(n / 2), (n - 1) / 2), (), P),
        ("floor wrong", eq(floor(2 * x), 2 * floor(x)), (), F),
    ]
)
# limits
add(
    [
        ("R^(g-1/2) -> 0", Limit(R ** (g - Rational(1, 2)), R, oo, 0), (Lt(g, Rational(1, 2)),), P),
        ("eff num large", Limit((1 - exp(-t / a)) * a, a, oo, t), (), P),
        ("logsumexp temp", Limit(log(exp(a * t) + exp(b * t)) / t, t, oo, Max(a, b)), (), P),
        ("eta->0 GD", Limit(log(1 + t * x) / t, t, 0, x), (Gt(x, 0),), P),
        ("(1-eta)^(t/eta)", Limit((1 - eta) ** (t / eta), eta, 0, exp(-t)), (Lt(eta, 1),), P),
        ("softplus/u", Limit(log(1 + exp(u)) / u, u, oo, 1), (), P),
        ("softplus -oo", Limit(log(1 + exp(u)), u, -oo, 0), (), P),
    ]
)
# convexity, entropy, losses, tails, effective numbers
add(
    [
        ("AMGM pq wrong", ge(a**p * b ** (1 - p), p * a + (1 - p) * b), lt1, F),
        ("Young p q", le(a * b, a**p / p + b ** (p / (p - 1)) * (p - 1) / p), (Gt(p, 1),), P),
        ("entropy >= 2p(1-p)", ge(entropy(p), 2 * p * (1 - p)), lt1, P),
        ("entropy <= 2 sqrt(p(1-p))", le(entropy(p), 2 * log(2) * sqrt(p * (1 - p))), lt1, P),
        ("entropy >0", gt(entropy(p), 0), lt1, P),
        (
            "KL <= chi2 wrong",
            le(divergence(a, b), (a - b) ** 2 / (2 * b * (1 - b))),
            (Lt(a, 1), Lt(b, 1)),
            F,
        ),
        ("mgf Bernoulli", le(1 - p + p * exp(u), exp(p * (exp(u) - 1))), lt1, P),
        ("GD ratio", lt(log(1 + eta * a) / log(1 + eta), a), (Gt(a, 1),), P),
        ("GD ratio wrong", lt(log(1 + eta * a) / log(1 + eta), a), (), F),
        (
            "cross-ent >= ent",
            ge(-a * log(b) - (1 - a) * log(1 - b), entropy(a)),
            (Lt(a, 1), Lt(b, 1)),
            P,
        ),
        ("log concave", ge(log(p * a + (1 - p) * b), p * log(a) + (1 - p) * log(b)), lt1, P),
        ("exp convex", le(exp(p * u + (1 - p) * v), p * exp(u) + (1 - p) * exp(v)), lt1, P),
        (
            "softplus convex",
            le(log(1 + exp((u + v) / 2)), (log(1 + exp(u)) + log(1 + exp(v))) / 2),
            (),
            P,
        ),
        ("softplus id", eq(log(1 + exp(u)) - log(1 + exp(-u)), u), (), P),
        ("softplus <= e^u", lt(log(1 + exp(u)), exp(u)), (), P),
        ("logistic vs hinge/ln2", le(Max(0, 1 - u) - log(1 + exp(-u)), 1), (), P),
        ("exp loss >= logistic", ge(exp(-u), log(1 + exp(-u))), (), P),
        ("sigmoid tail", le(sig(-t), exp(-t)), (), P),
        ("sigmoid grad", le(sig(u) * (1 - sig(u)), exp(-Abs(u))), (), P),
        ("tanh sig", eq(tanh(u / 2), 2 * sig(u) - 1), (), P),
        ("log(1+x) >= x log 2 on [0,1]", ge(log(1 + x), x * log(2)), (Ge(x, 0), Le(x, 1)), P),
        ("log x <= n(x^(1/n)-1)", le(log(a), n * (a ** (1 / n) - 1)), (), P),
        ("x^p concave", le(a**p, 1 + p * (a - 1)), lt1, P),
        ("subadditive power", le((a + b) ** p, a**p + b**p), lt1, P),
        ("Gaussian tail", le(t * exp(-(t**2) / 2), exp(-Rational(1, 2))), (), P),
        ("Chernoff (1+d)", ge((1 + d) * log(1 + d) - d, d**2 / (2 + d)), (), P),
        ("Chernoff d^2/3", ge((1 + d) * log(1 + d) - d, d**2 / 3), (Le(d, 1),), P),
        ("Chernoff d^2/3 wrong", ge((1 + d) * log(1 + d) - d, d**2 / 3), (), F),
        ("Chernoff -", ge((1 - d) * log(1 - d) + d, d**2 / 2), (Lt(d, 1),), P),
        ("Bernstein", ge((1 + d) * log(1 + d) - d, d**2 / (2 * (1 + d / 3))), (), P),
        (
            "eff num grows",
            le((1 - beta**n) / (1 - beta), (1 - beta ** (n + 1)) / (1 - beta)),
            (Lt(beta, 1),),
            P,
        ),
        ("eff num < 1/(1-b)", lt((1 - beta**n) / (1 - beta), 1 / (1 - beta)), (Lt(beta, 1),), P),
        (
            "eff num >= n b^n",
            ge((1 - beta**n) / (1 - beta), n * beta ** (n - 1)),
            (Lt(beta, 1),),
            P,
        ),
        ("eff num >= n wrong", ge((1 - beta**n) / (1 - beta), n), (Lt(beta, 1),), F),
        ("rate ratio <= sqrt R", le(sqrt(R) / sqrt(R + 1), 1), (), P),
        ("sqrt mean", le(sqrt(R + 1), sqrt(R) + 1 / (2 * sqrt(R))), (), P),
        ("vac p", gt(p, 0), (Gt(p, 1), Lt(p, Rational(1, 2))), V),
        ("vac log", gt(p, 0), (Gt(log(p), 0), Lt(p, 1)), V),
        ("vac n", gt(n, 0), (Gt(n, 3), Lt(n, 4)), V),
        ("Jensen weighted sq", le((p * u + (1 - p) * v) ** 2, p * u**2 + (1 - p) * v**2), lt1, P),
        ("focal", le((1 - p) ** 2 * (-log(p)), -log(p)), lt1, P),
        ("focal g", le((1 - p) ** g * (-log(p)), -log(p)), (Lt(p, 1), Ge(g, 0)), P),
        (
            "label smoothing",
            ge(-(1 - a) * log(p) - a * log(1 - p), -a * log(a) - (1 - a) * log(1 - a)),
            (Lt(a, 1), Lt(p, 1)),
            P,
        ),
        ("temperature", le(log(1 + exp(-u)) / 1, log(1 + exp(-u / 2))), (Ge(u, 0),), P),
        ("margin", ge(log(1 + exp(u)), u / 2 + log(2)), (), P),
    ]
)


# delays of the mode between two groups, and large numbers
add(
    [
        ("delay(R^2)/ln", Limit(Delay(R**2) / log(R), R, oo, sqrt(2) / 2), (), P),
        ("delay(R^2)/ln wrong", Limit(Delay(R**2) / log(R), R, oo, sqrt(2) / 4), (), F),
        ("delay(4R)/ln", Limit(Delay(4 * R) / log(R), R, oo, sqrt(2) / 4), (), P),
        ("delay(1/R)/ln", Limit(Delay(1 / R) / log(R), R, oo, (sqrt(2) - 1) / 4), (), P),
        ("delay(1/R)/ln wrong", Limit(Delay(1 / R) / log(R), R, oo, sqrt(2) / 4), (), F),
        ("delay(R)/delay(1/R)", Limit(Delay(R) / Delay(1 / R), R, oo, 2 + sqrt(2)), (), P),
        ("delay at 0", Limit(Delay(R), R, 0, oo, "+"), (), P),
        ("delay <= ln", le(Delay(R), log(R)), (Ge(R, 10**9),), P),
        ("delay(1/R) < delay(R)", lt(Delay(1 / R), Delay(R)), (Gt(R, 1),), P),
        ("ln >= 20", ge(log(R), 20), (Ge(R, 10**9),), P),
        ("ln >= 21 wrong", ge(log(R), 21), (Ge(R, 10**9),), F),
        ("ln >= ln/3 + 13", ge(log(R), log(R) / 3 + 13), (Ge(R, 10**9),), P),
        ("1/R <= 1e-12", le(1 / R, Rational(1, 10**12)), (Ge(sqrt(R), 10**6),), P),
        ("R - sqrt R", ge(R - sqrt(R), 10**12 - 10**6), (Ge(R, 10**12),), P),
    ]
)
