"""What weight decay leaves of every mode at the end of training, and how much kills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerics.errors import InputError
from numerics.flow.by_mode import ByMode
from numerics.flow.nuclear_norm import AT_LEAST
from numerics.problem.requirements import require_squared
from numerics.variants import TwoFactor
from spectra.labels.per_level import PerLevel

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem


def terminal_strengths(problem: FlowProblem) -> PerLevel[float]:
    """β of every mode as t → ∞: what is left of it at the end of training.

    Parameters
    ----------
    problem : FlowProblem
        With its ``decay``; the start does not matter.

    Returns
    -------
    PerLevel
        Shape (k - 1,), by the name of the mode: u_iᵀL v_i/σ_i at the minimiser L of
        ½‖(Z - L)Ω^½‖² + λ‖L‖_*, λ = √(λ_W λ_H). Within a group it is 1 - λ/(ωσ), or 0. Where one
        of the decays is 0 nothing is lost in the end, but the other factor grows without bound.

    Examples
    --------
    >>> from numerics import FlowProblem, terminal_strengths
    >>> erm = terminal_strengths(FlowProblem(4, 10, 8, gamma=0, decay=1.0))
    >>> [round(value, 4) for value in erm]  # the minorities have collapsed
    [0.6838, 0.5736, 0.0]
    >>> [round(value, 4) for value in terminal_strengths(FlowProblem(4, 10, 8, decay=1.0))]
    [0.6985, 0.6288, 0.6985]
    """
    modes = _modes(problem)
    return PerLevel(modes.mode_names, modes.strengths.tolist())


def collapse_thresholds(problem: FlowProblem) -> PerLevel[float]:
    """The decay from which on a mode is not learned.

    Parameters
    ----------
    problem : FlowProblem
        Labels and weights; its own ``decay`` and δ do not matter.

    Returns
    -------
    PerLevel
        Shape (k - 1,), by the name of the mode, for equal decay of both factors; of unequal ones
        √(λ_W λ_H) counts. It is ω_c√n_c within a group, and μ = √((ω_1²R + ω_2²)/2) between the two
        groups of STEP imbalance. Modes that mix, between three or more groups, vanish together at
        the largest of their growth rates.

    Examples
    --------
    >>> from numerics import FlowProblem, collapse_thresholds
    >>> [round(value, 4) for value in collapse_thresholds(FlowProblem(4, 10, 8, gamma=0))]
    [3.1623, 2.3452, 1.0]
    >>> [round(value, 4) for value in collapse_thresholds(FlowProblem(4, 10, 8))]  # √(R + 1)
    [3.3166, 3.3166, 3.3166]
    """
    modes = _modes(problem)
    return PerLevel(modes.mode_names, modes.thresholds.tolist())


def killed(problem: FlowProblem) -> list[str]:
    """For every mode that decay keeps from being learned, from which decay on it does; else ""."""
    shrinkage = problem.shrinkage
    if shrinkage == 0:
        return []
    return [
        f"weight decay {shrinkage:.6g} is at least {most:.6g}, from which on this mode is not learned"
        if 0 < AT_LEAST * most <= shrinkage
        else ""
        for most in _modes(problem).thresholds.tolist()
    ]


def lost(problem: FlowProblem) -> str:
    """Which modes decay keeps from being learned, in a sentence; "" if none."""
    names = problem.mode_names
    gone = [name for name, why in zip(names, killed(problem), strict=False) if why]
    if not gone:
        return ""
    decay = f"weight decay {problem.shrinkage:.6g}"
    if len(gone) < len(names):
        return f"{decay} keeps {', '.join(dict.fromkeys(gone))} from being learned"
    most = max(collapse_thresholds(problem))
    return f"{decay} keeps every mode from being learned; below {most:.6g} some are"


def _modes(problem: FlowProblem) -> ByMode | TwoFactor:
    require_squared(problem, "what is left at the end")
    if problem.depth > 2:
        raise InputError(
            f"depth = {problem.depth!r}: with more than two factors every decay keeps small starts from "
            "growing, and where larger ones end is not known here; use depth=2"
        )
    return ByMode(problem) if problem.is_plain else TwoFactor(problem)
