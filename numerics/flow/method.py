"""What kind of problem this is, and so how it is followed: decided here and nowhere else.

| start | method | follows |
|---|---|---|
| spectral | ``ByMode`` | each mode on its own, and together those that exchange strength |
| random, balanced | ``ByClass`` | class means and moments of the deviations from them |
| any, ``per="sample"`` | ``BySample`` | W and H themselves: the reference |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from numerics.flow.by_class import ByClass
from numerics.flow.by_mode import ByMode
from numerics.flow.by_sample import BySample
from numerics.problem import checks
from numerics.problem.flow_problem import require_problem

if TYPE_CHECKING:
    from numerics.flow.readout import Run, States
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Indices


class Method(Protocol):
    """A problem in the coordinates that suit it.

    1. ``require_followable`` refuses a flow that is too stiff until a time (infinite: until it has
       settled), and ``prepare`` one that does not fit into memory or cannot be resolved.
    2. ``prepare`` returns a run, as a function of times, tolerance and a reporter, with the coarse
       and the fine tolerance at which it is to be run.
    3. ``descend`` iterates gradient descent: the states at numbers of steps, as far as they are
       finite, and whether they left every bound. ``record_size`` is how many numbers a state has.

    The methods of few coordinates also know ``first_times`` at which β of every mode reaches a
    level, infinite if it never does, with the last β seen (nan where none was looked at), and two
    δ (``far``) between which the slope of these times in δ is their limit.
    """

    @property
    def record_size(self) -> float:
        """Numbers in a state of gradient descent."""
        ...

    def require_followable(self, last: float) -> None:
        """Refuse a flow that is too stiff."""
        ...

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run to so many times, and two tolerances."""
        ...

    def descend(self, wanted: Indices, step_size: float) -> tuple[States, bool]:
        """States of gradient descent, and whether it diverged."""
        ...


def method_for(problem: FlowProblem) -> ByMode | ByClass:
    """The method of few coordinates for a problem.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> type(method_for(FlowProblem(4, 10, 8))).__name__
    'ByMode'
    >>> type(method_for(FlowProblem(4, 10, 8, init="balanced", seed=1))).__name__
    'ByClass'
    """
    require_problem(problem)
    return ByMode(problem) if problem.is_spectral else ByClass(problem)


def method_per(problem: FlowProblem, per: Literal["class", "sample"]) -> Method:
    """The method for a problem at one of two levels."""
    checks.choice("per", per, ("class", "sample"))
    whole = method_for(problem)
    return whole if per == "class" else BySample(problem, whole)
