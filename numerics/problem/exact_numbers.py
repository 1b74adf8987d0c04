"""Numbers taken at their word: what a caller writes, as an exact fraction.

Validated arithmetic must know which real number is meant. A ball around the double nearest to 0.1
proves statements about that double, not about 1/10.
"""

from __future__ import annotations

from fractions import Fraction
from numbers import Integral, Rational, Real

from numerics.errors import InputError


def exact(name: str, value: object) -> Fraction:
    """The exact rational number that `value` stands for.

    Parameters
    ----------
    name : str
        What to call the parameter in an error message.
    value : int, Fraction, sympy rational, float or str
        A float stands for the decimal number it prints as: 0.1 is 1/10, not the nearest double.
        A string is a decimal ("0.1", "1e-12") or a fraction ("1/3").

    Raises
    ------
    InputError
        If it is not a finite rational number.

    Examples
    --------
    >>> exact("R", 0.1)
    Fraction(1, 10)
    >>> exact("R", "1/3")
    Fraction(1, 3)
    """
    fraction = _fraction(value)
    if fraction is None:
        message = (
            f"{name} = {value!r}: give a finite rational number "
            "(int, Fraction, sympy Rational, float or a decimal string)"
        )
        raise InputError(message)
    return fraction


def _fraction(value: object) -> Fraction | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral | Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, str | Real) or getattr(value, "is_Float", False):
        return _parsed(str(value))
    return None


def _parsed(text: str) -> Fraction | None:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return None
