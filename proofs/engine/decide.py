"""One claim: to the provers for its kind, and their evidence to a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import sympy as sp

from proofs.claims.claim import Claim
from proofs.claims.domain import Domain
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.statement import (
    Collapsed,
    Empirical,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)
from proofs.claims.verdict import Evidence, Outcome, Verdict, combine
from proofs.engine.time_limit import LIMIT, OverTimeError, at_most
from proofs.provers import work_budget
from spectra.utils.progress import Reporter


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
        from proofs.provers import empirical

        verdict, evidence = empirical.decide(claim.statement)
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
        with (
            Reporter("one claim", lambda _: None),  # the bar is that of all claims
            at_most(
                LIMIT * (work_budget.MARGIN * work_budget.PATIENCE if work_budget.is_on() else 1)
            ),
        ):
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
    from proofs.provers.flows import invariance, learning_time, trajectory
    from proofs.provers.limits import limit
    from proofs.provers.matrices import block_matrix, identity
    from proofs.provers.relations import collapsed, relation

    if isinstance(statement, Collapsed):
        return collapsed.decide(statement, domain)
    if isinstance(statement, Limit):
        return limit.decide(statement, domain)
    if isinstance(statement, Trajectory):
        return trajectory.decide(statement, domain)
    if isinstance(statement, LearningTime):
        return learning_time.decide(statement, domain)
    if isinstance(statement, Invariance):
        return invariance.decide(statement, domain)
    if isinstance(statement, MatrixIdentity):
        return identity.decide(statement, domain)
    if block_matrix.is_matrix_relation(statement):
        return block_matrix.decide(statement, domain)
    return relation.decide(statement, domain)


def _no_admissible_value(domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that nothing meets the assumptions, if that is so."""
    from proofs.provers.relations import relation

    if domain.assumptions:
        # "false" holds only where there is no admissible value
        evidence = relation.decide(sp.false, domain)
        yield from (e for e in evidence if e.outcome is Outcome.VACUOUS)
