"""The text report where a flow was followed: which weights, when each class is learned, when to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.table_rows import (
    Row,
    columns,
    count_text,
    crop,
    names_of,
    rows,
    steps_text,
    time_text,
)
from spectra.advise.text_sentences import headline, weights_range
from spectra.advise.training import FORMULAS
from spectra.utils.ascii_text import printable

if TYPE_CHECKING:
    from spectra.advise.advice import Advice
    from spectra.advise.solved import ClassTimes, Solved, Stop
    from spectra.utils.arrays import Array

Line = tuple[str, str]

COARSE: Final = 0.1
"""η times the fastest growth rate from which on descent is not the flow any more."""

USUAL_STEPS, USUAL_EPOCHS = 1e6, 1000
"""More than these are more than most trainings have."""

EXPERIMENT: Final = "docs/explanation/experiment.md"
SAME: Final = 0.02


def lines(advice: Advice, solved: Solved, shown: Callable[[str], str] = str) -> Iterator[Line]:
    """Say everything, a line or a paragraph at a time."""
    clock = _Clock(advice)
    yield headline(advice), "bold"
    yield "", ""
    yield from ((said, "") for said in _first(advice, solved, clock))
    yield "", ""
    yield (
        f"When each class is learned: its own logit leads every other by {solved.level}",
        "bold cyan",
    )
    yield f"In {clock.unit}: median of {len(solved.weighted.right)} random starts.", "dim"
    heads, *body = columns(_table(advice, solved, clock), shown)
    yield _titles(heads), "bold"
    yield heads, "bold"
    yield from ((line, "") for line in body)
    yield from ((said, "dim") for said in _meaning(advice, solved, clock))
    if len(advice.data.counts) == 2:
        yield "", ""
        yield "Two classes", "bold cyan"
        yield from ((said, "") for said in _two_classes(advice, solved, clock))
    if solved.schemes:
        yield "", ""
        yield from _schemes(advice, solved, clock, shown)
    if advice.training.signal:
        yield "", ""
        yield "Test error, by class means with Gaussian noise", "bold cyan"
        yield from ((said, "") for said in _tested(advice, solved, clock))
    yield "", ""
    yield "To know", "bold cyan"
    yield from ((said, "") for said in _cautions(advice, solved, clock))
    yield from ((said, "") for said in _to_know(advice))


class _Clock:
    """Flow time, or optimiser steps with epochs beside them."""

    def __init__(self, advice: Advice) -> None:
        training = advice.training
        n = advice.data.total
        self.step = training.step_size(advice.weighted.effective)
        self.per_epoch = None if training.batch is None else n / training.batch
        self.unit = "flow time" if self.step is None else "steps"

    def __call__(self, time: float) -> str:
        """Write a time, in short."""
        return time_text(time) if self.step is None else steps_text(time / self.step)

    def full(self, time: float) -> str:
        """Write a time with its unit, and epochs."""
        if np.isinf(time):
            return "never"
        if self.step is None:
            return f"time {time_text(time)}"
        said = f"{self(time)} steps"
        return said if self.per_epoch is None else f"{said} ({self.epochs(time)} epochs)"

    def epochs(self, time: float) -> str:
        """Write a time in epochs."""
        if self.step is None or self.per_epoch is None:
            return ""
        return steps_text(time / self.step / self.per_epoch)


def _first(advice: Advice, solved: Solved, clock: _Clock) -> Iterator[str]:
    """The answer: which weights, when the last class is learned, when to stop."""
    yield weights_range(advice)
    weighted = solved.weighted.learned
    yield f"Learned  {_learned(advice, weighted, clock)};"
    yield f"         no weights: {_learned(advice, solved.erm.learned, clock)}."
    stop = solved.stops.get("weighted")
    if np.isinf(weighted.max()):
        yield "Stop     no time is late enough: decay keeps a class from being learned."
    elif stop is not None and stop.gains:
        yield f"Stop     at {clock.full(stop.time)}, when the balanced test error is least."
    else:
        yield (
            f"Stop     not before {clock.full(float(weighted.max()))}: some class is not learned yet."
        )
    budget = advice.training.budget
    if budget is not None and clock.step is not None:
        yield f"Budget   {_within(advice, solved, budget * clock.step, budget)}"


def _learned(advice: Advice, times: Array, clock: _Clock) -> str:
    """Say by when every class is learned, or how many never are."""
    never = int(np.isinf(times).sum())
    if never:
        return f"{never:,} of {len(times):,} classes never, as decay holds them back"
    return f"every class by {clock.full(float(times.max()))}, {_name(advice, int(times.argmax()))} last"


def _within(advice: Advice, solved: Solved, end: float, budget: int) -> str:
    counts = [int(np.sum(times.learned <= end)) for times in (solved.weighted, solved.erm)]
    k = len(advice.data.counts)
    return f"{budget:,} steps learn {counts[0]:,} of {k:,} classes; without weights {counts[1]:,}."


def _name(advice: Advice, number: int) -> str:
    name = crop(printable(str(advice.data.names[number])), 24)
    return f"{name} (n = {advice.data.counts[number]:,})"


def _table(advice: Advice, solved: Solved, clock: _Clock) -> list[list[str]]:
    """Heads, then times of some classes, without weights and with them."""
    with_epochs = clock.per_epoch is not None and clock.step is not None
    heads = ["class", "n", "right", "lead", "weight", "right (range)", "lead"]
    table = [heads + ["epochs"] * with_epochs]
    for row in rows(advice):
        cells = [row.name, count_text(row.examples), *_cells(solved.erm, row, clock, ranged=False)]
        cells.append(f"{advice.weighted.weighting.omega[row.classes[0]]:.3g}")
        cells += _cells(solved.weighted, row, clock, ranged=True)
        if with_epochs:
            cells.append(clock.epochs(_median(solved.weighted, row)))
        table.append(cells)
    return table


def _titles(heads: str) -> str:
    """Titles over the columns of times without weights and with them."""
    begin, end, weight = heads.find("right"), heads.find("lead") + len("lead"), heads.find("weight")
    plain, weighted = "no weights", "with these weights"
    left = max(begin + (end - begin - len(plain)) // 2, 0)
    first = " " * left + plain
    return (
        first
        + " " * max(weight + (len(heads) - weight - len(weighted)) // 2 - len(first), 2)
        + weighted
    )


def _median(times: ClassTimes, row: Row) -> float:
    """Median time of the lead of a row's classes."""
    return float(np.median(times.lead[:, list(row.classes)]))


def _cells(times: ClassTimes, row: Row, clock: _Clock, *, ranged: bool) -> list[str]:
    right = times.right[:, list(row.classes)]
    said = clock(float(np.median(right)))
    if ranged:
        low, high = clock(float(right.min())), clock(float(right.max()))
        said += f" ({low}–{high})" if low != high else ""
    return [said, clock(_median(times, row))]


def _meaning(advice: Advice, solved: Solved, clock: _Clock) -> Iterator[str]:
    """Say what the columns are, of which flow, and how far its limit is."""
    yield (
        "lead: that is reached. right: from when on the own logit is the largest, for good, on the "
        "class's training examples (range of starts)."
    )
    if solved.weighted.followed < len(advice.data.counts):
        yield (
            f"Random starts are those of {solved.weighted.followed} of the classes, evenly from most to "
            "least; others are as much later than from a spectral start as the nearest is. Tried: leads "
            "mostly within 3 %, right within 45 % where it is late; where early, it can be much earlier."
        )
    delta = f"δ = {solved.delta:.4g}" + (
        " (assumed: give --delta or --scale)" if solved.assumed else ""
    )
    ends = [clock.full(float(x.margin.max())) for x in (solved.weighted, solved.erm)]
    found = "there is no last lead" if ends[0] == "never" else f"the last lead is at {ends[0]}"
    yield f"From a spectral start {found}, without weights {ends[1]}."
    loss = "squared loss" if solved.loss == "squared" else solved.loss
    yield f"The flow of {loss} on unconstrained features from e^-δ, {delta}, followed."
    if solved.weighted.merged or solved.erm.merged:
        yield (
            f"Approximate: classes of near counts and weights are merged into "
            f"{solved.weighted.groups} groups that move as one."
        )
    yield _limit(advice, solved, clock)
    training = advice.training
    if clock.step is not None and training.learning_rate is not None:
        size = "all examples" if training.batch is None else f"{training.batch:,} examples"
        yield (
            f"A step (rate {training.learning_rate:g}, {size}, {FORMULAS[training.reduction]}) is "
            f"{clock.step:.3g} of the flow's time."
        )


def _limit(advice: Advice, solved: Solved, clock: _Clock) -> str:
    """How far the limit of small starts is from the flow at δ, for the class where it is farthest."""
    limit = _limit_times(advice) * solved.delta
    found = solved.weighted.margin
    known = np.isfinite(found) & np.isfinite(limit) & (found > 0)
    if not found.any():
        return "Every class is learned at the start: a limit of small starts says nothing of that."
    if not known.any():
        return "The limit δ → ∞ knows no decay, and is not compared."
    ratio = np.where(known, found, np.nan) / limit
    worst = int(np.nanargmax(np.abs(np.log(ratio))))
    factor = float(ratio[worst])
    if abs(factor - 1) < SAME:
        return "The limit δ → ∞ of growth from the origin is within 2 % of these times."
    way = f"{factor:.2g} times as late" if factor > 1 else f"at {factor:.2g} of that"
    return (
        f"The limit δ → ∞ of growth from the origin would say {clock(float(limit[worst]))} for "
        f"{_name(advice, worst)}: at this δ it is {way} (spectral start)."
    )


def _limit_times(advice: Advice) -> Array:
    """Limits of T/δ of every class; of the class alone where there is decay or a signal."""
    training, plan = advice.training, advice.weighted
    if not training.decay and not training.signal:
        return plan.class_times
    counts = np.array(advice.data.counts, dtype=np.float64)
    alone = plan.effective.omega * np.sqrt(counts * training.kappa(counts))
    left = alone - training.flow_decay(plan.effective)
    return np.asarray(1 / np.where(left > 0, left, np.nan))


def _two_classes(advice: Advice, solved: Solved, clock: _Clock) -> Iterator[str]:
    """What the model says of two classes, and of what it is silent."""
    margin = solved.weighted.margin
    first, second = np.argsort(margin, kind="stable").tolist()
    yield (
        f"There is one mode, in two stages: {_name(advice, first)} gains its lead by "
        f"{clock.full(float(margin[first]))}, {_name(advice, second)} by "
        f"{clock.full(float(margin[second]))}. Weights turn it, and the test error depends on that "
        "angle alone (--snr)."
    )
    yield (
        "The model is silent on the decision threshold, and on precision and recall at one: tune "
        "the threshold on validation data."
    )


def _schemes(
    advice: Advice, solved: Solved, clock: _Clock, shown: Callable[[str], str]
) -> Iterator[Line]:
    """Weights and times side by side."""
    yield f"Schemes side by side: weight, and lead in {clock.unit}", "bold cyan"
    names = list(solved.schemes)
    heads = ["class", "examples", "none"]
    heads += [x for name in names for x in ("weight", name)]
    table = [heads]
    for row in rows(advice):
        cells = [row.name, count_text(row.examples), clock(_median(solved.erm, row))]
        for omega, times in solved.schemes.values():
            cells += [f"{omega[row.classes[0]]:.3g}", clock(_median(times, row))]
        table.append(cells)
    for at in range(0, len(names), 3):
        part = [[*line[:3], *line[3 + 2 * at : 9 + 2 * at]] for line in table]
        found = columns(part, shown)
        yield found[0], "bold"
        yield from ((line, "") for line in found[1:])
    ends = {name: float(times.learned.max()) for name, (_, times) in solved.schemes.items()}
    ends |= {"these weights": float(solved.weighted.learned.max())}
    ends |= {"no weights": float(solved.erm.learned.max())}
    best = min(ends, key=ends.__getitem__)
    yield f"Every class is learned soonest under {best}, by {clock.full(ends[best])}.", ""


def _tested(advice: Advice, solved: Solved, clock: _Clock) -> Iterator[str]:
    """Flat exponent, best time to stop, and what stopping early loses for whom."""
    yield (
        f"γ* = {solved.flat_gamma:.3g}: there the largest and the smallest class grow alike, at a "
        f"signal of {advice.training.signal:g} of a sample's own part."
    )
    if solved.no_stops:
        yield f"Test errors are left out where {solved.no_stops}."
    for name, title in (("erm", "Without weights"), ("weighted", "With these weights")):
        found = solved.stops.get(name)
        if found is not None:
            yield f"{title}: {_stopped(advice, found, clock)}"


def _stopped(advice: Advice, found: Stop, clock: _Clock) -> str:
    counts = np.array(advice.data.counts)
    ends = [int(counts.argmax()), int(counts.argmin())]
    late = _errors(advice, found.errors_at_last, ends)
    if not found.gains:
        return (
            f"never stop early: the balanced test error is least at the end, {late} at "
            f"{clock.full(found.last)}."
        )
    return (
        f"stop at {clock.full(found.time)}: {_errors(advice, found.errors, ends)}. "
        f"By {clock.full(found.last)} it is {late}."
    )


def _errors(advice: Advice, errors: Array, ends: list[int]) -> str:
    each = ", ".join(f"{crop(str(advice.data.names[i]), 16)} {errors[i]:.2%}" for i in ends)
    return f"{errors.mean():.2%} ({each})"


def _cautions(advice: Advice, solved: Solved, clock: _Clock) -> Iterator[str]:
    """Warn of steps that are too coarse or too many, of weights undone, and of collapse."""
    end = float(solved.weighted.learned.max())
    training, weighted = advice.training, advice.weighted
    counts = np.array(advice.data.counts, dtype=np.float64)
    if clock.step is not None and training.learning_rate is not None:
        pace = float((weighted.effective.omega * np.sqrt(counts * training.kappa(counts))).max())
        coarse = clock.step * pace
        if coarse > COARSE:
            more = f"may take up to {coarse / np.log1p(coarse) - 1:.0%} more steps, or diverge"
            yield (
                f"Caution: a step is coarse, {coarse:.2g} of a growth time: descent "
                f"{more if coarse < 1 else 'is another matter than the flow, and may diverge'}; "
                f"take --lr {float(f'{COARSE * training.learning_rate / coarse:.1g}'):g} or less."
            )
        steps = end / clock.step
        epochs = steps / (clock.per_epoch or np.inf)
        if np.isfinite(steps) and (steps > USUAL_STEPS or epochs > USUAL_EPOCHS):
            yield (
                f"Caution: {clock.full(end)} are beyond any usual budget. A larger start (smaller δ) "
                "or a larger rate takes fewer; networks take far fewer than this model."
            )
    never = np.isinf(solved.weighted.margin)
    if never.any():
        which = np.flatnonzero(never)
        alone = weighted.effective.omega * np.sqrt(counts * training.kappa(counts))
        grows = float(alone[which].max())
        rate = "ω√(nκ)" if training.signal else "ω√n"
        decay = training.flow_decay(weighted.effective)
        yield (
            f"Caution: {crop(printable(names_of(advice, which.tolist())), 40)} never learned: decay is "
            f"λ = {decay:.3g} in the flow, and a class grows at {rate} = {grows:.3g} at most"
            f"{'' if decay >= grows else ': too little to reach that lead'}. Lower --decay."
        )
    if not weighted.keeps_weights:
        given, left = (
            x.omega.max() / x.omega.min() for x in (weighted.weighting, weighted.effective)
        )
        yield (
            f"Caution: batches of {training.batch:,} divided by their weights leave {left:.3g} to 1 of "
            f"{given:.3g} to 1; times are for what is left. --reduction mean keeps weights."
        )


def _to_know(advice: Advice) -> Iterator[str]:
    """A sentence each on probabilities and on what a network did."""
    ratio = advice.weighted.weighting.omega.max() / advice.weighted.weighting.omega.min()
    if ratio > 1:
        yield (
            f"Probabilities: weights of {ratio:.3g} to 1 raise predicted log-odds by up to "
            f"{np.log(ratio):.2g}: subtract ln ω from the logits before reading them as chances."
        )
    if advice.weighted.weighting.gamma != 1:
        yield (f"Network: γ = 1 levelled a CNN better than 1/2: {EXPERIMENT}")
    if advice.training.signal:
        yield "Model: class means with Gaussian noise, a guess; real test images may differ."
    else:
        yield "Test time: --snr S says when to stop, and what stopping early costs which class."
        yield "Model: unconstrained features, in training; it says nothing of test images."
