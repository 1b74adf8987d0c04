"""The proof objects that come with the ledger: which there are, and what a changed one does."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import sympy as sp
from flint import arb
from whole_ledger import report

import proofs
from proofs import Claim, Invariance, LearningTime, Relation, Trajectory, Verdict
from proofs.claims.flow_quantities import Quantity
from proofs.engine.decide import decide
from proofs.kernel import digest
from proofs.ledger import ledger
from proofs.ledger import shipped as shipped_objects
from proofs.ledger.shipped import FILE, enclosure, shipped
from proofs.provers import checked
from proofs.provers.enclosures import enclosed, flow_runs
from proofs.provers.finders import kinds
from proofs.reader.claims import read_claim
from spectra import R, k

CLAIMS = {claim.id: claim for claim in ledger()}
KERNEL = ("PROVED", "REFUTED", "CERTIFIED")
SAMPLE = (
    "C3.erm.order",
    "C2.spectrum",
    "C3.rw.maj-maj",
    "C2.16.projected.min-min",
    "4.bound.supremum",
)
"""Claims of different kinds whose proofs are found soon."""


def is_of_the_kernel(claim: Claim) -> bool:
    """Whether a claim can have an object: it is formal, and does not rest on an enclosure of the flow."""
    enclosed = isinstance(claim.said, Relation) and claim.said.formula.has(Quantity)
    return claim.expected.value in (("PROVED",) if enclosed else KERNEL)


@cache
def object_of(claim: Claim) -> dict[str, Any] | None:
    """Return the shipped object of a claim, found by the statement as the reader reads it."""
    text = shipped(digest(read_claim(claim.said, claim.assume).statement))
    return None if text is None else dict(json.loads(text))


EXPECTED = [claim for claim in ledger() if is_of_the_kernel(claim)]


def test_every_claim_that_the_kernel_can_decide_has_an_object() -> None:
    assert not {claim.id for claim in EXPECTED if object_of(claim) is None}


def test_every_object_belongs_to_a_claim_and_has_its_verdict() -> None:
    of_claims = {}
    for claim in EXPECTED:
        found = object_of(claim)
        if found is not None:
            of_claims[found["hash"]] = found["verdict"]
            wanted = "PROVED" if claim.expected is Verdict.CERTIFIED else claim.expected.value
            assert found["verdict"] == wanted, claim.id
    objects = json.loads(FILE.read_text("utf-8"))
    assert {item["hash"] for item in objects} == of_claims.keys()


def test_the_kernel_accepts_every_object() -> None:
    evidence = (item for result in report().results for item in result.evidence)
    accepted = {e.proof.text for e in evidence if e.proof is not None and e.is_established}
    hashes = [item["hash"] for item in json.loads(FILE.read_text("utf-8"))]
    assert len(hashes) > 600
    assert {shipped(name) for name in hashes} <= accepted


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the statements that are searched for, as they come."""
    seen: list[object] = []
    find = kinds.find_claim

    def counted(said: Any, assume: Any = ()) -> Any:
        seen.append(said)
        return find(said, assume)

    monkeypatch.setattr(kinds, "find_claim", counted)
    return seen


def test_a_shipped_object_is_used_and_a_search_ignores_it(searches: list[object]) -> None:
    for name in SAMPLE:
        claim = CLAIMS[name]
        used, found = decide(claim), decide(claim, search=True)
        assert used.verdict is found.verdict is claim.expected
        assert searches == [claim.said]
        searches.clear()
        assert used.evidence[0].proof is not None


def tampered(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an object changed in several ways."""
    for part, value in (("steps", item["steps"][1:]), ("by", []), ("version", 0), ("hash", "0")):
        yield {**copy.deepcopy(item), part: value}
    other = object_of(CLAIMS["C2.13.product"])
    assert other is not None
    yield other


def test_an_object_that_was_tampered_with_is_noticed_and_a_search_replaces_it(
    monkeypatch: pytest.MonkeyPatch, searches: list[object]
) -> None:
    claim = CLAIMS["C3.erm.order"]
    right = object_of(claim)
    assert right is not None
    for wrong in tampered(right):
        text = json.dumps(wrong)
        monkeypatch.setattr("proofs.provers.checked.shipped", lambda _, text=text: text)
        found = decide(claim)
        assert found.verdict is Verdict.PROVED
        assert searches == [claim.said]
        searches.clear()
        rejected, proved = found.evidence
        assert rejected.outcome is proofs.Outcome.INCONCLUSIVE
        assert "the kernel rejects the object" in rejected.detail
        assert proved.proof is not None


# at given values


def test_at_given_values_the_objects_for_all_values_are_used(searches: list[object]) -> None:
    values = {R: sp.Integer(10), k: sp.Integer(4)}
    there = [claim.put(values) for claim in EXPECTED if claim.expected is Verdict.PROVED]
    there = [claim for claim in there if claim.at][::5]
    assert len(there) > 40
    report = proofs.check(there)
    assert not report.surprises
    excluded = {r.claim.said for r in report.results if r.verdict is Verdict.VACUOUS}
    flows = (Trajectory, Invariance, LearningTime)
    assert {said for said in searches if not isinstance(said, flows)} <= excluded


def test_contradicting_values_are_vacuous() -> None:
    at_half = {R: sp.Rational(1, 2)}
    for statement in (proofs.gt(R, 2), proofs.ge(R + 1 / R, 2), LearningTime("maj-min", R)):
        claim = Claim("x", statement, "a test", assume=(sp.Ge(R, 1),)).put(at_half)
        assert decide(claim).verdict is Verdict.VACUOUS


def test_what_fails_for_all_values_may_hold_at_given_ones() -> None:
    claim = Claim("x", proofs.lt(R, 10), "a test", expected=Verdict.REFUTED)
    assert decide(claim.put({R: sp.Integer(2)})).verdict is Verdict.PROVED
    assert decide(claim.put({R: sp.Integer(10)})).verdict is Verdict.REFUTED


def test_certificates_of_enclosures_are_used_unless_they_are_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = {"quantity": "delay", "ratio": "11/10"}
    good = enclosure(question, 53)
    assert good is not None
    runs: list[object] = []

    def record(*asked: object) -> object:
        runs.append(asked)
        return good

    monkeypatch.setattr(flow_runs, "record", record)
    bad = good | {"crossing": [good["crossing"][1], good["crossing"][0]]}
    for offered, anew, expected in ((good, False, 0), (bad, False, 1), (good, True, 1)):
        monkeypatch.setattr(shipped_objects, "enclosure", lambda *_, given=offered: given)
        runs.clear()
        with checked.anew(anew):
            found = enclosed._checked(question, 12, lambda: arb(0))
        assert len(runs) == expected
        assert found.certificate == good
