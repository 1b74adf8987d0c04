"""The constants of a mode of two groups, as :mod:`spectra` derives them."""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.claims.flow_statements import Weighting, weights_of
from proofs.errors import ClaimError
from spectra.spectrum.limit_times import Setting


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


@lru_cache(maxsize=256)
def mode(name: str, weighting: Weighting) -> Mode:
    """Return the derived quantities of a mode of two groups, for all sizes and counts."""
    if isinstance(weighting, Flow) and weighting.setting.differs:
        return _mode_within(name, weighting.setting)
    weights = weights_of(weighting)
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
        _targets(decomposition),
    )


def _mode_within(name: str, asked: Setting) -> Mode:
    """Return the constants of a mode within a group under equal decay and with class means.

    Its logit by that of its target, A, obeys Ȧ = 2A(s(1 - A) - λ) with s = ω√(nκ), and starts at
    e^{-2δ}√(κ/n): A/(1 - λ/s) is logistic.

    Raises
    ------
    ClaimError
        If no equation of the mode is known here.
    """
    imbalance, (decay, other) = asked.weights.imbalance, asked.decay
    names = [f"{g.name}-{g.name}" for g in imbalance.groups]
    if name not in names or asked.loss != "squared" or decay != other:
        raise ClaimError(
            f"no equation of {name} is known for this flow: known are modes within a group, for "
            "squared loss and one decay of both factors"
        )
    g = names.index(name)
    count, omega = imbalance.counts[g], asked.weights.omega[g]
    kappa = sp.S.One if asked.data is None else asked.data.kappa(count)
    rate = omega * sp.sqrt(count * kappa)
    sigma = (1 - decay / rate) * sp.sqrt(count / kappa)
    exists = () if decay == 0 else (sp.Lt(decay, rate, evaluate=False),)
    return Mode(sigma, rate - decay, rate - decay, sp.S.Zero, exists=exists)


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
