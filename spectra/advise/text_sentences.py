"""The sentences of the text report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from spectra.advise.advice import CLOSING_GAMMA, MOST_GAMMA, Advice, Plan
from spectra.advise.table_rows import crop, names_of
from spectra.advise.weight_snippets import LIBRARIES, weights_line
from spectra.class_counts.saddle_times import Standing
from spectra.utils.ascii_text import printable

MOST_PASTED: Final = 12
"""Classes whose weights are printed in full."""

SAME: Final = 1e-9

KEPT: Final = 0.95
"""Share of the largest ratio of weights above which batches are taken to keep them."""

PROVED: Final = (Standing.THEOREM, Standing.SPECTRAL, Standing.CONDITIONAL)


def headline(advice: Advice) -> str:
    """Say what was given."""
    data = advice.data
    ratio = f"{data.ratio:,.4g}" if data.ratio < 1e6 else f"{data.ratio:.3g}"
    return (
        f"{len(data.counts):,} classes, {data.total:,} examples, largest to smallest {ratio} to 1"
    )


def weights_range(advice: Advice) -> str:
    """Say which weights these are, and how far apart."""
    found = advice.weighted.weighting
    low, high, mean = (f"{x:.3g}" for x in (found.omega.min(), found.omega.max(), found.mean))
    return f"Weights  {weights_of(advice)}: from {low} to {high}, mean {mean} over examples."


def order(advice: Advice) -> Iterator[str]:
    """Say which weights, what is learned first and last, and how to know when to stop."""
    yield weights_range(advice)
    yield f"Learned  {_title(advice, advice.weighted)}: {_order(advice, advice.weighted)}"
    yield f"         no weights (ERM): {_order(advice, advice.erm)}"
    asked = "--lr RATE" if advice.training.batch else "--lr RATE --batch B"
    yield f"Stop     {asked} says at which step each class is learned: not before the last."


def _title(advice: Advice, plan: Plan) -> str:
    gamma = plan.weighting.gamma
    left = "" if plan.keeps_weights else f", as batches of {advice.training.batch:,} leave them"
    if gamma is None:
        return f"with your weights{left}"
    return "with all weights equal" if gamma == 0 else f"with these weights{left}"


def _order(advice: Advice, plan: Plan) -> str:
    times, found = plan.class_times, plan.times
    if len(times) == 2:
        return f"the one mode that tells both classes apart, at {found.times[0]:.4g} δ."
    if found.window_bound < SAME:
        return f"everything at once, at {found.times[0]:.4g} δ; ΔT = 0."
    first = np.flatnonzero(times <= times.min() * (1 + SAME))
    last = np.flatnonzero(times >= times.max() * (1 - SAME))
    proved = plan.window_standing in PROVED
    when, sign = ("at", "=") if proved else ("by", "≤")
    end = f"{when} {found.bounds[-1]:.4g} δ; ΔT {sign} {found.window_bound:.4g}"
    end += "." if proved else ", by the rule."
    said = (
        f"first {_few(advice, first)} ({_examples(advice, first)}) at {found.times[0]:.4g} δ, "
        f"last {_few(advice, last)} ({_examples(advice, last)}) {end}"
    )
    if len(first) == len(times):
        said = f"first mode at {found.times[0]:.4g} δ, last {end}"
    if plan.window_standing is Standing.HEURISTIC:
        said += (
            f" For very small starts, by the same rule: the last mode at {found.times[-1]:.4g} δ, "
            f"ΔT = {found.window:.4g}."
        )
    return said


def _few(advice: Advice, classes: np.ndarray) -> str:
    return crop(printable(names_of(advice, classes.tolist())), 40)


def _examples(advice: Advice, classes: np.ndarray) -> str:
    counts = [advice.data.counts[i] for i in classes]
    low, high = min(counts), max(counts)
    return f"n = {low:,}" if low == high else f"n = {low:,} to {high:,}"


def standing(advice: Advice) -> Iterator[str]:
    """Say what the times rest on."""
    yield (
        "Learned: growth has reached half of the class's logit. T/δ: limits as δ → ∞ of that time, in "
        "the flow of ½Σω‖z − Wh‖² from e^-δ. They may be far from what is seen: --delta follows the flow at one δ, under cross-entropy too."
    )
    alike = Counter(zip(advice.data.counts, advice.weighted.effective.omega.tolist(), strict=True))
    if len(alike) <= 2 and min(alike.values()) > 1:
        yield "Under cross-entropy the first and the last time have the same limits (theorem)."
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
        yield from _limits(advice)
    yield from _closing(advice)
    weighting = advice.weighted.effective
    if advice.weighted.weighting.gamma is None:
        whose = "Your weights" if advice.weighted.keeps_weights else "Your weights on average"
        yield (
            f"{whose}: √n ω varies by a factor {weighting.flatness:.4g} (1 is flat); "
            f"the nearest exponent is γ = {weighting.fitted_gamma:.3g}."
        )
    if advice.crossover is None:
        yield "All classes are of one size: nothing is head or tail."
        return
    if advice.crossover.gamma is not None:
        yield (
            f"Head and tail change places at γ = {advice.crossover.gamma:.4g}: large classes first "
            "below, small above."
        )


def _limits(advice: Advice) -> Iterator[str]:
    """Say what the two rows of windows are, and where they are more than a rule."""
    proved = [p for p in advice.windows if p.standing in PROVED]
    named = " and ".join(f"γ = {p.gamma:g} ({p.standing.value})" for p in proved)
    but = f", except at {named}" if proved else ""
    yield (
        "At most: s_1/s_last − 1. In the limit: for δ → ∞. Both by the saddle-to-saddle rule, "
        f"a heuristic{but}."
    )
    if advice.training.keeps_weights:
        yield "For γ > 1/2 the limit is far away: at ordinary δ the bound is the better guide."
    if any(p.is_by_orbit for p in advice.windows):
        yield "At γ = 1 the limit jumps: n ω is constant, and orbits select the saddles."


def _closing(advice: Advice) -> Iterator[str]:
    """Say which exponent makes growth alike, and what that proves of times."""
    if advice.training.keeps_weights:
        yield (
            "γ = 1/2 makes all growth rates equal, for any counts: n ω² is then constant. "
            f"That times are equal too is a {_closing_standing(advice)}."
        )
        return
    point, batch = advice.closing, f"{advice.training.batch:,}"
    if advice.crossover is None:
        return
    if point is None:
        yield (
            f"With batches of {batch} no exponent up to {MOST_GAMMA:g} lets the smallest class "
            "grow as fast as the largest: they undo the weights."
        )
    elif advice.closing_gamma is not None:
        yield (
            f"With batches of {batch} γ = {point.gamma:.4g} closes the window "
            f"({point.standing.value}), in place of 1/2."
        )
    else:
        yield (
            f"With batches of {batch} the largest and the smallest class grow alike at "
            f"γ = {point.gamma:.4g}, in place of 1/2; ΔT ≤ {point.bound:.3g} there, by the rule."
        )


def _closing_standing(advice: Advice) -> str:
    standing = next(p.standing for p in advice.windows if p.gamma == CLOSING_GAMMA)
    if standing is Standing.CONDITIONAL:
        return "theorem if the flow reaches its minimum"
    return str(standing.value)


def batch_title(advice: Advice) -> str:
    """Say what is shown of batches."""
    return f"Weights in batches of {advice.training.batch:,}: the loss divides by their sum"


def batch(advice: Advice) -> Iterator[str]:
    """Say what batches leave of the weights, and what keeps them."""
    given, left = (
        float(x.omega.max() / x.omega.min())
        for x in (advice.weighted.weighting, advice.weighted.effective)
    )
    yield f"Largest to smallest weight: {given:.4g} as given, {left:.4g} on average over batches."
    yield "Order, times and windows above, and steps, are for the weights on average."
    if left < KEPT * given:
        yield (
            "Caution: batches this small undo weights. A loss divided by the number of examples "
            "(--reduction mean; in PyTorch reduction='none', then mean) or by nothing (--reduction sum) "
            "keeps them; so do larger batches."
        )


def weights_of(advice: Advice) -> str:
    """Say which weights these are."""
    gamma = advice.weighted.weighting.gamma
    return "as given" if gamma is None else f"∝ n^-γ, γ = {gamma:.4g}"


def weights_title(advice: Advice) -> str:
    """Say which weights are shown."""
    return f"Weights {weights_of(advice)}, mean {advice.weighted.weighting.mean:.3g} over examples"


def weights(advice: Advice) -> Iterator[str]:
    """Say what weights are for, and how to print many of them."""
    if not advice.training.keeps_weights:
        yield "For a loss that is not divided by the weights in its batch:"
    if len(advice.data.counts) > MOST_PASTED:
        yield f"{len(advice.data.counts):,} numbers; as code, to a file:"
    yield f"--paste {LIBRARIES}, with -o FILE"


def snippets(advice: Advice, *, ascii_only: bool) -> Iterator[str]:
    """Show a few weights as they are pasted."""
    if len(advice.data.counts) > MOST_PASTED:
        return
    for form in ("sklearn", "torch"):
        yield weights_line(
            advice.weighted.weighting, advice.data.names, form, ascii_only=ascii_only
        )
