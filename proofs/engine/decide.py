"""One claim: to a proof object that is shipped, or to the provers for its kind."""

from dataclasses import dataclass
from threading import RLock
from time import perf_counter

from proofs.claims.claim import Claim
from proofs.claims.verdict import ALARM, ContradictionError, Evidence, Outcome, Verdict, clash
from proofs.engine.time_limit import LIMIT, OverTimeError, at_most
from proofs.provers import checked
from proofs.provers.by_kind import prover
from spectra.utils.progress import Reporter

DEFECT = (
    "two methods contradict each other: a defect of this package, please report it with this output"
)


_one_at_a_time = RLock()
"""FLINT has one working precision for all threads of a process."""


@dataclass(frozen=True)
class Finding:
    """What was found of one statement, looked at alone."""

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    seconds: float = 0.0


def decide(claim: Claim, *, search: bool = False, kept: str = "") -> Finding:
    """Decide one claim; claims of several threads are decided one after the other.

    Parameters
    ----------
    claim : Claim
    search : bool
        Find proofs anew, also where the ledger ships one.
    kept : str
        Proof objects of it that an earlier run found, as JSON, or "".
    """
    started = perf_counter()
    found: list[Evidence] = []
    try:
        with (
            _one_at_a_time,
            checked.anew(search, kept),
            Reporter("one claim", lambda _: None),
            at_most(LIMIT),
        ):
            if claim.at:
                found += checked.at_given_values(claim)
            if not found:
                evidence = prover(claim.said, claim.assume)
                ours = type(claim.said).__module__.partition(".")[0] == __package__.split(".")[0]
                found += evidence if ours else map(checked.seen_again, evidence)
            undecided = claim.said.formal and claim.said.verdict(found) is Verdict.UNDECIDED
            if undecided and claim.assume:
                found += checked.contradictions(claim.assume)
    except ContradictionError as error:
        found.append(Evidence(ALARM, Outcome.INCONCLUSIVE, f"{error}: {DEFECT}"))
    except OverTimeError:
        found.append(_late(LIMIT))
    except Exception as error:  # noqa: BLE001  (it is reported, and the other claims go on)
        detail = f"a prover failed: {type(error).__name__}: {error}"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    if clash(found):
        found.append(Evidence(ALARM, Outcome.INCONCLUSIVE, DEFECT))
    return Finding(claim.said.verdict(found), tuple(found), perf_counter() - started)


def stopped(claim: Claim, seconds: float) -> Finding:
    """Return what is found of a claim whose worker was ended after so much work."""
    found = (_late(seconds),)
    return Finding(claim.said.verdict(found), found, seconds)


def _late(seconds: float) -> Evidence:
    detail = f"stopped after {seconds:g} s of work; a simpler form of it may be decided"
    return Evidence("engine", Outcome.INCONCLUSIVE, detail)
