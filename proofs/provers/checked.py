"""Evidence that rests on a proof object: shipped or found, and always checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from proofs.claims.domain import domain_of
from proofs.claims.relation import Relation, ne
from proofs.claims.verdict import Evidence, Outcome, Proof, Verdict
from proofs.kernel import Rejected, check, digest
from proofs.kernel.errors import ensure
from proofs.ledger.shipped import shipped
from proofs.provers.admissible import admissible
from proofs.provers.shown import shown
from proofs.reader.claims import read_claim
from proofs.reader.scalars import Reading, UnreadableError

if TYPE_CHECKING:
    from sympy.logic.boolalg import Boolean

    from proofs.claims.claim import Claim
    from proofs.claims.statement import Statement

METHOD = "checked proof"
OUTCOMES = {
    "PROVED": Outcome.PROVES,
    "REFUTED": Outcome.REFUTES,
    "VACUOUS": Outcome.VACUOUS,
}
"""What each verdict of the kernel says of a statement."""


def from_shipped(claim: Claim) -> Iterator[Evidence]:
    """Yield what the kernel says of the object that the ledger ships for a claim, if it does.

    What it proves for all values holds at given ones, if these are admissible.
    """
    started, general = perf_counter(), claim.everywhere()
    try:
        reading = read_claim(general.said, general.assume)
    except UnreadableError:
        return
    found = shipped(digest(reading.statement))
    if found is None:
        return
    evidence = _judged(claim.said, claim.assume, reading, found, started)
    if claim.at:
        # what is refuted for all values may hold at these
        proved = evidence.outcome in (Outcome.PROVES, Outcome.CERTIFIES)
        if not proved or not admissible(read_claim(claim.said, claim.assume).statement):
            return
    yield evidence


def evidence_on(said: Statement, assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Look for a proof object, or one that refutes, and yield what the kernel says of it."""
    # a statement with a shipped object does not need the finders
    from proofs.provers.finders.kinds import find_claim

    started, assume = perf_counter(), tuple(assume)
    try:
        reading = read_claim(said, assume)
        found = find_claim(said, assume)
    except UnreadableError as error:
        yield Evidence(METHOD, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)
        return
    if found is None:
        detail = "no proof and no counterexample was found"
        yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
        return
    yield _judged(said, assume, reading, found, started)


def contradictions(assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Yield a proof that no values meet the assumptions, if one is found."""
    # where values do, this is false
    found = evidence_on(Relation(ne(0, 0)), assume)
    yield from (item for item in found if item.outcome is Outcome.VACUOUS)


def _judged(
    said: Statement, assume: Iterable[Boolean], reading: Reading, found: Any, started: float
) -> Evidence:
    """Let the kernel check an object, and return it as evidence on the statement."""
    before = perf_counter()
    try:
        accepted = check(found)
        ensure(accepted.hash == digest(reading.statement), "it proves another statement")
    except Rejected as error:
        detail = f"the kernel rejects the object: {error}"
        return Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
    took = perf_counter() - before
    rules, axioms = (tuple(sorted(x.items())) for x in (accepted.rules, accepted.axioms))
    proof = Proof(rules, axioms, json.dumps(found, separators=(",", ":")), took)
    outcome = OUTCOMES[accepted.verdict]
    if outcome is Outcome.PROVES and _at_stated_numbers(said, assume):
        outcome = Outcome.CERTIFIES
    counterexample = shown(said, found, reading) if outcome is Outcome.REFUTES else None
    detail = str(proof) if counterexample is None else f"{counterexample}; {proof}"
    seconds = perf_counter() - started
    return Evidence(METHOD, outcome, detail, seconds, "kernel", counterexample, proof)


def _at_stated_numbers(said: Statement, assume: Iterable[Boolean]) -> bool:
    """Whether a statement speaks of stated numbers only."""
    fixed = {symbol for symbol, _ in domain_of((), assume).fixed}
    return said.expected(fixed) is Verdict.CERTIFIED
