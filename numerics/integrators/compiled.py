"""Integration of a few numbers by scipy's compiled DOP853.

For so few numbers it takes a third of the time of the class ``scipy.integrate.DOP853``, which costs
more by its bookkeeping than the field does. It has to be handled with care: it calls a field again
that has raised, warns where it fails, knows one tolerance for all components, and never frees the
solver or the field it was given.
"""

from __future__ import annotations

import math
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from numerics.errors import IntegrationError
from numerics.integrators.adaptive import STILL, WINDOW, State, Step

if TYPE_CHECKING:
    from scipy.integrate import ode

    from spectra.utils.arrays import Array

Floats: TypeAlias = "Sequence[float]"
Field: TypeAlias = "Callable[[Floats], Floats]"

MAX_STEPS = 200_000
_AT_ONCE = 16  # steps of free length that are given out as one
LONGEST = 1.0  # longer steps fool the error estimate of so few variables
FIRST = 0.25  # first step
_SAFETY = 0.8  # of the step that the error estimate allows: with more of it a fifth are rejected
_MOST = 900  # steps between two looks: after 1,000 of them the solver may take the field for stiff
_CALLS = 16  # of the field in a step, where every step ends at a time that was asked for
_WILD = 1e99  # a field that leaves the range: the step is rejected
_CUT = -2  # what the solver returns after so many
_DIGITS = 1e-15  # what rounding leaves of a component: long steps while it grows multiply it
_LATE = 1e60  # steps this long are counted in units of their length, or the error would underflow
_NEAR = 1e-9  # a step this short beside the time since the start has a clock of its own


def march_floats(
    field: Field,
    x: Floats,
    tolerance: float,
    stops: Array | None = None,
    *,
    still: float = STILL,
) -> Iterator[Step]:
    """Integrate a few floats without end; the caller stops when it has what it wants.

    Parameters
    ----------
    field : callable
        Autonomous vector field, by a clock in which it changes by order one in a unit.
    x : sequence of float
        State at clock 0.
    tolerance : float
        Error of a step, absolute.
    stops : ndarray, shape (s,)
        Ascending clocks at each of which a step ends.
    still : float
        Tolerances that a flow at rest may move in a window: see `rest`.

    Raises
    ------
    IntegrationError
        If the field is not finite, the step size vanishes or the number of steps explodes.
    """
    state = seen = State(0.0, np.array(x, dtype=np.float64), np.zeros(len(x)))
    ahead = iter([] if stops is None else np.unique(stops[stops > 0]).tolist())
    stop = next(ahead, np.inf)
    with _solver(field, tolerance) as solver:
        if stops is not None:
            solver.most += len(stops)  # each costs a step
        while True:
            before, end = state, min(state.time + WINDOW, stop)
            state = solver.run(before, end)
            rests = None
            if end - seen.time >= WINDOW:
                rests = np.abs(state.x - seen.x) < still * tolerance
                seen = state
            yield Step(before.time, end, state, partial(_inside, field, tolerance, before), rests)
            if end == stop:
                stop = next(ahead, np.inf)


def march_free(
    field: Field, start: State, tolerance: float, end: float, first: float = FIRST
) -> Iterator[Step]:
    """Integrate a few floats until a clock, in steps that nothing but the tolerance limits.

    Some of them are given out as one.

    Parameters
    ----------
    field, tolerance
        As for :func:`march_floats`.
    start : State
    end : float
        A clock, maybe infinite.
    first : float
        Length of the first step.

    Raises
    ------
    IntegrationError
        If the field is not finite, the step size vanishes or the number of steps explodes.
    """
    length, state = first, start
    with _solver(field, tolerance, free=True) as solver:
        while state.time < end:
            passed = [state, *solver.take(state, end, length)]
            state, length = passed[-1], passed[-1].time - passed[-2].time
            at = partial(_between, field, tolerance, passed)
            joints = [item.time for item in passed[1:-1]]
            yield Step(passed[0].time, state.time, state, at, joints=joints)
            if state.time == math.inf:
                raise IntegrationError("time leaves the range of double precision")


def _between(field: Field, tolerance: float, passed: list[State], time: float) -> State:
    """The state between some that were passed, by a step from the last one before it."""
    begin = passed[max(bisect_right(passed, time, key=lambda state: state.time) - 1, 0)]
    if time <= begin.time:
        return begin
    with _solver(field, tolerance, free=True) as solver:
        while begin.time < time:
            begin = solver.take(begin, time, time - begin.time)[-1]
    return begin


def _inside(field: Field, tolerance: float, begin: State, time: float) -> State:
    """The state within a step, integrated again from its beginning."""
    if time <= begin.time:
        return begin
    with _solver(field, tolerance) as solver:
        return solver.run(begin, time)


_idle: list[_Solver] = []  # all have the same settings
_idle_free: list[_Solver] = []
_one_thread = RLock()  # filters of warnings are of the process: threads would restore each other's


@contextmanager
def _solver(field: Field, tolerance: float, *, free: bool = False) -> Iterator[_Solver]:
    """A solver for a field, one used before if there is one; one that failed is not used again."""
    pool = _idle_free if free else _idle
    try:
        solver = pool.pop()
    except IndexError:
        solver = _Solver(free=free)
    solver.field, solver.evaluations, solver.most = field, 0, MAX_STEPS
    if free:
        solver.set_tolerance(tolerance)
    else:
        solver.unit = tolerance
    try:
        yield solver
    finally:
        solver.field = list
        if solver.sound:
            pool.append(solver)


class _Solver:
    """The compiled solver, and as a function the field as it sees it: in units of the tolerance."""

    def __init__(self, *, free: bool) -> None:
        # scipy is loaded only where something is integrated
        from scipy.integrate import ode

        self.field: Field = list
        self.unit, self.pace = 1.0, 1.0
        self.evaluations, self.most, self.sound = 0, MAX_STEPS, True
        self._error: BaseException | None = None
        self._ode: ode = ode(self).set_integrator(
            "dop853", rtol=_DIGITS if free else 0.0, atol=1.0, nsteps=_MOST, first_step=FIRST, safety=_SAFETY,
            max_step=0.0 if free else LONGEST,
        )  # fmt: skip
        self._taken: list[tuple[float, Array]] = []
        if free:
            self._ode.set_solout(self._take)

    def __call__(self, _: float, z: Array) -> Floats:
        """The field; not a number once it has raised, with which the solver gives up."""
        try:
            if self._error is None:
                unit, pace = self.unit, self.pace
                self.evaluations += 1
                if unit == pace == 1:
                    return list(self.field(z.tolist()))  # of a tuple some scipys take one part
                return [v / unit * pace for v in self.field([unit * v for v in z.tolist()])]
        except OverflowError:
            return [_WILD] * len(z)
        except BaseException as error:  # noqa: BLE001  (raised again as soon as the solver is back)
            self._error = error
        return [np.nan] * len(z)

    def run(self, begin: State, end: float) -> State:
        """The state at a later clock."""
        solver, local = self._ode, end - begin.time < _NEAR * begin.time
        if self.evaluations == 0 or local or solver.t != begin.time:
            solver.set_initial_value(begin.x / self.unit, 0.0 if local else begin.time)
        self._integrate(begin, end - begin.time if local else end)
        return State(end, self.unit * solver.y, begin.scales)

    def set_tolerance(self, tolerance: float) -> None:
        """Set the tolerance of steps that begin with a state of their own."""
        self._ode._integrator.atol = tolerance

    def take(self, begin: State, end: float, length: float) -> list[State]:
        """States after each of some steps towards a later clock, the first of about a length."""
        self._taken.clear()
        self.pace = pace = length if length > _LATE else 1.0
        self._ode._integrator.first_step, left = length / pace, (end - begin.time) / pace
        self._ode.set_initial_value(begin.x, 0.0)
        self._integrate(begin, left)
        return [
            State(begin.time + pace * t if t < left else end, z, begin.scales)
            for t, z in self._taken[1:]
        ]

    def _take(self, elapsed: float, z: Array) -> int:
        """Note where a step ends; -1 after enough of them."""
        self._taken.append((elapsed, z.copy()))
        return -1 if len(self._taken) > _AT_ONCE else 0

    def _integrate(self, begin: State, end: float) -> None:
        """Let the solver go to an end."""
        solver = self._ode
        self.sound, code = False, _CUT
        with _one_thread, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            while code == _CUT and self.evaluations < _CALLS * self.most:
                try:
                    solver.integrate(end)
                except ValueError as error:  # scipy takes any SystemError for a wrong field
                    raise _original(error.__cause__ or error) from None
                if self._error is not None:
                    raise _original(self._error)
                code = solver.get_return_code()
        if code < 0:
            raise self._failure(begin, code)
        self.sound = True

    def _failure(self, begin: State, code: int) -> IntegrationError:
        where = f"time {begin.time:g} in units of the growth time"
        if code == _CUT:
            return IntegrationError(
                f"{self.evaluations // 12} steps reached only {where}: the flow is stiff over so "
                "long a time; take a smaller R or delta, or earlier times"
            )
        if np.all(np.isfinite(self.field(begin.x.tolist()))):
            return IntegrationError(f"the step size vanished at {where}: take a larger rtol")
        return IntegrationError(f"the field is not finite at {where}: take a smaller delta")


def _original(error: BaseException) -> BaseException:
    """What was raised first: if between two calls of the field, as by Ctrl-C, Python wraps it."""
    while isinstance(error, SystemError) and error.__cause__ is not None:
        error = error.__cause__
    return error
