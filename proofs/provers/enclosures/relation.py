"""Relations in half-times and delays of the flow, at stated values, by enclosures.

The relation is read as for the proof checker, with a name for each quantity of the flow. At a point
the names stand for the balls that enclose the quantities, and the checker computes what it says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from time import perf_counter

import sympy as sp
from flint import arb, fmpq
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from numerics.errors import NumericsError
from proofs.claims.flow_quantities import DIGITS, OfFlow, Quantity
from proofs.claims.verdict import ENCLOSURE, Counterexample, Evidence, Outcome
from proofs.kernel.errors import Rejected
from proofs.kernel.language import (
    RELATIONS,
    REPEATED,
    Tree,
    leaves,
    read_statement,
    substitute,
)
from proofs.kernel.points import precision, truth, value
from proofs.provers.enclosures import enclosed
from proofs.provers.enclosures.enclosed import METHOD, method, noted
from proofs.provers.enclosures.places import BITS, NoValueError, admitted, starts
from proofs.provers.finders.steps.trees import nodes
from proofs.provers.shown import distance, text, written
from proofs.reader.delays import Naming
from proofs.reader.scalars import UnreadableError, declare
from spectra import delta

MOST_POINTS = 12
"""Points at which a relation for all values is looked at."""

ACCURACIES = 12, 20, 30, DIGITS
"""Decimals asked of the quantities, one after the other until they tell."""

SHOWN = 20
"""Decimals with which a counterexample is shown, at least."""

CONSTANTS: dict[sp.Basic, Callable[[], arb]] = {
    sp.Catalan: arb.const_catalan,
    sp.EulerGamma: arb.const_euler,
    sp.zeta(3): lambda: arb(3).zeta(),
}
"""Numbers that the proof checker has no word for."""

Point = Mapping[str, Tree]


def evidence_on(formula: Boolean, assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Yield what enclosures say: it holds at the stated values, or fails at some.

    A relation for all values of a symbol is looked at in a few points, and can only be refuted.
    """
    started, looked, assume = perf_counter(), 0, list(assume)
    try:
        symbols = set().union(*(part.free_symbols for part in (formula, *assume)))
        names, kinds = declare(symbols)
        reader = Naming(names.names, chosen=_is_enclosed, word="quantity")
        said, given = reader.formula(formula), names.assumptions(assume)
        _see_outside_sums(reader, said)
        statement = read_statement({"variables": kinds, "assume": given, "goal": ["and"]})
        stated = all(_is_stated(name, given) for name in statement.variables)
        undefined = ""
        tried = (admitted(statement, start) for start in starts(statement))
        places = (point for point in tried if point is not None)
        for point in islice(places, MOST_POINTS):
            with noted() as used, precision(BITS):
                try:
                    here, holds = _looked_at(reader, said, point)
                except (Rejected, NoValueError) as error:
                    undefined = str(error)
                    continue
                looked += holds is not None
                seconds = perf_counter() - started
                if holds is False:
                    found = _failure(reader, here, point)
                    name = method(used)
                    yield Evidence(name, Outcome.REFUTES, str(found), seconds, ENCLOSURE, found)
                    return
                if holds and stated:
                    detail = "holds beyond rounding at the stated values"
                    yield Evidence(method(used), Outcome.CERTIFIES, detail, seconds, ENCLOSURE)
                    return
    except (UnreadableError, Rejected, NumericsError) as error:
        yield Evidence(METHOD, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)
        return
    detail = f"holds at {looked} points, which proves nothing for the others"
    if stated:
        detail = undefined or "the enclosures do not tell whether it holds"
    yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _see_outside_sums(reader: Naming, said: Tree) -> None:
    """Refuse numbers of the flow in sums and products."""
    for part in nodes(said):
        if part[0] in REPEATED and leaves(part) & {*reader.found.values()}:
            raise UnreadableError("a number of the flow in a sum or product; take it out of it")


def _is_enclosed(expr: sp.Basic) -> bool:
    return isinstance(expr, Quantity) or expr in CONSTANTS


def _is_stated(name: str, given: list[Tree]) -> bool:
    """Whether an assumption gives a name its only value."""
    for head, *sides in given:
        if head == "=" and name in sides and not any(leaves(x) for x in sides if x != name):
            return True
    return False


def _looked_at(reader: Naming, said: Tree, point: Point) -> tuple[Tree, bool | None]:
    """Return a relation at a point, and whether it holds there, if enclosures tell."""
    for digits in ACCURACIES:
        here = _put(substitute(said, point), _balls(reader, point, digits))
        try:
            holds = truth(here)
        except Rejected:
            if digits == ACCURACIES[-1]:
                raise
            continue
        if holds or (holds is False and digits >= SHOWN):
            break
    return here, holds


def _put(item: Tree, balls: Mapping[str, arb]) -> Tree:
    """Put balls for names, which stand in no sum or product."""
    if isinstance(item, list) and item[0] not in REPEATED:
        return [item[0], *(_put(part, balls) for part in item[1:])]
    return balls.get(item, item) if isinstance(item, str) else item


def _balls(reader: Naming, point: Point, digits: int) -> dict[str, arb]:
    """Enclose the quantities at a point, where their arguments are rational."""
    found = dict[str, arb]()
    for quantity, name in reader.found.items():
        if quantity in CONSTANTS:
            found[name] = CONSTANTS[quantity]()
            continue
        of_flow = quantity.atoms(OfFlow)
        arguments = [
            str(arg.name) if isinstance(arg, Str) else _exact(reader, arg, point)
            for arg in quantity.args
            if arg not in of_flow
        ]
        if of_flow:
            (mode, start), (part,) = map(str, arguments), of_flow
            here = {s: point[x] for s, x in reader.names.items()}
            if delta in part.free_symbols and here[delta] != start:
                raise UnreadableError(f"{quantity} has δ in its flow and starts from {start}")
            here |= {delta: start}
            found[name] = enclosed.half_time(part.flow, mode, here, digits).ball
        else:
            found[name] = enclosed.value(type(quantity), digits, tuple(arguments)).ball
    return found


def _exact(reader: Naming, arg: sp.Basic, point: Point) -> Fraction:
    exact = value(substitute(reader.tree(arg), point))
    if not isinstance(exact, fmpq):
        raise UnreadableError(f"{arg} is no exact rational number")
    return Fraction(int(exact.p), int(exact.q))


def _failure(reader: Naming, said: Tree, point: Point) -> Counterexample:
    """Return both sides at a point at which a relation fails."""
    words = {name: str(symbol) for symbol, name in reader.names.items()}
    where = tuple((words[name], written(tree)) for name, tree in point.items())
    if said[0] not in RELATIONS:
        return Counterexample(where, "false", "true", "")
    left, right = map(value, said[1:])
    return Counterexample(where, text(left), text(right), distance(left - right))
