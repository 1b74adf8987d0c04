"""Numbers and lists as callers give them: checked by type and range, and refused by name."""

from __future__ import annotations

import math
from numbers import Integral, Real

from spectra.errors import InputError, short
from spectra.utils.exact_numbers import as_list


def number(name: str, value: object, low: float, high: float) -> float:
    """Return a real number from `low` to `high`.

    Examples
    --------
    >>> number("--gamma", 1, -10, 10)
    1.0
    """
    found = math.nan
    if not isinstance(value, bool) and isinstance(value, Real):
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
    if not low <= found <= high:
        raise InputError(f"{name} {short(value)}: give a number from {low:g} to {high:g}")
    return found


def whole(name: str, value: object, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    found = int(value) if not isinstance(value, bool) and isinstance(value, Integral) else None
    if found is None or not least <= found <= most:
        raise InputError(f"{name} {short(value)}: give a whole number from {least} to {most:g}")
    return found


def listed(name: str, values: object) -> list[object]:
    """Return what is in a list, a tuple or a one-dimensional array; other things are refused."""
    found = as_list(values.tolist() if hasattr(values, "tolist") else values)
    if found is None:
        raise InputError(f"{name}: got {short(values)}: give a list, one value per class")
    return found
