"""Learning times over δ as δ grows, and their distance from the limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerics.figures import style
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import learning_times
from numerics.validated.delay_constant import delay_constant

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from spectra.utils.arrays import Array


_POINTS, _FROM, _TO = 41, 1.0, 1000.0
_LOOKS = {"maj-maj": "--", "maj-min": "-", "min-min": ":"}


@dataclass(frozen=True, eq=False)
class LimitCurves:
    """Half-times of every mode at γ = 1/2, in units of 1/√(R+1).

    Attributes
    ----------
    R : float
    delta : ndarray, shape (D,)
    mode_names : tuple of str
    true : ndarray, shape (3, D)
        T √(R+1) of the full flow.
    claimed : ndarray, shape (D,)
        The same for maj-min of the projected system.
    delays : ndarray, shape (3,)
        Limits of T √(R+1) - δ: ¼ ln R, c(R) and 0.
    """

    R: float
    delta: Array
    mode_names: tuple[str, ...]
    true: Array
    claimed: Array
    delays: Array


def limit_curves(R: float = 10) -> LimitCurves:
    """Half-times from δ = 1 to 1000, and the limits of their delays.

    Parameters
    ----------
    R : number
        Imbalance ratio > 0.

    Returns
    -------
    LimitCurves

    Raises
    ------
    InputError
        If R has no meaning.
    """
    delta = np.geomspace(_FROM, _TO, _POINTS)
    full = [FlowProblem(4, R, float(d)) for d in delta]
    projected = [FlowProblem(4, R, float(d), system="projected") for d in delta]
    unit = np.sqrt(float(R) + 1)
    true = unit * np.array([learning_times(problem) for problem in full]).T
    claimed = unit * np.array([learning_times(problem)["maj-min"] for problem in projected])
    delays = np.array([np.log(float(R)) / 4, float(delay_constant(R)), 0.0])
    return LimitCurves(float(R), delta, full[0].mode_names, true, claimed, delays)


@style.applied()
def figure_limits(*, R: float = 10) -> style.Captioned:
    """T/δ against δ, and the delay T √(R+1) - δ, each beside its limit.

    Parameters
    ----------
    R : number
        Imbalance ratio > 0.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.

    Raises
    ------
    InputError
        If R has no meaning.
    """
    curves = limit_curves(R)
    late = np.sqrt(2 * (curves.R + 1)) / (np.sqrt(curves.R) + 1)
    title = f"Learning times under re-weighting as the initialisation vanishes, R = {curves.R:g}"
    figure = style.new_figure(9.6, 3.9, title)
    ratio, rest = figure.subplots(1, 2)
    _draw(ratio, curves, curves.true / curves.delta, curves.claimed / curves.delta)
    for value in (1.0, late):
        ratio.axhline(value, **style.GUIDE)
    ratio.set(ylabel="T √(R+1) / δ")
    ratio.legend(loc="best", handlelength=2.8)
    _draw(rest, curves, curves.true - curves.delta, curves.claimed - curves.delta)
    span = float(np.ptp(curves.delays)) + 0.1
    rest.set(
        ylabel="T √(R+1) − δ",
        ylim=(curves.delays.min() - 0.6 * span, curves.delays.max() + 1.2 * span),
    )
    for value in curves.delays:
        rest.axhline(value, **style.GUIDE)
    style.title_panels((ratio, rest), ("Learning time over δ", "Delay against δ/√(R+1)"))
    constants = ", ".join(
        f"{name} {value:.4f}" for name, value in zip(curves.mode_names, curves.delays, strict=True)
    )
    apart = "grows with δ and leaves the panel" if curves.R != 1 else "is the same: R = 1"
    style.set_caption(
        figure,
        f"""Half-times T of β, spectral initialisation, γ = 1/2, any even k ≥ 4. Full system,
        every mode; claimed: maj-min of the projected system. (a) In units of δ/√(R+1) all times of
        the full flow tend to 1, the claimed one to √2·√(R+1)/(√R+1) = {late:.4f} (dotted). (b)
        What is left of the full times tends to constants (dotted: {constants}); what is left of
        the claimed one {apart}.""",
    )
    return figure


def _draw(axes: Axes, curves: LimitCurves, full: Array, claimed: Array) -> None:
    for name, values in zip(curves.mode_names, full, strict=True):
        axes.plot(curves.delta, values, _LOOKS[name], color=style.MODES[name], linewidth=2,
                  label=f"full, {name}")  # fmt: skip
    axes.plot(curves.delta, claimed, color=style.CLAIMED, linestyle=(0, (6, 2, 1, 2)),
              label="claimed, maj-min")  # fmt: skip
    axes.set(xscale="log", xlabel="δ", xlim=(curves.delta[0], curves.delta[-1]))
