"""The limit of T·μ - δ for the mode between two groups, of flows that are the paper's one but for units."""

import sympy as sp

from proofs.claims.flow import Flow
from proofs.claims.mode_constants import mode
from proofs.errors import ClaimError
from spectra.block_matrices.radicals import root, same, tidy

ASKED = (
    "it is for squared loss without decay, two groups of which each has as many classes as the other, and "
    "weights with which both grow alike: γ = ½ without class means, ωᵢ√(nᵢκᵢ) alike with them"
)


def unscaled(flow: Flow) -> tuple[sp.Expr, sp.Expr]:
    """Return at which ratio maj-min is that of the paper's flow, and by how much T·μ - δ is more.

    Here T is the half-time, δ → ∞, and μ the rate of the mode. With both drives alike the mode is, in
    units of its own, that of the paper's flow at the ratio (ω₂/ω₁)², where ωᵢ are the weights of the
    rescaled features. Units and the direction of the start shift its time.

    Raises
    ------
    ClaimError
        If the flow is another one.

    Examples
    --------
    >>> import spectra
    >>> unscaled(Flow(spectra.groups((2, 2), (7, 2))))
    (7/2, log(sqrt(2))/2)
    """
    sizes = flow.setting.weights.imbalance.sizes
    if not (flow.changed.keys() <= {"data"} and len(sizes) == 2 and same(*sizes)):
        raise ClaimError(f"Delay: no formula is known for this flow; {ASKED}")
    found = mode("maj-min", flow)
    drives = [tidy(x * y) for x, y in zip(found.omega, found.targets, strict=True)]
    if same(drives[1], sp.S.Zero):
        raise ClaimError("Delay: weights of 0 learn nothing; give positive ones")
    if not same(*(x**2 for x in drives)):
        raise ClaimError(f"Delay: the groups of this flow grow at two rates; {ASKED}")
    ratio = tidy((found.omega[1] / found.omega[0]) ** 2)
    here = found.start or tuple(x / found.sigma for x in found.targets)
    unit = tidy(root(2 * drives[1] ** 2) / found.omega[1])
    paper, start = _along((root(ratio / (ratio + 1)), 1 / root(ratio + 1))), _along(here)
    ahead = sp.S.One if same(paper, start) else paper / start
    return ratio, sp.log(ahead) + sp.log(unit) / 2


def _along(start: tuple[sp.Expr, ...]) -> sp.Expr:
    """Return the part of a start, of which this is the direction, along that in which the mode grows."""
    return (1 + sum(start) / sp.sqrt(2)) / 2
