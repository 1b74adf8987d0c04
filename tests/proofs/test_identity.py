"""Identities of matrices of any size: proved by words, checked by a certificate, or refuted."""

from dataclasses import replace
from functools import reduce
from operator import add, mul

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import proofs
from proofs import Claim, ClaimError, MatrixIdentity, Outcome, Verdict
from proofs.ledger.any_weights import CLAIMS
from proofs.provers import certificate, words
from proofs.report.formula import statement_line
from proofs.report.latex import formula

n, k = sp.symbols("n k", integer=True, positive=True)
x, w = sp.Symbol("x", real=True), sp.Symbol("w", positive=True)
A, B, C = (sp.MatrixSymbol(name, n, n) for name in "ABC")
I = sp.Identity(n)
ROTATION = sp.ImmutableMatrix([[3, -4], [4, 3]]) / 5
OTHER = sp.ImmutableMatrix([[1, 2], [3, 5]])
INVERSE, COMMUTE = sp.Eq(A * B, I, evaluate=False), sp.Eq(A * B, B * A, evaluate=False)
BASE = (
    (n, sp.Integer(2)),
    (A, ROTATION),
    (B, ROTATION.T),
    (C, OTHER),
    (x, sp.S.Zero),
    (w, sp.S.One),
)


def identity(
    left: sp.MatrixExpr, right: sp.MatrixExpr, *given: sp.Eq, example: object = BASE
) -> MatrixIdentity:
    return MatrixIdentity(left, right, given, (example,))  # type: ignore[arg-type]


def verdict(statement: MatrixIdentity, *assume: sp.Basic) -> Verdict:
    return proofs.check([Claim("a", statement, "here", assume=assume)]).verdicts["a"]


def test_what_follows_is_proved_by_two_routes() -> None:
    statement = identity(A * C * B * A * C * B, A * C * C * B, sp.Eq(B * A, I, evaluate=False))
    (result,) = proofs.check([Claim("a", statement, "here")]).results
    assert result.verdict is Verdict.PROVED
    routes = [e.route for e in result.evidence if e.outcome is Outcome.PROVES]
    assert routes == ["words", "certificate"]


def test_what_holds_in_the_example_only_is_not_proved() -> None:
    # a right inverse of a square matrix is a left one, but that is no matter of words
    assert verdict(identity(B * A, I, INVERSE)) is Verdict.UNDECIDED
    assert verdict(identity(A * B, B * A)) is Verdict.UNDECIDED
    assert verdict(identity(A * B, B * A, COMMUTE)) is Verdict.PROVED


def test_what_fails_in_the_example_is_refuted() -> None:
    (result,) = proofs.check([Claim("a", identity(A * C, C * A, INVERSE), "here")]).results
    assert result.verdict is Verdict.REFUTED
    assert result.counterexample is not None
    assert ("n", "2") in result.counterexample.parameters
    assert ("entry", "(0, 0)") in result.counterexample.parameters
    assert (result.counterexample.left, result.counterexample.right) != ("", "")


def test_conditions_that_the_example_does_not_meet_prove_nothing() -> None:
    false = sp.Eq(A * C, I, evaluate=False)
    assert verdict(identity(A * C, I, false)) is Verdict.UNDECIDED
    assert verdict(identity(A * C, 2 * I, false)) is Verdict.UNDECIDED
    almost = dict(BASE) | {B: ROTATION.T * (1 + sp.Rational(1, 10**30))}
    close = identity(A * B, I, INVERSE, example=tuple(almost.items()))
    assert verdict(close) is Verdict.UNDECIDED


def test_assumptions_beside_its_own_are_not_taken() -> None:
    assert verdict(identity(w * A, w * A), w > 2) is Verdict.UNDECIDED


def test_ones_know_their_length_only() -> None:
    ones, centre = sp.OneMatrix(n, 1), I - sp.OneMatrix(n, n) / n
    assert verdict(identity(centre * centre, centre)) is Verdict.PROVED
    assert verdict(identity(centre * ones, sp.ZeroMatrix(n, 1))) is Verdict.PROVED
    assert verdict(identity(centre * A * ones, sp.ZeroMatrix(n, 1))) is Verdict.REFUTED
    assert verdict(identity(ones.T * ones, n * sp.Identity(1))) is Verdict.PROVED
    assert verdict(identity(ones.T * ones, 2 * sp.Identity(1))) is Verdict.UNDECIDED


def test_a_scalar_that_may_be_zero_is_not_divided_by() -> None:
    for scalar, expected in ((w, Verdict.PROVED), (x, Verdict.UNDECIDED)):
        known = sp.Eq(scalar * A * B, scalar * I, evaluate=False)
        assert verdict(identity(A * B, I, known)) is expected
        assert verdict(identity(A * C / scalar, A * C / scalar)) is expected


def test_overlapping_conditions_are_completed() -> None:
    # A = A(BC) = (AB)C = C, which no rule says
    left, right = sp.Eq(A * B, I, evaluate=False), sp.Eq(B * C, I, evaluate=False)
    same = dict(BASE) | {C: ROTATION}
    assert verdict(identity(A, C, left, right, example=tuple(same.items()))) is Verdict.PROVED


# the certificate ----------------------------------------------------------------------------------


def test_a_certificate_of_another_identity_is_not_confirmed() -> None:
    statement = identity(A * C * B * A, A * C, sp.Eq(B * A, I, evaluate=False))
    found = words.prove(statement)
    assert found is not None
    assert certificate.confirms(statement, found)
    assert not certificate.confirms(replace(statement, right=2 * A * C), found)
    assert not certificate.confirms(replace(statement, given=(INVERSE,)), found)
    assert not certificate.confirms(statement, {key: 2 * c for key, c in found.items()})
    assert not certificate.confirms(statement, {})


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (((), ("7", False), ()), "no equation 7"),
        (((("D", False),), ("0", False), ()), "no matrix 'D'"),
        (((("v", False),), ("0", False), ()), "columns before"),
        ((((("v", True),)), ("0", False), ()), "a term is"),
    ],
)
def test_a_certificate_that_makes_no_sense_is_refused(term: object, message: str) -> None:
    v = sp.MatrixSymbol("v", n, 1)
    example = (*BASE, (v, sp.ImmutableMatrix([1, 2])))
    statement = identity(A * B * v * v.T, v * v.T, INVERSE, example=example)
    with pytest.raises(certificate.NotCertifiedError, match=message):
        certificate.confirms(statement, {term: sp.S.One})  # type: ignore[dict-item]


def test_a_certificate_that_divides_by_what_may_be_zero_is_refused() -> None:
    statement = identity(A * B, I, sp.Eq(x * A * B, x * I, evaluate=False))
    with pytest.raises(certificate.NotCertifiedError, match="may be zero"):
        certificate.confirms(statement, {((), ("0", False), ()): 1 / x})


letters = st.sampled_from([A, B, C, A.T, B.T, C.T, sp.OneMatrix(n, n), I])
products = st.lists(letters, min_size=1, max_size=4).map(lambda p: reduce(mul, p))
sums = st.lists(
    st.tuples(st.sampled_from([1, 2, -1]), products).map(lambda p: p[0] * p[1]),
    min_size=1,
    max_size=3,
).map(lambda p: reduce(add, p))


@settings(max_examples=60, deadline=None)
@given(sums, sums, st.sampled_from([(), (INVERSE,), (COMMUTE,), (INVERSE, COMMUTE)]))
def test_only_what_is_true_of_other_matrices_too_is_proved(
    left: sp.MatrixExpr, right: sp.MatrixExpr, known: tuple[sp.Eq, ...]
) -> None:
    left, right = left + sp.ZeroMatrix(n, n), right + sp.ZeroMatrix(n, n)
    statement = identity(left, right, *known)
    found = verdict(statement)
    inverse = sp.ImmutableMatrix([[2, 1], [7, 4]])
    other = dict(BASE) | {A: inverse, B: inverse.inv(), C: OTHER.T * OTHER + ROTATION}
    if found is Verdict.PROVED:
        assert verdict(replace(statement, examples=(tuple(other.items()),))) is Verdict.PROVED
    if left == right:
        assert found is Verdict.PROVED


# what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((A, B, (), ()), "examples is empty"),
        ((A, sp.Symbol("y"), (), (BASE,)), "left and right has y; give an expression of matrices"),
        ((A, sp.OneMatrix(n, 1), (), (BASE,)), "give equal shapes"),
        ((A, B, (sp.Eq(A, C * sp.OneMatrix(n, 1), evaluate=False),), (BASE,)), "condition 1 are"),
        ((A, B, (sp.true,), (BASE,)), "condition 1 is True; give an Eq"),
        ((A, sp.MatrixSymbol("D", n, n), (), (BASE,)), "an example has no value for D"),
        ((A, B, (), (((n, sp.Integer(3)), *BASE[1:]),)), r"A = .*; its shape is \(3, 3\)"),
        ((A, B, (), ((*BASE[:-1], (w, -sp.S.One)),)), "w = -1, which w cannot be"),
        ((A, B, (), ((*BASE[:-1], (w, sp.Float(0.5))),)), "give exact numbers"),
        ((A, B, (), ((*BASE[:-1], (w, "1")),)), "give a symbol and its value"),
        ((A, B, (), ((*BASE[:-1], w),)), "give a symbol and its value"),
        ((A, B, (), (dict(BASE) | {w: x},)), "w = x; give exact numbers"),
    ],
)
def test_what_is_no_identity_is_refused(parts: tuple[object, ...], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        MatrixIdentity(*parts)  # type: ignore[arg-type]


def test_one_condition_and_one_mapping_need_no_tuple() -> None:
    plain = MatrixIdentity(A * B, I, INVERSE, dict(BASE))  # type: ignore[arg-type]
    assert plain == identity(A * B, I, INVERSE)


def test_it_reads_as_it_is_written() -> None:
    statement = next(c.statement for c in CLAIMS if c.id == "B.any.classes")
    assert isinstance(statement, MatrixIdentity)
    assert statement_line(statement).startswith("P*D*1 = 0 if Z*Ω = M*Z, Z = P*Y, Y*Yᵀ = N")
    assert formula(statement)[:4] == (
        r"P D \mathbf{1}_{k}", r"= \mathbf{0}", r"\text{ if }Z \Omega = M Z,", "Z = P Y,",
    )  # fmt: skip
    assert formula(statement)[-1] == r"P \mathbf{1}_{k} = \mathbf{0}"
