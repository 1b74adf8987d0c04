"""Weight decay: the flow as written, its rates, and the state it ends in."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st
from needed import drawn
from scipy.integrate import solve_ivp
from strategies import seeds

from numerics import (
    FlowProblem,
    NumericsError,
    beta,
    collapse_thresholds,
    descend,
    enclose,
    learning_times,
    limit_times,
    random_starts,
    solve,
    stability,
    sweep,
    terminal_strengths,
)
from numerics.problem.initial_state import sample_start

ratios = st.integers(2, 12)
exponents = st.sampled_from([0.0, 0.25, 0.5, 0.8, 1.0])
decays = st.one_of(
    st.floats(0.0, 4.0), st.tuples(st.floats(0.01, 2.0), st.floats(0.01, 2.0)), st.just((0.0, 0.7))
)
quick = drawn(4, 12)
untyped: Any = FlowProblem
NEEDED = "cvxpy solves the convex problem; install reweighting-theory[test]"


def labels(problem: FlowProblem) -> tuple[Any, Any]:
    """Z and the weight of every sample, typed again."""
    which, k = problem.sample_classes, problem.num_classes
    return (np.eye(k) - 1 / k)[:, which], problem.class_weights[which]


def as_written(problem: FlowProblem, times: Any) -> Any:
    """Logits (T, k, n) by DOP853 on W and H, sample by sample."""
    z, omega = labels(problem)
    w, h = sample_start(problem)
    cut, (ours, theirs) = w.size, problem.decays

    def field(_: float, x: Any) -> Any:
        a, b = x[:cut].reshape(w.shape), x[cut:].reshape(h.shape)
        pull = (z - a @ b) * omega
        return np.concatenate([(pull @ b.T - ours * a).ravel(), (a.T @ pull - theirs * b).ravel()])

    start = math.exp(-problem.delta) * np.concatenate([w.ravel(), h.ravel()])
    run = solve_ivp(
        field, (0, times[-1]), start, "DOP853", t_eval=times, rtol=1e-12, atol=1e-14
    ).y.T  # fmt: skip
    return run[:, :cut].reshape(-1, *w.shape) @ run[:, cut:].reshape(-1, *h.shape)


def gap(problem: FlowProblem, logits: Any) -> float:
    """How far logits are from minimising ½‖(Z - L)Ω^½‖² + λ‖L‖_*, by the conditions for it."""
    z, omega = labels(problem)
    shrink = math.sqrt(math.prod(problem.decays))
    pull = (z - logits) * omega
    size = np.linalg.norm(logits, "nuc")
    slack = abs(shrink * size - np.sum(pull * logits)) / max(size, 1)
    return max(float(slack), float(np.linalg.norm(pull, 2)) - shrink)


# the flow as written ------------------------------------------------------------------------------


@given(st.sampled_from([2, 4, 6]), ratios, st.floats(0.0, 6.0), exponents, decays)
@quick
def test_a_spectral_start_follows_the_equations_as_written(
    k: int, ratio: int, delta: float, gamma: float, decay: Any
) -> None:
    problem = FlowProblem(k, ratio, delta, gamma, decay=decay)
    times = np.linspace(0, 2 + delta, 5)
    solution, wanted = solve(problem, times), as_written(problem, times)
    by_class = np.repeat(solution.H, problem.class_counts.astype(int), axis=2)
    assert np.abs(solution.W @ by_class - wanted).max() < 1e-8
    values = np.linalg.svd(wanted, compute_uv=False)[:, : k - 1].T
    assert np.abs(solution.singular_values - values).max() < 1e-8


@given(st.sampled_from(["spectral", "random", "balanced"]), seeds, st.floats(0, 6), decays)
@quick
def test_any_counts_and_starts_follow_the_equations_as_written(
    init: Any, seed: int, delta: float, decay: Any
) -> None:
    problem = FlowProblem(
        counts=(5, 3, 1), delta=delta, gamma=0.8, init=init, seed=seed, decay=decay
    )  # fmt: skip
    times = np.linspace(0, 3 + delta, 4)
    wanted, right = as_written(problem, times), problem.V_c[problem.sample_classes]
    right = right / np.sqrt(problem.class_counts[problem.sample_classes])[:, None]
    strengths = np.einsum("ci,tcn,ni->it", problem.U, wanted, right) / problem.sigma[:, None]
    for per in ("class", "sample"):
        found = solve(problem, times, per=per)
        assert np.abs(found.beta - strengths).max() < 1e-8
    if max(problem.decays) > 1e-3:
        assert np.abs(solve(replace(problem, decay=0), times).beta - strengths).max() > 1e-7


@given(st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0, 30), st.floats(0, 8), st.floats(0, 9))
@quick
def test_modes_within_a_group_are_logistic_with_a_lowered_singular_value(
    sigma: float, lam: float, delta: float, fade: float, time: float
) -> None:
    tau = sigma - fade / lam
    run = solve_ivp(
        lambda _, y: 2 * lam * (tau - np.exp(np.minimum(y, 99))), (0, time + 1e-9), [-2 * delta], "DOP853",
        rtol=1e-12, atol=1e-12,
    )  # fmt: skip
    closed = beta(time + 1e-9, sigma, lam, delta, fade)
    assert closed == pytest.approx(math.exp(run.y[0, -1]) / sigma, rel=1e-9)


def test_the_closed_form_is_continuous_where_decay_stops_the_growth() -> None:
    at = [float(beta(7.0, 2.0, 1.5, 1.0, 3.0 + gap)) for gap in (-1e-9, 0.0, 1e-9)]
    assert at[0] == pytest.approx(at[1], rel=1e-7) == pytest.approx(at[2], rel=1e-7)
    assert beta(1e300, 2.0, 1.0, 1.0, 5.0) == 0
    problem = FlowProblem(6, 5, 7, decay=1.1)
    times = np.linspace(0, 9, 7)
    closed = beta(times, problem.sigma[:, None], problem.lam[:, None], 7, 1.1)
    off = np.abs(solve(problem, times).beta - closed).max(axis=1)
    assert off[[0, 1, 3, 4]].max() < 1e-9
    assert off[2] > 1e-3  # maj-min has no such form


def test_the_reference_integrator_agrees() -> None:
    problem = FlowProblem(4, 3, 2, decay=(0.3, 0.8))
    times = [0.5, 1.5]
    other = solve(problem, times, integrator="mpmath")
    assert np.abs(solve(problem, times).beta - other.beta).max() < 1e-9


# rates and times ----------------------------------------------------------------------------------


@given(ratios, exponents, st.one_of(st.floats(0.01, 0.9), st.tuples(*[st.floats(0.01, 0.9)] * 2)))
@quick
def test_decay_lowers_every_rate(ratio: int, gamma: float, decay: Any) -> None:
    problem = FlowProblem(4, ratio, 8, gamma, decay=decay)
    mu, (ours, theirs) = np.array(collapse_thresholds(problem)), problem.decays
    rates = np.hypot(mu, (ours - theirs) / 2) - (ours + theirs) / 2
    assert np.allclose(limit_times(problem), 1 / rates, rtol=1e-8)


@pytest.mark.parametrize("init", ["random", "balanced"])
def test_random_starts_have_the_same_limits(init: Any) -> None:
    problem = FlowProblem(counts=(9, 4, 1), delta=8, init=init, seed=2, decay=0.3)
    assert np.allclose(limit_times(problem), 1 / (math.sqrt(1 / 0.5 * 14 / 3) - 0.3), rtol=1e-5)


def test_the_window_of_erm_widens_to_infinity_and_that_of_one_half_is_closed() -> None:
    for decay in (0.3, 0.9):
        times = limit_times(FlowProblem(4, 10, 8, 0, decay=decay))
        window = times["min-min"] / times["maj-maj"] - 1
        assert window == pytest.approx((math.sqrt(10) - 1) / (1 - decay), rel=1e-8)
        assert window != pytest.approx((math.sqrt(10) - 1) / (1 - decay) - 1, rel=1e-2)
        flat = np.array(limit_times(FlowProblem(4, 10, 8, decay=decay)))
        assert np.allclose(flat, 1 / (math.sqrt(11) - decay), rtol=1e-8)


def test_a_mode_that_decay_kills_is_never_learned_and_the_threshold_is_said() -> None:
    problem = FlowProblem(4, 10, 8, 0, decay=1.0)
    times = learning_times(problem)
    assert np.isinf(times).tolist() == [False, False, True]
    assert "decay 1 is at least 1, from which on" in times.reasons[2]
    assert np.isinf(limit_times(problem)).tolist() == [False, False, True]
    assert np.isfinite(learning_times(replace(problem, decay=0.999))).all()
    assert "; weight decay 1 keeps min-min from being learned" in solve(problem, [1.0]).message
    assert "weight" not in solve(replace(problem, decay=0.9), [1.0]).message
    dead = replace(problem, decay=4.0)
    assert (
        "decay 4 keeps every mode from being learned; below 3.16228" in solve(dead, [1.0]).message
    )
    assert np.isinf(learning_times(dead)).all()
    assert solve(dead, [0.0, 50.0, 1e6]).beta[:, 1:].max() < 1e-40
    assert all("is at least" in why for why in limit_times(dead).reasons)
    assert "decay 4 keeps every mode from being learned" in enclose(dead, [1]).message
    random = FlowProblem(counts=(9, 4, 1), delta=3, gamma=0.8, init="random", seed=1, decay=30)
    assert np.isinf(learning_times(random)).all()


@pytest.mark.parametrize("ratio", [2, 3, 7, 10, 11.5, 97])
def test_decay_at_a_threshold_to_rounding_kills(ratio: float) -> None:
    """√(R + 1) and what ω√n gives for it differ in the last digit of some R."""
    problem = FlowProblem(4, ratio, 8, decay=math.sqrt(ratio + 1))
    assert np.isinf(learning_times(problem)).all()
    assert np.isinf(limit_times(problem)).all()
    assert list(terminal_strengths(problem)) == [0, 0, 0]
    assert "keeps every mode" in solve(problem, [1.0], estimate=False).message
    below = replace(problem, decay=0.9 * math.sqrt(ratio + 1))
    assert np.isfinite(limit_times(below)).all()


def test_decay_may_be_an_array() -> None:
    assert untyped(4, 2, 1, decay=np.array([0.1, 0.2])).decays == (0.1, 0.2)
    assert untyped(4, 2, 1, decay=np.array(0.3)).decays == (0.3, 0.3)


def test_a_learning_time_is_of_half_the_strength_at_rest() -> None:
    problem = FlowProblem(4, 10, 8, decay=1.0)
    times = learning_times(problem)
    at = np.array([solve(problem, [t]).beta[i, 0] for i, t in enumerate(times)])
    assert np.allclose(at, np.array(terminal_strengths(problem)) / 2, rtol=1e-8)


# the end of training ------------------------------------------------------------------------------


@given(st.sampled_from([4, 6]), ratios, exponents, decays)
@quick
def test_the_flow_of_two_groups_ends_at_the_minimiser(
    k: int, ratio: int, gamma: float, decay: Any
) -> None:
    problem = FlowProblem(k, ratio, 1, gamma, decay=decay)
    mu = np.array(collapse_thresholds(problem))
    shrink = math.sqrt(math.prod(problem.decays))
    unequal = isinstance(decay, tuple) and min(decay) < 0.1
    if shrink == 0 or unequal or np.min(np.abs(mu - shrink)) < 0.2:
        return  # it takes too long to come to rest
    solution = solve(problem, [400.0])
    logits = solution.W[0] @ np.repeat(solution.H[0], problem.class_counts.astype(int), axis=1)
    assert gap(problem, logits) < 1e-8
    assert np.abs(solution.beta[:, 0] - terminal_strengths(problem)).max() < 1e-9
    assert gap(problem, 0.9 * logits) > 1e-3 or solution.beta.max() < 0.05


@pytest.mark.parametrize("init", ["spectral", "random", "balanced"])
@pytest.mark.parametrize("decay", [0.4, 1.9, (0.4, 2.5)])
def test_more_groups_end_at_the_minimiser(init: Any, decay: Any) -> None:
    problem = FlowProblem(
        counts=(9, 4, 2, 1), delta=1, gamma=0.8, init=init, seed=4, decay=decay
    )  # fmt: skip
    solution = solve(problem, [150.0], per="sample")
    assert gap(problem, solution.W[0] @ solution.H[0]) < 1e-8
    assert np.abs(solution.beta[:, 0] - terminal_strengths(problem)).max() < 1e-8


def test_a_convex_solver_finds_the_same_minimiser() -> None:
    cp = pytest.importorskip("cvxpy", reason=NEEDED)
    for problem in (
        FlowProblem(4, 3, 1, decay=0.7),
        FlowProblem(4, 3, 1, 0, decay=1.3),
        FlowProblem(counts=(5, 3, 1), delta=1, gamma=0.8, decay=(0.5, 1.1)),
    ):
        z, omega = labels(problem)
        logits = cp.Variable(z.shape)
        shrink = math.sqrt(math.prod(problem.decays))
        misfit = cp.sum_squares(cp.multiply(z - logits, np.sqrt(omega)[None, :]))
        cp.Problem(cp.Minimize(misfit / 2 + shrink * cp.normNuc(logits))).solve("CLARABEL")
        which = problem.sample_classes
        right = problem.V_c[which] / np.sqrt(problem.class_counts[which])[:, None]
        found = np.einsum("ci,cn,ni->i", problem.U, logits.value, right) / problem.sigma
        assert np.abs(found - terminal_strengths(problem)).max() < 1e-5


@given(ratios, exponents, st.fractions("1/100", 1))
@quick
def test_the_strength_of_maj_min_solves_the_equation_in_one_unknown(
    ratio: int, gamma: float, share: Any
) -> None:
    bare = FlowProblem(2, ratio, 1, gamma)
    mu = float(collapse_thresholds(bare)["maj-min"])
    decay = 0.999 * float(share) * mu
    w1, w2 = (arb(float(w)) for w in bare.class_weights)
    lam, low, high = arb(decay), arb(0), arb((ratio + 1) / 2).sqrt()
    for _ in range(60):
        s = (low + high) / 2
        side = (ratio / (s + lam / w1) ** 2 + 1 / (s + lam / w2) ** 2) / 2
        low, high = (s, high) if side > 1 else (low, s)
    parts = [w * t / (w + lam / s) for w, t in ((w1, arb(ratio) / 2), (w2, arb(1) / 2))]
    wanted = float((parts[0] + parts[1]) / ((arb(ratio) + 1) / 2))
    found = terminal_strengths(replace(bare, decay=decay))["maj-min"]
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    if gamma != 0 and 0.1 < float(share) < 0.9:
        assert found != pytest.approx(1 - decay / mu, rel=1e-4)


def test_thresholds_are_omega_root_n_and_all_coincide_at_one_half() -> None:
    problem = FlowProblem(4, 10, 8, 0.25)
    omega = problem.class_weights[[0, 2]]
    between = math.sqrt((10 * omega[0] ** 2 + omega[1] ** 2) / 2)
    wanted = np.array([omega[0] * math.sqrt(10), between, omega[1]])
    assert np.allclose(collapse_thresholds(problem), wanted)
    for level, threshold in enumerate(wanted):
        around = [
            terminal_strengths(replace(problem, decay=threshold * factor))
            for factor in (1 - 1e-9, 1 + 1e-9)
        ]
        assert around[0][level] > 0 == around[1][level]
    assert not np.allclose(wanted[[0, 2]], omega * [10, 1], rtol=0.1)  # not ω_c n_c
    assert np.allclose(collapse_thresholds(replace(problem, gamma=0.5)), math.sqrt(11))


def test_without_decay_of_one_factor_nothing_is_lost_and_the_other_grows() -> None:
    problem = FlowProblem(4, 5, 4, decay=(0.5, 0))
    solution = solve(problem, [5.0, 15.0, 45.0])
    assert np.array(terminal_strengths(problem)).tolist() == [1, 1, 1]
    assert (np.diff(np.abs(1 - solution.beta)) < 0).all()
    size = np.linalg.norm(solution.H, axis=(1, 2)) / np.linalg.norm(solution.W, axis=(1, 2))
    assert (np.diff(size) > 0).all()


# what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: FlowProblem(4, 2, 1, decay=-0.1), "decay = -0.1: give numbers from 0"),
        (lambda: FlowProblem(4, 2, 1, decay=(0.1, -1)), "decay = -1"),
        (lambda: untyped(4, 2, 1, decay=(1, 2, 3)), "decay = .1, 2, 3.: give one number"),
        (lambda: untyped(4, 2, 1, decay=np.zeros((2, 2))), "decay = .0.0, 0.0.: give numbers"),
        (lambda: FlowProblem(4, 2, 1, decay=math.nan), "decay = nan"),
        (lambda: FlowProblem(4, 2, 1, decay=1, system="projected"), "decay = 1 with system"),
        (
            lambda: solve(FlowProblem(4, 2, 1, decay=1), [1], digits=30),
            "solve with digits knows no",
        ),
        (lambda: descend(FlowProblem(4, 2, 1, decay=1), 5, 0.1), "descend knows no such flow"),
        (lambda: stability(FlowProblem(4, 2, 1, decay=1)), "stability knows no such flow"),
        (lambda: random_starts(FlowProblem(4, 2, 1, init="random", decay=1), 3), "random_starts"),
        (lambda: beta(1, 1, 1, 1, -1), "decay = -1"),
    ],
)
def test_what_decay_does_not_go_with_is_refused_by_name(make: Any, message: str) -> None:
    with pytest.raises(NumericsError, match=message):
        make()


def test_no_decay_is_the_flow_as_it_was() -> None:
    times = np.linspace(0, 4, 5)
    assert np.array_equal(
        solve(FlowProblem(4, 10, 8, decay=0), times).beta, solve(FlowProblem(4, 10, 8), times).beta
    )
    shape = sweep([10.0], [8.0], times).beta[0, 0]
    assert np.abs(shape - solve(FlowProblem(4, 10, 8), times).beta[1]).max() < 1e-9
