"""Integration of a few numbers by scipy's compiled DOP853.

For so few numbers it takes a third of the time of the class ``scipy.integrate.DOP853``, which costs
more by its bookkeeping than the field does. It has to be handled with care: it calls a field again
that has raised, warns where it fails, knows one tolerance for all components, and never frees the
solver or the field it was given.
"""

from __future__ import annotations

import warnings
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
LONGEST = 1.0  # longer steps fool the error estimate of so few variables
FIRST = 0.25  # first step
_MOST = 900  # steps between two looks: after 1,000 of them the solver may take the field for stiff
_CALLS = 16  # of the field in a step, where every step ends at a time that was asked for
_CUT = -2  # what the solver returns after so many
_NEAR = 1e-9  # a step this short beside the time since the start has a clock of its own


def march_floats(
    field: Field, x: Floats, tolerance: float, stops: Array | None = None
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
            still = None
            if end - seen.time >= WINDOW:
                still = np.abs(state.x - seen.x) < STILL * tolerance
                seen = state
            yield Step(before.time, end, state, partial(_inside, field, tolerance, before), still)
            if end == stop:
                stop = next(ahead, np.inf)


def _inside(field: Field, tolerance: float, begin: State, time: float) -> State:
    """The state within a step, integrated again from its beginning."""
    if time <= begin.time:
        return begin
    with _solver(field, tolerance) as solver:
        return solver.run(begin, time)


_idle: list[_Solver] = []  # all have the same settings
_one_thread = RLock()  # filters of warnings are of the process: threads would restore each other's


@contextmanager
def _solver(field: Field, tolerance: float) -> Iterator[_Solver]:
    """A solver for a field, one used before if there is one; one that failed is not used again."""
    try:
        solver = _idle.pop()
    except IndexError:
        solver = _Solver()
    solver.field, solver.unit, solver.evaluations, solver.most = field, tolerance, 0, MAX_STEPS
    try:
        yield solver
    finally:
        solver.field = list
        if solver.sound:
            _idle.append(solver)


class _Solver:
    """The compiled solver, and as a function the field as it sees it: in units of the tolerance."""

    def __init__(self) -> None:
        # scipy is loaded only where something is integrated
        from scipy.integrate import ode

        self.field: Field = list
        self.unit, self.evaluations, self.most, self.sound = 1.0, 0, MAX_STEPS, True
        self._error: BaseException | None = None
        self._ode: ode = ode(self).set_integrator(
            "dop853", rtol=0.0, atol=1.0, nsteps=_MOST, first_step=FIRST, max_step=LONGEST
        )

    def __call__(self, _: float, z: Array) -> Floats:
        """The field; not a number once it has raised, with which the solver gives up."""
        try:
            if self._error is None:
                unit = self.unit
                self.evaluations += 1
                return [v / unit for v in self.field([unit * v for v in z.tolist()])]
        except BaseException as error:  # noqa: BLE001  (raised again as soon as the solver is back)
            self._error = error
        return [np.nan] * len(z)

    def run(self, begin: State, end: float) -> State:
        """The state at a later clock."""
        solver, local = self._ode, end - begin.time < _NEAR * begin.time
        if self.evaluations == 0 or local or solver.t != begin.time:
            solver.set_initial_value(begin.x / self.unit, 0.0 if local else begin.time)
        self.sound, code = False, _CUT
        with _one_thread, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            while code == _CUT and self.evaluations < _CALLS * self.most:
                try:
                    z = solver.integrate(end - begin.time if local else end)
                except ValueError as error:  # scipy takes any SystemError for a wrong field
                    raise _original(error.__cause__ or error) from None
                if self._error is not None:
                    raise _original(self._error)
                code = solver.get_return_code()
        if code < 0:
            raise self._failure(begin, code)
        self.sound = True
        return State(end, self.unit * z, begin.scales)

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
