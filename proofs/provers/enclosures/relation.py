"""Relations in half-times and delays of the flow, at stated values, by enclosures."""

from collections.abc import Iterable, Iterator
from time import perf_counter

import sympy as sp
from flint import ctx
from sympy.logic.boolalg import Boolean

from proofs.claims.domain import Domain, domain_of
from proofs.claims.verdict import ENCLOSURE, Counterexample, Evidence, Outcome
from proofs.provers.enclosures.arb_evaluation import NoBallError, ball, digits, truth
from proofs.provers.enclosures.enclosed import METHOD, method, noted
from proofs.provers.enclosures.sample_points import Point, admissible, points

MOST_POINTS = 12
"""Points at which a relation for all values is looked at."""


def evidence_on(formula: Boolean, assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Yield what enclosures say: it holds at the stated values, or fails at some.

    A relation for all values of a symbol is looked at in a few points, and can only be refuted.
    """
    started, looked = perf_counter(), 0
    domain = domain_of(formula.free_symbols, assume)
    said = domain.apply(formula)
    for point in _places(domain):
        try:
            with noted() as used:
                holds = truth(said, point)
        except NoBallError as error:
            detail = f"{_where(point)}: {error}" if point else str(error)
            yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
            return
        looked += holds is not None
        seconds = perf_counter() - started
        if holds is False:
            found = _failure(said, point)
            yield Evidence(method(used), Outcome.REFUTES, str(found), seconds, ENCLOSURE, found)
            return
        if holds and not domain.symbols:
            detail = "holds beyond rounding at the stated values"
            yield Evidence(method(used), Outcome.CERTIFIES, detail, seconds, ENCLOSURE)
            return
    detail = f"holds at {looked} points, which proves nothing for the others"
    if not domain.symbols:
        detail = "the enclosures do not tell whether it holds"
    yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _places(domain: Domain) -> Iterator[Point]:
    """Yield the admissible points to look at."""
    if domain.symbols:
        yield from points(domain, MOST_POINTS)
    elif not domain.empty and admissible(domain, {}):
        yield {}


def _where(point: Point) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in point.items())


def _failure(said: Boolean, point: Point) -> Counterexample:
    """Return both sides at a point at which a relation fails."""
    where = tuple((str(symbol), str(value)) for symbol, value in point.items())
    if not isinstance(said, sp.Rel):
        return Counterexample(where, "false", "true", str(said))
    with ctx.workprec(128):
        left, right = (ball(side, point) for side in said.args)
        return Counterexample(where, digits(left), digits(right), digits(left - right))
