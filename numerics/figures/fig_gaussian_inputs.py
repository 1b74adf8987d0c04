"""Inputs drawn in many dimensions beside the theory of orthonormal ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerics.figures import style
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import learning_times
from numerics.solvers.solve import solve
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from spectra.utils.arrays import Array

DIMENSION, RATIO, DELTA, DRAWS = 20_000, 20, 9.0, 12
SIGNAL = (1.5 / DIMENSION**0.5) ** 0.5  # s²√p = 1.5τ², with noise τ = 1: signal and noise compete
_EXPONENTS = {"ERM, γ = 0": 0.0, "γ = 1/2": 0.5, "γ = 1": 1.0}
_SIDES = (("majority", style.MODES["maj-maj"], "-"), ("minority", style.MODES["min-min"], "--"))
_HIDDEN = 3


@style.applied()
def figure_gaussian_inputs(seed: int = 0, draws: int = DRAWS) -> style.Captioned:
    """How well two classes are told on test inputs, by a simulation and by the theory.

    Parameters
    ----------
    seed : int
        Of the first draw of means, noise and start.
    draws : int
        How many there are of each weighting.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.
    """
    from spectra import ClassMeans

    data = ClassMeans(SIGNAL, 1, DIMENSION**-0.5)
    figure, panels = style.row_of_panels(
        list(_EXPONENTS), 3.1, 3.1, f"Gaussian inputs of {DIMENSION:,} dimensions and the theory"
    )
    with Reporter("drawing inputs") as report:
        for i, (axes, gamma) in enumerate(zip(panels, _EXPONENTS.values(), strict=True)):
            with report.part(i / len(_EXPONENTS), (i + 1) / len(_EXPONENTS)):
                problem = FlowProblem(counts=(RATIO, 1), delta=DELTA, gamma=gamma, data=data)
                _panel(axes, problem, range(seed, seed + draws), report)
    panels[0].set_ylabel("signal over noise z")
    panels[0].legend(loc="center right", fontsize=6.5)
    style.set_caption(
        figure,
        f"""Two classes of {RATIO} samples and 1, squared loss. Lines: full flow for orthonormal means and
        noise, spectral start, δ = {DELTA:g}. Points: gradient flow of both layers on inputs whose means
        and noise are drawn from Gaussians in p = {DIMENSION:,} dimensions, s²√p = 1.5, τ = 1, from a
        Gaussian start of the same size; mean and standard deviation of {draws} draws from seed {seed} on.
        z is the mean of the test margin over its standard deviation, and the test error Φ(−z). Time is in units
        of the learning time: the start is forgotten at about 0.3, and all is learned soon after 1.""",
    )
    return figure


def _panel(axes: Axes, problem: FlowProblem, seeds: range, report: Reporter) -> None:
    learned = learning_times(problem)[0]
    at, few = np.linspace(0.25, 3, 120), np.linspace(0.3, 3, 10)
    theory = solve(problem, learned * at, estimate=False).test_signal_to_noise
    weights = np.asarray(problem.class_weights)
    found = []
    for number, seed in enumerate(seeds, 1):
        found.append(simulated(seed, (RATIO, 1), weights, learned * few))
        report.update(number / len(seeds))
    mean, spread = np.mean(found, axis=0), np.std(found, axis=0)
    for j, (row, (name, color, line)) in enumerate(
        zip((theory["maj-min"], theory["min-maj"]), _SIDES, strict=True)
    ):
        axes.plot(at, row, color=color, linestyle=line, label=f"{name}, theory")
        axes.errorbar(few, mean[:, j], spread[:, j], color=color, fmt="o", markersize=3.5,
                      linewidth=1, label=f"{name}, drawn")  # fmt: skip
    axes.set(xlabel="t/T", xlim=(0.2, 3.05), ylim=(0, 7))


def simulated(
    seed: int,
    counts: tuple[int, int],
    weights: Array,
    times: Array,
    *,
    signal: float = SIGNAL,
    dimension: int = DIMENSION,
    delta: float = DELTA,
) -> Array:
    """Signal over noise of both classes at all times, from one draw of inputs and start: shape (T, 2).

    Noise has τ = 1. The first layer moves in the span of the inputs alone, where it starts.
    """
    # scipy is loaded only where something is integrated
    from scipy.integrate import solve_ivp

    rng = np.random.default_rng(seed)
    labels, n = np.repeat([0, 1], counts), sum(counts)
    means = signal * rng.standard_normal((dimension, 2)) / dimension**0.5
    inputs = means[:, labels] + rng.standard_normal((dimension, n)) / dimension**0.5
    gram, seen = inputs.T @ inputs, inputs.T @ means
    hot, omega = np.eye(2)[:, labels] - 0.5, weights[labels]
    cut, shape = 2 * _HIDDEN, (_HIDDEN, n)

    def field(_: float, x: Array) -> Array:
        left, right = x[:cut].reshape(2, -1), x[cut:].reshape(shape)
        features = right @ gram  # the first layer is `right` times the inputs
        pull = (hot - left @ features) * omega
        return np.concatenate([(pull @ features.T).ravel(), (left.T @ pull).ravel()])

    start = np.exp(-delta) / np.sqrt(_HIDDEN) * rng.standard_normal(cut + _HIDDEN * n)
    run = solve_ivp(
        field, (0, times[-1]), start, t_eval=times, rtol=1e-8, atol=1e-4 * np.exp(-delta)
    )
    found = []
    for x in run.y.T:
        gap = np.array([1.0, -1.0]) @ x[:cut].reshape(2, -1) @ x[cut:].reshape(shape)
        noise = np.sqrt(gap @ gram @ gap / dimension)
        found.append(np.array([1.0, -1.0]) * (gap @ seen) / noise)
    return np.array(found)
