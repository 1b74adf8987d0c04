"""The verdict on a statement, as a claim would get it."""

from sympy.logic.boolalg import Boolean

from proofs import Claim, Evidence, Statement, Verdict
from proofs.engine.decide import decide


def verdict(statement: Boolean | Statement, assume: tuple[Boolean, ...] = ()) -> Verdict:
    """Return the verdict on a statement under assumptions."""
    return decide(Claim("it", statement, "a test", assume=assume)).verdict


def evidence(
    statement: Boolean | Statement, assume: tuple[Boolean, ...] = ()
) -> tuple[Evidence, ...]:
    """Return the evidence on a statement under assumptions."""
    return decide(Claim("it", statement, "a test", assume=assume)).evidence
