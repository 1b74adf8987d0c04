"""Read and prove a claim of any kind: one place that knows which reader and finder it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sympy as sp

from proofs.claims.flow_statements import Invariance, LearningTime, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.mode_constants import mode
from proofs.claims.relation import MatrixRelation, Relation
from proofs.provers.finders.find import find
from proofs.provers.finders.flows import find_flow
from proofs.provers.finders.matrices import find_matrices
from proofs.reader.flows import read_flow, read_invariance
from proofs.reader.matrices import read_matrices
from proofs.reader.scalars import Reader, Reading, UnreadableError, read

if TYPE_CHECKING:
    from proofs.claims.statement import Statement


def read_claim(said: Statement, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read what a claim says.

    Raises
    ------
    UnreadableError
        If the core language has no word for a part of it.
    """
    match said:
        case MatrixRelation(formula=sp.Eq(args=(left, right))):
            return read_matrices(left, right, (), assume)
        case MatrixIdentity():
            return read_matrices(said.left, said.right, said.given, assume)
        case Trajectory() | LearningTime():
            return read_flow(said, assume)
        case Invariance():
            return read_invariance(said, assume)
        case Limit():
            return read(said, assume)
        case Relation() if not isinstance(said, MatrixRelation):
            return read(said.formula, assume)
    raise UnreadableError(f"{type(said).__name__}: {said} is not read")


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
        case MatrixRelation() | Invariance():
            return find_matrices(reading.statement)
        case LearningTime():
            found = mode(said.mode, said.weighting)
            others = (1 / rate for rate in (found.rate, found.leading))
            read_tree = Reader(reading.names).tree
            return find_flow(reading.statement, [read_tree(sp.sympify(x)) for x in others])
        case Trajectory():
            return find_flow(reading.statement)
    return find(reading.statement)


def _example(example: Any, reading: Reading) -> dict[str, Any]:
    """Write the values of an example as trees."""
    read_tree, found = Reader({}).tree, {}
    for symbol, value in example:
        if symbol in reading.names:
            is_matrix = isinstance(value, sp.MatrixBase)
            rows = [[read_tree(x) for x in row] for row in value.tolist()] if is_matrix else None
            found[reading.names[symbol]] = rows if rows is not None else read_tree(value)
    return found
