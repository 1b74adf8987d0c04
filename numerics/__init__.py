"""What gradient flow does with labels and weights: in floating point and in guaranteed balls.

Names are loaded where they are first used, so that a flow in floating point pays neither for
ball arithmetic nor for symbols, and one that only reads measurements not even for numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from numerics import interrupt

interrupt.prepare()  # the imports that follow take a moment, and Ctrl-C may come in it

from numerics.errors import NumericsError

if TYPE_CHECKING:
    from numerics.certify import Crossing, certified_gap, certified_half_time
    from numerics.closed_form import beta
    from numerics.delay import critical_ratio, delay_constant
    from numerics.descent import Descent, descend
    from numerics.digits import DigitsSolution
    from numerics.enclosure import Enclosure, enclose
    from numerics.figures.curves import FigureData, figure_data
    from numerics.large_ratio import large_ratio_constant
    from numerics.problem import FlowProblem
    from numerics.random_results import RandomStarts
    from numerics.riccati import ExactERM, exact_erm
    from numerics.sharpness import Stability, stability
    from numerics.solution import Solution
    from numerics.solver import solve
    from numerics.stochastic import random_slopes, random_starts
    from numerics.sweeps import Sweep, sweep
    from numerics.times import learning_times, limit_times
    from numerics.variants import (
        ClassMetric,
        Depth,
        FeatureRates,
        OneHot,
        SampleMetric,
        Scales,
        VariantSolution,
    )

_HOME = {
    "ClassMetric": "variants",
    "Crossing": "certify",
    "Depth": "variants",
    "Descent": "descent",
    "FigureData": "figures.curves",
    "FlowProblem": "problem",
    "RandomStarts": "random_results",
    "Solution": "solution",
    "Stability": "sharpness",
    "Sweep": "sweeps",
    "beta": "closed_form",
    "descend": "descent",
    "DigitsSolution": "digits",
    "Enclosure": "enclosure",
    "ExactERM": "riccati",
    "FeatureRates": "variants",
    "OneHot": "variants",
    "SampleMetric": "variants",
    "Scales": "variants",
    "VariantSolution": "variants",
    "certified_gap": "certify",
    "certified_half_time": "certify",
    "critical_ratio": "delay",
    "delay_constant": "delay",
    "enclose": "enclosure",
    "exact_erm": "riccati",
    "figure_data": "figures.curves",
    "large_ratio_constant": "large_ratio",
    "learning_times": "times",
    "limit_times": "times",
    "random_slopes": "stochastic",
    "random_starts": "stochastic",
    "solve": "solver",
    "stability": "sharpness",
    "sweep": "sweeps",
}
"""Module of every name that is loaded late; no such name is that of a module."""

__all__ = [
    "ClassMetric",
    "Crossing",
    "Depth",
    "Descent",
    "DigitsSolution",
    "Enclosure",
    "ExactERM",
    "FeatureRates",
    "FigureData",
    "FlowProblem",
    "NumericsError",
    "OneHot",
    "RandomStarts",
    "SampleMetric",
    "Scales",
    "Solution",
    "Stability",
    "Sweep",
    "VariantSolution",
    "beta",
    "certified_gap",
    "certified_half_time",
    "critical_ratio",
    "delay_constant",
    "descend",
    "enclose",
    "exact_erm",
    "figure_data",
    "large_ratio_constant",
    "learning_times",
    "limit_times",
    "random_slopes",
    "random_starts",
    "solve",
    "stability",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'numerics' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"numerics.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | __all__)
