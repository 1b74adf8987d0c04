"""Find proofs on the modes of a flow: a strength for all times, the time to a level.

Two differential equations are known: the logistic one, and the system of the mode between two
groups. Their proofs are the same for all constants; that these are positive and how they hang
together is left to the finders for scalars.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import chain, islice, tee
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.flows import differ
from proofs.kernel.language import Statement, Tree, leaves, premises, read_statement, substitute
from proofs.kernel.points import precision, truth
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope
from proofs.kernel.zeros import at_values
from proofs.provers.finders.cross_entropy.choice import chosen, growing
from proofs.provers.finders.cross_entropy.waits import waits
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes import (
    between,
    between_ends,
    between_times,
    decaying,
    deep,
    logistic,
    unbalanced,
    vanishing,
)  # fmt: skip
from proofs.provers.finders.modes.comparing import BITS, MOMENTS, compared, differs
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.modes.opening import TIME, collected, entered
from proofs.provers.finders.modes.orders import ordered
from proofs.provers.finders.modes.plateaus import plateau
from proofs.provers.finders.points.search import Point, meeting
from proofs.provers.finders.scalars.emptiness import emptiness
from proofs.provers.finders.scalars.existence import Existing, as_witness, existing
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import stated
from proofs.provers.finders.steps.shorter import accepted
from proofs.provers.finders.times import another_time, later, otherwise, time_over, whenever

if TYPE_CHECKING:
    from proofs.provers.finders.modes.script import Mode
    from proofs.provers.finders.times import Attempt

NAME = "scripts for modes"
MOST_POINTS, MOST_COMPARED = 6, 100
"""Points that are tried, and at which what is claimed is compared with what may be true."""

TIMES = {
    Kind.ALONE: logistic.times, Kind.TWO_SIZES: unbalanced.times,
    Kind.BETWEEN: between_times.times, Kind.DECAYING: between_times.times, Kind.DEEP: deep.times,
}  # fmt: skip
ENDS = {
    Kind.ALONE: logistic.ends, Kind.TWO_SIZES: unbalanced.ends, Kind.FADING: decaying.ends,
    Kind.BETWEEN: between_ends.ends, Kind.DECAYING: between_ends.ends, Kind.VANISHING: vanishing.ends,
    Kind.DEEP: deep.ends,
}  # fmt: skip
STRENGTHS = {Kind.ALONE: logistic.strength, Kind.BETWEEN: between.strength}


@precision(BITS)
@accepted
def find_flow(
    data: dict[str, Any], other: Iterable[Tree] = (), times: Iterable[Tree] = ()
) -> Iterator[dict[str, Any]]:
    """Yield proof objects for a statement on a flow, of which the first accepted one is returned.

    Parameters
    ----------
    data : dict
        The statement, as the reader returns it.
    other : iterable of trees, optional
        What the limit of a time may be instead; if it is, the statement is refuted.
    times : iterable of trees, optional
        Of a plateau: what the limit of the mode's learning time over δ may be.
    """
    statement = read_statement(data)
    head = {**stated(data, NAME), "bits": BITS}
    for verdict, part, work in _attempts(statement, list(other), list(times)):
        with suppress(NotFoundError, Rejected):
            yield {**head, "verdict": verdict, **part, **work()}


def _attempts(statement: Statement, other: list[Tree], times: list[Tree]) -> Iterator[Attempt]:
    more = _places(statement, MOST_COMPARED)
    places = list(islice(more, MOST_POINTS))
    if not places or any(leaves(a) & statement.moving for a in statement.assume):
        yield "VACUOUS", {}, partial(emptiness, statement)
    if statement.goal[0] == "flow":
        # one point costs little, and spares what is false the search for a proof
        for place in places[:1]:
            yield from _refuted_at(*place)
        time = statement.goal[1][1]
        for witness in islice(meeting(at_a_time(statement), set()), 1):
            part = {"when": witness.pop(time), "witness": witness}
            yield "PROVED", part, partial(_prove, statement)
            yield "PROVED", part, partial(compared, statement)
        for place in places[1:]:
            yield from _refuted_at(*place)
        return
    work = partial(_prove, statement, times)
    proved = (("PROVED", as_witness(parts), work) for parts, _ in places[:1])
    # what is none of the limits that may be true, at the first point, is hardly proved
    wrong = [
        _differ(statement, tree, parts["point"], undefined=True)
        for parts, _ in places[:1]
        for tree in other
    ]
    if statement.goal[0] == "time" and len(statement.goal) > TIME:
        yield from proved
        yield from _another_multiple(statement, places, times)
        yield from _another_constant(statement, places, more, other)
        return
    if statement.goal[0].startswith("when "):
        yield from proved
        yield from another_time(statement, places, other)
        return
    refuted = _another_limit(statement, chain(places, more), other, times)
    yield from chain(refuted, proved) if wrong and all(wrong) else chain(proved, refuted)


def _another_multiple(
    statement: Statement, places: list[Existing], times: list[Tree]
) -> Iterator[Attempt]:
    """Refute a time less a multiple of δ, where T/δ tends to another number."""
    *head, multiple, name, _ = statement.goal
    for time in times:
        apart = [parts for parts, there in places if "point" in parts and _differ(
            replace(there, goal=[*head, name, substitute(multiple, parts["point"])]), time, parts["point"]
        )]  # fmt: skip
        if not apart:
            continue
        said = {
            "variables": statement.variables,
            "assume": statement.assume,
            "goal": [*head, name, time],
        }
        found = find_flow(json.loads(json.dumps(said)))
        if found is not None and found["verdict"] == "PROVED":
            instead = {"true": time, "multiple": True, "instead": json.dumps(found), "names": ""}
            yield "REFUTED", {**apart[0], **instead}, dict


def _another_constant(
    statement: Statement, places: list[Existing], more: Iterable[Existing], other: list[Tree]
) -> Iterator[Attempt]:
    """Refute a time less a multiple of δ by the true one, at a point, or else for all values."""
    for true, many in zip(other, tee(chain(places, more), len(other)), strict=True):
        for parts, there in islice(_apart_at(statement, many, true, undefined=True), 1):
            closed = substitute(true, parts["point"])
            yield "REFUTED", {**parts, "true": closed}, partial(otherwise, there, closed)
        for parts, _ in places[:1]:
            part = {**as_witness(parts), "true": true}
            yield "REFUTED", part, partial(otherwise, statement, true)


def _another_limit(
    statement: Statement, places: Iterable[Existing], other: list[Tree], times: list[Tree]
) -> Iterator[Attempt]:
    for tree, many in zip(other, tee(places, len(other)), strict=True):
        if statement.goal[0] == "plateau":
            many = _in_time(statement, tree == other[-1], times)
        for parts, there in islice(_apart_at(statement, many, tree), MOST_POINTS):
            true = substitute(tree, parts["point"])
            instead = replace(there, goal=[*there.goal[:-1], true])
            closed = [substitute(time, parts["point"]) for time in times]
            yield "REFUTED", {**parts, "true": true}, partial(_prove, instead, closed)


def _in_time(statement: Statement, learned: bool, times: list[Tree]) -> Iterator[Existing]:
    """Yield places of a plateau after the time of its mode, if that is learned, or else before it."""
    for time in times:
        rel = [">" if learned else "<", statement.goal[-3], time]
        timed = replace(statement, assume=(*statement.assume, rel))
        for point in islice(meeting(timed, statement.moving), MOST_COMPARED):
            yield {"point": point}, at_values(Scope(Ring(())), statement, point)


def _apart_at(
    statement: Statement, places: Iterable[Existing], true: Tree, undefined: bool = False
) -> Iterator[Existing]:
    """Yield the places at which another limit than the true one is claimed."""
    for parts, there in places:
        if "point" in parts and _differ(statement, true, parts["point"], undefined):
            yield parts, there


def _refuted_at(parts: dict[str, Any], there: Statement) -> Iterator[Attempt]:
    yield "REFUTED", parts, partial(differs, there)
    yield "REFUTED", parts, partial(compared, there, MOMENTS)


def at_a_time(statement: Statement) -> Statement:
    """Return a statement with the time as a variable, and with the premises of what is said of it."""
    time = statement.goal[1][1]
    variables = {**statement.variables, time: ("real", ">=")}
    return Statement(
        variables, (*statement.assume, *premises(statement.goal[-1])), ["!=", "0", "0"]
    )


def _differ(statement: Statement, true: Tree, point: Point, undefined: bool = False) -> bool:
    """Whether the limit at a point would be another, and what to say if one has no value there."""
    try:
        return differ(*(substitute(x, point) for x in (true, statement.goal[-1])))
    except (Rejected, ArithmeticError, ValueError):
        return undefined


def _places(statement: Statement, most: int = MOST_POINTS) -> Iterator[Existing]:
    """Yield where the assumptions hold: points or, if there are none, values shown to exist.

    What the goal says at its end has to be known there, to be compared.
    """
    moving, found = statement.moving, False
    for point in islice(meeting(statement, moving), most):
        found = True
        yield {"point": point}, at_values(Scope(Ring(())), statement, point)
    if not found:
        yield from islice(existing(statement, moving, leaves(statement.goal[-1])), most)


def _prove(statement: Statement, times: Iterable[Tree] = ()) -> dict[str, Any]:
    kind = kind_of(statement.goal)
    if statement.goal[0] == "plateau" and kind not in ENDS:
        return _waits(statement, times)
    if statement.goal[0] == "time" and len(statement.goal) == TIME:
        return _ordered(statement, partial(_time, statement))
    mode = entered(statement)
    if statement.goal[0] == "time":
        return later(mode)
    if statement.goal[0].startswith("when "):
        return whenever(mode, statement.goal[0].removeprefix("when "))
    if statement.goal[0] == "terminal":
        if statement.goal[-1] == "+oo":
            return _unbounded(statement)
        if kind not in ENDS:
            raise NotFoundError("no end is known")
        return _terminal(mode, ENDS[kind])
    if statement.goal[0] == "plateau":
        return collected(mode, plateau(mode), *statement.goal[-4:-2], statement.goal[-1])
    formula = statement.goal[-1]
    if formula[0] != "=" or kind not in STRENGTHS:
        raise NotFoundError("a formula under conditions, or of a flow without one")
    zero = substitute(formula[2], {mode.script.named(mode.time): "0"})
    by, bounds = STRENGTHS[kind](mode, formula[2], zero)
    return collected(mode, {"by": by, "bounds": bounds}, statement.goal, zero)


def _ordered(statement: Statement, work: Callable[[Mode], dict[str, Any]]) -> dict[str, Any]:
    """Put together a proof on a mode, for which two rates may have to be ordered first."""
    return ordered(statement, work, (x["point"] for x, _ in _places(statement) if "point" in x))


def _time(statement: Statement, mode: Mode) -> dict[str, Any]:
    """Put together the proof of a limit of times over δ."""
    entropy = chosen(mode, partial(_is_before, statement))
    if entropy is not None:
        return time_over(mode, lambda beyond: entropy(mode).times(beyond))
    return time_over(mode, partial(TIMES[kind_of(mode.goal)], mode))


def _waits(statement: Statement, times: Iterable[Tree]) -> dict[str, Any]:
    """Show that a margin is not there yet, by one of what its time over δ may be."""

    def work(time: Tree, mode: Mode) -> dict[str, Any]:
        timed = replace(statement, goal=[*statement.goal[:-1], time])
        found = waits(mode, time, partial(_is_before, timed))
        return collected(mode, found, *statement.goal[-4:-2], statement.goal[-1], time)

    for time in times:
        with suppress(NotFoundError, Rejected):
            return _ordered(statement, partial(work, time))
    raise NotFoundError("no time of the mode is known")


def _is_before(statement: Statement) -> bool:
    """Whether a time is before those within both groups, as is looked at where the assumptions hold."""
    rates = [tree for _, _, tree in statement.goal[2][3:5]]
    before = ["and", *([">", "1", ["*", rate, statement.goal[-1]]] for rate in rates)]
    points = (parts.get("point") for parts, _ in _places(statement, 1))
    return any(point is not None and truth(substitute(before, point)) is True for point in points)


def _terminal(mode: Mode, work: Callable[[Mode], dict[str, Any]]) -> dict[str, Any]:
    """Put together the proof of a limit as t → ∞."""
    introduce(mode.script.b, mode.goal[-1])
    found = work(mode)
    return collected(mode, found, mode.goal, found["lower"], found["upper"])


def _unbounded(statement: Statement) -> dict[str, Any]:
    """Show that a margin under cross-entropy grows beyond any level."""
    for proof in growing(entered(statement)):
        mode = entered(statement)
        s, early = mode.script, len(mode.script.b.steps)
        name = s.b.new_bound()
        level = s.b.scope.declare(name, "real", ">")
        positive = s.keep(f"{name}.sign", level)
        exponent = next(start[1] for *_, start in mode.goal[3][1:] if start[0] == "exp")  # -δ
        with suppress(NotFoundError, Rejected):
            found = proof(mode).unbounded(level, positive, -s.b.scope.poly(exponent))
            mode.ends.insert(1, early)
            return collected(mode, found, mode.goal, found["when"])
    raise NotFoundError("nothing that grows without bound")
