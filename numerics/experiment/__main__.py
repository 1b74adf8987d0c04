"""``python -m numerics.experiment``."""

import signal
import sys

from numerics.experiment.command import main

if __name__ == "__main__":  # the training processes import this module again
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
