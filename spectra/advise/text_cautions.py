"""What to beware of where a flow was followed: coarse steps, budgets, decay, weights undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.table_rows import crop, names_of
from spectra.advise.visits import growth_of_epoch, later, pace
from spectra.utils.ascii_text import printable

if TYPE_CHECKING:
    from spectra.advise.advice import Advice
    from spectra.advise.clock import Clock
    from spectra.advise.solved import Solved

COARSE: Final = 0.1
"""η times the fastest growth rate from which on descent is not the flow any more."""

LATE: Final = 1.05
"""How many times as late visits of single samples make descent, before it is said."""

FINE: Final = 0.2
"""Growth in an epoch at which that is so."""

USUAL_STEPS, USUAL_EPOCHS, USUAL_FULL = 1e6, 1000, 1e5
"""More steps, epochs, or steps of all examples than most trainings have."""

EXPERIMENT: Final = "docs/explanation/experiment.md"


def cautions(advice: Advice, solved: Solved, clock: Clock) -> Iterator[str]:
    """Warn of steps that are too coarse or too many, of weights undone, and of collapse."""
    yield from _coarse(advice, clock)
    yield from _visits(advice)
    yield from _budget(solved, clock)
    yield from _never(advice, solved, clock)
    weighted = advice.weighted
    if not weighted.keeps_weights:
        given, left = (
            x.omega.max() / x.omega.min() for x in (weighted.weighting, weighted.effective)
        )
        yield (
            f"Caution: batches of {advice.training.batch:,} divided by their weights leave "
            f"{left:.3g} to 1 of {given:.3g} to 1; times are for what is left. --reduction mean "
            "keeps weights."
        )


def _coarse(advice: Advice, clock: Clock) -> Iterator[str]:
    rate = advice.training.learning_rate
    if clock.step is None or rate is None:
        return
    coarse = clock.step * float(pace(advice).max())
    if coarse > COARSE:
        more = f"may take up to {coarse / np.log1p(coarse) - 1:.0%} more steps, or diverge"
        yield (
            f"Caution: a step is coarse, {coarse:.2g} of a growth time: descent "
            f"{more if coarse < 1 else 'is another matter than the flow, and may diverge'}; "
            f"take --lr {float(f'{COARSE * rate / coarse:.1g}'):g} or less."
        )


def _visits(advice: Advice) -> Iterator[str]:
    """Say how much later it is where each sample moves once an epoch."""
    growth = growth_of_epoch(advice)
    if growth is None:
        return
    training, factor = advice.training, later(growth)
    low, high = float(factor.min()), float(factor.max())
    if high < LATE:
        return
    times = f"about {high:.2g}" if high < LATE * low and not training.signal else f"1 to {high:.2g}"
    most = min(advice.data.total, int((training.batch or 1) * growth.max() / FINE) + 1)
    yield (
        f"Caution: batches are small. A sample is seen once an epoch, in which the fastest class grows "
        f"by {growth.max():.2g} growth times: where each sample has features of its own, expect "
        f"{times} times these steps. --batch {most:,} or more, or a smaller --lr, and it is the flow."
    )


def _budget(solved: Solved, clock: Clock) -> Iterator[str]:
    if clock.step is None:
        return
    end = clock.end(solved.weighted.lead)
    steps = end / clock.step
    most = (
        USUAL_FULL if clock.per_epoch is None else min(USUAL_STEPS, USUAL_EPOCHS * clock.per_epoch)
    )
    if np.isfinite(steps) and steps > most:
        whole = "" if clock.per_epoch else ", each of all examples (--batch B),"
        yield (
            f"Caution: {clock.full(end)}{whole} for the lead are beyond any usual budget. A larger "
            "start (smaller δ) or a larger rate takes fewer; networks take far fewer than this model."
        )


def _never(advice: Advice, solved: Solved, clock: Clock) -> Iterator[str]:
    """Say which classes decay keeps from their lead, and whether they are right all the same."""
    never = np.isinf(clock.medians(solved.weighted.lead))
    if not never.any():
        return
    which = np.flatnonzero(never)
    grows = float(pace(advice)[which].max())
    rate = "ω√(nκ)" if advice.training.signal else "ω√n"
    decay = advice.training.flow_decay(advice.weighted.effective)
    right = np.isfinite(clock.medians(solved.weighted.right))[which].all()
    yield (
        f"Caution: {crop(printable(names_of(advice, which.tolist())), 40)} never reach that lead"
        f"{' (but are right)' if right else ''}: decay is λ = {decay:.3g} in the flow, and a "
        f"class grows at {rate} = {grows:.3g} at most"
        f"{': logits die away' if decay >= grows else ', too little for it'}. Lower --decay."
    )


def to_know(advice: Advice) -> Iterator[str]:
    """A sentence each on probabilities and on what a network did."""
    ratio = advice.weighted.weighting.omega.max() / advice.weighted.weighting.omega.min()
    if ratio > 1 and advice.training.loss == "squared":
        yield (
            "Probabilities: outputs of squared loss, for targets 0 and 1, estimate chances times ω, "
            "over their sum: divide them by ω, and by their sum then."
        )
    elif ratio > 1:
        yield (
            f"Probabilities: weights of {ratio:.3g} to 1 raise predicted log-odds by up to "
            f"{np.log(ratio):.2g}: subtract ln ω from the logits before reading them as chances."
        )
    if advice.weighted.weighting.gamma != 1:
        yield f"Network: γ = 1 levelled a CNN better than 1/2: {EXPERIMENT}"
    if advice.training.signal:
        yield "Model: class means with Gaussian noise, a guess; real test images may differ."
    else:
        yield "Test time: --snr S says when to stop, and what stopping early costs which class."
        yield "Model: unconstrained features, in training; it says nothing of test images."
