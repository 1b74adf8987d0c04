"""What a notebook shows of a solution: a table of strengths and their curves."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from spectra.utils.colours import CYCLE
from spectra.utils.line_chart import Chart, Line

if TYPE_CHECKING:
    from numerics.solvers.solution import Solution

COLUMNS = 6
"""Times in the table."""


def solution_html(solution: Solution) -> str:
    """Return a fragment of HTML: what was solved, curves of β, and a table."""
    names, rows = _rows(solution)
    problem = solution.problem
    size = f"{problem.num_classes} classes"
    ratio = "" if problem.R is None else f", R = {problem.R}"
    weights = f"γ = {problem.gamma}" if problem.weights is None else "weights given per class"
    head = f"{problem.system} flow, {size}{ratio}, δ = {problem.delta}, {weights}"
    parts = [f"<p><strong>{escape(head)}</strong></p>"]
    times = np.asarray(solution.times, dtype=float)
    drawable = len(times) > 1 and bool(np.isfinite(rows).any())
    if drawable:
        lines = tuple(Line(n, times.tolist(), r.tolist()) for n, r in zip(names, rows, strict=True))
        parts.append(Chart("Strength of each mode over time", "t", "β", lines).svg())
    parts += [_table(names, times, rows), _status(solution, len(rows))]
    return f'<div class="counterweight">{"".join(parts)}</div>'


def _rows(solution: Solution) -> tuple[list[str], np.ndarray]:
    """Return one row of β for each level of a spectral start, else the first few modes."""
    names = list(solution.mode_names)
    if solution.problem.init == "spectral":
        kept = [names.index(name) for name in dict.fromkeys(names)]
        kept = kept[: len(CYCLE)]
        return [names[i] for i in kept], solution.beta[kept]
    kept = list(range(min(len(names), len(CYCLE))))
    return [f"{i + 1}: {names[i]}" for i in kept], solution.beta[kept]


def _table(names: list[str], times: np.ndarray, rows: np.ndarray) -> str:
    """Return a table of at most `COLUMNS` times, the first and the last among them."""
    kept = np.unique(np.linspace(0, len(times) - 1, min(COLUMNS, len(times))).round().astype(int))
    head = "".join(f'<th scope="col">{times[i]:.6g}</th>' for i in kept)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{row[i]:.6g}</td>" for i in kept)
        + "</tr>"
        for name, row in zip(names, rows, strict=True)
    )
    return (
        f'<table><thead><tr><th scope="col">β at t =</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _status(solution: Solution, shown: int) -> str:
    total = len(solution.mode_names)
    distinct = len(set(solution.mode_names)) if solution.problem.init == "spectral" else total
    left = f"; {shown} of {distinct} different modes shown" if distinct > shown else ""
    said = f"{solution.status}: {solution.message}{left}"
    return f"<p><small>{escape(said)}</small></p>"
