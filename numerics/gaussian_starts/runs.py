"""What is measured of each seed: a descent of Figures 5 and 6, and a flow from the same kind of start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.figures.descent_data import figure_data
from numerics.gaussian_starts.table import Run
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.random_starts import random_starts

if TYPE_CHECKING:
    from numerics.figures.descent_data import Curves, FigureData, Panel
    from numerics.solvers.random_results import RandomStarts
    from spectra.utils.arrays import Array

CLASSES, RATIO, DELTA = 4, 10, 8.0
"""The problem of Figures 2 and 5, and the size of its start."""

FURTHER: Final = 8.0
"""How times grow with δ is measured between δ and δ plus this."""

WEIGHTINGS = {"ERM": 0.0, "RW": 0.5}
SUPPORT: Final = "support"
"""Figure 6: a support matrix, drawn anew for every seed."""

DISTANCES: dict[str, Callable[[Curves], Array]] = {
    "logits": lambda c: c.logits,
    "gram W": lambda c: c.gram_W,
    "gram H": lambda c: c.gram_H,
    "off left": lambda c: c.off_left,
    "off right": lambda c: c.off_right,
}


def measure(seeds: range, progress: Callable[[float], None] = lambda _: None) -> list[Run]:
    """Return the runs of all seeds: ERM and RW, and ERM on a support matrix."""
    found = [run for name in WEIGHTINGS for run in _flows(name, seeds)]
    flows = {(run.problem, run.seed): run.values for run in found}
    runs = []
    for done, seed in enumerate(seeds, 1):
        for data in (figure_data("5", k=CLASSES, R=RATIO, delta=DELTA, seed=seed), _support(seed)):
            for panel in data.panels:
                name = SUPPORT if data.figure == "6" else panel.weighting
                values = _of_descent(data, panel) | dict(flows.get((name, seed), {}))
                runs.append(Run(name, seed, values))
        progress(done / len(seeds))
    return sorted(runs, key=lambda run: (run.problem, run.seed))


def _support(seed: int) -> FigureData:
    return figure_data("6", delta=DELTA, seed=seed)


def _of_descent(data: FigureData, panel: Panel) -> dict[str, float]:
    """Steps, distances at both ends and final norms of the descent from a Gaussian start."""
    last = len(data.sigma) - 1
    values: dict[str, float] = {}
    for name, mode in {"first": 0, "middle": last // 2, "last": last}.items():
        for start, curves in (("step", panel.random), ("spectral", panel.spectral)):
            values[f"{start} {name}"] = _half(
                curves, curves.singular_values[mode], data.sigma[mode]
            )
    for name, of in DISTANCES.items():
        curve = of(panel.random)
        values |= {f"{name} start": float(curve[0]), f"{name} end": float(curve[-1])}
    for name, curves in (("loss", panel.random), ("spectral loss", panel.spectral)):
        values[f"{name} half"] = _half(curves, -curves.loss, -curves.loss[0])
    for name, curves in (("norms", panel.random), ("spectral norms", panel.spectral)):
        values[name] = float(np.hypot(curves.norm_W[-1], curves.norm_H[-1]))
    return values


def _half(curves: Curves, values: Array, final: float) -> float:
    """Return the first recorded step at which values are at least half their final one."""
    there = values >= final / 2
    return float(curves.steps[there.argmax()]) if there.any() else float("inf")


def _flows(name: str, seeds: range) -> list[Run]:
    """Accuracy times of the flow, and the growth of times with δ."""
    problem = FlowProblem(CLASSES, RATIO, DELTA, WEIGHTINGS[name], init="random")
    near, far = (
        random_starts(replace(problem, delta=delta), len(seeds), seed=seeds[0])
        for delta in (DELTA, DELTA + FURTHER)
    )
    table = {"minority right": _right(near)}
    for mode, column in zip(
        problem.mode_names, ((far.learning_times - near.learning_times) / FURTHER).T, strict=True
    ):
        table[f"slope {mode}"] = column
    rare = ~near.majority
    leaving = (far.leaving_times - near.leaving_times)[:, rare].max(axis=1) / FURTHER
    apart = (_right(far) - _right(near)) / FURTHER
    table |= {"slope leaving": leaving, "slope right": apart}
    table["flow last"] = near.learning_times.max(axis=1)
    return [
        Run(name, seed, {key: float(column[i]) for key, column in table.items()})
        for i, seed in enumerate(seeds)
    ]


def _right(starts: RandomStarts) -> Array:
    """Time from which every minority class is classified rightly."""
    return np.asarray(starts.accuracy_times[:, ~starts.majority].max(axis=1))
