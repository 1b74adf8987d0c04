"""How evidence adds up: a counterexample refutes, two separate routes prove, floats only support."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.claims.verdict import Counterexample, Evidence, Outcome, Verdict, combine

PROOF, OTHER = (Evidence(name, Outcome.PROVES, route=name) for name in ("one", "other"))
BALL = Evidence("balls", Outcome.CERTIFIES)
FLOAT = Evidence("floats", Outcome.SUPPORTS)
WRONG = Evidence("point", Outcome.REFUTES, counterexample=Counterexample((), "0", "1", "-1"))
SHRUG = Evidence("search", Outcome.INCONCLUSIVE)
EMPTY = Evidence("assumptions", Outcome.VACUOUS)
ALL = (PROOF, OTHER, BALL, FLOAT, WRONG, SHRUG, EMPTY)


def test_two_routes_prove_and_one_does_not() -> None:
    assert combine([PROOF, OTHER]) is Verdict.PROVED
    assert combine([PROOF]) is Verdict.UNDECIDED
    assert combine([PROOF, SHRUG]) is Verdict.UNDECIDED


def test_the_same_route_twice_is_one_route() -> None:
    again = Evidence("another method", Outcome.PROVES, route="one")
    assert combine([PROOF, again]) is Verdict.UNDECIDED


def test_one_counterexample_refutes_whatever_supports() -> None:
    assert combine([FLOAT, FLOAT, WRONG]) is Verdict.REFUTED


def test_a_proof_and_a_counterexample_together_decide_nothing() -> None:
    assert combine([PROOF, OTHER, WRONG]) is Verdict.UNDECIDED
    assert combine([BALL, WRONG]) is Verdict.UNDECIDED


def test_floating_point_never_decides() -> None:
    assert combine([FLOAT]) is Verdict.SUPPORTED
    assert combine([FLOAT, PROOF]) is Verdict.UNDECIDED


def test_nothing_found_is_undecided() -> None:
    assert combine([]) is Verdict.UNDECIDED
    assert combine([SHRUG]) is Verdict.UNDECIDED


def test_no_admissible_value_is_vacuous_not_proved() -> None:
    assert combine([EMPTY]) is Verdict.VACUOUS
    assert combine([EMPTY, PROOF, OTHER]) is Verdict.VACUOUS


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=4))
def test_the_order_of_evidence_does_not_matter(found: list[Evidence]) -> None:
    assert len({combine(order) for order in permutations(found)}) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=5))
def test_only_a_refutation_without_proof_refutes(found: list[Evidence]) -> None:
    refuted = WRONG in found and not {PROOF, OTHER, BALL} & set(found)
    assert (combine(found) is Verdict.REFUTED) is refuted
