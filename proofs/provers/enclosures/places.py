"""Points at which a flow is looked at, and expressions there, as the proof checker computes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, product
from typing import TYPE_CHECKING, Any, TypeAlias

import sympy as sp
from flint import arb, fmpq

from proofs.kernel import points
from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, Tree, read_statement, substitute
from proofs.provers.finders.points.equations import solved
from proofs.provers.finders.points.values import values
from proofs.reader.scalars import Reader, UnreadableError, declare
from spectra import R, delta, gamma, k
from spectra.spectrum.svd import within_names

if TYPE_CHECKING:
    from sympy.logic.boolalg import Boolean

    from proofs.claims.flow import Flow
    from proofs.provers.enclosures.flow_runs import Groups

Point: TypeAlias = Mapping[sp.Symbol, Tree]
"""An exact number for each symbol, as it stands in a proof object."""

FEW = "4"
"""Classes, where nothing says how many."""

USUAL = {R: "10", delta: "8", gamma: "3/4", k: FEW}
"""Where a flow is looked at first, unless a claim fixes the parameters."""

BITS = 160
"""Precision of what is computed at a point."""


class NoValueError(ValueError):
    """An expression has no value at a point that could be computed."""


def value(expr: Any, point: Point) -> fmpq | arb:
    """Compute an expression, exactly or in balls.

    Raises
    ------
    NoValueError
        If it has no value there, or holds what the proof checker has no word for.

    Examples
    --------
    >>> from spectra import R
    >>> print(value(sp.sqrt(R + 1), {R: "3"}))
    2
    """
    expr = sp.sympify(expr)
    if isinstance(expr, sp.Piecewise):
        pieces = (piece for piece, condition in expr.args if _holds(condition, point))
        return value(next(pieces, sp.nan), point)
    try:
        with points.precision(BITS):
            found = points.value(_put(Reader(_names(point)).tree(expr), point))
            if isinstance(found, fmpq) or found.is_finite():
                return found
    except (UnreadableError, Rejected, ArithmeticError, KeyError) as error:
        raise NoValueError(f"{expr} is not computed: {error}") from error
    raise NoValueError(f"{expr} has no value there")


def _holds(condition: Boolean, point: Point) -> bool:
    if condition in (sp.true, sp.false):
        return bool(condition)
    with points.precision(BITS):
        return points.truth(_put(Reader(_names(point)).formula(condition), point)) is True


def _names(point: Point) -> dict[sp.Symbol, str]:
    return {symbol: f"x{i}" for i, symbol in enumerate(point)}


def _put(tree: Tree, point: Point) -> Tree:
    return substitute(tree, {name: point[symbol] for symbol, name in _names(point).items()})


def rational(expr: Any, point: Point) -> Fraction:
    """Compute an expression that is rational at a point.

    Raises
    ------
    NoValueError
        If it is not, or not seen to be.
    """
    found = value(expr, point)
    if not isinstance(found, fmpq):
        raise NoValueError(f"{expr} is not rational there")
    return Fraction(int(found.p), int(found.q))


def sizes_at(flow: Flow, point: Point) -> list[int]:
    """Return the numbers of classes of the groups, of which four are in all if nothing says how many.

    Raises
    ------
    NoValueError
        If they are no positive whole numbers at the point.
    """
    sizes = flow.setting.weights.imbalance.sizes
    found = [rational(size, {k: FEW, **point}) for size in sizes]
    if not all(size.denominator == 1 and size > 0 for size in found):
        raise NoValueError(f"there are no groups of {' and '.join(map(str, found))} classes")
    return list(map(int, found))


def groups_at(flow: Flow, point: Point) -> Groups:
    """Return groups of classes with their weights, and the start, as a certificate has them.

    Raises
    ------
    NoValueError
        If they are not rational at the point, or the sizes not whole.
    """
    weights, here = flow.setting.weights, {k: FEW, **point}
    groups: Groups = {
        "sizes": sizes_at(flow, point),
        "counts": [str(rational(count, here)) for count in weights.imbalance.counts],
        "delta": str(rational(delta, here)),
    }
    if weights.gamma is None:
        groups["weights"] = [str(rational(weight, here)) for weight in weights.omega]
    else:
        groups["gamma"] = str(rational(weights.gamma, here))
    return groups


def group_of(flow: Flow, mode: str) -> int | None:
    """Return the number of the group that a mode is within; None for one between groups."""
    names = within_names(flow.setting.weights.imbalance)
    return names.index(mode) if mode in names else None


class Places:
    """Points of the declared kinds that certainly meet assumptions.

    Parameters
    ----------
    symbols : iterable of Symbol
        Those that a point has values of, beside those in the assumptions.
    assume : iterable of relations

    Raises
    ------
    UnreadableError
        If the proof checker has no word for a part of them.
    """

    def __init__(self, symbols: Iterable[sp.Symbol], assume: Iterable[Boolean]) -> None:
        assume = list(assume)
        reader, kinds = declare(set(symbols).union(*(a.free_symbols for a in assume)))
        given = {"variables": kinds, "assume": reader.assumptions(assume), "goal": ["and"]}
        self.statement, self.names = read_statement(given), reader.names

    def admitted(self, start: Point) -> Point | None:
        """Return a point with what equations among the assumptions give, if it is admissible."""
        point = admitted(self.statement, {self.names[s]: tree for s, tree in start.items()})
        return None if point is None else {s: point[name] for s, name in self.names.items()}

    def points(self, *preferred: Point) -> Iterator[Point]:
        """Yield admissible points, first those preferred."""
        found = starts(self.statement)
        others = ({s: point[name] for s, name in self.names.items()} for point in found)
        for start in chain(preferred, others):
            if (point := self.admitted(start)) is not None:
                yield point


def starts(statement: Statement) -> Iterator[dict[str, Tree]]:
    """Yield points that may meet the assumptions, simple ones first."""
    if len(statement.variables) < 2:
        tried = values(statement)
        yield from (dict(zip(tried, point, strict=True)) for point in product(*tried.values()))
        return
    # many at once, with numpy
    from proofs.provers.finders.points.search import candidates

    yield from candidates(statement, set())


def admitted(statement: Statement, start: dict[str, Tree]) -> dict[str, Tree] | None:
    """Return a point with what equations among the assumptions give, if it is admissible."""
    point = solved(statement, start, set())
    try:
        with points.precision(BITS):
            return points.meets(statement, point)
    except (Rejected, ArithmeticError, ValueError):
        return None
