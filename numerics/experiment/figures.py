"""The figures of an experiment: confusion, losses, when features are learned, and the theory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from numerics.experiment.features import FEATURES
from numerics.experiment.findings import Reading, within
from numerics.experiment.predictions import predict
from numerics.experiment.report import BESIDE
from numerics.experiment.settings import SPLITS
from numerics.experiment.summary import MEASURES
from spectra.utils.atomic_files import write_whole
from spectra.utils.colours import BLUE, GREEN, ORANGE, PINK, VERMILION
from spectra.utils.confidence_interval import Interval, band, median
from spectra.utils.figure_bytes import figure_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from numerics.experiment.summary import Results
    from spectra.utils.arrays import Array

FEATURE_COLOURS: Final = dict(zip(FEATURES, (GREEN, ORANGE, PINK), strict=True))
GROUP_COLOURS: Final = {"majority": BLUE, "minority": VERMILION}
DPI: Final = 160
NAMES: Final = {0.0: "no weights", 0.5: "γ = ½", 1.0: "γ = 1"}

SHOWN: Final = (5, 20, 40, 70, 110, 180)
"""Steps whose confusion matrices are drawn: the nearest looks to these."""

DARK: Final = 0.6
"""Above it a part is written in white."""

MARKS: Final = ("s", "D", "o", "^")
TICKS: Final = (0.25, 0.5, 1, 2, 4, 8)


def write_all(results: Results, folder: Path) -> None:
    """Draw the paper's Figures 1, 3 and 4 and two of our own, each as PNG and as PDF.

    Raises
    ------
    InputError
        The system refuses to write.
    """
    drawn = {
        "figure1": confusion(results, "train"),
        "figure3": training(results),
        "figure4": confusion(results, "test"),
        "learned": learned(results),
        "theory": beside(results),
    }
    for name, figure in drawn.items():
        for kind in ("png", "pdf"):
            save(figure, folder / f"{name}.{kind}")


def confusion(results: Results, split: str) -> Figure:
    """Draw mean confusion matrices over the steps, a row for each γ, the largest on top.

    A frame is around what is learned by then in the median run: majorities, groups, minorities.
    """
    looks = np.array(results.settings.looks)
    places = sorted({int(np.abs(looks - wanted).argmin()) for wanted in SHOWN})
    gammas = results.gammas[::-1]
    figure, axes = panels(len(gammas), len(places), 1.75, 1.95)
    s = SPLITS.index(split)
    for row, gamma in zip(axes, gammas, strict=True):
        runs = [run for run in results.curves if run.task.gamma == gamma]
        mean = np.mean([run.confusion[s] for run in runs], axis=0)
        when = {
            feature: median(reading.values(results.summary)).median
            for feature, reading in (
                (f, Reading(f"decisions {f}", gamma, results.groups, split)) for f in FEATURES
            )
        }
        for panel, place in zip(row, places, strict=True):
            _matrix(panel, mean[place], runs[0].task.classes)
            panel.set_title(f"step {looks[place]}", fontsize=9)
            for feature in FEATURES:
                if looks[place] >= when[feature]:
                    _frame(panel, feature, len(mean[place]))
        row[0].set_ylabel(f"{weighting(gamma)}\ntrue class", fontsize=9)
    for panel in axes[-1]:
        panel.set_xlabel("taken for", fontsize=9)
    return figure


def _matrix(panel: Axes, matrix: Array, classes: tuple[int, ...]) -> None:
    panel.imshow(matrix, cmap="Blues", vmin=0, vmax=1)
    for (i, j), value in np.ndenumerate(matrix):
        colour = "white" if value > DARK else "black"
        panel.text(j, i, f"{100 * value:.0f}", ha="center", va="center", fontsize=7, color=colour)
    panel.set_xticks(range(len(classes)), [str(c) for c in classes], fontsize=8)
    panel.set_yticks(range(len(classes)), [str(c) for c in classes], fontsize=8)
    panel.tick_params(length=0)


def _frame(panel: Axes, feature: str, k: int) -> None:
    from matplotlib.patches import Rectangle

    m = k // 2
    corners = {"maj-maj": [(0, 0)], "maj-min": [(m, 0), (0, m)], "min-min": [(m, m)]}
    for x, y in corners[feature]:
        frame = Rectangle(
            (x - 0.44, y - 0.44),
            m - 0.12,
            m - 0.12,
            fill=False,
            lw=1.8,
            ec=FEATURE_COLOURS[feature],
        )
        panel.add_patch(frame)


def training(results: Results) -> Figure:
    """Draw loss and accuracy of majorities and minorities with bands over the seeds."""
    figure, axes = panels(2, len(results.gammas), 3.0, 2.5)
    for column, gamma in zip(axes.T, results.gammas, strict=True):
        runs = [run for run in results.curves if run.task.gamma == gamma]
        for panel, values in zip(
            column, ([run.loss for run in runs], [run.accuracy for run in runs]), strict=True
        ):
            _sides(panel, np.array(values), runs[0].steps)
        column[0].set_title(weighting(gamma))
        column[1].set_xlabel("step")
        column[1].set_ylim(-0.03, 1.03)
        column[0].sharey(axes[0, 0])
    axes[0, 0].set_ylabel("loss")
    axes[1, 0].set_ylabel("accuracy")
    axes[0, 0].set_ylim(bottom=0)
    axes[0, -1].legend(fontsize=8, frameon=False)
    return figure


def _sides(panel: Axes, values: Array, steps: Array) -> None:
    """Draw values of shape (runs, 2, T, k): training solid, test dashed."""
    half = values.shape[-1] // 2
    for s, (split, style) in enumerate(zip(SPLITS, ("-", "--"), strict=True)):
        for side, part in zip(GROUP_COLOURS, (slice(0, half), slice(half, None)), strict=True):
            mean, low, high = band(values[:, s, :, part].mean(axis=-1))
            panel.plot(
                steps, mean, style, color=GROUP_COLOURS[side], lw=1.4, label=f"{side}, {split}"
            )
            panel.fill_between(steps, low, high, color=GROUP_COLOURS[side], alpha=0.2, lw=0)


def learned(results: Results) -> Figure:
    """Draw the step at which each feature is learned: every seed a dot, medians as bars."""
    figure, axes = panels(1, len(MEASURES), 4.0, 3.2)
    for panel, measure in zip(axes[0], MEASURES, strict=True):
        for g, gamma in enumerate(results.gammas):
            for f, feature in enumerate(FEATURES):
                reading = Reading(f"{measure} {feature}", gamma, results.groups)
                steps = np.maximum(reading.values(results.summary), 1)
                centre, colour = g + 0.26 * (f - 1), FEATURE_COLOURS[feature]
                spread = np.linspace(-0.08, 0.08, len(steps))
                label = feature if not g else None
                panel.plot(centre + spread, steps, ".", color=colour, ms=4, label=label)
                middle = median(steps).median
                panel.hlines(middle, centre - 0.11, centre + 0.11, color=colour, lw=2.5)
        panel.set_yscale("log")
        panel.set_xticks(range(len(results.gammas)), map(weighting, results.gammas))
        panel.set_title(f"seen in {measure}", fontsize=10)
    axes[0, 1].sharey(axes[0, 0])
    axes[0, 0].set_ylim(0.9, results.settings.steps * 1.1)
    axes[0, 0].set_ylabel("step at which it is learned")
    axes[0, 1].legend(fontsize=8, frameon=False, loc="lower right")
    return figure


def beside(results: Results) -> Figure:
    """Draw measured ratios of steps with their intervals beside the predicted ones."""
    s = results.settings
    figure, axes = panels(1, 2, 4.0, 3.4)
    fine = np.linspace(0.0, max(1.0, *results.gammas), 21).round(4)
    limits = np.array([predict(len(s.digits), s.ratio, gamma).times for gamma in fine.tolist()])
    for panel, feature in zip(axes[0], FEATURES[1:], strict=True):
        panel.plot(fine, limits[:, FEATURES.index(feature)], "k-", lw=1.2, label="theory, δ → ∞")
        panel.axhline(1, color="grey", lw=0.6)
        for n, (name, model, measure) in enumerate(BESIDE):
            for gamma in results.gammas:
                where = (measure, gamma, results.groups, model)
                found = median(within(feature, FEATURES[0], *where).of(results.summary))
                label = name if gamma == results.gammas[0] else None
                _ratio(panel, gamma + 0.025 * (n - 1.5), found, n, label)
        panel.set_yscale("log")
        panel.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
        panel.set_yticks([], minor=True)
        panel.set_xlabel("γ")
        panel.set_title(f"{feature} over maj-maj", fontsize=10)
    axes[0, 0].set_ylabel("ratio of learning steps")
    axes[0, 1].sharey(axes[0, 0])
    axes[0, 1].legend(fontsize=8, frameon=False)
    return figure


def _ratio(panel: Axes, at: float, found: Interval, number: int, label: str | None) -> None:
    middle, low, high = np.exp((found.median, found.low, found.high))
    known = 0 < low <= high < np.inf
    sides = [[middle - low], [high - middle]] if known else None
    mark, colour = MARKS[number], f"C{number}"
    panel.errorbar(at, middle, sides, fmt=mark, ms=5, capsize=2, color=colour, label=label)


def panels(rows: int, columns: int, width: float, height: float) -> tuple[Figure, NDArray[Any]]:
    """Return a figure and its axes in rows, without the state that pyplot keeps."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def weighting(gamma: float) -> str:
    """Name an exponent."""
    return NAMES.get(gamma, f"γ = {gamma:g}")


def save(figure: Figure, path: Path) -> None:
    """Write a figure in the format that the name ends with, in place of what was there.

    Raises
    ------
    spectra.errors.InputError
        As `write_whole`: the system refuses to write.
    """
    content = figure_bytes(figure, path.suffix[1:], dpi=DPI)
    figure.set_layout_engine("none")  # the layout is done and serves the next format too
    write_whole(path, content, force=True)
