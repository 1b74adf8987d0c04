"""What pytest leaves out: modules that are nothing without an extra which is not installed."""

from importlib.util import find_spec

NEED_TORCH = ["numerics/experiment/network.py", "numerics/experiment/training.py"]
collect_ignore = [] if find_spec("torch") else NEED_TORCH
