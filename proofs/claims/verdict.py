"""Verdicts, and how evidence adds up to one.

The rule is short. A counterexample refutes. A proof needs two routes that share no code.
Floating point can only support. Everything else is undecided, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What is known of a claim; never a bool."""

    PROVED = "PROVED"
    CERTIFIED = "CERTIFIED"
    SUPPORTED = "SUPPORTED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    INCONCLUSIVE = "INCONCLUSIVE"
    REFUTED = "REFUTED"
    UNDECIDED = "UNDECIDED"
    VACUOUS = "VACUOUS"
    NOT_RUN = "NOT_RUN"


class Outcome(StrEnum):
    """What one method found."""

    PROVES = "proves"
    CERTIFIES = "certifies"
    SUPPORTS = "supports"
    DISAGREES = "disagrees"
    REFUTES = "refutes"
    VACUOUS = "no admissible value"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Counterexample:
    """Admissible values at which a statement fails.

    Attributes
    ----------
    parameters : tuple of (str, str)
        The values, exact.
    left, right : str
        Both sides there.
    distance : str
        A certified interval for the difference, or the exact difference.
    names : tuple of (str, str)
        What the two sides are, such as "claimed" and "true".
    """

    parameters: tuple[tuple[str, str], ...]
    left: str
    right: str
    distance: str
    names: tuple[str, str] = ("left", "right")

    def __str__(self) -> str:
        at = ", ".join(f"{name} = {value}" for name, value in self.parameters)
        where = f"at {at}: " if at else ""
        return f"{where}{self.left} against {self.right}, difference {self.distance}"


@dataclass(frozen=True)
class Evidence:
    """The finding of one method: which, what, in words, and how long it took.

    ``route`` names the body of code the finding rests on; two findings with the same route
    are one finding.
    """

    method: str
    outcome: Outcome
    detail: str = ""
    seconds: float = 0.0
    route: str = ""
    counterexample: Counterexample | None = field(default=None, compare=False)


ROUTES_NEEDED = 2
"""Independent routes that a proof needs."""


def combine(evidence: Iterable[Evidence]) -> Verdict:
    """Return the verdict that the evidence supports.

    A proof and a counterexample together mean that some prover is wrong: the answer is then
    UNDECIDED, never the more pleasant of the two.

    Examples
    --------
    >>> one = Evidence("a", Outcome.PROVES, route="a")
    >>> combine([one]).value, combine([one, one]).value
    ('UNDECIDED', 'UNDECIDED')
    >>> combine([one, Evidence("b", Outcome.PROVES, route="b")]).value
    'PROVED'
    """
    found = list(evidence)
    outcomes = {item.outcome for item in found}
    proofs = {item.route or item.method for item in found if item.outcome is Outcome.PROVES}
    if Outcome.REFUTES in outcomes:
        clash = proofs or Outcome.CERTIFIES in outcomes
        return Verdict.UNDECIDED if clash else Verdict.REFUTED
    if Outcome.VACUOUS in outcomes:
        return Verdict.VACUOUS
    if len(proofs) >= ROUTES_NEEDED:
        return Verdict.PROVED
    if Outcome.CERTIFIES in outcomes:
        return Verdict.CERTIFIED
    if Outcome.SUPPORTS in outcomes and not proofs:
        return Verdict.SUPPORTED
    return Verdict.UNDECIDED
