"""The text report where a flow was followed: which weights, when each class is learned, when to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.clock import Clock
from spectra.advise.table_rows import (
    Row,
    columns,
    count_text,
    crop,
    rows,
)
from spectra.advise.text_cautions import cautions, to_know
from spectra.advise.text_sentences import headline, weights_range
from spectra.advise.training import FORMULAS
from spectra.advise.visits import pace

if TYPE_CHECKING:
    from spectra.advise.advice import Advice
    from spectra.advise.solved import ClassTimes, Solved, Stop
    from spectra.utils.arrays import Array

Line = tuple[str, str]

SAME: Final = 0.02
"""Part by which the limit may differ and still be the same."""


def lines(advice: Advice, solved: Solved, shown: Callable[[str], str] = str) -> Iterator[Line]:
    """Say everything, a line or a paragraph at a time."""
    clock = Clock(advice)
    yield headline(advice), "bold"
    yield "", ""
    yield from ((said, "") for said in _first(advice, solved, clock))
    yield "", ""
    yield (
        "When each class is right, and when it leads",
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
        yield from ((said, "") for said in _two_classes(solved, clock))
    if solved.schemes:
        yield "", ""
        yield from _schemes(advice, solved, clock, shown)
    if advice.training.signal:
        yield "", ""
        yield "Test error, by class means with Gaussian noise", "bold cyan"
        yield from ((said, "") for said in _tested(advice, solved, clock))
    yield "", ""
    yield "To know", "bold cyan"
    yield from ((said, "") for said in cautions(advice, solved, clock))
    yield from ((said, "") for said in to_know(advice))


def _first(advice: Advice, solved: Solved, clock: Clock) -> Iterator[str]:
    """The answer: which weights, from when on each class is right, when it leads, when to stop."""
    yield weights_range(advice)
    starts = len(solved.weighted.right)
    for title, what, never, field in (
        ("Right   ", f"the own logit is the largest for good (median of {starts} starts)",
         "are never right", "right"),
        ("Lead    ", f"it leads every other by {solved.margin:g}", "never reach it", "lead"),
    ):  # fmt: skip
        found = [_by(clock, getattr(x, field), never) for x in (solved.weighted, solved.erm)]
        yield f"{title} {what}:"
        yield f"         {found[0]}" + ("." if solved.erm is solved.weighted else ";")
        if solved.erm is not solved.weighted:
            yield f"         no weights: {found[1]}."
    yield f"Stop     {_stop(solved, clock)}"
    budget = advice.training.budget
    if budget is not None and clock.step is not None:
        yield f"Budget   {_within(solved, clock, budget * clock.step, budget)}"


def _by(clock: Clock, times: Array, what: str) -> str:
    """Say by when every class is right or leads, or how many never do."""
    if np.isfinite(clock.end(times)):
        return clock.every(times)
    never = int(np.isinf(clock.medians(times)).sum()) or "some"
    return f"{never} of {len(clock.kind):,} classes {what}, as decay holds them back"


def _stop(solved: Solved, clock: Clock) -> str:
    stop, end = solved.stops.get("weighted"), clock.end(solved.weighted.right)
    if np.isinf(end):
        return "no time is late enough: decay keeps a class from being right."
    if stop is not None and stop.matters:
        return f"at {clock.full(stop.time)}, when the balanced test error is least."
    none = "" if stop is None else " Stopping early changes nothing."
    return f"not before {clock.full(end)}: some class is not right yet.{none}"


def _within(solved: Solved, clock: Clock, end: float, budget: int) -> str:
    """Say how many classes are right, and lead, in so many steps."""
    k = len(clock.kind)
    right, lead, right_plain, lead_plain = (
        int(np.sum(clock.medians(x) <= end))
        for x in (
            solved.weighted.right, solved.weighted.lead, solved.erm.right, solved.erm.lead,
        )
    )  # fmt: skip
    return (
        f"in {budget:,} steps {right:,} of {k:,} classes are right, and {lead:,} lead by "
        f"{solved.margin:g}; without weights {right_plain:,} and {lead_plain:,}."
    )


def _name(clock: Clock, number: int) -> str:
    return clock.name(np.array([number], dtype=np.intp))


def _table(advice: Advice, solved: Solved, clock: Clock) -> list[list[str]]:
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


def _cells(times: ClassTimes, row: Row, clock: Clock, *, ranged: bool) -> list[str]:
    right = times.right[:, list(row.classes)]
    said = clock(float(np.median(right)))
    if ranged:
        low, high = clock(float(right.min())), clock(float(right.max()))
        said += f" ({low}–{high})" if low != high else ""
    return [said, clock(_median(times, row))]


def _meaning(advice: Advice, solved: Solved, clock: Clock) -> Iterator[str]:
    """Say what the columns are, of which flow, and how far its limit is."""
    yield (
        "right: from when on the class's own logit is the largest on its training examples, for good "
        f"(range of starts). lead: when it leads every other by {solved.level}."
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
    if advice.training.decay:
        decay = advice.training.flow_decay(advice.weighted.effective)
        loss += f" with decay λ = {decay:.3g} (--decay {advice.training.decay:g} per step)"
    norm = np.sqrt(len(advice.data.counts) - 1) * np.exp(-solved.delta)
    yield (
        f"The flow of {loss} on unconstrained features, followed from {delta}: classifier and "
        f"features begin at Frobenius norms √(k − 1) e^-δ = {norm:.2g}."
    )
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


def _limit(advice: Advice, solved: Solved, clock: Clock) -> str:
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
        f"{_name(clock, worst)}: at this δ it is {way} (spectral start)."
    )


def _limit_times(advice: Advice) -> Array:
    """Limits of T/δ of every class; of the class alone where there is decay or a signal."""
    training, plan = advice.training, advice.weighted
    if not training.decay and not training.signal:
        return plan.class_times
    left = pace(advice) - training.flow_decay(plan.effective)
    return np.asarray(1 / np.where(left > 0, left, np.nan))


def _two_classes(solved: Solved, clock: Clock) -> Iterator[str]:
    """What the model says of two classes, and of what it is silent."""
    lead = clock.medians(solved.weighted.lead)
    first, second = np.argsort(lead, kind="stable").tolist()
    ends = [clock.full(float(lead[i])) for i in (first, second)]
    yield (
        f"There is one mode, in two stages: {_name(clock, first)} gains its lead by {ends[0]}, "
        f"{_name(clock, second)} by {ends[1]}. Weights turn it, and the test error depends on that "
        "angle alone (--snr)."
    )
    yield (
        "The model is silent on the decision threshold, and on precision and recall at one: tune "
        "the threshold on validation data."
    )


def _schemes(
    advice: Advice, solved: Solved, clock: Clock, shown: Callable[[str], str]
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
    found_times = {name: times for name, (_, times) in solved.schemes.items()}
    found_times |= {"these weights": solved.weighted, "no weights": solved.erm}
    for what, field in (("right", "right"), ("leads", "lead")):
        ends = {name: clock.end(getattr(times, field)) for name, times in found_times.items()}
        best = min(ends, key=ends.__getitem__)
        yield f"Every class {what} soonest under {best}: {clock.full(ends[best])}.", ""


def _tested(advice: Advice, solved: Solved, clock: Clock) -> Iterator[str]:
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


def _stopped(advice: Advice, found: Stop, clock: Clock) -> str:
    counts = np.array(advice.data.counts)
    ends = [int(counts.argmax()), int(counts.argmin())]
    late = _errors(advice, found.errors_at_last, ends)
    if found.gains and not found.matters:
        return (
            f"stopping early changes nothing: the least balanced test error is "
            f"{found.errors.mean():.2%}, at {clock.full(found.time)}, and by {clock.full(found.last)} "
            f"it is {late}."
        )
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
