"""Which coordinates and tolerances keep slow modes from being lost beside fast ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import ResolutionError
from numerics.flow.class_level import Reduction, growth_rates, tolerances
from numerics.flow.multiscale import multiscale
from numerics.integrators.adaptive import FLOOR

if TYPE_CHECKING:
    from numerics.flow.vector_fields import FactorFlow
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array


Resolved = tuple[Reduction, float, float]
"""Coordinates, with a coarse and a fine tolerance."""


def by_blocks(
    problem: FlowProblem, reduction: Reduction, rates: Array, rtol: float
) -> Resolved | None:
    """A reduction as it stands; None where modes of these rates share a block and would be lost.

    Modes that all grow alike pass a single nonlinear phase, and so does their error.
    """
    limits = tolerances(problem, rates, rtol)
    if limits is None:
        return None
    everything = np.concatenate([part[3] for part in reduction.flow.linear_parts])
    if np.ptp(everything) < 1e-9 * everything.max():
        return reduction, 50 * rtol, 5 * rtol  # which makes an error of about rtol in β
    return reduction, *limits


def by_columns(reduction: Reduction, rtol: float) -> Resolved:
    """A reduction whose hidden directions have a size each: nothing is lost, at a higher cost."""
    return multiscale(reduction), rtol, max(rtol / 100, FLOOR)


def refuse_unlike(problem: FlowProblem, flow: FactorFlow) -> None:
    """Refuse gradient descent where modes that mix grow at too unlike rates."""
    if tolerances(problem, growth_rates(flow, 0), 1e-10) is None:
        raise ResolutionError(
            f"delta = {problem.delta!r}: groups of unlike rates mix, and the slow ones would be lost "
            "in the rounding of the fast; take a smaller delta, equal weights, or solve(...)"
        )
