"""Growth rates of thousands of classes against dense and one-by-one eigenvalue solvers.

Run as a script: ``python tests/benchmarks/bench_rates.py``; ``--quick`` leaves out the dense solver.
Both sides of a row alternate, one thread each; shown are medians, and the median of the ratios. Below
the table: the peak memory of a process of its own, and how time grows with the number of classes.
"""

from __future__ import annotations

import os

for _pool in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_pool, "1")

import ctypes
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

from spectra import growth_rates
from spectra.class_counts import fast_multipole

if TYPE_CHECKING:
    from collections.abc import Callable

VOCABULARY = 128_000
MEMORY = (
    "from bench_rates import distinct, erm, peak; before = peak();"
    f"erm(distinct({VOCABULARY})); print(before, peak())"
)


@dataclass(frozen=True)
class Row:
    """One line: how many times `theirs` takes longer than `ours`, or the seconds of `ours` alone."""

    job: str
    peer: str
    goal: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any] | None = None
    repeats: int = 5


def distinct(k: int) -> Any:
    """Counts that all differ, by random differences: no structure helps."""
    return np.cumsum(np.random.default_rng(1).integers(1, 100, k))


def spread(k: int) -> Any:
    """Counts from 1 to 10¹², evenly in their logarithm, most of them distinct."""
    return np.round(np.exp(np.random.default_rng(1).uniform(0, np.log(1e12), k)))


def zipf(k: int, tokens: float = 1e9) -> Any:
    """Zipf-Mandelbrot counts in a text of so many tokens; equal in the tail, at least 1."""
    share = 1 / (np.arange(k) + 2.7)
    return np.maximum(1, np.round(tokens * share / share.sum()))


def erm(counts: Any) -> Any:
    """Ours, without weights."""
    return growth_rates(counts, gamma=0)


def direct(counts: Any) -> Any:
    """Ours, with every sum over all poles: blocks of gaps are as large but see everything."""

    def blocks(poles: Any, weights: Any) -> Any:
        height = max(1, fast_multipole.ENTRIES // poles.size)
        for a in range(0, poles.size - 1, height):
            b = min(a + height, poles.size - 1)
            yield fast_multipole.Block(a, b, 0, poles.size, np.zeros(fast_multipole.TERMS))

    with mock.patch("spectra.class_counts.fast_multipole.find_blocks", blocks):
        return erm(counts)


def dense(counts: Any) -> Any:
    """The matrix P·diag(n)·P, given to numpy."""
    n = np.asarray(counts, dtype=float)
    centred = np.diag(n) - n / n.size - n[:, None] / n.size + n.sum() / n.size**2
    return np.sqrt(np.linalg.eigvalsh(centred)[:0:-1])


def dlaed4() -> Callable[..., None]:
    """LAPACK's solver for one root, out of scipy."""
    from scipy.linalg import cython_lapack

    capsule = cython_lapack.__pyx_capi__["dlaed4"]
    api = ctypes.pythonapi
    api.PyCapsule_GetName.restype, api.PyCapsule_GetName.argtypes = (
        ctypes.c_char_p,
        [ctypes.py_object],
    )
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    address = api.PyCapsule_GetPointer(capsule, api.PyCapsule_GetName(capsule))
    return ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 8)(address)


def one_by_one(counts: Any) -> Callable[[], Any]:
    """A loop of dlaed4 over the roots: P·diag(n)·P has the spectrum of diag(n) - √n √nᵀ/k."""
    solve = dlaed4()
    poles = -np.sort(np.asarray(counts, dtype=float))[::-1]
    k = poles.size
    z, delta = np.sqrt(poles / poles.sum()), np.empty(k)
    size, index, info = ctypes.c_int(k), ctypes.c_int(), ctypes.c_int()
    rho, root = ctypes.c_double(-poles.sum() / k), ctypes.c_double()
    arrays = [array.ctypes.data_as(ctypes.c_void_p) for array in (poles, z, delta)]  # keep them
    pointers = [ctypes.byref(size), ctypes.byref(index), *arrays, ctypes.byref(rho),
                ctypes.byref(root), ctypes.byref(info)]  # fmt: skip

    def work() -> Any:
        found = np.empty(k - 1)
        for i in range(k - 1):
            index.value = i + 1
            solve(*pointers)
            if info.value:
                raise ArithmeticError(i)
            found[i] = root.value
        return np.sqrt(-found)

    return work


def rows(quick: bool) -> list[Row]:
    """The table as data."""
    small, medium = distinct(4000), distinct(16000)
    large, wide, words = (make(VOCABULARY) for make in (distinct, spread, zipf))
    loop = one_by_one(small)
    ours = erm(small)
    for name, theirs in (("dlaed4", loop()), ("all sums direct", direct(small))):
        print(f"largest relative difference from {name}: {np.max(np.abs(theirs / ours - 1)):.1e}")
    table = [
        Row("4,000 distinct counts", "numpy eigvalsh", "≥ 60", lambda: erm(small),
            lambda: dense(small), 3),
        Row("4,000 distinct counts", "loop of dlaed4", "≥ 2", lambda: erm(small), loop, 15),
        Row("4,000 distinct counts", "all sums direct", "", lambda: erm(small), lambda: direct(small), 7),
        Row("16,000 distinct counts", "all sums direct", "", lambda: erm(medium),
            lambda: direct(medium), 3),
        Row(f"128,000 Zipf ({np.unique(words).size} distinct)", "", "≤ 0.5 s", lambda: erm(words)),
        Row("128,000 distinct counts", "", "≤ 15 s", lambda: erm(large)),
        Row(f"128,000 from 1 to 10¹² ({np.unique(wide).size} distinct)", "", "", lambda: erm(wide)),
        Row("128,000 distinct counts, γ = 0.3", "", "", lambda: growth_rates(large, gamma=0.3)),
    ]  # fmt: skip
    return table[1:] if quick else table


def seconds(work: Callable[[], Any]) -> float:
    """Duration of one call."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def line(row: Row) -> str:
    """Measure a row."""
    row.ours()  # imports and caches
    head = f"{row.job:42s}{row.peer:18s}"
    if row.theirs is None:
        ours = median(seconds(row.ours) for _ in range(row.repeats))
        return f"{head}{ours:10.4f}s{'':22s}{row.goal:>10s}"
    pairs = [(seconds(row.ours), seconds(row.theirs)) for _ in range(row.repeats)]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    ratio = median(b / a for a, b in pairs)
    return f"{head}{ours:10.4f}s{theirs:10.4f}s{ratio:11.1f}{row.goal:>10s}"


def exponent(solve: Callable[[Any], Any], sizes: list[int]) -> float:
    """Slope of the logarithm of processor time over that of the number of distinct counts."""
    times = []
    for k in sizes:
        counts = distinct(k)
        laps = [process_time()]
        for _ in range(3):
            solve(counts)
            laps.append(process_time())
        times.append(min(np.diff(laps)))
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def peak() -> float:
    """Peak resident memory of this process in MiB; nan where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return math.nan
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    """Print the table."""
    table = rows("--quick" in sys.argv[1:])
    print(f"{'job':42s}{'peer':18s}{'ours':>11s}{'peer':>11s}{'peer/ours':>11s}{'goal':>10s}")
    for row in table:
        print(line(row), flush=True)
    done = subprocess.run([sys.executable, "-c", MEMORY], cwd=Path(__file__).parent, check=True,
                          capture_output=True, text=True)  # fmt: skip
    imports, most = (float(x) for x in done.stdout.split())
    print(f"peak memory, 128,000 distinct: {most:.0f} MiB, {imports:.0f} before (goal ≤ 1024)")
    sizes = [4000 * 2**i for i in range(8)]
    print(f"time grows as k^{exponent(erm, sizes):.2f} for k = 4,000 … {sizes[-1]:,};"
          f" all sums direct: k^{exponent(direct, sizes[:3]):.2f} to {sizes[2]:,}")  # fmt: skip


if __name__ == "__main__":
    main()
