"""Time of ``solve``: class level against sample level, and against the number of samples.

Run as a script: ``python tests/benchmarks/bench_solve.py``.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np

from numerics import FlowProblem, limit_times, solve

REPEATS = 3


def seconds(function: Any, *args: Any, **options: Any) -> float:
    """Best of a few runs."""
    best = np.inf
    for _ in range(REPEATS):
        begin = perf_counter()
        function(*args, **options)
        best = min(best, perf_counter() - begin)
    return float(best)


def main() -> None:
    """Print the table."""
    times = np.linspace(0, 6, 25)
    seconds(solve, FlowProblem(4, 2, 4), times)  # imports
    print("random start, k = 4, δ = 6, re-weighted: seconds by samples per majority class")
    base = None
    for ratio in (3, 30, 300, 3000):
        problem = FlowProblem(4, ratio, 6, init="random", seed=1)
        steps = times / np.sqrt(ratio + 1)
        by_class = seconds(solve, problem, steps)
        base = base or by_class
        line = f"  R = {ratio:5d}  n = {2 * ratio + 2:5d}  class {by_class:7.3f} ({by_class / base:4.1f} of the first)"
        if ratio <= 300:
            by_sample = seconds(solve, problem, steps, per="sample")
            line += f"  sample {by_sample:7.3f}  ratio {by_sample / by_class:6.1f}"
        print(line)
    print("spectral start, R = 10, δ = 8: seconds by classes")
    base = None
    for k in (4, 1000, 100_000):
        spent = seconds(solve, FlowProblem(k, 10, 8), times)
        base = base or spent
        print(f"  k = {k:6d}  {spent:7.3f}  ({spent / base:4.1f} of the first)")
    spent = seconds(limit_times, FlowProblem(4, 10, 8))
    print(f"limit_times, k = 4, R = 10: {spent:.3f}")


if __name__ == "__main__":
    main()
