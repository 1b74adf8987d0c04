"""Evidence that rests on a proof object: shipped or found, and always checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from proofs.claims.domain import domain_of
from proofs.claims.relation import Relation, ne
from proofs.claims.verdict import ENCLOSURE, Evidence, Outcome, Proof, Verdict
from proofs.kernel import Checked, Rejected, check_text, digest
from proofs.kernel.errors import ensure
from proofs.ledger.shipped import second_kernel, shipped, written
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


_anew: ContextVar[bool] = ContextVar("anew", default=False)
_kept: ContextVar[str] = ContextVar("kept", default="")


@contextmanager
def anew(wanted: bool, kept: str = "") -> Iterator[None]:
    """Find proofs anew in the block, also of statements for which the ledger ships one.

    Parameters
    ----------
    wanted : bool
    kept : str
        Objects that an earlier run found, as JSON, or ""; these are taken all the same.
    """
    before = _anew.set(wanted), _kept.set(kept)
    try:
        yield
    finally:
        _anew.reset(before[0])
        _kept.reset(before[1])


def is_anew() -> bool:
    """Whether what the ledger ships is left aside."""
    return _anew.get()


def at_given_values(claim: Claim) -> Iterator[Evidence]:
    """Yield a proof for all values of what a claim says at some, if these are admissible."""
    # like below, only where a finder is needed
    from proofs.provers.admissible import admissible

    general = claim.everywhere()
    try:
        reading = read_claim(claim.said, claim.assume)
    except UnreadableError:
        return
    started = perf_counter()
    here = admissible(reading.statement)
    if here is not None and here["verdict"] == "VACUOUS":
        _, proof = _checked(written(here), reading.axioms)
        seconds = perf_counter() - started
        yield Evidence(METHOD, Outcome.VACUOUS, str(proof), seconds, "kernel", proof=proof)
        return
    for item in evidence_on(general.said, general.assume):
        # what is refuted for all values may hold at these
        if item.outcome is Outcome.PROVES and here is not None:
            stated = _at_stated_numbers(claim.said, claim.assume)
            yield replace(item, outcome=Outcome.CERTIFIES) if stated else item


def evidence_on(
    said: Statement,
    assume: Iterable[Boolean],
    *,
    sooner: Callable[[], Iterable[Evidence]] = tuple,
) -> Iterator[Evidence]:
    """Yield what the kernel says of an object for a statement, shipped or found.

    What another way finds sooner, if it settles the statement, stands in place of a search.
    """
    started, assume = perf_counter(), tuple(assume)
    try:
        reading = read_claim(said, assume)
        wanted = digest(reading.statement)
        known = _known(wanted)
        if known is not None:
            evidence = _judged(said, assume, reading, wanted, known, started)
            yield evidence
            if evidence.is_established:
                return
        settled = [item for item in sooner() if item.is_established]
        yield from settled or [_found(said, assume, reading, wanted, started)]
    except UnreadableError as error:
        yield Evidence(METHOD, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)


def _known(statement_hash: str) -> str | None:
    """Return an object for a statement that was kept, or is shipped, as JSON."""
    for kept in json.loads(_kept.get() or "[]"):
        if kept["hash"] == statement_hash:
            return written(kept)
    return None if is_anew() else shipped(statement_hash)


def _found(
    said: Statement, assume: tuple[Boolean, ...], reading: Reading, wanted: str, started: float
) -> Evidence:
    """Look for an object, or for one that refutes."""
    # a statement with a shipped object does not need the finders
    from proofs.provers.finders.kinds import find_claim

    detail = "no proof and no counterexample was found"
    try:
        found = find_claim(said, assume)
    except Rejected as error:
        found, detail = None, f"a part of it is beyond the proof checker: {error}"
    if found is None:
        return Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
    return _judged(said, assume, reading, wanted, written(found), started)


def contradictions(assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Yield a proof that no values meet the assumptions, if one is found."""
    # where values do, this is false
    found = evidence_on(Relation(ne(0, 0)), assume)
    yield from (item for item in found if item.outcome is Outcome.VACUOUS)


def seen_again(item: Evidence) -> Evidence:
    """Return a finding of a foreign prover without what the kernel does not confirm."""
    proof, route = item.proof, item.route
    if proof is not None:
        try:
            said = OUTCOMES[check_text(proof.text).verdict]
        except (Rejected, ValueError):
            said = None
        certified = (item.outcome, said) == (Outcome.CERTIFIES, Outcome.PROVES)
        proof = proof if said is item.outcome or certified else None
    return replace(item, proof=proof, route="" if route == ENCLOSURE else route)


def _judged(
    said: Statement, assume: Iterable[Boolean], reading: Reading, wanted: str, text: str,
    started: float,
) -> Evidence:  # fmt: skip
    """Let the kernel check an object for the statement of a hash, and return it as evidence."""
    try:
        accepted, proof = _checked(text, reading.axioms)
        ensure(accepted.hash == wanted, "it proves another statement")
    except Rejected as error:
        detail = f"the kernel rejects the object: {error}"
        return Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
    outcome = OUTCOMES[accepted.verdict]
    if outcome is Outcome.PROVES and _at_stated_numbers(said, assume):
        outcome = Outcome.CERTIFIES
    refuted = outcome is Outcome.REFUTES
    counterexample = shown(said, json.loads(text), reading) if refuted else None
    detail = str(proof) if counterexample is None else f"{counterexample}; {proof}"
    seconds = perf_counter() - started
    return Evidence(METHOD, outcome, detail, seconds, "kernel", counterexample, proof)


def _checked(text: str, also: Iterable[str]) -> tuple[Checked, Proof]:
    """Let the kernel check an object, and note what it and the claim rest on."""
    before = perf_counter()
    accepted = check_text(text)
    took = perf_counter() - before
    rests_on = dict.fromkeys(also, 1) | accepted.axioms
    rules, axioms = (tuple(sorted(x.items())) for x in (accepted.rules, rests_on))
    return accepted, Proof(rules, axioms, text, took, second_kernel(accepted.hash))


def _at_stated_numbers(said: Statement, assume: Iterable[Boolean]) -> bool:
    """Whether a statement speaks of stated numbers only."""
    fixed = {symbol for symbol, _ in domain_of((), assume).fixed}
    return said.expected(fixed) is Verdict.CERTIFIED
