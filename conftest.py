"""What pytest leaves out: modules that are nothing without an extra which is not installed.

As in the commands, sympy keeps results and Python searches for what nobody needs rarely. Matrices
are multiplied by one thread, as there is a worker on every core.
"""

import gc
import os
from importlib.util import find_spec

from spectra.utils.command import KEPT_RESULTS, RARELY

collect_ignore = [] if find_spec("torch") else ["numerics/experiment/training.py"]

os.environ.setdefault("SYMPY_CACHE_SIZE", KEPT_RESULTS)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
gc.set_threshold(RARELY)
