"""One claim: to the provers for its kind, and their evidence to a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import sympy as sp

from numerics.progress import silence
from proofs import steady
from proofs.claim import Claim
from proofs.domain import Domain
from proofs.matrix_identity import MatrixIdentity
from proofs.statement import (
    Collapsed,
    Empirical,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)
from proofs.time_limit import LIMIT, OverTimeError, at_most
from proofs.verdict import Evidence, Outcome, Verdict, combine


@dataclass(frozen=True)
class Finding:
    """What the provers found of one statement, looked at alone."""

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    seconds: float = 0.0


def decide(claim: Claim) -> Finding:
    """Decide one claim by all the provers its kind needs."""
    started = perf_counter()
    if isinstance(claim.statement, OutOfScope):
        reason = Evidence("scope", Outcome.INCONCLUSIVE, claim.statement.reason)
        return Finding(Verdict.NOT_RUN, (reason,))
    if isinstance(claim.statement, Empirical):
        from proofs.provers import experiment

        verdict, evidence = experiment.decide(claim.statement)
        return Finding(verdict, (evidence,), perf_counter() - started)
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
        with silence(), at_most(LIMIT * (steady.MARGIN * steady.PATIENCE if steady.is_on() else 1)):
            found.extend(_evidence(claim.statement, claim.domain))
            if combine(found) is Verdict.UNDECIDED:
                found.extend(_no_admissible_value(claim.domain))
    except OverTimeError:
        detail = f"stopped after {LIMIT:g} s; a simpler form of the claim may be decided"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    except Exception as error:  # noqa: BLE001  (it is reported, and the other claims go on)
        detail = f"a prover failed: {type(error).__name__}: {error}"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    return Finding(combine(found), tuple(found), perf_counter() - started)


def _evidence(statement: Statement, domain: Domain) -> Iterator[Evidence]:
    # the provers load what they need (flows, solvers) when the first claim of their kind comes
    from proofs.provers import (
        collapsed,
        identity,
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
    if isinstance(statement, MatrixIdentity):
        return identity.decide(statement, domain)
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
