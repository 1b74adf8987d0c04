"""The paper's flow with one thing changed: metrics, targets, feature steps, sizes, depth.

A variant wraps a :class:`numerics.FlowProblem`. ``numerics.solve``, ``numerics.learning_times`` and
``numerics.limit_times`` run it; it knows its rates and, mode by mode, the closed form where one
exists.
"""

from numerics.flow.variant import Variant
from numerics.variants.depth import Depth
from numerics.variants.metrics import ClassMetric, SampleMetric
from numerics.variants.setup import Setup
from numerics.variants.targets_and_scales import FeatureRates, OneHot, Scales
from numerics.variants.two_factor import TwoFactor

__all__ = [
    "ClassMetric",
    "Depth",
    "FeatureRates",
    "OneHot",
    "SampleMetric",
    "Scales",
    "Setup",
    "TwoFactor",
    "Variant",
]
