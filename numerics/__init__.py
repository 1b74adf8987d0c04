"""What gradient flow does with labels and weights: in floating point and in guaranteed balls.

Names are loaded where they are first used, so that a flow in floating point pays neither for
ball arithmetic nor for symbols, and one that only reads measurements not even for numpy.
"""

from importlib.machinery import SourceFileLoader
from types import ModuleType

_startup = ModuleType("startup")
_startup.__file__ = f"{__path__[0]}/../spectra/utils/startup.py"
SourceFileLoader(_startup.__name__, _startup.__file__).exec_module(_startup)
_startup.require_spectra(__name__)

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
