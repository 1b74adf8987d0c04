"""Parameters of validated arithmetic, read as exact fractions."""

from __future__ import annotations

from fractions import Fraction

from numerics.errors import InputError
from spectra.errors import short
from spectra.utils.exact_numbers import as_fraction


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
    fraction = as_fraction(value)
    if fraction is None:
        raise InputError(
            f"{name} = {short(value)}: give a finite rational number "
            "(int, Fraction, sympy Rational, float or a decimal string)"
        )
    return fraction
