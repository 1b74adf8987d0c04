"""The panels that Figs. 2, 5 and 6 share: matrices, singular values, and curves of descent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from numerics.figures.style import LABELS, QUIET, RANDOM, SPECTRAL, VECTORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from numerics.figures.descent_data import Curves, FigureData, Panel
    from numerics.figures.style import Captioned
    from spectra.utils.arrays import Array


Place = Literal["upper right", "center right", "best"]

_LINES: tuple[Literal["-", "--", ":"], ...] = ("-", "--", ":")
_FEW = {False: 24, True: 8}  # most columns with printed entries: of digits, of signed numbers
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Run(NamedTuple):
    """A run over flow time, with the look of its start: spectral orange, random blue with markers."""

    times: Array
    curves: Curves
    look: dict[str, Any]


def runs(panel: Panel) -> Iterator[Run]:
    """Both runs of a panel, the random one on top."""
    times: Array = np.asarray(panel.spectral.steps * panel.step_size, dtype=np.float64)
    yield Run(times, panel.spectral, {"color": SPECTRAL, "linewidth": 2.2, "alpha": 0.9})
    yield Run(
        times,
        panel.random,
        {
            "color": RANDOM, "linewidth": 1.1, "marker": "o", "markersize": 3, "fillstyle": "none",
            "markeredgewidth": 0.9, "markevery": max(1, len(times) // 14),
        },
    )  # fmt: skip


def initialisations(figure: Captioned) -> None:
    """The legend of the two initialisations, at the top right of the figure."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=SPECTRAL, linewidth=2.2, label="spectral initialisation"),
        Line2D([], [], color=RANDOM, linewidth=1.1, marker="o", markersize=3, fillstyle="none",
               label="random initialisation"),
    ]  # fmt: skip
    figure.legend(handles=handles, loc="upper right", ncols=2, fontsize=8)


def time_axis(axes: Axes, panel: Panel, data: FigureData, *, steps: bool) -> None:
    """Flow time, alike for all panels of a figure; steps of descent above it where asked."""
    axes.set(xlabel="flow time t", xlim=(0, data.end))
    axes.locator_params(axis="x", nbins=5)
    if steps:
        size = panel.step_size
        to_steps: Callable[[Any], Any] = lambda t: np.asarray(t) / size
        to_time: Callable[[Any], Any] = lambda n: np.asarray(n) * size
        above = axes.secondary_xaxis("top", functions=(to_steps, to_time))
        above.set_xlabel("step", labelpad=2)
        above.locator_params(axis="x", nbins=4)


def matrix(
    axes: Axes, values: Array, *, signed: bool, rows: str, columns: str, names: Sequence[str] = ()
) -> None:
    """A matrix as coloured cells, with its entries printed if they are few."""
    reach = float(np.max(np.abs(values))) if signed else 1.0
    image = axes.imshow(
        values, cmap=VECTORS if signed else LABELS, vmin=-reach if signed else 0.0, vmax=reach,
        aspect="auto", interpolation="nearest",
    )  # fmt: skip
    numbered = range(0, len(values), 1 + len(values) // 12)
    axes.set(xlabel=columns, ylabel=rows, xticks=[])
    axes.set_yticks(numbered, [str(i + 1) for i in numbered])
    if names:
        axes.set_xticks(range(len(names)), names)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(True)
    if signed:
        axes.figure.colorbar(image, ax=axes, pad=0.02, aspect=14)
    if values.shape[1] > _FEW[signed] or len(values) > _FEW[False]:
        return
    for (i, j), value in np.ndenumerate(values):
        dark = abs(value) > (0.6 * reach if signed else 0.5)
        text = f"{value + 0.0:.2f}".replace("-0.00", "0.00") if signed else f"{value:.0f}"
        axes.text(j, i, text.replace("-", "−"), ha="center", va="center", fontsize=6.5,
                  color="white" if dark else "black")  # fmt: skip


def singular_values(axes: Axes, data: FigureData) -> None:
    """The singular values of the centred labels as stems with their values."""
    at = np.arange(len(data.sigma))
    axes.vlines(at, 0, data.sigma, color=QUIET, linewidth=2)
    axes.plot(at, data.sigma, "o", color="black", markersize=5)
    for i, value in enumerate(data.sigma):
        if i and len(at) > _FEW[True] and np.isclose(value, data.sigma[i - 1]):
            continue  # one number for equal ones where there is little room
        axes.annotate(f"{value:.2f}", (i, value), (0, 5), textcoords="offset points", ha="center")
    axes.set(ylim=(0, 1.18 * float(data.sigma.max())), xlim=(-0.5, len(at) - 0.5), ylabel="σ")
    axes.set_xticks(at, short(data.mode_names))
    axes.tick_params(axis="x", length=0)


def short(names: Sequence[str]) -> list[str]:
    """Names of modes below a column: numbers for numbered ones, none where they would not fit."""
    few = len(names) <= _FEW[True]
    return [name.removeprefix("mode ") if few else "" for name in names]


def learning(axes: Axes, panel: Panel, data: FigureData, *, steps: bool) -> None:
    """Singular values of the logits against those of the labels."""
    for times, curves, look in runs(panel):
        axes.plot(times, curves.singular_values.T, **look)
    levels: dict[float, list[str]] = {}
    for name, sigma in zip(data.mode_names, data.sigma, strict=True):
        levels.setdefault(round(float(sigma), 9), []).append(name)
    for sigma, names in levels.items():
        axes.axhline(sigma, color=QUIET, linestyle=(0, (1, 3)), linewidth=0.8, zorder=0)
        text = names[0]
        if text.startswith("mode "):
            text = "σ" + text.removeprefix("mode ").translate(_SUBSCRIPT)
        axes.annotate(text, (data.end, sigma), (4, 0), textcoords="offset points", va="center",
                      fontsize=7.5, annotation_clip=False)  # fmt: skip
    axes.set_ylabel("singular values of WH")
    time_axis(axes, panel, data, steps=steps)
    axes.set_ylim(0, 1.08 * float(data.sigma.max()))


def loss_and_norms(axes: Axes, panel: Panel) -> None:
    """Training loss and norms of the factors, the loss relative to its start."""
    quantities: dict[str, Callable[[Curves], Array]] = {
        "loss": lambda c: c.loss / c.loss[0],
        "‖W‖": lambda c: c.norm_W / panel.spectral.norm_W[-1],
        "‖H‖": lambda c: c.norm_H / panel.spectral.norm_H[-1],
    }
    _curves(axes, panel, quantities, loc="center right")
    axes.set(ylabel="loss / start,  norm / limit", ylim=(-0.03, 1.1))


def convergence(axes: Axes, panel: Panel) -> None:
    """Distances of Gram matrices and logits from their limits, relative to these."""
    quantities: dict[str, Callable[[Curves], Array]] = {
        "WWᵀ": lambda c: c.gram_W,
        "HᵀH": lambda c: c.gram_H,
        "logits WH": lambda c: c.logits,
    }
    _curves(axes, panel, quantities, loc="best")
    axes.set(ylabel="distance from the limit", yscale="log")
    axes.set_ylim(top=2)


def projection(axes: Axes, panel: Panel) -> None:
    """Share of the logits outside the singular subspaces of the labels."""
    quantities: dict[str, Callable[[Curves], Array]] = {
        "left, (I − UUᵀ)L": lambda c: c.off_left,
        "right, L(I − VVᵀ)": lambda c: c.off_right,
    }
    _curves(axes, panel, quantities, loc="upper right")
    axes.set(ylabel="share of ‖WH‖", ylim=(-0.03, 1.0))


def _curves(
    axes: Axes, panel: Panel, quantities: dict[str, Callable[[Curves], Array]], loc: Place
) -> None:
    """One line style for each quantity, one colour for each initialisation."""
    from matplotlib.lines import Line2D

    for times, curves, look in runs(panel):
        for line, quantity in zip(_LINES, quantities.values(), strict=False):
            axes.plot(times, np.asarray(quantity(curves)), line, **look)
    handles = [
        Line2D([], [], color="black", linewidth=1.1, linestyle=line, label=name)
        for line, name in zip(_LINES, quantities, strict=False)
    ]
    axes.legend(handles=handles, loc=loc, handlelength=2.4)
