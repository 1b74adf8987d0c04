"""Integration by scipy's DOP853, with tolerances that follow the size of each block of the state.

An absolute tolerance fixed in advance is meaningless for a state that starts at e^{-δ}. Here
the error allowed in a component is the tolerance times the largest norm its block has had so
far, and a block that has grown out of comfortable range is rescaled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from numerics.errors import IntegrationError

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


FLOOR = 3e-14  # no tolerance below this: rounding of the field itself is of this size
MAX_STEPS = 400_000
STABLE = 7.0  # a step times the fastest rate of decay can be about as large
_LEAST = 2.3e-14  # the smallest tolerance relative to single components that scipy takes
WINDOW = 3.0  # growth times after which tolerances are set anew; what rests so long has settled
STILL = 10.0  # tolerances that may be left of the way of what is at rest
_LONGEST = 1.0  # growth times
_STEADY = 2.0  # a step times the fastest decay: longer ones fool the error estimate at rest
_USUAL = 5e-10  # the tolerance at which steps are as long
_FADED = 1e-9  # what moves so little, beside all the rest, has no part in strengths
_COMFORT = 1e40  # a block larger than this is rescaled
_TINY = np.finfo(float).tiny


class VectorField(Protocol):
    """What the integrator needs to know of a flow."""

    @property
    def block_of(self) -> Indices:
        """Block of every component, to whose norm its tolerance is relative."""
        ...

    @property
    def speed(self) -> float:
        """Fastest growth rate at the origin: the clock of the flow."""
        ...

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The autonomous vector field at fixed log-scales of the blocks."""
        ...


@dataclass(frozen=True, eq=False)
class State:
    """Time, components and log-scales of the blocks (shape (b,))."""

    time: float
    x: Array
    scales: Array


@dataclass(frozen=True, eq=False)
class Step:
    """A piece of a trajectory: an accepted step, or a phase solved in closed form."""

    begin: float
    end: float
    state: State  # at the end
    at: Callable[[float], State]  # at any time of the piece
    still: npt.NDArray[np.bool_] | None = None  # blocks that no longer move; None if not looked at
    joints: Sequence[float] = ()  # times inside at which the state costs nothing

    def reaches(self, times: Array) -> list[State]:
        """States at those of the ascending times, none before the step, that it reaches."""
        count = int(np.searchsorted(times, self.end, side="right"))
        return [self.state if t == self.end else self.at(t) for t in times[:count].tolist()]

    @property
    def settled(self) -> bool:
        """Whether nothing moves any more, to within the tolerance."""
        return self.still is not None and bool(np.all(self.still))


def rest(slowest: Array | float) -> Array:
    """Tolerances that a flow at rest may move in a window, by its slowest rate of decay.

    The rate is in units of the clock; what is left of the way is then at most ``STILL`` tolerances.
    """
    return np.asarray(STILL * -np.expm1(-WINDOW * np.asarray(slowest)))


def march(
    flow: VectorField,
    start: State,
    rtol: float,
    stops: Array | None = None,
    *,
    fading: npt.NDArray[np.bool_] | None = None,
    fastest: float = 0.0,
    slowest: float | None = None,
) -> Iterator[Step]:
    """Integrate without end; the caller stops when it has what it wants.

    Parameters
    ----------
    flow : VectorField
    start : State
    rtol : float
        Error per step, relative to the size of each block.
    stops : ndarray, shape (s,)
        Ascending times at each of which, if it is after the start, a step ends.
    fading : ndarray of bool, shape (b,)
        Blocks that never grow. They have settled, too, where they are too small to matter.
    fastest : float
        About the fastest rate of decay, if it can exceed twice the fastest rate of growth.
    slowest : float
        The slowest rate of decay; not given: of the order of the fastest rate of growth.

    Raises
    ------
    IntegrationError
        If the field is not finite, the step size vanishes or the number of steps explodes.
    """
    blocks, window = _Blocks(flow.block_of), WINDOW / flow.speed
    x, scales, now, origin = start.x, start.scales, 0.0, start.time
    # the length of steps that no tolerance limits depends on it, too, or two of them would agree
    longest = (rtol / _USUAL) ** (1 / 24) * min(
        _LONGEST / flow.speed, _STEADY / max(fastest, flow.speed)
    )
    field, h = flow.velocity(scales), 0.1 * longest
    peak = blocks.norms(x)
    # one tolerance at least: steps leave errors of that size
    least = STILL if slowest is None else max(float(rest(slowest / flow.speed)), 1.0)
    looks = _Rest(blocks, least * rtol, window, fading, x)
    # times are counted from the start, to keep their digits
    ahead = iter([] if stops is None else np.unique(stops[stops > origin] - origin).tolist())
    stop, count = next(ahead, math.inf), 0
    most = MAX_STEPS + (0 if stops is None else len(stops))
    while count < most:
        begin, end = now, min(now + max(window, 4 * h), stop)
        # half for the block as it was, half for a component that grows before the next look
        allowed = 0.5 * (rtol * peak + _TINY)[flow.block_of]
        pace = Pace(allowed, h, longest, max(0.5 * rtol, _LEAST))
        for elapsed, after, step in steps(field, x, end - begin, pace):
            inside = partial(_inside, field, x, pace, scales, origin + now)
            before, now, x = now, end if elapsed == end - begin else begin + elapsed, after
            h = max(h, step) if now == end else step  # the last step is cut
            peak = np.maximum(peak, blocks.norms(x))
            still = looks.look(now, x, peak, scales)
            yield Step(origin + before, origin + now, State(origin + now, x, scales), inside, still)
            count += 1
        if now == stop:
            stop = next(ahead, math.inf)
        size = blocks.norms(x)
        if np.any(size > _COMFORT):
            shift = np.where(size > _COMFORT, size, 1.0)
            x, scales, peak = x / shift[flow.block_of], scales + np.log(shift), peak / shift
            field = flow.velocity(scales)
            looks.begin(now, x)
    raise IntegrationError(
        f"{count} steps reached only time {origin + now:g}: the fast modes make the flow "
        "stiff over so long a time; take a smaller delta or earlier times"
    )


def states_at(
    pieces: Iterator[Step], times: Array, report: Reporter | None = None
) -> tuple[list[State], float | None]:
    """States at the ascending ``times``, and the time of settling if that came first.

    Interrupted by Ctrl-C, it gives the states found so far.
    """
    found: list[State] = []
    try:
        for step in pieces:
            found += step.reaches(times[len(found) :])
            if len(found) == len(times):
                break
            if step.settled:
                return found + [step.state] * (len(times) - len(found)), step.end
            if report is not None:
                report.update(step.end / float(times[-1]))
    except KeyboardInterrupt:
        if not found:
            raise
    return found, None


@dataclass(frozen=True, eq=False)
class Pace:
    """Errors allowed in a step, absolute and relative to each component, and its first length."""

    allowed: Array
    first: float
    longest: float = math.inf
    relative: float = _LEAST


def steps(
    field: Callable[[Array], Array], x: Array, length: float, pace: Pace
) -> Iterator[tuple[float, Array, float]]:
    """Steps of DOP853 over a length of time: time since the beginning, state, length of the step.

    Parameters
    ----------
    field : callable
        Autonomous vector field.
    x : ndarray, shape (n,)
        State at the beginning.
    length : float
    pace : Pace

    Raises
    ------
    IntegrationError
        If the field is not finite, or the step size vanishes.
    """
    # scipy is loaded only where something is integrated
    from scipy.integrate import DOP853

    # the clock begins at the length: at 0 the smallest step tried would be the smallest number
    solver = DOP853(
        lambda _, y: field(y), length, x, 2 * length, pace.longest, pace.relative, pace.allowed,
        first_step=min(pace.first, length),
    )  # fmt: skip
    while solver.status == "running":
        with np.errstate(over="ignore", invalid="ignore"):  # a trial step may leave the range
            solver.step()
        if solver.status == "failed":
            if np.all(np.isfinite(field(solver.y))):
                raise IntegrationError("the step size vanished: take a larger rtol")
            raise IntegrationError("the field is not finite: take a smaller delta or earlier times")
        done = solver.status == "finished"
        yield length if done else solver.t - length, solver.y, solver.step_size


class _Blocks:
    """Sizes of the blocks of a state: root mean squares of their components."""

    def __init__(self, block_of: Indices) -> None:
        self._block_of = block_of
        self._count = np.maximum(np.bincount(block_of), 1)  # a block number may be unused

    def norms(self, x: Array) -> Array:
        """Size of every block."""
        return np.asarray(np.sqrt(np.bincount(self._block_of, weights=x * x) / self._count))


class _Rest:
    """Compares the state with that some time ago, to see which blocks no longer move."""

    def __init__(
        self,
        blocks: _Blocks,
        least: float,
        window: float,
        fading: npt.NDArray[np.bool_] | None,
        x: Array,
    ) -> None:
        self._blocks, self._least, self._window, self._fading = blocks, least, window, fading
        self.begin(0.0, x)

    def begin(self, now: float, x: Array) -> None:
        """Compare with this state from now on."""
        self._since, self._seen = now, x

    def look(
        self, now: float, x: Array, peak: Array, scales: Array
    ) -> npt.NDArray[np.bool_] | None:
        """Blocks that are at rest, once in a window; None within it."""
        if now - self._since < self._window:
            return None
        moved = self._blocks.norms(x - self._seen)
        still = np.asarray(moved <= self._least * peak)
        if self._fading is not None:  # what the labels do not see may fade for e^{2δ} growth times
            amplitude = np.exp(scales)
            least = max(self._least, _FADED) * np.max(peak * amplitude)
            still |= self._fading & (moved * amplitude <= least)
        self.begin(now, x)
        return still


def _inside(
    field: Callable[[Array], Array], x: Array, pace: Pace, scales: Array, begin: float, time: float
) -> State:
    """The state within an accepted step, integrated again from its beginning.

    No interpolant: where stability and not accuracy sets the step, one would be wrong by
    hundreds of tolerances between two ends that are both right.
    """
    if time > begin:
        length = time - begin
        *_, (_, x, _) = steps(field, x, length, replace(pace, first=length))
    return State(time, x, scales)
