"""What the text says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.advice import SCOPE, Advice, Plan
from spectra.advise.numbers import steps_text
from spectra.advise.paste import FORMATS, snippet
from spectra.advise.rows import names_of, printable
from spectra.advise.training import FORMULAS
from spectra.saddles import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PASTED: Final = 12
"""Classes whose weights are printed in full."""

SAME: Final = 1e-9

PROVED: Final = (Standing.THEOREM, Standing.SPECTRAL, Standing.CONDITIONAL)


def headline(advice: Advice) -> str:
    """Say what was given."""
    data = advice.data
    ratio = f"{data.ratio:,.4g}" if data.ratio < 1e6 else f"{data.ratio:.3g}"
    return (
        f"{len(data.counts):,} classes, {data.total:,} examples, largest to smallest {ratio} to 1"
    )


def order(advice: Advice) -> Iterator[str]:
    """Say what is learned first and last."""
    yield f"Without weights (ERM): {_order(advice, advice.erm)}"
    yield f"{_title(advice.weighted)}: {_order(advice, advice.weighted)}"


def _title(plan: Plan) -> str:
    gamma = plan.weighting.gamma
    if gamma is None:
        return "With your weights"
    return "With all weights equal" if gamma == 0 else f"With weights ∝ n^-γ, γ = {gamma:g}"


def _order(advice: Advice, plan: Plan) -> str:
    times, found = plan.class_times, plan.times
    if found.window_bound < SAME:
        return f"everything at once, at {found.times[0]:.4g} δ; ΔT = 0."
    first = np.flatnonzero(times <= times.min() * (1 + SAME))
    last = np.flatnonzero(times >= times.max() * (1 - SAME))
    proved = plan.window_standing in PROVED
    when, sign = ("at", "=") if proved else ("by", "≤")
    end = f"{when} {found.bounds[-1]:.4g} δ; ΔT {sign} {found.window_bound:.4g}."
    said = (
        f"first {_few(advice, first)} ({_examples(advice, first)}) at {found.times[0]:.4g} δ, "
        f"last {_few(advice, last)} ({_examples(advice, last)}) {end}"
    )
    if len(first) == len(times):
        said = f"first mode at {found.times[0]:.4g} δ, last {end}"
    if plan.window_standing is Standing.HEURISTIC:
        said += (
            f" By the rule, for very small starts: the last mode at {found.times[-1]:.4g} δ, "
            f"ΔT = {found.window:.4g}."
        )
    return said


def _few(advice: Advice, classes: np.ndarray) -> str:
    named = printable(names_of(advice, classes.tolist()))
    return named if len(named) <= 40 else f"{named[:39]}…"


def _examples(advice: Advice, classes: np.ndarray) -> str:
    counts = [advice.data.counts[i] for i in classes]
    low, high = min(counts), max(counts)
    return f"n = {low:,}" if low == high else f"n = {low:,} to {high:,}"


def standing(advice: Advice) -> Iterator[str]:
    """Say what the times rest on."""
    yield "T: time of the flow of ½Σω‖z − Wh‖² from the initial scale e^-δ, for large δ."
    for title, plan in (("ERM", advice.erm), ("Weighted", advice.weighted)):
        kinds = dict.fromkeys(plan.times.standing)
        said = " and ".join(kind.value for kind in kinds)
        yield f"{title} [{said}]: {plan.times.reason}."
    if advice.erm.class_times_are_estimates or advice.weighted.class_times_are_estimates:
        yield "≈: growth from the origin reaches the class at this time; a guide, not a theorem."


def window(advice: Advice) -> Iterator[str]:
    """Say what closes the window, and where the order turns round."""
    if len(advice.data.counts) == 2:
        yield "Two classes have one mode: there is no window, whatever the weights."
        return
    if any(p.standing not in PROVED for p in advice.windows):
        yield "At most: s_1/s_last − 1. In the limit: by the rule for δ → ∞, a heuristic."
        yield "For γ > 1/2 the limit is far away: at ordinary δ the bound is the better guide."
    if any(p.is_by_orbit for p in advice.windows):
        yield "At γ = 1 the limit jumps: n ω is constant, and orbits select the saddles."
    yield "γ = 1/2 closes the window exactly, for any counts: n ω² is then constant."
    weighting = advice.weighted.weighting
    if weighting.gamma is None:
        yield (
            f"Your weights: √n ω varies by a factor {weighting.flatness:.4g} (1 is flat); "
            f"the nearest exponent is γ = {weighting.fitted_gamma:.3g}."
        )
    if advice.crossover is None:
        yield "All classes are of one size: nothing is head or tail."
        return
    yield "Head and tail change places there: large classes first below, small above."
    if advice.crossover.at_delta is not None:
        yield (
            f"At δ = {advice.training.delta:.4g} already at γ ≈ {advice.crossover.at_delta:.3f}: "
            "approximate, from half-times of spectral starts."
        )


def steps(advice: Advice) -> Iterator[str]:
    """Say how times become steps."""
    training = advice.training
    rate, formula = training.learning_rate, FORMULAS[training.loss]
    batch = "all examples" if training.batch is None else f"{training.batch:,} examples"
    yield f"Learning rate {rate:g}, {batch} a step, loss {formula}."
    exact = "exact for large δ" if training.batch is None else "approximate: of a mean step"
    yield f"Growth rate s takes 1/ln(1 + ηs) steps per δ, η the step on ½Σω‖·‖²; {exact}."
    for title, plan in (("ERM", advice.erm), ("Weighted", advice.weighted)):
        if plan.steps is None:
            continue
        first, last = plan.steps.bound_per_delta[[0, -1]].tolist()
        when = "and" if plan.window_standing in PROVED else "and at most"
        said = _total(first, when, last, training.delta)
        yield f"{title}: η = {plan.steps.step_size:.4g}; first and last mode after {said}."
        if rate is not None and rate > plan.steps.largest_rate:
            yield (
                f"  Caution: descent is sure to be stable at the end only up to a learning rate of "
                f"{plan.steps.largest_rate:.3g}; above it these steps may mean nothing."
            )
        else:
            yield f"  Stable at the end for a learning rate up to {plan.steps.largest_rate:.3g}."


def _total(first: float, when: str, last: float, delta: float | None) -> str:
    if delta is None:
        return f"{steps_text(first)} δ {when} {steps_text(last)} δ steps"
    shown = f"{steps_text(first * delta)} {when} {steps_text(last * delta)} steps"
    return f"{shown} (δ = {delta:.4g})"


def weights_title(advice: Advice) -> str:
    """Say which weights are shown."""
    gamma = advice.weighted.weighting.gamma
    shown = 0.5 if gamma is None else gamma
    return f"Weights ∝ n^-γ, γ = {shown:g}, mean 1 over the examples"


def weights(advice: Advice) -> Iterator[str]:
    """Show the weights as they are pasted."""
    weighting = advice.recommended
    if advice.weighted.weighting.gamma is not None:
        weighting = advice.weighted.weighting
    if len(advice.data.counts) > MOST_PASTED:
        yield f"{len(advice.data.counts):,} numbers; to print them alone:"
        yield f"  --paste {' | '.join(FORMATS)}"
        return
    for form in FORMATS:
        yield "  " + snippet(weighting, advice.data.names, form)


def scope() -> str:
    """Say what this is about."""
    return SCOPE
