"""Fig. 6: descent on the centred support matrix of words and contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerics.figures import panels, style
from numerics.figures.descent_data import figure_data
from numerics.figures.fig5 import decomposition, dynamics

if TYPE_CHECKING:
    import numpy.typing as npt


@style.applied()
def figure_6(
    *,
    delta: float = 8.0,
    seed: int = 0,
    fraction: float = 0.05,
    support: npt.ArrayLike | None = None,
    targets: str = "sel",
    steps: bool = False,
) -> style.Captioned:
    """Fig. 6 of the paper with a support matrix of our own: the paper does not give its.

    Parameters
    ----------
    delta : float
        δ of the spectral start e^{-δ}.
    seed : int
        Of the random initialisation, and of the support matrix if none is given.
    fraction : float
        Step size as a part of the largest stable one, in (0, 1].
    support : array_like, shape (words, contexts)
        Zeros and ones; :func:`numerics.figures.draw_support` draws one if not given.
    targets : {"sel", "frequency"}
        Centred over words as in the paper, or each word less its frequency over contexts.
    steps : bool
        Whether steps of descent are counted on an axis above the curves.

    Returns
    -------
    Captioned
        A ``matplotlib.figure.Figure`` with a ``caption``. The matrix is printed in it.

    Raises
    ------
    InputError
        If a parameter has no meaning.
    """
    data = figure_data("6", delta=delta, seed=seed, fraction=fraction, support=support,
                       targets=targets)  # fmt: skip
    (panel,) = data.panels
    words, contexts = data.labels.shape
    origin = f"drawn with seed {seed}" if support is None else "as given"
    centred = "centred over words" if targets == "sel" else "less the frequencies of words"
    title = f"Gradient descent on a support matrix of {words} words and {contexts} contexts"
    figure = style.new_figure(11.5, 5.8, title)
    grid = figure.add_gridspec(2, 4, height_ratios=(0.9, 1))
    decomposition(figure, grid, data, "Support matrix", ("word", "contexts"))
    dynamics(figure, grid, data, 1, "ERM", steps=steps)
    panels.initialisations(figure)
    figure.listing = "\n".join("".join(f"{x:.0f}" for x in row) for row in data.labels)
    style.set_caption(
        figure,
        f"""Support matrix {origin} (the paper does not give its own), and gradient descent on
        ½‖Z − WH‖² for the matrix Z {centred}; flow time is steps times
        their size, {panel.step_size:.4g}. Orange:
        spectral initialisation, δ = {delta:g}. Blue, circles: Gaussian of the same norms, seed
        {seed}. Distances are relative to the limits UΣUᵀ, VΣVᵀ and Z; spectral descent stays in
        the singular subspaces of Z, random descent enters them.""",
    )
    return figure
