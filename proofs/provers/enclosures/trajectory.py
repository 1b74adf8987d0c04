"""Where a claimed strength of a mode is certainly not that of the flow, by enclosures of the flow."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from time import perf_counter

import sympy as sp
from flint import arb, ctx
from sympy.logic.boolalg import Boolean

from numerics.errors import NumericsError
from proofs.claims.flow import TERMS, Flow
from proofs.claims.flow_statements import Trajectory
from proofs.claims.verdict import ENCLOSURE, Counterexample, Evidence, Outcome
from proofs.claims.weighting import flow_of, symbols_in
from proofs.errors import ClaimError
from proofs.provers.enclosures.enclosed import METHOD, Enclosed, method, strength
from proofs.provers.enclosures.places import (
    BITS,
    USUAL,
    NoValueError,
    Places,
    Point,
    group_of,
    groups_at,
    rational,
    value,
)
from proofs.provers.shown import text, written
from proofs.reader.flows import mode_exists
from proofs.reader.scalars import UnreadableError
from spectra import delta, t

NAMES = ("claimed", "true")
DIGITS = 20

FACTORS = (1.0, 1.2, 0.8, 3.0, 0.3)
"""Multiples of the learning time at which it is looked at."""


def evidence_on(statement: Trajectory, assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Yield that the claimed strength is off at one of some points, or how many were looked at."""
    started, looked, assume = perf_counter(), 0, tuple(assume)
    flow = flow_of(statement.weighting, statement.system)
    if why := _unknown(flow, statement.mode):
        yield Evidence(METHOD, Outcome.INCONCLUSIVE, why)
        return
    if not flow.differs:
        statement = replace(statement, weighting=flow.setting.weights)
    if statement.system == "projected":
        return
    known = statement.free_symbols.union(*(a.free_symbols for a in assume))
    assume += tuple(a for a in _exists(statement) if a.free_symbols <= known)
    rate = flow.setting.net(flow.setting.growth()[statement.mode])
    for point in _places(statement, assume, rate):
        try:
            enclosed = _strength(flow, statement.mode, point)
            with ctx.workprec(BITS):
                claimed = arb(value(statement.expr, point))
                gap = abs(claimed - enclosed.ball)
        except (NoValueError, NumericsError):
            continue
        looked += gap.is_finite()
        if gap > 0:
            where = tuple((str(s), written(v)) for s, v in point.items())
            sides = text(claimed), text(enclosed.ball), text(gap)
            found, seconds = Counterexample(where, *sides, NAMES), perf_counter() - started
            name = method([enclosed])
            yield Evidence(name, Outcome.REFUTES, str(found), seconds, ENCLOSURE, found)
            return
    detail = f"no certain difference at {looked} points at which both could be enclosed"
    yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _unknown(flow: Flow, name: str) -> str:
    """Say why a mode of a flow is not enclosed, if it is not."""
    if len(flow.setting.weights.imbalance.groups) > 2:
        return "flows of at most two groups of classes are enclosed"
    if not flow.changed.keys() <= {"loss", "decay", "data", "system", *TERMS}:
        return "flows of two factors from the spectral start on centred labels are enclosed"
    if flow.loss == "cross-entropy" and name == "maj-min":
        return "the strength of a mode between groups is not defined under cross-entropy"
    return ""


def _exists(statement: Trajectory) -> list[sp.Basic]:
    """Return conditions on a mode; none where no equation of it is known, and numbers must tell."""
    try:
        return mode_exists(statement)
    except ClaimError:
        return []


def _strength(flow: Flow, mode: str, point: Point) -> Enclosed:
    """Enclose the strength of a mode at a point, which names a time.

    Raises
    ------
    NoValueError
        If the point has no such mode.
    NumericsError
        If numerics does not enclose it.
    """
    if flow.differs:
        from proofs.provers.enclosures.twin import strength_at

        reason = "no checker for decay, cross-entropy or class means"
        return Enclosed(strength_at(flow, mode, point, DIGITS), reason=reason)
    return strength(groups_at(flow, point), group_of(flow, mode), rational(t, point), DIGITS)


def _places(statement: Trajectory, assume: tuple[Boolean, ...], rate: sp.Expr) -> Iterator[Point]:
    """Yield admissible parameters, each with times about δ/rate, where β is neither 0 nor 1.

    Other symbols are 2, 3, …; decay and the like 1/2, 1/3, … before that.
    """
    symbols = statement.expr.free_symbols | symbols_in(statement.weighting) | {delta}
    try:
        timed = Places(symbols | {t}, assume)
        still = Places(symbols - {t}, [a for a in assume if not a.has(t)])
    except UnreadableError:
        return
    large, small = (
        {s: USUAL.get(s, form.format(n)) for n, s in enumerate(still.names, 2)}
        for form in ("{}", "1/{}")
    )
    tries = [small, large] if isinstance(statement.weighting, Flow) else [large]
    for place in islice(still.points(*tries), len(tries) + 2):
        moment = float(arb(value(delta / rate, place)).mid())
        for factor in FACTORS:
            time = Fraction(round(1000 * factor * moment), 1000)
            if (point := timed.admitted({t: str(time), **place})) is not None:
                yield point
