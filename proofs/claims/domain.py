"""The admissible values of a claim's symbols: their declared assumptions and the claim's own.

Every route starts from the same :class:`Domain`, which is data: symbols, the relations their
declarations imply, and the relations the claim assumes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.errors import ClaimError
from spectra.errors import short

DECLARED: tuple[tuple[str, type[sp.Rel]], ...] = (
    ("is_positive", sp.Gt),
    ("is_negative", sp.Lt),
    ("is_nonnegative", sp.Ge),
    ("is_nonpositive", sp.Le),
)
"""Declared sign and the relation to zero it stands for, the strongest first."""

ALGEBRA = frozenset({"commutative", "hermitian", "antihermitian"})
"""Declarations that hold of every real number and that sympy does not infer."""

UNDEFINED = (sp.nan, sp.zoo, sp.oo, -sp.oo)
"""What sympy leaves where an expression has no finite value."""


@dataclass(frozen=True)
class Domain:
    """Admissible values.

    Attributes
    ----------
    symbols : tuple of Symbol
        The free symbols that are left, by name.
    assumptions : tuple of Boolean
        What the claim assumes beyond the declarations of the symbols.
    fixed : tuple of (Symbol, Expr)
        Symbols an equality among the assumptions determines, with their values.
    empty : bool
        Whether the assumptions are contradictory at sight.
    """

    symbols: tuple[sp.Symbol, ...]
    assumptions: tuple[Boolean, ...] = ()
    fixed: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()
    empty: bool = False

    def apply(self, expr: sp.Basic) -> sp.Basic:
        """Put the fixed symbols' values into an expression; relations are not evaluated."""
        for symbol, value in self.fixed:
            expr = substitute(expr, symbol, value)
        return expr


def substitute(expr: sp.Basic, symbol: sp.Expr, value: sp.Expr) -> sp.Basic:
    """Put a value into an expression without letting sympy judge the relations in it.

    Judged by sympy, ``1/(R - 1) = 1/(R - 1)`` would be true at R = 1, where it says nothing.

    Examples
    --------
    >>> from spectra import R
    >>> substitute(sp.Eq(1 / (R - 1), 3), R, sp.Integer(2))
    Eq(1, 3)
    """
    if isinstance(expr, sp.Rel):
        return expr.func(*(arg.subs(symbol, value) for arg in expr.args), evaluate=False)
    if isinstance(expr, (sp.And, sp.Or, sp.Not, sp.Implies)):
        return expr.func(*(substitute(arg, symbol, value) for arg in expr.args))
    return expr.subs(symbol, value)


def bounds(symbol: sp.Symbol) -> tuple[Boolean, ...]:
    """Return the relations that a symbol's declaration implies, unevaluated.

    Examples
    --------
    >>> from spectra import k, R
    >>> bounds(R), bounds(k)
    ((R > 0,), (k >= 2,))
    """
    if symbol.is_integer and symbol.is_positive:
        least = 2 if symbol.is_even or symbol.is_prime or symbol.is_composite else 1
        return (sp.Ge(symbol, least, evaluate=False),)
    if symbol.is_integer and symbol.is_negative:
        return (sp.Le(symbol, -2 if symbol.is_even else -1, evaluate=False),)
    for name, relation in DECLARED:
        if getattr(symbol, name):
            return (relation(symbol, 0, evaluate=False),)
    if symbol.is_nonzero:
        return (sp.Ne(symbol, 0, evaluate=False),)
    return ()


@lru_cache(maxsize=4096)
def allows(symbol: sp.Symbol, value: sp.Expr) -> bool | None:
    """Whether the declaration of ``symbol`` allows ``value``; None if sympy cannot tell.

    Examples
    --------
    >>> from spectra import k
    >>> allows(k, sp.Integer(3)), allows(k, sp.Integer(4)), allows(k, 2 * sp.Symbol("x"))
    (False, True, None)
    """
    wanted = {n: w for n, w in symbol.assumptions0.items() if n not in ALGEBRA}
    found = {name: getattr(value, f"is_{name}", None) for name in wanted}
    if any(found[name] is not None and found[name] != wanted[name] for name in wanted):
        return False
    return None if None in found.values() else True


def describe(domain: Domain) -> tuple[str, ...]:
    """Say the whole domain in words: declarations first, then the claim's assumptions."""
    lines = []
    for symbol in domain.symbols:
        kinds = ["even"] if symbol.is_even else ["integer"] if symbol.is_integer else []
        relation = ", ".join(str(b) for b in bounds(symbol)) or f"{symbol} real"
        lines.append(f"{relation} {' '.join(kinds)}".strip())
    lines += [f"{s} = {v}" for s, v in domain.fixed]
    return (*lines, *(str(a) for a in domain.assumptions))


def domain_of(symbols: Iterable[sp.Symbol], assume: Iterable[object]) -> Domain:
    """Collect the admissible values of ``symbols`` under the assumptions ``assume``.

    An equality that determines a symbol (``Eq(R, 10)``) is solved at once and becomes
    ``fixed``; an assumption that contradicts a declaration (``Eq(k, 3)``) makes the domain
    empty.

    Raises
    ------
    ClaimError
        If an assumption is not a relation, or a symbol is declared not to be real.
    """
    relations = _flatten(assume)
    fixed: list[tuple[sp.Symbol, sp.Expr]] = []
    empty = False
    while (found := _solved(relations)) is not None:
        index, symbol, value = found
        del relations[index]
        empty = empty or allows(symbol, value) is False
        if not value.is_number:
            # the declared sign of the symbol that goes becomes a condition on the others
            relations += bounds(symbol)
        relations = [substitute(r, symbol, value) for r in relations]
        fixed = [(s, v.subs(symbol, value)) for s, v in fixed]
        fixed.append((symbol, value))
    decided = [_evaluate(r) for r in relations]
    empty = empty or sp.false in decided
    relations = [r for r in decided if r not in (sp.true, sp.false)]
    free = set(symbols)
    free = free.union(*(r.free_symbols for r in relations), *(v.free_symbols for _, v in fixed))
    free -= {s for s, _ in fixed}
    for symbol in free:
        if symbol.is_extended_real is False:
            raise ClaimError(
                f"symbol {symbol} is declared not to be real; claims are about real numbers"
            )
    ordered = tuple(sorted(free, key=lambda s: (s.name, str(s.assumptions0))))
    return Domain(ordered, tuple(relations), tuple(fixed), empty)


def _flatten(assume: Iterable[object]) -> list[Boolean]:
    found: list[Boolean] = []
    for item in assume:
        value = sp.sympify(item) if isinstance(item, bool) else item
        if isinstance(value, sp.And):
            found += _flatten(value.args)
        elif isinstance(value, Boolean):
            found.append(value)
        else:
            raise ClaimError(
                f"assumption {short(item)} ({type(item).__name__}) is not a relation such as R > 1"
            )
    return found


def _evaluate(relation: Boolean) -> Boolean:
    """Let sympy judge an assumption; one that is undefined cannot be met."""
    if relation.has(*UNDEFINED):
        return sp.false
    if isinstance(relation, sp.Rel) and not relation.free_symbols:
        sides = [side.doit() for side in relation.args]
        if any(side.is_extended_real is False for side in sides):
            return sp.false
        return relation.func(*sides)
    return relation


def _solved(relations: list[Boolean]) -> tuple[int, sp.Symbol, sp.Expr] | None:
    """Find an equality with a bare symbol on one side that the other side does not contain.

    A symbol declared to be an integer only goes if its value is known to be one or not to be.
    """
    for index, relation in enumerate(relations):
        if not isinstance(relation, sp.Eq):
            continue
        for symbol, value in (relation.args, relation.args[::-1]):
            if not isinstance(symbol, sp.Symbol) or value.has(symbol):
                continue
            if symbol.is_rational is None or allows(symbol, value) is not None:
                return index, symbol, value
    return None
