"""The learning window against the weighting exponent: the full flow and its projection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from numerics.figures import style
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import limit_times
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


RATIOS = (2, 10, 100)
_POINTS, _EVERY = 101, 10


@dataclass(frozen=True, eq=False)
class WindowCurves:
    """Windows ΔT = (T_max - T_min)/T_min in the limit δ → ∞, k ≥ 4.

    Attributes
    ----------
    R : ndarray, shape (r,)
    gamma : ndarray, shape (G,)
    true, projected : ndarray, shape (r, G)
        By the formulas of :func:`spectra.window`.
    sampled : ndarray, shape (g,)
        Some of ``gamma``.
    true_measured, projected_measured : ndarray, shape (r, g)
        The same from flows: by the slopes of the learning times in δ.
    """

    R: Array
    gamma: Array
    true: Array
    projected: Array
    sampled: Array
    true_measured: Array
    projected_measured: Array


def window_curves(ratios: Sequence[int] = RATIOS) -> WindowCurves:
    """Windows for every R and for γ from 0 to 1, by formula and measured on flows.

    Parameters
    ----------
    ratios : sequence of number
        R > 0.

    Returns
    -------
    WindowCurves

    Raises
    ------
    InputError
        If a ratio has no meaning.
    """
    gamma = np.linspace(0, 1, _POINTS)
    sampled = gamma[::_EVERY]
    for ratio in ratios:
        FlowProblem(4, ratio, 1.0)  # checks the ratio
    with Reporter("measuring windows") as report:
        with report.part(0, 0.5):
            true = _measured("full", ratios, sampled, report)
        with report.part(0.5, 1):
            projected = _measured("projected", ratios, sampled, report)
    return WindowCurves(
        R=np.array(ratios, dtype=np.float64),
        gamma=gamma,
        true=_by_formula("true", ratios, gamma),
        projected=_by_formula("projected", ratios, gamma),
        sampled=sampled,
        true_measured=true,
        projected_measured=projected,
    )


def _by_formula(
    which: Literal["true", "projected"], ratios: Sequence[float], gamma: Array
) -> Array:
    from sympy import lambdify

    import spectra

    formula = spectra.window(spectra.step(), spectra.gamma, which=which)
    at = lambdify((spectra.R, spectra.gamma), formula, "math")
    return np.array([[at(float(ratio), float(g)) for g in gamma] for ratio in ratios])


def _measured(
    system: Literal["full", "projected"], ratios: Sequence[float], gamma: Array, report: Reporter
) -> Array:
    windows = np.empty((len(ratios), len(gamma)))
    for i, (ratio, exponent) in enumerate(product(ratios, gamma.tolist())):
        times = limit_times(FlowProblem(4, ratio, 1.0, exponent, system=system))
        windows.flat[i] = max(times) / min(times) - 1
        report.update((i + 1) / windows.size)
    return windows


@style.applied()
def figure_windows(*, ratios: Sequence[int] = RATIOS) -> style.Captioned:
    """ΔT(γ) of the full flow against that of the projected system.

    Parameters
    ----------
    ratios : sequence of number
        R > 0, one panel each.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.

    Raises
    ------
    InputError
        If a ratio has no meaning.
    """
    curves = window_curves(ratios)
    title = "Learning window against the weighting exponent γ"
    titles = [f"R = {ratio:g}" for ratio in curves.R]
    figure, panels = style.row_of_panels(titles, 3.3, 3.5, title)
    for i, axes in enumerate(panels):
        for formula, points, color, line, mark, name in (
            (curves.true, curves.true_measured, style.TRUE, "-", "o", "full"),
            (
                curves.projected,
                curves.projected_measured,
                style.CLAIMED,
                style.DASHED,
                "s",
                "projected",
            ),
        ):
            axes.plot(curves.gamma, formula[i], color=color, linestyle=line, label=name)
            axes.plot(curves.sampled, points[i], mark, color=color, fillstyle="none",
                      markersize=4.5, label=f"{name}, measured")  # fmt: skip
        axes.axvline(0.5, ymax=0.45, **style.GUIDE)
        axes.set(xlabel="γ", xlim=(-0.03, 1.03))
        axes.set_ylim(bottom=0)
    panels[0].set_ylabel("ΔT for δ → ∞")
    panels[0].legend(loc="upper center", fontsize=7)
    least = "; ".join(
        f"R = {r:g}: {row.min():.3f}" for r, row in zip(curves.R, curves.projected, strict=True)
    )
    style.set_caption(
        figure,
        f"""Spectral initialisation, any even k ≥ 4, weights ω_c = (2n/(k n_c))^γ; γ = 0 is ERM.
        Curves: ΔT = R^|1/2 − γ| − 1 of the full flow, which vanishes at γ = 1/2 (R ≥ 1), and the
        window of the projected system, which vanishes for R = 1 only. Its least values here are
        {least}. Markers: slopes of the learning times in δ, measured on each system between
        δ = 50 and 1050.""",
    )
    return figure
