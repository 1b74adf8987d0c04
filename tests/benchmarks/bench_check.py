"""How long the whole ledger takes, against the imports it cannot do without.

Run ``python tests/benchmarks/bench_check.py [RUNS]``: whole processes, the two sides in turn, so
that a drift of the machine's speed touches both; medians, and the median of the ratios.
"""

import statistics
import subprocess
import sys
import time

PEER = [sys.executable, "-c", "import sympy, scipy.integrate, flint"]
OURS = [sys.executable, "-m", "proofs.check_theorem"]
WALL, RATIO = 10.0, 8.0
"""What to reach: seconds of wall time on two cores, and times the peer."""


def seconds(command: list[str]) -> float:
    """Run a command to its end; its output is thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print the table."""
    seconds(PEER), seconds(OURS)  # both once, so that files are in memory
    pairs = [(seconds(OURS), seconds(PEER)) for _ in range(runs)]
    ours, peer = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{'job':<44}{'median':>9}")
    print(f"{'check_theorem, the whole ledger':<44}{ours:>7.2f} s   (to reach: {WALL:g} s)")
    print(f"{'import sympy, scipy.integrate, flint':<44}{peer:>7.2f} s")
    print(f"{'ratio':<44}{ratio:>7.1f}     (to reach: {RATIO:g})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
