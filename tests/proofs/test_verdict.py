"""How evidence adds up: proofs and enclosures establish, agreement without a proof is only that."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.claims.verdict import (
    ENCLOSURE,
    Counterexample,
    Evidence,
    Outcome,
    Proof,
    Verdict,
    clash,
    combine,
)

OBJECT = Proof((("cone", 1),), (("field", 1),), "{}")
GAP = Counterexample((), "0", "1", "-1")

PROOF = Evidence("checked proof", Outcome.PROVES, route="kernel", proof=OBJECT)
AT_NUMBERS = Evidence("checked proof", Outcome.CERTIFIES, route="kernel", proof=OBJECT)
DISPROOF = Evidence("checked proof", Outcome.REFUTES, "", 0.0, "kernel", GAP, OBJECT)
EMPTY = Evidence("checked proof", Outcome.VACUOUS, route="kernel", proof=OBJECT)
BALL = Evidence("flow", Outcome.CERTIFIES, route=ENCLOSURE)
GAP_IN_BALLS = Evidence("flow", Outcome.REFUTES, route=ENCLOSURE, counterexample=GAP)
ONE, OTHER = (Evidence(name, Outcome.PROVES, route=name) for name in ("one", "other"))
SAID_WRONG = Evidence("point", Outcome.REFUTES, route="point", counterexample=GAP)
SAID_EMPTY = Evidence("assumptions", Outcome.VACUOUS, route="solver")
SAID_AT_NUMBERS = Evidence("floats", Outcome.CERTIFIES, route="floats")
FLOAT = Evidence("floats", Outcome.SUPPORTS)
SHRUG = Evidence("search", Outcome.INCONCLUSIVE)

ESTABLISHED = (PROOF, AT_NUMBERS, DISPROOF, EMPTY, BALL, GAP_IN_BALLS)
SAID = (ONE, OTHER, SAID_WRONG, SAID_EMPTY, SAID_AT_NUMBERS, FLOAT, SHRUG)

TABLE: dict[Verdict, list[tuple[Evidence, ...]]] = {
    Verdict.PROVED: [
        (PROOF,),
        (PROOF, SHRUG),
        (PROOF, ONE, OTHER),
        (PROOF, BALL),
        (PROOF, FLOAT),
    ],
    Verdict.CERTIFIED: [(AT_NUMBERS,), (BALL,), (BALL, SHRUG), (BALL, ONE, OTHER)],
    Verdict.REFUTED: [(DISPROOF,), (GAP_IN_BALLS,), (DISPROOF, GAP_IN_BALLS), (DISPROOF, FLOAT)],
    Verdict.VACUOUS: [(EMPTY,), (EMPTY, ONE, OTHER), (EMPTY, FLOAT)],
    Verdict.AGREED: [(ONE, OTHER), (ONE, OTHER, SHRUG), (ONE, OTHER, FLOAT)],
    Verdict.SUPPORTED: [(FLOAT,), (FLOAT, SHRUG)],
    Verdict.UNDECIDED: [
        (),
        (SHRUG,),
        (ONE,),
        (ONE, ONE),
        (ONE, FLOAT),
        (SAID_WRONG,),
        (SAID_EMPTY,),
        (SAID_AT_NUMBERS,),
        (ONE, OTHER, SAID_EMPTY),
    ],
}
"""What each evidence comes to. What is said without a proof or an enclosure refutes nothing."""

CLASHES = [
    (PROOF, DISPROOF),
    (PROOF, GAP_IN_BALLS),
    (BALL, GAP_IN_BALLS),
    (AT_NUMBERS, DISPROOF),
    (PROOF, SAID_WRONG),
    (ONE, DISPROOF),
    (ONE, OTHER, SAID_WRONG),
    (EMPTY, PROOF),
    (EMPTY, BALL),
    (EMPTY, DISPROOF),
    (EMPTY, GAP_IN_BALLS),
    (EMPTY, SAID_WRONG),
]


@pytest.mark.parametrize(
    ("found", "verdict"), [(row, verdict) for verdict, rows in TABLE.items() for row in rows]
)
def test_evidence_comes_to_a_verdict(found: tuple[Evidence, ...], verdict: Verdict) -> None:
    assert combine(found) is verdict
    assert not clash(found)


@pytest.mark.parametrize("found", CLASHES)
def test_a_proof_and_a_counterexample_together_decide_nothing(found: tuple[Evidence, ...]) -> None:
    assert clash(found)
    assert combine(found) is Verdict.UNDECIDED


def test_the_same_route_twice_is_one_route() -> None:
    again = Evidence("another method", Outcome.PROVES, route="one")
    assert combine([ONE, again]) is Verdict.UNDECIDED
    assert combine([ONE, again, OTHER]) is Verdict.AGREED


@settings(max_examples=60)
@given(st.lists(st.sampled_from(ESTABLISHED + SAID), max_size=4))
def test_the_order_of_evidence_does_not_matter(found: list[Evidence]) -> None:
    assert len({combine(order) for order in permutations(found)}) == 1


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SAID), max_size=5))
def test_what_is_said_without_a_proof_establishes_nothing(found: list[Evidence]) -> None:
    assert combine(found) in (Verdict.AGREED, Verdict.SUPPORTED, Verdict.UNDECIDED)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(ESTABLISHED + SAID), max_size=5))
def test_only_an_established_refutation_that_nothing_contradicts_refutes(
    found: list[Evidence],
) -> None:
    holds = {Outcome.PROVES, Outcome.CERTIFIES} & {item.outcome for item in found}
    refuted = {DISPROOF, GAP_IN_BALLS} & set(found)
    alone = not holds and EMPTY not in found
    assert (combine(found) is Verdict.REFUTED) is bool(refuted and alone)
