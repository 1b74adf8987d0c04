"""Lists of positive numbers as arrays; errors name the place, the value and the remedy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.errors import InputError, refuse
from spectra.utils.exact_numbers import as_list, holds_flags

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

_EACH: Final = "give a number above 0 for every class"


def positive_array(name: str, values: object) -> Array:
    """Read one positive finite number per class.

    Parameters
    ----------
    name : str
        The parameter, for the message.
    values : iterable of real, shape (k,)
        Numbers of Python, numpy or sympy.

    Raises
    ------
    InputError
        `values` is not one-dimensional, or an element is not a finite number above 0.
    """
    array = _array(name, values)
    wrong = ~(np.isfinite(array) & (array > 0))
    if wrong.any():
        i = int(wrong.argmax())
        empty = name == "counts" and array[i] == 0
        remedy = "leave out classes without samples" if empty else _EACH
        where = f"{name}[{i}]"
        raise refuse(where, float(array[i]), "a finite number above 0", remedy)
    return array


def _array(name: str, values: object) -> Array:
    if not isinstance(values, np.ndarray):
        elements = as_list(values)
        if elements is None:
            raise refuse(name, values, "a sequence of numbers", "pass a list, or its .values()")
        values = values if hasattr(values, "__array__") else elements
    try:
        array = np.asarray(values)
    except ValueError:
        raise _nested(name, "nested lists") from None
    except Exception as error:
        raise refuse(name, values, "a sequence of numbers", "pass a list of them") from error
    if array.ndim != 1:
        raise _nested(name, f"shape {array.shape}")
    if array.dtype.kind in "iuf" and not holds_flags(values):
        return array.astype(np.float64)
    numbers = values if isinstance(values, list) else array.tolist()
    return np.array([_number(f"{name}[{i}]", x) for i, x in enumerate(numbers)], dtype=np.float64)


def _nested(name: str, found: str) -> InputError:
    return InputError(f"{name} must be one-dimensional, got {found}: give one number per class")


def _number(name: str, value: object) -> float:
    """Read one number that numpy does not: a fraction, a sympy number, a huge integer."""
    # sympy is loaded only where numbers are not numpy's
    from spectra.labels.exact_inputs import exact

    number = exact(name, value, remedy=_EACH)
    if not number.is_number:
        raise refuse(name, value, "a number", _EACH)
    try:
        return float(number)
    except OverflowError:
        return math.inf
