"""Facts and formulas: how facts are scaled and denied, and what is read off what is known."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from flint import fmpq
from kernel_objects import poly

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import (
    FALSE,
    TRUE,
    All,
    Fact,
    Some,
    entails,
    fact,
    negation,
    read_formula,
    scaled,
)
from proofs.kernel.polynomials import Ring

RING = Ring("xy")
P, Q = RING.read(poly("x - 2 y")), RING.read(poly("x x + 1"))
RELATIONS = ("=", "!=", ">", ">=")
SAYS = {
    "=": lambda v: v == 0, "!=": lambda v: v != 0, ">": lambda v: v > 0, ">=": lambda v: v >= 0,
}  # fmt: skip


@pytest.mark.parametrize(("known", "wanted"), list(product(RELATIONS, RELATIONS)))
def test_a_fact_is_read_off_another_exactly_if_it_follows(known: str, wanted: str) -> None:
    for sign in (1, -1):
        follows = all(SAYS[wanted](sign * v) for v in (-1, 0, 1) if SAYS[known](v))
        assert entails(fact(P, known), fact(sign * P, wanted)) is follows
        assert not entails(fact(P, known), fact(Q, wanted))


@pytest.mark.parametrize("rel", RELATIONS)
def test_a_fact_or_its_negation(rel: str) -> None:
    denied = negation(fact(P, rel))
    assert isinstance(denied, Fact)
    sign = 1 if denied.poly == scaled(P) else -1
    assert all(SAYS[rel](v) is not SAYS[denied.rel](sign * v) for v in (-1, 0, 1))
    assert negation(denied) == fact(P, rel)


@pytest.mark.parametrize(("number", "signs"), [(-1, "-"), (0, "0"), (3, "+")])
@pytest.mark.parametrize("rel", [*RELATIONS, "<", "<="])
def test_a_fact_on_a_number_is_true_or_false(rel: str, number: int, signs: str) -> None:
    holds = {"=": "0", "!=": "-+", ">": "+", ">=": "0+", "<": "-", "<=": "-0"}[rel]
    assert fact(RING.constant(number), rel) == (TRUE if signs in holds else FALSE)


def test_facts_are_kept_with_whole_coefficients_without_common_divisor() -> None:
    p = RING.read(poly("2/3 x - 4/5 y"))
    assert scaled(p) == RING.read(poly("5 x - 6 y"))
    assert scaled(-p) == -scaled(p)
    assert scaled(6 * P) == P
    assert fact(p, ">") == fact(7 * p, ">") == fact(-p, "<")
    assert fact(p, ">") != fact(-p, ">")
    assert fact(fmpq(1, 7) * P, "<=") == Fact(-P, ">=")


A, B, C = (fact(p, ">") for p in (P, Q, RING.read(poly("y"))))


@pytest.mark.parametrize(("known", "wanted", "follows"), [
    (All((A, B)), A, True), (All((A, B)), B, True), (A, All((A, B)), False), (All((A, B)), All((B, A)), True),
    (A, Some((A, B)), True), (B, Some((A, B)), True), (C, Some((A, B)), False), (fact(P, ">="), Some((A, B)), False),
    (A, Some((fact(P, ">="), B)), True), (All((fact(P, ">="), C)), Some((B, A)), False), (Some((A, B)), A, False),
    (Some((A, B)), Some((B, A, C)), True), (Some((A, B, C)), Some((A, B)), False), (FALSE, A, True),
    (A, TRUE, True), (TRUE, A, False), (TRUE, TRUE, True), (A, FALSE, False), (All((A, FALSE)), C, True),
    (All((A, Some((B, C)))), Some((C, B)), True), (All((Some((A, B)), C)), All((C, Some((B, A)))), True),
    (Some((All((A, B)), All((A, C)))), A, True), (Some((All((A, B)), C)), A, False), (TRUE, FALSE, False),
])  # fmt: skip
def test_what_is_read_off(known: Any, wanted: Any, follows: bool) -> None:
    assert entails(known, wanted) is follows


def read(data: Any) -> Any:
    return read_formula(data, lambda _, name: {"A": A, "B": B, "C": C}[name])


def test_formulas_are_read_without_negation_and_implication() -> None:
    a, b, c = (["is", name] for name in "ABC")
    not_a, not_b = negation(A), negation(B)
    assert read(["and", a, b, c]) == All((A, B, C))
    assert read(["or", a, b]) == Some((A, B))
    assert read(["not", ["and", a, b]]) == Some((not_a, not_b))
    assert read(["not", ["or", a, b]]) == All((not_a, not_b))
    assert read(["implies", a, b]) == Some((not_a, B))
    assert read(["not", ["not", a]]) == A
    assert (read(["and"]), read(["or"])) == (TRUE, FALSE)
    for wrong in (["not", a, b], ["not"], ["implies", a], ["implies", a, b, c]):
        with pytest.raises(ValueError, match="unpack"):
            read(wrong)


@pytest.mark.parametrize("rel", ["=>", "", "<>", "==", "!"])
def test_there_are_six_relations(rel: str) -> None:
    with pytest.raises(Rejected, match="is no relation"):
        fact(P, rel)
