"""The admissible values of a claim's symbols: their declared assumptions and the claim's own.

Every route starts from the same :class:`Domain`, which is data: symbols, the relations their
declarations imply, and the relations the claim assumes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.errors import ClaimError

DECLARED: tuple[tuple[str, type[sp.Rel]], ...] = (
    ("is_positive", sp.Gt),
    ("is_negative", sp.Lt),
    ("is_nonnegative", sp.Ge),
    ("is_nonpositive", sp.Le),
)
"""Declared sign and the relation to zero it stands for, the strongest first."""


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
        """Put the fixed symbols' values into an expression."""
        for symbol, value in self.fixed:
            expr = expr.subs(symbol, value)
        return expr

    def restrict(self, *more: Boolean) -> "Domain":
        """Return the same domain under further assumptions."""
        fixed = dict(self.fixed)
        symbols = [*self.symbols, *fixed]
        old = [sp.Eq(s, v, evaluate=False) for s, v in self.fixed]
        return domain_of(symbols, [*old, *self.assumptions, *more])


def bounds(symbol: sp.Symbol) -> tuple[Boolean, ...]:
    """Return the relations that a symbol's declaration implies, unevaluated.

    Examples
    --------
    >>> from spectra import k, R
    >>> bounds(R), bounds(k)
    ((R > 0,), (k >= 2,))
    """
    if symbol.is_positive and symbol.is_integer:
        return (sp.Ge(symbol, 2 if symbol.is_even else 1, evaluate=False),)
    for name, relation in DECLARED:
        if getattr(symbol, name):
            return (relation(symbol, 0, evaluate=False),)
    if symbol.is_nonzero:
        return (sp.Ne(symbol, 0, evaluate=False),)
    return ()


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
    empty = any(r == sp.false for r in relations)
    relations = [r for r in relations if r not in (sp.true, sp.false)]
    fixed: list[tuple[sp.Symbol, sp.Expr]] = []
    while (pair := _solved(relations)) is not None:
        index, symbol, value = pair
        del relations[index]
        empty = empty or not _admits(symbol, value)
        relations = [r.subs(symbol, value) for r in relations]
        empty = empty or any(r == sp.false for r in relations)
        relations = [r for r in relations if r not in (sp.true, sp.false)]
        fixed = [(s, v.subs(symbol, value)) for s, v in fixed]
        fixed.append((symbol, value))
    free = set(symbols).union(*(r.free_symbols for r in relations), *(v.free_symbols for _, v in fixed))
    free -= {s for s, _ in fixed}
    for symbol in free:
        if symbol.is_extended_real is False:
            msg = f"symbol {symbol} is declared not to be real; claims are about real numbers"
            raise ClaimError(msg)
    ordered = tuple(sorted(free, key=lambda s: s.name))
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
            msg = f"assumption {item!r} ({type(item).__name__}) is not a relation such as R > 1"
            raise ClaimError(msg)
    return found


def _solved(relations: list[Boolean]) -> tuple[int, sp.Symbol, sp.Expr] | None:
    """Find an equality with a bare symbol on one side that the other side does not contain."""
    for index, relation in enumerate(relations):
        if not isinstance(relation, sp.Eq):
            continue
        for symbol, value in (relation.args, relation.args[::-1]):
            if isinstance(symbol, sp.Symbol) and not value.has(symbol):
                return index, symbol, value
    return None


def _admits(symbol: sp.Symbol, value: sp.Expr) -> bool:
    """Whether the declaration of ``symbol`` allows ``value`` as far as sympy can see."""
    checks: Mapping[str, bool | None] = {
        "is_integer": symbol.is_integer,
        "is_even": symbol.is_even,
        "is_odd": symbol.is_odd,
        "is_positive": symbol.is_positive,
        "is_negative": symbol.is_negative,
        "is_nonnegative": symbol.is_nonnegative,
        "is_nonpositive": symbol.is_nonpositive,
    }
    return all(
        getattr(value, name) == wanted
        for name, wanted in checks.items()
        if wanted is not None and getattr(value, name) is not None
    )
