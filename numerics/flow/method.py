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
    import numpy as np
    import numpy.typing as npt

    from numerics.flow.readout import Run, States
    from numerics.problem.flow_problem import FlowProblem

    Array = npt.NDArray[np.float64]
    Index = npt.NDArray[np.intp]


class Method(Protocol):
    """A problem in the coordinates that suit it.

    1. ``require_followable`` refuses a flow that is too stiff until a time (infinite: until it has
       settled), and ``prepare`` one that does not fit into memory or cannot be resolved.
    2. ``prepare`` returns a run, as a function of times, tolerance and a reporter, with the coarse
       and the fine tolerance at which it is to be run.
    3. ``first_times`` are those at which β of every mode reaches a level, infinite if it never does,
       with the last β seen (nan where none was looked at): shapes (k - 1,).
    4. ``far`` are two δ between which the slope of learning times in δ is their limit.
    5. ``descend`` iterates gradient descent: the states at numbers of steps, as far as they are
       finite, and whether they left every bound. ``record_size`` is how many numbers a state has.
    """

    @property
    def far(self) -> tuple[float, float]:
        """Two δ far from 0."""
        ...

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

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a level, and the last β seen."""
        ...

    def descend(self, wanted: Index, step_size: float) -> tuple[States, bool]:
        """States of gradient descent, and whether it diverged."""
        ...


def method_for(problem: FlowProblem, per: Literal["class", "sample"] = "class") -> Method:
    """The method for a problem.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> type(method_for(FlowProblem(4, 10, 8))).__name__
    'ByMode'
    >>> type(method_for(FlowProblem(4, 10, 8, init="balanced", seed=1))).__name__
    'ByClass'
    """
    require_problem(problem)
    checks.choice("per", per, ("class", "sample"))
    whole = ByMode(problem) if problem.is_spectral else ByClass(problem)
    return whole if per == "class" else BySample(problem, whole)
