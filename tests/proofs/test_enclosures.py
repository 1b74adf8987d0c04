"""What enclosures are made of: balls, and points to look at."""

from fractions import Fraction

import pytest
from flint import ctx
from hypothesis import given, settings
from strategies import formulas
from sympy import Eq, Expr, Function, Gt, I, Integer, Rational, Symbol, log, pi, sin, sqrt
from verdicts import verdict

import proofs
from proofs import Outcome, Verdict
from proofs.claims.domain import allows, domain_of
from proofs.claims.relation import as_statement
from proofs.claims.verdict import ENCLOSURE
from proofs.provers.enclosures import relation
from proofs.provers.enclosures.arb_evaluation import NoBallError, ball, compare
from proofs.provers.enclosures.sample_points import admissible, points
from spectra import R, delta, gamma, k, t

x = Symbol("x", positive=True)
AT = {
    R: Fraction(7, 3),
    delta: Fraction(1, 2),
    t: Fraction(3, 4),
    gamma: Fraction(1, 3),
    k: Fraction(4),
}

# balls ------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(formulas())
def test_a_ball_holds_the_value_at_higher_precision(expr: Expr) -> None:
    if expr.has(I):
        return
    with ctx.workprec(60):
        coarse = ball(expr, AT)
    with ctx.workprec(400):
        fine = ball(expr, AT)
    if coarse.is_finite() and fine.is_finite():
        assert coarse.overlaps(fine)
        assert fine.rad() <= coarse.rad()


def test_an_expression_without_a_real_value_has_no_finite_ball() -> None:
    for expr in (sqrt(R - 3), log(R - 3), 1 / (R - Rational(7, 3)), (R - 3) ** Rational(1, 3)):
        assert not ball(expr, AT).is_finite()


def test_a_function_without_a_rule_is_refused() -> None:
    with pytest.raises(NoBallError, match="no rule for g"):
        ball(Function("g")(R), AT)
    with pytest.raises(NoBallError, match="no value for the symbol x"):
        ball(x, AT)


def test_a_comparison_is_certain_or_none() -> None:
    assert compare(sqrt(R), Integer(1), AT) == 1
    assert compare(R + t, R + Rational(3, 4), {**AT, R: Fraction(2)}) == 0
    assert compare(sqrt(R) ** 2 + pi, R + pi, AT) is None


# points -----------------------------------------------------------------------------------------


def test_listed_points_obey_declarations_and_assumptions() -> None:
    domain = domain_of([k, R, t, gamma], [R > 1, gamma < 1])
    found = list(points(domain, 200))
    assert len(found) > 20
    assert all(p[R] > 1 and p[gamma] < 1 and p[t] >= 0 and p[k] % 2 == 0 for p in found)
    assert all(admissible(domain, p) for p in found)


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


def test_contradicting_values_are_vacuous_for_quantities_too() -> None:
    assert verdict(Gt(DELAY, 0), (R > 1, Eq(R, Rational(1, 2)))) is Verdict.VACUOUS


# what is beyond all of them ---------------------------------------------------------------------


def test_what_has_no_terms_is_left_undecided() -> None:
    statement = Gt(sin(R) + Function("g")(R), -5, evaluate=False)
    assert verdict(statement) is Verdict.UNDECIDED


def test_an_equality_with_itself_needs_a_value() -> None:
    assert verdict(proofs.eq(log(R - 1), log(R - 1))) is Verdict.UNDECIDED
