"""Formulas as polynomials in generators, by sympy's algebra.

Radicals, exponentials, logarithms and absolute values become variables with conditions of
their own. Nothing here is shared with :mod:`proofs.provers.smt.z3_encoding`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from math import lcm

import sympy as sp

from proofs.provers.expressions.mpmath_intervals import NotPolynomialError, enclosure

__all__ = ["Generators", "NotPolynomialError", "Side", "plan", "prepare", "rational"]

LARGEST_ORDER, LARGEST_DEGREE = 24, 60
HYPERBOLIC = [sp.sinh, sp.cosh, sp.tanh, sp.coth]


Side = tuple[sp.Expr, str]
"""A polynomial expression and its relation to zero: one of ">", ">=", "=", "distinct"."""


@dataclass
class Generators:
    """The variables that replace what is not rational, with what is known of them.

    Attributes
    ----------
    orders : dict
        For each radicand and exponential, the finest root that is needed.
    made : dict
        The variable of each expression that got one.
    conditions : list of (bool, Side)
        In the order met: what holds of a variable (False), and what must hold for the formula
        to be defined (True).
    exponents : dict
        The exponent each exponential stands for.
    products : list of (Expr, Expr)
        Products of exponentials, each with its whole exponent.
    signs : dict
        1 for a variable that is positive, 0 for one that is not negative.
    """

    orders: dict[sp.Expr, int] = field(default_factory=dict)
    made: dict[sp.Expr, sp.Dummy] = field(default_factory=dict)
    conditions: list[tuple[bool, Side]] = field(default_factory=list)
    exponents: dict[sp.Dummy, sp.Expr] = field(default_factory=dict)
    signs: dict[sp.Symbol, int] = field(default_factory=dict)
    products: list[tuple[sp.Expr, sp.Expr]] = field(default_factory=list)

    def variable(self, key: sp.Expr) -> tuple[sp.Dummy, bool]:
        """Return the variable of an expression, and whether it is new."""
        new = key not in self.made
        if new:
            self.made[key] = sp.Dummy(f"g{len(self.made)}", real=True)
        return self.made[key], new

    def know(self, *sides: Side) -> None:
        """Note what holds of variables just made."""
        self.conditions += [(False, side) for side in sides]

    def need(self, expr: sp.Expr, sense: str) -> None:
        """Note what must hold for the formula to be defined, unless it is plain."""
        if not self.is_plain(expr, strict=sense != ">="):
            self.conditions.append((True, (expr, sense)))

    def is_plain(self, expr: sp.Expr, *, strict: bool) -> bool:
        """Whether all terms are at sight not negative (and one of them positive if strict)."""
        variables = sorted(expr.free_symbols, key=str)
        if not variables:
            return bool(expr.is_positive or (expr.is_nonnegative and not strict))
        if any(self.sign(v) is None for v in variables):
            return False
        terms = sp.Poly(expr, *variables).terms()
        if not all(coefficient.is_positive for _, coefficient in terms):
            return False
        positive = [v for v, _ in enumerate(variables) if self.sign(variables[v]) == 1]
        return not strict or any(
            all(i in positive for i, power in enumerate(powers) if power) for powers, _ in terms
        )

    def sign(self, variable: sp.Symbol) -> int | None:
        """Return 1 for a positive variable, 0 for one that is not negative, None otherwise."""
        if variable.is_positive:
            return 1
        if variable.is_nonnegative:
            return 0
        return self.signs.get(variable)

    def root(self, base: sp.Expr, order: int) -> sp.Dummy:
        """Return the variable for base^(1/order)."""
        y, new = self.variable(sp.Pow(base, sp.Rational(1, order), evaluate=False))
        if new:
            up, down = sp.fraction(sp.together(base))
            self.need(up * down, ">=")
            strict = self.is_plain(up * down, strict=True)
            self.signs[y] = int(strict)
            self.know((y, ">" if strict else ">="), (y**order * down - up, "="))
        return y

    def exponential(self, u: sp.Expr, original: sp.Expr) -> sp.Dummy:
        """Return the variable for exp(u), u being ``original`` in variables already there."""
        e, new = self.variable(sp.exp(u, evaluate=False))
        if new:
            self.exponents[e] = u
            self.signs[e] = 1
            self.know((e, ">"))
            if original.is_number:
                self.enclose(e, sp.exp(original, evaluate=False))
        return e

    def logarithm(self, inside: sp.Expr) -> sp.Dummy:
        """Return the variable for log(inside)."""
        v, new = self.variable(sp.log(inside, evaluate=False))
        if new:
            up, down = sp.fraction(sp.together(inside))
            self.need(up * down, ">")
            # 1 - 1/x ≤ log x ≤ x - 1, and log x has the sign of x - 1, for x = up/down
            self.know(
                (up * down, ">"),
                ((up - down - v * down) * down, ">="),
                ((v * up - up + down) * up, ">="),
                (v * (up - down) * down, ">="),
            )
            if inside.is_number:
                self.enclose(v, sp.log(inside))
        return v

    def absolute(self, inside: sp.Expr) -> sp.Dummy:
        """Return the variable for |inside|."""
        v, new = self.variable(sp.Abs(inside, evaluate=False))
        if new:
            up, down = sp.fraction(sp.together(inside))
            self.signs[v] = 0
            self.know((v, ">="), ((v * down) ** 2 - up**2, "="))
        return v

    def enclose(self, variable: sp.Dummy, number: sp.Expr) -> None:
        """Say between which rationals a constant lies."""
        low, high = enclosure(number)
        self.know((variable - low, ">="), (high - variable, ">="))

    def constant(self, number: sp.Expr) -> sp.Dummy:
        """Return the variable of a constant without a polynomial (π)."""
        v, new = self.variable(number)
        if new:
            self.enclose(v, number)
        return v


# from formulas to generators ------------------------------------------------------------------


def split(exponent: sp.Expr) -> Iterator[tuple[sp.Rational, sp.Expr]]:
    """Yield the terms of an exponent as rational coefficient and rest."""
    for piece in sp.Add.make_args(sp.expand(exponent)):
        yield piece.as_coeff_Mul(rational=True)


def plan(expr: sp.Basic, orders: dict[sp.Expr, int]) -> None:
    """Find, for every radicand and every exponential, the finest root that is needed."""
    for node in sp.preorder_traversal(expr):
        if isinstance(node, sp.exp):
            for c, rest in split(node.exp):
                # exp(c·log x) is a power of x, not a new exponential
                if rest == 1 and max(abs(c.p), c.q) > LARGEST_ORDER:
                    continue
                key = rest.args[0] if isinstance(rest, sp.log) else sp.exp(rest)
                orders[key] = lcm(orders.get(key, 1), int(c.q))
        elif isinstance(node, sp.Pow) and isinstance(node.exp, sp.Rational):
            orders[node.base] = lcm(orders.get(node.base, 1), int(node.exp.q))


def prepare(expr: sp.Basic, *, canonical: bool = False) -> sp.Basic:
    """Write hyperbolic functions, maxima and symbolic powers through exp, log and Abs.

    If ``canonical``, take positive factors out of roots: more roots, but each in one form only.
    """
    if not expr.args:
        return expr
    args = [prepare(arg, canonical=canonical) for arg in expr.args]
    if expr.func in HYPERBOLIC:
        return expr.func(*args).rewrite(sp.exp)
    if isinstance(expr, sp.Max):
        return reduce(lambda x, y: (x + y + sp.Abs(x - y)) / 2, args)
    if isinstance(expr, sp.Min):
        return reduce(lambda x, y: (x + y - sp.Abs(x - y)) / 2, args)
    if isinstance(expr, sp.log):
        return sp.expand_log(sp.log(args[0]))
    if isinstance(expr, sp.Pow) and not args[1].is_Rational:
        return sp.exp(args[1] * sp.log(args[0]), evaluate=False)
    if canonical and isinstance(expr, sp.Pow) and not args[1].is_Integer:
        return _radical(*args)
    if isinstance(expr, sp.Rel):
        return expr.func(*args, evaluate=False)
    return expr.func(*args)


def _radical(base: sp.Expr, power: sp.Rational) -> sp.Expr:
    """Take positive factors out of a root, so that the same root is written the same way."""
    content, rest = base.primitive() if isinstance(base, sp.Add) else (sp.S.One, base)
    return sp.expand_power_base(content**power * rest**power)


def rational(expr: sp.Expr, gens: Generators) -> sp.Expr:
    """Replace, from the leaves up, all that is not rational by generators.

    Raises
    ------
    NotPolynomialError
        If a part has no generator.
    """
    if not expr.args:
        return _leaf(expr, gens)
    if isinstance(expr, sp.exp):
        return _exponential(expr, gens)
    args = [rational(arg, gens) for arg in expr.args]
    if isinstance(expr, sp.Pow):
        if not isinstance(expr.exp, sp.Rational):
            raise NotPolynomialError(str(expr))
        if expr.exp < 0:
            gens.need(sp.fraction(sp.together(args[0]))[0], "distinct")
        if expr.exp.q == 1:
            _check_order(expr.exp)
            return args[0] ** expr.exp
        order = lcm(gens.orders.get(expr.base, 1), int(expr.exp.q))
        _check_order(sp.Integer(order))
        _check_order(expr.exp * order)
        return gens.root(args[0], order) ** (int(expr.exp.p) * (order // int(expr.exp.q)))
    if isinstance(expr, sp.log):
        return gens.logarithm(args[0])
    if isinstance(expr, sp.Abs):
        return gens.absolute(args[0])
    if isinstance(expr, (sp.Add, sp.Mul)):
        return expr.func(*args)
    raise NotPolynomialError(str(expr))


def _leaf(expr: sp.Expr, gens: Generators) -> sp.Expr:
    if isinstance(expr, (sp.Rational, sp.Symbol)):
        return expr
    if expr == sp.E:
        return _exponential(sp.exp(1, evaluate=False), gens)
    if expr == sp.pi:
        return gens.constant(expr)
    raise NotPolynomialError(str(expr))


def _check_order(power: sp.Rational) -> None:
    if abs(power) > LARGEST_DEGREE:
        raise NotPolynomialError(f"the power {power} is too high")


def _exponential(expr: sp.exp, gens: Generators) -> sp.Expr:
    factors = []
    for c, rest in split(expr.exp):
        if isinstance(rest, sp.log):
            gens.need(sp.Mul(*sp.fraction(sp.together(rational(rest.args[0], gens)))), ">")
            factors.append(rational(sp.Pow(rest.args[0], c), gens))
            continue
        if rest == 1 and max(abs(c.p), c.q) > LARGEST_ORDER:
            factors.append(gens.constant(sp.exp(c)))
            continue
        order = lcm(gens.orders.get(sp.exp(rest), 1), int(c.q))
        _check_order(c * order)
        base = gens.exponential(rational(rest, gens) / order, rest / order)
        factors.append(base ** int(c * order))
    if len(factors) > 1:
        gens.products.append((sp.Mul(*factors), expr.exp))
    return sp.Mul(*factors)
