"""``python -m spectra.advise``; see :mod:`spectra.advise.command`."""

import os

from spectra.utils.command import launch, main_of

MODULE = "spectra.advise.command"
main = main_of(MODULE)

if __name__ == "__main__":
    # matrices are small: threads of BLAS wait for each other, and much longer on a busy machine
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    launch("advise", MODULE)
