"""What kind of problem this is, and so how it is followed: decided here and nowhere else.

| start | method | follows |
|---|---|---|
| spectral | ``ByMode`` | each mode on its own, and together those that exchange strength |
| random, balanced | ``ByClass`` | class means and moments of the deviations from them |
| spectral, up to two groups, cross-entropy | ``ByGroup`` | logarithms of up to four amplitudes |
| any other, cross-entropy or data | ``ClassConstant`` | one feature for each class |
| any, ``per="sample"`` | ``BySample`` | W and H themselves: the reference |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from numerics.flow.by_class import ByClass
from numerics.flow.by_group import ByGroup
from numerics.flow.by_mode import ByMode
from numerics.flow.by_sample import BySample
from numerics.flow.class_constant import ClassConstant
from numerics.problem import checks
from numerics.problem.requirements import require_only, require_problem

if TYPE_CHECKING:
    from numerics.flow.readout import Run, States
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Indices

Per = Literal["class", "sample"]
"""What a state holds: class means, or every sample."""


class Method(Protocol):
    """A problem in the coordinates that suit it.

    The methods of few coordinates also know ``first_times`` at which β of every mode reaches a
    part of its strength at rest, infinite if it never does, with the last β seen (nan where none was looked at), and two
    δ (``far``) between which the slope of these times in δ is their limit.
    """

    def require_followable(self, last: float) -> None:
        """Refuse a flow that is too stiff until a time; infinite: until it has settled."""
        ...

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run to so many times, with the coarse and the fine tolerance at which to run it.

        Refuses what does not fit into memory or cannot be resolved.
        """
        ...


class Descending(Method, Protocol):
    """A method that gradient descent has, too."""

    @property
    def record_size(self) -> float:
        """Numbers in a state of gradient descent."""
        ...

    def descend(self, wanted: Indices, step_size: float) -> tuple[States, bool]:
        """States of gradient descent at numbers of steps, and whether it diverged.

        They end where they are no longer finite.
        """
        ...


def method_for(problem: FlowProblem) -> ByMode | ByClass | ByGroup | ClassConstant:
    """The method of few coordinates for a problem.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> type(method_for(FlowProblem(4, 10, 8))).__name__
    'ByMode'
    >>> type(method_for(FlowProblem(4, 10, 8, init="balanced", seed=1))).__name__
    'ByClass'
    >>> type(method_for(FlowProblem(100, 10, 8, loss="cross-entropy"))).__name__
    'ByGroup'
    """
    require_problem(problem)
    few = problem.is_spectral and len(problem.modes.groups) <= 2
    if problem.loss == "cross-entropy":
        return ByGroup(problem) if few else ClassConstant(problem)
    if problem.data is not None and not few:
        return ClassConstant(problem)
    return ByMode(problem) if problem.is_spectral else ByClass(problem)


def method_per(problem: FlowProblem, per: Per) -> Method:
    """The method for a problem at one of two levels."""
    checks.choice("per", per, ("class", "sample"))
    if per == "class":
        return method_for(problem)
    require_only(problem, "per='sample'", "decay")
    return descending(problem, per)


def descending(problem: FlowProblem, per: Per) -> Descending:
    """The method of gradient descent, of a problem with squared loss and no data."""
    checks.choice("per", per, ("class", "sample"))
    whole = ByMode(problem) if problem.is_spectral else ByClass(problem)
    return whole if per == "class" else BySample(problem, whole)
