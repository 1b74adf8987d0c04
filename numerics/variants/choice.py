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
    """How a problem is followed in few coordinates."""
    return method_for(problem) if problem.is_plain else matrices_of(problem)


def method_at(problem: FlowProblem, per: Per) -> Method | Depth | TwoFactor:
    """How a problem is followed at one of two levels."""
    return method_per(problem, per) if problem.is_plain else matrices_of(problem, per)
