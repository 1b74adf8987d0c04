"""Ways in which a formula is commonly written down wrong, and the formulas to try them on."""

from collections.abc import Iterator
from dataclasses import dataclass

import mpmath
import sympy as sp
from sympy import Expr, Rational, exp, log, sqrt

import spectra
from spectra import R, delta, t

HALF = Rational(1, 2)


@dataclass(frozen=True)
class Formula:
    """A true formula: a name, and two sides that were obtained in different ways."""

    name: str
    left: Expr
    right: Expr
    others: tuple[Expr, ...] = ()
    """The same formula for other modes."""


@dataclass(frozen=True)
class Mutant:
    """A formula with one change in its right side."""

    formula: Formula
    kind: str
    right: Expr


def formulas() -> tuple[Formula, ...]:
    """The closed forms of the theory: what is derived on the left, what is written on the right."""
    imbalance = spectra.step()
    decomposition = spectra.decompose(imbalance)
    found = spectra.effective(decomposition, spectra.weights(imbalance))
    names = [level.name for level in decomposition.levels]
    sigma = dict(zip(names, (sqrt(R), sqrt((R + 1) / 2), sp.S.One), strict=True))
    lam = dict(
        zip(names, (sqrt((R + 1) / R), (sqrt(R) + 1) / sqrt(R + 1), sqrt(R + 1)), strict=True)
    )
    made = []
    for level in decomposition.levels:
        mode = level.name
        others = [other for other in names if other != mode]
        made += [
            Formula(
                f"σ {mode}", level.singular_value, sigma[mode], tuple(sigma[o] for o in others)
            ),
            Formula(f"λ {mode}", found.lam[mode], lam[mode], tuple(lam[o] for o in others)),
            Formula(
                f"σλ {mode}",
                found.projected_rate[mode],
                sigma[mode] * lam[mode],
                tuple(sigma[o] * lam[o] for o in others),
            ),
            Formula(f"time {mode}", 1 / level.singular_value, 1 / sigma[mode]),
            Formula(f"true rate {mode}", found.true_rate[mode], sqrt(R + 1)),
        ]
    middle, rate = sigma["maj-min"], sigma["maj-min"] * lam["maj-min"]
    beta = exp(2 * rate * t) / (exp(2 * rate * t) + middle * exp(2 * delta) - 1)
    logistic = 1 / (1 + (middle * exp(2 * delta) - 1) * exp(-2 * rate * t))
    half = (delta + log(middle - exp(-2 * delta)) / 2) / rate
    made += [
        Formula("defect", found.defect["maj-min"] ** 2, (sqrt(R) - 1) ** 2 / (R + 1)),
        Formula("norm of Ωv", found.lam["maj-min"] ** 2 + found.defect["maj-min"] ** 2, sp.Integer(2)),
        Formula("ERM window", 1 / (1 / sqrt(R)) - 1, sqrt(R) - 1),
        Formula("projected window", sqrt(R + 1) / rate - 1, sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1) - 1),
        Formula("β", logistic, beta),
        Formula("β at 0", logistic.subs(t, 0), exp(-2 * delta) / middle),
        Formula("β at its half-time", logistic.subs(t, half), HALF),
        Formula("slope of β", sp.diff(logistic, t), 2 * rate * logistic * (1 - logistic)),
        Formula("β at δ/rate", logistic.subs(t, delta / rate), 1 / (1 + middle - exp(-2 * delta))),
        Formula("1 - β", 1 - logistic, (middle * exp(2 * delta) - 1) / (exp(2 * rate * t) + middle * exp(2 * delta) - 1)),
        Formula("sum of squares", sigma["maj-maj"] ** 2 + 1, 2 * middle**2),
    ]  # fmt: skip
    return tuple(made)


def _everywhere(expr: Expr, change) -> Iterator[Expr]:  # type: ignore[no-untyped-def]
    """Yield ``expr`` with one node changed, for every node that ``change`` has something for."""
    yield from change(expr)
    for i, arg in enumerate(expr.args):
        for changed in _everywhere(arg, change):
            yield expr.func(*expr.args[:i], changed, *expr.args[i + 1 :])


def _sign(node: Expr) -> Iterator[Expr]:
    if isinstance(node, sp.Add):
        for term in node.args:
            yield node - 2 * term


def _swap(node: Expr) -> Iterator[Expr]:
    if node == R:
        yield R + 1
    if node == R + 1:
        yield R


def _unroot(node: Expr) -> Iterator[Expr]:
    if isinstance(node, sp.Pow) and abs(node.exp) == HALF:
        yield node.base ** (2 * node.exp)


def _shift(node: Expr) -> Iterator[Expr]:
    if isinstance(node, sp.Add) and any(arg.is_Number for arg in node.args):
        yield node + 1
        yield node - Rational(1, 100)


def _halve(node: Expr) -> Iterator[Expr]:
    if isinstance(node, sp.Pow):
        yield node.base ** (node.exp / 2)
    if isinstance(node, sp.exp):
        yield exp(node.exp / 2)


KINDS = {
    "flip a sign": _sign,
    "swap R and R + 1": _swap,
    "drop a square root": _unroot,
    "shift a constant": _shift,
    "halve an exponent": _halve,
}


def mutants(formula: Formula) -> Iterator[Mutant]:
    """Yield every mutant of the right side, each once."""
    seen = {formula.right}
    changed = [(kind, e) for kind, how in KINDS.items() for e in _everywhere(formula.right, how)]
    changed += [("shift a constant", formula.right + Rational(1, 1000))]
    changed += [("swap two modes", other) for other in formula.others]
    for kind, right in changed:
        if right not in seen and not right.has(sp.zoo, sp.nan):
            seen.add(right)
            yield Mutant(formula, kind, right)


POINTS = (
    {R: Rational(7, 3), delta: Rational(5, 7), t: Rational(2, 9)},
    {R: Rational(31, 2), delta: Rational(9, 4), t: Rational(8, 5)},
    {R: Rational(2, 11), delta: Rational(17, 6), t: Rational(1, 13)},
)


def agree(left: Expr, right: Expr) -> bool:
    """Whether two sides are equal to 60 digits at three points, by mpmath."""
    with mpmath.workdps(80):
        for point in POINTS:
            symbols = tuple(point)
            f = sp.lambdify(symbols, left - right, modules="mpmath")
            if abs(f(*(mpmath.mpf(int(v.p)) / int(v.q) for v in point.values()))) > 1e-60:
                return False
    return True
