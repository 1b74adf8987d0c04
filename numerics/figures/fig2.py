"""Fig. 2: the labels, their spectrum, and how descent learns it with and without weights."""

from __future__ import annotations

from numerics.figures import panels, style
from numerics.figures.descent_data import figure_data


@style.applied()
def figure_2(
    *,
    k: int = 4,
    R: int = 10,
    delta: float = 8.0,
    seed: int = 0,
    fraction: float = 0.05,
    steps: bool = False,
) -> style.Captioned:
    """Fig. 2 of the paper, made again by gradient descent.

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

    Examples
    --------
    >>> from numerics.figures import figure_2
    >>> len(figure_2(seed=1).axes)
    6
    """
    data = figure_data("5", k=k, R=R, delta=delta, seed=seed, fraction=fraction)
    erm, rw = data.panels
    title = f"Spectrum and training dynamics under STEP imbalance, k = {k}, R = {R}"
    figure = style.new_figure(9.2, 5.9, title)
    rows = figure.add_gridspec(2, 1, height_ratios=(1, 1.45))
    top, bottom = (
        row.subgridspec(1, n, width_ratios=w)
        for row, n, w in ((rows[0], 3, (5, 4, 3)), (rows[1], 2, (1, 1)))
    )
    labels, left, sigma = (figure.add_subplot(top[i]) for i in range(3))
    panels.matrix(labels, data.labels, signed=False, rows="class", columns="samples")
    panels.matrix(left, data.U, signed=True, rows="class", columns="",
                  names=panels.short(data.mode_names))  # fmt: skip
    panels.singular_values(sigma, data)
    curves = [figure.add_subplot(bottom[i]) for i in range(2)]
    for at, panel in zip(curves, (erm, rw), strict=True):
        panels.learning(at, panel, data, steps=steps)
    style.title_panels([labels, left, sigma, *curves], _TITLES)
    panels.initialisations(figure)
    style.set_caption(
        figure,
        f"""Gradient descent on ½‖(Z − WH)Ω^½‖² of the full system, k = {k}, R = {R},
        {data.labels.shape[1]} samples; ERM has Ω = I, re-weighting the weights of Eq. (12).
        Spectral initialisation with δ = {delta:g} (orange) and Gaussian initialisation of the
        same norms, seed {seed} (blue, circles). Flow time is steps times their size,
        {erm.step_size:.4g} (ERM) and {rw.step_size:.4g} (re-weighted); both run until
        the later has learned all. Dotted: singular values of Z.""",
    )
    return figure


_TITLES = (
    "One-hot labels Y",
    "Left singular vectors U",
    "Singular values",
    "ERM: one after the other",
    "Re-weighted: nearly together",
)
