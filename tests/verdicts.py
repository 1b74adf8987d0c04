"""The verdict on a statement, as a claim would get it."""

from sympy.logic.boolalg import Boolean

from proofs import Claim, Evidence, Statement, Verdict
from proofs.engine.decide import decide

WITHOUT_WITNESS = (
    "B.decay.any.level", "B.decay.any.time.unchanged", "B.decay.any.end", "B.decay.any.end.less",
    "B.decay.any.frequency.unchanged",
)  # fmt: skip
"""Claims that are open at some ratios: the equation for the end of maj-min under decay has no rational
solution there (at R = 10 none at all), and the values that a proof object shows are rational."""


def verdict(statement: Boolean | Statement, assume: tuple[Boolean, ...] = ()) -> Verdict:
    """Return the verdict on a statement under assumptions."""
    return decide(Claim("it", statement, "a test", assume=assume)).verdict


def evidence(
    statement: Boolean | Statement, assume: tuple[Boolean, ...] = ()
) -> tuple[Evidence, ...]:
    """Return the evidence on a statement under assumptions."""
    return decide(Claim("it", statement, "a test", assume=assume)).evidence
