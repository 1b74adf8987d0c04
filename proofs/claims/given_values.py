"""Values given on the command line: read as numbers, never evaluated."""

import re
from fractions import Fraction

import sympy as sp

import spectra
from proofs.errors import ParameterError
from spectra.errors import short

DECIMAL = re.compile(
    r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,3})?", re.ASCII | re.IGNORECASE
)
FRACTION = re.compile(r"[+-]?[0-9]+/[0-9]+", re.ASCII)
LONGEST = 60
"""Characters of a number: more is a slip, and would only be slow."""

MOST_CLASSES = 100
"""Above it, matrices written out entry by entry are too large to decide in reasonable time."""


def number(name: str, text: str, need: str) -> Fraction:
    """Read an integer, a decimal or a fraction, exactly.

    Examples
    --------
    >>> number("--R", "5/2", "a number"), number("--R", "0.1", "a number")
    (Fraction(5, 2), Fraction(1, 10))
    """
    pattern = FRACTION if "/" in text else DECIMAL
    if len(text) <= LONGEST and pattern.fullmatch(text):
        try:
            return Fraction(text)
        except ZeroDivisionError:
            pass
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    raise ParameterError(f"{name} is {short(shown)}; give {need}")


def positive(name: str, text: str) -> sp.Rational:
    """Read a positive number.

    Raises
    ------
    ParameterError
        If the text is not a number, or the number is not positive.
    """
    need = "a number greater than 0, such as 10, 2.5 or 5/2"
    value = number(name, text, need)
    if value <= 0:
        raise ParameterError(f"{name} is {text}; give {need}")
    return sp.Rational(value.numerator, value.denominator)


def classes(name: str, text: str) -> sp.Integer:
    """Read a number of classes: even, at least 2.

    Raises
    ------
    ParameterError
        If the text is not an even integer from 2 to `MOST_CLASSES`.
    """
    need = f"an even integer from 2 to {MOST_CLASSES}, such as 4"
    value = number(name, text, need)
    if value.denominator != 1 or value % 2 or not 2 <= value <= MOST_CLASSES:
        raise ParameterError(f"{name} is {text}; give {need}")
    return sp.Integer(int(value))


READERS = {
    "k": (spectra.k, classes, "number of classes: an even integer"),
    "R": (spectra.R, positive, "imbalance ratio: a number such as 10, 2.5 or 5/2"),
    "delta": (spectra.delta, positive, "log of the inverse initialisation scale: a number"),
}
"""What can be given: the symbol, how its value is read, and what it is."""
