"""What is claimed about re-weighted dynamics, and whether it holds.

Register statements with `claim`, decide them with `check`; ``python -m proofs.check_theorem``
runs the ledger of the paper.
"""

import spectra  # noqa: F401, I001  (first: it looks after Ctrl-C while a command is loaded)
import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
