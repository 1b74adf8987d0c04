from .errors import NumericsError
from .figures.descent_data import FigureData, figure_data
from .flow.logistic import beta
from .flow.sharpness import Stability, stability
from .problem.flow_problem import FlowProblem
from .solvers.certified_facts import Crossing, certified_gap, certified_half_time
from .solvers.closed_forms import closed_form, closed_times, origin_rates
from .solvers.descend import Descent, descend
from .solvers.enclose import Enclosure, enclose
from .solvers.learning_times import learning_times, limit_times
from .solvers.random_results import RandomStarts
from .solvers.random_starts import random_slopes, random_starts
from .solvers.solution import Solution
from .solvers.solve import solve
from .solvers.stopping import StoppingTime, best_stopping_time
from .solvers.sweep import Sweep, sweep
from .solvers.terminal import collapse_thresholds, terminal_strengths
from .validated.delay_constant import critical_ratio, delay_constant
from .validated.large_ratio_delay import large_ratio_constant
from .validated.many_digits import DigitsSolution
from .validated.transition_strength import transition_strength

__all__ = [
    "Crossing",
    "Descent",
    "DigitsSolution",
    "Enclosure",
    "FigureData",
    "FlowProblem",
    "NumericsError",
    "RandomStarts",
    "Solution",
    "Stability",
    "StoppingTime",
    "Sweep",
    "best_stopping_time",
    "beta",
    "certified_gap",
    "certified_half_time",
    "closed_form",
    "closed_times",
    "collapse_thresholds",
    "critical_ratio",
    "delay_constant",
    "descend",
    "enclose",
    "figure_data",
    "large_ratio_constant",
    "learning_times",
    "limit_times",
    "origin_rates",
    "random_slopes",
    "random_starts",
    "solve",
    "stability",
    "sweep",
    "terminal_strengths",
    "transition_strength",
]
