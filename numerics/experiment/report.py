"""The report: measured learning steps beside the predicted ones, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.experiment.class_level_flow import MODELS
from numerics.experiment.features import FEATURES
from numerics.experiment.findings import Reading, against_erm, rise, window, within
from numerics.experiment.predictions import order, predict
from numerics.experiment.settings import SPLITS, listed
from numerics.experiment.summary import MEASURES
from spectra.utils.confidence_interval import Interval, median

if TYPE_CHECKING:
    from numerics.experiment.settings import Groups
    from numerics.experiment.summary import Results

BESIDE: Final = (
    ("flow, squared loss", MODELS["square"], "probabilities"),
    ("flow, cross-entropy", MODELS["ce"], "probabilities"),
    ("CNN, probabilities", "cnn", "probabilities"),
    ("CNN, decisions", "cnn", "decisions"),
)
"""Rows below a prediction: heading, model, measure."""


def to_markdown(results: Results) -> str:
    """Return the whole report."""
    s = results.settings
    majority, minority = (" and ".join(map(str, side)) for side in results.groups)
    seeds = len({run.task.seed for run in results.curves})
    loss = "cross-entropy" if s.loss == "ce" else "squared loss"
    head = (
        f"Majorities {majority} with {s.samples} training samples each, minorities {minority} "
        f"with {s.minority_samples}.\n{s.steps} steps of {s.optimizer}, step size "
        f"{s.learning_rate:g}, batches of {s.batch}, {loss}, {seeds} seeds.\n"
        "Medians, with 95 % confidence intervals in brackets."
    )
    parts = [
        f"# {majority} against {minority}: a small CNN beside the theory",
        head,
        *_learned(results),
        *_beside(results),
        *_weighting(results),
    ]
    if len({groups for groups, _ in results.trained}) > 1:
        parts.extend(_assignments(results))
    return "\n\n".join(parts) + "\n"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Set a Markdown table, its columns as wide as they must be."""
    cells = [tuple(head), *map(tuple, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    cells.insert(1, tuple("-" * width for width in widths))
    lines = (" | ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(f"| {line} |" for line in lines)


def _shown(found: Interval, number: Callable[[float], str]) -> str:
    """Write a median, and its interval where there are runs enough for one."""
    if np.isnan(found.median):
        return "-"
    middle, low, high = map(number, (found.median, found.low, found.high))
    return middle if found.low == -np.inf else f"{middle} [{low}, {high}]"


def step(found: Interval) -> str:
    """Write a step with its interval; one that did not come is never."""
    return _shown(found, lambda x: "never" if np.isinf(x) else f"{x:.0f}")


def ratio(found: Interval) -> str:
    """Write a ratio from the interval of its logarithm."""
    return _shown(found, lambda x: f"{np.exp(x):.2f}")


def excess(found: Interval) -> str:
    """Write a window from the interval of ln(1 + ΔT)."""
    return _shown(found, lambda x: f"{np.expm1(x):.2f}")


def _steps(results: Results, reading: Reading) -> Interval:
    return median(reading.values(results.summary))


def _learned(results: Results) -> Iterator[str]:
    yield "## The step at which a feature is learned (training data)"
    steps, orders = [], []
    for measure in MEASURES:
        for gamma in results.gammas:
            readings = [Reading(f"{measure} {f}", gamma, results.groups) for f in FEATURES]
            found = (step(_steps(results, reading)) for reading in readings)
            steps.append((measure, f"{gamma:g}", *found))
            orders.append((measure, f"{gamma:g}", *_order(results, readings)))
    yield grid(("seen in", "γ", *FEATURES), steps)
    yield grid(("seen in", "γ", "most frequent order", "runs"), orders)


def _order(results: Results, readings: list[Reading]) -> tuple[str, str]:
    """Return the order that most runs learn the features in, and how many do."""
    steps = [reading.of(results.summary) for reading in readings]
    orders = Counter(order(tuple(s[seed] for s in steps)) for seed in steps[0])
    ((first, count),) = orders.most_common(1)
    return first, f"{count} of {orders.total()}"


def _beside(results: Results) -> Iterator[str]:
    s = results.settings
    yield "## Beside the theory"
    yield "Steps over that of maj-maj, and the window (Tmax - Tmin)/Tmin."
    rows = []
    for gamma in results.gammas:
        limit = predict(len(s.digits), s.ratio, gamma)
        numbers = (*limit.times[1:], limit.window)
        rows.append((f"{gamma:g}", "theory, δ → ∞", *(f"{x:.2f}" for x in numbers)))
        for name, model, measure in BESIDE:
            where = (measure, gamma, results.groups, model)
            ratios = (
                ratio(median(within(feature, FEATURES[0], *where).of(results.summary)))
                for feature in FEATURES[1:]
            )
            spread = excess(window(results.summary, *where))
            rows.append((f"{gamma:g}", name, *ratios, spread))
    yield grid(("γ", "of", *FEATURES[1:], "window"), rows)


def _weighting(results: Results) -> Iterator[str]:
    yield "## With weights against without"
    yield (
        "Steps from which three quarters of a group are classified rightly, of minorities\n"
        "also over those of γ = 0; the peak of the minorities' loss over its start."
    )
    yield grid(
        ("data", "γ", "majority", "minority", "over γ = 0", "loss peak"),
        (
            (split, f"{gamma:g}", *_accuracy(results, gamma, results.groups, split))
            for split in SPLITS
            for gamma in results.gammas
        ),
    )


def _accuracy(results: Results, gamma: float, groups: Groups, split: str) -> Iterator[str]:
    for side in ("majority", "minority"):
        yield step(_steps(results, Reading(f"accuracy {side}", gamma, groups, split)))
    for found in (
        against_erm("accuracy minority", gamma, groups, split),
        rise(gamma, groups, split),
    ):
        yield ratio(median(found.of(results.summary)))


def _assignments(results: Results) -> Iterator[str]:
    yield "## The choice of digits"
    yield (
        "Medians: features as seen in probabilities of training data; minorities classified\n"
        "rightly in test data, also over the step without weights, with its interval."
    )
    head = ("maj", "min", "γ", *FEATURES, "right", "over γ = 0")
    yield grid(head, (_choice(results, *run) for run in results.trained))


def _choice(results: Results, groups: Groups, gamma: float) -> tuple[str, ...]:
    features = (Reading(f"probabilities {feature}", gamma, groups) for feature in FEATURES)
    right = Reading("accuracy minority", gamma, groups, "test")
    steps = (_steps(results, reading).median for reading in (*features, right))
    shown = ("never" if np.isinf(x) else f"{x:.0f}" for x in steps)
    faster = against_erm("accuracy minority", gamma, groups, "test").of(results.summary)
    return (*map(listed, groups), f"{gamma:g}", *shown, ratio(median(faster)))
