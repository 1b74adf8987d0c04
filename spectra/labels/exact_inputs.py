"""Numbers as exact expressions of sympy; errors name the parameter, the value and the remedy."""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Final, TypeAlias

import sympy as sp

from spectra.errors import refuse
from spectra.utils.exact_numbers import as_fraction

Number: TypeAlias = int | float | Fraction | Decimal | sp.Expr
"""What is accepted as a number; a finite float stands for its shortest decimal."""

HALF: Final = sp.Rational(1, 2)
"""The weighting exponent of the paper."""

_EXACT: Final = "pass an int, a fractions.Fraction or a sympy number"


def exact(name: str, value: object, *, remedy: str = _EXACT) -> sp.Expr:
    """Read a real number or a sympy expression exactly.

    Parameters
    ----------
    name : str
        The parameter, for the message.
    value : int, float, fractions.Fraction, decimal.Decimal or sympy.Expr
        A finite float is read as the decimal it prints as, so that 0.1 means one tenth.

    Raises
    ------
    InputError
        `value` is text, a bool, infinite, not a number or not real.
    """
    number = _to_sympy(value)
    if number is None:
        raise refuse(name, value, "a number", remedy)
    if number is sp.nan or number.is_finite is False or number.is_extended_real is False:
        raise refuse(name, value, "a finite real number", remedy)
    return number


def _to_sympy(value: object) -> sp.Expr | None:
    try:
        return _read(value)
    except Exception:  # noqa: BLE001  (no number, or an object that raises what it likes)
        return None


def _read(value: object) -> sp.Expr | None:
    if isinstance(value, bool | str):
        return None
    if isinstance(value, sp.Expr) and not (value.is_Float and value.is_finite):
        return value
    if isinstance(value, Real) and not isinstance(value, Integral | Fraction):
        value = float(value)
    number = as_fraction(value)
    return None if number is None else sp.Rational(number.numerator, number.denominator)


def is_word(value: object, allowed: Collection[str]) -> bool:
    """Whether a value is one of some words, and no array of which one would be compared."""
    return isinstance(value, str) and value in allowed


def positive(name: str, value: object, *, remedy: str) -> sp.Expr:
    """Read a number that must be above 0; symbols must not be known to be anything else."""
    number = exact(name, value, remedy=remedy)
    if number.is_positive is False:
        raise refuse(name, value, "positive", remedy)
    return number


def whole(name: str, value: object, *, least: int, remedy: str) -> sp.Expr:
    """Read an integer of at least `least`; symbols must not be known to be anything else."""
    number = exact(name, value, remedy=remedy)
    if number.is_integer is False or (number - least).is_negative:
        raise refuse(name, value, f"an integer of at least {least}", remedy)
    return number
