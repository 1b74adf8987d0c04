"""Claims on matrices of any size with two factors swapped or one transposed: false, or as true."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
import sympy as sp
from needed import some

from proofs import Claim, ClaimError, MatrixIdentity, Verdict
from proofs.claims.matrix_identity import _fits, parts
from proofs.engine.decide import decide
from proofs.ledger import ledger

ANY = [
    claim
    for claim in ledger()
    if isinstance(claim.statement, MatrixIdentity)
    and claim.expected is Verdict.PROVED
    and claim.statement.left.shape != (1, 1)
]
"""Without what speaks of a number, which is its own transpose: no equation of words says that."""

NOT_OF_WORDS = {("B.any.one-hot.spectrum", "C*G*Y")}
"""True because a right inverse of a square matrix is a left one, which no equation of words says."""


def altered(expr: sp.MatrixExpr) -> Iterator[sp.MatrixExpr]:
    """Yield the expression with two neighbouring factors swapped, or one factor transposed."""
    if not isinstance(expr, (sp.MatMul, sp.MatAdd, sp.Transpose, sp.MatPow)):
        return
    matrices = [i for i, arg in enumerate(expr.args) if arg.is_Matrix]
    changes = [{i: inner} for i in matrices for inner in altered(expr.args[i])]
    if isinstance(expr, sp.MatMul):
        changes += [{i: expr.args[i].T} for i in matrices]
        changes += [{i: expr.args[j], j: expr.args[i]} for i, j in pairwise(matrices)]
    for change in changes:
        yield expr.func(*(change.get(i, arg) for i, arg in enumerate(expr.args)))


def mutants(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """Yield every mutant of either side whose shapes fit, each once, and the side that changed."""
    assert isinstance(claim.statement, MatrixIdentity)
    for name in ("left", "right"):
        side = getattr(claim.statement, name)
        seen = {side}
        for changed in altered(side):
            if changed in seen:
                continue
            seen.add(changed)
            # a complaint writes out the formula, which takes sympy longer than all the rest
            if not all(map(_fits, parts(changed))):
                continue
            try:
                statement = replace(claim.statement, **{name: changed})
            except ClaimError:
                continue
            yield str(changed), replace(claim, statement=statement)


@pytest.mark.parametrize("claim", some(ANY), ids=lambda claim: claim.id)
def test_a_mutant_is_refuted_unless_the_conditions_prove_it_too(claim: Claim) -> None:
    left = {
        side: found
        for side, mutant in mutants(claim)
        if (found := decide(mutant).verdict) not in (Verdict.REFUTED, Verdict.PROVED)
    }
    assert {(claim.id, side) for side in left} <= NOT_OF_WORDS, left


def test_most_mutants_are_refuted() -> None:
    several = [claim for claim in ANY if claim.id.startswith(("B.any.features", "B.any.both"))]
    found = Counter(decide(m).verdict for claim in several for _, m in mutants(claim))
    assert found[Verdict.REFUTED] > 2 * found[Verdict.PROVED] > 0
