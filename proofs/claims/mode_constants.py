"""The constants of a mode, as :mod:`spectra` derives them."""

from collections.abc import Callable, Iterator
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

BETWEEN, SEVERAL = "a mode between groups", "more than two groups"


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

    depth: int = 2
    """Number of factors."""

    lean: sp.Expr = sp.S.One
    """There, the part of the start of W along the direction in which maj-min moves."""

    sooner: tuple[sp.Expr, ...] = ()
    """There, one over the time of maj-min should it be learned first."""

    @property
    def is_logistic(self) -> bool:
        """Whether the strength is a logistic function of the time."""
        return self.depth == 2 and not (self.softmax or self.targets or self.scales)


@lru_cache(maxsize=256)
def mode(name: str, weighting: Weighting) -> Mode:
    """Return the derived quantities of a mode, for all sizes and counts."""
    weights = weights_of(weighting)
    if isinstance(weighting, Flow) and (weighting.differs or len(weights.omega) > 2):
        return _other(name, weighting)
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


def asked(name: str, flow: Flow) -> set[str]:
    """Return what is asked of a mode beside the paper's flow: parameters, and what tells equations apart."""
    found = {f"{x}={y}" if isinstance(y, str) else x for x, y in flow.changed.items()}
    omega, counted = flow.setting.weights.omega, len(flow.setting.weights.omega)
    more = {
        "two decays": flow.setting.decay[0] != flow.setting.decay[1],
        "two sizes": flow.scales[0] != flow.scales[1],
        "unequal weights": any(x != omega[0] for x in omega),
        SEVERAL: counted > 2,
        "one group": counted == 1,
        BETWEEN: flow.singular is None and name not in flow.modes[:counted],
    }
    return found | {x for x, holds in more.items() if holds}


def _other(name: str, flow: Flow) -> Mode:
    """Return the constants of a mode of a flow that is not the paper's; refuse what no equation knows."""
    wanted = asked(name, flow)
    known = [x for x in EQUATIONS if x[1] <= wanted]
    for constants, needs, takes in known:
        if wanted <= needs | takes:
            return constants(name, flow)
    less = min((wanted - x - y for _, x, y in known), key=lambda x: (BETWEEN in x, len(x)))
    without = ", ".join(sorted(less))
    raise ClaimError(
        f"no equation of {name} is known for this flow: there is one without {without}"
    )


def _drive(name: str, flow: Flow) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Return σ, the rate ωσ√κ and κ of a mode that keeps its singular vectors."""
    given, group = flow.setting, flow.modes.index(name)
    kappa, parts, _ = _of_groups(given)
    if group < len(kappa):
        return sp.sqrt(given.weights.imbalance.counts[group]), parts["rates"][group], kappa[group]
    singular = given.decomposition.singular_values[name]
    return singular, given.weights.omega[0] * sp.sqrt(singular**2), sp.S.One


def _from_one_size(name: str, flow: Flow) -> Mode:
    """Return the constants of a mode that keeps its singular vectors, of two factors of one size a.

    The logit by that of its target, A, obeys Ȧ = 2A(s(1 - A) - λ) with s = ωσ√κ, and starts at
    a²e^{-2δ}√κ/σ: A/(1 - λ/s) is logistic.
    """
    singular, rate, kappa = _drive(name, flow)
    return _logistic(sp.sqrt(singular**2 / kappa), rate, flow)


def _from_two_sizes(name: str, flow: Flow) -> Mode:
    """Return those of factors of two sizes."""
    singular, rate, _ = _drive(name, flow)
    return Mode(singular, rate, rate, sp.S.Zero, scales=flow.scales)


def _deep(name: str, flow: Flow) -> Mode:
    """Return those of more factors than two."""
    singular, rate, _ = _drive(name, flow)
    return Mode(singular, rate, rate, sp.S.Zero, depth=flow.depth)


def _logistic(singular: sp.Expr, rate: sp.Expr, flow: Flow) -> Mode:
    """Return the constants of a mode of a rate that decay lowers, left alone from one size of both factors."""
    decay, size, exists = flow.setting.decay[0], flow.scales[0], list[sp.Basic]()
    if decay != 0:
        exists.append(sp.Lt(decay, rate, evaluate=False))
    if flow.init == "balanced":
        exists += _of_balanced(flow)
    whole = singular / size**2
    alone = () if decay == 0 else (whole, rate, decay)
    sigma = (1 - decay / rate) * whole
    return Mode(sigma, rate - decay, rate - decay, sp.S.Zero, exists=tuple(exists), alone=alone)


def _of_balanced(flow: Flow) -> Iterator[sp.Basic]:
    """Yield what a balanced start needs: no decay < 0, and of one-hot labels that they are not square."""
    decay, imbalance = flow.setting.decay[0], flow.setting.weights.imbalance
    if not decay.is_nonnegative:
        yield sp.Ge(decay, 0, evaluate=False)
    if flow.targets == "one-hot":
        yield sp.Gt(imbalance.sample_count, imbalance.class_count, evaluate=False)


def _of_matrix(name: str, flow: Flow) -> Mode:
    """Return the constants of a mode of a matrix of targets, which has no weights."""
    if flow.init == "balanced" and flow.targets.shape == (len(flow.modes),) * 2:
        raise ClaimError(
            f"no equation of {name} is known for this flow: from a balanced start det WH keeps its sign, "
            "and where a matrix of targets is square and invertible half of these starts have the wrong "
            "one, and do not learn all modes"
        )
    rate = flow.singular[flow.modes.index(name)]  # type: ignore[index]
    return _logistic(rate, rate, flow)


def _decaying(_: str, flow: Flow, targets: tuple[sp.Expr, ...] = ()) -> Mode:
    """Return the constants of the mode between two groups with weights that differ, and decay λ.

    It ends where wh has the lengths ωᵢtᵢ·s/(ωᵢs + λ), of which s is the norm.
    """
    decay, omega = flow.setting.decay[0], tuple(flow.setting.weights.omega)
    targets = targets or _targets(flow.setting.decomposition)
    drives = [x * y for x, y in zip(omega, targets, strict=True)]
    rate = sp.sqrt(sum(x**2 for x in drives))
    length = sum(x**2 / (y * LENGTH + decay) ** 2 for x, y in zip(drives, omega, strict=True))
    exists = (sp.Lt(decay, rate, evaluate=False), sp.Eq(length, 1, evaluate=False))
    return Mode(
        sp.sqrt(sum(x**2 for x in targets)), rate - decay, rate - decay, sp.S.Zero,
        omega, targets, exists=exists, decay=(decay, LENGTH),
    )  # fmt: skip


def _between(_: str, flow: Flow) -> Mode:
    """Return the constants of the mode between two groups with class means.

    For features divided by √κ the targets are t/√κ and the weights ωκ. Features start along VᵀXᵀX.
    """
    given = flow.setting
    kappa = [given.data.kappa(n) for n in given.weights.imbalance.counts]  # type: ignore[union-attr]
    lengths = _targets(given.decomposition)
    targets = tuple(x / sp.sqrt(y) for x, y in zip(lengths, kappa, strict=True))
    omega = tuple(x * y for x, y in zip(given.weights.omega, kappa, strict=True))
    along = [x * sp.sqrt(y) for x, y in zip(lengths, kappa, strict=True)]
    size, sigma = (sp.sqrt(sp.factor(sum(x**2 for x in side))) for side in (along, targets))
    rate = given.growth()["maj-min"]
    start = tuple(x / size for x in along)
    return Mode(sigma, rate, rate, sp.S.Zero, omega, targets, start=start, metrics=tuple(kappa))


def _between_frequencies(name: str, flow: Flow) -> Mode:
    """Return the constants of the mode between two groups of labels less their frequencies.

    With uᵀY constant on each group, what frequencies take makes its mean over the samples 0: so the
    lengths on the groups are as √(n₁m₁)·n₂m₂ to √(n₂m₂)·n₁m₁.
    """
    imbalance, omega = flow.setting.weights.imbalance, tuple(flow.setting.weights.omega)
    (n1, n2), (m1, m2) = imbalance.counts, imbalance.sizes
    share = imbalance.class_count * n1 * n2 / imbalance.sample_count**2
    targets = (sp.sqrt(share * m2 * n2), sp.sqrt(share * m1 * n1))
    sigma = sp.sqrt(share * imbalance.sample_count)
    if omega[0] == omega[1]:
        return _logistic(sigma, omega[0] * sigma, flow)
    if flow.setting.decay[0] != 0:
        return _decaying(name, flow, targets)
    leading = sp.sqrt(sum((x * y) ** 2 for x, y in zip(omega, targets, strict=True)))
    rate = sum(x * y**2 for x, y in zip(omega, targets, strict=True)) / sigma
    return Mode(sigma, rate, leading, sp.S.Zero, omega, targets)


def _softmax(name: str, flow: Flow) -> Mode:
    """Return the constants of cross-entropy on two groups, of which one mode is asked.

    A sample has the margin A = x²√(κ/n) over another class of its group, and maj-min adds
    B = wh√(kκ/(n·m′))/m for a class of the other group of m′ classes.
    """
    given, imbalance = flow.setting, flow.setting.weights.imbalance
    group = flow.modes.index(name) if name != "maj-min" else None
    kappa, parts, exists = _of_groups(given)
    sizes, paces, margins = parts.values()
    other, k, rates = sizes[::-1], imbalance.class_count, paces
    shared = tuple(
        x * sp.sqrt(k / after) / m for x, after, m in zip(margins, other, sizes, strict=True)
    )
    along = [x * sp.sqrt(y) for x, y in zip(_targets(given.decomposition), kappa, strict=True)]
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
        exists += tuple(sp.Gt(x, 0, evaluate=False) for x in f)
    parts |= {"rates": rates, "margins": margins, "shared": shared, "roots": roots}
    if not flow.terms.changed:
        first, second = (rates[group],) * 2 if group is not None else _crossings(given, rates)
        # of two classes there is no mode that comes before it
        alone = () if group is not None else (given.growth()["maj-min"],)
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


def _softmax_within(name: str, flow: Flow) -> Mode:
    """Return the constants of a mode within one of any number of groups under cross-entropy."""
    (_, parts, exists), group = _of_groups(flow.setting), flow.modes.index(name)
    rate = parts["rates"][group]
    return Mode(sp.S.One, rate, rate, sp.S.Zero, exists=exists, softmax=parts, group=group)


def _of_groups(
    given: Setting,
) -> tuple[list[sp.Expr], dict[str, tuple[sp.Expr, ...]], tuple[sp.Basic, ...]]:
    """Return κ of each group, its size m, rate ω√(nκ) and margin √(κ/n), and that it has a class."""
    imbalance, omega = given.weights.imbalance, given.weights.omega
    counts, sizes = imbalance.counts, tuple(imbalance.sizes)
    kappa = [sp.S.One if given.data is None else given.data.kappa(n) for n in counts]
    rates = tuple(o * sp.sqrt(n * y) for o, n, y in zip(omega, counts, kappa, strict=True))
    margins = tuple(sp.sqrt(y / n) for y, n in zip(kappa, counts, strict=True))
    # finders do not see it of a whole number
    exists = tuple(sp.Ge(m, 1, evaluate=False) for m in sizes)
    return kappa, {"sizes": sizes, "rates": rates, "margins": margins}, exists


def _crossings(given: Setting, rates: tuple[sp.Expr, ...]) -> Iterator[sp.Expr]:
    """Yield one over the time of the mode between two groups, should the first be faster, or the second."""
    sizes, mu = given.weights.imbalance.sizes, given.growth()["maj-min"]
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


ANY = {"unequal weights", "one group", SEVERAL}
LABELS = {"targets=one-hot", "targets=frequency"}
LOGISTIC = {"decay", "scales", "init=balanced"}
EQUATIONS: tuple[tuple[Callable[[str, Flow], Mode], set[str], set[str]], ...] = (
    (_of_matrix, {"targets"}, {*LOGISTIC, "one group"}),
    (_softmax, {"loss=cross-entropy"},
     {"data", "shift", "logit_scale", "margin", "unequal weights", BETWEEN}),
    (_softmax_within, {"loss=cross-entropy"}, {"data", *ANY}),
    (_between, {"data", BETWEEN}, {"unequal weights"}),
    (_between_frequencies, {"targets=frequency", BETWEEN}, LOGISTIC),
    (_between_frequencies, {"targets=frequency", BETWEEN}, {"decay", "unequal weights"}),
    (_decaying, {"decay", "unequal weights", BETWEEN}, set()),
    (_deep, {"depth", BETWEEN}, {SEVERAL}),
    (_deep, {"depth"}, ANY),
    (_from_two_sizes, {"scales", "two sizes", BETWEEN}, {SEVERAL}),
    (_from_two_sizes, {"scales", "two sizes"}, ANY | LABELS),
    (_from_one_size, {BETWEEN}, {*LOGISTIC, "system=projected", SEVERAL}),
    (_from_one_size, set(), {*LOGISTIC, *LABELS, "one group", SEVERAL}),
    (_from_one_size, set(), {"data", "decay", "scales", "system=projected", *ANY, *LABELS}),
)  # fmt: skip
"""What makes the constants of a mode, and of which flows: these have all of the first words of :func:`asked`,
and may have the second ones. The first that fits is taken; what no line names is asked in vain."""
