"""What is told of an error, of values that are missing, and of numbers that are none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from flint import ctx

from numerics import FlowProblem, NumericsError, delay_constant, learning_times, solve
from numerics.problem.status import Status
from numerics.validated import taylor_series
from numerics.validated.exact_inputs import read_modes

untyped: Any = FlowProblem


@pytest.mark.parametrize("delta", [8.0, 1e6, 1e9, 1e11, 1e12])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.75])
def test_the_error_told_is_not_below_the_true_one(delta: float, gamma: float) -> None:
    problem = FlowProblem(4, 10, delta, gamma=gamma)
    times = np.array(learning_times(problem))
    found, modes = solve(problem, times), read_modes(problem)
    for name in ("maj-maj", "min-min"):
        group = next(x.group for x in problem.modes.levels if x.name == name)
        with ctx.workprec(200):
            exact = modes.logistic(group, [Fraction(t) for t in times.tolist()])
        row = found.beta[problem.mode_names.index(name)]
        assert max(abs(float(a) - b) for a, b in zip(exact, row, strict=True)) <= found.error
    if delta > 1e9:
        assert found.status is Status.INACCURATE
        assert "take a smaller delta" in found.message
        assert found.error < 1e-2


def test_a_value_that_is_missing_has_no_small_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taylor_series, "MAX_STEPS", 5)
    found = solve(FlowProblem(4, 10, 8), ["0.1", 3], digits=10)
    assert mpmath.isnan(found.beta[1, 1])
    assert not mpmath.isnan(found.beta[1, 0])
    assert found.error == mpmath.inf
    assert found.status is Status.INACCURATE


def test_many_digits_of_a_settled_flow_cost_no_more_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taylor_series, "MAX_STEPS", 500)
    for problem in (FlowProblem(4, 3, 1), FlowProblem(counts=(4, 2, 1), delta=1)):
        found = solve(problem, [1, 10**9], digits=6)
        assert found.status is Status.DONE, found.message
        assert all(abs(x - 1) < mpmath.mpf(10) ** -6 for x in found.beta[:, 1])
        assert found.error < mpmath.mpf(10) ** -6


def test_a_flow_that_waits_at_a_saddle_has_not_settled() -> None:
    problem = FlowProblem(counts=(100, 2, 1), delta=12, gamma=0.125)
    early, late = solve(problem, [3, 100], digits=4).beta.T
    assert early[0] > 0.9  # the first mode is learned, and the other is far from it
    assert early[1] < 0.1
    assert all(abs(x - 1) < 1e-4 for x in late)


@pytest.mark.parametrize("ask", [
    lambda: solve(FlowProblem(4, 10, 8), b"4", digits=10),
    lambda: solve(FlowProblem(4, 10, 8), {1: 2}, digits=10),
    lambda: solve(FlowProblem(4, 10, 8), {1}, digits=10),
    lambda: untyped(10**400, 10, 8),
    lambda: untyped(float("nan"), 10, 8),
    lambda: untyped(b"4", 10, 8),
    lambda: untyped(counts=(float("nan"), 1), delta=3),
    lambda: delay_constant("1e300"),
    lambda: delay_constant("1e-300"),
    lambda: delay_constant("1e1000"),
])  # fmt: skip
def test_what_is_no_such_number_is_refused_at_once(ask: Any) -> None:
    with pytest.raises(NumericsError, match=r"^(times|k|R|counts\[0\]) = "):
        ask()
