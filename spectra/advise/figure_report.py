"""The advice as a figure: learning times against counts, and the window against γ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from spectra.advise.advice import CLOSING_GAMMA, Advice, windows
from spectra.advise.text_sentences import PROVED
from spectra.class_counts.saddle_times import Standing
from spectra.errors import InputError
from spectra.utils.atomic_files import write_whole
from spectra.utils.colours import BLUE, VERMILION
from spectra.utils.figure_bytes import figure_bytes

if TYPE_CHECKING:
    from spectra.advise.advice import Plan, WindowPoint

FORMATS: Final = (".png", ".svg", ".pdf")

GREY: Final = "#595959"

FEW: Final = 40
"""Groups of classes up to which the curve of the window has 41 points; 21 for more."""


def check_format(path: Path) -> None:
    """Refuse a file name whose ending is none of a figure.

    Raises
    ------
    InputError
        The ending is not .png, .svg or .pdf.
    """
    if path.suffix.lower() not in FORMATS:
        raise InputError(
            f"-o {str(path)!r}: a figure ends in {', '.join(FORMATS)}; the text is for the screen"
        )


def save(advice: Advice, path: Path, *, force: bool) -> None:
    """Draw and write the figure, whole or not at all.

    Raises
    ------
    InputError
        As `check_format` and `spectra.utils.atomic_files.write_whole`.
    """
    check_format(path)
    content = figure_bytes(draw(advice), path.suffix.lower()[1:], dpi=150)
    write_whole(path, content, force=force)


def draw(advice: Advice) -> Any:
    """Return a matplotlib figure of two panels."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    _times(left, advice)
    _windows(right, advice)
    figure.suptitle(
        f"{len(advice.data.counts):,} classes, {advice.data.total:,} examples", fontsize=11
    )
    figure.supxlabel(
        "square-loss model with unconstrained features: training time, not test accuracy",
        fontsize=8,
        color=GREY,
    )
    return figure


def _times(axes: Any, advice: Advice) -> None:
    """Time of each class against its count."""
    gamma = advice.weighted.weighting.gamma
    label = "given weights" if gamma is None else f"weights ∝ n^-γ, γ = {gamma:g}"
    if not advice.weighted.keeps_weights:
        label += f",\nas batches of {advice.training.batch:,} leave them"
    _points(axes, advice.erm, "no weights (ERM)", BLUE, "o")
    _points(axes, advice.weighted, label, VERMILION, "^")
    axes.set(xscale="log", yscale="log", xlabel="examples of the class", ylabel="learned at T/δ")
    axes.set_title("When each class is learned", fontsize=10)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=8)


def _points(axes: Any, plan: Plan, label: str, colour: str, marker: str) -> None:
    shown = np.unique(np.stack([plan.weighting.counts, plan.class_times]), axis=1)
    about = " (estimates)" if plan.class_times_are_estimates else ""
    size = 7 if shown.shape[1] <= 20 else 4
    axes.plot(
        *shown, marker, ms=size, color=colour, label=label + about, rasterized=len(shown[0]) > 2000
    )


def _windows(axes: Any, advice: Advice) -> None:
    """ΔT against γ."""
    number = 41 if advice.weighted.weighting.groups <= FEW else 21
    points = windows(advice.data, np.linspace(0, 1, number).tolist(), advice.training)
    gammas = [p.gamma for p in points]
    known = [p for p in points if p.standing in PROVED]
    said = "" if len(known) == len(points) else "at most, by the rule (heuristic)"
    axes.plot(gammas, [p.bound for p in points], "-", color=BLUE, label=said)
    if said and known:
        axes.plot([p.gamma for p in known], [p.bound for p in known], "o", color=BLUE, ms=5,
                  clip_on=False, label=_proved(known))  # fmt: skip
    if any(p.standing is Standing.HEURISTIC for p in points):
        limits = [
            np.nan if p.standing is Standing.BOUND or p.is_by_orbit else p.window for p in points
        ]
        axes.plot(gammas, limits, "--", color=GREY, label="limit δ → ∞, by the rule (heuristic)")
    for p in points:
        if p.is_by_orbit:
            axes.plot([p.gamma], [p.window], "x", color=GREY, label="where that limit jumps")
    weighting = advice.weighted.weighting
    label = "given weights, at the nearest γ" if weighting.gamma is None else "these weights"
    gamma, bound = weighting.fitted_gamma, advice.weighted.times.window_bound
    axes.plot([gamma], [bound], "^", color=VERMILION, ms=8, clip_on=False, label=label)
    if advice.training.keeps_weights:
        axes.axvline(CLOSING_GAMMA, color=GREY, lw=1, ls=":", label="γ = 1/2: all rates equal")
    axes.set(xlabel=_exponent(advice), ylabel="window ΔT", ylim=(0, None))
    axes.set_title("How much later the last mode is learned than the first", fontsize=10)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=8, loc="upper center")


def _proved(points: list[WindowPoint]) -> str:
    conditional = any(p.standing is Standing.CONDITIONAL for p in points)
    return "theorem (at γ = 1/2 if the flow converges)" if conditional else "theorem"


def _exponent(advice: Advice) -> str:
    said = "exponent γ of the weights n^-γ"
    if advice.training.keeps_weights:
        return said
    return f"{said}\n(loss divided by their sum in batches of {advice.training.batch:,})"
