"""Cross-entropy that changes logits: shifts, factors and margins, against every sample and limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from needed import drawn
from sample_flow import horizon, sample_flow
from scipy.special import logsumexp

import numerics
import spectra
from numerics import FlowProblem, NumericsError, learning_times, limit_times, solve
from numerics.flow.class_constant import ClassConstant
from numerics.flow.losses import Changed, residual
from numerics.flow.method import method_for

CE: Any = "cross-entropy"
SHIFT, FACTORS, MARGIN = (np.log(10), 0.0), (1.0, 10**-0.5), (10**-0.25, 1.0)
CHANGES: dict[str, dict[str, Any]] = {
    "logit adjustment": {"shift": SHIFT},
    "class-dependent temperatures": {"logit_scale": FACTORS},
    "vector scaling": {"shift": SHIFT, "logit_scale": FACTORS},
    "margins": {"margin": MARGIN},
    "all": {"shift": (1.0, 0.0), "logit_scale": (1.0, 0.7), "margin": (0.5, 1.0)},
    "between first": {"logit_scale": (1.0, 4.0), "margin": (0.5, 1.0)},
}


def deviation(problem: FlowProblem) -> float:
    """Largest difference to every sample by scipy."""
    times = np.linspace(0, horizon(problem), 5)
    mine, whole = solve(problem, times), sample_flow(problem, times)
    k = problem.num_classes
    hot = np.eye(k)[whole.labels]
    logits = whole.logits @ (hot / problem.class_counts)
    terms = [problem.logit_term(name) for name in ("logit_scale", "shift", "margin")]
    moved = terms[0][:, None] * logits + terms[1][:, None] - np.diag(terms[2])
    loss = logsumexp(moved, axis=1) - np.einsum("tcc->tc", moved)
    sv = np.linalg.svd(logits * np.sqrt(problem.class_counts), compute_uv=False)[:, : k - 1]
    gaps = [mine.W @ mine.H - logits, mine.loss - loss.T, mine.singular_values - sv.T]
    return max(float(np.abs(gap).max()) for gap in gaps)


@given(
    st.sampled_from([2, 4, 6]), st.integers(1, 9), st.floats(-0.3, 1.3), st.floats(0.5, 4.0),
    strategies.logit_terms,
)  # fmt: skip
@settings(max_examples=15)
def test_four_numbers_are_the_flow_of_every_sample(
    k: int, ratio: int, gamma: float, delta: float, terms: dict[str, Any]
) -> None:
    assert deviation(FlowProblem(k, ratio, delta, gamma=gamma, loss=CE, **terms)) < 1e-8


@pytest.mark.parametrize(
    "problem",
    [
        FlowProblem(counts=(7, 7, 2, 2, 2), delta=3, loss=CE, shift=(1, 1, 0, 0, 0),
                    logit_scale=(1, 1, 0.5, 0.5, 0.5)),
        FlowProblem(counts=(7, 2, 2), delta=3, loss=CE, logit_scale=(0.6, 1, 1), margin=(0, 1, 1)),
        FlowProblem(counts=(5, 4, 2), delta=3, loss=CE, shift=(1, 0.5, 0), logit_scale=(1, 0.7, 0.5),
                    margin=(0.5, 1, 2)),
        FlowProblem(counts=(3, 3, 3), delta=3, loss=CE, logit_scale=(2,) * 3, margin=(1,) * 3),
        FlowProblem(4, 3, 2, init="random", seed=3, loss=CE, logit_scale=(1, 0.5), margin=(0, 1)),
    ],
    ids=["unequal", "one class", "three groups", "one group", "random"],
)  # fmt: skip
def test_other_counts_and_starts(problem: FlowProblem) -> None:
    assert deviation(problem) < 1e-8
    assert deviation(replace(problem, shift=None, logit_scale=None, margin=None)) < 1e-8
    bare = replace(problem, shift=None, logit_scale=None, margin=None)
    times = [horizon(problem, 0.5)]
    assert not np.allclose(solve(problem, times).beta, solve(bare, times).beta, atol=1e-3)


@pytest.mark.parametrize("terms", CHANGES.values(), ids=CHANGES)
def test_learning_times_are_those_of_every_sample(terms: dict[str, Any]) -> None:
    """At δ = 4, where margins of all samples are read from W and H by scipy."""
    problem = FlowProblem(4, 10, 4, gamma=0, loss=CE, **terms)
    times = learning_times(problem)
    whole = sample_flow(problem, np.array(sorted(times)))
    logits = whole.logits @ (np.eye(4)[whole.labels] / problem.class_counts)
    logits = problem.logit_term("logit_scale")[:, None] * logits
    own = np.einsum("tcc->tc", logits)[:, :, None] - np.swapaxes(logits, 1, 2)
    least = np.minimum(own[:, 0, 2], own[:, 2, 0])
    found = {"maj-maj": own[:, 0, 1], "maj-min": least, "min-min": own[:, 2, 3]}
    for place, time in enumerate(sorted(times)):
        (name,) = (n for n in found if times[n] == time)
        assert found[name][place] == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("terms", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    ("counts", "gamma"), [((10, 10, 1, 1), 0), ((10, 10, 1, 1, 1), 0.75), ((4, 4, 4, 3, 3), 0)]
)
def test_slopes_in_delta_are_the_limits(
    counts: tuple[int, ...], gamma: float, terms: dict[str, Any]
) -> None:
    """With margins the ends come near their limit like ln δ/δ only."""
    first = counts.count(counts[0])
    each: dict[str, Any] = {
        name: (pair[0],) * first + (pair[1],) * (len(counts) - first)
        for name, pair in terms.items()
    }
    at = [
        np.array(learning_times(FlowProblem(counts=counts, delta=d, gamma=gamma, loss=CE, **each)))
        for d in (2000.0, 4000.0)
    ]
    problem = FlowProblem(counts=counts, delta=8, gamma=gamma, loss=CE, **each)
    limits, slopes = np.array(limit_times(problem)), (at[1] - at[0]) / 2000
    assert slopes == pytest.approx(limits, abs=1e-3 if "margin" in terms else 1e-5)
    plain = np.array(limit_times(FlowProblem(counts=counts, delta=8, gamma=gamma, loss=CE)))
    assert not np.allclose(limits, plain, atol=1e-3)


@given(st.integers(2, 4), st.floats(1.0, 40.0), st.floats(-0.3, 1.3), strategies.logit_terms)
@settings(max_examples=30)
def test_all_samples_are_told_apart_before_the_last_mode_within_a_group(
    half: int, ratio: float, gamma: float, terms: dict[str, Any]
) -> None:
    """A group's own mode comes at its rate at the start, or sooner with positive margins."""
    terms.pop("margin", None)
    found = limit_times(FlowProblem(2 * half, ratio, 8, gamma=gamma, loss=CE, **terms))
    assert found["maj-min"] <= max(found["maj-maj"], found["min-min"]) * (1 + 1e-12)
    f = terms.get("logit_scale", (1, 1))
    mean = (ratio + 1) / 2
    rates = [f[0] * ratio**0.5 * (2 * mean / ratio) ** gamma, f[1] * (2 * mean) ** gamma]
    assert [found["maj-maj"], found["min-min"]] == pytest.approx([1 / r for r in rates])


@given(
    st.sampled_from([2, 4, 6]), st.integers(1, 40), st.sampled_from([0, 0.5, 1]),
    strategies.logit_terms,
)  # fmt: skip
@drawn(10, 20)
def test_symbolic_limits_are_those_in_floats(
    k: int, ratio: int, gamma: float, terms: dict[str, Any]
) -> None:
    found = limit_times(FlowProblem(k, ratio, 8, gamma=gamma, loss=CE, **terms))
    exact = spectra.learning_times(spectra.step(k, ratio), gamma, loss=CE, **terms)
    assert [float(x) for x in exact] == pytest.approx(list(dict(found).values()), rel=1e-9)


def test_what_a_loss_does_to_logits_leaves_its_gradient_a_gradient() -> None:
    logits, step = np.random.default_rng(0).standard_normal((3, 3)), 1e-6
    change = Changed(*np.random.default_rng(1).uniform(0.3, 1.5, (3, 3)))

    def loss(values: Any) -> float:
        moved = change.factors * values + change.shift - np.diag(change.margin)
        return float(np.sum(logsumexp(moved, axis=1) - np.diag(moved)))

    slope = np.zeros((3, 3))
    for place in np.ndindex(3, 3):
        moved = np.zeros((3, 3))
        moved[place] = step
        slope[place] = (loss(logits + moved) - loss(logits - moved)) / (2 * step)
    assert np.allclose(residual(logits, CE, change=change), -slope, atol=1e-8)
    assert np.allclose(residual(logits.T, CE, -2, change), -slope.T, atol=1e-8)
    assert not np.allclose(residual(logits, CE), -slope, atol=0.1)


plain = FlowProblem(4, 3, 2, loss=CE)
REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: FlowProblem(4, 3, 2, shift=(1, 0)), "shift = .1.0, 0.0. with loss = 'squared'"),
    (lambda: replace(plain, shift=(1, 0, 0)), "shift = .1, 0, 0.: give 2 numbers"),
    (lambda: replace(plain, logit_scale=(1, 0)), "logit_scale = 0.0: give numbers from"),
    (lambda: replace(plain, margin=(1, 1e3)), "margin = 1000.0: give numbers from"),
    (lambda: replace(plain, margin="much"), "margin = 'much': give numbers"),  # type: ignore[arg-type]
    (lambda: FlowProblem(counts=(3, 3, 1), delta=2, loss=CE, shift=(0, 1, 0)),
     "classes of 3 samples and one weight have several"),
    (lambda: replace(plain, shift=(1, 0), system="projected"), "with system = 'projected'"),
    (lambda: replace(plain, shift=(1, 0), targets="one-hot"), "with targets"),
    (lambda: numerics.enclose(replace(plain, shift=(1, 0)), [1.0]), "enclose knows no such flow"),
    (lambda: numerics.descend(replace(plain, margin=(1, 0)), 10, 0.1), "descend knows no such flow"),
    (lambda: solve(replace(plain, logit_scale=(1, 2)), [1.0], digits=30), "knows no such flow"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_does_not_exist_is_refused_by_name(ask: Callable[[], Any], reason: str) -> None:
    with pytest.raises(NumericsError, match=reason):
        ask()


def test_three_groups_are_followed_class_by_class() -> None:
    found = method_for(FlowProblem(counts=(5, 4, 2), delta=3, loss=CE, shift=(1, 0, 0)))
    assert isinstance(found, ClassConstant)


def test_learning_times_of_random_starts_are_told_by_the_same_margins() -> None:
    terms: dict[str, Any] = {"shift": (1, 0), "logit_scale": (1, 0.5)}
    problem = FlowProblem(4, 3, 4, gamma=0, init="random", seed=2, loss=CE, **terms)
    time = learning_times(problem, 0.7)["maj-min"]
    found = solve(problem, [time])
    logits = np.repeat([1, 0.5], 2)[:, None] * (found.W[0] @ found.H[0])
    own = np.diag(logits) - logits
    assert min(own[2:, :2].mean(), own[:2, 2:].mean()) == pytest.approx(0.7, rel=1e-7)
