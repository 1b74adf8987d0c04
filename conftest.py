"""What pytest leaves out: modules that are nothing without an extra which is not installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["numerics/experiment/training.py"]
