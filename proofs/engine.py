"""The engine: each claim to the provers for its kind, their evidence to a verdict."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter

import sympy as sp

from proofs import selection
from proofs.claim import Claim
from proofs.domain import Domain
from proofs.results import ESTABLISHED, Report, Result
from proofs.statement import (
    Collapsed,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)
from proofs.verdict import Evidence, Outcome, Verdict, combine


@dataclass(frozen=True)
class Finding:
    """What the provers found of one statement, looked at alone."""

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    seconds: float = 0.0


def check(
    claims: Iterable[Claim | str] | None = None,
    *,
    select: Iterable[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    on_result: Callable[[Result], None] | None = None,
) -> Report:
    """Decide claims.

    Parameters
    ----------
    claims : iterable of Claim or str, optional
        Claims, or IDs of known ones. Left out: the ledger of the paper and everything
        registered with :func:`proofs.claim`.
    select : iterable of str, optional
        IDs, or the beginnings of IDs, to keep. What these refer to is decided as well, and
        shows in their results only.
    progress : callable, optional
        Called with (number done, total, ID) before each claim and once at the end.
    on_result : callable, optional
        Called with each :class:`Result` as soon as it is there.

    Returns
    -------
    Report

    Raises
    ------
    UnknownClaimError
        If an ID names nothing; the message suggests the nearest.
    ClaimError
        If two claims share an ID, or what is given is neither a claim nor an ID.

    Examples
    --------
    >>> from proofs import Claim
    >>> from spectra import R
    >>> report = check([Claim("x", R + 1 > R / 2 + 1, "arithmetic")])
    >>> report.verdicts["x"].value, report.exit_code
    ('PROVED', 0)
    """
    offered = selection.resolve(claims)
    chosen = selection.select(offered, select)
    decider = Decider(selection.linked_claims(chosen, offered))
    results = []
    for number, item in enumerate(chosen):
        if progress is not None:
            progress(number, len(chosen), item.id)
        results.append(decider.result(item))
        if on_result is not None:
            on_result(results[-1])
    if progress is not None:
        progress(len(chosen), len(chosen), "")
    return Report(tuple(results))


@dataclass(frozen=True)
class Decider:
    """Decides each claim once, when its verdict is first needed.

    Attributes
    ----------
    claims : mapping of str to Claim
        All claims that may be needed, by ID.
    """

    claims: Mapping[str, Claim]
    findings: dict[str, Finding] = field(default_factory=dict)
    holding: dict[str, bool] = field(default_factory=dict)

    def finding(self, claim_id: str) -> Finding:
        """Return what the provers find of one claim."""
        if claim_id not in self.findings:
            self.findings[claim_id] = decide(self.claims[claim_id])
        return self.findings[claim_id]

    def established(self, claim_id: str) -> bool:
        """Whether a claim holds and so does all it depends on; a circle establishes nothing."""
        if claim_id not in self.holding:
            self.holding[claim_id] = False  # for whoever comes back to it in a circle
            self.holding[claim_id] = self.finding(claim_id).verdict in ESTABLISHED and all(
                self.established(other) for other in self.claims[claim_id].depends_on
            )
        return self.holding[claim_id]

    def result(self, claim: Claim) -> Result:
        """Return what was found of a claim and of those it refers to."""
        finding = self.finding(claim.id)
        holds = self.established(claim.id)
        unmet = (i for i in claim.depends_on if not self.established(i))
        return Result(
            claim,
            finding.verdict,
            finding.evidence,
            finding.seconds,
            holds,
            () if finding.verdict not in ESTABLISHED else tuple(unmet),
            tuple((self.claims[i], self.finding(i).verdict) for i in claim.corrected_by),
        )


def decide(claim: Claim) -> Finding:
    """Decide one claim by all the provers its kind needs."""
    started = perf_counter()
    if isinstance(claim.statement, OutOfScope):
        reason = Evidence("scope", Outcome.INCONCLUSIVE, claim.statement.reason)
        return Finding(Verdict.NOT_RUN, (reason,))
    if claim.domain.empty:
        reason = Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return Finding(Verdict.VACUOUS, (reason,))
    if claim.at:
        # what holds for all values holds at these; numbers in place of symbols only hide why
        general = decide(claim.everywhere())
        if general.verdict is Verdict.PROVED:
            return general
    found: list[Evidence] = []
    try:
        found.extend(_evidence(claim.statement, claim.domain))
        if combine(found) is Verdict.UNDECIDED:
            found.extend(_no_admissible_value(claim.domain))
    except Exception as error:  # noqa: BLE001  (it is reported, and the other claims go on)
        detail = f"a prover failed: {type(error).__name__}: {error}"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    return Finding(combine(found), tuple(found), perf_counter() - started)


def _evidence(statement: Statement, domain: Domain) -> Iterator[Evidence]:
    # the provers load what they need (flows, solvers) when the first claim of their kind comes
    from proofs.provers import (
        collapsed,
        invariance,
        learning_time,
        limits,
        matrix,
        relation,
        trajectory,
    )

    if isinstance(statement, Collapsed):
        return collapsed.decide(statement, domain)
    if isinstance(statement, Limit):
        return limits.decide(statement, domain)
    if isinstance(statement, Trajectory):
        return trajectory.decide(statement, domain)
    if isinstance(statement, LearningTime):
        return learning_time.decide(statement, domain)
    if isinstance(statement, Invariance):
        return invariance.decide(statement, domain)
    if matrix.is_matrix_relation(statement):
        return matrix.decide(statement, domain)
    return relation.decide(statement, domain)


def _no_admissible_value(domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that nothing meets the assumptions, if that is so."""
    from proofs.provers import relation

    if domain.assumptions:
        # "false" holds only where there is no admissible value
        evidence = relation.decide(sp.false, domain)
        yield from (e for e in evidence if e.outcome is Outcome.VACUOUS)
