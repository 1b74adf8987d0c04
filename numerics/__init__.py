"""What gradient flow does with labels and weights, in floating point."""

from numerics.closed_form import beta
from numerics.errors import NumericsError
from numerics.problem import FlowProblem

__all__ = ["FlowProblem", "NumericsError", "beta"]
