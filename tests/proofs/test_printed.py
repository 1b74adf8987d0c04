"""The formulas of the paper that are refuted, typed in again from the paper."""

import pytest
import sympy as sp
from sympy import Expr, Rational, exp, sqrt

from proofs import Claim, LearningTime, MatrixIdentity, Trajectory
from proofs.ledger import ledger
from proofs.report.formula_text import line
from spectra import R, delta, t

CLAIMS = {claim.id: claim for claim in ledger()}
ROOT = sqrt(R + 1)
SIGMA = sqrt((R + 1) / 2)

SIDES = {
    "4.window.rw.printed": sqrt(2) * ROOT / (sqrt(R) + 1),
    "4.window.rw.read": sqrt(2),
    "4.window.erm.any-ratio": sqrt(R) - 1,
    "C2.13.middle.printed": sqrt((R + 1) / R),
    "C2.14.middle.read-equal": sp.S.One,
    "C2.14.middle.read-root": ROOT,
    "C2.flat.projected": ROOT,
    "3.3.frequency.printed": 1 / R,
}
"""Right sides of equations."""

ORDERS = {
    "C3.rw.order.printed": sqrt(2) / (sqrt(R) + 1) - 1 / ROOT,
    "C3.erm.order.any-ratio": 1 - 1 / sqrt(R),
    "3.2.multiplicity.printed": sp.Symbol("k") / 2 - 1,
}
"""What is said to be positive."""

TIMES = {
    "C3.rw.maj-min.printed": sqrt(2) / (sqrt(R) + 1),
    "C3.rw.maj-min.read": sqrt(2) / ROOT,
}


def statement(claim: Claim) -> sp.Rel:
    found = claim.statement
    assert isinstance(found, sp.Rel)
    return found


@pytest.mark.parametrize(("name", "right"), SIDES.items(), ids=SIDES)
def test_a_refuted_equation_has_the_right_side_of_the_paper(name: str, right: Expr) -> None:
    assert sp.simplify(statement(CLAIMS[name]).rhs - right) == 0


@pytest.mark.parametrize(("name", "gap"), ORDERS.items(), ids=ORDERS)
def test_a_refuted_order_is_that_of_the_paper(name: str, gap: Expr) -> None:
    found = statement(CLAIMS[name])
    assert isinstance(found, sp.StrictGreaterThan | sp.StrictLessThan)
    symbols = {x: sp.Symbol(x.name) for x in (found.gts - found.lts).free_symbols}
    plain = {x: sp.Symbol(x.name) for x in gap.free_symbols}
    ours, theirs = (found.gts - found.lts).xreplace(symbols), gap.xreplace(plain)
    assert all(sp.N((ours - theirs).subs({"R": x, "k": 4})) == pytest.approx(0) for x in (2, 3, 10))


@pytest.mark.parametrize(("name", "time"), TIMES.items(), ids=TIMES)
def test_a_refuted_time_is_that_of_the_paper(name: str, time: Expr) -> None:
    found = CLAIMS[name].statement
    assert isinstance(found, LearningTime)
    assert (found.mode, found.weighting, found.level) == ("maj-min", "rw", Rational(1, 2))
    assert sp.simplify(found.expr - time) == 0


def test_the_refuted_trajectory_is_that_of_the_paper() -> None:
    found = CLAIMS["C2.16.full.maj-min"].statement
    assert isinstance(found, Trajectory)
    assert (found.mode, found.weighting, found.system) == ("maj-min", "rw", "full")
    rate = 2 * SIGMA * (sqrt(R) + 1) / ROOT
    printed = 1 / (1 + (SIGMA * exp(2 * delta) - 1) * exp(-rate * t))
    assert all(
        sp.N((found.expr - printed).subs({R: ratio, delta: 2, t: time})) == pytest.approx(0)
        for ratio in (2, 10)
        for time in (0, 1, 2)
    )


def test_no_claim_prints_two_equal_sides() -> None:
    for claim in ledger():
        said = claim.statement
        parts = sp.preorder_traversal(said) if isinstance(said, sp.Basic) else ()
        pairs = [part.args for part in parts if isinstance(part, sp.Rel)]
        if isinstance(said, MatrixIdentity):
            pairs.append((said.left, said.right))
        assert all(len({line(side) for side in pair}) == 2 for pair in pairs), claim.id
