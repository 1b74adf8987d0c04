"""Many modes at once, by the same steps as one."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ratios

from numerics import FlowProblem, NumericsError, solve, stability, sweep
from numerics.errors import IntegrationError
from numerics.flow.two_group import between_groups
from numerics.integrators.adaptive import STABLE

STEP = FlowProblem(4, 10, 8)


@given(st.lists(ratios, min_size=1, max_size=4), st.lists(st.floats(0, 60), min_size=1, max_size=3))
@settings(max_examples=12)
def test_a_sweep_is_every_problem_on_its_own(rs: list[float], deltas: list[float]) -> None:
    rescaled = np.array([1.3, 0.0, 0.9, 1.0, 2.0])
    times = (np.array(deltas)[:, None] + 1) / np.sqrt(np.array(rs) + 1)[:, None, None] * rescaled
    found = sweep(rs, deltas, times)
    assert found.beta.shape == (len(rs), len(deltas), 5)
    for i, ratio in enumerate(rs):
        for j, delta in enumerate(deltas):
            alone = solve(FlowProblem(2, ratio, delta), times[i, j])
            assert np.abs(found.beta[i, j] - alone.beta[0]).max() < 1e-9


def test_more_times_than_an_integration_may_have_steps_are_no_obstacle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("compiled", "stacked"):
        monkeypatch.setattr(f"numerics.integrators.{name}.MAX_STEPS", 100)
    times = np.linspace(2, 4, 500)
    assert np.allclose(
        sweep([10.0], [8.0], times).beta[0, 0], solve(STEP, times).beta[1], atol=1e-9
    )
    with pytest.raises(IntegrationError, match=r"1\d\d steps reached only time"):
        solve(FlowProblem(4, 1e4, 8), [1.0])


def test_a_sweep_at_any_scale_and_exponent() -> None:
    found = sweep([4.0, 10.0], [1e4], [[[3000.0]], [[3200.0]]], gamma=0.3)
    for i, (ratio, time) in enumerate([(4.0, 3000.0), (10.0, 3200.0)]):
        alone = solve(FlowProblem(4, ratio, 1e4, 0.3), [time]).beta[1]
        assert found.beta[i, 0] == pytest.approx(alone, abs=1e-8)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("R", {"R": [0.0]}), ("R", {"R": []}), ("R", {"R": [[1.0]]}), ("delta", {"delta": [-1.0]}),
        ("delta", {"delta": np.nan}), ("times", {"times": [-1.0]}),
        ("times", {"times": np.ones((3, 3, 1))}), ("gamma", {"gamma": np.inf}),
        ("rtol", {"rtol": 1.0}), ("R", {"R": "ten"}), ("R", {"R": [1e300]}), ("R", {"R": [1j]}),
        ("delta", {"delta": ["8"]}), ("times", {"times": [[1.0, 2.0], [1.0]]}),
        ("times", {"times": ["now"]}), ("gamma", {"gamma": 1000.0}), ("gamma", {"gamma": 1e300}),
    ],
)  # fmt: skip
def test_a_meaningless_sweep_is_refused_by_name(name: str, bad: dict[str, Any]) -> None:
    with pytest.raises(NumericsError, match=rf"^{name} "):
        sweep(**{"R": [2.0], "delta": [8.0], "times": [1.0], **bad})


def test_a_grid_that_would_not_fit_is_refused() -> None:
    with pytest.raises(MemoryError, match=r"a grid of \(100000, 100000, 1\) strengths"):
        sweep(np.full(100_000, 2.0), np.full(100_000, 8.0), [1.0])


@pytest.mark.parametrize("bad", [{"R": [2.0, 1e12]}, {"R": [1e-12]}, {"R": [1e6], "gamma": 1.0}])
def test_a_sweep_with_a_stiff_problem_is_refused_before_any_step(bad: dict[str, Any]) -> None:
    with pytest.raises(IntegrationError, match=r"stiff.*steps"):
        sweep(**{"delta": [8.0], "times": [1e3], **bad})
    early = sweep(**{"delta": [8.0], "times": [1e-9], **bad})  # while it is still linear
    assert np.all(early.beta < 1e-3)


def test_the_minimum_between_two_groups_attracts_as_the_hessian_says() -> None:
    for ratio, gamma in [(7.0, 0.5), (0.2, 1.0), (50.0, 0.8)]:
        problem = FlowProblem(2, ratio, 8, gamma)
        flow = between_groups(problem)
        fast = stability(problem).sharpness / flow.rate[0]
        moving = 1.0 / flow.rate[0]  # one unit of the clock, after its entry
        steps = flow.stiff_steps(np.array([flow.entry[0] / flow.rate[0] + moving]))[0]
        assert steps == pytest.approx(fast / STABLE, rel=1e-9)


def test_a_spectral_flow_loads_neither_symbols_nor_balls() -> None:
    code = (
        "import sys, numerics\n"
        "numerics.solve(numerics.FlowProblem(4, 10, 8), [2.5]).beta\n"
        "heavy = {'sympy', 'flint', 'mpmath', 'matplotlib', 'rich', 'spectra.spectrum'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stderr, run.stdout.split()) == ("", [])


def test_every_public_name_is_there_and_an_unknown_one_is_not() -> None:
    import numerics

    for name in numerics.__all__:
        assert getattr(numerics, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        getattr(numerics, "nothing_of_the_kind")  # noqa: B009
