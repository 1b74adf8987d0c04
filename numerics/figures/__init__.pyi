from .fig2 import figure_2
from .fig5 import figure_5
from .fig6 import figure_6
from .fig_decay import figure_decay
from .fig_gaussian_inputs import figure_gaussian_inputs
from .fig_limits import figure_limits, limit_curves
from .fig_losses import figure_losses
from .fig_modes import figure_modes, mode_curves
from .fig_test_time import figure_test_time
from .fig_windows import figure_windows, window_curves
from .style import Captioned
from .support_matrix import draw_support

__all__ = [
    "Captioned",
    "draw_support",
    "figure_2",
    "figure_5",
    "figure_6",
    "figure_decay",
    "figure_gaussian_inputs",
    "figure_limits",
    "figure_losses",
    "figure_modes",
    "figure_test_time",
    "figure_windows",
    "limit_curves",
    "mode_curves",
    "window_curves",
]
