"""How large the steps of gradient descent may be.

At a balanced minimum W = UΣ^½, H = Σ^½Vᵀ the Hessian is JᵀJ with J(δW, δH) = (δW H + W δH)Ω^½,
and JJᵀ takes E to WWᵀE Ω + E Ω^½HᵀH Ω^½ in suitable coordinates: on the rows along u_i it is

    E ↦ E Ω^½ (VΣVᵀ + σ_i I) Ω^½.

Its largest eigenvalue belongs to the largest σ_i. Within a group of equal classes VΣVᵀ is √n_g;
between groups what remains is a matrix as large as their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerics.problem.requirements import require_only
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem


@dataclass(frozen=True)
class Stability:
    """Where gradient descent stays at the minimum that the flow reaches.

    Attributes
    ----------
    sharpness : float
        Largest eigenvalue of the Hessian of ½‖(Z - WH)Ω^½‖² there (of the projected system:
        the largest rate at which one of its modes relaxes).
    largest_step : float
        2/sharpness: with longer steps the minimum repels.
    mode_steps : tuple of float
        For every mode of spectral initialisation the same limit for that mode on its own, in
        the order of ``FlowProblem.mode_names``: 1/(σλ) for a mode that decouples.
    """

    sharpness: float
    largest_step: float
    mode_steps: tuple[float, ...]


def stability(problem: FlowProblem) -> Stability:
    """Limits of the step of gradient descent.

    Parameters
    ----------
    problem : FlowProblem
        Its δ and its initialisation do not matter.

    Returns
    -------
    Stability
        For STEP imbalance with k ≥ 4 and R ≥ 1 the sharpness is 2√R without weights and
        √(R+1)(√R+1) with those of paper Eq. (12).

    Examples
    --------
    >>> from numerics import FlowProblem, stability
    >>> round(stability(FlowProblem(4, 9, 8, gamma=0)).sharpness, 9)
    6.0
    >>> round(stability(FlowProblem(4, 8, 8)).sharpness, 9) == round(3 * (8**0.5 + 1), 9)
    True
    """
    require_only(problem, "stability")
    modes = problem.modes
    rates: list[float] = []
    levels = enumerate(modes.levels, 1)
    for _, level in tracked("finding curvatures", levels, lambda at: at[0] / len(modes.levels)):
        alone = level.column is None or problem.system == "projected"
        curved = 2 * level.sigma * level.lam if alone else _between(problem, level.sigma)
        rates += [float(curved)] * level.multiplicity
    sharpness = max(rates)
    if problem.system == "full":
        top = max(level.sigma for level in modes.levels)
        within = [g.weight * (g.count**0.5 + top) for g in modes.groups if g.size > 1]
        sharpness = float(max([*within, _between(problem, top)]))
    return Stability(sharpness, 2 / sharpness, tuple(2 / rate for rate in rates))


def _between(problem: FlowProblem, sigma: float) -> float:
    """Largest eigenvalue of Ω^½(VΣVᵀ + σI)Ω^½ on the span of the group indicators."""
    modes = problem.modes
    root = np.sqrt([g.weight for g in modes.groups])
    sizes = np.zeros(modes.right.shape[1])
    for level in modes.levels:
        if level.column is not None:
            sizes[level.column] = level.sigma
    features = (modes.right * sizes) @ modes.right.T + sigma * np.eye(len(root))
    return float(np.linalg.eigvalsh(root[:, None] * features * root)[-1])
