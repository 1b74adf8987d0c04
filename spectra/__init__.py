"""What the labels and the weights determine: exact and symbolic spectra of imbalanced labels.

Start with an imbalance (`step`, `groups`, `from_counts`), `decompose` it, and ask for the
`effective` weights, rates and learning times under class `weights`.
"""

import signal
import sys

if (
    sys.argv[:1] == ["-m"]  # until the module that is to run has been found
    and " ".join(sys.orig_argv)
    .partition(" -m ")[2]
    .startswith(("spectra.", "numerics.", "proofs."))
    and signal.getsignal(signal.SIGINT) is signal.default_int_handler
):
    # a command is loaded: before it can say that it was interrupted, Ctrl-C ends it in silence
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
