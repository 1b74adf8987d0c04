"""A flow problem is the singular value decomposition of Z with its weights, or an error."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from strategies import class_counts, even_class_numbers, gammas, ratios

from numerics import (
    FlowProblem,
    NumericsError,
    certified_half_time,
    enclose,
    random_slopes,
    solve,
    stability,
)
from numerics.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable


def centred(problem: FlowProblem) -> Any:
    """Z at class level: P diag(√n_c)."""
    k = problem.num_classes
    return (np.eye(k) - 1 / k) * np.sqrt(problem.class_counts)


def assert_is_svd(problem: FlowProblem) -> None:
    u, v, rank = problem.U, problem.V_c, problem.num_classes - 1
    scale = problem.sigma.max()
    assert np.allclose(u.T @ u, np.eye(rank), atol=1e-13)
    assert np.allclose(v.T @ v, np.eye(rank), atol=1e-13)
    assert np.allclose((u * problem.sigma) @ v.T, centred(problem), atol=1e-13 * scale)
    assert np.allclose(np.diag((v.T * problem.class_weights) @ v), problem.lam, rtol=1e-12)


@given(even_class_numbers, ratios, gammas)
def test_step_vectors_decompose_the_centred_labels(k: int, ratio: float, gamma: float) -> None:
    assert_is_svd(FlowProblem(k, ratio, 1, gamma))


@given(class_counts, gammas)
def test_vectors_of_any_counts_decompose_the_centred_labels(
    counts: tuple[int, ...], gamma: float
) -> None:
    problem = FlowProblem(counts=counts, delta=1, gamma=gamma)
    assert_is_svd(problem)
    assert np.all(np.diff(problem.sigma) <= 0)


@given(class_counts)
def test_unequal_weights_on_equal_counts_keep_the_decomposition(counts: tuple[int, ...]) -> None:
    assert_is_svd(FlowProblem(counts=counts, delta=1, weights=range(1, len(counts) + 1)))


@given(ratios)
def test_step_modes_keep_the_names_and_the_order_of_the_paper(ratio: float) -> None:
    problem = FlowProblem(6, ratio, 1)
    assert problem.mode_names == ("maj-maj", "maj-maj", "maj-min", "min-min", "min-min")
    expected = np.sqrt([ratio, ratio, (ratio + 1) / 2, 1, 1])
    assert np.allclose(problem.sigma, expected, rtol=1e-14)
    g, root = np.sqrt(ratio + 1), np.sqrt(ratio)
    assert np.allclose(problem.lam, [g / root, g / root, (root + 1) / g, g, g], rtol=1e-13)


def test_two_classes_have_only_the_mode_between_them() -> None:
    assert FlowProblem(2, 10, 1).mode_names == ("maj-min",)


def test_vectors_inside_a_group_are_exactly_zero_elsewhere() -> None:
    problem = FlowProblem(6, 10, 1)
    assert not problem.U[3:, :2].any()
    assert not problem.V_c[:3, 3:].any()


def test_a_vocabulary_of_classes_builds_no_matrix() -> None:
    problem = FlowProblem(100_000, 10, 8)
    assert len(problem.sigma) == 99_999
    assert "U" not in vars(problem)


def test_numbers_may_be_exact_or_from_numpy() -> None:
    problem = FlowProblem(np.int64(4), Fraction(5, 2), np.float64(8))  # type: ignore[arg-type]
    assert problem.sigma[0] == np.sqrt(2.5)
    assert problem == FlowProblem(4, 2.5, 8)


def test_a_random_problem_without_a_seed_keeps_the_one_it_drew() -> None:
    one, other = (FlowProblem(4, 3, 8, init="random") for _ in range(2))
    assert one.seed is not None
    assert one.seed != other.seed


BAD: list[tuple[str, dict[str, Any]]] = [
    ("k", {"k": 3}), ("k", {"k": 0}), ("k", {"k": -2}), ("k", {"k": 4.0}), ("k", {"k": True}),
    ("k", {"k": "4"}), ("k", {"k": None}),
    ("R", {"R": 0}), ("R", {"R": -1.0}), ("R", {"R": np.nan}), ("R", {"R": np.inf}),
    ("R", {"R": "3"}), ("R", {"R": 1e300}), ("R", {"R": 1e-300}), ("delta", {"delta": 1e13}),
    (r"weights\[0\]", {"weights": (1e160, 1, 1, 1)}),
    ("gamma", {"gamma": 1.0, "weights": (1.0, 2.0, 1.0, 1.0)}), ("gamma", {"R": 1e60, "gamma": 2}),
    (r"counts\[0\]", {"counts": (10**400, 1), "k": None, "R": None}),
    ("R", {"R": True}), ("R", {"R": None}), ("R", {"R": 10**400}),
    ("delta", {"delta": -1.0}), ("delta", {"delta": np.nan}), ("delta", {"delta": "8"}),
    ("gamma", {"gamma": np.inf}), ("gamma", {"gamma": "half"}), ("gamma", {"gamma": 1e6}),
    ("dim", {"dim": 2}), ("dim", {"dim": 4.0}), ("seed", {"seed": -1}), ("seed", {"seed": 1.5}),
    ("weights", {"weights": (1.0, 2.0)}), (r"weights\[1\]", {"weights": (1.0, 0.0, 1.0, 1.0)}),
    ("system", {"system": "half"}), ("init", {"init": "zero"}),
    ("system", {"system": "projected", "init": "random"}), ("R", {"R": 2.5, "init": "random"}),
    ("R", {"counts": (3, 1), "k": None}), ("counts", {"counts": (3,), "k": None, "R": None}),
    (r"counts\[1\]", {"counts": (3, -1), "k": None, "R": None}),
    (r"counts\[0\]", {"counts": (0, 1), "k": None, "R": None}),
    (r"counts\[0\]", {"counts": (2.0, 1), "k": None, "R": None}),
    ("counts", {"counts": "31", "k": None, "R": None}),
    ("counts", {"counts": 7, "k": None, "R": None}),
    ("k", {"counts": (3, 1), "R": None}),
    ("counts", {"counts": [[1, 2], [3]], "k": None, "R": None}),
    ("weights", {"weights": [[1, 2], [3]]}), ("depth", {"depth": 10**400}),
    ("system", {"system": np.array([1, 2])}), ("loss", {"loss": np.array([1, 2])}),
    ("init", {"init": np.array([1, 2])}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "bad"), BAD, ids=[f"{n}-{b}"[:99] for n, b in BAD])
def test_a_meaningless_parameter_is_refused_by_name(name: str, bad: dict[str, Any]) -> None:
    with pytest.raises(NumericsError, match=rf"^{name} = "):
        FlowProblem(**{"k": 4, "R": 3, "delta": 8, **bad})


def test_the_scale_must_be_given() -> None:
    with pytest.raises(NumericsError, match="delta"):
        FlowProblem(4, 3)


NOT_A_PROBLEM: Any = 5


@pytest.mark.parametrize("function", [
    lambda p: enclose(p, [1]), stability, random_slopes,
    lambda p: certified_half_time(p, 0),
])  # fmt: skip
def test_what_is_no_problem_is_refused_by_name(function: Callable[[Any], object]) -> None:
    with pytest.raises(InputError, match=r"^problem = 5: give a FlowProblem"):
        function(NOT_A_PROBLEM)


@pytest.mark.parametrize("classes", [2 * 10**9, 10**12])
def test_more_classes_than_memory_holds_are_refused_at_once(classes: int) -> None:
    with pytest.raises(MemoryError, match=rf"counts and weights of {classes} classes would take"):
        FlowProblem(classes, 10, 8)


def test_vectors_and_factors_that_would_not_fit_are_refused_where_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("numerics.problem.memory_guard.available", lambda: 1e8)
    solution = solve(FlowProblem(10**5, 10, 8), np.linspace(0, 3, 100))
    assert solution.beta.shape == (10**5 - 1, 100)
    for holder, name in ((solution, "W"), (solution, "H"), (solution.problem, "U")):
        with pytest.raises(MemoryError, match="100000 classes"):
            getattr(holder, name)
    many = solve(solution.problem, np.linspace(0, 3, 200))
    with pytest.raises(MemoryError, match=r"99999 modes at 200 times would take 160 MB"):
        _ = many.beta


@pytest.mark.parametrize("ratio", [2**53 + 1, 10**30, Fraction(7), 7.0])
def test_a_whole_ratio_of_any_size_and_type_has_random_starts(ratio: Any) -> None:
    assert FlowProblem(4, ratio, 3, init="random", seed=1).class_counts[0] == float(ratio)
