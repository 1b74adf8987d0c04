"""A problem in the coordinates in which its flow is integrated.

Left: the singular vectors of Z, and for random initialisation the ones-direction. Right: the
sum-zero vectors of every group of equal classes and the indicators of the groups, on which Ω
is diagonal and Z has exact zeros; with one weight for all classes the right singular vectors
of Z do both as well, and separate the modes further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import ResolutionError
from numerics.flow.linear_phase import linear_time, propagate
from numerics.flow.vector_fields import FactorFlow, SampleFlow
from numerics.integrators.adaptive import FLOOR, State, Step, march
from numerics.problem import initial_state

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices


_DOUBLE_RANGE = 300.0  # e^{-2δ} is a normal double up to about here


@dataclass(frozen=True, eq=False)
class Reduction:
    """A flow in its coordinates, with the way back.

    Attributes
    ----------
    flow, start
        The flow and its state at time 0.
    left : ndarray, shape (k, p); right : ndarray, shape (k, q)
        Coordinate vectors in class space.
    hidden : ndarray, shape (..., d, width)
        Hidden directions the flow runs in.
    reading : ndarray, shape (q, m)
        Right singular vectors of the m modes; the left ones are the first m coordinates.
    sigma : ndarray, shape (m,)
        Their singular values.
    pooled : bool
        Whether there are deviations of the weight that the flow does not follow.
    decay : tuple of float
        Weight decay, which a multiscale reduction alone knows to follow.
    """

    flow: FactorFlow
    start: State
    left: Array
    right: Array
    hidden: Array
    reading: Array
    sigma: Array
    pooled: bool = False
    decay: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def entry(self) -> State:
        """State at the end of the phase that is linear to double precision."""
        return propagate(self.flow, self.start, linear_time(self.flow, self.start))

    def at(self, time: float) -> State:
        """State at a time before that of ``entry``."""
        return propagate(self.flow, self.start, time)

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """The trajectory: the linear phase, then the steps of an integrator (see ``march``)."""
        if self.entry.time > 0:
            yield Step(0.0, self.entry.time, self.entry, self.at)
        flow = self.flow
        yield from march(
            flow,
            self.entry,
            tolerance,
            stops,
            fading=flow.fading,
            fastest=flow.fastest,
            slowest=flow.slowest,
        )

    def beta(self, state: State) -> Array:
        """β of the m modes: shape (..., m)."""
        w, a = self.flow.split(state.x)
        m, q = len(self.sigma), len(self.reading)
        squares = np.exp(2 * state.scales).reshape(*self.flow.batch, self.flow.num_blocks)
        inner = np.einsum("...id,...di->...i", w[..., :m, :], a[..., :q] @ self.reading)
        return np.asarray(inner * squares[..., self.flow.rows[:m]] / self.sigma)

    def scaled(self, state: State) -> tuple[Array, Array]:
        """W (..., p, d) and all columns of A (..., d, q), scales multiplied in."""
        w, a = self.flow.split(state.x)
        scale = np.exp(state.scales).reshape(*self.flow.batch, 1, self.flow.num_blocks)
        return np.swapaxes(scale[..., self.flow.rows], -1, -2) * w, a * scale[
            ..., self.flow.columns
        ]

    def factors(self, state: State) -> tuple[Array, Array]:
        """W (..., p, d) and class part of A (..., d, q) in the coordinates."""
        w, a = self.scaled(state)
        return w, a[..., : len(self.reading)]

    def compressed(self, state: State) -> Array:
        """W times features whose Gram matrix is that of the n samples': (..., p, columns)."""
        w, a = self.scaled(state)
        if self.pooled:
            a = np.concatenate([a, self.spread(w, a)], axis=-1)
        return np.asarray(w @ a)

    def spread(self, w: Array, a: Array) -> Array:
        """Factor (..., d, d) of the second moment that the flow does not follow."""
        value, vector = np.linalg.eigh(self.flow.deviations(w, a))
        return np.asarray(vector * np.sqrt(np.maximum(value, 0.0))[..., None, :])


def coupled_modes(problem: FlowProblem) -> Reduction:
    """The modes constant on every group, from spectral initialisation (all others decouple)."""
    modes = problem.modes
    groups, m = modes.groups, modes.left.shape[1]
    q = len(groups)
    flow = FactorFlow(
        target=modes.left.T * np.sqrt([g.count for g in groups]),
        omega=np.array([g.weight for g in groups]),
        rows=np.zeros(m, dtype=np.intp),
        columns=np.zeros(q, dtype=np.intp),
        width=m,
        base=groups[0].weight,
        constant=np.exp(-2 * float(problem.delta)) * (np.eye(m) - modes.right.T @ modes.right),
    )
    columns = [level.column for level in modes.levels if level.column is not None]
    sigma = np.empty(m)
    sigma[columns] = [level.sigma for level in modes.levels if level.column is not None]
    x = np.concatenate([np.eye(m).ravel(), modes.right.T.ravel()])
    start = State(0.0, x, np.array([-float(problem.delta)]))
    # the hidden direction and the class vectors are attached where W or H is asked for
    return Reduction(
        flow, start, np.eye(m), np.eye(q), np.eye(m), modes.right, sigma, decay=problem.decays
    )  # fmt: skip


def class_level(
    problem: FlowProblem, starts: Sequence[initial_state.Draw] = (), *, follow_all: bool = False
) -> Reduction:
    """The full flow from random initialisation, class by class.

    Parameters
    ----------
    problem : FlowProblem
    starts : sequence of Draw
        Many starts, with the same pools, to follow at once; that of the problem's seed if empty.
    follow_all : bool
        Follow the deviations of every weight, and leave none to the conserved quantity.
    """
    k, delta = problem.num_classes, float(problem.delta)
    left = np.hstack([problem.U, np.full((k, 1), 1 / np.sqrt(k))])
    right, rows, columns, omega = _right_coordinates(problem)
    drawn, bases = zip(*map(_spanned, starts or [initial_state.draw(problem)]), strict=True)
    d = bases[0].shape[1]
    pool_weights = [problem.class_weights[pool[0]] for pool in drawn[0].pools]
    ranks = [spread.shape[1] for spread in drawn[0].spreads]
    base = _base_weight(omega, pool_weights, ranks)
    first = np.argsort(omega != base, kind="stable")  # what is followed comes last, in one piece
    right, columns, omega = right[:, first], columns[first], omega[first]
    target = left.T @ (np.sqrt(problem.class_counts)[:, None] * right)
    target[rows[:, None] != columns] = 0.0
    reading = right.T @ problem.V_c
    reading[columns[:, None] != rows[:-1]] = 0.0
    kept = [g for g, weight in enumerate(pool_weights) if follow_all or weight != base]
    free = 1 + max(rows.max(), columns.max())
    columns = np.append(columns, np.repeat(free + np.arange(len(kept)), [ranks[g] for g in kept]))
    omega = np.append(omega, np.repeat([pool_weights[g] for g in kept], [ranks[g] for g in kept]))
    target = np.hstack([target, np.zeros((k, len(columns) - k))])
    batch = (len(starts),) if starts else ()
    w = np.array([left.T @ one.W for one in drawn])
    a = np.array([np.hstack([one.A @ right, *(one.spreads[g] for g in kept)]) for one in drawn])
    moments = [_moment([one.A, *one.spreads]) for one in drawn]
    constant = np.array([one.W.T @ one.W - s for one, s in zip(drawn, moments, strict=True)])
    flow = FactorFlow(
        target, omega, rows, columns.astype(np.intp), d, base,
        np.exp(-2 * delta) * constant.reshape(*batch, d, d), batch,
    )  # fmt: skip
    start = State(
        0.0, np.concatenate([w.ravel(), a.ravel()]), np.full(len(drawn) * flow.num_blocks, -delta)
    )
    pooled = len(kept) < len(pool_weights)
    hidden = np.array(bases).reshape(*batch, *bases[0].shape)
    return Reduction(
        flow, start, left, right, hidden, reading, problem.sigma, pooled, problem.decays
    )  # fmt: skip


def _spanned(start: initial_state.Draw) -> tuple[initial_state.Draw, Array]:
    """A start in a basis (d, width) of what W, the means and the deviations span."""
    parts = np.hstack([start.W.T, start.A, *start.spreads])
    if parts.shape[1] >= len(parts):
        return start, np.eye(len(parts))
    basis = np.linalg.qr(parts)[0]
    spreads = tuple(basis.T @ spread for spread in start.spreads)
    return initial_state.Draw(start.W @ basis, basis.T @ start.A, start.pools, spreads), basis


def _moment(parts: list[Array]) -> Array:
    return np.asarray(sum(part @ part.T for part in parts))


def _base_weight(omega: Array, pool_weights: list[float], ranks: list[int]) -> float:
    """The weight whose columns, and whose deviations, are the most to save."""
    values, saved = np.unique(omega, return_counts=True)
    for weight, rank in zip(pool_weights, ranks, strict=True):
        saved[values == weight] += rank
    return float(values[np.argmax(saved)])


def _right_coordinates(problem: FlowProblem) -> tuple[Array, Indices, Indices, Array]:
    """Right coordinate vectors (k, k), blocks of rows (k,) and columns (k,), weights (k,)."""
    levels, groups = problem.modes.levels, problem.modes.groups
    sizes = [level.multiplicity for level in levels]
    if problem.has_equal_weights:
        null = 1 / np.sqrt(problem.class_counts)  # the feature direction Z does not see
        right = np.hstack([problem.V_c, (null / np.linalg.norm(null))[:, None]])
        blocks = np.repeat(np.unique([level.sigma for level in levels], return_inverse=True)[1],
                           sizes)  # fmt: skip
        unseen = blocks.max() + 1
        return (
            right,
            np.append(blocks, unseen),
            np.append(blocks, unseen + 1),
            problem.class_weights,
        )
    of_level = np.array([0 if level.group is None else level.group + 1 for level in levels])
    rows = np.repeat(of_level, sizes)
    within = np.flatnonzero(rows)
    weights = np.array([group.weight for group in groups])
    right = np.hstack([problem.V_c[:, within], problem.modes.indicators])
    columns = np.append(rows[within], np.zeros(len(groups), dtype=np.intp))
    omega = np.append(weights[rows[within] - 1], weights)
    return right, np.append(rows, len(groups) + 1), columns, omega


def sample_level(problem: FlowProblem) -> tuple[SampleFlow, State]:
    """The full flow sample by sample, with its initial state; paper Eq. (18)."""
    delta = float(problem.delta)
    if delta > _DOUBLE_RANGE:
        raise ResolutionError(
            f"delta = {problem.delta!r}: logits of size e^(-2 delta) are no double-precision "
            f"numbers; use per='class', or delta ≤ {_DOUBLE_RANGE:g}"
        )
    labels = problem.sample_classes
    k = problem.num_classes
    target = np.eye(k)[:, labels] - 1 / k
    w, h = initial_state.sample_start(problem)
    x = np.exp(-delta) * np.concatenate([w.ravel(), h.ravel()])
    flow = SampleFlow(target, problem.class_weights[labels], problem.d, problem.decays)
    return flow, State(0.0, x, np.zeros(1))


def tolerances(problem: FlowProblem, rates: Array, rtol: float) -> tuple[float, float] | None:
    """Coarse and fine integration tolerance for modes that share one block of coordinates.

    While the fastest mode is of order one the slowest is still at e^{-δ(1 - s_min/s_max)}, and
    what is lost in rounding the large one is lost to the small one. None if the tolerance this
    asks for is below double precision.
    """
    spread = float(problem.delta) * (1 - rates.min() / rates.max()) if len(rates) else 0.0
    coarse = rtol * np.exp(-spread)
    if coarse < 10 * FLOOR:
        return None
    return float(coarse), float(max(coarse / 100, FLOOR))


def growth_rates(flow: FactorFlow | SampleFlow, block: int | None = None) -> Array:
    """Growth rates at the origin that share a block of coordinates (of all, sample by sample)."""
    if isinstance(flow, SampleFlow):
        rank = flow.target.shape[0] - 1
        return np.asarray(np.linalg.svd(flow.target * flow.omega, compute_uv=False)[:rank])
    parts = [part[3] for part in flow.linear_parts if flow.rows[part[0][0]] == block]
    return parts[0] if parts else np.empty(0)
