"""A formula written down wrong is refuted; one that is still right is not."""

import pytest
import verdicts
from mutations import KINDS, Formula, Mutant, agree, formulas, mutants
from needed import some
from sympy import Expr

import proofs
from proofs import Verdict

FORMULAS = formulas()
MUTANTS = [mutant for formula in FORMULAS for mutant in mutants(formula)]


def verdict(left: Expr, right: Expr) -> Verdict:
    return verdicts.verdict(proofs.eq(left, right))


@pytest.mark.parametrize("formula", FORMULAS, ids=[f.name for f in FORMULAS])
def test_the_original_is_proved(formula: Formula) -> None:
    expected = Verdict.PROVED
    if formula.name == "β at its half-time":
        # the half-time exists only where β starts below ½
        expected = Verdict.UNDECIDED
    assert verdict(formula.left, formula.right) is expected


@pytest.mark.parametrize("mutant", some(MUTANTS), ids=lambda m: f"{m.formula.name}: {m.kind}")
def test_a_mutant_is_refuted_unless_it_is_equal_after_all(mutant: Mutant) -> None:
    found = verdict(mutant.formula.left, mutant.right)
    if agree(mutant.formula.left, mutant.right):
        assert found is not Verdict.REFUTED
    else:
        assert found is Verdict.REFUTED


def test_every_kind_of_mutation_is_tried() -> None:
    tried = {mutant.kind for mutant in MUTANTS}
    assert tried == {*KINDS, "swap two modes"}
    assert len(MUTANTS) > 100
