"""Scipy and mpmath as the integrators: tolerances, stops, failures and interruption."""

from __future__ import annotations

import gc
import math
import signal
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from needed import dear, drawn
from strategies import class_counts, seeds

from numerics import FlowProblem, beta, learning_times, solve, sweep
from numerics.errors import InputError, IntegrationError
from numerics.integrators import compiled
from numerics.integrators.adaptive import State, march, states_at
from numerics.integrators.compiled import march_floats, march_free
from numerics.problem.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Decay:
    """Components that decay or grow at rates of their own, each a block."""

    def __init__(self, rates: Any) -> None:
        self.rates = np.array(rates)
        self.block_of = np.arange(len(rates))
        self.speed = float(np.abs(self.rates).max())

    def velocity(self, scales: Any) -> Callable[[Any], Any]:
        return lambda x: self.rates * x


@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=3),
    st.lists(st.floats(0, 12), min_size=1, max_size=4),
    st.floats(0, 1e4),
)
@settings(max_examples=30)
def test_every_block_is_as_accurate_as_its_own_size(
    rates: list[float], clocks: list[float], begin: float
) -> None:
    flow = Decay([1.0, *rates])
    sizes = np.exp(-150.0 * np.arange(len(flow.rates)))  # as different as doubles allow
    times = begin + np.sort(clocks)
    found, _ = states_at(
        march(flow, State(begin, sizes, np.zeros(len(sizes))), 1e-12, times), times
    )
    for time, state in zip(times, found, strict=True):
        truth = sizes * np.exp(flow.rates * (time - begin))
        assert np.abs(state.x * np.exp(state.scales) / truth - 1).max() < 1e-10


def test_a_block_that_is_scaled_down_stays_as_accurate() -> None:
    times = np.array([80.0, 100.0, 200.0])  # e^92 is out of range
    flow = Decay([1.0, 0.9])
    found, _ = states_at(march(flow, State(0.0, np.ones(2), np.zeros(2)), 1e-12, times), times)
    for time, state in zip(times, found, strict=True):
        logs = np.log(state.x) + state.scales
        assert np.abs(logs - flow.rates * time).max() < 1e-9
    assert found[-1].scales.min() > 0


def pendulum(x: Any) -> list[float]:
    return [x[1], -math.sin(x[0])]


def energy(x: Any) -> float:
    return float(x[1] ** 2 / 2 - math.cos(x[0]))


@given(
    st.floats(-1.5, 1.5),
    st.floats(-1, 1),
    st.lists(st.just(0.0) | st.floats(1e-9, 60), min_size=1, max_size=6),
    st.floats(1e-13, 1e-6),
)
@settings(max_examples=30)
def test_floats_keep_what_is_conserved_to_the_tolerance(
    x: float, v: float, clocks: list[float], tolerance: float
) -> None:
    stops = np.sort(clocks)
    found, settled = states_at(march_floats(pendulum, [x, v], tolerance, stops), stops)
    assert settled is None or abs(energy([x, v]) + 1) < tolerance  # only at rest
    assert len(found) == len(stops)
    for state in found:
        assert abs(energy(state.x) - energy([x, v])) < 1000 * tolerance


def test_a_smaller_tolerance_gives_a_smaller_error() -> None:
    errors = []
    for tolerance in (1e-5, 1e-8, 1e-11):
        stops = np.array([8.0])
        (state,), _ = states_at(
            march_floats(lambda x: [-x[1], x[0]], [1, 0], tolerance, stops), stops
        )
        errors.append(abs(complex(*state.x) - np.exp(8j)))
    assert errors[0] > 50 * errors[1] > 2500 * errors[2]
    assert errors[2] < 1e-10


@pytest.mark.parametrize("gap", [0.0, 1e-15, 1e-12, 1e-3])
def test_times_may_be_as_close_as_doubles_are(gap: float) -> None:
    stops = 50.0 + np.array([0.0, gap, 2 * gap])
    ours, _ = states_at(march_floats(pendulum, [1.0, 0.0], 1e-12, stops), stops)
    assert np.ptp([state.x for state in ours], axis=0).max() <= 3 * gap + 1e-13
    flow, start = Decay([1.0, 0.5]), State(1e6, np.ones(2), np.zeros(2))
    found, _ = states_at(march(flow, start, 1e-12, 1e6 + stops), 1e6 + stops)
    assert len(found) == 3


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_field_that_is_not_finite_is_given_up_at_once(bad: float) -> None:
    calls = 0

    def field(x: Any) -> Any:
        nonlocal calls
        calls += 1
        return bad * np.ones(len(x))

    with pytest.raises(IntegrationError, match="not finite"):
        next(march_floats(field, [1.0, 2.0], 1e-10))
    assert calls < 10_000  # some milliseconds
    calls, flow = 0, Decay([1.0, 1.0])
    flow.velocity = lambda scales: field  # type: ignore[method-assign]
    with pytest.raises(IntegrationError, match="not finite"):
        next(march(flow, State(0.0, np.ones(2), np.zeros(2)), 1e-10))
    assert calls < 1000


def test_a_trial_step_may_leave_the_domain() -> None:
    def field(x: Any) -> list[float]:
        return [1 - x[0] ** 2 if abs(x[0]) < 1.01 else math.nan]

    stops = np.array([2.0, 30.0])
    found, _ = states_at(march_floats(field, [0.0], 1e-12, stops), stops)
    assert found[0].x[0] == pytest.approx(math.tanh(2), abs=1e-10)
    assert found[1].x[0] == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError, ZeroDivisionError])
def test_what_a_field_raises_comes_through_the_compiled_code(kind: type[BaseException]) -> None:
    calls = 0

    def field(x: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 100:
            raise kind("from the field")
        return pendulum(x)

    with pytest.raises(kind, match="from the field"):  # noqa: PT012
        for step in march_floats(field, [1.0, 0.0], 1e-10):
            assert step.end < 100
    assert calls == 100
    stops = np.array([5.0])  # another solver does the next work
    assert len(states_at(march_floats(pendulum, [1.0, 0.0], 1e-10, stops), stops)[0]) == 1


class Stop(Exception):
    """What the alarm raises."""


@contextmanager
def alarm(after: float) -> Iterator[None]:
    def ring(*_: Any) -> None:
        raise Stop

    before = signal.signal(signal.SIGALRM, ring)
    gc.disable()  # what is raised in a callback of the collector is lost
    signal.setitimer(signal.ITIMER_REAL, after)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.enable()
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("after", np.linspace(0.005, 0.02, 30))
def test_a_signal_stops_the_compiled_code_wherever_it_comes(after: float) -> None:
    next(
        iter(march_floats(pendulum, [1.0, 0.0], 1e-10))
    )  # an import of scipy may lose what is raised
    with pytest.raises(Stop), alarm(after):  # noqa: PT012
        for step in march_floats(pendulum, [1.0, 0.0], 1e-10):
            assert step.end < 1e6


def test_steps_of_any_length_are_as_long_as_the_field_allows() -> None:
    pieces = list(
        march_free(lambda x: [1.0, -x[1]], State(2.0, np.ones(2), np.zeros(1)), 1e-11, 9.0)
    )
    assert (pieces[0].begin, pieces[-1].end) == (2.0, 9.0)
    for piece in pieces:
        middle = (piece.begin + piece.end) / 2
        for state in (piece.state, piece.at(middle), piece.at(piece.begin)):
            wanted = [state.time - 1, np.exp(2 - state.time)]
            assert np.allclose(state.x, wanted, rtol=0, atol=1e-10)
    alone = list(march_free(lambda _: [1.0], State(0.0, np.zeros(1), np.zeros(1)), 1e-11, 1e4))
    assert len(alone) < 5


def test_steps_of_any_length_come_to_times_at_which_the_field_is_almost_nothing() -> None:
    """Squares of the field of d/dt x = e^{-x}, which is 1/t, underflow from 1e154 on."""
    start = State(0.0, np.zeros(1), np.zeros(1))
    *_, last = march_free(lambda x: [math.exp(-x[0])], start, 1e-11, 1e290)
    assert last.state.x[0] == pytest.approx(290 * np.log(10), abs=1e-9)


def test_solvers_are_used_again() -> None:
    compiled._idle.clear()
    for _ in range(50):
        stops = np.array([1.0, 2.0])
        states_at(march_floats(pendulum, [1.0, 0.0], 1e-8, stops), stops)
        step = next(march_floats(pendulum, [1.0, 0.0], 1e-8))
        assert np.array_equal(step.at(step.end).x, step.state.x)
        assert step.at(0.0).x.tolist() == [1.0, 0.0]
    assert len(compiled._idle) <= 2


def test_threads_leave_the_filters_of_warnings_as_they_were() -> None:
    """They are of the whole process: what one thread sets another may restore too late."""
    before, problem = list(warnings.filters), FlowProblem(4, 10, 8)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: solve(problem, [1.0, 2.5]).beta, range(12)))
    finally:
        sys.setswitchinterval(interval)
    assert warnings.filters == before
    assert all(np.array_equal(beta, found[0]) for beta in found)


def test_a_field_that_is_not_finite_warns_of_nothing() -> None:
    calls = iter(range(10**6))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with pytest.raises(IntegrationError, match="not finite"):
            list(march_floats(lambda _: [math.nan if next(calls) > 50 else 1.0], [0.0], 1e-8))
    assert not said


# --- the reference -------------------------------------------------------------------------------


def test_the_reference_integrator_gives_the_logistic_formula() -> None:
    problem = FlowProblem(4, 4, 2, gamma=0)
    times = np.linspace(0, 1, 5)
    found = solve(problem, times, integrator="mpmath")
    closed = beta(times, problem.sigma[:, None], problem.lam[:, None], 2)
    assert found.status is Status.DONE
    assert np.abs(found.beta - closed).max() < 1e-12


@given(st.integers(1, 6), st.floats(0, 1), seeds, st.sampled_from(["spectral", "random"]))
@drawn(2, 3, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_scipy_and_mpmath_agree_on_small_problems(
    ratio: int, gamma: float, seed: int, init: Any
) -> None:
    problem = FlowProblem(2, ratio, 3, gamma, init=init, seed=seed)
    times = np.array([2.0, 0.0, 5.0]) / (ratio + 1) ** 0.5
    both = [solve(problem, times, integrator=name) for name in ("scipy", "mpmath")]
    for name in ("beta", "singular_values", "W", "H"):
        ours, theirs = (getattr(one, name) for one in both)
        # a random start may leave a little more than twice rtol
        assert np.abs(np.asarray(ours) - theirs).max() < 4e-10, name


@dear
@given(class_counts, seeds)
@settings(max_examples=2, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_scipy_and_mpmath_agree_on_any_counts(counts: tuple[int, ...], seed: int) -> None:
    problem = FlowProblem(counts=counts[:3], delta=2, init="random", seed=seed)
    one, other = (solve(problem, [0.5, 1.5], integrator=name) for name in ("scipy", "mpmath"))
    assert np.abs(one.beta - other.beta).max() < 2e-10
    assert np.abs(one.H - other.H).max() < 2e-10


@pytest.mark.parametrize(
    ("match", "problem", "options"),
    [
        ("delta = 30", FlowProblem(4, 3, 30), {}),
        ("40 classes in 39 dimensions", FlowProblem(40, 3, 4), {}),
        ("4 classes in 1000 dim", FlowProblem(4, 3, 4, init="random", dim=1000), {}),
        ("system = 'projected'", FlowProblem(4, 3, 4, system="projected"), {}),
        ("times up to 1000", FlowProblem(4, 3, 4), {"times": [1e3]}),
        ("per = 'sample'", FlowProblem(4, 3, 4), {"per": "sample"}),
        ("digits = 30", FlowProblem(4, 3, 4), {"digits": 30}),
    ],
)  # fmt: skip
def test_the_reference_refuses_by_name_what_it_does_not_take(
    match: str, problem: Any, options: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match=rf"^{match}.*use integrator='scipy'"):
        solve(problem, **{"times": [1.0], "integrator": "mpmath", **options})


def test_the_reference_refuses_other_flows_than_the_paper_s() -> None:
    with pytest.raises(InputError, match="targets = 'one-hot': integrator='mpmath' knows no such"):
        solve(FlowProblem(4, 3, 4, targets="one-hot"), [1.0], integrator="mpmath")


def test_an_unknown_integrator_is_refused() -> None:
    with pytest.raises(InputError, match="integrator = 'euler'"):
        solve(FlowProblem(4, 3, 4), [1.0], integrator="euler")  # type: ignore[call-overload]


def test_an_interrupted_reference_keeps_the_times_it_reached() -> None:
    problem = FlowProblem(2, 3, 3)

    def stop(fraction: float) -> None:
        if fraction > 0.25:
            raise KeyboardInterrupt

    part = solve(problem, [0.5, 1.0, 2.0], integrator="mpmath", progress=stop)
    assert part.status is Status.INTERRUPTED
    assert len(part.times) == 2


@given(st.sampled_from([0.5, 2.0, 8.0]), st.integers(1, 10), st.floats(0, 1), seeds)
@drawn(8, 15)
def test_the_error_is_of_the_order_of_rtol_and_below_its_estimate(
    delta: float, ratio: int, gamma: float, seed: int
) -> None:
    # late times too: a step that is only just stable leaves an error of its tolerance
    problem = FlowProblem(4, ratio, delta, gamma, init="random", seed=seed)
    times = [1.0, 4.0, 8.0, 14.0]
    found, finer = solve(problem, times), solve(problem, times, rtol=3e-13)
    error = float(np.abs(found.beta - finer.beta).max())
    assert error < 2e-10
    assert error < found.error


def test_a_flow_interrupted_while_its_error_is_estimated_says_so() -> None:
    def stop(fraction: float) -> None:
        if fraction > 0.7:
            raise KeyboardInterrupt

    problem = FlowProblem(4, 10, 8, init="random", seed=1)
    found = solve(problem, np.linspace(0, 6, 400), progress=stop)
    assert found.status is Status.INTERRUPTED
    assert math.isnan(found.error)
    assert found.beta.shape == (3, 400)


@pytest.mark.parametrize("rtol", [1e-4, 1e-5])
def test_a_flow_that_relaxes_slowly_has_not_settled(rtol: float) -> None:
    problem, times = FlowProblem(2, 1e-4, 0.1, gamma=1.5), [0.0112]
    found, finer = solve(problem, times, rtol=rtol), solve(problem, times, rtol=1e-9)
    assert np.abs(found.beta - finer.beta).max() < found.error
    many = sweep([1e-4], [0.1], times, gamma=1.5, rtol=rtol)
    assert np.abs(many.beta.ravel() - finer.beta.ravel()).max() < found.error


def test_cross_entropy_whose_field_is_a_tuple_is_followed() -> None:
    problem = FlowProblem(4, 10, 4, loss="cross-entropy")
    time = learning_times(problem)["min-min"]
    assert solve(problem, [time]).margins["min-min"][0] == pytest.approx(1, abs=1e-8)
