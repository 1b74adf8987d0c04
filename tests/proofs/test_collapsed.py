"""Relations that sympy evaluated before they reached the engine."""

from sympy import Eq, Ge, Gt, Lt
from sympy.logic.boolalg import Boolean

from proofs.claims.domain import domain_of
from proofs.claims.statement import Collapsed
from proofs.claims.verdict import Verdict, combine
from proofs.provers.relations import collapsed
from spectra import R, k


def verdict(value: bool, recovered: Boolean | None) -> Verdict:
    symbols = () if recovered is None else recovered.free_symbols
    return combine(collapsed.decide(Collapsed(value, "it", recovered), domain_of(symbols, ())))


def test_a_recovered_relation_is_decided_as_it_was_written() -> None:
    assert verdict(True, Gt(R, 0, evaluate=False)) is Verdict.PROVED
    assert verdict(True, Ge(k, 2, evaluate=False)) is Verdict.PROVED
    assert verdict(False, Lt(R, 0, evaluate=False)) is Verdict.REFUTED
    assert verdict(False, Eq(R, R + 1, evaluate=False)) is Verdict.REFUTED


def test_sympys_word_does_not_prove_what_is_undefined_somewhere() -> None:
    hole = Eq(1 / (R - 1), 1 / (R - 1), evaluate=False)
    assert verdict(True, hole) is Verdict.UNDECIDED


def test_a_bare_truth_value_is_taken_as_it_is() -> None:
    assert verdict(True, None) is Verdict.PROVED
    assert verdict(False, None) is Verdict.REFUTED
