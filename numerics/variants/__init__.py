"""Flows that differ from the paper's: other metrics, targets, feature steps, sizes, and depth.

``matrices_of`` makes one from the parameters of a :class:`numerics.FlowProblem`. It knows its rates
and, mode by mode, the closed form where one exists; ``numerics.solve``, ``numerics.learning_times``
and ``numerics.limit_times`` run it.
"""

from numerics.variants.choice import matrices_of, method_at, method_of
from numerics.variants.depth import Depth
from numerics.variants.two_factor import TwoFactor

__all__ = ["Depth", "TwoFactor", "matrices_of", "method_at", "method_of"]
