"""Polynomials over the rationals, exact, in a fixed list of names.

The arithmetic is that of FLINT. A polynomial is written in a proof object as text, such as
``"-3/2 x^2 y + z - 1"``: a blank on both sides of each sign between terms, and between factors.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache, reduce
from itertools import compress
from operator import add, mul
from typing import Any, TypeAlias

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from proofs.kernel.errors import ensure

Poly: TypeAlias = Any
"""A polynomial of FLINT (python-flint carries no types)."""

NUMBER = re.compile(r"-?[0-9]+(/[1-9][0-9]*)?")
POWER = re.compile(r"[^^]+(\^[1-9][0-9]*)?")
MOST_TERMS = 200_000
LARGEST_POWER = 10_000
LONGEST = 10**7
"""No power is computed that might have more bits, where no terms cancel."""


@lru_cache(4096)
def rational(text: str) -> fmpq:
    """Read a rational number such as ``"-3/2"``."""
    ensure(NUMBER.fullmatch(text), f"{text!r} is no number and no variable here")
    top, _, bottom = text.partition("/")
    return fmpq(int(top), int(bottom or 1))


def power(x: Any, n: int) -> Any:
    """Raise a rational number, a ball or a polynomial to a power that is not too large."""
    if n == 1:
        return x
    ensure(n <= LARGEST_POWER, f"{n} is no exponent")
    if not isinstance(x, arb):
        coefficients = [x] if isinstance(x, fmpq) else x.coeffs()
        bits, count = n, len(coefficients) - 1
        bits *= max((c.height_bits() for c in coefficients), default=0)
        # as many terms as there are ways to choose n of them, in any order, with repetition
        for i in range(1, min(n, count) + 1):
            bits = bits * (max(n, count) + i) // i
            ensure(bits <= LONGEST, "a power has too many terms")
        ensure(bits <= LONGEST, "a power has too many digits")
    return x**n


class Ring:
    """Polynomials in the names of one proof object."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names)) or ["_"]  # a ring has a variable
        self.position = {name: i for i, name in enumerate(self.names)}
        labels = tuple(f"x{i}" for i in range(len(self.names)))  # FLINT's own names do not matter
        self.context = fmpq_mpoly_ctx.get(labels, Ordering.lex)
        self.variables = self.context.gens()
        self.factor = cache(self._factor)

    def generator(self, name: str) -> Poly:
        """Return a name as a polynomial."""
        return self.variables[self.position[name]]

    def constant(self, value: fmpq | int) -> Poly:
        """Return a constant polynomial."""
        return self.context.constant(value)

    def read(self, text: str) -> Poly:
        """Read a polynomial."""
        terms = text.replace(" - ", " + -1 ").split(" + ")
        return reduce(add, [reduce(mul, map(self.factor, term.split(" "))) for term in terms])

    def _factor(self, text: str) -> Poly:
        """Read a number, a name or a power of a name."""
        name, _, exponent = text.partition("^")
        if name not in self.position:
            return self.constant(rational(text))
        ensure(POWER.fullmatch(text), f"{text!r} is no power of a name")
        return power(self.generator(name), int(exponent or 1))

    def names_in(self, p: Poly) -> set[str]:
        """Return the names that occur in a polynomial."""
        return set() if p.is_zero() else set(compress(self.names, p.degrees()))

    def leading(self, p: Poly, name: str) -> tuple[int, Poly]:
        """Return the degree in one name, 0 for the zero polynomial, and the coefficient there."""
        n, i = 0, self.position[name]
        while not (derivative := p.derivative(i)).is_zero():
            n += 1
            p = derivative / n if n > 1 else derivative
        return n, p

    def coefficients(self, p: Poly, name: str) -> list[Poly]:
        """Return the coefficients of a polynomial in one name, from degree 0 on."""
        n, lead = self.leading(p, name)
        parts = [self.constant(0)] * n + [lead]
        while n:
            p = p - lead * self.generator(name) ** n
            n, lead = self.leading(p, name)
            parts[n] = lead
        return parts

    def put(self, p: Poly, values: dict[str, Poly]) -> Poly:
        """Put polynomials for names, all at once: what is put in is not looked at again."""
        if not values:
            return p
        (name, value), *rest = values.items()
        parts = (self.put(c, dict(rest)) for c in self.coefficients(p, name))
        return sum((c * power(value, n) for n, c in enumerate(parts)), self.constant(0))

    def remainder(self, p: Poly, divisor: Poly, name: str) -> tuple[Poly, Poly]:
        """Divide by a polynomial in ``name`` without fractions.

        Returns
        -------
        rest, lead : polynomials
            ``lead`` is the divisor's leading coefficient in ``name``, or 1 where ``p`` has no such
            name; some power of it times ``p`` is ``rest`` plus a multiple of the divisor.
        """
        n, top = self.leading(p, name)
        if n == 0:
            return p, self.constant(1)
        size, lead = self.leading(divisor, name)
        ensure(size > 0, f"an equation without {name} cannot remove {name}")
        while n >= size:
            p = lead * p - top * self.generator(name) ** (n - size) * divisor
            ensure(len(p) <= MOST_TERMS, f"removing {name} makes more than {MOST_TERMS} terms")
            n, top = self.leading(p, name)
        return p, lead
