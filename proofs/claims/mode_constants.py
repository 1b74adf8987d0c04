"""The constants of a mode of two groups, as :mod:`spectra` derives them."""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

import spectra
from proofs.claims.flow_statements import Weighting, weights_of


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
    omega: tuple[sp.Expr, ...]
    targets: tuple[sp.Expr, ...]


@lru_cache(maxsize=256)
def mode(name: str, weighting: Weighting) -> Mode:
    """Return the derived quantities of a mode of two groups, for all sizes and counts."""
    weights = weights_of(weighting)
    decomposition = spectra.decompose(weights.imbalance)
    found = spectra.effective(decomposition, weights)
    (level,) = (x for x in decomposition.levels if x.name == name)
    return Mode(
        level.singular_value,
        found.projected_rate[name],
        found.true_rate[name],
        found.defect[name],
        tuple(weights.omega),
        _targets(decomposition),
    )


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
