"""Figures 1, 3 and 4: confusion matrices over the steps, and losses and accuracies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.experiment.curves import SPLITS
from numerics.experiment.drawing import FEATURE_COLOURS, GROUP_COLOURS, panels, weighting
from numerics.experiment.features import FEATURES
from numerics.experiment.findings import Reading
from spectra.utils.confidence_interval import band, median

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from numerics.experiment.features import Array
    from numerics.experiment.results import Results

SHOWN: Final = (5, 20, 40, 70, 110, 180)
"""Steps whose confusion matrices are drawn: the nearest looks to these."""

DARK: Final = 0.6
"""Above it a part is written in white."""


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
