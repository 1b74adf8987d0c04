"""What enclosures are made of: expressions at points, and points to look at."""

from itertools import islice

import pytest
from flint import arb, ctx, fmpq
from sympy import (
    Eq,
    Expr,
    Function,
    Gt,
    Integer,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    log,
    sin,
    sqrt,
)
from verdicts import verdict

import proofs
from proofs import Outcome, Verdict
from proofs.claims.domain import allows
from proofs.claims.relation import as_statement
from proofs.claims.verdict import ENCLOSURE
from proofs.provers.enclosures import relation
from proofs.provers.enclosures.places import NoValueError, Places, rational, value
from spectra import R, delta, gamma, k, t

x = Symbol("x", positive=True)
N = Symbol("n", integer=True)
AT = {R: "7/3", delta: "1/2", t: "3/4"}

# expressions at a point, and points -------------------------------------------------------------


def test_an_expression_has_its_value_at_a_point() -> None:
    assert value(sqrt(R - Rational(1, 12)) * t, AT) == fmpq(9, 8)
    jump = Piecewise((R, t < Rational(1, 2)), (delta, t <= 1), (0, True))
    assert [value(jump, {**AT, t: x}) for x in ("1/4", "1", "2")] == [fmpq(7, 3), fmpq(1, 2), 0]
    with ctx.workprec(200):
        assert value(log(R), AT).overlaps((arb(7) / 3).log())
    assert value(log(R), AT).rad() < 1e-40
    assert rational(2 * delta, AT) == 1
    with pytest.raises(NoValueError, match="not rational"):
        rational(log(R), AT)


@pytest.mark.parametrize(
    "expr",
    [
        sqrt(R - 3), log(R - 3), 1 / (R - Rational(7, 3)), (R - 3) ** Rational(1, 3), Function("g")(R), x,
        Piecewise((R, R < 1)), Integer(2) ** (R**1000),
    ],
    ids=str,
)  # fmt: skip
def test_what_has_no_value_there_is_refused(expr: Expr) -> None:
    with pytest.raises(NoValueError):
        value(expr, AT)


def test_points_obey_declarations_and_assumptions_and_are_those_preferred_first() -> None:
    places = Places([k, R, t], [R > 1, gamma < 1, Eq(delta, 2 * R)])
    first = {k: "4", R: "3", t: "1", gamma: "1/2", delta: "0"}
    found = list(islice(places.points(first, {**first, R: "1"}), 200))
    assert found[0] == {**first, delta: ["*", "2", "3"]}
    assert len(found) == 200
    for point in found:
        at = {s: value(s, point) for s in point}
        assert at[R] > 1 > at[gamma]
        assert (at[t] >= 0, (at[k] / 2).q, at[delta]) == (True, 1, 2 * at[R])
    assert places.admitted({**first, k: "3"}) is None


@pytest.mark.parametrize(
    ("symbol", "good", "bad"),
    [
        (k, 4, 3),
        (R, Rational(1, 2), -1),
        (t, 0, -1),
        (Symbol("n", odd=True), 5, 4),
        (Symbol("p", prime=True), 7, 9),
        (Symbol("z", nonzero=True), -1, 0),
    ],
    ids=str,
)
def test_a_declaration_allows_what_it_says(symbol: Symbol, good: object, bad: object) -> None:
    assert allows(symbol, Rational(good))
    assert allows(symbol, Rational(bad)) is False


# relations in quantities of the flow ------------------------------------------------------------

DELAY = proofs.Delay(R)


def looked_at(found: proofs.Evidence) -> int:
    """Return how many points the evidence says the relation holds at."""
    assert found.outcome is Outcome.INCONCLUSIVE
    return int(found.detail.split("holds at ")[1].split()[0])


def by_enclosures(formula: object, assume: tuple[object, ...]) -> list[proofs.Evidence]:
    """Return what enclosures alone say of a relation."""
    said = as_statement(formula)
    return list(relation.evidence_on(said.formula, assume))  # type: ignore[attr-defined]


def test_points_at_which_a_side_has_no_value_do_not_count() -> None:
    (everywhere,) = by_enclosures(proofs.gt(DELAY, 0), (R > 1,))
    (somewhere,) = by_enclosures(proofs.gt(DELAY + log(R - 10) ** 2, 0), (R > 1,))
    (nowhere,) = by_enclosures(proofs.gt(DELAY + log(1 - R) ** 2, 0), (R > 1,))
    assert looked_at(everywhere) > looked_at(somewhere) > looked_at(nowhere) == 0


def test_a_point_of_which_balls_do_not_tell_does_not_count() -> None:
    (same,) = by_enclosures(proofs.eq(DELAY, DELAY), (R > 1,))
    assert looked_at(same) == 0


def test_an_enclosure_names_itself_and_needs_no_proof_object() -> None:
    (found,) = by_enclosures(Gt(DELAY, 0), (Eq(R, 10),))
    assert found.outcome is Outcome.CERTIFIES
    assert found.route == ENCLOSURE
    assert "numerics.validated" in found.method
    assert found.proof is None
    assert found.is_established


def test_a_number_of_the_flow_in_a_sum_is_refused_with_the_remedy() -> None:
    total = Sum(proofs.Delay(10) / N, (N, 1, 2))
    (found,) = by_enclosures(proofs.le(total, 5), ())
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "take it out of it" in found.detail


def test_contradicting_values_are_vacuous_for_quantities_too() -> None:
    assert verdict(Gt(DELAY, 0), (R > 1, Eq(R, Rational(1, 2)))) is Verdict.VACUOUS


# what is beyond all of them ---------------------------------------------------------------------


def test_what_has_no_terms_is_left_undecided() -> None:
    statement = Gt(sin(R) + Function("g")(R), -5, evaluate=False)
    assert verdict(statement) is Verdict.UNDECIDED


def test_an_equality_with_itself_needs_a_value() -> None:
    assert verdict(proofs.eq(log(R - 1), log(R - 1))) is Verdict.UNDECIDED
