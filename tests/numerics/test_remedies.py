"""What a refusal names in place of what was asked for does work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from numerics import (
    FlowProblem,
    NumericsError,
    descend,
    enclose,
    learning_times,
    limit_times,
    random_starts,
    solve,
)
from spectra import ClassMeans

PROBLEMS: list[dict[str, Any]] = [
    {"loss": "cross-entropy", "init": "random"},
    {"loss": "cross-entropy"},
    {"loss": "cross-entropy", "counts": (9, 4, 1)},
    {"loss": "cross-entropy", "counts": (9, 4, 1), "init": "random"},
    {"loss": "cross-entropy", "shift": (1, 0)},
    {"data": ClassMeans(1, 2)},
    {"data": ClassMeans(1, 2), "counts": (9, 4, 1)},
    {"decay": 0.1, "init": "random"},
    {"targets": "frequency"},
    {"scales": (2, 1), "counts": (9, 4, 1)},
]
ASKED: list[Callable[[FlowProblem], object]] = [
    lambda problem: random_starts(problem, 2),
    lambda problem: solve(problem, [1.0], digits=30),
    lambda problem: descend(problem, 3, 0.01),
    lambda problem: solve(problem, [1.0], integrator="mpmath"),
    lambda problem: enclose(problem, [1.0]),
]
NAMED: dict[str, Callable[[FlowProblem], object]] = {
    "solve": lambda problem: solve(problem, [1.0]),
    "learning_times": learning_times,
    "enclose": lambda problem: enclose(problem, [1.0], digits=3),
    "limit_times": limit_times,
}


@pytest.mark.parametrize("more", PROBLEMS)
def test_what_a_refusal_names_works(more: dict[str, Any]) -> None:
    size = {} if "counts" in more else {"k": 4, "R": 10}
    problem = FlowProblem(delta=3, **({"seed": 1} | size | more))
    named = set()
    for ask in ASKED:
        try:
            ask(problem)
        except NumericsError as refused:
            _, known, verbs = str(refused).partition("knows no such flow; ")
            named |= set(verbs.replace(",", "").split()) & set(NAMED) if known else set()
    assert "solve" in named
    for verb in sorted(named):
        NAMED[verb](problem)


def test_enclosures_are_named_for_spectral_starts_only() -> None:
    problem = FlowProblem(4, 10, 8, loss="cross-entropy", init="random", seed=1)
    with pytest.raises(NumericsError, match="solve, learning_times and limit_times do"):
        solve(problem, [1.0], digits=50)
    with pytest.raises(NumericsError, match="solve, learning_times, enclose and limit_times do"):
        solve(FlowProblem(4, 10, 8, loss="cross-entropy"), [1.0], digits=50)


def test_a_limit_that_is_not_resolved_does_not_ask_for_another_delta() -> None:
    problem = FlowProblem(4, 1000, 8, gamma=0, init="random", loss="cross-entropy", seed=1)
    with pytest.raises(NumericsError, match=r"between delta = 20 and 40.*init='spectral'") as found:
        limit_times(problem)
    assert "smaller delta" not in str(found.value)
    assert len(limit_times(FlowProblem(4, 1000, 8, gamma=0, loss="cross-entropy"))) == 3
