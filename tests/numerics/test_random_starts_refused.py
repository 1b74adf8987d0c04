"""What random starts refuse by name before any work, and what an interruption leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from numerics import (
    FlowProblem,
    NumericsError,
    learning_times,
    random_slopes,
    random_starts,
    solve,
)
from numerics.errors import InputError, IntegrationError
from numerics.flow.by_class import ByClass
from numerics.problem.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_flow_too_stiff_to_follow_is_refused_at_once() -> None:
    for init in ("spectral", "random"):
        with pytest.raises(NumericsError, match=r"stiff.*steps"):
            solve(FlowProblem(4, 10**13, 8, init=init, seed=1), [1.0])
        with pytest.raises(NumericsError, match=r"stiff.*steps"):
            learning_times(FlowProblem(4, 10**20, 8, init=init, seed=1))


def test_stiff_starts_are_refused_before_they_are_drawn() -> None:
    stiff = FlowProblem(counts=(10**12, 10**6, 1), delta=8, init="random")
    with pytest.raises(NumericsError, match=r"stiff.*steps"):
        random_starts(stiff, 10)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("count", {"count": 0}), ("count", {"count": 2.5}), ("count", {"count": 10**400}),
        ("seed", {"seed": -1}),
        ("times", {"times": [2.0, 1.0]}), ("times", {"times": [-1.0]}),
        ("init", {"problem": FlowProblem(4, 3, 8)}), ("problem", {"problem": None}),
    ],
)  # fmt: skip
def test_meaningless_starts_are_refused_by_name(name: str, bad: dict[str, Any]) -> None:
    good = {"problem": FlowProblem(4, 3, 8, init="random", seed=1), "count": 2}
    with pytest.raises(NumericsError, match=rf"^{name}"):
        random_starts(**{**good, **bad})


def test_what_would_not_fit_is_refused_before_it_is_drawn() -> None:
    with pytest.raises(MemoryError, match=r"starts at 1400 times would take .* free"):
        random_starts(FlowProblem(200, 3, 8, init="random"), 10**7)
    with pytest.raises(IntegrationError, match=r"random start of 100000 classes .* too many"):
        solve(FlowProblem(100_000, 3, 8, init="random", seed=1), [1.0])
    with pytest.raises(MemoryError, match=r"single samples would take .* per='class'"):
        solve(FlowProblem(4, 10**9, 8), [1.0], per="sample")


def test_progress_is_reported_to_the_end() -> None:
    seen: list[float] = []
    random_starts(FlowProblem(4, 3, 4, init="random"), 2, progress=seen.append)
    assert seen == sorted(seen)
    assert 0 < seen[0] < 0.5 < seen[-1] <= 1


def test_an_interrupted_flow_keeps_the_times_it_reached_in_the_order_asked() -> None:
    problem = FlowProblem(4, 3, 4, init="random", seed=1)
    times = [9.0, 0.5, 2.0, 1.0]

    part = solve(problem, times, progress=stop_after(0.25))
    assert part.status is Status.INTERRUPTED
    assert part.times.tolist() == [0.5, 2.0, 1.0]
    assert "3 of 4 times are kept" in part.message
    assert np.array_equal(part.beta, solve(problem, times).beta[:, 1:])


def stop_after(part: float) -> Callable[[float], None]:
    def stop(fraction: float) -> None:
        if fraction > part:
            raise KeyboardInterrupt

    return stop


def test_what_interrupted_starts_had_not_learned_is_unknown_and_not_left_out() -> None:
    problem = FlowProblem(4, 3, 4, gamma=0, init="random")
    whole = random_starts(problem, 20)
    part = random_starts(problem, 20, progress=stop_after(0.17))
    assert part.interrupted
    assert not whole.interrupted
    late = int(np.sum(~part.learned))
    assert 0 < late < 20
    assert part.message.startswith(f"interrupted: 20 starts at {len(part.times)} times; {late} had")
    assert whole.message == f"20 starts at {len(whole.times)} times"
    assert np.isnan(part.window.mean)
    assert part.in_order.low < whole.in_order.low - 0.1
    assert part.in_order.low <= whole.in_order.mean <= part.in_order.high
    assert np.isnan(part.accuracy_times).sum() > np.isnan(whole.accuracy_times).sum() == 0


def test_interrupted_slopes_have_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = FlowProblem(4, 3, 4, gamma=0, init="random")

    def cut(*arguments: Any, **options: Any) -> Any:
        return random_starts(*arguments, **options, progress=stop_after(0.5))

    monkeypatch.setattr("numerics.solvers.random_starts.random_starts", cut)
    with pytest.raises(KeyboardInterrupt):
        random_slopes(problem, 3)


def test_slopes_from_delta_0_need_a_step() -> None:
    problem = FlowProblem(4, 10, 0, gamma=0, init="random")
    with pytest.raises(InputError, match=r"^delta = 0.*give step"):
        random_slopes(problem, 3)
    assert np.isfinite(random_slopes(problem, 3, step=8).learning[2].mean)


@pytest.mark.parametrize("step", [0, -1, 1e-9, 1e-300, float("nan"), float("inf"), "a"])
def test_slopes_need_a_step(step: object) -> None:
    problem = FlowProblem(4, 10, 8, gamma=0, init="random")
    with pytest.raises(InputError, match=r"^step = "):
        random_slopes(problem, 3, step=step)  # type: ignore[arg-type]


def test_starts_need_a_seed() -> None:
    with pytest.raises(InputError, match=r"^seed = None"):
        random_starts(FlowProblem(4, 10, 8, gamma=0, init="random"), 3, seed=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("classes", "ask"),
    [
        (2000, lambda problem: solve(problem, [20.0])),
        (2000, learning_times),
        (300, lambda problem: random_starts(problem, 200, times=[20.0])),
    ],
)
def test_matrices_too_large_to_be_followed_are_refused_before_any_step(
    classes: int, ask: Callable[[FlowProblem], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numerics.solvers.random_starts._follow", None)
    monkeypatch.setattr("numerics.problem.memory_guard.require", lambda *_: None)  # of any machine
    monkeypatch.setattr("numerics.flow.by_class.class_level", None)
    problem = FlowProblem(classes, 1e4, 8, 0, init="random", seed=1)
    with pytest.raises(IntegrationError, match=rf"of {classes} classes in .* take fewer classes"):
        ask(problem)
    ByClass(replace(problem, k=100)).require_followable(20.0)  # minutes, and is followed


def test_learning_times_that_take_too_many_steps_are_refused_before_any() -> None:
    stiff = FlowProblem(4, 1e6, 8, 1, init="random", seed=1)
    with pytest.raises(IntegrationError, match="the flow is stiff: its fast modes would cut"):
        learning_times(stiff)
    ByClass(replace(stiff, R=1e5)).require_followable(np.inf)
