"""What gradient flow does with labels and weights: in floating point and in guaranteed balls.

Names are loaded where they are first used, so that a flow in floating point pays neither for
ball arithmetic nor for symbols, and one that only reads measurements not even for numpy.
"""

from pathlib import Path
from runpy import run_path

import lazy_loader

_own = run_path(str(Path(__file__).resolve().parents[1] / "spectra" / "utils" / "own_packages.py"))
_own["require_spectra"](__name__)

import spectra  # noqa: F401  (it looks after Ctrl-C while a command is loaded)

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
