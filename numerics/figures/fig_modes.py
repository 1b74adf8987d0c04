"""The maj-min mode under re-weighting: as the flow has it, and as the closed form claims it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from numerics.figures import style
from numerics.flow.logistic import beta
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.sweep import sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from spectra.utils.arrays import Array


RATIOS, SCALES = (2.0, 10.0, 100.0), (8.0, 32.0, 128.0)
_REACH, _POINTS = 2.0, 801
_FULL: dict[str, Any] = {"color": style.TRUE, "linestyle": "-"}
_FORMULA: dict[str, Any] = {"color": style.CLAIMED, "linestyle": style.DASHED}


@dataclass(frozen=True, eq=False)
class ModeCurves:
    """Strength of the maj-min mode on a grid, γ = 1/2, spectral initialisation.

    Attributes
    ----------
    R, delta : ndarray, shapes (r,) and (d,)
    rescaled : ndarray, shape (T,)
        Times t √(R+1)/δ.
    true, claimed : ndarray, shape (r, d, T)
        β of the full flow, and paper Eq. (16), which solves the projected system.
    """

    R: Array
    delta: Array
    rescaled: Array
    true: Array
    claimed: Array

    @property
    def gap(self) -> Array:
        """Largest distance between the two over the grid of times: shape (r, d)."""
        return np.asarray(np.max(np.abs(self.true - self.claimed), axis=-1))


def mode_curves(ratios: Sequence[float] = RATIOS, scales: Sequence[float] = SCALES) -> ModeCurves:
    """The maj-min mode, true and claimed, for every R and δ.

    Parameters
    ----------
    ratios, scales : sequence of float
        R > 0 and δ > 0.

    Returns
    -------
    ModeCurves

    Raises
    ------
    InputError
        If a parameter has no meaning.

    Examples
    --------
    >>> mode_curves([1.0, 10.0], [8.0]).gap.round(3).tolist()  # the claim holds for R = 1 only
    [[0.0], [0.286]]
    """
    R, delta = np.array(ratios, dtype=np.float64), np.array(scales, dtype=np.float64)
    rescaled = np.linspace(0, _REACH, _POINTS)
    times = delta[:, None] / np.sqrt(R + 1)[:, None, None] * rescaled
    found = sweep(R, delta, times)
    problems = [FlowProblem(2, float(r), 1.0) for r in R]  # of k = 2 classes: this mode alone
    sigma, lam = (
        np.array([[[values[0]]] for values in (getattr(p, name) for p in problems)])
        for name in ("sigma", "lam")
    )
    claimed = beta(times, sigma, lam, delta[None, :, None])
    return ModeCurves(found.R, found.delta, rescaled, found.beta, claimed)


@style.applied()
def figure_modes(
    *, ratios: Sequence[float] = RATIOS, scales: Sequence[float] = SCALES
) -> style.Captioned:
    """True against claimed maj-min mode under re-weighting, one panel for each R.

    Parameters
    ----------
    ratios, scales : sequence of float
        R > 0 and up to four δ > 0.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.

    Raises
    ------
    InputError
        If a parameter has no meaning.
    """
    curves = mode_curves(ratios, scales)
    title = "The maj-min mode under re-weighting: the flow against the printed closed form"
    titles = [f"R = {ratio:g}" for ratio in curves.R]
    figure, panels = style.row_of_panels(titles, 3.4, 3.6, title, share=True)
    for i, axes in enumerate(panels):
        _panel(axes, curves, i)
    panels[0].set_ylabel("strength β of maj-min")
    _legend(figure, curves)
    gaps = "; ".join(
        f"R = {r:g}: " + ", ".join(f"{g:.3f}" for g in row)
        for r, row in zip(curves.R, curves.gap, strict=True)
    )
    style.set_caption(
        figure,
        f"""Spectral initialisation, γ = 1/2 (Eq. 12), any even k; δ = {_list(curves.delta)},
        thinner lines for larger δ. Solid: the full system, integrated. Dashed: Eq. (16), which
        solves the projected system only. Vertical: the limits of the learning time for δ → ∞, 1
        for the full flow (dotted) and √2·√(R+1)/(√R+1) as claimed (dash-dotted). Largest distance
        of the two curves for these δ: {gaps}.""",
    )
    return figure


def _panel(axes: Axes, curves: ModeCurves, i: int) -> None:
    for j in range(len(curves.delta)):
        for values, look in ((curves.true, _FULL), (curves.claimed, _FORMULA)):
            axes.plot(curves.rescaled, values[i, j], linewidth=_width(j), **look)
    ratio = curves.R[i]
    late = np.sqrt(2 * (ratio + 1)) / (np.sqrt(ratio) + 1)
    for at, line in ((1.0, (0, (1, 2))), (late, (0, (6, 2, 1, 2)))):
        axes.axvline(at, color=style.QUIET, linestyle=line, linewidth=0.9, zorder=0)
    axes.set(xlabel="t √(R+1) / δ", xlim=(0.4, 2), ylim=(-0.02, 1.05))


def _legend(figure: style.Captioned, curves: ModeCurves) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], label=name, **look)
               for name, look in (("full", _FULL), ("claimed", _FORMULA))]  # fmt: skip
    handles += [
        Line2D([], [], color=style.QUIET, linewidth=_width(j), label=f"δ = {delta:g}")
        for j, delta in enumerate(curves.delta)
    ]
    figure.legend(handles=handles, loc="upper right", ncols=len(handles))


def _width(number: int) -> float:
    return 2.2 / (1 + 0.6 * number)


def _list(values: Array) -> str:
    return ", ".join(f"{value:g}" for value in values)
