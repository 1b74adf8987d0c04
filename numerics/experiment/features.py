"""The three features as contrasts of a confusion matrix, and the step at which each is learned.

A confusion matrix C has a row for every class, majorities first; a row says how the samples of
the class are distributed over the classes they are taken for. Its strength in a feature is the
quadratic form of C on that feature's left singular vectors, the columns of the paper's U, averaged
over those of one level:

* maj-maj: ½(C₁₁ + C₂₂ - C₁₂ - C₂₁) for two majorities: are they told from each other?
* maj-min: majority samples taken for some majority, plus minority samples taken for some
  minority (both as parts), minus 1: are the groups told from each other?
* min-min: as maj-maj, for the minorities.

Each is 1 if all samples are classified rightly, and 0 if the answers do not depend on the sample.
The form is the same that defines β of the theory: there C is the matrix of the class means of the
logits, whose 1/k it does not see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy.typing as npt

    from spectra.utils.arrays import Array

FEATURES: Final = ("maj-maj", "maj-min", "min-min")
LEVEL: Final = 0.5
"""A feature is learned at half its final strength, as in the theory."""

RIGHT: Final = 0.75
"""A group is classified rightly at this accuracy: with one of its two classes alone it has 1/2."""

HOLD: Final = 3
"""Evaluations in a row at which the level must be held, so that one noisy batch does not count."""


def strengths(confusion: Array) -> Array:
    """Return the strength of each of `FEATURES`.

    Parameters
    ----------
    confusion : ndarray, shape (..., k, k)
        Rows of the first k/2 classes are majorities.

    Returns
    -------
    ndarray, shape (3, ...)

    Examples
    --------
    >>> import numpy as np
    >>> strengths(np.eye(4)), strengths(np.full((4, 4), 0.25))
    (array([1., 1., 1.]), array([0., 0., 0.]))
    >>> groups_only = np.kron(np.eye(2), np.full((2, 2), 0.5))
    >>> strengths(groups_only)
    array([0., 1., 0.])
    """
    import numpy as np

    k = confusion.shape[-1]
    m = k // 2
    blocks = {(a, b): confusion[..., a : a + m, b : b + m] for a in (0, m) for b in (0, m)}
    total = {where: block.sum(axis=(-2, -1)) for where, block in blocks.items()}
    within = [
        (np.trace(blocks[a, a], axis1=-2, axis2=-1) - total[a, a] / m) / (m - 1) for a in (0, m)
    ]
    between = (total[0, 0] + total[m, m] - total[0, m] - total[m, 0]) / k
    return np.stack([within[0], between, within[1]])


def learned(steps: npt.ArrayLike, strength: Array, level: float = LEVEL) -> float:
    """Return the first step from which a level is reached for `HOLD` looks in a row, or inf.

    Examples
    --------
    >>> import numpy as np
    >>> learned([0, 1, 2, 3, 4, 5], np.array([0.0, 0.6, 0.4, 0.5, 0.7, 0.9]))
    3.0
    >>> learned([0, 1, 2], np.array([0.0, 0.9, 0.9]))
    inf
    """
    import numpy as np

    reached = np.asarray(strength) >= level
    held = np.lib.stride_tricks.sliding_window_view(reached, min(HOLD, reached.size)).all(axis=-1)
    if reached.size < HOLD or not held.any():
        return float("inf")
    return float(np.asarray(steps)[np.argmax(held)])
