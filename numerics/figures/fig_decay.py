"""What weight decay leaves of every feature at the end, and where it collapses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.figures import style
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.terminal import collapse_thresholds, terminal_strengths

K, R = 4, 10
_POINTS = 241
_LINES = {"maj-maj": "-", "maj-min": "--", "min-min": ":"}


@style.applied()
def figure_decay(*, exponents: Sequence[float] = (0.0, 0.5, 1.0)) -> style.Captioned:
    """Strengths at the end of training against weight decay λ, for some weightings.

    Parameters
    ----------
    exponents : sequence of float
        γ, one panel each.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.
    """
    titles = ["ERM, γ = 0" if gamma == 0 else f"γ = {gamma:g}" for gamma in exponents]
    figure, panels = style.row_of_panels(
        titles, 2.9, 3.3, "What weight decay leaves, and where features collapse", share=True
    )
    said = []
    for axes, gamma in zip(panels, exponents, strict=True):
        thresholds = collapse_thresholds(FlowProblem(K, R, 8.0, gamma=gamma))
        decays = np.linspace(0, 1.15 * max(thresholds), _POINTS)
        left = np.array(
            [terminal_strengths(FlowProblem(K, R, 8.0, gamma=gamma, decay=x)) for x in decays]
        ).T
        names = FlowProblem(K, R, 8.0).mode_names
        for name, row in zip(names, left, strict=True):
            axes.plot(decays, row, color=style.MODES[name], linestyle=_LINES[name], label=name)
            axes.axvline(thresholds[name], ymax=0.06, color=style.MODES[name], linewidth=1.2)
        axes.set(xlabel="weight decay λ", xlim=(0, decays[-1]), ylim=(0, 1.03))
        values = ", ".join(f"{x:.2f}" for x in thresholds)
        said.append(f"γ = {gamma:g}: {values}")
    panels[0].set_ylabel("β at the end of training")
    panels[-1].legend(loc="upper right")
    style.set_caption(
        figure,
        f"""Squared loss with ½λ(‖W‖² + ‖H‖²), k = {K}, R = {R}: the minimiser that the full flow ends in,
        by formula. Each feature's strength is 1 without decay. Ticks at the bottom: the decay from
        which on it is 0, which is its growth rate without decay; of maj-maj, maj-min and min-min,
        {"; ".join(said)}. At γ = 1/2 they are one number, √(R + 1): nothing collapses before all
        does.""",
    )
    return figure
