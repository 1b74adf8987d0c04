"""Modes that mix and grow at unlike rates, from a start of any smallness.

Stack X = (W; Aᵀ). The flow is Ẋ = 𝓑X with the symmetric 𝓑 = (-a B; Bᵀ -b), B = (M - WA)Ω, and a, b
the weight decay: what acts on X from the left depends on XXᵀ alone, so that X may be turned from the right, in hidden
space, and written as X = Y e^D O with orthonormal rows O, a diagonal D and columns Y of order
one: every hidden direction has a size of its own, and a mode at e^{-10000} is as precise as one
of order one. Where two columns grow along one direction only the larger one does; the other is
turned away from it by a rotation, which in these coordinates is an elimination.

While every column is either below rounding or at rest, at a saddle UUᵀM of the loss with U
eigenvectors of MΩMᵀ, the flow of the small ones is linear with constant coefficients, and it is
crossed in closed form. What is integrated is the passage of one mode after the other: its cost
does not grow with δ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.class_level import Reduction
from numerics.flow.multiscale_field import MultiscaleFlow
from numerics.integrators.adaptive import State, Step, march

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices


_ENTRY = -25.0  # log of the size below which a column does not act on the others: e^{-50} is lost
_AT_REST = -20.0  # a column that is larger belongs to a saddle
_NOTHING = 1e-13  # an entry of a column this small beside it is the rounding of a zero
_THERE = 1e-8  # distance of a pull from that of a saddle; what is left stays where saddles coincide
_NEUTRAL = 1e-8  # with decay a rate this small, beside the largest, is the error of a zero
_APART = 1e-4  # sine of the angle to the larger columns at which a column is turned away from them


@dataclass(frozen=True, eq=False)
class MultiscaleReduction(Reduction):
    """A reduction whose trajectory is computed column by column; its states are plain."""

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """The trajectory: linear phases in closed form, and the passages between them."""
        plain = self.flow
        flow = MultiscaleFlow(
            plain.target * plain.omega, plain.omega, plain.width, decay=self.decay
        )  # fmt: skip
        start = State(0.0, self.start.x, np.full(flow.width, self.start.scales[0]))
        return multiscale_steps(flow, start, tolerance, stops, plain.num_blocks)


def multiscale_steps(
    flow: MultiscaleFlow,
    state: State,
    tolerance: float,
    stops: Array | None = None,
    blocks: int = 1,
) -> Iterator[Step]:
    """The trajectory from a state with a log-scale per column, in steps whose states are plain.

    Parameters
    ----------
    flow : MultiscaleFlow
    state : State
        The start; its log-scales are those of the hidden directions.
    tolerance, stops
        See :func:`numerics.integrators.adaptive.march`.
    blocks : int
        How many log-scales, all zero, the plain states are to carry.
    """
    frame = np.eye(flow.width)
    while True:
        phase = linear_phase(flow, state, frame)
        if phase is not None:
            frame = phase.frame
            done = math.isinf(phase.duration)
            end = state.time if done else state.time + phase.duration
            plain = partial(_plain, flow, phase.at, frame, blocks, state.time)
            still = np.ones(1, dtype=np.bool_) if done else None
            yield Step(state.time, end, plain(end), plain, still)
            state = State(end, *phase.at(end - state.time))
        for step in march(flow, state, tolerance, stops, slowest=flow.slowest):
            yield _translated(flow, step, frame, blocks)
            state = step.state
            if step.still is None:
                continue
            if _at_rest(flow, state, step.still):
                break
            apart = _turned_apart(flow, state, frame)
            if apart is not None:
                state, frame = apart
                break


def _plain(
    flow: MultiscaleFlow,
    at: Callable[[float], tuple[Array, Array]],
    frame: Array,
    blocks: int,
    origin: float,
    time: float,
) -> State:
    """W and A themselves; what underflows is 0."""
    x, scales = at(time - origin)
    w, a = flow.split(x)
    size = np.exp(scales)
    plain = np.concatenate([((w * size) @ frame).ravel(), (frame.T @ (size[:, None] * a)).ravel()])
    return State(time, plain, np.zeros(blocks))


def _translated(flow: MultiscaleFlow, step: Step, frame: Array, blocks: int) -> Step:
    def at(time: float) -> State:
        inner = step.at(time)
        return _plain(flow, lambda _: (inner.x, inner.scales), frame, blocks, time, time)

    last = step.state
    end = _plain(flow, lambda _: (last.x, last.scales), frame, blocks, step.end, step.end)
    return Step(step.begin, step.end, end, at, step.still)


def multiscale(reduction: Reduction) -> MultiscaleReduction:
    """The same problem, column by column."""
    return MultiscaleReduction(**{f.name: getattr(reduction, f.name) for f in fields(Reduction)})


@dataclass(frozen=True, eq=False)
class Phase:
    """A linear phase: small columns in the eigenvectors of 𝓑, each led by one of them.

    Attributes
    ----------
    duration : float
        Until a small column begins to act on the others; infinite if none grows.
    frame : ndarray, shape (d, d)
        Hidden directions after the columns were turned.
    basis, values : ndarray, shapes (p + q, p + q) and (p + q,)
        Eigenvectors and descending eigenvalues of 𝓑.
    small : ndarray of int; leader : ndarray of int
        The small columns, and the eigenvector that leads each.
    entries, resting : ndarray
        Coefficients of the small columns, and all columns as they were.
    """

    flow: MultiscaleFlow
    duration: float
    frame: Array
    basis: Array
    values: Array
    small: Indices
    leader: Indices
    entries: Array
    resting: Array
    scales: Array

    def at(self, time: float) -> tuple[Array, Array]:
        """Components and log-scales after a time."""
        lead = self.values[self.leader]
        gain = np.exp(np.minimum((self.values[:, None] - lead) * time, 0.0))
        columns, scales = self.resting.copy(), self.scales.copy()
        columns[:, self.small] = self.basis @ (gain * self.entries)
        scales[self.small] += lead * time
        return self.flow.join(columns), scales


def linear_phase(flow: MultiscaleFlow, state: State, frame: Array) -> Phase | None:
    """The linear phase that begins here, or None if none does."""
    w, a = flow.split(state.x)
    columns = np.vstack([w, a.T])
    size = state.scales + np.log(np.linalg.norm(columns, axis=0) + np.finfo(float).tiny)
    small = np.flatnonzero(size < _ENTRY)
    large = np.flatnonzero(size >= _ENTRY)
    size = np.exp(state.scales[large])
    pull = flow.pull_at_rest(w[:, large] * size, size[:, None] * a[large])
    if len(small) == 0 or pull is None or not _is_there(flow, state, large, pull):
        return None
    (p, q), (fade_w, fade_a) = pull.shape, flow.decay
    values, basis = np.linalg.eigh(
        np.block([[-fade_w * np.eye(p), pull], [pull.T, -fade_a * np.eye(q)]])
    )
    values, basis = values[::-1], basis[:, ::-1]
    entries, scales, turned = basis.T @ columns[:, small], state.scales.copy(), frame.copy()
    leader = _eliminate(entries, scales[small], turned, small)
    rate = values[leader]
    strength = np.abs(entries[leader, np.arange(len(small))])
    grows = (rate > (_NEUTRAL if any(flow.decay) else 1e-12) * flow.speed) & (strength > 0)
    wait = (_ENTRY - scales[small][grows] - np.log(strength[grows])) / rate[grows]
    duration = float(np.min(wait, initial=math.inf))
    if duration <= 0:
        return None
    return Phase(
        flow, duration, turned, basis, values, small, leader, entries, columns, scales
    )  # fmt: skip


def _is_there(flow: MultiscaleFlow, state: State, large: Indices, pull: Array) -> bool:
    """Whether the large columns are at the saddle whose pull is given, and not only in line."""
    w, a = flow.split(state.x)
    logits = (w[:, large] * np.exp(2 * state.scales[large])) @ a[large]
    gap = np.linalg.norm(flow.drive - flow.weighted(logits) - pull)
    return bool(gap <= _THERE * np.linalg.norm(flow.drive))


def _turned_apart(flow: MultiscaleFlow, state: State, frame: Array) -> tuple[State, Array] | None:
    """The state and its frame with small columns turned apart; None if they are far enough.

    Beside a saddle that is approached slowly the small columns grow for long, all along the
    direction that grows fastest: what tells them apart would be lost in rounding.
    """
    columns = np.vstack([part if i == 0 else part.T for i, part in enumerate(flow.split(state.x))])
    norms = np.linalg.norm(columns, axis=0)
    size = state.scales + np.log(norms + np.finfo(float).tiny)
    order = np.argsort(-size)
    small = order[(size[order] < _ENTRY - 1) & (norms[order] > 0)]
    if len(small) < 2:
        return None
    basis, above = np.linalg.qr(columns[:, small] / norms[small], mode="complete")
    if np.abs(np.diag(above)).min() > _APART:
        return None
    entries, turned = basis.T @ columns[:, small], frame.copy()
    _eliminate(entries, state.scales[small], turned, small)
    columns[:, small] = basis @ entries
    return State(state.time, flow.join(columns), state.scales), turned


def _eliminate(entries: Array, scales: Array, frame: Array, names: Indices) -> Indices:
    """Turn columns, in place, so that each row of `entries` is led by one column at most.

    Row by row the column that is largest there, with its scale, is turned onto the whole row:
    the others lose their entry. Returns the leading row of every column.
    """
    count = entries.shape[1]
    leader = np.full(count, len(entries) - 1, dtype=np.intp)
    free = list(range(count))
    norms = np.linalg.norm(entries, axis=0)
    for row in range(len(entries)):
        free_norms = norms[free]
        heard = np.abs(entries[row, free]) > _NOTHING * free_norms
        entries[row, [j for j, h in zip(free, heard, strict=True) if not h]] = 0.0
        if not heard.any():
            continue
        with np.errstate(divide="ignore"):
            weight = np.log(np.abs(entries[row, free])) + scales[free]
        first = free[int(np.argmax(weight))]
        for j in free:
            if j != first and entries[row, j] != 0:
                _turn(entries, scales, frame, (first, j), (names[first], names[j]), row)
        leader[first] = row
        free.remove(first)
        if not free:
            break
    return leader


def _turn(
    entries: Array,
    scales: Array,
    frame: Array,
    pair: tuple[int, int],
    names: tuple[int, int],
    row: int,
) -> None:
    """Rotate two hidden directions so that the second column has no entry in a row."""
    a, b = pair
    ratio = entries[row, b] / entries[row, a]
    shift = math.exp(min(scales[b] - scales[a], 700.0))
    tangent = ratio * shift  # at most 1: the first column is the larger one in this row
    cosine = 1 / math.hypot(1.0, tangent)
    first = cosine * (entries[:, a] + tangent * shift * entries[:, b])
    entries[:, b] = cosine * (entries[:, b] - ratio * entries[:, a])
    entries[:, a], entries[row, b] = first, 0.0
    i, j = names
    turned = cosine * (frame[i] + tangent * frame[j])
    frame[j] = cosine * (frame[j] - tangent * frame[i])
    frame[i] = turned


def _at_rest(flow: MultiscaleFlow, state: State, still: npt.NDArray[np.bool_]) -> bool:
    """Whether every column is at rest or too small to act, and some are too small."""
    w, a = flow.split(state.x)
    norm = np.sqrt(np.sum(w * w, axis=0) + np.sum(a * a, axis=1))
    size = state.scales + np.log(norm + np.finfo(float).tiny)
    waiting = size < _ENTRY - 1
    return bool(np.any(waiting) and np.all(waiting | (still & (size > _AT_REST))))
