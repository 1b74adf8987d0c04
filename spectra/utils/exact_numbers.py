"""Numbers read as exact fractions: which real number a caller means."""

from collections.abc import Iterable, Mapping, Sized
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

from spectra.errors import refuse

_DOUBLE = 53  # bits

LONGEST = 10**8
"""Elements of a list that is read one by one."""


def as_list(values: object) -> list[object] | None:
    """Return the elements of what can be a list of numbers; None if it is none.

    Text, bytes and mappings are none, and neither are arrays of no dimension.
    """
    try:
        alone = isinstance(values, str | bytes | bytearray | Mapping)
        if alone or not isinstance(values, Iterable) or getattr(values, "ndim", 1) == 0:
            return None
        if isinstance(values, Sized) and len(values) > LONGEST:
            return None
        return list(values)
    except Exception:  # noqa: BLE001  (an object may raise what it likes)
        return None


def sequence(name: str, values: object) -> list[Any]:
    """Read what can be a list of numbers: no text, no mapping, nothing without elements."""
    found = as_list(values)
    if found is None:
        raise refuse(name, values, "a sequence of numbers", "pass a list, or its .values()")
    return found


def holds_flags(values: object) -> bool:
    """Whether a list, or a row of one, holds True or False, which an array would read as 1 or 0."""
    if not isinstance(values, list | tuple):
        return False
    return any(type(x).__name__ in ("bool", "bool_") or holds_flags(x) for x in values)


def as_fraction(value: object) -> Fraction | None:
    """Return the rational number that a value stands for; None if it is none.

    A float stands for the shortest decimal that it prints as: proofs about the double nearest to
    0.1 would be about that double, not about 1/10.

    Parameters
    ----------
    value : int, Fraction, Decimal, float, rational or Float of sympy, or str
        A string is a decimal ("0.1", "1e-12") or a fraction ("1/3").

    Examples
    --------
    >>> as_fraction(0.1), as_fraction("1/3"), as_fraction(float("inf")), as_fraction(True)
    (Fraction(1, 10), Fraction(1, 3), None, None)
    >>> from sympy import Float
    >>> as_fraction(Float(2.718281828459045)) == as_fraction("2.718281828459045")
    True
    """
    try:
        return _fraction(value)
    except Exception:  # noqa: BLE001  (no number, or an object that raises what it likes)
        return None


def _fraction(value: object) -> Fraction | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if getattr(value, "is_Float", False) and value._prec == _DOUBLE:  # type: ignore[attr-defined]
        value = float(value)  # type: ignore[arg-type]  # sympy would write 15 of its 17 digits
    if isinstance(value, str | Real | Decimal) or getattr(value, "is_Float", False):
        return Fraction(str(value).strip())
    return None
