"""Numbers in reports: balls and decimals with no more digits than a reader needs."""

import re
from decimal import ROUND_UP, Decimal

from proofs.claims.verdict import Counterexample

BALL = re.compile(r"\[(?:([-+.\de]+) )?\+/- ([-+.\de]+)\]")
NUMBER = re.compile(r"(-?)(\d+)\.(\d+)(e[-+]?\d+)?")
DIGITS = 10
"""Digits of each side of a counterexample, unless they are too few to tell the sides apart."""

GAP_DIGITS = 6
"""Digits of the difference: what counts is that it is not zero."""


def compact(text: str) -> str:
    """Write a ball as ``midpoint ± radius``, the radius rounded up to one digit.

    Examples
    --------
    >>> compact("[0.748064097795284 +/- 2.84e-16]"), compact("[+/- 1e-9]"), compact("2.00000")
    ('0.748064097795284 ± 3e-16', '0 ± 1e-9', '2')
    """

    def short(found: re.Match[str]) -> str:
        middle, radius = found.groups()
        bound = Decimal(radius)
        step = Decimal((0, (1,), bound.adjusted()))
        return f"{_trim(middle or '0')} ± {_scientific(bound.quantize(step, ROUND_UP))}"

    return BALL.sub(short, text) if BALL.search(text) else _trim(text)


def _trim(text: str) -> str:
    """Drop zeros at the end of a decimal."""
    return re.sub(r"^(-?\d+)\.(\d*?)0*(e[-+]?\d+)?$", _join, text)


def _join(found: re.Match[str]) -> str:
    whole, after, power = found.groups()
    return f"{whole}.{after}".rstrip(".") + (power or "")


def _scientific(value: Decimal) -> str:
    digit, exponent = value.as_tuple().digits[0], value.adjusted()
    # rounding up may carry: 9.5e-3 becomes 1e-2, whose digits are (1, 0)
    return f"{digit}e{exponent}"


def side(text: str, digits: int) -> str:
    """Cut a number after some digits; an ellipsis says that it goes on.

    Examples
    --------
    >>> side("[0.0182678401 +/- 2e-11]", 4), side("[40.0000000 +/- 1e-9]", 4), side("5/2", 4)
    ('0.01826…', '40', '5/2')
    """
    found = BALL.fullmatch(text)
    shown = _trim((found[1] or "0") if found else text)
    number = NUMBER.fullmatch(shown)
    if number is None:
        return shown
    sign, whole, after, power = number.groups()
    leading = len(after) - len(after.lstrip("0")) if whole == "0" else -len(whole)
    kept = max(digits + leading, 1)
    if len(after) <= kept:
        return shown
    return f"{sign}{whole}.{after[:kept]}…{power or ''}"


def sides(found: Counterexample) -> tuple[str, str]:
    """Return both sides of a counterexample, with digits enough to tell them apart."""
    for digits in (DIGITS, 2 * DIGITS, 4 * DIGITS):
        left, right = side(found.left, digits), side(found.right, digits)
        if left != right:
            return left, right
    return found.left, found.right
