"""Cross-entropy of two groups that changes logits: shifts, factors, and margins of the own class."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import sympy as sp

from spectra.block_matrices.radicals import root, tidy
from spectra.errors import InputError, NotReducibleError, refuse
from spectra.labels.exact_inputs import Number, exact
from spectra.labels.imbalance import Imbalance
from spectra.labels.per_level import PerLevel

Pair: TypeAlias = tuple[Number, Number]
NAMES: Final = ("shift", "logit_scale", "margin")
LARGEST: Final = 10_000
"""Powers of e are compared for numbers up to this one."""


@dataclass(frozen=True)
class LogitTerms:
    """Cross-entropy of f·z + ι for logits z, less M at the class of the sample.

    Parameters
    ----------
    shift, logit_scale, margin : pair of numbers or sympy.Expr
        ι, f > 0 and M of the classes of each of two groups.

    Raises
    ------
    InputError
        No pair, or a value outside its domain.
    """

    shift: Pair = (0, 0)
    logit_scale: Pair = (1, 1)
    margin: Pair = (0, 0)

    def __post_init__(self) -> None:
        for name in NAMES:
            given = getattr(self, name)
            if not isinstance(given, tuple | list) or len(given) != 2:
                raise refuse(name, given, "two numbers", "give (of one group, of the other)")
            pair = tuple(exact(name, x) for x in given)
            if name == "logit_scale" and any(x.is_extended_positive is False for x in pair):
                raise refuse(name, given, "positive", "give what logits are multiplied by")
            if name != "logit_scale" and any(x.is_number and abs(x) > LARGEST for x in pair):
                raise refuse(name, given, f"at most {LARGEST} in size", "give the size of a logit")
            object.__setattr__(self, name, pair)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of what is not as without them."""
        plain = {"logit_scale": (1, 1)}
        return tuple(x for x in NAMES if getattr(self, x) != plain.get(x, (0, 0)))

    def require(self, loss: str, imbalance: Imbalance) -> None:
        """Refuse what they have no meaning with.

        Raises
        ------
        InputError
            Another loss than cross-entropy.
        NotReducibleError
            Not two groups.
        """
        for name in self.changed:
            given = f"{name} = {getattr(self, name)}"
            if loss != "cross-entropy":
                raise InputError(
                    f"{given} with loss = {loss!r}: only cross-entropy changes logits; take "
                    "loss = 'cross-entropy'"
                )
            if len(imbalance.groups) != 2:
                raise NotReducibleError(
                    f"{given} with {len(imbalance.groups)} groups: times are known for two; take two "
                    "groups, or numerics.learning_times at one δ"
                )

    @property
    def odds(self) -> tuple[sp.Expr, sp.Expr]:
        """θ = e^(ι′ - ι): probability of the other group's class by that of the own group's, at the start."""
        first, second = map(sp.sympify, self.shift)
        return sp.exp(second - first), sp.exp(first - second)


@dataclass(frozen=True)
class Drives:
    """Rates at zero logits of two groups of sizes m.

    Attributes
    ----------
    within : pair of sympy.Expr
        Growth rates r of the modes within each group.
    between : pair of sympy.Expr
        How each group drives the mode between them, G.
    late : pair of sympy.Expr
        Growth rates within each group whose samples are told from the other one.
    """

    within: tuple[sp.Expr, ...]
    between: tuple[sp.Expr, ...]
    late: tuple[sp.Expr, ...]

    @property
    def growth(self) -> sp.Expr:
        """Growth rate μ of the mode between the groups."""
        return _root(sum(x**2 for x in self.between))

    def after(self, first: int) -> sp.Expr:
        """Time of this mode where a mode within one group comes first: that drives it no more."""
        r = self.within[first]
        return _short(1 / r) + _short((1 - _short(self.growth / r)) / self.between[1 - first])


def drives(paces: tuple[sp.Expr, ...], sizes: tuple[sp.Expr, ...], terms: LogitTerms) -> Drives:
    """Rates from those, s = ω√(nκ), without any change."""
    f, own = tuple(map(sp.sympify, terms.logit_scale)), tuple(sp.exp(-x) for x in terms.margin)
    reach = _root(sum(x**2 / m for x, m in zip(f, sizes, strict=True)))
    within, between, late = [], [], []
    for i, (s, m, odds) in enumerate(zip(paces, sizes, terms.odds, strict=True)):
        far, rest = sizes[1 - i] * odds, own[i] + m - 1
        other = 1 + rest / far  # one over the probability of the other group
        within.append(_short(f[i] * s * ((1 + m / far) / other)))
        between.append(_short(reach * s * sp.sqrt(m) / other))
        late.append(_short(f[i] * s * m / (m - 1 + own[i])))
    return Drives(tuple(within), tuple(between), tuple(late))


def changed_times(
    paces: tuple[sp.Expr, ...],
    sizes: tuple[sp.Expr, ...],
    terms: LogitTerms,
    names: tuple[str, ...],
    own: tuple[str, ...],
) -> PerLevel[sp.Expr]:
    """Learning times of the named levels of two groups, in units of δ; ``own`` are those within each.

    What is fastest at zero logits comes first. If it is the mode between the groups, at 1/μ. If it is
    one within a group, at 1/r, its samples drive that mode no more, which comes at
    1/r + (1 - μ/r)/G′, G′ the drive of the other group. A mode within a group grows at its later rate from then on.
    """
    found = drives(paces, sizes, terms)
    mu = found.growth
    if tuple(sizes) == (1, 1):
        return PerLevel(names, (_short(1 / mu),))
    middle = _where(mu, found.within, _short(1 / mu), found.after(0), found.after(1))
    times = {"maj-min": middle}
    for name, r, late in zip(own, found.within, found.late, strict=True):
        left = 0 if late == r else sp.Max(0, 1 - r * middle) * (1 / late - 1 / r)
        times[name] = _short(1 / r) + left
    return PerLevel(names, (times[name] for name in names))


def _where(
    mu: sp.Expr, rates: tuple[sp.Expr, ...], sooner: sp.Expr, yes: sp.Expr, no: sp.Expr
) -> sp.Expr:
    """The time between groups: ``sooner`` where μ is the largest, else by the faster group."""
    first, second = rates
    cases = [
        (sooner, sp.And(_at_least(mu, first), _at_least(mu, second))),
        (yes, _at_least(first, second)),
        (no, sp.true),
    ]
    return sp.Piecewise(*cases)


def _at_least(a: sp.Expr, b: sp.Expr) -> sp.Basic:
    ratio = _short(a / b)
    if ratio.is_number:
        return sp.true if ratio == 1 or (ratio - 1).evalf(30) >= 0 else sp.false
    return sp.Ge(ratio, 1)


def _short(expr: sp.Expr) -> sp.Expr:
    """A short form of what has no power of e: with these no form is shorter."""
    return expr if expr.has(sp.exp, sp.E) else tidy(expr)


def _root(expr: sp.Expr) -> sp.Expr:
    return sp.sqrt(expr) if expr.has(sp.exp, sp.E) else root(tidy(expr))
