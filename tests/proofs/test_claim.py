"""Registering claims: what is kept, and what is refused."""

from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy as sp
from sympy import Eq, Gt, Rational, sqrt

import proofs
from proofs import (
    ClaimError,
    Invariance,
    LearningTime,
    Limit,
    MatrixIdentity,
    OutOfScope,
    Trajectory,
    Verdict,
    claim,
)
from proofs.claims.claim import registered
from proofs.claims.relation import Evaluated, MatrixRelation
from proofs.report.formula_text import line
from spectra import R, delta, k, t
from spectra.display.latex_printer import to_latex

A = sp.MatrixSymbol("A", 2, 2)
identity: Callable[..., object] = MatrixIdentity


class Bad:
    """What raises whatever is asked of it."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError


# relations that sympy evaluates on the way


@pytest.mark.parametrize("value", [True, sp.true, R > 0, Eq(R, R), (R + 1) ** 2 != R])
def test_what_sympy_evaluated_is_kept_as_a_truth_value(value: object) -> None:
    made = claim("a", value, source="s")
    assert made.statement is sp.true
    assert made.said == Evaluated(True)


@pytest.mark.parametrize("value", [False, sp.false, R < 0, sp.Ne(R, R)])
def test_what_sympy_evaluated_to_false_is_kept_as_false(value: object) -> None:
    made = claim("a", value, source="s")
    assert made.said == Evaluated(False)


def test_relations_of_proofs_keep_both_sides_as_typed() -> None:
    made = claim("a", proofs.eq(sqrt(R) ** 2, R), source="s")
    assert str(made.statement) == "Eq(R, R)"
    kept = [relation(R, 0) for relation in (proofs.ne, proofs.lt, proofs.le, proofs.gt, proofs.ge)]
    assert list(map(str, kept)) == ["Ne(R, 0)", "R < 0", "R <= 0", "R > 0", "R >= 0"]
    numbers = claim("b", proofs.lt(0.1, Fraction(1, 2)), source="s").statement
    assert numbers == proofs.lt(Rational(1, 10), Rational(1, 2))


def test_matrices_are_kept_as_typed_and_have_no_order() -> None:
    column = sp.Matrix([R, 1])
    assert claim("a", proofs.eq(column, column), source="s").said == MatrixRelation(
        Eq(column, column, evaluate=False)
    )
    with pytest.raises(ClaimError, match="matrices have no order; compare entries"):
        proofs.le(column, column)


def test_text_is_no_side_of_a_relation() -> None:
    with pytest.raises(ClaimError, match="a side is the text 'R'; give a sympy expression"):
        proofs.gt(R, "R")


@pytest.mark.parametrize("side", [None, [R], {}, True, R > 1, object()])
@pytest.mark.parametrize("relation", [proofs.eq, proofs.lt])
def test_a_side_is_a_number_or_a_matrix(relation: Callable[..., object], side: object) -> None:
    with pytest.raises(ClaimError, match=r"a side is .+\(.+\); give a number or a matrix of sympy"):
        relation(R, side)


@pytest.mark.parametrize(
    "value", ["exit()", b"4", None, int, object(), Bad()], ids=lambda v: type(v).__name__
)
@pytest.mark.parametrize(
    "made",
    [
        proofs.Delay,
        proofs.TransitionStrength,
        proofs.Trace,
        lambda value: proofs.Named("c", value),
        lambda value: proofs.NamedMatrix("C", value),
        lambda value: proofs.eq(value, value),
        lambda value: proofs.Limit(value, R, sp.oo, 0),
        lambda value: proofs.Flow(decay=value),
        lambda value: proofs.LearningTime("maj-min", R, level=value),
        lambda value: identity(A, A, value, {A: sp.eye(2)}),
        lambda value: identity(A, A, (), {A: value}),
        lambda value: identity(A, A, (), {A: sp.eye(2)}, axioms=value),
    ],
)
def test_what_sympy_cannot_read_is_refused_and_text_is_never_evaluated(
    made: Callable[[object], object], value: object
) -> None:
    with pytest.raises(ClaimError):
        made(value)


def test_a_whole_relation_is_kept_as_it_is() -> None:
    relation = Eq(R + 1, R + 1, evaluate=False)
    assert claim("a", relation, source="s").statement is relation


# numbers and expectations


@pytest.mark.parametrize("number", [0.1, 0.1 + 0.2, 1 / 3, 1e-30, 123456.789, 2.0])
def test_decimals_are_shown_with_the_digits_that_are_read(number: float) -> None:
    formula = Eq(R * number, R, evaluate=False)
    assert float(line(formula).partition("*")[0]) == number
    assert repr(number).partition("e")[0] in to_latex(formula)


def test_decimals_are_read_as_written() -> None:
    assert claim("a", Gt(R, 0.1), source="s").statement == Gt(R, Rational(1, 10))
    assert claim("b", Eq(0.5 * R, R / 2, evaluate=False), source="s").statement == Eq(
        R / 2, R / 2, evaluate=False
    )
    limit = claim("c", Limit(0.3 + 1 / R, R, sp.oo, 0.3), source="s").statement
    assert limit == Limit(Rational(3, 10) + 1 / R, R, sp.oo, Rational(3, 10))
    low, high = Rational(1, 2), Rational(3, 2)
    both = claim("d", sp.And(R > 0.5, R < 1.5), source="s").statement
    assert both == sp.And(Gt(R, low), sp.Lt(R, high))
    assert claim("e", R > 2, source="s", assume=R > 1.5).assume == (Gt(R, high),)


def test_what_is_expected_goes_without_saying() -> None:
    stated = (Eq(R, 10), Eq(delta, 8))
    expected = {
        "a": (Gt(R + 1, sqrt(R)), (), Verdict.PROVED),
        "b": (Trajectory("maj-maj", 1 / (1 + t)), (), Verdict.PROVED),
        "c": (Trajectory("maj-maj", 1 / (1 + t)), stated, Verdict.CERTIFIED),
        "d": (LearningTime("maj-maj", 1 / sqrt(R)), stated, Verdict.PROVED),
        "e": (OutOfScope("an experiment", "it needs a network"), (), Verdict.NOT_RUN),
    }
    for name, (statement, assume, verdict) in expected.items():
        assert claim(name, statement, source="s", assume=assume).expected is verdict
    assert claim("f", R > 1, source="s", expected="REFUTED").expected is Verdict.REFUTED


# symbols that look like ours


def test_a_symbol_that_only_looks_like_ours_is_noted() -> None:
    bare = sp.Symbol("R")
    (note,) = claim("a", Eq(bare**2, sp.Abs(bare) ** 2, evaluate=False), source="s").notes
    assert note == "R is not spectra.R: here it is any real number"
    (note,) = claim("b", Eq(k + sp.Symbol("delta", nonnegative=True), 1), source="s").notes
    assert note == "delta is not spectra.delta: here it is any real number with delta >= 0"


def test_our_own_symbols_and_other_names_are_not_noted() -> None:
    assert claim("a", Eq(R + sp.Symbol("x"), k), source="s").notes == ()
    assert claim("b", sp.Symbol("R", positive=True) > 1, source="s").notes == ()


def test_a_look_alike_in_the_assumptions_is_noted_too() -> None:
    assert claim("a", R > 1, source="s", assume=sp.Symbol("k") > 2).notes


# refusals


def test_an_id_names_one_claim() -> None:
    claim("a", R > 1, source="s")
    with pytest.raises(
        ClaimError, match="claim ID 'a' is registered twice; give each claim its own"
    ):
        claim("a", R > 2, source="s")
    assert len(registered()) == 1


@pytest.mark.parametrize("name", ["", "two words", "tab\t", " ", 5, None, "--k", "nul\0"])
def test_an_id_is_one_word(name: object) -> None:
    with pytest.raises(ClaimError, match="claim ID"):
        claim(name, R > 1, source="s")  # type: ignore[arg-type]
    assert not registered()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("R > 0", "is the text 'R > 0', which is not evaluated"),
        (R + 1, r"is the formula R \+ 1, which says nothing by itself; compare"),
        (R, "is the formula R, which says nothing"),
        (sp.Matrix([R]), "is the formula Matrix"),
        (sp.Symbol("p") * sp.ones(40, 40), "…, which says nothing"),
        ((R > 1, R > 2), "is a tuple of 2; register one claim for each, or join them by And"),
        ([R > 1], "is a list of 1"),
        (None, "is None"),
        (5, r"is 5 \(int\), which is not a relation"),
        (3.5, r"is 3.5 \(float\)"),
    ],
)
def test_what_is_not_a_statement_is_refused_with_a_remedy(statement: object, message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        claim("a", statement, source="s")
    assert not registered()


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("source", None, "source is None; give it as text"),
        ("title", 3, "title is 3; give it as text"),
        ("assume", "R > 1", "assumption 'R > 1' is not a relation"),
        ("assume", (R,), "is not a relation"),
        ("assume", None, "assumption None is not a relation"),
        ("depends_on", 5, "depends_on is 5; give claim IDs"),
        ("depends_on", ("a", 5), "give claim IDs"),
        ("corrected_by", None, "corrected_by is None; give claim IDs"),
        ("expected", "TRUE", "expected is 'TRUE'; choose one of PROVED, AGREED, CERTIFIED"),
        ("expected", True, "expected is True; choose one of"),
    ],
)
def test_a_part_of_the_wrong_kind_is_named(part: str, value: object, message: str) -> None:
    parts: dict[str, object] = {"source": "s", part: value}
    with pytest.raises(ClaimError, match=message):
        claim("a", R > 1, **parts)  # type: ignore[arg-type]


def test_symbols_that_are_not_real_are_refused_at_once() -> None:
    with pytest.raises(ClaimError, match="symbol z is declared not to be real"):
        claim("a", proofs.eq(sp.Symbol("z", imaginary=True), 1), source="s")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Trajectory("middle", R), "mode is 'middle'; choose one of maj-maj"),
        (lambda: Trajectory("maj-maj", R, weighting="ce"), "weighting is 'ce'"),
        (lambda: LearningTime("maj-maj", "1/R"), "expr is the text '1/R'"),
        (lambda: Limit(R, 3, 0, 1), "var is 3; give the symbol that moves"),
        (lambda: Limit(R, R, sp.oo, R), "contain the moving symbol R"),
        (lambda: Invariance("maj"), "mode is 'maj'"),
    ],
)
def test_statements_name_the_part_that_is_wrong(make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(ClaimError, match=message):
        make()


# values


def test_values_are_put_where_their_symbol_occurs() -> None:
    values = {R: sp.Integer(10), k: sp.Integer(4)}
    about_r = claim("a", R > 1, source="s").put(values)
    assert about_r.at == ((R, 10),)
    assert about_r.everywhere() == registered()["a"]
    about_delta = claim("b", delta > 1, source="s").put(values)
    assert about_delta is registered()["b"]


def test_a_symbol_on_its_way_to_a_limit_stays_free() -> None:
    made = claim("a", Limit(delta / R, R, sp.oo, 0), source="s")
    assert made.put({R: sp.Integer(3)}) is made
    assert made.put({delta: sp.Integer(3)}).at == ((delta, 3),)
    time = claim("b", LearningTime("maj-maj", 1 / sqrt(R)), source="s", assume=delta > 1)
    assert time.put({delta: sp.Integer(3)}) is time


def test_the_modes_within_a_group_do_not_exist_for_two_classes() -> None:
    two = {k: sp.Integer(2)}
    for mode, empty in (("maj-maj", True), ("min-min", True), ("maj-min", False)):
        made = claim(mode, LearningTime(mode, 1 / R), source="s")
        assert made.put(two).domain.empty is empty
        assert not made.put({k: sp.Integer(4)}).domain.empty
