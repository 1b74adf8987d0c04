"""Every claim in k or R at given values of these: as expected, or excluded by what it assumes.

Every fifth claim is looked at for one k or one R, which take turns. With AT_LENGTH set, as in one stage
of `.ci/run`, each is looked at for all of them, which takes minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
import sympy as sp
from needed import AT_LENGTH, at_length

import proofs
from proofs import Claim, Invariance, LearningTime, Relation, Terminal, Trajectory, Verdict
from proofs.claims.conserved import Conserved
from proofs.claims.flow_quantities import Quantity
from proofs.claims.relation import MatrixRelation
from proofs.engine.decide import decide
from proofs.ledger import ledger
from spectra import R, k

PARTS = 8

Values = Mapping[sp.Symbol, sp.Expr]
CLASSES: tuple[Values, ...] = tuple({k: sp.Integer(n)} for n in (2, 4, 6))
RATIOS: tuple[Values, ...] = tuple({R: r} for r in (sp.S.Half, *map(sp.Integer, (1, 2, 10))))
SLOW = (Trajectory, LearningTime, Terminal)
"""What is refuted of flows takes a second or more at each value: it is looked at where it holds."""

EVEN = (1,)
"""R = 1: all classes are alike."""

HOLDS_AT: Mapping[str, tuple[object, ...]] = {
    "3.2.multiplicity.printed": (4, 6),
    "B.delay.positive.always": (1, 2, 10),
    "3.2.distinct.printed": (sp.S.Half, 2, 10),
    "3.2.order.printed": (2, 10),
    "3.3.frequency.printed": EVEN,
    "4.window.erm.any-ratio": (1, 2, 10),
    "C2.13.middle.printed": EVEN,
    "C2.14.middle.read-root": EVEN,
    "C2.flat.projected": EVEN,
    "C2.19b.maj-min": EVEN,
    "C2.19b.matrix": EVEN,
    "C2.16.full.maj-min": EVEN,
    "C3.erm.order.any-ratio": (2, 10),
    "C3.rw.maj-min.printed": EVEN,
    "C3.rw.order.printed": (sp.S.Half, 2, 10),
    "3.1.four.two": EVEN,
    "4.verify": EVEN,
    "C2.effective": EVEN,
    "B.delay.order.always": (10,),
    "B.descent.coupled.limit.printed": EVEN,
    "B.depth.same-window": EVEN,
    "B.decay.rw.frequency.closed": EVEN,
    "B.means.end.strength.less": EVEN,
    "B.scale.root.between.same": EVEN,
    "B.shift.adjusted.between.growth": EVEN,
    "B.shift.adjusted.between.same": EVEN,
    "B.shift.adjusted.sooner": EVEN,
    "B.shift.start.uniform": EVEN,
}
"""Where what is refuted for all values holds."""


def excluded(claim: Claim) -> bool:
    """Whether given values are against what a claim assumes, seen without any prover."""
    values = dict(claim.at)
    assumed = (a.subs(values) for a in claim.everywhere().assume)
    if any(a == sp.false for a in assumed) or values.get(k, 4) < claim.said.fewest_classes:
        return True
    # single samples: the printed matrices have R columns for a class, and so have the labels, which
    # a residual of squared loss contains, and the row of maj-maj; the other rows have a column for
    # each of Rk/2 samples or for each class alone
    whole = isinstance(claim.said, MatrixRelation) and claim.said.formula.has(sp.KroneckerProduct)
    whole |= isinstance(claim.said, Conserved) and claim.said.flow.loss == "squared"
    whole |= isinstance(claim.said, Invariance) and claim.said.mode == "maj-maj"
    return whole and values.get(R, sp.S.One).q != 1


def at_values() -> list[Claim]:
    """Return every claim that can be put at values of k or R, at one of them or at all."""
    found = []
    for number, claim in enumerate(ledger()[:: 1 if AT_LENGTH else 5]):
        slow = isinstance(claim.said, SLOW) and claim.expected is Verdict.REFUTED
        quantity = isinstance(claim.said, Relation) and claim.said.formula.has(Quantity)
        ratios = RATIOS if AT_LENGTH or not (slow or quantity) else RATIOS[1:2]
        put = [here for values in (*CLASSES, *ratios) if (here := claim.put(values)).at]
        found += put if AT_LENGTH or not put else [put[number % len(put)]]
    return found


def wanted(claim: Claim) -> set[Verdict]:
    """Return the verdicts that a claim at given values may have."""
    if excluded(claim):
        return {Verdict.VACUOUS}
    holds = {Verdict.PROVED, Verdict.CERTIFIED}
    if claim.expected is Verdict.UNDECIDED:
        return {Verdict.UNDECIDED}
    if claim.expected is Verdict.REFUTED:
        (value,) = (value for _, value in claim.at)
        return holds if value in HOLDS_AT.get(claim.id, ()) else {Verdict.REFUTED}
    return holds


AT_VALUES = at_values()


@at_length
@pytest.mark.parametrize("part", range(PARTS))
def test_claims_at_given_values_are_as_expected_or_excluded(part: int) -> None:
    wrong = {
        (claim.id, claim.at): found
        for claim in AT_VALUES[part::PARTS]
        if (found := decide(claim).verdict) not in wanted(claim)
    }
    assert not wrong


def test_where_refuted_claims_hold_is_said_of_refuted_claims_only() -> None:
    refuted = {claim.id for claim in ledger() if claim.expected is Verdict.REFUTED}
    assert HOLDS_AT.keys() <= refuted
    assert len(AT_VALUES) > 50


def test_a_claim_that_goes_wrong_at_some_value_is_noticed() -> None:
    claim = Claim("x", proofs.gt(k / 2 - 1, 0), "a claim whose assumption k ≥ 4 is missing")
    (here,) = [claim.put(values) for values in CLASSES if values[k] == 2]
    assert decide(here).verdict is Verdict.REFUTED
    assert wanted(here) == {Verdict.PROVED, Verdict.CERTIFIED}
    careful = replace(claim, assume=(sp.Ge(k, 4),)).put({k: sp.Integer(2)})
    assert decide(careful).verdict is Verdict.VACUOUS
    assert wanted(careful) == {Verdict.VACUOUS}


def test_matrices_of_samples_do_not_exist_at_a_broken_ratio() -> None:
    (labels,) = [claim for claim in ledger() if claim.id == "C2.10.labels"]
    found = decide(labels.put({R: sp.S.Half}))
    assert found.verdict is Verdict.VACUOUS
    assert found.evidence[0].proof is not None
    assert decide(labels.put({R: sp.Integer(3)})).verdict is Verdict.PROVED
