"""The advice as a figure: counts, learning times, the window over γ, and weights."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from spectra.advise.advice import CLOSING_GAMMA, Advice, windows
from spectra.advise.text_sentences import PROVED
from spectra.advise.training import FORMULAS
from spectra.class_counts.saddle_times import Standing
from spectra.errors import InputError
from spectra.utils.atomic_files import write_whole
from spectra.utils.colours import BLUE, CYCLE, VERMILION
from spectra.utils.figure_bytes import figure_bytes

if TYPE_CHECKING:
    from spectra.advise.advice import Plan, WindowPoint
    from spectra.advise.solved import Solved

FORMATS: Final = (".png", ".svg", ".pdf")

GREY: Final = "#595959"

BOUND: Final = "limit δ → ∞ at most, by the rule\n(heuristic; a finite δ may exceed it)"

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


def save(advice: Advice, solved: Solved | None, path: Path, *, force: bool) -> None:
    """Draw and write the figure, whole or not at all.

    Raises
    ------
    InputError
        As `check_format` and `spectra.utils.atomic_files.write_whole`.
    """
    check_format(path)
    # nothing is shown on a screen; a backend of the environment that does not exist would be an error
    os.environ["MPLBACKEND"] = "agg"
    content = figure_bytes(draw(advice, solved), path.suffix.lower()[1:], dpi=150)
    write_whole(path, content, force=force)


def draw(advice: Advice, solved: Solved | None = None) -> Any:
    """Return a matplotlib figure of four panels: counts, times, window over γ and weights."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 7), layout="constrained")
    (counts, times), (window, weights) = figure.subplots(2, 2)
    _counts(counts, advice)
    _times(times, advice, solved)
    _windows(window, advice, solved)
    _weights(weights, advice, solved)
    for axes, letter in zip((counts, times, window, weights), "abcd", strict=True):
        axes.set_title(f"({letter}) {axes.get_title()}", fontsize=10, loc="left")
        axes.set_title("", loc="center")
    figure.supxlabel(_caption(advice, solved), fontsize=8, color=GREY)
    return figure


def _caption(advice: Advice, solved: Solved | None) -> str:
    data = advice.data
    said = (
        f"{len(data.counts):,} classes, {data.total:,} examples. Unconstrained features: training"
    )
    if solved is None:
        return f"{said}, squared loss, limits δ → ∞; no test accuracy."
    said += f" from e$^{{-{solved.delta:.3g}}}$ under {solved.loss}; no test accuracy."
    rate, batch = advice.training.learning_rate, advice.training.batch
    if rate is None:
        return said
    size = "all examples" if batch is None else f"{batch:,} examples"
    return (
        f"{said}\nSteps of learning rate {rate:g} on {size}, {FORMULAS[advice.training.reduction]}."
    )


def _counts(axes: Any, advice: Advice) -> None:
    """Counts by rank."""
    counts = np.sort(advice.data.counts)[::-1]
    axes.plot(np.arange(1, len(counts) + 1), counts, ".-", color=BLUE, lw=1,
              ms=6 if len(counts) <= 20 else 2, rasterized=len(counts) > 2000)  # fmt: skip
    axes.set(yscale="log", xlabel="class, by descending count", ylabel="examples")
    if len(counts) > 1000:
        axes.set_xscale("log")
    elif len(counts) <= 12:
        axes.set_xticks(np.arange(1, len(counts) + 1))
    axes.set_title("Examples of each class")
    axes.grid(visible=True, which="major", alpha=0.3)


def _times(axes: Any, advice: Advice, solved: Solved | None) -> None:
    """Time of each class against its count: limits, or those of the flow."""
    label = _label(advice)
    step = advice.training.step_size(advice.weighted.effective)
    unit = "steps" if step else "flow time"
    title, when = "When each class is learned", "learned at"
    if solved is None:
        _points(axes, advice.erm, "no weights", BLUE, "o")
        _points(axes, advice.weighted, label, VERMILION, "^")
        unit = "T/δ"
    else:
        counts = np.array(advice.data.counts, dtype=np.float64)
        title = f"When each class leads every other by {solved.margin:g}"
        when = f"median of {len(solved.weighted.lead)} starts"
        for times, name, colour, marker in (
            (solved.erm, "no weights", BLUE, "o"), (solved.weighted, label, VERMILION, "^"),
        ):  # fmt: skip
            size = 7 if len(counts) <= 20 else 3
            axes.plot(counts, times.learned / (step or 1.0), marker, ms=size, color=colour,
                      label=name, rasterized=len(counts) > 2000)  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="examples of the class", ylabel=f"{when}, {unit}")
    axes.set_title(title)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=8)


def _label(advice: Advice) -> str:
    gamma = advice.weighted.weighting.gamma
    label = "given weights" if gamma is None else f"weights ∝ n$^{{-γ}}$, γ = {gamma:.3g}"
    if not advice.weighted.keeps_weights:
        label += f",\nas batches of {advice.training.batch:,} leave them"
    return label


def _points(axes: Any, plan: Plan, label: str, colour: str, marker: str) -> None:
    shown = np.unique(np.stack([plan.weighting.counts, plan.class_times]), axis=1)
    about = " (estimates)" if plan.class_times_are_estimates else ""
    size = 7 if shown.shape[1] <= 20 else 4
    axes.plot(
        *shown, marker, ms=size, color=colour, label=label + about, rasterized=len(shown[0]) > 2000
    )


def _weights(axes: Any, advice: Advice, solved: Solved | None) -> None:
    """Weights against counts: those asked for, and schemes."""
    counts = np.array(advice.data.counts, dtype=np.float64)
    order = np.argsort(counts)
    shown = {_label(advice): advice.weighted.weighting.omega}
    if solved is not None:
        shown |= {name: omega for name, (omega, _) in solved.schemes.items()}
    colours = [VERMILION, *(c for c in CYCLE if c not in (BLUE, VERMILION))]
    for i, (name, omega) in enumerate(shown.items()):
        axes.plot(counts[order], omega[order], marker=".", ms=6, lw=1.5 if i == 0 else 1,
                  ls=("-", "--", ":", "-.")[i % 4], color=colours[i % len(colours)],
                  label=name)  # fmt: skip
    axes.axhline(1, color=GREY, lw=0.8, ls=":")
    axes.set(xscale="log", yscale="log", xlabel="examples of the class", ylabel="weight")
    axes.set_title("Weights, mean 1 over examples")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=8)


def _windows(axes: Any, advice: Advice, solved: Solved | None) -> None:
    """Window against γ: limits of squared loss, and where a flow was followed its own."""
    training = advice.training
    if not training.signal and not training.decay:  # of which no limits are known here
        _limits(axes, advice)
    if solved is not None and solved.windows:
        followed = {g: w for g, w in solved.windows.items() if np.isfinite(w)}
        axes.plot(list(followed), list(followed.values()), "D-.", color="black", ms=5, lw=1,
                  clip_on=False, label=f"classes at δ = {solved.delta:.3g}, {solved.loss}")  # fmt: skip
    axes.set(
        xlabel=_exponent(advice), ylabel="(last - first)/first", ylim=(0, 1.25 * axes.get_ylim()[1])
    )
    axes.set_title("Window over γ (limits: squared loss)")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize=7, loc="upper center")


def _limits(axes: Any, advice: Advice) -> None:
    """ΔT against γ for small starts."""
    number = 41 if advice.weighted.weighting.groups <= FEW else 21
    points = windows(advice.data, np.linspace(0, 1, number).tolist(), advice.training)
    gammas = [p.gamma for p in points]
    known = [p for p in points if p.standing in PROVED]
    said = "limit δ → ∞" if len(known) == len(points) else BOUND
    axes.plot(gammas, [p.bound for p in points], "-", color=BLUE, label=said)
    if len(known) not in (0, len(points)):
        axes.plot([p.gamma for p in known], [p.bound for p in known], "o", color=BLUE, ms=5,
                  clip_on=False, label=_proved(known))  # fmt: skip
    if any(p.standing is Standing.HEURISTIC for p in points):
        limits = [
            np.nan if p.standing is Standing.BOUND or p.is_by_orbit else p.window for p in points
        ]
        axes.plot(gammas, limits, "--", color=GREY, label="limit, by the rule (heuristic)")
    for p in points:
        if p.is_by_orbit:
            axes.plot([p.gamma], [p.window], "x", color=GREY, label="where that limit jumps")
    weighting = advice.weighted.weighting
    label = "given weights, at the nearest γ" if weighting.gamma is None else "these weights"
    gamma, bound = weighting.fitted_gamma, advice.weighted.times.window_bound
    axes.plot([gamma], [bound], "^", color=VERMILION, ms=8, clip_on=False, label=label)
    if advice.training.keeps_weights:
        axes.axvline(CLOSING_GAMMA, color=GREY, lw=1, ls=":", label="γ = 1/2: all rates equal")


def _proved(points: list[WindowPoint]) -> str:
    conditional = any(p.standing is Standing.CONDITIONAL for p in points)
    return "theorem (at γ = 1/2 if the flow converges)" if conditional else "theorem"


def _exponent(advice: Advice) -> str:
    said = "exponent γ of the weights n$^{-γ}$"
    if advice.training.keeps_weights:
        return said
    return f"{said}\n(loss divided by their sum in batches of {advice.training.batch:,})"
