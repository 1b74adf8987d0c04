"""What was checked and found: one result for each claim, and the report of all."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from proofs.claims.claim import Claim, Words
from proofs.claims.verdict import (
    ENCLOSURE,
    Counterexample,
    Evidence,
    Outcome,
    Proof,
    Verdict,
    alarmed,
)
from proofs.errors import UnknownClaimError

OPEN = (
    Verdict.AGREED,
    Verdict.UNDECIDED,
    Verdict.INCONCLUSIVE,
    Verdict.VACUOUS,
    Verdict.NOT_RUN,
)
"""Verdicts that establish nothing."""

ESTABLISHED = (Verdict.PROVED, Verdict.CERTIFIED)
DECIDED = (*ESTABLISHED, Verdict.REFUTED)


@dataclass(frozen=True)
class ResultData:
    """A claim with what was found, of it and of those it refers to.

    Attributes
    ----------
    claim : Claim
    verdict : Verdict
    evidence : tuple of Evidence
    seconds : float
    established : bool
        Proved or certified, and so is, all the way down, what it depends on.
    unmet : tuple of str
        IDs of what it depends on that is not established.
    corrections : tuple of (Claim, Verdict)
        The claims that say it right, with their verdicts.
    """

    claim: Claim
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    seconds: float
    established: bool = False
    unmet: tuple[str, ...] = ()
    corrections: tuple[tuple[Claim, Verdict], ...] = ()

    @property
    def counterexample(self) -> Counterexample | None:
        """The first counterexample among the evidence."""
        found = (e.counterexample for e in self.evidence if e.outcome is Outcome.REFUTES)
        return next((c for c in found if c is not None), None)

    @property
    def proof(self) -> Proof | None:
        """The proof object that the kernel accepted, if the verdict rests on one."""
        return next((e.proof for e in self.evidence if e.proof is not None), None)

    @property
    def checked_by(self) -> str:
        """Who checked what the verdict rests on, in a few words; "" where nobody did."""
        if self.proof is not None:
            steps = sum(count for _, count in self.proof.rules)
            found = [f"kernel, {steps} step{'' if steps == 1 else 's'}"]
            return "; ".join([*found, *[n for n in [self.proof.second_kernel] if n]])
        routes = {e.route for e in self.evidence if self.verdict in DECIDED}
        if ENCLOSURE in routes:
            return ENCLOSURE
        return "" if self.claim.said.formal or not self.verdict.measured else "measurements"

    @property
    def aside(self) -> str:
        """What the verdict at given values says beside the one that is expected for all."""
        if self.claim.at and self.claim.expected is Verdict.REFUTED and self.verdict in ESTABLISHED:
            return "false for all values together; it holds at these"
        return ""

    @property
    def alarm(self) -> bool:
        """Whether findings contradict each other, which is a defect of this package."""
        return alarmed(self.evidence)

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the one its author expects; an alarm never is."""
        return self.claim.expects(self.verdict) and not self.alarm


@dataclass(frozen=True)
class ReportData:
    """What was checked and found, in order.

    Attributes
    ----------
    results : tuple of ResultData
    seconds : float
        From the first claim to the last, by the clock on the wall.
    """

    results: tuple[ResultData, ...]
    seconds: float = 0.0

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict of each claim, by ID."""
        return MappingProxyType({r.claim.id: r.verdict for r in self.results})

    @property
    def summary(self) -> Mapping[Verdict, int]:
        """How many claims got each verdict."""
        counts = {v: sum(r.verdict is v for r in self.results) for v in Verdict}
        return MappingProxyType({v: n for v, n in counts.items() if n})

    def summary_of(self, words: Words) -> Mapping[Verdict, int]:
        """How many claims about these words got each verdict."""
        found = Counter(r.verdict for r in self.results if r.claim.words is words)
        return MappingProxyType({v: found[v] for v in Verdict if v in found})

    @property
    def axioms(self) -> Mapping[str, int]:
        """How many claims rest on each axiom of the kernel, the most used first."""
        proofs = (r.proof for r in self.results if r.proof is not None)
        counts = Counter(name for proof in proofs for name, _ in proof.axioms)
        return MappingProxyType(dict(counts.most_common()))

    def only(self, verdicts: Collection[Verdict]) -> Self:
        """Return the part of the report with these verdicts.

        Raises
        ------
        UnknownClaimError
            If no claim has one of them; the message says which verdicts there are.
        """
        kept = tuple(r for r in self.results if r.verdict in verdicts)
        if not kept:
            there = ", ".join(f"{n} {v.value}" for v, n in self.summary.items())
            named = " or ".join(v.value for v in verdicts)
            raise UnknownClaimError(f"no claim is {named}; of {len(self.results)}: {there}")
        return replace(self, results=kept)

    @property
    def enclosed(self) -> int:
        """How many verdicts rest on an enclosure of the flow instead of a checked proof."""
        decided = (r for r in self.results if r.proof is None and r.verdict in DECIDED)
        return sum(any(e.route == ENCLOSURE for e in r.evidence) for r in decided)

    @property
    def surprises(self) -> tuple[ResultData, ...]:
        """The results that are not as expected."""
        return tuple(r for r in self.results if not r.as_expected)

    @property
    def exit_code(self) -> int:
        """0 all as expected; 1 some verdict differs, or is an alarm; 3 only what should be decided is not."""
        if not self.surprises:
            return 0
        left_open = (
            r.verdict in OPEN and r.claim.expected not in OPEN and not r.alarm
            for r in self.surprises
        )  # fmt: skip
        return 3 if all(left_open) else 1
