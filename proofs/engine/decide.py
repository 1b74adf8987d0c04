"""One claim: to the provers for its kind, and their evidence to a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import sympy as sp

from proofs.claims.claim import Claim
from proofs.claims.domain import Domain
from proofs.claims.relation import Relation
from proofs.claims.verdict import Evidence, Outcome, Verdict
from proofs.engine.time_limit import LIMIT, OverTimeError, at_most
from proofs.provers.by_kind import prover
from proofs.provers.work_budget import budget
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
    said, domain = claim.said, claim.domain
    if said.formal and domain.empty:
        reason = Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return Finding(Verdict.VACUOUS, (reason,))
    if claim.at:
        # what is proved for all values holds at these too, and symbols are easier to prove
        general = decide(claim.everywhere())
        if general.verdict is Verdict.PROVED:
            return general
    found: list[Evidence] = []
    try:
        with Reporter("one claim", lambda _: None), at_most(budget().clock_seconds(LIMIT)):
            found.extend(prover(said, domain))
            if said.verdict(found) is Verdict.UNDECIDED:
                found.extend(_no_admissible_value(domain))
    except OverTimeError:
        detail = f"stopped after {LIMIT:g} s; a simpler form of the claim may be decided"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    except Exception as error:  # noqa: BLE001  (it is reported, and the other claims go on)
        detail = f"a prover failed: {type(error).__name__}: {error}"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    return Finding(said.verdict(found), tuple(found), perf_counter() - started)


def _no_admissible_value(domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that nothing meets the assumptions, if that is so."""
    if domain.assumptions:
        # "false" holds only where there is no admissible value
        evidence = prover(Relation(sp.false), domain)
        yield from (e for e in evidence if e.outcome is Outcome.VACUOUS)
