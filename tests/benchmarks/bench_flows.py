"""Time of the floating-point flows against what a user would take instead, in the same run.

Run as a script: ``python tests/benchmarks/bench_flows.py``; ``--quick`` leaves out the peer that
takes ten seconds. Both sides of a row alternate, one thread each; shown are medians of seconds of the
processor, and the median of the ratios.
"""

from __future__ import annotations

import os

for _pool in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_pool, "1")

import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.integrate import solve_ivp

from numerics import (
    FlowProblem,
    descend,
    learning_times,
    random_starts,
    solve,
    stability,
    sweep,
)
from numerics.problem.initial_state import draw, sample_start

if TYPE_CHECKING:
    from collections.abc import Callable

DELTA = 8.0


@dataclass(frozen=True)
class Row:
    """One line of the table: how many times `peer` takes longer than `ours` (or the inverse)."""

    job: str
    peer: str
    goal: str
    ours: Callable[[], Any] | None
    theirs: Callable[[], Any] | None
    repeats: int = 5
    inverse: bool = False  # the goal bounds ours/theirs from above
    missing: str = ""


def processor() -> float:
    """Seconds of the processor that this process and those it waited for have used."""
    spent = getrusage(RUSAGE_CHILDREN)
    return process_time() + spent.ru_utime + spent.ru_stime


def seconds(work: Callable[[], Any]) -> float:
    """Seconds of the processor of one call."""
    begin = processor()
    work()
    return processor() - begin


def sample_level(problem: FlowProblem, times: Any) -> Callable[[], Any]:
    """The flow of W and H as a user would write it for scipy."""
    labels, k, d = problem.sample_classes, problem.num_classes, problem.d
    hot = np.eye(k)[:, labels]
    omega = problem.class_weights[labels]
    w, h = sample_start(problem)
    start = np.exp(-float(problem.delta)) * np.concatenate([w.ravel(), h.ravel()])

    def field(_: float, x: Any) -> Any:
        left, features = x[: k * d].reshape(k, d), x[k * d :].reshape(d, -1)
        given = left @ features
        if problem.loss == "squared":
            given += 1 / k
        else:
            given = np.exp(given - given.max(axis=0))
            given /= given.sum(axis=0)
        pull = (hot - given) * omega
        return np.concatenate([(pull @ features.T).ravel(), (left.T @ pull).ravel()])

    return lambda: solve_ivp(field, (0, times[-1]), start, method="DOP853", rtol=1e-10,
                             atol=1e-14, t_eval=times)  # fmt: skip


def one_by_one(ratios: Any, deltas: Any, times: Any) -> Callable[[], Any]:
    """A loop of scipy over the maj-min modes of a grid."""

    def work() -> None:
        for i, ratio in enumerate(ratios):
            w1, w2, t1 = np.sqrt([(ratio + 1) / ratio, ratio + 1, ratio / 2]).tolist()

            def field(_: float, x: Any, a: float = w1, b: float = w2, c: float = t1) -> Any:
                w, h1, h2 = x
                p, q = a * (c - w * h1), b * (0.5**0.5 - w * h2)
                return [p * h1 + q * h2, p * w, q * w]

            for j, delta in enumerate(deltas):
                e = np.exp(-delta)
                start = [e, e * np.sqrt(ratio / (ratio + 1)), e / np.sqrt(ratio + 1)]
                solve_ivp(field, (0, times[i, j, -1]), start, method="DOP853", rtol=1e-10,
                          atol=1e-10 * e, t_eval=times[i, j])  # fmt: skip

    return work


def diffrax_peer(problem: FlowProblem, times: Any) -> Callable[[], Any] | None:
    """Dopri8 on the class-level system, compiled; None if diffrax is not installed."""
    try:
        import diffrax
        import jax
        import jax.numpy as jnp
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)
    start, k = draw(problem), problem.num_classes
    pools = [problem.class_weights[pool[0]] for pool in start.pools]
    columns = np.hstack([start.A, *start.spreads])
    omega = np.concatenate(
        [
            problem.class_weights,
            *(np.full(s.shape[1], w) for s, w in zip(start.spreads, pools, strict=True)),
        ]
    )
    target = np.zeros((k, columns.shape[1]))
    target[:, :k] = (np.eye(k) - 1 / k) * np.sqrt(problem.class_counts)
    scale = np.exp(-float(problem.delta))
    m, o = jnp.array(target), jnp.array(omega)

    def field(_: Any, x: Any, __: Any) -> Any:
        w, a = x
        pull = (m - w @ a) * o
        return pull @ a.T, w.T @ pull

    begin = (jnp.array(scale * start.W), jnp.array(scale * columns))

    def flow() -> Any:
        return diffrax.diffeqsolve(
            diffrax.ODETerm(field), diffrax.Dopri8(), 0.0, float(times[-1]), None, begin,
            saveat=diffrax.SaveAt(ts=jnp.array(times)), max_steps=4096,
            stepsize_controller=diffrax.PIDController(rtol=1e-10, atol=1e-14),
        ).ys  # fmt: skip

    run = jax.jit(flow)
    jax.block_until_ready(run())  # compile
    return lambda: jax.block_until_ready(run())


def cold(code: str) -> Callable[[], Any]:
    """A fresh interpreter that runs `code`."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def spread_times(problem: FlowProblem, count: int = 20) -> Any:
    """From 0 until after re-weighting has learned every mode."""
    rate = np.sqrt(problem.class_counts * problem.class_weights**2).max()
    return np.linspace(0, 1.6 * float(problem.delta) / rate, count)


def margins_of(problem: FlowProblem, times: Any) -> Any:
    """Margins of a flow, without an estimate of their error."""
    return solve(problem, times, estimate=False).margins


def rows(quick: bool) -> list[Row]:
    """The table as data."""
    big = FlowProblem(100, 100, DELTA)
    random = FlowProblem(40, 100, DELTA, init="random", seed=1)
    weighted = {
        gamma: [FlowProblem(100, 100, d, gamma=gamma, loss="cross-entropy")
                for d in (DELTA, 1000.0)]
        for gamma in (0.5, 0.0, 1.0)
    }  # fmt: skip
    crossed = weighted[0.0][0]  # weighted, the last mode takes a million units of time
    until = {p: np.linspace(0, max(learning_times(p)), 20)
             for pair in weighted.values() for p in pair}  # fmt: skip
    small = FlowProblem(counts=(49,) * 20 + (1,) * 20, delta=DELTA, init="random", seed=1)
    large = FlowProblem(counts=(49 * 10**6,) * 20 + (10**6,) * 20, delta=DELTA, init="random",
                        seed=1)  # fmt: skip
    deep = FlowProblem(40, 100, 1000.0, init="random", seed=1)
    rate = 101**0.5
    learned = {  # the same stretch of the flow around and after learning
        p: np.linspace(0, (p.delta + 5) / rate, 20) for p in (random, deep)
    }
    ratios, deltas = np.geomspace(1.5, 100, 40), np.linspace(4, 40, 25)
    rescaled = np.array([0.5, 1, 1.1, 1.3, 1.6])
    grid = deltas[:, None] / np.sqrt(ratios + 1)[:, None, None] * rescaled
    compiled = diffrax_peer(random, spread_times(random))
    t_big, t_random = spread_times(big), spread_times(random)
    erm = FlowProblem(4, 10, DELTA, gamma=0, init="random", seed=1)
    eta = 0.2 * stability(erm).largest_step
    flow = "import numerics as n; n.solve(n.FlowProblem(4, 10, 8), [1.0, 2.0]).beta"
    return [
        Row("spectral flow, k=100, R=100, RW", "samples, DOP853", "≥ 1000",
            lambda: solve(big, t_big, estimate=False).beta,
            None if quick else sample_level(big, t_big), 1, missing="left out by --quick"),
        Row("  the same, with its error estimated", "samples, DOP853", "",
            lambda: solve(big, t_big).beta,
            None if quick else sample_level(big, t_big), 1, missing="left out by --quick"),
        Row("cross-entropy, k=100, R=100, ERM", "samples, DOP853", "≥ 300",
            lambda: solve(crossed, until[crossed], estimate=False).margins,
            None if quick else sample_level(crossed, until[crossed]), 1,
            missing="left out by --quick"),
        *(Row(f"  δ = 1000 against δ = 8, γ = {gamma:g}", "ourselves", "≤ 1.5",
              partial(margins_of, far, until[far]), partial(margins_of, near, until[near]), 7,
              inverse=True)
          for gamma, (near, far) in weighted.items()),
        Row("random flow, k=40, R=100, RW", "samples, DOP853", "≥ 15",
            lambda: solve(random, t_random, estimate=False).beta, sample_level(random, t_random)),
        Row("  the same, with its error estimated", "samples, DOP853", "",
            lambda: solve(random, t_random).beta, sample_level(random, t_random), 3),
        Row("  the same, against a compiled one", "diffrax Dopri8", "≤ 3",
            lambda: solve(random, t_random, estimate=False).beta, compiled, 7, inverse=True,
            missing="diffrax is missing: pip install 'reweighting-theory[bench]'"),
        Row("  n = 10⁹ against n = 10³", "ourselves", "≤ 1.2",
            lambda: solve(large, spread_times(large)).beta,
            lambda: solve(small, spread_times(small)).beta, 7, inverse=True),
        Row("  δ = 1000 against δ = 8", "ourselves", "≤ 1.5",
            lambda: solve(deep, learned[deep]).beta, lambda: solve(random, learned[random]).beta,
            7, inverse=True),
        Row("1000 maj-min modes, grid of (R, δ)", "loop of DOP853", "≥ 50",
            lambda: sweep(ratios, deltas, grid).beta, one_by_one(ratios, deltas, grid), 1),
        Row("100 random starts, k=4, R=10, ERM", "loop of DOP853 on samples", "",
            lambda: random_starts(erm, 100, times=np.linspace(0, 20, 50)),
            lambda: [sample_level(erm, np.linspace(0, 20, 50))() for _ in range(100)], 1),
        Row("300 steps of descent, random", "the same, on samples", "",
            lambda: descend(erm, 300, eta, record=[300]).beta,
            lambda: descend(erm, 300, eta, record=[300], per="sample").beta),
        Row("cold process, STEP flow", "import numpy, scipy.integrate", "≤ 1.3", cold(flow),
            cold("import numpy, scipy.integrate"), 9, inverse=True),
        Row("  the same", "import sympy", "", cold(flow), cold("import sympy"), inverse=True),
    ]  # fmt: skip


def line(row: Row) -> str:
    """Measure a row."""
    head = f"{row.job:38s}{row.peer:32s}"
    if row.ours is None or row.theirs is None:
        return f"{head}{'':26s}{row.goal:>10s}   {row.missing}"
    row.ours()  # imports and caches
    few = 5 if row.repeats == 1 else 1  # of ours, where the peer is too slow to repeat
    pairs = [
        (median(seconds(row.ours) for _ in range(few)), seconds(row.theirs))
        for _ in range(row.repeats)
    ]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    ratio = median(a / b if row.inverse else b / a for a, b in pairs)
    kind = "ours/peer" if row.inverse else "peer/ours"
    return f"{head}{ours:10.4f}s{theirs:10.4f}s{ratio:11.2f}{row.goal:>10s}   {kind}"


def main() -> None:
    """Print the table."""
    print(f"{'job':38s}{'peer':32s}{'ours':>11s}{'peer':>11s}{'ratio':>11s}{'goal':>10s}")
    for row in rows("--quick" in sys.argv[1:]):
        print(line(row), flush=True)


if __name__ == "__main__":
    main()
