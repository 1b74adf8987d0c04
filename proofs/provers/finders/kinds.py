"""Which finder a kind of statement takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sympy as sp

from proofs.claims.conserved import Conserved
from proofs.claims.flow_quantities import Delay
from proofs.claims.flow_statements import Invariance, LearningTime, Plateau, Terminal, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.mode_constants import mode
from proofs.claims.relation import MatrixRelation, Relation
from proofs.claims.weighting import flow_of
from proofs.provers.finders.delays import find_delays
from proofs.provers.finders.flows import find_flow
from proofs.provers.finders.matrices import filled, find_matrices
from proofs.provers.finders.scalars.find import find
from proofs.reader.claims import read_claim
from proofs.reader.scalars import Reader, Reading
from spectra import delta

if TYPE_CHECKING:
    from proofs.claims.statement import Statement


def find_claim(said: Statement, assume: Iterable[sp.Basic] = ()) -> dict[str, Any] | None:
    """Return a proof object for what a claim says, or None.

    Raises
    ------
    UnreadableError
        If the core language has no word for a part of it.
    """
    reading = read_claim(said, assume)
    match said:
        case MatrixIdentity():
            return find_matrices(reading.statement, [_example(x, reading) for x in said.examples])
        case Conserved():
            return find_matrices(reading.statement, filled(reading.statement))
        case MatrixRelation(formula=sp.Eq()) | Invariance():
            return find_matrices(reading.statement)
        case LearningTime() if said.relation:
            return find_flow(reading.statement, _at_any_start(said, reading))
        case LearningTime() if said.after is not None:
            constants = _constants(said, reading)
            return find_flow(reading.statement, constants, _times(said, reading))
        case LearningTime():
            return find_flow(reading.statement, _times(said, reading))
        case Terminal():
            grows = flow_of(said.weighting).setting.loss == "cross-entropy"
            end = "0" if said.of == "error" else "+oo" if grows else "1"
            ends = [_part(said, reading) if said.of == "part" else end]
            return find_flow(reading.statement, ends)
        case Plateau():
            ends = ["0", "1"] if said.of == "strength" else ["0"]
            return find_flow(reading.statement, ends, _times(said, reading))
        case Trajectory():
            return find_flow(reading.statement)
        case Relation(formula=of) | Limit(expr=of) if of.has(Delay):
            return find_delays(reading.statement)
    return find(reading.statement)


def _part(said: Terminal, reading: Reading) -> Any:
    """Write what decay leaves of a mode; of one that does not keep its direction, if it vanishes."""
    found = mode(said.mode, said.weighting)
    if not found.alone:
        return "0"
    _, rate, decay = found.alone
    return Reader(reading.names).tree(sp.Max(0, 1 - decay / rate))


def _times(said: LearningTime | Plateau, reading: Reading) -> list[Any]:
    """Write what the limit of a learning time over δ may be."""
    found, read_tree = mode(said.mode, said.weighting), Reader(reading.names).tree
    rates = dict.fromkeys((found.rate, found.leading, *found.sooner))
    # decay may leave a mode no rate
    return [read_tree(1 / sp.sympify(rate)) for rate in rates if rate != 0]


def _constants(said: LearningTime, reading: Reading) -> list[Any]:
    """Write what a time within a group has beyond δ/s under cross-entropy: with the other group's classes, and without."""
    found = mode(said.mode, said.weighting)
    log_of_odds = sp.log(found.sigma * said.level / (1 - said.level))
    if found.is_logistic:
        return [Reader(reading.names).tree(log_of_odds / (2 * found.rate))]
    if not found.softmax or found.group is None or len(found.softmax["sizes"]) > 2:
        return []
    m, s, c = (found.softmax[name][found.group] for name in ("sizes", "rates", "margins"))
    v, others = _variable(said, reading), sum(found.softmax["sizes"]) - m
    insides = [(sp.exp(v) - 1) / (v * (m + x * sp.exp(v / m))) for x in {others: 0, sp.S.Zero: 0}]
    log, read_tree = sp.log(said.level / c), Reader(reading.names).tree
    return [read_tree((log + sp.Integral(x, (v, 0, said.level))) / (2 * s)) for x in insides]


def _variable(said: LearningTime, reading: Reading) -> sp.Symbol:
    """Return what the claim integrates over, so that factors come in its order."""
    bound = (x for part in said.expr.atoms(sp.Integral) for x in part.variables)
    return next((x for x in bound if x not in reading.names), sp.Dummy("v", real=True))


def _at_any_start(said: LearningTime, reading: Reading) -> list[Any]:
    """Write what the time to a level is at any δ, or bounds of it."""
    found, read_tree, b = mode(said.mode, said.weighting), Reader(reading.names).tree, said.level
    if found.is_logistic:
        odds = b * (found.sigma * sp.exp(2 * delta) - 1) / (1 - b)
        return [read_tree(sp.log(odds) / (2 * found.rate))]
    if not found.softmax or found.group is None or len(found.softmax["sizes"]) > 2:
        return []
    m, s, c = (found.softmax[name][found.group] for name in ("sizes", "rates", "margins"))
    v, others = _variable(said, reading), sum(found.softmax["sizes"]) - m
    bounds = []
    for x in {others: 0, sp.S.Zero: 0}:
        inside = (sp.exp(v) - 1) / (v * (m + x * sp.exp(v / m)))
        integrals = (sp.Integral(inside, (v, 0, y)) for y in (b, c * sp.exp(-2 * delta)))
        bounds.append(
            read_tree((2 * delta + sp.log(b / c) + next(integrals) - next(integrals)) / (2 * s))
        )
    return bounds


def _example(example: Any, reading: Reading) -> dict[str, Any]:
    """Write the values of an example as trees."""
    read_tree, found = Reader({}).tree, {}
    for symbol, value in example:
        if symbol in reading.names:
            is_matrix = isinstance(value, sp.MatrixBase)
            rows = [[read_tree(x) for x in row] for row in value.tolist()] if is_matrix else None
            found[reading.names[symbol]] = rows if rows is not None else read_tree(value)
    return found
