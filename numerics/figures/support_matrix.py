"""Support matrices for Fig. 6: which words may follow which context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.problem import checks
from spectra.errors import short

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

_DENSITY = 0.4


def draw_support(seed: int = 0, *, words: int = 6, contexts: int = 14) -> Array:
    """Draw a support matrix: in every context each word occurs with probability 0.4.

    Parameters
    ----------
    seed : int
        Of ``numpy.random.default_rng``.
    words, contexts : int
        Its shape, at least (2, 1). A context with no word or with all of them, which says
        nothing about words, is drawn again.

    Returns
    -------
    ndarray, shape (words, contexts)
        Zeros and ones; contexts of fewer words first.

    Examples
    --------
    >>> draw_support(0, words=3, contexts=5).astype(int)
    array([[1, 1, 0, 0, 0],
           [0, 0, 1, 0, 1],
           [0, 0, 0, 1, 1]])
    """
    for name, value, least in (("words", words, 2), ("contexts", contexts, 1)):
        if not checks.is_whole(value) or value < least:
            raise InputError(f"{name} = {short(value)}: give an integer ≥ {least}")
    checks.seed(seed)
    rng = np.random.default_rng(seed)
    columns: list[npt.NDArray[np.bool_]] = []
    while len(columns) < contexts:
        column = rng.random(words) < _DENSITY
        if 0 < column.sum() < words:
            columns.append(column)
    return np.array(sorted(columns, key=lambda c: (c.sum(), *~c)), dtype=np.float64).T


def check_support(support: npt.ArrayLike) -> Array:
    """Refuse what is not a matrix of zeros and ones with two rows that differ."""
    labels = np.asarray(support, dtype=np.float64)
    if labels.ndim != 2 or not np.isin(labels, (0, 1)).all() or np.ptp(labels, axis=0).max() == 0:
        raise InputError(
            f"support = {short(support)}: give a matrix of zeros and ones whose rows differ"
        )
    return labels
