"""Identities by normal form: a route that uses FLINT's polynomials and none of sympy's algebra.

An expression becomes a fraction of polynomials in generators: its symbols, one radical for
each irreducible factor that occurs under a root, one exponential for each monomial that
occurs in an exponent, one logarithm for each irreducible factor. Radicals are reduced by
y^q = base. If the numerator reduces to nothing, the expression is zero wherever it is
defined. The converse is not claimed.
"""

from dataclasses import dataclass, field
from math import lcm

import sympy as sp
from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

SLOTS = 24
"""Generators one expression may need."""

LARGEST_POWER = 64
"""Integer powers beyond this are left alone: expanding them would not end."""


class NoNormalFormError(ValueError):
    """The expression has a part this route cannot represent."""


class _FinerRootNeededError(Exception):
    """A generator was met with a finer root than planned: begin again with that root."""


@dataclass(frozen=True)
class Quotient:
    """A fraction of polynomials; the denominator is not zero."""

    num: fmpq_mpoly
    den: fmpq_mpoly


@dataclass
class NormalForm:
    """Generators found so far and the arithmetic on them."""

    orders: dict[str, int]
    names: list[str] = field(default_factory=list)
    positive: list[bool] = field(default_factory=list)
    relations: dict[int, tuple[int, fmpq_mpoly]] = field(default_factory=dict)
    logs: dict[int, fmpq_mpoly] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ctx = fmpq_mpoly_ctx.get([f"x{i}" for i in range(SLOTS)], Ordering.lex)
        self.one = self.ctx.constant(1)

    def constant(self, value: fmpq | int) -> Quotient:
        """Return a rational number."""
        return Quotient(self.ctx.constant(value), self.one)

    def generator(self, name: str, *, positive: bool) -> int:
        """Return the slot of a named generator, taking a new one if it is new."""
        if name not in self.names:
            if len(self.names) == SLOTS:
                raise NoNormalFormError(f"more than {SLOTS} generators")
            self.names.append(name)
            self.positive.append(positive)
        return self.names.index(name)

    def slot(self, index: int, power: int = 1) -> Quotient:
        """Return a power of a generator."""
        return Quotient(self.ctx.gen(index) ** power, self.one)

    # arithmetic -----------------------------------------------------------------------------

    def reduce(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """Replace y^q by its base, the latest radical first, until none is left."""
        for index in sorted(self.relations, reverse=True):
            order, base = self.relations[index]
            while poly.degrees()[index] >= order:
                total = self.ctx.constant(0)
                for exponents, coefficient in poly.to_dict().items():
                    high, low = divmod(int(exponents[index]), order)
                    rest = list(map(int, exponents))
                    rest[index] = low
                    total += self.ctx.term(coefficient, tuple(rest)) * base**high
                poly = total
        return poly

    def tidy(self, num: fmpq_mpoly, den: fmpq_mpoly) -> Quotient:
        """Reduce radicals and cancel what numerator and denominator share."""
        num, den = self.reduce(num), self.reduce(den)
        if den.is_zero():
            raise NoNormalFormError("a denominator is identically zero")
        common = num.gcd(den)
        if not common.is_constant():
            num, den = num / common, den / common
        return Quotient(num, den)

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        """Return a + b."""
        if a.den == b.den:
            return self.tidy(a.num + b.num, a.den)
        return self.tidy(a.num * b.den + b.num * a.den, a.den * b.den)

    def multiply(self, a: Quotient, b: Quotient) -> Quotient:
        """Return a·b."""
        return self.tidy(a.num * b.num, a.den * b.den)

    def power(self, a: Quotient, n: int) -> Quotient:
        """Return aⁿ for an integer n."""
        if abs(n) > LARGEST_POWER:
            raise NoNormalFormError(f"power {n} is too high to expand")
        if n >= 0:
            return self.tidy(a.num**n, a.den**n)
        if a.num.is_zero():
            raise NoNormalFormError("a denominator is identically zero")
        return self.tidy(a.den**-n, a.num**-n)

    # factors --------------------------------------------------------------------------------

    def is_positive(self, poly: fmpq_mpoly) -> bool:
        """Positive at sight: every coefficient is, and so is every generator that occurs."""
        used = [i for i, d in enumerate(poly.degrees()) if d]
        return all(c > 0 for c in poly.coeffs()) and all(self.positive[i] for i in used)

    def factors(self, q: Quotient) -> list[tuple[fmpq_mpoly, int]]:
        """Factor a quotient that must be positive into positive factors and primes.

        A factor whose sign is not seen is kept together with the others of its kind.
        """
        content, parts = (q.num * q.den).factor()
        found: list[tuple[fmpq_mpoly, int]] = []
        unknown = self.one
        for poly, exponent in parts:
            if self.is_positive(-poly):
                found.append((-poly, int(exponent)))
                content = -content if exponent % 2 else content
            elif self.is_positive(poly):
                found.append((poly, int(exponent)))
            else:
                unknown *= poly**exponent
        if not unknown.is_constant():
            unknown = -unknown if content < 0 else unknown
            content = abs(content)
            found.append((unknown, 1))
        content = fmpq(content)
        if content < 0:
            raise NoNormalFormError("an even root or a logarithm of a negative number")
        for part, sense in ((content.p, 1), (content.q, -1)):
            found += [(self.ctx.constant(p), sense * int(e)) for p, e in part.factor()]
        # num/den = (num·den)/den², so every factor of the denominator counts twice down; one
        # whose sign is not seen by its square as a whole, since its root is an absolute value
        _, below = q.den.factor()
        for poly, exponent in below:
            base = -poly if self.is_positive(-poly) else poly
            if self.is_positive(base):
                found.append((base, -2 * int(exponent)))
            else:
                found.append((base**2, -int(exponent)))
        scale = fmpq(q.den.factor()[0])
        for part, sense in ((abs(scale.p), -2), (scale.q, 2)):
            found += [(self.ctx.constant(p), sense * int(e)) for p, e in part.factor()]
        return found

    def root(self, poly: fmpq_mpoly, p: int, q: int) -> Quotient:
        """Return poly^(p/q) for one positive factor."""
        name = f"root of {poly}"
        order = lcm(self.orders.get(name, 1), q)
        if order != self.orders.get(name, order):
            self.orders[name] = order
            raise _FinerRootNeededError
        self.orders[name] = order
        index = self.generator(name, positive=True)
        self.relations[index] = (order, poly)
        return self.power(self.slot(index), p * (order // q))

    def rational_power(self, a: Quotient, p: int, q: int) -> Quotient:
        """Return a^(p/q), the real root."""
        if q == 1:
            return self.power(a, p)
        result = self.constant(1)
        for poly, exponent in self.factors(a):
            whole, rest = divmod(exponent * p, q)
            base = self.power(Quotient(poly, self.one), whole)
            result = self.multiply(result, base)
            if rest:
                result = self.multiply(result, self.root(poly, rest, q))
        return result

    # transcendental -------------------------------------------------------------------------

    def logarithm(self, a: Quotient) -> Quotient:
        """Return log a: a sum over the factors of a."""
        total = self.constant(0)
        for poly, exponent in self.factors(a):
            radical = next((i for i in self.relations if poly == self.ctx.gen(i)), None)
            if radical is not None:
                order, base = self.relations[radical]
                inner = self.logarithm(Quotient(base, self.one))
                scale = self.constant(fmpq(exponent, order))
                total = self.add(total, self.multiply(scale, inner))
                continue
            index = self.generator(f"log of {poly}", positive=False)
            self.logs[index] = poly
            total = self.add(total, Quotient(exponent * self.ctx.gen(index), self.one))
        return total

    def exponential(self, a: Quotient) -> Quotient:
        """Return exp(a): a product of exponentials of monomials, and powers where logs occur."""
        scale = fmpq(1)
        if a.den.is_constant():
            scale = fmpq(a.den.coeffs()[0])
        result = self.constant(1)
        for exponents, coefficient in a.num.to_dict().items():
            used = [i for i, e in enumerate(exponents) if e]
            c = fmpq(coefficient) / scale
            if (
                len(used) == 1
                and used[0] in self.logs
                and exponents[used[0]] == 1
                and a.den.is_constant()
            ):
                base = Quotient(self.logs[used[0]], self.one)
                part = self.rational_power(base, int(c.p), int(c.q))
            else:
                below = "1" if a.den.is_constant() else str(a.den)
                part = self.exponential_of_monomial(
                    f"exp of {tuple(map(int, exponents))}/{below}", c
                )
            result = self.multiply(result, part)
        return result

    def exponential_of_monomial(self, name: str, c: fmpq) -> Quotient:
        """Return exp(c·M) as a power of one generator for the monomial M."""
        order = lcm(self.orders.get(name, 1), int(c.q))
        if order != self.orders.get(name, order):
            self.orders[name] = order
            raise _FinerRootNeededError
        self.orders[name] = order
        index = self.generator(name, positive=True)
        return self.power(self.slot(index), int(c.p) * (order // int(c.q)))

    # the walk -------------------------------------------------------------------------------

    def walk(self, expr: sp.Basic) -> Quotient:
        """Return the normal form of an expression, from its leaves up."""
        if isinstance(expr, sp.Rational):
            return self.constant(fmpq(int(expr.p), int(expr.q)))
        if isinstance(expr, sp.Symbol):
            index = self.generator(
                f"symbol {expr.name} {expr.assumptions0}", positive=bool(expr.is_positive)
            )
            return self.slot(index)
        if isinstance(expr, sp.Add):
            return self._fold(self.add, expr)
        if isinstance(expr, sp.Mul):
            return self._fold(self.multiply, expr)
        if isinstance(expr, sp.exp) or (isinstance(expr, sp.Pow) and expr.base == sp.E):
            return self.exponential(self.walk(expr.exp))
        if isinstance(expr, sp.Pow):
            return self._power(expr)
        if isinstance(expr, sp.log):
            return self.logarithm(self.walk(expr.args[0]))
        return self._function(expr)

    def _fold(self, operation, expr: sp.Basic) -> Quotient:  # type: ignore[no-untyped-def]
        first, *rest = (self.walk(arg) for arg in expr.args)
        for item in rest:
            first = operation(first, item)
        return first

    def _power(self, expr: sp.Pow) -> Quotient:
        base, exponent = self.walk(expr.base), expr.exp
        if isinstance(exponent, sp.Integer):
            return self.power(base, int(exponent))
        if isinstance(exponent, sp.Rational):
            return self.rational_power(base, int(exponent.p), int(exponent.q))
        return self.exponential(self.multiply(self.walk(exponent), self.logarithm(base)))

    def _function(self, expr: sp.Basic) -> Quotient:
        if not isinstance(expr, sp.Function) and (expr.args or not expr.is_number):
            raise NoNormalFormError(f"no normal form for {type(expr).__name__}")
        args = [self.walk(arg) for arg in expr.args]
        if isinstance(expr, (sp.sinh, sp.cosh, sp.tanh, sp.coth)):
            return self._hyperbolic(expr, args[0])
        if isinstance(expr, sp.Abs):
            for sense in (1, -1):
                if self.is_positive(sense * args[0].num) and self.is_positive(args[0].den):
                    return self.multiply(self.constant(sense), args[0])
            return self.rational_power(self.power(args[0], 2), 1, 2)
        if expr.is_extended_real is False or expr.is_finite is False or expr == sp.nan:
            raise NoNormalFormError(f"{expr} has no real normal form")
        # anything else is opaque: equal arguments give equal generators, nothing more
        inner = ", ".join(f"({a.num})/({a.den})" for a in args)
        name = f"{expr.func.__name__}({inner})" if args else str(expr)
        return self.slot(self.generator(name, positive=bool(expr.is_positive)))

    def _hyperbolic(self, expr: sp.Basic, a: Quotient) -> Quotient:
        up = self.exponential(a)
        down = self.power(up, -1)
        minus = self.add(up, self.multiply(self.constant(-1), down))
        plus = self.add(up, down)
        half = self.constant(fmpq(1, 2))
        return {
            sp.sinh: lambda: self.multiply(half, minus),
            sp.cosh: lambda: self.multiply(half, plus),
            sp.tanh: lambda: self.multiply(minus, self.power(plus, -1)),
            sp.coth: lambda: self.multiply(plus, self.power(minus, -1)),
        }[expr.func]()


def vanishes(expr: sp.Basic) -> bool:
    """Whether the normal form of ``expr`` is zero: then so is ``expr`` wherever defined.

    Raises
    ------
    NoNormalFormError
        If the expression cannot be represented.

    Examples
    --------
    >>> from spectra import R
    >>> vanishes(sp.sqrt(2 * R + 2) - sp.sqrt(2) * sp.sqrt(R + 1))
    True
    >>> vanishes(sp.sqrt(R + 1) - sp.sqrt(R) - 1)
    False
    """
    orders: dict[str, int] = {}
    while True:
        try:
            return bool(NormalForm(orders).walk(expr).num.is_zero())
        except _FinerRootNeededError:
            continue
