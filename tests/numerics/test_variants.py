"""Flows that differ from the paper's: each closed form against the matrix flow, and false neighbours of each."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import class_counts
from variant_flows import (
    TOLERANCE,
    deltas,
    deviation,
    erm,
    exact_metric,
    exact_times,
    limits_by_formula,
    powers,
    quick,
    rates_of,
    right_vectors,
    sizes,
    times_for,
    weighted,
    weightings,
)

from numerics import (
    FlowProblem,
    NumericsError,
    beta,
    closed_form,
    descend,
    learning_times,
    limit_times,
    origin_rates,
    solve,
    terminal_strengths,
)
from numerics.problem.status import Status
from numerics.validated.delay_constant import delay_constant

# one-hot targets ----------------------------------------------------------------------------------


@given(class_counts, weightings, deltas)
@quick
def test_one_hot_targets_make_the_theorem_exact_for_any_counts_and_weights(
    counts: tuple[int, ...], weights: list[float], delta: float
) -> None:
    problem = weighted(counts, weights, delta)
    variant = replace(problem, targets="one-hot")
    root = np.sqrt(problem.class_counts)
    assert np.allclose(rates_of(variant), root * problem.class_weights)
    times = times_for(variant)
    closed = beta(times, root[:, None], problem.class_weights[:, None], delta)
    assert np.abs(solve(variant, times).beta - closed).max() < TOLERANCE


def test_one_hot_targets_are_flat_at_one_half_and_at_no_other_exponent() -> None:
    spread = [
        np.ptp(rates_of(FlowProblem(counts=(90, 7, 2), delta=8, gamma=g, targets="one-hot")))
        for g in (0, 0.4, 0.5, 0.6, 1)
    ]
    assert spread[2] < 1e-12
    assert min(spread[:2] + spread[3:]) > 0.1


# features that learn at rates of their own --------------------------------------------------------


@given(class_counts, weightings, deltas)
@quick
def test_without_weights_on_the_features_the_flow_is_that_of_z_times_the_root_of_omega(
    counts: tuple[int, ...], weights: list[float], delta: float
) -> None:
    problem = weighted(counts, weights, delta)
    variant = replace(problem, feature_rates=0, init="aligned")
    k, root = len(counts), np.sqrt(problem.class_counts * problem.class_weights)
    values = np.linalg.svd((np.eye(k) - 1 / k) * root, compute_uv=False)[: k - 1]
    times = times_for(variant)
    closed = beta(times, values[:, None], 1.0, delta)
    assert np.abs(solve(variant, times).beta - closed).max() < TOLERANCE


@given(powers, st.integers(2, 30))
@quick
def test_origin_rates_are_flat_where_gamma_is_one_over_one_plus_p(p: float, ratio: int) -> None:
    counts = (ratio, ratio, 3, 1)
    flat = FlowProblem(counts=counts, delta=9, gamma=1 / (1 + p), feature_rates=p)
    assert np.allclose(rates_of(flat), rates_of(flat)[0])
    off = FlowProblem(counts=counts, delta=9, gamma=1 / (1 + p) + 0.2, feature_rates=p)
    assert rates_of(off).max() / rates_of(off).min() > 1.03
    assert np.allclose(limit_times(flat), limits_by_formula(flat), rtol=1e-7)


@given(powers, deltas)
@quick
def test_modes_within_a_group_have_a_closed_form_for_every_p(p: float, delta: float) -> None:
    variant = FlowProblem(4, 7, delta, feature_rates=p)
    found = deviation(variant)
    assert max(found[0], found[2]) < TOLERANCE


@pytest.mark.parametrize("delta", [25.1, 25.5, 25.9])
def test_a_column_that_starts_a_little_larger_than_the_others_is_not_taken_for_learned(
    delta: float,
) -> None:
    # the sizes of the columns are on either side of where one begins to act on the others
    assert deviation(FlowProblem(4, 7, delta, feature_rates=0)).max() < TOLERANCE


def test_p_one_is_the_problem_itself() -> None:
    problem = FlowProblem(counts=(9, 4, 4, 1), delta=6)
    times = np.linspace(0, 8, 9)
    same = solve(replace(problem, feature_rates=1), times).beta
    assert np.abs(same - solve(problem, times).beta).max() < 1e-9
    assert np.abs(solve(replace(problem, feature_rates=0.9), times).beta - same).max() > 1e-3


# unequal scales -----------------------------------------------------------------------------------


@given(class_counts, sizes, st.floats(0.1, 4), deltas)
@quick
def test_unequal_scales_have_a_closed_form_without_weights(
    counts: tuple[int, ...], a: float, b: float, delta: float
) -> None:
    variant = replace(erm(counts, delta), scales=(a, b))
    assert deviation(variant).max() < TOLERANCE
    times = np.array(learning_times(variant))
    assert np.allclose(times, exact_times(variant), rtol=1e-9)


@pytest.mark.parametrize("size", [1e-150, 7e-161, 1e-163, 1e-310])
def test_a_factor_may_start_as_small_as_numbers_are(size: float) -> None:
    times = np.linspace(0, 4, 5)
    zero = closed_form(replace(erm((3, 2), 1), scales=(0, 1)), times)
    small = closed_form(replace(erm((3, 2), 1), scales=(size, 1)), times)
    assert np.abs(small - zero).max() < 1e-15
    assert np.abs(closed_form(replace(erm((3, 2), 1), scales=(0.01, 1)), times) - zero).max() > 1e-4


@pytest.mark.parametrize(("a", "b"), [(1, 1), (3, 1), (0, 1), (1, 0)])
@pytest.mark.parametrize("delta", [50, 1e4])
def test_the_next_order_of_unequal_scales(a: float, b: float, delta: float) -> None:
    ratio = 10
    variant = FlowProblem(4, ratio, delta, scales=(a, b))
    late = np.array(learning_times(variant)) * math.sqrt(ratio + 1) - delta
    sigma = variant.sigma
    assert np.allclose(late[[0, 2]], np.log(4 * sigma / (a + b) ** 2)[[0, 2]] / 2, atol=1e-9)
    cosine = (math.sqrt(ratio) + 1) / math.sqrt(2 * (ratio + 1))
    between = float(delay_constant(ratio).mid()) + math.log((1 + cosine) / (a + b * cosine))
    assert late[1] == pytest.approx(between, abs=1e-8)
    if a != b:
        assert abs(late[1] - float(delay_constant(ratio).mid())) > 0.1


@given(st.integers(2, 6), st.integers(1, 9), deltas)
@quick
def test_more_samples_per_minority_only_rescale_time_and_start(
    samples: int, ratio: int, delta: float
) -> None:
    many = FlowProblem(counts=(ratio * samples,) * 2 + (samples,) * 2, delta=delta)
    one = FlowProblem(counts=(ratio,) * 2 + (1,) * 2, delta=delta + math.log(samples) / 4)
    times = np.linspace(0, 2 * (delta + 2), 65)
    faster = solve(many, times / math.sqrt(samples))
    assert np.abs(faster.beta - solve(one, times).beta).max() < 1e-9
    assert np.abs(faster.beta - solve(many, times).beta).max() > 1e-3


# all of them --------------------------------------------------------------------------------------

VARIANTS = {
    "class metric": replace(erm((4, 2, 1), 3), class_metric=[1, 2, 3]),
    "sample metric": replace(
        erm((4, 2, 1), 3), sample_metric=exact_metric(erm((4, 2, 1), 3), 5)[0]
    ),
    "one-hot": FlowProblem(counts=(4, 2, 1), delta=3, targets="one-hot"),
    "features": FlowProblem(counts=(4, 2, 1), delta=3, feature_rates=0.3),
    "aligned": FlowProblem(counts=(4, 2, 1), delta=3, feature_rates=0, init="aligned"),
    "scales": FlowProblem(counts=(4, 2, 1), delta=3, scales=(2, 0.5)),
}


def plain(name: str, variant: Any, times: Any) -> Any:
    """W and H by scipy from the equations as they are written, sample by sample."""
    from scipy.integrate import solve_ivp

    problem = variant
    labels = problem.sample_classes
    one_hot, v = np.eye(3)[:, labels], right_vectors(problem)
    z, omega = one_hot - 1 / 3, np.diag(problem.class_weights[labels])
    p, step = np.eye(3), omega
    w, h = problem.U, v.T
    if name == "class metric":
        p = np.diag([1.0, 2, 3])
    elif name == "sample metric":
        omega = step = exact_metric(problem, 5)[0]
    elif name == "one-hot":
        z, w, h = one_hot, np.eye(3), (one_hot / np.sqrt(problem.class_counts)[:, None])
    elif name == "features":
        step = np.diag(np.diag(omega) ** 0.3)
    elif name == "aligned":
        u, _, vt = np.linalg.svd(z @ np.sqrt(omega), full_matrices=False)
        w, h, step = u[:, :2], vt[:2] / np.sqrt(np.diag(omega)), np.eye(7)
    else:
        w, h = 2 * w, 0.5 * h
    cut, m = w.size, w.shape[1]

    def field(_: float, x: Any) -> Any:
        ours, theirs = x[:cut].reshape(3, m), x[cut:].reshape(m, 7)
        error = p @ (z - ours @ theirs)
        return np.concatenate([(error @ omega @ theirs.T).ravel(), (ours.T @ error @ step).ravel()])

    start = math.exp(-3) * np.concatenate([w.ravel(), h.ravel()])
    run = solve_ivp(
        field, (0, times[-1]), start, method="DOP853", t_eval=times, rtol=1e-12, atol=1e-14
    )
    return run.y[:cut].T.reshape(-1, 3, m), run.y[cut:].T.reshape(-1, m, 7)


@pytest.mark.parametrize("name", VARIANTS)
def test_the_logits_are_those_of_the_equations_as_written(name: str) -> None:
    variant, times = VARIANTS[name], np.linspace(0, 6, 7)
    w, h = plain(name, variant, times)
    solution = solve(variant, times, per="sample")
    assert np.abs(solution.W @ solution.H - w @ h).max() < 1e-9
    assert solution.H.shape == (7, 3, 7)
    assert np.abs(solution.singular_values[:2] - np.linalg.svd(w @ h)[1][:, :2].T).max() < 1e-9
    if name != "sample metric":
        by_class = solve(variant, times)
        assert np.abs(by_class.W @ by_class.H[:, :, [0, 0, 0, 0, 1, 1, 2]] - w @ h).max() < 1e-9
        assert np.abs(by_class.beta - solution.beta).max() < 1e-9


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("delta", [0.0, 2.0, 60.0, 1e5])
def test_learning_times_keep_their_precision_at_any_scale(name: str, delta: float) -> None:
    variant = replace(VARIANTS[name], delta=delta)
    times, exact = np.array(learning_times(variant)), exact_times(variant)
    known = np.isfinite(exact)
    assert np.allclose(times[known], exact[known], rtol=1e-9, atol=0)
    assert np.isfinite(times).all()


@pytest.mark.parametrize("name", VARIANTS)
def test_limits_are_the_inverse_rates_where_modes_decouple_and_never_later(name: str) -> None:
    variant = VARIANTS[name]
    limits, known = np.array(limit_times(variant)), np.isfinite(exact_times(variant))
    assert np.allclose(limits[known], limits_by_formula(variant)[known], rtol=1e-8)
    assert (np.sort(limits) <= np.sort(limits_by_formula(variant)) * (1 + 1e-8)).all()


def test_times_may_come_in_any_order() -> None:
    variant = VARIANTS["features"]
    ordered = solve(variant, [0.0, 1.0, 2.0, 5.0])
    mixed = solve(variant, [5.0, 1.0, 0.0, 2.0])
    assert np.array_equal(mixed.beta, ordered.beta[:, [3, 1, 0, 2]])
    assert ordered.status is Status.DONE
    assert ordered.error < 1e-9
    assert math.isnan(solve(variant, [1.0], estimate=False).error)


def test_an_interrupt_keeps_what_is_done() -> None:
    def stop(done: float) -> None:
        if done > 0.2:
            raise KeyboardInterrupt

    times = np.linspace(0, 40, 41)
    solution = solve(VARIANTS["features"], times, progress=stop)
    assert solution.status is Status.INTERRUPTED
    assert 1 < len(solution.times) < 41
    assert solution.beta.shape == (2, len(solution.times))
    assert solution.W.shape[0] == len(solution.times)


# what is refused ----------------------------------------------------------------------------------


untyped: Any = FlowProblem
untyped_solve: Any = solve
far = FlowProblem(4, 9, 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: untyped_solve(3, [1.0]), "problem = 3: give a FlowProblem"),
        (lambda: replace(far, targets="one-hot", system="projected"), "targets = 'one-hot' with sys"),
        (lambda: replace(far, init="aligned", system="projected"), "system = 'projected' with init"),
        (lambda: replace(far, class_metric="flat"), "gamma = 0.5 with class_metric = 'flat'"),
        (lambda: replace(far, sample_metric="flat"), "gamma = 0.5 with sample_metric = 'flat'"),
        (lambda: FlowProblem(4, 2.5, 1, 0, sample_metric="flat"), "R = 2.5"),
        (lambda: erm((2, 1), 1, class_metric=np.eye(3)), r"metric has shape \(3, 3\): give \(2, 2"),
        (lambda: erm((2, 1), 1, class_metric=[[0, 1], [1, 0]]), "the eigenvalue -1"),
        (lambda: erm((2, 1), 1, class_metric=[[1, 1], [0, 1]]), "differs from its transpose by 1"),
        (lambda: erm((2, 1), 1, class_metric=[1, math.nan]), "not finite"),
        (lambda: erm((2, 1), 1, class_metric=[0, 0]), "only zeros"),
        (lambda: erm((2, 1), 1, class_metric="ab"), "class_metric = 'ab': give 'flat', or numbers"),
        (lambda: erm((2, 1), 1, sample_metric=[1, 2, -3]), "the eigenvalue -3"),
        (lambda: erm((10**12, 1), 1, sample_metric="flat"), "a metric on 1000000000001 samples"),
        (lambda: replace(far, feature_rates=math.inf), "feature_rates = inf"),
        (lambda: replace(far, feature_rates=1e4), "powers of the class weights overflow"),
        (lambda: erm((2, 1), 1, sample_metric="flat", feature_rates=0), "feature_rates = 0 with samp"),
        (lambda: erm((2, 1), 1, sample_metric="flat", init="random"), "init = 'random' with sample"),
        (lambda: replace(far, depth=3, scales=(1, 2)), "scales = .1.0, 2.0. with depth = 3"),
        (lambda: replace(far, depth=3, decay=1), "decay = 1 with depth = 3: with more than two"),
        (lambda: replace(far, depth=3, init="random"), "init = 'random' with depth = 3"),
        (lambda: replace(far, depth=3, init="aligned"), "init = 'aligned' with depth = 3"),
        (lambda: solve(FlowProblem(10**5, 2, 1, targets="one-hot"), [1.0]), "100000 classes"),
        (lambda: solve(erm((2, 1), 0, scales=(1e6, 1)), [1.0]), "the flow is stiff"),
        (lambda: replace(far, scales=(-1, 1)), "scales = -1"),
        (lambda: replace(far, scales=(0, 0)), "one of the two must be > 0"),
        (lambda: untyped(4, 9, 1, scales=2), "scales = 2: give the sizes"),
        (lambda: replace(far, targets="soft"), "targets = 'soft': choose from 'sel', 'one-hot'"),
        (lambda: untyped(targets=np.eye(3), k=4, delta=1), "k = 4 with targets of 3 rows"),
        (lambda: untyped(targets=np.eye(3), R=4, delta=1), "R = 4 with targets of 3 rows"),
        (lambda: untyped(targets=np.eye(3), counts=(1, 2), delta=1), "2 counts with targets of 3"),
        (lambda: untyped(targets=np.zeros((3, 4)), delta=1), "only zeros: there is nothing to learn"),
        (lambda: untyped(targets=[1, 2], delta=1), r"targets has shape \(2,\)"),
        (lambda: untyped(targets=[[1, math.nan]], delta=1), "not finite"),
        (lambda: untyped(targets=[[1e40, 1]], delta=1), r"targets holds values up to 1e\+40: scale"),
        (lambda: untyped(targets=[[1e-40]], delta=1), "targets holds values up to 1e-40: scale"),
        (lambda: replace(erm((2, 1), 1), class_metric=[1e31, 1]), "class_metric holds values up to"),
        (lambda: untyped(targets=np.eye(3), delta=1, dim=2), "dim = 2: give an integer ≥ 3"),
        (lambda: solve(VARIANTS["scales"], [1.0], digits=30), "scales = .* solve with digits knows"),
        (lambda: descend(VARIANTS["one-hot"], 3, 0.1), "targets = 'one-hot': descend knows no such"),
        (lambda: descend(VARIANTS["aligned"], 3, 0.1), "descend knows no such flow"),
        (lambda: origin_rates(replace(far, depth=3)), "nothing grows at the origin"),
        (lambda: terminal_strengths(replace(far, depth=3)), "depth = 3: with more than two factors"),
        (lambda: closed_form(FlowProblem(4, 2, 1, system="projected"), [1]), "numerics.beta"),
        (lambda: untyped_solve(VARIANTS["scales"], [-1.0]), "times contains -1"),
        (lambda: untyped_solve(VARIANTS["scales"], [1e308]), "times contains 1e.308.*at most 1e.300"),
        (lambda: untyped_solve(VARIANTS["scales"], [1.0], rtol=1), "rtol = 1"),
        (lambda: untyped_solve(VARIANTS["scales"], [1.0], per="batch"), "per = 'batch'"),
        (lambda: learning_times(VARIANTS["scales"], level=1.0), "level = 1.0"),
        (lambda: solve(erm((10**14, 9, 1), 9, class_metric=[1, 2, 3]), [1.0]), "the flow is stiff"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_by_name(make: Any, message: str) -> None:
    with pytest.raises(NumericsError, match=message):
        make()
