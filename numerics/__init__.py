"""What gradient flow does with labels and weights: in floating point and in guaranteed balls.

Names are loaded where they are first used, so that a flow in floating point pays neither for
ball arithmetic nor for symbols, and one that only reads measurements not even for numpy.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import lazy_loader

_home = Path(__file__).resolve().parents[1]
_found = find_spec("spectra")
if _found is None or Path(_found.origin or "/-").resolve().parents[1:2] != (_home,):
    _said = (
        f"{_found and _found.origin} hides the package spectra of {_home}; work in another folder, "
        "or rename or uninstall what hides it"
    )
    if sys.argv[:1] == ["-m"]:  # a command of this package is about to run
        sys.stderr.write(f"numerics: {_said}\n")
        sys.exit(2)
    raise ImportError(_said)

import spectra  # noqa: F401  (it looks after Ctrl-C while a command is loaded)

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
