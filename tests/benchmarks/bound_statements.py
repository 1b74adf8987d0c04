"""Statements on softmax, divergences, sums, binomials, descent and matrices: true ones and false neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learning_statements import divergence, entropy, lt1, p
from referee_statements import F, P, R, a, b, c, j, m, n, q, s, t, u, v, w, x, y
from sympy import (
    Abs,
    E,
    Ge,
    Identity,
    Integral,
    Le,
    Lt,
    Max,
    OneMatrix,
    Product,
    Rational,
    Sum,
    Symbol,
    ZeroMatrix,
    binomial,
    cos,
    exp,
    factorial,
    floor,
    harmonic,
    log,
    oo,
    sin,
    sqrt,
    tanh,
)  # fmt: skip

import spectra
from proofs import Limit, eq, ge, gt, le, lt, ne
from proofs.claims.matrix_trace import Trace, squared

if TYPE_CHECKING:
    from referee_statements import Row

L, eta = (Symbol(name, positive=True) for name in ("L", "eta"))
i = Symbol("i", integer=True, nonnegative=True)
half = Rational(1, 2)
ab = (Lt(a, 1), Lt(b, 1))
hellinger = (sqrt(a) - sqrt(b)) ** 2 + (sqrt(1 - a) - sqrt(1 - b)) ** 2
root = sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1)
step = spectra.step()
Z, size = step.sel(), spectra.k * (spectra.R + 1) / 2

STATEMENTS: list[Row] = [
    # named in the task
    ("cos x/sqrt x -> 0", Limit(cos(t) / sqrt(t), t, oo, 0), (), P),
    ("x sin(1/x) -> 0", Limit(t * sin(1 / t), t, 0, 0), (), P),
    ("(q^2-2)^2>0", gt((q**2 - 2) ** 2, 0), (), P),
    ("(q^2-4)^2>0 wrong", gt((q**2 - 4) ** 2, 0), (), F),
    ("|q^3-2|>0", gt(Abs(q**3 - 2), 0), (), P),
    ("Hellinger<=KL/2 wrong", le(hellinger, divergence(a, b) / 2), ab, F),
    ("Pascal", eq(binomial(n, m), binomial(n - 1, m - 1) + binomial(n - 1, m)), (Lt(m, n),), P),
    (
        "Pascal wrong",
        eq(binomial(n, m), binomial(n - 1, m - 1) + binomial(n - 1, m) + 1),
        (Lt(m, n),),
        F,
    ),
    ("ln n!/(n ln n)->1", Limit(log(factorial(n)) / (n * log(n)), n, oo, 1), (), P),
    ("ln n!/(n ln n)->2 wrong", Limit(log(factorial(n)) / (n * log(n)), n, oo, 2), (), F),
    # softmax, log-sum-exp
    (
        "lse convex",
        le(
            log(exp((u + x) / 2) + exp((v + y) / 2)),
            (log(exp(u) + exp(v)) + log(exp(x) + exp(y))) / 2,
        ),
        (),
        P,
    ),
    ("lse shift", eq(log(exp(u + x) + exp(v + x)), x + log(exp(u) + exp(v))), (), P),
    ("lse Lipschitz", le(log(exp(u + a) + exp(v + b)) - log(exp(u) + exp(v)), Max(a, b)), (), P),
    (
        "lse Lipschitz wrong",
        le(log(exp(u + a) + exp(v + b)) - log(exp(u) + exp(v)), (a + b) / 2),
        (),
        F,
    ),
    (
        "lse above mean of weights",
        ge(log(exp(u) + exp(v)), p * u + (1 - p) * v + entropy(p)),
        lt1,
        P,
    ),
    (
        "lse above mean wrong",
        ge(log(exp(u) + exp(v)), p * u + (1 - p) * v + entropy(p) + Rational(1, 100)),
        lt1,
        F,
    ),
    ("softmax monotone", ge(exp(u + t) / (exp(u + t) + exp(v)), exp(u) / (exp(u) + exp(v))), (), P),
    ("softmax top", ge(exp(u) / (exp(u) + exp(v)), half), (Ge(u, v),), P),
    ("softmax top wrong", ge(exp(u) / (exp(u) + exp(v) + exp(w)), half), (Ge(u, v), Ge(v, w)), F),
    (
        "softmax 3 top",
        ge(exp(u) / (exp(u) + exp(v) + exp(w)), Rational(1, 3)),
        (Ge(u, v), Ge(u, w)),
        P,
    ),
    ("ce of margin k classes", le(log(1 + (n - 1) * exp(-u)), (n - 1) * exp(-u)), (), P),
    ("ce of margin below", ge(log(1 + n * exp(-u)), log(n) - u), (), P),
    ("ce wrong", ge(log(1 + n * exp(-u)), log(n) - u + Rational(1, 10)), (), F),
    # KL, entropy
    ("KL >= (a-b)^2/(2 max) ", ge(divergence(a, b), (a - b) ** 2 / 2), ab, P),
    ("KL reverse wrong", le(divergence(a, b), divergence(b, a)), ab, F),
    ("KL quarter", ge(divergence(half, p), -log(4 * p * (1 - p)) / 2), lt1, P),
    ("entropy symmetric", eq(entropy(p), entropy(1 - p)), lt1, P),
    ("entropy concave", ge(entropy((a + b) / 2), (entropy(a) + entropy(b)) / 2), ab, P),
    ("Gibbs 3", ge(a * log(a / p) + b * log(b / s) + c * log(c / t), a + b + c - p - s - t), (), P),
    (
        "log sum inequality",
        ge(a * log(a / p) + b * log(b / s), (a + b) * log((a + b) / (p + s))),
        (),
        P,
    ),
    ("log sum wrong", le(a * log(a / p) + b * log(b / s), (a + b) * log((a + b) / (p + s))), (), F),
    ("total variation Pinsker", le(Abs(a - b), sqrt(divergence(a, b) / 2)), ab, P),
    # sums
    ("sum e^-j <", lt(Sum(exp(-j), (j, 1, n)), 1 / (E - 1)), (), P),
    ("sum e^-tj <=1/t", le(Sum(exp(-t * j), (j, 1, n)), 1 / t), (), P),
    ("harmonic / log", Limit(harmonic(n) / log(n), n, oo, 1), (), P),
    ("harmonic / n", Limit(harmonic(n) / n, n, oo, 0), (), P),
    ("H_2n - H_n <= ln 2", le(Sum(1 / j, (j, n + 1, 2 * n)), log(2)), (), P),
    ("H_2n - H_n wrong", le(Sum(1 / j, (j, n + 1, 2 * n)), Rational(69, 100)), (), F),
    ("sum 1/j^3", le(Sum(1 / j**3, (j, 1, n)), Rational(3, 2)), (), P),
    ("sum j(j+1)", eq(Sum(j * (j + 1), (j, 1, n)), n * (n + 1) * (n + 2) / 3), (), P),
    ("sum sqrt", ge(Sum(sqrt(j), (j, 1, n)), Rational(2, 3) * n * sqrt(n)), (), P),
    ("sum ln j <= n ln n", le(Sum(log(j), (j, 1, n)), n * log(n)), (), P),
    ("sum ln j >= n ln n - n", ge(Sum(log(j), (j, 1, n)), n * log(n) - n), (), P),
    ("prod (1-1/j^2)", eq(Product(1 - 1 / j**2, (j, 2, n)), (n + 1) / (2 * n)), (Ge(n, 2),), P),
    # binomials
    ("C(n,k)k", eq(m * binomial(n, m), n * binomial(n - 1, m - 1)), (Le(m, n),), P),
    ("C symmetric", eq(binomial(n, m), binomial(n, n - m)), (Le(m, n),), P),
    ("C(n,k)<=n^k/k!", le(binomial(n, m), n**m / factorial(m)), (Le(m, n),), P),
    ("C(n,k)>=(n/k)^k", ge(binomial(n, m), (n / m) ** m), (Le(m, n),), P),
    ("C(n,3)", eq(binomial(n, 3), n * (n - 1) * (n - 2) / 6), (Ge(n, 3),), P),
    ("C(n,2)/n^2", Limit(binomial(n, 2) / n**2, n, oo, half), (Ge(n, 2),), P),
    ("central binomial wrong", le(binomial(2 * n, n), 3**n), (), F),
    ("C(n,2)<=n^2/2", le(binomial(n, 2), n**2 / 2), (), P),
    ("C(n,2)<=n^2/3 wrong", le(binomial(n, 2), n**2 / 3), (), F),
    ("C(n,3)<=n^3/6", le(binomial(n, 3), n**3 / 6), (), P),
    ("C(n,3)<=n^3/7 wrong", le(binomial(n, 3), n**3 / 7), (), F),
    ("C(n+1,2)<=n^2", le(binomial(n + 1, 2), n**2), (), P),
    ("C(n,k)<=2^n/3 wrong", le(binomial(n, m), 2**n / 3), (Le(m, n),), F),
    ("C(n,k)<=2^n from 0", le(binomial(n, i), 2**n), (Le(i, n),), P),
    ("C(n,k)>=1 from 0", ge(binomial(n, i), 1), (Le(i, n),), P),
    ("C(n,k)>=2 wrong", ge(binomial(n, i), 2), (Le(i, n),), F),
    ("C(n,k)<=n^k from 0", le(binomial(n, i), n**i), (Le(i, n),), P),
    ("row of C", eq(Sum(binomial(n, j), (j, 0, n)), 2**n), (), P),
    ("row of C wrong", eq(Sum(binomial(n, j), (j, 0, n)), 2**n - 1), (), F),
    ("row of C <=", le(Sum(binomial(n, j), (j, 0, n)), 2**n), (), P),
    ("row of j C", eq(Sum(j * binomial(n, j), (j, 0, n)), n * 2 ** (n - 1)), (), P),
    ("row of j C wrong", eq(Sum(j * binomial(n, j), (j, 0, n)), n * 2**n), (), F),
    ("row of C^2", eq(Sum(binomial(n, j) ** 2, (j, 0, n)), binomial(2 * n, n)), (), P),
    ("row of C^2 wrong", eq(Sum(binomial(n, j) ** 2, (j, 0, n)), binomial(2 * n, n) + 1), (), F),
    ("binomial theorem", eq(Sum(binomial(n, j) * p**j, (j, 0, n)), (1 + p) ** n), (), P),
    ("binomial theorem, x", eq(Sum(binomial(n, j) * x**j, (j, 0, n)), (1 + x) ** n), (), P),
    ("binomial theorem wrong", eq(Sum(binomial(n, j) * x**j, (j, 0, n)), (1 + x) ** n - x), (), F),
    (
        "binomial theorem, two",
        eq(Sum(binomial(n, j) * p**j * a ** (n - j), (j, 0, n)), (a + p) ** n),
        (),
        P,
    ),
    (
        "binomial law",
        eq(Sum(binomial(n, j) * p**j * (1 - p) ** (n - j), (j, 0, n)), 1),
        lt1,
        P,
    ),
    (
        "binomial law wrong",
        eq(Sum(binomial(n, j) * p**j * (1 - p) ** (n - j), (j, 0, n)), 1 - p**n),
        lt1,
        F,
    ),
    (
        "binomial mean",
        eq(Sum(j * binomial(n, j) * p**j * (1 - p) ** (n - j), (j, 0, n)), n * p),
        lt1,
        P,
    ),
    (
        "binomial mean wrong",
        eq(Sum(j * binomial(n, j) * p**j * (1 - p) ** (n - j), (j, 0, n)), n * p + p),
        lt1,
        F,
    ),
    ("sum x^j/j! >= 1+x", ge(Sum(x**j / factorial(j), (j, 0, n)), 1 + x), (Ge(x, 0),), P),
    (
        "sum x^j/j! >= 1+x wrong",
        ge(Sum(x**j / factorial(j), (j, 0, n)), 1 + x + x**2 / 4),
        (Ge(x, 0),),
        F,
    ),
    ("sum 1/j! <= e wrong", le(Sum(1 / factorial(j), (j, 0, n)), Rational(27, 10)), (), F),
    ("sum 1/j! <= e", le(Sum(1 / factorial(j), (j, 0, n)), E), (), P),
    ("sum x^j/j! <= e^x", le(Sum(x**j / factorial(j), (j, 0, n)), exp(x)), (Ge(x, 0),), P),
    # Gronwall, descent
    ("discrete Gronwall", le((1 + a / n) ** n, exp(a)), (), P),
    ("discrete Gronwall wrong", le(exp(a), (1 + a / n) ** n), (), F),
    ("GD contraction", le((1 - eta * L) ** n, exp(-eta * L * n)), (Le(eta * L, 1),), P),
    ("GD contraction square", le((1 - eta * a) ** 2, 1 - eta * a), (Le(eta * a, 1),), P),
    ("GD wrong", le((1 - eta * a) ** 2, 1 - eta * a), (), F),
    ("Gronwall affine", le(b * (exp(a * t) - 1) / a, b * t * exp(a * t)), (), P),
    ("Gronwall affine below", ge(b * (exp(a * t) - 1) / a, b * t), (), P),
    ("Gronwall sum", eq(Sum((1 + a) ** j, (j, 0, n - 1)), ((1 + a) ** n - 1) / a), (), P),
    ("step size", Limit((1 - a / n) ** n, n, oo, exp(-a)), (n > a,), P),
    ("log step", Limit(-log(1 - eta * a) / eta, eta, 0, a), (Lt(eta * a, 1),), P),
    # even functions of log R, which both sides touch at R = 1
    ("root log^2/32", le(root, 1 + log(R) ** 2 / 32), (), P),
    ("root log^2/33 wrong", le(root, 1 + log(R) ** 2 / 33), (), F),
    ("root gauss", le(root**2, exp(log(R) ** 2 / 16)), (), P),
    ("root gauss wrong", le(root**2, exp(log(R) ** 2 / 17)), (), F),
    ("tanh log", le(Abs((R - 1) / (R + 1)), Abs(log(R)) / 2), (), P),
    ("tanh log wrong", le(Abs((R - 1) / (R + 1)), Abs(log(R)) / 3), (), F),
    ("tanh log squares", ge((R + 1) ** 2 * log(R) ** 2, 4 * (R - 1) ** 2), (), P),
    ("tanh log squares wrong", ge((R + 1) ** 2 * log(R) ** 2, 5 * (R - 1) ** 2), (), F),
    ("tanh log exp", ge(u**2 * (exp(2 * u) + 1) ** 2, (exp(2 * u) - 1) ** 2), (), P),
    ("abs log below", ge(Abs(log(R)), 2 * Abs(R - 1) / (R + 1)), (), P),
    ("abs log below wrong", ge(Abs(log(R)), 3 * Abs(R - 1) / (R + 1)), (), F),
    ("root of tanh", le(sqrt(1 + tanh(u) ** 2), 1 + u**2 / 2), (), P),
    ("root of tanh wrong", le(sqrt(1 + tanh(u) ** 2), 1 + u**2 / 3), (), F),
    # integrals between numbers
    ("integral at number", gt(Integral(exp(u), (u, 0, 2)), 1), (), P),
    ("integral at number wrong", gt(Integral(exp(u), (u, 0, 2)), 7), (), F),
    ("Ei and log", gt(Integral((exp(u) - 1) / u, (u, 0, 2)) + log(2), 0), (), P),
    ("Ei and log not 0", ne(Integral((exp(u) - 1) / u, (u, 0, 2)) + log(2), 0), (), P),
    # limits
    ("ln ln", Limit(log(log(R)) / log(R), R, oo, 0), (R > 1,), P),
    ("sqrt(R+sqrt R)-sqrt R", Limit(sqrt(R + sqrt(R)) - sqrt(R), R, oo, half), (), P),
    ("tanh rate", Limit((1 - tanh(t)) * exp(2 * t), t, oo, 2), (), P),
    ("softplus - u", Limit(log(1 + exp(u)) - u, u, oo, 0), (), P),
    ("entropy at 0", Limit(entropy(p), p, 0, 0), lt1, P),
    ("entropy rate wrong", Limit(entropy(p) / p, p, 0, 1), lt1, F),
    ("entropy rate", Limit(entropy(p) / p, p, 0, oo), lt1, P),
    ("KL curvature", Limit(divergence(half + t, half) / t**2, t, 0, 2), (t < half,), P),
    ("floor R/R wrong", Limit(floor(R) / R, R, oo, 2), (), F),
    # matrices
    ("tr ZZ'", eq(Trace(Z * Z.T), (size - (spectra.R + 1) / 2) * Identity(1)), (), P),
    ("tr ZZ' wrong", eq(Trace(Z * Z.T), size * Identity(1)), (), F),
    ("1'Z=0", eq(OneMatrix(1, spectra.k) * Z, ZeroMatrix(1, Z.shape[1])), (), P),
    ("norm of labels", eq(squared(step.labels()), size * Identity(1)), (), P),
]
