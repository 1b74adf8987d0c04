"""The figures of the paper, made again from our own flows, and three it does not have.

Every function returns a matplotlib figure with a ``caption`` that says what was run;
``python -m numerics.figures`` writes them to files. matplotlib is loaded at the first of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from numerics.figures.support import draw_support

if TYPE_CHECKING:
    from numerics.figures.fig2 import figure_2
    from numerics.figures.fig5 import figure_5
    from numerics.figures.fig6 import figure_6
    from numerics.figures.limits import figure_limits, limit_curves
    from numerics.figures.modes import figure_modes, mode_curves
    from numerics.figures.style import Captioned
    from numerics.figures.windows import figure_windows, window_curves

_HOME = {
    "Captioned": "style",
    "figure_2": "fig2",
    "figure_5": "fig5",
    "figure_6": "fig6",
    "figure_limits": "limits",
    "figure_modes": "modes",
    "figure_windows": "windows",
    "limit_curves": "limits",
    "mode_curves": "modes",
    "window_curves": "windows",
}

__all__ = [
    "Captioned",
    "draw_support",
    "figure_2",
    "figure_5",
    "figure_6",
    "figure_limits",
    "figure_modes",
    "figure_windows",
    "limit_curves",
    "mode_curves",
    "window_curves",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'numerics.figures' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"numerics.figures.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | __all__)
