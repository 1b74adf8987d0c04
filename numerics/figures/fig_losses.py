"""When majorities are told from minorities, under squared loss and under cross-entropy."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from numerics.figures import style
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import learning_times, limit_times
from spectra.utils.progress import Reporter

Loss = Literal["squared", "cross-entropy"]

K = 4
RATIO = 10  # of the second panel
SCALES = (8.0, 64.0)
_LOOKS: dict[Loss, tuple[str, str]] = {
    "squared": (style.CLAIMED, "--"),
    "cross-entropy": (style.TRUE, "-"),
}
_MARKS = dict(zip(SCALES, ("o", "s"), strict=True))


def _problem(ratio: float, delta: float, loss: Loss) -> FlowProblem:
    return FlowProblem(K, ratio, delta, gamma=0.0, loss=loss)


@style.applied()
def figure_losses() -> style.Captioned:
    """The learning time of maj-min under both losses, over R and over δ, without weights.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.
    """
    import sympy as sp

    import spectra

    titles = ["part of the time of the last mode", f"by the time of the first, R = {RATIO}"]
    figure, (over_ratio, over_delta) = style.row_of_panels(
        titles, 3.9, 3.5, "When majorities are told from minorities: the loss matters"
    )
    ratios, some = np.geomspace(1, 1e4, 81), np.geomspace(1.5, 1e3, 7)
    deltas = np.geomspace(2, 1000, 13)
    with Reporter("measuring learning times") as report:
        for i, (loss, (color, line)) in enumerate(_LOOKS.items()):
            limits = spectra.learning_times(spectra.step(), 0, loss=loss)
            limit = sp.lambdify(spectra.R, limits["maj-min"] / limits["min-min"])
            over_ratio.plot(ratios, limit(ratios), color=color,
                            linestyle=line, label=f"{loss}, δ → ∞")  # fmt: skip
            for delta, mark in _MARKS.items():
                times = [learning_times(_problem(float(r), delta, loss)) for r in some]
                over_ratio.plot(some, [x["maj-min"] / x["min-min"] for x in times], mark,
                                color=color, fillstyle="none", markersize=4.5,
                                label=f"{loss}, δ = {delta:g}")  # fmt: skip
            times = [learning_times(_problem(RATIO, float(d), loss)) for d in deltas]
            over_delta.plot(deltas, [x["maj-min"] / x["maj-maj"] for x in times], color=color,
                            linestyle=line, marker=".", label=loss)  # fmt: skip
            last = limit_times(_problem(RATIO, 8.0, loss))
            over_delta.axhline(last["maj-min"] / last["maj-maj"], **style.GUIDE)
            report.update((i + 1) / len(_LOOKS))
    over_ratio.axhline(math.sqrt(2) - 1, **style.GUIDE)
    over_ratio.set(xscale="log", xlabel="R", ylabel="T(maj-min)/T(min-min)", ylim=(0, 1.03))
    over_ratio.legend(loc="upper right", fontsize=6.5)
    over_delta.set(xscale="log", xlabel="δ", ylabel="T(maj-min)/T(maj-maj)", ylim=(1, 2.25))
    over_delta.legend(loc="center right")
    style.set_caption(
        figure,
        f"""No weights (γ = 0), k = {K}, full flow from spectral initialisation at e^(−δ). A mode is learned when its
        strength passes 1/2 (squared loss) or its margin passes 1 (cross-entropy). Curves in (a):
        limits by formula, √(2/(R + 1)) and (ρ + √2 − √(1 + ρ²)) with ρ = 1/√R; marks: learning
        times of flows at δ = {SCALES[0]:g} and {SCALES[1]:g}. Dotted: √2 − 1, which cross-entropy
        tends to for R → ∞ and squared loss does not; in (b) the limits for δ → ∞.""",
    )
    return figure
