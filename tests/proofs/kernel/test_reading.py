"""What the reader writes for each head of sympy, letter by letter."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sympy as sp
from flint import arb

from proofs import Limit
from proofs.claims.matrix_trace import Trace
from proofs.claims.named import Named, NamedMatrix
from proofs.kernel.language import substitute
from proofs.kernel.points import value
from proofs.reader.matrices import read_difference, read_matrices
from proofs.reader.scalars import UnreadableError, new_name, read
from spectra import SumZeroBasis

X, Y = sp.symbols("x y", real=True)
P = sp.Symbol("p", positive=True)
N, M = sp.symbols("n m", integer=True, positive=True)
I, J = sp.symbols("i j", integer=True)
A, B = sp.MatrixSymbol("A", N, N), sp.MatrixSymbol("B", N, 2)
Q = sp.Rational
KEPT: Any = {"evaluate": False}

TERMS: list[tuple[Any, Any]] = [
    (Q(-3, 2), "-3/2"), (sp.Float(0.1), "1/10"), (sp.Float(-2.5), "-5/2"), (sp.pi, ["pi"]), (sp.E, ["exp", "1"]),
    (X**3, ["^", "x", 3]), (X**-1, ["inv", "x"]), (X**-2, ["inv", ["^", "x", 2]]), (sp.sqrt(P), ["root", "p", "2"]),
    (P ** Q(3, 2), ["^", ["root", "p", "2"], 3]), (P ** Q(-1, 3), ["inv", ["root", "p", "3"]]),
    (P**-0.5, ["inv", ["root", "p", "2"]]), (sp.Pow(sp.E, X, **KEPT), ["exp", "x"]), (sp.exp(X), ["exp", "x"]), (P**X, ["exp", ["*", "x", ["log", "p"]]]),
    (X**N, ["power", "x", "n"]), (P**N, ["exp", ["*", "n", ["log", "p"]]]), (sp.Pow(-2, N, **KEPT), ["power", "-2", "n"]),
    (X ** (N + 1), ["power", "x", ["+", "1", "n"]]), (X ** (2 * N), ["power", "x", ["*", "2", "n"]]),
    (X**Y, ["exp", ["*", "y", ["log", "x"]]]), (X ** (N / 2), ["exp", ["*", ["*", "1/2", "n"], ["log", "x"]]]),
    (X ** (N * Y), ["exp", ["*", ["*", "y", "n"], ["log", "x"]]]), (Named("c", X + 1), ["+", "1", "x"]),
    (sp.log(P, 2), ["*", ["inv", ["log", "2"]], ["log", "p"]]), (sp.Abs(X), ["abs", "x"]),
    (sp.log(X, Y, **KEPT), ["*", ["log", "x"], ["inv", ["log", "y"]]]),
    (sp.Max(X, Y), ["max", "x", "y"]), (sp.Min(X, Y, 1), ["min", ["min", "1", "x"], "y"]),
    (sp.Sum(I**2, (I, 1, N)), ["sum", "index0", ["^", "index0", 2], "1", "n"]),
    (sp.Product(I, (I, M, N)), ["product", "index0", "index0", "m", "n"]),
    (sp.Sum(X**I, (I, 1, sp.oo)), ["series", "index0", ["power", "x", "index0"], "1"]),
    (sp.Sum(I * J, (I, 1, J), (J, 2, N)), ["sum", "index0", ["sum", "index1", ["*", "index1", "index0"], "1", "index0"], "2", "n"]),
    (sp.factorial(N), ["product", "index", "index", "1", "n"]),
]  # fmt: skip


@pytest.mark.parametrize(("made", "tree"), TERMS, ids=str)
def test_terms(made: Any, tree: Any) -> None:
    found = read(sp.Eq(made, Y, **KEPT)).statement["goal"]
    assert found[0] == "="
    assert found[1:] == [tree, "y"]


ONE_ARGUMENT = {
    "ceiling": (Q(5, 2), 3), "floor": (Q(-5, 2), -3), "frac": (Q(-5, 3), Q(1, 3)), "tan": 1, "cot": 1,
    "sec": 1, "csc": 1, "sinh": 1, "cosh": 1, "tanh": 1, "coth": 1, "erf": 1, "erfc": 1, "asinh": 2, "atanh": Q(1, 2),
    "sin": 1, "cos": 1, "atan": 1, "harmonic": (3, Q(11, 6)), "factorial": (4, 24), "Abs": (-2, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_ARGUMENT)
def test_functions_have_their_values(name: str) -> None:
    at: Any = ONE_ARGUMENT[name]
    at, wanted = at if isinstance(at, tuple) else (at, None)
    symbol = N if name in ("harmonic", "factorial") else X
    tree = read(sp.Eq(getattr(sp, name)(symbol), Y, **KEPT)).statement["goal"][1]
    found = value(substitute(tree, {symbol.name: str(at)}))
    wanted = getattr(sp, name)(at) if wanted is None else wanted
    assert abs(arb(found) - arb(str(sp.N(wanted, 25)))) < arb("1e-10")


@pytest.mark.parametrize(("a", "b"), [(7, 3), (-7, 3), (Q(7, 2), -2)])
def test_remainders_and_binomials(a: Any, b: Any) -> None:
    tree = read(sp.Eq(sp.Mod(X, Y), P, **KEPT)).statement["goal"][1]
    assert Q(str(value(substitute(tree, {"x": str(a), "y": str(b)})))) == sp.Mod(a, b)
    chosen = read(sp.Eq(sp.binomial(N, M), P, **KEPT)).statement["goal"][1]
    assert value(substitute(chosen, {"n": "6", "m": "2"})) == 15


def nested(count: int) -> Any:
    """Return a sum over that many indices, one of them in a sum within."""
    first, *others = sp.symbols(f"i:{count}", integer=True)
    return sp.Sum(sp.Sum(first, (first, 1, 2)), *((i, 1, 2) for i in others))


def test_sums_within_sums_are_read_up_to_a_number_of_indices() -> None:
    tree = read(sp.Eq(nested(10), Y, **KEPT)).statement["goal"][1]
    assert value(tree) == 3 * 2**9
    with pytest.raises(UnreadableError, match="one index too many"):
        read(sp.Eq(nested(11), Y, **KEPT))


def test_the_ends_of_a_sum_are_read_outside_it() -> None:
    for made, tree in (
        (sp.Sum(I, (I, 1, I)), ["sum", "index0", "index0", "1", "i"]),
        (sp.Sum(I, (I, I, 5)), ["sum", "index0", "index0", "i", "5"]),
        (sp.Sum(X**I, (I, I, sp.oo)), ["series", "index0", ["power", "x", "index0"], "i"]),
        (sp.Sum(I, (I, 1, J), (J, 1, 2)), ["sum", "index0", ["sum", "index1", "index1", "1", "index0"], "1", "2"]),
    ):  # fmt: skip
        assert read(sp.Eq(made, Y, **KEPT)).statement["goal"][1] == tree
    for made in (sp.Sum(I, (I, 1, sp.sign(X))), sp.Sum(I, (I, sp.sign(X), 2))):
        with pytest.raises(UnreadableError, match="by cases"):
            read(sp.Eq(made, Y, **KEPT))
    for made in (
        sp.Sum(I, (I, -sp.oo, 1)),
        sp.Sum(I, (I, -sp.oo, sp.oo)),
        sp.Product(I, (I, 1, sp.oo)),
    ):
        with pytest.raises(UnreadableError, match="is no number; give finite ends"):
            read(sp.Eq(made, Y, **KEPT))


@pytest.mark.parametrize(
    ("declared", "body", "low"),
    [
        ({"positive": True}, sp.Abs, -2), ({"positive": True}, sp.Abs, 0),
        ({"positive": True}, sp.Abs, I), ({"nonnegative": True}, sp.Abs, -2),
        ({"negative": True}, sp.Abs, 1), ({"nonpositive": True}, sp.Abs, 0),
        ({"nonzero": True}, lambda i: 0**i, 0), ({"even": True}, lambda i: (-1) ** i, 1),
        ({"odd": True}, lambda i: (-1) ** i, 1), ({"prime": True}, sp.Abs, 1),
    ],
)  # fmt: skip
def test_an_index_is_what_it_is_declared_to_be(
    declared: dict[str, bool], body: Any, low: Any
) -> None:
    # sympy has used it: |i| is i for positive i, and (-1)^i is 1 for even i
    for made in (sp.Sum, sp.Product):
        for end in (3, low, N):
            i = sp.Symbol("i", integer=True, **declared)
            said = made(body(i), (i, low, end))
            with pytest.raises(
                UnreadableError, match="declared as what it is not in the whole sum"
            ):
                read(sp.Eq(said, Y, **KEPT))
    series = sp.Sum(body(i) * Q(1, 2) ** i, (i, low, sp.oo))
    with pytest.raises(UnreadableError, match="declared as what it is not in the whole sum"):
        read(sp.Eq(series, Y, **KEPT))


@pytest.mark.parametrize(
    ("declared", "low"),
    [
        ({}, -2), ({"integer": True}, -2), ({"real": True}, -2), ({"rational": True}, -2),
        ({"integer": True, "positive": True}, N), ({"positive": True}, N + 1),
        ({"integer": True, "nonnegative": True}, 0),
    ],
)  # fmt: skip
def test_an_index_may_have_the_sign_of_its_lower_end(declared: dict[str, bool], low: Any) -> None:
    i = sp.Symbol("i", **declared)
    for end in (low + 5, sp.oo):
        head = read(sp.Eq(sp.Sum(i, (i, low, end)), Y, **KEPT)).statement["goal"][1]
        assert head[:3] == ["series" if end is sp.oo else "sum", "index0", "index0"]


def test_limits_at_both_infinities() -> None:
    goal = read(Limit(sp.exp(X), X, -sp.oo, 0)).statement["goal"]
    assert goal == ["limit", ["exp", "x"], "x", "-oo", "+-", "0"]
    assert read(Limit(-X, X, sp.oo, -sp.oo)).statement["goal"][-1] == "-oo"


def test_powers_of_what_is_seen_to_be_positive_are_read_in_assumptions() -> None:
    read(sp.Gt(Y, 0, **KEPT), [sp.Gt(Named("c", P + 1) ** Y, 2, **KEPT)])
    for base in (Named("c", X + 1), X + 1):
        said = rf"^{re.escape(str(base**Y))} \(Pow\) may have a value"
        with pytest.raises(UnreadableError, match=said):
            read(sp.Gt(Y, 0, **KEPT), [sp.Gt(base**Y, 2, **KEPT)])


@pytest.mark.parametrize(
    "number", [sp.Float("0.5", 30), sp.Float("1e-400"), sp.Float("1e400")], ids=str
)
def test_floats_without_the_digits_that_were_typed_are_refused(number: Any) -> None:
    with pytest.raises(UnreadableError, match="digits that were typed"):
        read(sp.Gt(X, number, **KEPT))


@pytest.mark.parametrize(("said", "formula"), [
    (sp.Gt(X, Y), [">", "x", "y"]), (sp.Ge(X, Y), [">=", "x", "y"]), (sp.Lt(X, Y), ["<", "x", "y"]),
    (sp.Le(X, Y), ["<=", "x", "y"]), (sp.Ne(X, Y), ["!=", "x", "y"]), (sp.Eq(X, Y), ["=", "x", "y"]),
    (sp.Not(sp.And(X > 1, Y > 1), **KEPT), ["not", ["and", [">", "x", "1"], [">", "y", "1"]]]),
    (sp.Or(X > 1, Y > 1), ["or", [">", "x", "1"], [">", "y", "1"]]),
    (sp.Or(X > 1, sp.Implies(X > 2, Y > 1), **KEPT), ["or", [">", "x", "1"], ["implies", [">", "x", "2"], [">", "y", "1"]]]),
], ids=str)  # fmt: skip
def test_formulas(said: Any, formula: Any) -> None:
    assert read(said).statement["goal"] == formula


def test_names() -> None:
    taken = {"a", "a_"}
    assert new_name("a", taken, "s") == "a__"
    assert new_name("b", taken, "s") == "b"
    assert new_name("σ", taken, "s") == "s"
    index, other = sp.Symbol("index0", real=True), sp.Symbol("λ", real=True)
    found = read(sp.Gt(index + other, 0, **KEPT))
    assert found.names[index] not in ("index0", "index")
    assert found.names[other] == "symbol1"
    bare = sp.Symbol("index", real=True)
    assert read(sp.Gt(bare, 0, **KEPT)).names[bare] == "index_"


def square(left: Any, right: Any, **more: Any) -> Any:
    """Return the two sides of an equation between matrices, as read."""
    return read_matrices(left, right, **more).statement["goal"][-2:]


ONES = ["*", ["ones", "n"], ["transpose", ["ones", "2"]]]
EYE = sp.Identity(N)


@pytest.mark.parametrize(("made", "tree"), [
    (A, "A"), (Trace(A), ["trace", "A"]), (A.T, ["transpose", "A"]), (A + EYE, ["+", ["identity", "n"], "A"]), (A * A.T, ["*", "A", ["transpose", "A"]]),
    (3 * A, ["scale", "3", ["*", "A"]]), (X * A * A.T, ["scale", "x", ["*", "A", ["transpose", "A"]]]),
    (A**3, ["*", "A", "A", "A"]), (sp.OneMatrix(N, 2), ONES), (sp.ZeroMatrix(N, 2), ["zeros", "n", "2"]),
    (sp.OneMatrix(N, 1), ["*", ["ones", "n"], ["transpose", ["identity", "1"]]]),
    (sp.OneMatrix(1, N), ["*", ["identity", "1"], ["transpose", ["ones", "n"]]]),
    (SumZeroBasis(N), ["basis", "n"]), (NamedMatrix("C", A, "C"), "A"),
    (sp.KroneckerProduct(B, sp.OneMatrix(M, 1)), ["*", ["repeat", "n", "m"], "B"]),
    (sp.KroneckerProduct(B, sp.OneMatrix(1, M)), ["*", "B", ["transpose", ["repeat", "2", "m"]]]),
    (sp.KroneckerProduct(B, sp.OneMatrix(M, M)), ["*", ["*", ["repeat", "n", "m"], "B"], ["transpose", ["repeat", "2", "m"]]]),
    (sp.BlockMatrix([[A, B]]), ["blocks", ["row", "A", "B"]]),
    (sp.BlockMatrix([[A, B], [B.T, sp.Identity(2)]]),
     ["blocks", ["row", "A", "B"], ["row", ["transpose", "B"], ["identity", "2"]]]),
], ids=str)  # fmt: skip
def test_matrices(made: Any, tree: Any) -> None:
    assert square(made, made) == [tree, tree]


def test_sizes_cuts_and_conditions() -> None:
    blocks = sp.BlockMatrix([[A, B], [B.T, sp.Identity(2)]])
    goal = read_matrices(blocks, blocks, [sp.Eq(A, EYE, **KEPT)], [X > 0]).statement["goal"]
    assert goal[0] == "matrices"
    row = sp.BlockMatrix([[A, B]])
    assert read_matrices(row, row).statement["goal"][2] == ["cuts", ["cut", "n", "2"]]
    assert goal[1] == ["declared", ["matrix", "A", "n", "n"], ["matrix", "B", "n", "2"]]
    assert goal[2] == ["cuts", ["cut", "n", "2"]]
    assert goal[3] == ["given", ["same", "A", ["identity", "n"]]]
    found = read_matrices(sp.eye(2), sp.Matrix([[1, X], [0, 1]]), (), [X > 0]).statement
    assert found["goal"][2] == ["cuts", ["cut", "1", "1"]]
    assert found["goal"][5][0] == found["goal"][4][0] == "blocks"
    assert found["goal"][5][1] == ["row", *(["scale", c, ["identity", "1"]] for c in ("1", "x"))]
    assert (found["assume"], found["variables"]) == ([[">", "x", "0"]], {"x": ["real", ""]})


def test_matrices_of_different_shapes_or_unknown_kind() -> None:
    assert square(sp.MatPow(A, 1, **KEPT), A) == [["*", "A"], "A"]
    with pytest.raises(UnreadableError, match="no matrix that is known"):
        read_matrices(sp.MatPow(A, 0, **KEPT), A)
    with pytest.raises(UnreadableError, match="different shapes"):
        read_matrices(sp.ZeroMatrix(2, 3), sp.ZeroMatrix(3, 2))
    for unknown in (sp.Inverse(A), sp.MatPow(A, M), sp.HadamardProduct(A, A)):
        with pytest.raises(UnreadableError, match="no matrix that is known"):
            read_matrices(unknown, A)
    for left, right in ((A, sp.eye(2)), (sp.eye(2), A), (sp.eye(2), sp.eye(3))):
        with pytest.raises(UnreadableError, match="of one shape that are written out"):
            read_difference(left, right)


def test_matrices_that_differ_in_an_entry() -> None:
    found = read_difference(sp.eye(1), sp.Matrix([[X * Y]]), [Y > 1]).statement
    assert found == {
        "variables": {"x": ["real", ""], "y": ["real", ""]}, "assume": [[">", "y", "1"]],
        "goal": ["or", ["!=", "1", ["*", "x", "y"]]],
    }  # fmt: skip
    symbol = sp.MatrixSymbol("S", 2, 2)
    for left, right in ((symbol, sp.eye(2)), (sp.eye(2), symbol)):
        with pytest.raises(UnreadableError, match="that are written out"):
            read_difference(left, right)
