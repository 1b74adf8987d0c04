"""What is claimed about re-weighted dynamics, and whether it holds.

Register statements with `claim`, decide them with `check`; ``python -m proofs.check_theorem``
runs the ledger of the paper.
"""

from pathlib import Path
from runpy import run_path

import lazy_loader

_own = run_path(str(Path(__file__).resolve().parents[1] / "spectra" / "utils" / "own_packages.py"))
_own["require_spectra"](__name__)

import spectra  # noqa: F401  (it looks after Ctrl-C while a command is loaded)

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
