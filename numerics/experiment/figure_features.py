"""When features are learned: every seed, and beside the theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.experiment.drawing import FEATURE_COLOURS, panels, weighting
from numerics.experiment.features import FEATURES
from numerics.experiment.findings import Reading, within
from numerics.experiment.predictions import predict
from numerics.experiment.report import BESIDE
from numerics.experiment.summary import MEASURES
from spectra.utils.confidence_interval import Interval, median

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from numerics.experiment.results import Results

MARKS: Final = ("s", "D", "o", "^")
TICKS: Final = (0.25, 0.5, 1, 2, 4, 8)


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
