"""From a statement of any kind to one of the proof checker: trusted."""

from collections.abc import Iterable
from dataclasses import replace

import sympy as sp

from proofs.claims.conserved import Conserved
from proofs.claims.flow_quantities import Delay
from proofs.claims.flow_statements import Invariance, LearningTime, Plateau, Terminal, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.relation import MatrixRelation, Relation
from proofs.claims.statement import Statement
from proofs.reader.conserved import read_conserved
from proofs.reader.delays import read_delays
from proofs.reader.flows import read_flow, read_invariance
from proofs.reader.matrices import read_difference, read_matrices
from proofs.reader.scalars import Reading, UnreadableError, read


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
        case MatrixRelation(formula=sp.Ne(args=(left, right))):
            return read_difference(left, right, assume)
        case MatrixIdentity():
            read_as = read_matrices(said.left, said.right, said.given, assume)
            return replace(read_as, axioms=said.axioms)
        case Trajectory() | LearningTime() | Plateau() | Terminal():
            return read_flow(said, assume)
        case Conserved():
            return read_conserved(said, assume)
        case Invariance():
            return read_invariance(said, assume)
        case Limit() if said.expr.has(Delay):
            return read_delays(said, assume)
        case Limit():
            return read(said, assume)
        case Relation() if said.formula.has(Delay):
            return read_delays(said.formula, assume)
        case Relation() if not isinstance(said, MatrixRelation):
            return replace(read(said.formula, assume), axioms=said.axioms)
    raise UnreadableError(f"{type(said).__name__}: {said} is not read")
