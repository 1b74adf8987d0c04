"""The paper's flow with one thing changed: metrics, targets, feature steps, sizes, depth.

A variant wraps a :class:`numerics.FlowProblem`. ``numerics.solve``, ``numerics.learning_times`` and
``numerics.limit_times`` run it; it knows its rates and, mode by mode, the closed form where one
exists.
"""

from numerics.errors import InputError
from numerics.variants.base import Setup, TwoFactor, Variant
from numerics.variants.depth import Depth
from numerics.variants.metrics import ClassMetric, SampleMetric
from numerics.variants.solving import VariantSolution
from numerics.variants.targets_and_scales import FeatureRates, OneHot, Scales

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
    "VariantSolution",
]


def as_variant(problem: object) -> Variant:
    """Refuse anything but a variant."""
    if not isinstance(problem, Variant):
        raise InputError(f"problem = {problem!r}: give a FlowProblem, or a variant of one")
    return problem
