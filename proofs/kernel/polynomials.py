"""Polynomials over the rationals, exact, in a fixed list of names.

The arithmetic is that of FLINT. A polynomial is written in a proof object as a list of terms
``[coefficient, name, exponent, name, exponent, ...]``, the coefficient as text such as ``"-3/2"``.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import compress
from typing import Any, TypeAlias

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from proofs.kernel.errors import ensure, reject

Poly: TypeAlias = Any
"""A polynomial of FLINT (python-flint carries no types)."""

NUMBER = re.compile(r"-?[0-9]+(/[1-9][0-9]*)?")
MOST_TERMS = 200_000


@lru_cache(4096)
def rational(text: object) -> fmpq:
    """Read a rational number such as ``"-3/2"``."""
    ensure(isinstance(text, str) and NUMBER.fullmatch(text), f"{text!r} is no rational number")
    top, _, bottom = str(text).partition("/")
    return fmpq(int(top), int(bottom or 1))


class Ring:
    """Polynomials in the names of one proof object."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names)) or ["_"]  # a ring has a variable
        self.position = {name: i for i, name in enumerate(self.names)}
        labels = tuple(f"x{i}" for i in range(len(self.names)))  # FLINT's own names do not matter
        self.context = fmpq_mpoly_ctx.get(labels, Ordering.lex)
        self.variables = self.context.gens()

    def generator(self, name: str) -> Poly:
        """Return a name as a polynomial."""
        return self.variables[self.position[name]]

    def constant(self, value: fmpq | int) -> Poly:
        """Return a constant polynomial."""
        return self.context.constant(value)

    def read(self, terms: Any) -> Poly:
        """Read a polynomial from its terms."""
        found = self.constant(0)
        for coefficient, *powers in terms:
            term = rational(coefficient)
            for name, exponent in zip(powers[::2], powers[1::2], strict=True):
                if type(exponent) is not int or exponent < 1:
                    reject(f"{exponent!r} is no exponent")
                term = self.variables[self.position[name]] ** exponent * term
            found += term
        return found

    def names_in(self, p: Poly) -> set[str]:
        """Return the names that occur in a polynomial."""
        return set() if p.is_zero() else set(compress(self.names, p.degrees()))

    def degree(self, p: Poly, name: str) -> int:
        """Return the degree in one name, 0 for the zero polynomial: so often p has a derivative."""
        n, i = 0, self.position[name]
        while not (p := p.derivative(i)).is_zero():
            n += 1
        return n

    def coefficient(self, p: Poly, name: str, n: int) -> Poly:
        """Return the coefficient at the nth power of a name, of no less than the degree in it."""
        for i in range(n):
            p = p.derivative(self.position[name]) / (i + 1)
        return p

    def coefficients(self, p: Poly, name: str) -> list[Poly]:
        """Return the coefficients of a polynomial in one name, from degree 0 on."""
        parts = []
        for n in range(self.degree(p, name), 0, -1):
            parts.append(self.coefficient(p, name, n))
            p = p - parts[-1] * self.generator(name) ** n
        return [p, *reversed(parts)]

    def put(self, p: Poly, values: dict[str, Poly]) -> Poly:
        """Put polynomials for names, all at once: what is put in is not looked at again."""
        if not values:
            return p
        (name, value), *rest = values.items()
        parts = (self.put(c, dict(rest)) for c in self.coefficients(p, name))
        return sum((c * value**n for n, c in enumerate(parts)), self.constant(0))

    def remainder(self, p: Poly, divisor: Poly, name: str) -> tuple[Poly, Poly]:
        """Divide by a polynomial in ``name`` without fractions.

        Returns
        -------
        rest, lead : polynomials
            ``lead`` is the divisor's leading coefficient in ``name``; some power of it times
            ``p`` is ``rest`` plus a multiple of the divisor.
        """
        size = self.degree(divisor, name)
        lead = self.coefficient(divisor, name, size)
        ensure(size > 0, f"an equation without {name} cannot remove {name}")
        while (n := self.degree(p, name)) >= size and not p.is_zero():
            top = self.coefficient(p, name, n)
            p = lead * p - top * self.generator(name) ** (n - size) * divisor
            ensure(len(p) <= MOST_TERMS, f"removing {name} makes more than {MOST_TERMS} terms")
        return p, lead
