"""What gradient flow does with labels and weights, in floating point."""

from numerics.closed_form import beta
from numerics.errors import NumericsError
from numerics.problem import FlowProblem
from numerics.solution import Solution
from numerics.solver import solve
from numerics.times import learning_times, limit_times

__all__ = [
    "FlowProblem",
    "NumericsError",
    "Solution",
    "beta",
    "learning_times",
    "limit_times",
    "solve",
]
