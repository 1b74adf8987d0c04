"""Many digits and enclosures against the tools that one would take instead.

Run as a script: ``python tests/benchmarks/bench_digits.py``. Both sides of a row take turns; shown are
medians and the median of the ratios.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import mpmath

from numerics import FlowProblem, certified_half_time, delay_constant, enclose, solve

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = FlowProblem(4, 10, 8)
LEARNED = Fraction("2.41209075662210")  # δ/√(R+1)
LATE = Fraction("3.85934521059537")  # 1.6 times that
REPEATS = 5


@dataclass(frozen=True)
class Row:
    """A job, our way of doing it, and a peer's (or in words why there is none) with its target."""

    job: str
    ours: Callable[[], object]
    peer_name: str
    peer: Callable[[], object] | None
    target: str


def odefun() -> mpmath.mpf:
    """The maj-min mode at 50 digits by mpmath."""
    with mpmath.workdps(50):
        r = mpmath.mpf(10)
        w1, w2, g = mpmath.sqrt((r + 1) / r), mpmath.sqrt(r + 1), mpmath.sqrt((r + 1) / 2)

        def slope(_: mpmath.mpf, x: list[mpmath.mpf]) -> list[mpmath.mpf]:
            p, q = g - w1 * x[0] * x[1], g - w2 * x[0] * x[2]
            return [x[1] * p + x[2] * q, x[0] * p, x[0] * q]

        e = mpmath.exp(-8)
        start = [e, e * mpmath.sqrt(r / (r + 1)), e / mpmath.sqrt(r + 1)]
        time = mpmath.mpf(LATE.numerator) / LATE.denominator
        w, a, b = mpmath.odefun(slope, 0, start)(time)
        return w * (mpmath.sqrt(r / 2) * a + b / mpmath.sqrt(mpmath.mpf(2))) * 2 / (r + 1)


def cold() -> None:
    """A whole process, from the interpreter to 50 digits."""
    code = (
        "from numerics import FlowProblem, solve; "
        f"solve(FlowProblem(4, 10, 8), ['{float(LATE)}'], digits=50)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def heyoka() -> None:
    """The same by heyoka, from the interpreter to 50 digits."""
    script = Path(__file__).with_name("peer_heyoka.py")
    subprocess.run([sys.executable, str(script)], check=True, capture_output=True)


def rows() -> list[Row]:
    """The table."""
    has_heyoka = importlib.util.find_spec("heyoka") is not None
    missing = "heyoka is missing: pip install 'reweighting-theory[bench]'"
    backend = "gmpy2" if mpmath.libmp.BACKEND == "gmpy" else "plain integers: gmpy2 is missing"
    ours: list[Row] = [
        Row("maj-min mode, 50 digits", lambda: solve(STEP, [LATE], digits=50),
            f"mpmath.odefun ({backend})", odefun, "25 times as fast"),
        Row("the same, cold process", cold, "heyoka, cold process" if has_heyoka else missing,
            heyoka if has_heyoka else None, "faster"),
        Row("maj-min mode, 200 digits", lambda: solve(STEP, [LATE], digits=200), "", None, ""),
        Row("c(10), certified to 15 decimals", lambda: delay_constant(10), "", None, ""),
        Row("half-time, certified to 15 digits", lambda: certified_half_time(STEP, "maj-min"),
            "", None, ""),
        Row("enclosure over δ = 8 ± 0.01", lambda: enclose(STEP, [LEARNED], delta=(8, "0.01")),
            "", None, ""),
    ]  # fmt: skip
    goals = {30: ("0.6 s", "0.3 s"), 50: ("1.2-2 s", "0.6 s"), 100: ("7 s", "3 s"),
             200: ("31 s", "15 s")}  # fmt: skip
    for digits, (capd, goal) in goals.items():

        def job(digits: int = digits) -> object:
            return enclose(STEP, [LEARNED], digits=digits)

        width = float(enclose(STEP, [LEARNED], digits=digits).radius.max())
        ours.append(Row(f"enclosure, {digits} digits (radius {width:.0e})", job,
                        f"CAPD multiprecision, measured elsewhere: {capd}", None, goal))  # fmt: skip
    return ours


def seconds(function: Callable[[], object]) -> float:
    """Wall clock of one run."""
    begin = perf_counter()
    function()
    return perf_counter() - begin


def main() -> None:
    """Print the table."""
    print(f"{'job':40} {'ours':>8} {'peer':>8} {'ratio':>6}  to reach          peer")
    for row in rows():
        seconds(row.ours)  # imports
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(seconds(row.ours))
            if row.peer:
                theirs.append(seconds(row.peer))
        line = f"{row.job:40} {median(ours):8.3f}"
        if theirs:
            ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
            line += f" {median(theirs):8.3f} {ratio:6.1f}"
        else:
            line += 16 * " "
        print(f"{line}  {row.target:16}  {row.peer_name}", flush=True)


if __name__ == "__main__":
    main()
