"""Identities of matrices of any size: proved by words, or refuted by an example."""

from dataclasses import replace
from functools import reduce
from operator import add, mul

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from needed import drawn

import proofs
from proofs import Claim, ClaimError, MatrixIdentity, Trace, Verdict
from proofs.kernel.polynomials import Poly
from proofs.ledger.any_counts.any_weights import CLAIMS
from proofs.provers.finders.signs import conjugates
from proofs.provers.finders.signs import polynomials as signs
from proofs.provers.finders.steps.builder import Builder
from proofs.report.formula_latex import formula
from proofs.report.formula_text import line

n, k = sp.symbols("n k", integer=True, positive=True)
x, w = sp.Symbol("x", real=True), sp.Symbol("w", positive=True)
A, B, C = (sp.MatrixSymbol(name, n, n) for name in "ABC")
I, v = sp.Identity(n), sp.MatrixSymbol("v", n, 1)
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


def test_what_follows_is_proved_by_words() -> None:
    statement = identity(A * C * B * A * C * B, A * C * C * B, sp.Eq(B * A, I, evaluate=False))
    (result,) = proofs.check([Claim("a", statement, "here")]).results
    assert result.verdict is Verdict.PROVED
    assert result.proof is not None
    assert "matrices" in dict(result.proof.rules)


def test_what_a_claim_concludes_by_is_listed_beside_its_proof() -> None:
    said = MatrixIdentity(A, A, (), (BASE,), ("flow", "matrices"))
    (result,) = proofs.check([Claim("a", said, "here")]).results
    assert result.proof is not None
    assert dict(result.proof.axioms) == {"flow": 1, "matrices": 1}
    assert "rests on flow, matrices" in result.evidence[0].detail


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


def test_a_trace_is_that_of_the_factors_turned_round() -> None:
    true = (A * B * C, B * C * A), (A * B * C, C.T * B.T * A.T), (A + I, I + A.T)
    for left, right in true:
        assert verdict(identity(Trace(left), Trace(right))) is Verdict.PROVED
        assert verdict(identity(left, right)) in (Verdict.UNDECIDED, Verdict.REFUTED)
    shear = dict(BASE) | {B: sp.ImmutableMatrix([[1, 2], [0, 1]])}
    wrong = identity(Trace(A * B * C), Trace(B * A * C), example=tuple(shear.items()))
    assert verdict(wrong) is Verdict.REFUTED
    assert verdict(identity(Trace(I), n * sp.Identity(1))) is Verdict.PROVED
    assert verdict(identity(Trace(I), sp.Identity(1))) is Verdict.REFUTED


def test_conditions_are_used_inside_a_trace() -> None:
    # A C Aᵀ turned is C AᵀA, and AᵀA = I
    rotation = sp.Eq(A.T * A, I, evaluate=False)
    assert verdict(identity(Trace(A * C * A.T), Trace(C), rotation)) is Verdict.PROVED
    assert verdict(identity(Trace(A * C * A), Trace(C), rotation)) is Verdict.REFUTED
    assert verdict(identity(Trace(A * C * A.T), Trace(C))) is Verdict.UNDECIDED


def test_only_a_square_matrix_has_a_trace() -> None:
    for wrong in (v, 2):
        with pytest.raises(ClaimError, match=r"give a square matrix|is no matrix"):
            Trace(wrong)


def test_blocks_of_arbitrary_matrices() -> None:
    row = sp.BlockMatrix([[A, B]])
    assert verdict(identity(row * row.T, A * A.T + B * B.T)) is Verdict.PROVED
    assert verdict(identity(row * row.T, A * A.T - B * B.T)) is Verdict.REFUTED
    assert verdict(identity(Trace(row.T * row), Trace(A.T * A + B * B.T))) is Verdict.PROVED


def test_overlapping_conditions_are_completed() -> None:
    # A = A(BC) = (AB)C = C, which no rule says
    left, right = sp.Eq(A * B, I, evaluate=False), sp.Eq(B * C, I, evaluate=False)
    same = dict(BASE) | {C: ROTATION}
    assert verdict(identity(A, C, left, right, example=tuple(same.items()))) is Verdict.PROVED


letters = st.sampled_from([A, B, C, A.T, B.T, C.T, sp.OneMatrix(n, n), I])
products = st.lists(letters, min_size=1, max_size=4).map(lambda p: reduce(mul, p))
sums = st.lists(
    st.tuples(st.sampled_from([1, 2, -1]), products).map(lambda p: p[0] * p[1]),
    min_size=1,
    max_size=3,
).map(lambda p: reduce(add, p))


@drawn(30, 60)
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


# no wrong verdict ---------------------------------------------------------------------------------

MISSING = sp.sqrt(5 + 2 * sp.sqrt(6)) - sp.sqrt(2) - sp.sqrt(3)
"""Zero, which sympy does not see."""


def test_sizes_of_one_name_are_not_one_size() -> None:
    even = sp.Symbol("k", integer=True, positive=True, even=True)

    def difference(size: sp.Symbol, name: str) -> sp.MatrixExpr:
        matrix, row = sp.MatrixSymbol(name, size, size), sp.OneMatrix(1, size)
        return row * (sp.Identity(size) + matrix) * row.T - row * matrix * row.T

    left, right = difference(k, "A"), difference(even, "B")
    with pytest.raises(ClaimError, match="2 symbols have the name k"):
        MatrixIdentity(left, right, (), ({k: 2, even: 4},))  # type: ignore[arg-type]
    odd, other = sp.MatrixSymbol("C", k, 1), sp.MatrixSymbol("D", even, 1)
    with pytest.raises(ClaimError, match="2 symbols have the name k"):
        MatrixIdentity(odd.T * odd, other.T * other, (), ({k: 2, even: 4},))  # type: ignore[arg-type]


def test_a_matrix_and_a_scalar_of_one_name_are_refused() -> None:
    with pytest.raises(ClaimError, match="2 symbols have the name A"):
        identity(sp.Symbol("A", real=True) * A, A)


@pytest.mark.parametrize("odd", [sp.root(-1, 4) ** 2, 1 / MISSING, sp.I, sp.zoo])
def test_an_example_that_is_not_real_and_finite_is_none(odd: sp.Expr) -> None:
    example = {n: 1, A: sp.Matrix([[odd]]), B: sp.eye(1)}
    try:
        statement = identity(A * B, A, sp.Eq(B, I, evaluate=False), example=example)
    except ClaimError as error:
        assert "exact real numbers" in str(error)  # noqa: PT017
    else:
        assert verdict(statement) is Verdict.UNDECIDED


def test_conditions_that_only_an_undefined_number_meets_prove_nothing() -> None:
    # XZ = 0 with invertible X and Z is impossible: 1/MISSING would be an inverse of 0
    other = sp.sqrt(5 + 2 * sp.sqrt(6)) + sp.sqrt(2) + sp.sqrt(3)
    X, Y, Z, W = (sp.MatrixSymbol(name, n, n) for name in "XYZW")
    known = [(Y * X, I), (Z * W, I), (X * Z, sp.ZeroMatrix(n, n))]
    given = (sp.Eq(a, b, evaluate=False) for a, b in known)
    numbers = {A: sp.Integer(5), X: MISSING, Y: 1 / MISSING, Z: other, W: 1 / other}
    example = {n: 1} | {m: sp.Matrix([[value]]) for m, value in numbers.items()}
    assert verdict(identity(X * Z * A, A * X * Z, *given, example=example)) is Verdict.UNDECIDED


def test_exact_algebra_sees_that_a_condition_is_met() -> None:
    example = {n: 1, A: sp.Matrix([[MISSING]])}
    known = sp.Eq(A, sp.ZeroMatrix(n, n), evaluate=False)
    assert verdict(identity(A * A, A, known, example=example)) is Verdict.PROVED


@pytest.mark.parametrize("scalar", [1 / x, sp.log(x), sp.sin(1 / x), sp.sqrt(x), x**x, sp.gamma(x)])
def test_what_is_undefined_somewhere_is_not_proved(scalar: sp.Expr) -> None:
    example = {n: 1, A: sp.eye(1), B: sp.eye(1), x: 2}
    assert verdict(identity(scalar * A, scalar * A, example=example)) is Verdict.UNDECIDED
    cancelled = sp.MatMul(sp.Mul(scalar, 1 / scalar, evaluate=False), A, evaluate=False)
    assert verdict(identity(cancelled, A, example=example)) is Verdict.UNDECIDED
    known = sp.Eq(scalar * B, scalar * B, evaluate=False)
    assert verdict(identity(A, A, known, example=example)) is Verdict.UNDECIDED


def test_nothing_is_refuted_where_it_is_undefined(monkeypatch: pytest.MonkeyPatch) -> None:
    norms: list[object] = []

    def by_norm(b: Builder, p: Poly) -> str | None:
        norms.append(p)
        return conjugates.by_norm(b, p)

    monkeypatch.setattr(signs, "by_norm", by_norm)
    gone = sp.MatMul(1 / (x - sp.sqrt(5 + 2 * sp.sqrt(6))), A, evaluate=False)
    known = sp.Eq(gone, sp.ZeroMatrix(n, n), evaluate=False)
    example = {n: 1, A: sp.zeros(1), B: sp.eye(1), x: sp.sqrt(2) + sp.sqrt(3)}
    assert verdict(identity(B, 2 * B, known, example=example)) is Verdict.UNDECIDED
    assert 0 < len(norms) < 9  # a root within a root made norms without end


def test_a_counterexample_can_be_rebuilt_from_what_is_shown() -> None:
    matrix = sp.Matrix([[1, sp.sqrt(2), 0], [0, 0, 5], [2, 0, 1]])
    wrong = identity(A * A, A.T, example={n: 3, A: matrix})
    (result,) = proofs.check([Claim("a", wrong, "here")]).results
    assert result.counterexample is not None
    shown = dict(result.counterexample.parameters)
    assert sp.Matrix(sp.sympify(shown["A"])) == matrix


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
        ((A, A, (), (BASE[1:],)), "shape is \\(n, n\\)|no value for n"),
        ((A, B, (), (((n, sp.Integer(3)), *BASE[1:]),)), r"A = .*; its shape is \(3, 3\)"),
        ((A, B, (), ((*BASE[:-1], (w, -sp.S.One)),)), "w = -1, which w cannot be"),
        ((A, B, (), ((*BASE[:-1], (w, sp.Float(0.5))),)), "give exact real numbers"),
        ((A, B, (), ((*BASE[:-1], (w, "1")),)), "give a symbol and its value"),
        ((A, B, (), ((*BASE[:-1], w),)), "give a symbol and its value"),
        ((A, B, (), (dict(BASE) | {w: x},)), "w = x; give exact real numbers"),
        ((A, B, (), (dict(BASE) | {w: MISSING},)), "which w cannot be"),
        ((A, B, (), (dict(BASE) | {w: ROTATION},)), "which w cannot be"),
        ((A, B, (), ((*BASE, (n, sp.Integer(2))),)), "two values for n"),
        ((A, B, (), (dict(BASE) | {A: [[3, 4], [5, 6]]},)), "give a number or a Matrix"),
        ((A, B, (), (dict(BASE) | {w: object()},)), "give a number or a Matrix"),
        ((I * I, I + I, (), ({n: 10**9},)), "size n = 1000000000; .* an integer from 1 to 64"),
        ((A ** sp.Rational(1, 2), B, (), (BASE,)), r"has A\*\*\(1/2\) \(MatPow\); give sums"),
        ((A, B.I, (), (BASE,)), r"B\*\*\(-1\) \(Inverse\)"),
        ((A, B, (sp.Eq(A**n, B, evaluate=False),), (BASE,)), r"condition 1 has A\*\*n"),
        ((sp.HadamardProduct(A, B), B, (), (BASE,)), "HadamardProduct"),
        ((sp.Adjoint(A), B, (), (BASE,)), "Adjoint"),
        ((sp.KroneckerProduct(A, B), B, (), (BASE,)), "KroneckerProduct"),
        ((sp.ones(2) * sp.MatrixSymbol("D", 2, 2), A, (), (BASE,)), "ImmutableDenseMatrix"),
        ((A * sp.MatrixSymbol("D", k, n), A, (), (BASE,)), r"A\*D, where shapes do not fit"),
        ((A + sp.MatrixSymbol("D", k, k), A, (), (BASE,)), "where shapes do not fit"),
        ((sp.Trace(A) * A, A, (), (BASE,)), r"the factor Trace\(A\); give exact scalars"),
        (
            (A, A, (), (BASE,), ("flows",)),
            "'flows' is no axiom; give names of proofs.kernel.AXIOMS",
        ),
        ((0.5 * A, A, (), (BASE,)), r"the factor 0\.50*; give exact scalars"),
        ((sp.ZeroMatrix(k - 2, 1), sp.OneMatrix(k - 2, 1), (), ({k: 1},)), "size k - 2 = -1"),
        ((sp.ZeroMatrix(k - 1, 1), sp.OneMatrix(k - 1, 1), (), ({k: 1},)), "size k - 1 = 0"),
        ((sp.ZeroMatrix(n / 2, 1), sp.OneMatrix(n / 2, 1), (), ({n: 3},)), "size n/2 = 3/2"),
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
    assert line(statement).startswith("P*D*1 = 0 if Z*Ω = M*Z, Z = P*Y, Y*Yᵀ = N")
    assert formula(statement)[:4] == (
        r"P D \mathbf{1}_{k}", r"= \mathbf{0}", r"\text{ if }Z \Omega = M Z,", "Z = P Y,",
    )  # fmt: skip
    assert formula(statement)[-1] == r"P \mathbf{1}_{k} = \mathbf{0}"
