"""Fig. 5: loss, norms, convergence and singular values of descent, without and with weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerics.figures import panels, style
from numerics.figures.descent_data import figure_data

if TYPE_CHECKING:
    from matplotlib.gridspec import GridSpec

    from numerics.figures.descent_data import FigureData


@style.applied()
def figure_5(
    *,
    k: int = 4,
    R: int = 10,
    delta: float = 8.0,
    seed: int = 0,
    fraction: float = 0.05,
    steps: bool = False,
) -> style.Captioned:
    """Fig. 5 of the paper, made again by gradient descent.

    Parameters
    ----------
    k, R, delta : int, int, float
        Classes, imbalance ratio, and δ of the spectral start e^{-δ}.
    seed : int
        Of the random initialisation, whose norms are those of the spectral one.
    fraction : float
        Step size as a part of the largest stable one, in (0, 1].
    steps : bool
        Whether steps of descent are counted on an axis above the curves.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``.

    Raises
    ------
    InputError
        If a parameter has no meaning.
    """
    data = figure_data("5", k=k, R=R, delta=delta, seed=seed, fraction=fraction)
    erm, rw = data.panels
    outside = f"leaves the right one (up to {np.nanmax(rw.spectral.off_right):.0%} of ‖WH‖)"
    leaves = f"{outside}, which Theorem C.2 excludes" if R != 1 else "does so too, since R = 1"
    title = f"Gradient descent under STEP imbalance, k = {k}, R = {R}"
    figure = style.new_figure(11.5, 8.2, title)
    grid = figure.add_gridspec(3, 4, height_ratios=(0.8, 1, 1))
    decomposition(figure, grid, data, "One-hot labels Y", ("class", "samples"))
    dynamics(figure, grid, data, 1, "ERM", steps=steps)
    dynamics(figure, grid, data, 2, "re-weighted", steps=steps)
    panels.initialisations(figure)
    style.set_caption(
        figure,
        f"""Gradient descent on ½‖(Z − WH)Ω^½‖² of the full system, k = {k}, R = {R},
        {data.labels.shape[1]} samples. Middle: ERM (Ω = I), step {erm.step_size:.4g}. Bottom:
        re-weighted by Eq. (12), step {rw.step_size:.4g}. Flow time is steps times their size; both
        run until the later has learned all. Orange: spectral initialisation,
        δ = {delta:g}. Blue, circles: Gaussian of the same norms, seed {seed}. Distances are
        relative to the limits UΣUᵀ, VΣVᵀ and Z; under weights, R ≠ 1, those of the Gram matrices
        level off at a height proportional to the step. ‖W‖ and ‖H‖ nearly coincide. Last column:
        under ERM the spectral run stays in
        the singular subspaces of Z; re-weighted it {leaves}.""",
    )
    return figure


def decomposition(
    figure: style.Captioned, grid: GridSpec, data: FigureData, title: str, sides: tuple[str, str]
) -> None:
    """The top row: a label matrix and the decomposition of it, centred."""
    at = [figure.add_subplot(grid[0, column]) for column in range(4)]
    panels.matrix(at[0], data.labels, signed=False, rows=sides[0], columns=sides[1])
    names = panels.short(data.mode_names)
    panels.matrix(at[1], data.U, signed=True, rows=sides[0], columns="", names=names)
    panels.singular_values(at[2], data)
    panels.matrix(at[3], data.V.T, signed=True, rows="mode", columns=sides[1])
    texts = (title, "Left singular vectors U", "Singular values", "Right singular vectors Vᵀ")
    style.title_panels(at, texts)


def dynamics(
    figure: style.Captioned, grid: GridSpec, data: FigureData, row: int, name: str, *, steps: bool
) -> None:
    """A row of curves: loss and norms, convergence, singular values, projection."""
    panel = data.panels[row - 1]
    at = [figure.add_subplot(grid[row, column]) for column in range(4)]
    panels.loss_and_norms(at[0], panel)
    panels.convergence(at[1], panel)
    panels.learning(at[2], panel, data, steps=steps)
    panels.projection(at[3], panel)
    for axes in (at[0], at[1], at[3]):
        panels.time_axis(axes, panel, data, steps=steps)
    texts = ("loss and norms", "convergence", "singular values", "outside U and V")
    style.title_panels(at, [f"{name}: {text}" for text in texts], "aei"[row])
