"""Gradient descent: exact reductions, order one to the flow, and the largest stable step."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from strategies import class_counts, gammas, ratios, seeds

from numerics import FlowProblem, NumericsError, descend, solve, stability
from numerics.flow.descent_steps import iterate_modes
from numerics.flow.two_group import decoupled
from numerics.problem.status import Status

BOTH = ["spectral", "random"]


# --- the reduction -------------------------------------------------------------------------------


@given(class_counts, gammas, seeds)
@settings(max_examples=12)
def test_classes_and_samples_descend_together(
    counts: tuple[int, ...], gamma: float, seed: int
) -> None:
    for init in ("spectral", "random", "balanced"):
        problem = FlowProblem(counts=counts, delta=2, gamma=gamma, init=init, seed=seed, dim=6)
        eta = 0.4 * stability(problem).largest_step
        one, other = (descend(problem, 150, eta, per=per) for per in ("class", "sample"))
        assert np.abs(one.beta - other.beta).max() < 1e-12
        assert np.abs(one.W - other.W).max() < 1e-12
        assert np.abs(one.singular_values - other.singular_values).max() < 1e-7  # a root of 1e-15


def test_leaving_out_the_deviations_would_show() -> None:
    problem = FlowProblem(4, 3, 1, gamma=0, init="random", seed=7)
    exact = descend(problem, 60, 0.1)
    w, means = exact.W[0], exact.H[0] * np.sqrt(problem.class_counts)
    target = problem.U * problem.sigma @ problem.V_c.T
    for _ in range(60):
        error = target - w @ means
        w, means = w + 0.1 * error @ means.T, means + 0.1 * w.T @ error
    assert np.abs(w - exact.W[-1]).max() > 1e-3


@pytest.mark.parametrize("init", BOTH)
@pytest.mark.parametrize("gamma", [0, 0.5])
def test_halving_the_step_halves_the_distance_to_the_flow(init: Any, gamma: float) -> None:
    problem = FlowProblem(4, 5, 4, gamma, init=init, seed=1)
    time = float(4 / (problem.sigma * problem.lam).max())
    truth = solve(problem, [time]).beta
    gaps = []
    for steps in (400, 800, 1600):
        run = descend(problem, steps, time / steps, record=[steps])
        gaps.append(float(np.abs(run.beta - truth).max()))
    assert gaps[0] / gaps[1] == pytest.approx(2, rel=0.05)
    assert gaps[1] / gaps[2] == pytest.approx(2, rel=0.03)


# --- small starts --------------------------------------------------------------------------------


@pytest.mark.parametrize("delta", [1.0, 30.0, 2000.0])
def test_a_decoupled_mode_follows_its_recursion_in_many_digits(delta: float) -> None:
    problem = FlowProblem(4, 10, delta)
    eta, level = 0.05, problem.modes.levels[0]
    last = math.ceil(delta / math.log1p(eta * level.sigma * level.lam)) + 30
    wanted = np.array(sorted({0, last // 3, last - 40, last - 25, last - 10, last}))
    wanted = wanted[wanted >= 0]
    charts = [c for (c,) in iterate_modes([decoupled(level, delta)], wanted, eta)[0]]
    with mpmath.workdps(40):
        w, at = mpmath.exp(-mpmath.mpf(delta)), 0
        for number, chart in zip(wanted.tolist(), charts, strict=True):
            for _ in range(number - at):
                w += mpmath.mpf(eta) * level.lam * (level.sigma - w * w) * w
            at = number
            assert float(mpmath.log(w)) == pytest.approx(chart[0], abs=2e-11)


@pytest.mark.parametrize(("gamma", "system"), [(0, "full"), (0.5, "full"), (0.5, "projected")])
def test_steps_to_learn_grow_like_delta_over_the_logarithm(gamma: float, system: Any) -> None:
    eta = 0.1
    counts = []
    for delta in (1000, 2000):
        problem = FlowProblem(4, 10, delta, gamma, system)
        run = descend(problem, math.ceil(1.05 * delta / math.log1p(eta)), eta,
                      record=1, force=True)  # fmt: skip
        counts.append([int(run.steps[(b >= 0.5).argmax()]) for b in run.beta])
    slopes = (np.array(counts[1]) - counts[0]) / 1000
    rates = problem.sigma * problem.lam
    if gamma == 0.5 and system == "full":
        rates = np.full(3, 11**0.5)  # the mode between the groups too
    assert np.allclose(slopes, 1 / np.log1p(eta * rates), atol=2e-3)
    assert gamma == 0 or not np.allclose(slopes, 1 / (eta * rates), atol=2e-1)


def test_ten_thousand_e_foldings_cost_no_steps_in_the_linear_phase() -> None:
    problem = FlowProblem(4, 10, 10_000)
    eta, rate = 0.02, 11**0.5
    middle = round((10_000 + 5) / math.log1p(eta * rate))
    run = descend(problem, middle, eta, record=[0, middle])
    assert run.W[0].max() == 0  # below any double, and yet
    assert np.all(run.beta[:, 1] > 0.5)


# --- the largest step ----------------------------------------------------------------------------


def hessian(problem: FlowProblem) -> Any:
    """JᵀJ at W = UΣ^½, H = Σ^½Vᵀ, sample by sample, column by column of J."""
    labels = problem.sample_classes
    root = np.sqrt(problem.sigma)
    v = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
    w, h = problem.U * root, (v * root).T
    weight = np.sqrt(problem.class_weights[labels])
    columns = []
    for shape, first in ((w.shape, True), (h.shape, False)):
        for index in np.ndindex(*shape):
            change = np.zeros(shape)
            change[index] = 1
            columns.append(((change @ h if first else w @ change) * weight).ravel())
    jacobian = np.array(columns).T
    return jacobian.T @ jacobian


@given(class_counts, gammas)
@settings(max_examples=15)
def test_the_sharpness_is_the_largest_eigenvalue_of_the_hessian(
    counts: tuple[int, ...], gamma: float
) -> None:
    problem = FlowProblem(counts=counts, delta=1, gamma=gamma)
    largest = np.linalg.eigvalsh(hessian(problem))[-1]
    assert stability(problem).sharpness == pytest.approx(largest, rel=1e-10)


@given(ratios)
@settings(max_examples=15)
def test_the_sharpness_of_step_imbalance_has_its_closed_form(ratio: float) -> None:
    larger = max(ratio, 1 / ratio)
    erm, rw = (stability(FlowProblem(6, larger, 1, g)).sharpness for g in (0, 0.5))
    root = math.sqrt(larger)
    assert erm == pytest.approx(2 * root, rel=1e-12)
    assert rw == pytest.approx(math.sqrt(larger + 1) * (root + 1), rel=1e-12)


@given(ratios)
@settings(max_examples=15)
def test_the_mode_between_the_groups_has_its_own_limit(ratio: float) -> None:
    tau = ((2 * ratio + 1) / math.sqrt(ratio) + ratio + 2) / math.sqrt(2)
    determinant = (ratio + 1) ** 2 / math.sqrt(ratio)
    largest = (tau + math.sqrt(tau**2 - 4 * determinant)) / 2
    assert stability(FlowProblem(4, ratio, 1)).mode_steps[1] == pytest.approx(2 / largest, rel=1e-9)


@pytest.mark.parametrize("mode", [0, 2])
def test_a_mode_settles_just_below_its_limit_and_not_just_above(mode: int) -> None:
    problem = FlowProblem(4, 10, 3)
    limit = stability(problem).mode_steps[mode]
    for factor, settles in ((0.97, True), (1.03, False)):
        run = descend(problem, 3000, factor * limit, record=[2999, 3000], force=True)
        assert bool(np.abs(run.beta[mode] - 1).max() < 1e-8) is settles


def test_above_its_limit_the_mode_between_the_groups_moves_to_a_flatter_unbalanced_minimum() -> (
    None
):
    problem = FlowProblem(2, 10, 3)
    limit = stability(problem).mode_steps[0]
    imbalances = []
    for factor in (0.97, 1.03, 1.1):
        run = descend(problem, 6000, factor * limit, record=[6000], force=True)
        assert abs(run.beta[0, 0] - 1) < 1e-8
        means = run.H[0] * np.sqrt(problem.class_counts)
        imbalances.append(float(np.sum(run.W[0] ** 2) - np.sum(means**2)))
    assert abs(imbalances[0]) < abs(imbalances[1]) < abs(imbalances[2])
    assert abs(imbalances[2]) > 1


@pytest.mark.parametrize("gamma", [0, 0.5])
def test_a_random_start_settles_below_the_limit_and_not_far_above(gamma: float) -> None:
    problem = FlowProblem(4, 10, 4, gamma, init="random", seed=1)
    limit = stability(problem).largest_step
    below = descend(problem, 4000, 0.97 * limit, record=[4000])
    assert np.abs(below.beta - 1).max() < 1e-6
    above = descend(problem, 4000, 3 * limit, record=[4000], force=True)
    assert above.status is Status.DIVERGED or np.abs(above.beta - 1).max() > 1e-3


def test_the_diagonal_recursion_stays_bounded_up_to_twice_its_limit_and_leaves_beyond() -> None:
    problem = FlowProblem(4, 4, 3, gamma=0, system="projected")
    limit = stability(problem).mode_steps[0]
    wild = descend(problem, 500, 1.9 * limit, force=True)
    assert wild.status is Status.DONE
    assert 0 < wild.beta[0, -50:].min() < wild.beta[0, -50:].max() < 3
    gone = descend(problem, 500, 2.6 * limit, force=True)
    assert gone.status is Status.DIVERGED
    assert len(gone.times) == len(gone.steps) < 501
    assert "diverged" in gone.message


# --- bad input -----------------------------------------------------------------------------------

GOOD: dict[str, Any] = {"problem": FlowProblem(4, 10, 8), "steps": 10, "step_size": 0.01}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("steps", {"steps": 10**30}), ("step_size", {"step_size": 1e-30}), ("steps", {"steps": -1}), ("steps", {"steps": 2.0}), ("steps", {"steps": True}),
        ("step_size", {"step_size": 0.0}), ("step_size", {"step_size": math.nan}),
        ("step_size", {"step_size": 0.2}), ("record", {"record": 0}),
        ("record", {"record": [3, 2]}), ("record", {"record": [11]}),
        ("record", {"record": [0.5]}), ("per", {"per": "batch"}), ("problem", {"problem": 3}),
    ],
)  # fmt: skip
def test_a_meaningless_descent_is_refused_by_name(name: str, bad: dict[str, Any]) -> None:
    with pytest.raises(NumericsError, match=rf"^{name} = "):
        descend(**{**GOOD, **bad})


def test_a_step_above_the_limit_is_refused_with_the_limit_and_taken_by_force() -> None:
    problem = FlowProblem(4, 100, 8)
    with pytest.raises(NumericsError, match=r"0\.0180916 = 2/sharpness.*force=True"):
        descend(problem, 10, 0.02)
    assert len(descend(problem, 10, 0.02, force=True).times) == 11


def test_records_that_would_not_fit_are_refused_before_the_first_step() -> None:
    problem = FlowProblem(200, 10, 8, init="random", seed=1)
    with pytest.raises(MemoryError, match=r"records would take .*TB.*free"):
        descend(problem, 10**8, 1e-3, record=1)


def test_an_interrupted_descent_keeps_its_records(monkeypatch: pytest.MonkeyPatch) -> None:
    from numerics.flow import descent_steps
    from numerics.integrators import adaptive

    calls = 0

    class Stop(adaptive.State):
        def __new__(cls, *_: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > 5:
                raise KeyboardInterrupt
            return object.__new__(cls)

    problem = FlowProblem(4, 10, 1, init="random", seed=1)
    whole = descend(problem, 20, 0.01)
    monkeypatch.setattr(descent_steps, "State", Stop)
    part = descend(problem, 20, 0.01)
    assert part.status is Status.INTERRUPTED
    assert "of 21 records are kept" in part.message
    assert 0 < len(part.times) < 21
    assert np.array_equal(part.beta, whole.beta[:, : len(part.times)])


def test_an_interrupt_stops_every_mode_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from numerics.flow import descent_steps

    problem, calls = FlowProblem(4, 10, 1), 0
    whole, plain = descend(problem, 50, 0.01), descent_steps._float_step

    def stopping(flow: Any, eta: float) -> Any:
        step = plain(flow, eta)

        def counted(state: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == 40:
                raise KeyboardInterrupt
            return step(state)

        return counted

    monkeypatch.setattr(descent_steps, "_float_step", stopping)
    part = descend(problem, 50, 0.01)
    assert part.status is Status.INTERRUPTED
    assert calls == 40  # no other mode went on
    assert 0 < len(part.times) < 51
    assert np.array_equal(part.beta, whole.beta[:, : len(part.times)])


def test_above_the_limit_no_error_is_claimed() -> None:
    problem = FlowProblem(4, 10, 4)
    limit = stability(problem).largest_step
    assert descend(problem, 10, limit).error < 1e-13
    assert np.isnan(descend(problem, 10, 1.1 * limit, force=True).error)


def test_records_may_be_sparse() -> None:
    problem = replace(GOOD["problem"], delta=3)
    full = descend(problem, 100, 0.05, record=1)
    some = descend(problem, 100, 0.05, record=[3, 50, 100])
    assert np.array_equal(some.beta, full.beta[:, [3, 50, 100]])
    assert some.times.tolist() == [0.15000000000000002, 2.5, 5.0]
