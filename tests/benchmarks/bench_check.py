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
WALL, RATIO = 4.0, 5.0
"""What to reach: seconds of wall time on two cores, and times the peer."""


def seconds(command: list[str]) -> float:
    """Run a command to its end; its output is thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


COMMANDS = {
    "spectra.advise 5 5 1 1": ("numpy", 1.5),
    "spectra.latex --help": ("sympy", 1.5),
    "numerics.figures --help": ("numpy", 1.5),
    "numerics.experiment --help": ("numpy", 1.5),
    "proofs.check_theorem --help": ("sympy", 1.5),
}
"""What is used of each command at once, the library it cannot do without, and times that."""


def main(runs: int) -> None:
    """Print the tables."""
    seconds(PEER), seconds(OURS)  # both once, so that files are in memory
    ours, peer, ratio = in_turn(OURS, PEER, runs)
    print(f"{'job':<44}{'median':>9}")
    print(f"{'check_theorem, the whole ledger':<44}{ours:>7.2f} s   (to reach: {WALL:g} s)")
    print(f"{'import sympy, scipy.integrate, flint':<44}{peer:>7.2f} s")
    print(f"{'ratio':<44}{ratio:>7.1f}     (to reach: {RATIO:g})")
    for words, (library, most) in COMMANDS.items():
        command = [sys.executable, "-m", *words.split()]
        took, _, ratio = in_turn(command, [sys.executable, "-c", f"import {library}"], runs)
        print(
            f"{words:<44}{took:>7.2f} s   ({ratio:.1f} times import {library}; to reach: {most:g})"
        )


def in_turn(ours: list[str], peer: list[str], runs: int) -> tuple[float, float, float]:
    """Medians of two commands that run in turn, and of their ratio."""
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
    return first, second, statistics.median(a / b for a, b in pairs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
