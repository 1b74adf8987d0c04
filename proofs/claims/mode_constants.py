"""The constants of a mode, as :mod:`spectra` derives them."""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.claims.flow_statements import Weighting, weights_of
from proofs.errors import ClaimError


@dataclass(frozen=True)
class Mode:
    """What :mod:`spectra` derives about one mode under one weighting.

    ``rate`` is σλ, ``leading`` the growth rate at the origin, ``defect`` the norm of the
    mode's row of VᵀΩ - ΛVᵀ; ``omega`` and ``targets`` are the weight of each group and the
    length of σv on it.
    """

    sigma: sp.Expr
    rate: sp.Expr
    leading: sp.Expr
    defect: sp.Expr
    omega: tuple[sp.Expr, ...] = ()
    targets: tuple[sp.Expr, ...] = ()
    exists: tuple[sp.Basic, ...] = ()
    """What decay has to meet, so that the mode is learned."""

    start: tuple[sp.Expr, ...] = ()
    """Direction in which the features start, if it is not that of the targets."""

    scales: tuple[sp.Expr, ...] = ()
    """Sizes of both factors at the start, if they differ."""


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
    names = [
        g.name if flow.targets == "one-hot" else f"{g.name}-{g.name}" for g in imbalance.groups
    ]
    equal = asked.data is None and all(x == omega[0] for x in omega)
    if asked.data is not None and name == "maj-min" and plain and decay == 0:
        return _between(flow)
    if flow.depth > 2 or flow.init != "spectral" or not plain or not (name in names or equal):
        raise ClaimError(
            f"no equation of {name} is known for this flow: known are modes within a group, those of "
            "one-hot labels, and others where weights are equal, for squared loss, one decay of both "
            "factors, and two factors that start on the singular vectors, with one scale or no decay"
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
    sigma = (1 - decay / rate) * sp.sqrt(singular**2 / kappa) / scale**2
    exists = () if decay == 0 else (sp.Lt(decay, rate, evaluate=False),)
    return Mode(sigma, rate - decay, rate - decay, sp.S.Zero, exists=exists)


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
    return Mode(sigma, rate, rate, sp.S.Zero, omega, targets, start=start)


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
