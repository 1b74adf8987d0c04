"""Ctrl-C while the command is still loading: one line, no traceback."""

import os
import signal
import sys
from types import FrameType

COMMAND = "numerics.figures"


def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """End at once: nothing has been done yet."""
    os.write(2, b"figures: interrupted before it began\n")
    os._exit(130)


def prepare() -> None:
    """Take over Ctrl-C if this process runs the command; the command gives it back."""
    if COMMAND in sys.orig_argv:
        signal.signal(signal.SIGINT, stop)
