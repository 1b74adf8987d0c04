"""Which flow the parameters of a problem make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerics.flow.method import method_for, method_per
from numerics.variants.depth import Depth
from numerics.variants.two_factor import TwoFactor

if TYPE_CHECKING:
    from numerics.flow.by_class import ByClass
    from numerics.flow.by_group import ByGroup
    from numerics.flow.by_mode import ByMode
    from numerics.flow.class_constant import ClassConstant
    from numerics.flow.method import Method, Per
    from numerics.problem.flow_problem import FlowProblem


def matrices_of(problem: FlowProblem, per: Per = "class") -> Depth | TwoFactor:
    """The flow of a problem as matrices; with a metric on samples always per sample."""
    if problem.depth > 2:
        return Depth(problem, per)
    return TwoFactor(problem, per if problem.sample_metric is None else "sample")


def method_of(
    problem: FlowProblem,
) -> ByMode | ByClass | ByGroup | ClassConstant | Depth | TwoFactor:
    """How a problem is followed in few coordinates, at any δ where one is known."""
    if problem.is_plain and not _has_means_of_many(problem):
        return method_for(problem)
    return matrices_of(problem)


def method_at(problem: FlowProblem, per: Per) -> Method | Depth | TwoFactor:
    """How a problem is followed at one of two levels."""
    return method_per(problem, per) if problem.is_plain else matrices_of(problem, per)


def _has_means_of_many(problem: FlowProblem) -> bool:
    """Whether it is squared loss on class means of three or more kinds of classes: two factors, too."""
    return problem.data is not None and problem.loss == "squared" and len(problem.modes.groups) > 2
