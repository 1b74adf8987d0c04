"""What gradient flow does with labels and weights: in floating point and in guaranteed balls."""

from numerics.certify import Crossing, certified_gap, certified_half_time
from numerics.closed_form import beta
from numerics.enclosure import Enclosure, enclose
from numerics.errors import NumericsError
from numerics.problem import FlowProblem
from numerics.solution import Solution
from numerics.solver import solve
from numerics.times import learning_times, limit_times

__all__ = [
    "Crossing",
    "Enclosure",
    "FlowProblem",
    "NumericsError",
    "Solution",
    "beta",
    "certified_gap",
    "certified_half_time",
    "enclose",
    "learning_times",
    "limit_times",
    "solve",
]
