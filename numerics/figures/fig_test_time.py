"""Test error over training time for four weightings, and the exponent that learns all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerics.figures import style
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import learning_times
from numerics.solvers.solve import solve
from numerics.solvers.stopping import best_stopping_time
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

K, R, DELTA = 4, 10, 12.0
SIGNAL, NOISE, TEST_NOISE = 1.0, 3.0, 0.15
_RATIOS = (2, 10, 100)
_POINTS = 160
_SIDES = (("majority", style.MODES["maj-maj"], "-"), ("minority", style.MODES["min-min"], "--"))


@style.applied()
def figure_test_time() -> style.Captioned:
    """Test errors of a majority and a minority class over t/δ, with the best time to stop; and γ*.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.
    """
    from spectra import ClassMeans, flat_exponent, step

    data = ClassMeans(SIGNAL, NOISE, TEST_NOISE)
    flat = float(flat_exponent(step(K, R), data))
    exponents = {"ERM, γ = 0": 0.0, "γ = 1/2": 0.5, f"γ* = {flat:.2f}": flat, "γ = 1": 1.0}
    figure = style.new_figure(9.0, 6.2, "When to stop, and with which weights")
    *panels, spare = figure.subplots(2, 3).ravel().tolist()
    spare.remove()
    style.title_panels(panels, [*exponents, "γ* against s/τ"])
    found = []
    with Reporter("following test errors") as report:
        for i, (axes, gamma) in enumerate(zip(panels[:-1], exponents.values(), strict=True)):
            with report.part(i / len(exponents), (i + 1) / len(exponents)):
                problem = FlowProblem(K, R, DELTA, gamma=gamma, data=data)
                found.append(_errors(axes, problem))
    for axes in (panels[0], panels[3]):
        axes.set_ylabel("test error")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="center", bbox_to_anchor=(0.84, 0.4))
    _exponents(panels[-1], flat)
    stops = "; ".join(
        f"{name}: {error:.3f} at t/δ = {time:.3g}"
        for name, (time, error) in zip(exponents, found, strict=True)
    )
    style.set_caption(
        figure,
        f"""Squared loss, k = {K}, R = {R}, δ = {DELTA:g}, spectral initialisation; inputs with class
        means s = {SIGNAL:g} and noise τ = {NOISE:g}, test noise ν = {TEST_NOISE:g}; time t of the full
        flow of the summed loss, from where the start is forgotten. Dotted
        line and dot: the time of the least balanced test error ({stops}). At the right edge it
        is the end of training: stopping gains nothing to speak of. Last panel: γ* = 1/2 + ln(κ₁/κ₂)/(2 ln R) with κ = τ² + s²n, the exponent
        that closes the learning window; 1/2 without signal, 1 (inverse frequency) without noise.""",
    )
    return figure


def _errors(axes: Axes, problem: FlowProblem) -> tuple[float, float]:
    """Draw one weighting; the best time to stop by δ, and the error then."""
    best = best_stopping_time(problem)
    end = 1.5 * max(learning_times(problem))
    stop = min(best.time, end)
    times = np.linspace(best.first, end, _POINTS)
    solution = solve(problem, times, estimate=False)
    for row, (name, color, line) in zip(solution.test_errors[[0, -1]], _SIDES, strict=True):
        axes.plot(times / DELTA, row, color=color, linestyle=line, label=name)
    axes.plot(times / DELTA, solution.test_error(), color=style.TRUE, linewidth=1.0,
              label="balanced")  # fmt: skip
    axes.axvline(stop / DELTA, **style.GUIDE)
    axes.plot([stop / DELTA], [best.error], "o", color=style.CLAIMED, markersize=5,
              label="best time to stop", clip_on=False, zorder=5)  # fmt: skip
    axes.set(xlabel="t/δ", xlim=(0, 1.03 * end / DELTA), ylim=(-0.02, 1))
    axes.locator_params(axis="x", nbins=5)
    return stop / DELTA, best.error


def _exponents(axes: Axes, flat: float) -> None:
    import sympy as sp

    import spectra

    signal = sp.Symbol("s", positive=True)
    exponent = spectra.flat_exponent(spectra.step(), spectra.ClassMeans(signal, 1))
    at = sp.lambdify((spectra.R, signal), exponent)
    ratios = np.geomspace(0.01, 100, 200)
    for number, line in zip(_RATIOS, (":", "-", "--"), strict=True):
        axes.plot(ratios, at(number, ratios), color=style.TRUE, linestyle=line,
                  label=f"R = {number}")  # fmt: skip
    axes.plot([SIGNAL / NOISE], [flat], "o",
              color=style.QUIET, markersize=4)  # fmt: skip
    axes.set(xscale="log", xlabel="s/τ", ylabel="γ*", ylim=(0.48, 1.02))
    axes.legend(loc="upper left", fontsize=6.5)
