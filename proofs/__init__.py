"""What is claimed about re-weighted dynamics, and whether it holds.

Register statements with `claim`, decide them with `check`; ``python -m proofs.check_theorem``
runs the ledger of the paper.
"""

from importlib.machinery import SourceFileLoader
from types import ModuleType

_startup = ModuleType("startup")
_startup.__file__ = f"{__path__[0]}/../spectra/utils/startup.py"
SourceFileLoader(_startup.__name__, _startup.__file__).exec_module(_startup)
_startup.require_spectra(__name__)

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
