"""Verdicts, and how evidence adds up to one.

The rule is short. What is proved, refuted or vacuous rests on a proof object that the kernel
accepted, or on an enclosure of a flow, which is named. Provers that agree without a proof are only
that. Everything else is undecided, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What is known of a claim; never a bool."""

    PROVED = "PROVED"
    AGREED = "AGREED"
    CERTIFIED = "CERTIFIED"
    SUPPORTED = "SUPPORTED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    INCONCLUSIVE = "INCONCLUSIVE"
    REFUTED = "REFUTED"
    UNDECIDED = "UNDECIDED"
    VACUOUS = "VACUOUS"
    NOT_RUN = "NOT_RUN"

    @property
    def measured(self) -> bool:
        """Whether it is the outcome of a test on measurements."""
        return self in (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.INCONCLUSIVE)


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
        apart = self.distance and f", difference {self.distance}"
        return f"{where}{self.left} against {self.right}{apart}"


@dataclass(frozen=True)
class Proof:
    """A proof object that the kernel accepted.

    Attributes
    ----------
    rules, axioms : tuple of (str, int)
        How often each was used.
    text : str
        The object as JSON; ``python -m proofs.kernel`` checks a file of it.
    checked_seconds : float
        The time that checking took.
    second_kernel : str
        The other proof checker that has accepted a proof of the statement, and its version.
    """

    rules: tuple[tuple[str, int], ...]
    axioms: tuple[tuple[str, int], ...]
    text: str
    checked_seconds: float = field(default=0.0, compare=False)
    second_kernel: str = ""

    @property
    def size(self) -> int:
        """Bytes of the object."""
        return len(self.text.encode())

    def __str__(self) -> str:
        steps = sum(count for _, count in self.rules)
        names = ", ".join(name for name, _ in self.axioms) or "no axiom"
        checked = f"{steps} step{'' if steps == 1 else 's'} checked by the kernel; rests on {names}"
        return f"{checked}; accepted by {self.second_kernel} too" if self.second_kernel else checked


ENCLOSURE = "enclosure of the flow"
"""The route of what rests on numerics.validated instead of a proof object."""


@dataclass(frozen=True)
class Evidence:
    """The finding of one method: which, what, in words, and how long it took.

    Attributes
    ----------
    method : str
    outcome : Outcome
    detail : str
    seconds : float
    route : str
        The body of code the finding rests on; two findings with the same route are one finding.
    counterexample : Counterexample, optional
    proof : Proof, optional
        What the kernel accepted. Without it a finding proves nothing.
    """

    method: str
    outcome: Outcome
    detail: str = ""
    seconds: float = 0.0
    route: str = ""
    counterexample: Counterexample | None = field(default=None, compare=False)
    proof: Proof | None = field(default=None, compare=False)

    @property
    def is_established(self) -> bool:
        """Whether the kernel accepted a proof, or an enclosure certifies it."""
        return self.proof is not None or self.route == ENCLOSURE


ROUTES_NEEDED = 2
"""Independent routes that agree."""


def combine(evidence: Iterable[Evidence]) -> Verdict:
    """Return the verdict that the evidence supports.

    A proof and a counterexample together mean that something is wrong here: the answer is then
    UNDECIDED, never the more pleasant of the two; see :func:`clash`.

    Examples
    --------
    >>> one = Evidence("a", Outcome.PROVES, route="a")
    >>> combine([one]).value, combine([one, one]).value
    ('UNDECIDED', 'UNDECIDED')
    >>> combine([one, Evidence("b", Outcome.PROVES, route="b")]).value
    'AGREED'
    >>> combine([Evidence("c", Outcome.PROVES, proof=Proof((), (), "{}"))]).value
    'PROVED'
    """
    found = list(evidence)
    if clash(found) or alarmed(found):
        return Verdict.UNDECIDED
    established = {item.outcome for item in found if item.is_established}
    for outcome, verdict in ESTABLISHES.items():
        if outcome in established:
            return verdict
    outcomes = {item.outcome for item in found}
    agreeing = {item.route for item in found if item.outcome is Outcome.PROVES and item.route}
    if outcomes & {Outcome.REFUTES, Outcome.VACUOUS}:
        return Verdict.UNDECIDED
    if len(agreeing) >= ROUTES_NEEDED:
        return Verdict.AGREED
    if Outcome.SUPPORTS in outcomes and not agreeing:
        return Verdict.SUPPORTED
    return Verdict.UNDECIDED


ESTABLISHES = {
    Outcome.REFUTES: Verdict.REFUTED,
    Outcome.VACUOUS: Verdict.VACUOUS,
    Outcome.PROVES: Verdict.PROVED,
    Outcome.CERTIFIES: Verdict.CERTIFIED,
}
"""The verdict of each outcome that is established."""


def clash(evidence: Iterable[Evidence]) -> bool:
    """Whether findings contradict each other: a defect of this package.

    Something was both proved, or certified, and refuted; or it has been proved that no values are
    admissible, and yet there was one.
    """
    found = list(evidence)
    outcomes = {item.outcome for item in found}
    established = {item.outcome for item in found if item.is_established}
    holds, fails = {Outcome.PROVES, Outcome.CERTIFIES}, Outcome.REFUTES in outcomes
    if Outcome.VACUOUS in established:  # what is established holds or fails at some values
        return fails or bool(established & holds)
    return fails and bool(outcomes & holds)


class ContradictionError(Exception):
    """Two ways to the same number exclude each other: a defect of this package."""


ALARM = "alarm"
"""The method of the evidence that says so."""


def alarmed(evidence: Iterable[Evidence]) -> bool:
    """Whether findings contradict each other, and the engine said so."""
    return any(item.method == ALARM for item in evidence)
