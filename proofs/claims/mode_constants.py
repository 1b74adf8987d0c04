"""The constants of a mode, as :mod:`spectra` derives them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.claims.weighting import Weighting, weights_of
from proofs.errors import ClaimError
from spectra.spectrum.limit_times import Setting
from spectra.spectrum.logit_terms import drives

LENGTH = sp.Dummy("s", positive=True)
"""The norm of the logits of a mode at its end."""


@dataclass(frozen=True)
class Mode:
    """What :mod:`spectra` derives about one mode under one weighting.

    ``rate`` is σλ, ``leading`` the growth rate at the origin, ``defect`` the norm of the
    mode's row of VᵀΩ - ΛVᵀ; ``omega`` and ``targets`` are the weight of each group and the
    length of σv on it. Under cross-entropy ``sigma`` is not read, and ``rate`` and
    ``leading`` of maj-min are one over its time, should the first group be faster, or the second.
    """

    sigma: sp.Expr
    rate: sp.Expr
    leading: sp.Expr
    defect: sp.Expr
    omega: tuple[sp.Expr, ...] = ()
    targets: tuple[sp.Expr, ...] = ()
    exists: tuple[sp.Basic, ...] = ()
    """What decay has to meet for the mode to be learned, and that groups have a class."""

    start: tuple[sp.Expr, ...] = ()
    """Direction in which the features start, if it is not that of the targets."""

    metrics: tuple[sp.Expr, ...] = ()
    """κ of each group, there."""

    softmax: dict[str, tuple[sp.Expr, ...]] = field(default_factory=dict)
    """Of cross-entropy: sizes, rates and margins of all groups; of two also shared and roots."""

    group: int | None = 0
    """That of the mode, under cross-entropy; None of the mode between them."""

    decay: tuple[sp.Expr, ...] = ()
    """λ, and the length s of the mode between two groups at its end, a name for a root; both or none."""

    alone: tuple[sp.Expr, ...] = ()
    """σ, its rate s and λ, of a mode that decay leaves in its direction: its part A of the labels obeys
    Ȧ = 2A(s(1 - A) - λ) and starts at e^(-2δ)/σ."""

    scales: tuple[sp.Expr, ...] = ()
    """Sizes of both factors at the start, if they differ."""

    shift: tuple[sp.Expr, ...] = ()
    """What is added to the logits of each group under cross-entropy, if logits are changed."""

    margin: tuple[sp.Expr, ...] = ()
    """What is taken from the logit of the own class there, if anything is."""

    lean: sp.Expr = sp.S.One
    """There, the part of the start of W along the direction in which maj-min moves."""

    sooner: tuple[sp.Expr, ...] = ()
    """There, one over the time of maj-min should it be learned first."""


@lru_cache(maxsize=256)
def mode(name: str, weighting: Weighting) -> Mode:
    """Return the derived quantities of a mode, for all sizes and counts."""
    weights = weights_of(weighting)
    several = len(weights.imbalance.groups) > 2
    if isinstance(weighting, Flow) and (weighting.differs or several):
        return _alone(name, weighting)
    decomposition = spectra.decompose(weights.imbalance)
    found = spectra.effective(decomposition, weights)
    level = next((x for x in decomposition.levels if x.name == name), None)
    if level is None:
        raise ClaimError(f"there is no mode {name}: its group has a single class")
    return Mode(
        level.singular_value,
        found.projected_rate[name],
        found.true_rate[name],
        found.defect[name],
        tuple(weights.omega),
        _targets(decomposition) if name == "maj-min" else (),
    )


def _alone(name: str, flow: Flow) -> Mode:
    """Return the constants of a mode that keeps its singular vectors.

    These are the modes within a group, those of one-hot labels, and all modes where weights are
    equal. The logit by that of its target, A, obeys Ȧ = 2A(s(1 - A) - λ) with s = ωσ√κ, and starts at
    a²e^{-2δ}√κ/σ, for W and H of one scale a: A/(1 - λ/s) is logistic.

    Raises
    ------
    ClaimError
        If no equation of the mode is known here.
    """
    asked, (decay, other), (scale, second) = flow.setting, flow.setting.decay, flow.scales
    imbalance, omega = asked.weights.imbalance, tuple(asked.weights.omega)
    unequal = scale != second
    plain = asked.loss == "squared" and decay == other and not (unequal and (decay or asked.data))
    if flow.singular is not None:
        return _of_matrix(name, flow)
    names = [
        g.name if flow.targets == "one-hot" else f"{g.name}-{g.name}" for g in imbalance.groups
    ]
    equal = asked.data is None and all(x == omega[0] for x in omega)
    aligned, two = flow.init == "spectral" and flow.depth == 2, len(names) == 2
    alike = aligned and two
    if asked.loss == "cross-entropy" and alike and name in (*names, "maj-min"):
        return _softmax(flow, names.index(name) if name in names else None)
    if asked.loss == "cross-entropy" and aligned and name in names:
        return _softmax_within(asked, names.index(name))
    if asked.data is not None and name == "maj-min" and plain and decay == 0:
        return _between(flow)
    if flow.targets == "frequency" and name not in names:
        return _between_frequencies(name, flow)
    turns = name == "maj-min" and asked.data is None and not equal
    if turns and alike and plain and decay != 0 and scale == 1:
        return _decaying(_targets(asked.decomposition), flow)
    if flow.depth > 2 or flow.init != "spectral" or not plain or not (name in names or equal):
        raise ClaimError(
            f"no equation of {name} is known for this flow: known are, for two factors that start on "
            "the singular vectors, modes within a group, of one-hot labels, and where weights are equal, "
            "with one decay of both factors or two sizes of them; and all modes of two groups, for squared "
            "loss from one size of both factors with one decay, and for cross-entropy, which of other "
            "numbers of groups has those within them"
        )
    kappa = sp.S.One
    if name in names:
        group = names.index(name)
        singular, weight = sp.sqrt(imbalance.counts[group]), omega[group]
        if asked.data is not None:
            kappa = asked.data.kappa(imbalance.counts[group])
    else:
        singular, weight = asked.decomposition.singular_values[name], omega[0]
    rate = weight * sp.sqrt(singular**2 * kappa)
    if unequal:
        return Mode(singular, rate, rate, sp.S.Zero, scales=flow.scales)
    return _logistic(sp.sqrt(singular**2 / kappa), rate, flow)


def _logistic(singular: sp.Expr, rate: sp.Expr, flow: Flow) -> Mode:
    """Return the constants of a mode of a rate that decay lowers, left alone from one size of both factors."""
    decay, size = flow.setting.decay[0], flow.scales[0]
    exists = () if decay == 0 else (sp.Lt(decay, rate, evaluate=False),)
    whole = singular / size**2
    alone = () if decay == 0 else (whole, rate, decay)
    sigma = (1 - decay / rate) * whole
    return Mode(sigma, rate - decay, rate - decay, sp.S.Zero, exists=exists, alone=alone)


def _of_matrix(name: str, flow: Flow) -> Mode:
    """Return the constants of a mode of a matrix of targets, which has no weights."""
    (decay, other), (scale, second) = flow.setting.decay, flow.scales
    if decay != other or scale != second or flow.init != "spectral":
        raise ClaimError(
            f"no equation of {name} is known for this flow: for a matrix of targets it is for one decay "
            "of both factors, which start on the singular vectors at one size"
        )
    rate = flow.singular[flow.modes.index(name)]  # type: ignore[index]
    return _logistic(rate, rate, flow)


def _decaying(targets: tuple[sp.Expr, ...], flow: Flow) -> Mode:
    """Return the constants of the mode between two groups with weights that differ, and decay λ.

    It ends where wh has the lengths ωᵢtᵢ·s/(ωᵢs + λ), of which s is the norm.
    """
    decay, omega = flow.setting.decay[0], tuple(flow.setting.weights.omega)
    drives = [x * y for x, y in zip(omega, targets, strict=True)]
    rate = sp.sqrt(sum(x**2 for x in drives))
    length = sum(x**2 / (y * LENGTH + decay) ** 2 for x, y in zip(drives, omega, strict=True))
    exists = (sp.Lt(decay, rate, evaluate=False), sp.Eq(length, 1, evaluate=False))
    return Mode(
        sp.sqrt(sum(x**2 for x in targets)), rate - decay, rate - decay, sp.S.Zero,
        omega, targets, exists=exists, decay=(decay, LENGTH),
    )  # fmt: skip


def _between(flow: Flow) -> Mode:
    """Return the constants of the mode between two groups with class means.

    For features divided by √κ the targets are t/√κ and the weights ωκ. Features start along VᵀXᵀX.
    """
    asked, imbalance = flow.setting, flow.setting.weights.imbalance
    kappa = [flow.setting.data.kappa(n) for n in imbalance.counts]  # type: ignore[union-attr]
    lengths = _targets(asked.decomposition)
    targets = tuple(x / sp.sqrt(y) for x, y in zip(lengths, kappa, strict=True))
    omega = tuple(x * y for x, y in zip(asked.weights.omega, kappa, strict=True))
    along = [x * sp.sqrt(y) for x, y in zip(lengths, kappa, strict=True)]
    size, sigma = (sp.sqrt(sp.factor(sum(x**2 for x in side))) for side in (along, targets))
    rate = asked.growth()["maj-min"]
    start = tuple(x / size for x in along)
    return Mode(sigma, rate, rate, sp.S.Zero, omega, targets, start=start, metrics=tuple(kappa))


def _between_frequencies(name: str, flow: Flow) -> Mode:
    """Return the constants of the mode between two groups of labels less their frequencies.

    With uᵀY constant on each group, what frequencies take makes its mean over the samples 0: so the
    lengths on the groups are as √(n₁m₁)·n₂m₂ to √(n₂m₂)·n₁m₁.
    """
    asked, imbalance = flow.setting, flow.setting.weights.imbalance
    omega, (decay, other), (scale, second) = (
        tuple(asked.weights.omega), asked.decay, flow.scales,
    )  # fmt: skip
    alike = len(omega) == 2 and flow.init == "spectral" and (scale, decay) == (second, other)
    if not (alike and (omega[0] == omega[1] or scale == 1)):
        raise ClaimError(
            f"no equation of {name} is known for this flow: between groups of labels less their "
            "frequencies it is for two groups, with one decay of both factors from one size, which is 1 "
            "where weights differ"
        )
    (n1, n2), (m1, m2) = imbalance.counts, imbalance.sizes
    share = imbalance.class_count * n1 * n2 / imbalance.sample_count**2
    targets = (sp.sqrt(share * m2 * n2), sp.sqrt(share * m1 * n1))
    sigma = sp.sqrt(share * imbalance.sample_count)
    if omega[0] == omega[1]:
        return _logistic(sigma, omega[0] * sigma, flow)
    if decay != 0:
        return _decaying(targets, flow)
    leading = sp.sqrt(sum((x * y) ** 2 for x, y in zip(omega, targets, strict=True)))
    rate = sum(x * y**2 for x, y in zip(omega, targets, strict=True)) / sigma
    return Mode(sigma, rate, leading, sp.S.Zero, omega, targets)


def _softmax(flow: Flow, group: int | None) -> Mode:
    """Return the constants of cross-entropy on two groups, of which one mode is asked.

    A sample has the margin A = x²√(κ/n) over another class of its group, and maj-min adds
    B = wh√(kκ/(n·m′))/m for a class of the other group of m′ classes.
    """
    asked, imbalance = flow.setting, flow.setting.weights.imbalance
    kappa, parts, exists = _of_groups(asked)
    sizes, paces, margins = parts.values()
    other, k, rates = sizes[::-1], imbalance.class_count, paces
    shared = tuple(
        x * sp.sqrt(k / after) / m for x, after, m in zip(margins, other, sizes, strict=True)
    )
    along = [x * sp.sqrt(y) for x, y in zip(_targets(asked.decomposition), kappa, strict=True)]
    length = sp.sqrt(sp.factor(sum(x**2 for x in along)))
    start = tuple(x / length for x in along)
    roots, lean = tuple(sp.sqrt(k * m) for m in other), sp.S.One
    if flow.logit_scale != (1, 1):
        f, reach = (
            flow.logit_scale,
            sp.sqrt(sum(x**2 / m for x, m in zip(flow.logit_scale, sizes, strict=True))),
        )
        shared = tuple(reach * x / sp.sqrt(m) for x, m in zip(margins, sizes, strict=True))
        roots = tuple(
            reach * sp.sqrt(m) * after / x for x, m, after in zip(f, sizes, other, strict=True)
        )
        rates, margins = (tuple(map(sp.Mul, f, x)) for x in (rates, margins))
        plain = sp.sqrt(sum(1 / m for m in sizes))
        lean = sum(x / m for x, m in zip(f, sizes, strict=True)) / (plain * reach)
    parts |= {"rates": rates, "margins": margins, "shared": shared, "roots": roots}
    if flow.logit_scale != (1, 1):
        exists += tuple(sp.Gt(x, 0, evaluate=False) for x in flow.logit_scale)
    if not flow.terms.changed:
        first, second = (rates[group],) * 2 if group is not None else _crossings(asked, rates)
        # of two classes there is no mode that comes before it
        alone = () if group is not None else (asked.growth()["maj-min"],)
        return Mode(
            sp.S.One, first, second, sp.S.Zero,
            exists=exists, start=start, softmax=parts, group=group, sooner=alone,
        )  # fmt: skip
    found = drives(paces, sizes, flow.terms)
    sooner: tuple[sp.Expr, ...] = ()
    if group is None:
        first, second = (1 / found.after(i) for i in (0, 1))
        sooner = (found.growth,)
    else:
        first = second = found.within[group]
    return Mode(
        sp.S.One, first, second, sp.S.Zero, exists=exists, start=start, softmax=parts, group=group,
        shift=flow.shift, margin=flow.margin * (flow.margin != (0, 0)), lean=lean, sooner=sooner,
    )  # fmt: skip


def _softmax_within(asked: Setting, group: int) -> Mode:
    """Return the constants of a mode within one of any number of groups under cross-entropy."""
    _, parts, exists = _of_groups(asked)
    rate = parts["rates"][group]
    return Mode(sp.S.One, rate, rate, sp.S.Zero, exists=exists, softmax=parts, group=group)


def _of_groups(
    asked: Setting,
) -> tuple[list[sp.Expr], dict[str, tuple[sp.Expr, ...]], tuple[sp.Basic, ...]]:
    """Return κ of each group, its size m, rate ω√(nκ) and margin √(κ/n), and that it has a class."""
    imbalance, omega = asked.weights.imbalance, asked.weights.omega
    counts, sizes = imbalance.counts, tuple(imbalance.sizes)
    kappa = [sp.S.One if asked.data is None else asked.data.kappa(n) for n in counts]
    rates = tuple(o * sp.sqrt(n * y) for o, n, y in zip(omega, counts, kappa, strict=True))
    margins = tuple(sp.sqrt(y / n) for y, n in zip(kappa, counts, strict=True))
    # finders do not see it of a whole number
    exists = tuple(sp.Ge(m, 1, evaluate=False) for m in sizes)
    return kappa, {"sizes": sizes, "rates": rates, "margins": margins}, exists


def _crossings(asked: Setting, rates: tuple[sp.Expr, ...]) -> Iterator[sp.Expr]:
    """Yield one over the time of the mode between two groups, should the first be faster, or the second."""
    sizes, mu = asked.weights.imbalance.sizes, asked.growth()["maj-min"]
    for fast, slow, size in zip(rates, rates[::-1], sizes, strict=True):
        alone = slow * sp.sqrt(size / sum(sizes))
        yield 1 / (1 / fast + (1 - mu / fast) / alone)


@lru_cache(maxsize=64)
def _targets(decomposition: spectra.Decomposition) -> tuple[sp.Expr, ...]:
    """Lengths of the middle row of σVᵀ on each group: the row times its group's indicator."""
    middle = decomposition.names.index("maj-min")
    sigma = decomposition.levels[middle].singular_value
    column = decomposition.class_V_blocks.blocks[:, middle]
    found = []
    for block, size in zip(column, decomposition.imbalance.sizes, strict=True):
        along = spectra.normal_form(sp.OneMatrix(1, size) * block)[0, 0]
        found.append(sp.sqrt(sp.cancel((sigma * along) ** 2 / size)))
    return tuple(found)
