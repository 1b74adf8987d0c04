"""Rules of algebra at the ends of their conditions: what is just accepted and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import ONE, ZERO, X

from proofs.kernel import Rejected, algebra, check

ROOTS_OF_UNITY = statement(["!=", ["+", ["^", X, 2], X, "1"], "0"], x="rational")


def by_residues(said: Object, p: str, prime: int, by: Any = (), **more: Any) -> Object:
    return proof(said, [step("residues", "g", p=poly(p), prime=prime, by=list(by))], ["g"], **more)


def test_a_power_in_a_proof_of_0_is_at_least_1() -> None:
    said = statement(["=", X, "0"], ["=", ["^", X, 2], "0"], x="real")
    steps = [step("hypothesis", "h", index=0), step("zero", "g", p=poly("x"), power=2, multiples=[["h", ONE]], modulo=[])]  # fmt: skip
    assert check(proof(said, steps, ["g"], witness={"x": "0"})).verdict == "PROVED"
    steps[1] |= {"power": 0}
    with pytest.raises(Rejected, match="no exponent"):
        check(proof(said, steps, ["g"], witness={"x": "0"}))


@pytest.mark.parametrize("prime", [2, 5])
def test_a_prime_modulo_which_there_is_no_zero(prime: int) -> None:
    assert check(by_residues(ROOTS_OF_UNITY, "x x + x + 1", prime)).verdict == "PROVED"


@pytest.mark.parametrize("prime", [-2, 0, 1, 4, 6, 9])
def test_a_modulus_that_is_no_prime(prime: int) -> None:
    with pytest.raises(Rejected, match="prime does not fit"):
        check(by_residues(ROOTS_OF_UNITY, "x x + x + 1", prime))


def test_a_form_is_0_modulo_the_prime_where_one_variable_is() -> None:
    """x(x² + y²) is 0 at (0, 1), and modulo 3 only where x is 0."""
    form = ["*", X, ["+", ["^", X, 2], ["^", "y", 2]]]
    said = statement(["!=", form, "0"], x="integer", y="integer !=")
    with pytest.raises(Rejected, match="highest part is 0"):
        check(by_residues(said, "x x x + x y y", 3, ["y.sign"]))


def test_no_more_than_so_many_residues(monkeypatch: pytest.MonkeyPatch) -> None:
    said = statement(["!=", ["+", ["^", X, 2], ["^", "y", 2]], "0"], x="integer", y="integer !=")
    found = by_residues(said, "x x + y y", 3, ["y.sign"])
    monkeypatch.setattr(algebra, "MOST_RESIDUES", 9)
    assert check(found).verdict == "PROVED"
    monkeypatch.setattr(algebra, "MOST_RESIDUES", 8)
    with pytest.raises(Rejected, match="prime does not fit"):
        check(found)


@pytest.mark.parametrize(("rel", "p", "accepted"), [
    ("=", "f", True), (">=", "f", True), (">", "f", False), ("!=", "f", False),
    ("=", "f - 1", False), (">=", "f - 1", False), ("!=", "f - 1", True), (">", "f + 1", True),
])  # fmt: skip
def test_a_ball_that_is_one_point(rel: str, p: str, accepted: bool) -> None:
    floor = step("def", "f", term=["floor", ZERO], by=[])
    shown = fact_about(rel, p)
    found = proof(shown, [floor, step("num", "g", p=poly(p), rel=rel)], ["g"], witness={})
    if accepted:
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(Rejected, match="balls find"):
            check(found)


def fact_about(rel: str, p: str) -> Object:
    """Return the statement that f = ⌊0⌋, with a number added, has a relation to 0."""
    added = {"f": "0", "f - 1": "-1", "f + 1": "1"}[p]
    return statement([rel, ["+", ["floor", "0"], added], "0"])


IN_BOXES = statement([">", ["+", "5", ["*", "-1", X, "y"]], "0"], ["<=", "1", X], ["<=", X, "2"],
                     ["<=", "1", "y"], ["<=", "y", "2"], x="real", y="real")  # fmt: skip


def in_boxes(cuts: Any, **more: Any) -> Object:
    known = [step("hypothesis", f"h{i}", index=i) for i in range(4)]
    box = {"x": ["1", "2", cuts, ["h0", "h1"]], "y": ["1", "2", cuts, ["h2", "h3"]]}
    return proof(IN_BOXES, [*known, step("num", "g", p=poly("5 - x y"), rel=">", box=box, **more)], ["g"])  # fmt: skip


def test_boxes_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algebra, "MOST_BOXES", 9)
    assert check(in_boxes(3)).verdict == "PROVED"
    monkeypatch.setattr(algebra, "MOST_BOXES", 8)
    for cuts in (3, 0):
        with pytest.raises(Rejected, match="no boxes"):
            check(in_boxes(cuts))


@pytest.mark.parametrize(("bits", "fits"), [(1, False), (2, True), (20_000, True), (20_001, False)])
def test_precision(bits: int, fits: bool) -> None:
    found = proof(statement([">", ["floor", "1"], "0"]), [
        step("def", "f", term=["floor", ONE], by=[]), step("num", "g", p=poly("f"), rel=">", bits=bits),
    ], ["g"])  # fmt: skip
    if fits:
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(Rejected, match="no precision"):
            check(found)


def test_a_variable_without_a_box() -> None:
    found = in_boxes(1)
    del found["steps"][-1]["box"]["y"]
    with pytest.raises(Rejected, match="a name has no box"):
        check(found)


def test_a_power_in_a_box() -> None:
    """x³ > 7 for x from 2 to 3."""
    said = statement([">", ["^", X, 3], "7"], ["<=", "2", X], ["<=", X, "3"], x="real")
    known = [step("hypothesis", f"h{i}", index=i) for i in range(2)]
    shown = step("num", "g", p=poly("x x x - 7"), rel=">", box={"x": ["2", "3", 16, ["h0", "h1"]]})
    assert check(proof(said, [*known, shown], ["g"], witness={"x": "2"})).verdict == "PROVED"
