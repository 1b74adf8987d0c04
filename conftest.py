"""What pytest leaves out: modules that are nothing without a library which is not installed."""

from importlib.util import find_spec

NEEDS = {
    "heyoka": ["tests/benchmarks/peer_heyoka.py"],
    "torch": ["numerics/experiment/network.py", "numerics/experiment/training.py"],
}
collect_ignore = [path for name, paths in NEEDS.items() if not find_spec(name) for path in paths]
