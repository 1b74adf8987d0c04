"""The flow (18) as written against what the paper prints, and against this package."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_flow import Paper, printed
from sympy import Rational

import spectra
from numerics import FlowProblem, learning_times, limit_times, solve
from spectra import R

HALF = Rational(1, 2)

even = st.sampled_from([2, 4, 6, 8])
ratio = st.integers(1, 12)
scale = st.floats(0.5, 9)
wider = st.integers(0, 2)


def effective(mode: str, ratio: int) -> float:
    """Eq. (14), the middle entry as the corollary needs it."""
    root = math.sqrt(ratio + 1)
    return {
        "maj-maj": root / math.sqrt(ratio),
        "maj-min": (math.sqrt(ratio) + 1) / root,
        "min-min": root,
    }[mode]


@settings(max_examples=25)
@given(even, ratio, scale, wider, st.integers(0, 100))
def test_erm_follows_eq_6_in_every_mode(
    k: int, ratio: int, delta: float, extra: int, seed: int
) -> None:
    paper = Paper(k, ratio, delta, 0.0, k - 1 + extra, seed)
    sigmas = paper.spectrum[1]
    times = np.linspace(0.1, 1.3 * (delta + 1) / sigmas.min(), 9)
    for found, sigma in zip(paper.strengths(times), sigmas, strict=True):
        np.testing.assert_allclose(found, printed(times, sigma, 1.0, delta), atol=1e-8)


@settings(max_examples=25)
@given(even, ratio, scale, wider, st.integers(0, 100))
def test_re_weighting_follows_eq_16_within_a_group_and_not_between(
    k: int, ratio: int, delta: float, extra: int, seed: int
) -> None:
    paper = Paper(k, ratio, delta, 0.5, k - 1 + extra, seed)
    end = (delta + 2) / math.sqrt(ratio + 1)
    times = np.linspace(0.05, 1.3 * end, 25)
    for found, sigma in zip(paper.strengths(times), paper.spectrum[1], strict=True):
        mode = paper.mode(sigma)
        claimed = printed(times, sigma, effective(mode, ratio), delta)
        off = np.abs(found - claimed).max()
        if mode == "maj-min" and ratio > 1:
            # it grows at the rate √(R+1), which exceeds σλ
            late = (math.sqrt(ratio + 1) - sigma * effective(mode, ratio)) * end
            assert off > 0.05 * min(1.0, late)
        else:
            assert off < 1e-8


@settings(max_examples=20)
@given(even, ratio, scale, st.floats(-0.5, 1.5))
def test_solve_follows_the_flow_at_every_exponent(
    k: int, ratio: int, delta: float, gamma: float
) -> None:
    paper = Paper(k, ratio, delta, gamma, k - 1)
    problem = FlowProblem(k=k, R=ratio, delta=delta, gamma=gamma)
    times = np.linspace(0.1, 1.2 * (delta + 1) * max(limit_times(problem)), 7)
    ours = dict(zip(problem.mode_names, solve(problem, times).beta, strict=True))
    for found, sigma in zip(paper.strengths(times), paper.spectrum[1], strict=True):
        name = paper.mode(sigma) if k > 2 else "maj-min"
        np.testing.assert_allclose(found, ours[name], atol=2e-8)


@pytest.mark.parametrize("k", [4, 6])
@pytest.mark.parametrize("ratio", [2, 10])
def test_integrated_learning_times_tend_to_the_limits(k: int, ratio: int) -> None:
    erm, weighted = (spectra.window(spectra.step(), gamma).subs(R, ratio) for gamma in (0, HALF))
    assert (float(erm), float(weighted)) == pytest.approx((math.sqrt(ratio) - 1, 0.0))
    for gamma, window in ((0.0, math.sqrt(ratio) - 1), (0.5, 0.0)):
        gaps = []
        for delta in (6.0, 12.0):
            paper = Paper(k, ratio, delta, gamma, k - 1)
            problem = FlowProblem(k=k, R=ratio, delta=delta, gamma=gamma)
            half = half_times(paper, 1.5 * delta * max(limit_times(problem)) + 2)
            ours = dict(zip(problem.mode_names, learning_times(problem), strict=True))
            for mode, time in half.items():
                assert time == pytest.approx(ours[mode], rel=1e-5)
            first, last = min(half.values()), max(half.values())
            gaps.append(abs(last / first - 1 - window))
        assert gaps[1] < 0.7 * gaps[0] < 0.7


def half_times(paper: Paper, end: float) -> dict[str, float]:
    """The first time at which each kind of mode has β = ½, by interpolation."""
    times = np.linspace(0.01, end, 2000)
    found = {}
    for row, sigma in zip(paper.strengths(times), paper.spectrum[1], strict=True):
        after = int(np.argmax(row >= 0.5))
        near = slice(after - 3, after + 3)
        logits = np.log(row[near] / (1 - row[near]))
        found[paper.mode(sigma)] = float(np.interp(0.0, logits, times[near]))
    return found


@pytest.mark.parametrize(("k", "ratio", "gamma"), [(2, 3, 0.5), (4, 2, 0.5), (4, 2, 0.0)])
def test_mpmath_integrates_to_the_same_strengths(k: int, ratio: int, gamma: float) -> None:
    paper = Paper(k, ratio, 1.5, gamma, k - 1)
    ours = paper.strengths(np.array([0.5, 1.0]))[:, 1]
    np.testing.assert_allclose(paper.strengths_by_mpmath(1.0), ours, atol=1e-9)
