"""Weights ≥ 0 with which polynomials add up to another: by linear programming, then exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq, fmpq_mat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proofs.kernel.polynomials import Poly

Powers = tuple[int, ...]

MOST_WEIGHT = 1e5
"""How large a weight may be where no number in the polynomials is larger than a tenth of it."""

MOST_PIVOTS = 10
"""Steps of the simplex algorithm for each row and column: on large numbers it may go in circles."""

NUMERICAL = 4
"""What HiGHS answers where the numbers are of too different sizes."""


def weights_of(p: Poly, summands: Sequence[Poly], strict: Sequence[bool]) -> list[fmpq] | None:
    """Find exact weights ≥ 0 with p = Σ weight·summand, a strict summand if possible."""
    target = p.to_dict()
    all_columns = [summand.to_dict() for summand in summands]
    kept = _possible(target, all_columns)
    if not kept:
        return None
    from scipy.optimize import linprog  # it takes half a second to load, and many proofs do without
    from scipy.sparse import csc_matrix

    columns = [all_columns[n] for n in kept]
    rows: dict[Powers, int] = {}
    for column in (target, *columns):
        for powers in column:
            rows.setdefault(powers, len(rows))
    entries = [
        (rows[m], j, float(c.p) / float(c.q))
        for j, column in enumerate(columns) for m, c in column.items()
    ]  # fmt: skip
    i, j, value = (np.array(part) for part in zip(*entries, strict=True))
    matrix = csc_matrix((value, (i, j)), shape=(len(rows), len(kept)))
    right = np.zeros(len(rows))
    for m, c in target.items():
        right[rows[m]] = float(c.p) / float(c.q)
    most = max(MOST_WEIGHT, 10 * np.abs(value).max(), 10 * np.abs(right).max())
    costs = [-1.0 if strict[n] else 0.01 * len(summands[n]) for n in kept]
    steps = MOST_PIVOTS * sum(matrix.shape)
    how = {"bounds": (0, most), "method": "highs", "options": {"maxiter": steps}}
    for goal in (np.ones(len(kept)),) if p.is_constant() else (np.array(costs), np.ones(len(kept))):
        found = linprog(goal, A_eq=matrix, b_eq=right, **how)
        if found.status == NUMERICAL:
            even = matrix / abs(matrix).max(axis=0).toarray()
            found = linprog(goal, A_eq=even, b_eq=right, **how)
        if found.status != 0:
            return None
        chosen = [n for n, w in enumerate(found.x) if w > 1e-9]
        weights = _exact(target, columns, rows, chosen)
        if weights is not None:
            exact = dict(zip(kept, weights, strict=True))
            return [exact.get(n, fmpq(0)) for n in range(len(summands))]
    return None


def _possible(target: dict[Any, fmpq], columns: list[dict[Any, fmpq]]) -> list[int]:
    """Return the columns that may have a weight > 0, none where no weights ≥ 0 give the target.

    Columns that have a term with one sign in common, which the target does not have, have no weight;
    where the target has a term that no column has with its sign, there are no weights.
    """
    rows: dict[Any, tuple[set[int], set[int]]] = {m: (set(), set()) for m in target}
    for n, column in enumerate(columns):
        for m, c in column.items():
            rows.setdefault(m, (set(), set()))[c < 0].add(n)
    left, waiting = set(range(len(columns))), list(rows)
    while waiting:
        row = waiting.pop()
        above, below = rows[row]
        wanted = target.get(row, 0)
        if (wanted > 0 and not above) or (wanted < 0 and not below):
            return []
        if wanted == 0 and (not above or not below):
            for n in sorted(above | below):
                left.discard(n)
                for m, c in columns[n].items():
                    rows[m][c < 0].discard(n)
                    waiting.append(m)
    return sorted(left)


def _exact(
    target: dict[Any, fmpq], columns: list[dict[Any, fmpq]], rows: dict[Powers, int],
    chosen: list[int],
) -> list[fmpq] | None:  # fmt: skip
    """Solve for the chosen weights in rational numbers."""
    used = sorted({rows[m] for n in chosen for m in columns[n]}
                  | {rows[m] for m in target})  # fmt: skip
    place = {row: i for i, row in enumerate(used)}
    table = fmpq_mat(len(used), len(chosen) + 1)
    for k, n in enumerate(chosen):
        for m, c in columns[n].items():
            table[place[rows[m]], k] = c
    for m, c in target.items():
        table[place[rows[m]], len(chosen)] = c
    reduced, rank = table.rref()
    weights = [fmpq(0)] * len(columns)
    for i in range(rank):
        pivot = next(k for k in range(len(chosen) + 1) if reduced[i, k] != 0)
        if pivot == len(chosen):
            return None
        weights[chosen[pivot]] = reduced[i, len(chosen)]
    return None if any(w < 0 for w in weights) else weights


def least_norm(a: fmpq_mat, right: Sequence[fmpq]) -> list[fmpq]:
    """Return the shortest x with a·x = right, if there is any."""
    square, n = a * a.transpose(), a.nrows()
    rows = [[*(square[i, j] for j in range(n)), right[i]] for i in range(n)]
    reduced, rank = fmpq_mat(rows).rref()
    z = [fmpq(0)] * (n + 1)
    for i in range(rank):
        z[next(k for k in range(n + 1) if reduced[i, k] != 0)] = reduced[i, n]
    x = a.transpose() * fmpq_mat([[y] for y in z[:n]])
    return [x[i, 0] for i in range(a.ncols())]
