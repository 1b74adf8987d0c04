"""Weightings that people use, by name: what each gives, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.weighting import from_gamma
from spectra.errors import InputError, short

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

DRW_BETA: Final = 0.9999
"""β of the weights that deferred re-weighting turns to (Cao et al., NeurIPS 2019)."""

LOG_OFFSET: Final = 1.02
"""In 1/ln(1.02 + frequency) (Paszke et al., ENet, 2016)."""

LATEST_EPOCH: Final = 1e9

FORMS: Final = "balanced, sqrt, log, effective:β or drw:EPOCH"


@dataclass(frozen=True, eq=False)
class Scheme:
    """A weighting with a name.

    Attributes
    ----------
    name : str
        As it was asked for.
    weights : ndarray, shape (k,)
        With mean 1 over the examples.
    epoch : float
        From when on they hold; there are none before.
    """

    name: str
    weights: Array
    epoch: float = 0.0


def schemes(text: str, counts: Array) -> list[Scheme]:
    """Read names of schemes between commas.

    Examples
    --------
    >>> found = schemes("balanced,sqrt,effective:0.5", np.array([9.0, 1.0]))
    >>> [scheme.weights.round(3).tolist() for scheme in found]
    [[0.556, 5.0], [0.833, 2.5], [0.909, 1.815]]
    """
    if not isinstance(text, str):
        raise InputError(f"--scheme {short(text)}: give {FORMS}")
    n = from_gamma(counts, 0.0).counts
    return [_scheme(name.strip(), n) for name in text.split(",")]


def _scheme(name: str, counts: Array) -> Scheme:
    kind, _, given = name.partition(":")
    if kind in ("balanced", "sqrt", "log") and not given:
        omega = {
            "balanced": 1 / counts,
            "sqrt": counts**-0.5,
            "log": 1 / np.log(LOG_OFFSET + counts / counts.sum()),
        }[kind]
        return Scheme(name, _mean_one(omega, counts))
    number = _number(given)
    if kind == "effective" and number is not None and 0 < number < 1:
        return Scheme(name, _effective(counts, number))
    if kind == "drw" and number is not None and 0 <= number <= LATEST_EPOCH:
        return Scheme(name, _effective(counts, DRW_BETA), number)
    raise InputError(
        f"--scheme {name!r}: give {FORMS}, with β between 0 and 1 and EPOCH up to {LATEST_EPOCH:g}"
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _effective(counts: Array, beta: float) -> Array:
    """Inverse effective numbers (1 - β)/(1 - βⁿ) (Cui et al., CVPR 2019)."""
    return _mean_one(-1 / np.expm1(counts * np.log(beta)), counts)


def _mean_one(omega: Array, counts: Array) -> Array:
    return np.asarray(omega * counts.sum() / (counts @ omega))
