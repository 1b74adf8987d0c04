"""Equations between matrices: what is accepted, what is not, and which condition stops it."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from sympy import (
    Eq,
    Identity,
    ImmutableMatrix,
    KroneckerProduct,
    MatrixSymbol,
    OneMatrix,
    Symbol,
    sqrt,
)

from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.relation import as_statement
from proofs.kernel import Rejected, check, digest
from proofs.kernel.matrices import LAWS
from proofs.provers.finders.kinds import find_claim
from proofs.reader.claims import read_claim
from proofs.reader.matrices import read_matrices
from spectra import SumZeroBasis

ONE, ZERO = poly("1"), poly("0")
A, B, ROW, COLUMN = (["matrix", name, *size] for name, size in (
    ("A", "nn"), ("B", "nn"), ("r", "1n"), ("c", ["n", "1"]),
))  # fmt: skip
SAME = ["same", "A", "B"]


def made(
    left: Any, right: Any, certificate: Any, *matrices: Any, given: Any = (), values: Any = None,
    cuts: Any = (), steps: Any = (), by: Any = (), example: Any = None, **more: Any,
) -> Object:  # fmt: skip
    """Return an object on matrices, n = 1 and every entry 1 at the example unless said."""
    goal = ["matrices", ["declared", *matrices], ["cuts", *cuts], ["given", *given], left, right]
    filled = {name: [["1"]] for _, name, *_ in matrices} if values is None else values
    found = {"matrices": filled, "steps": [], "by": []} | (example or {})
    said = statement(goal, n="integer >", m="integer >=", x="real")
    return proof(said, list(steps), by, certificate=certificate, example=found, **more)


def term(
    c: str, before: Any, equation: Any, after: Any, flip: bool = False, at: Any = (0, 0)
) -> Any:
    return [*at, poly(c), before, equation, flip, after]


ACCEPTED: dict[str, Object] = {
    "by a condition": made("A", "B", [term("1", [], ["given", 0], [])], A, B, given=[SAME]),
    "by its transpose": made(
        ["transpose", "A"], ["transpose", "B"], [term("1", [], ["given", 0], [], flip=True)], A, B,
        given=[SAME],
    ),
    "between two factors": made(
        ["*", "A", "A", "B"], ["*", "A", "B", "B"], [term("1", ["A"], ["given", 0], ["B"])], A, B,
        given=[SAME],
    ),
    "sum of ones": made(
        ["*", ["transpose", ["ones", "n"]], ["ones", "n"]], ["scale", "n", ["identity", "1"]],
        [term("1", [], ["ones", "n"], [])],
    ),
    "the trace of a product turned round": made(
        ["trace", ["*", "A", "B", "B"]], ["trace", ["*", ["transpose", "B"], ["transpose", "A"],
        ["transpose", "B"]]], [], A, B,
    ),
    "the trace of an identity": made(
        ["trace", ["identity", "n"]], ["scale", "n", ["identity", "1"]], [],
    ),
    "the trace of a product of rows and columns": made(
        ["trace", ["*", "c", "r"]], ["trace", ["*", "r", "c"]], [], ROW, COLUMN,
    ),
    "a condition inside a trace": made(
        ["trace", ["*", "A", "A"]], ["trace", ["*", "B", "A"]],
        [[*term("1", [], ["given", 0], ["A"]), "trace"]], A, B, given=[SAME],
    ),
    "the trace of blocks": made(
        ["trace", ["blocks", ["row", "A", "B"], ["row", "B", "A"]]], ["scale", "2", ["trace", "A"]],
        [], A, B, cuts=[["cut", "n", "n"]],
    ),
    "blocks": made(
        ["blocks", ["row", "A", "A"]], ["blocks", ["row", "B", "B"]],
        [term("1", [], ["given", 0], []), term("1", [], ["given", 0], [], at=(0, 1))], A, B,
        given=[SAME], cuts=[["cut", "n", "n"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    assert check(ACCEPTED[name]).verdict == "PROVED"


@pytest.mark.parametrize(("size", "fits"), [("0", False), ("1", True), ("64", True), ("65", False)])
def test_the_size_of_an_example(size: str, fits: bool) -> None:
    found = made(["ones", "n"], ["ones", "n"], [], witness={"n": size})
    if fits:
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(
            Rejected, match="not certainly integer" if size == "0" else "no size of a matrix"
        ):
            check(found)


ROOTS = [step("def", f"root{n}", term=["root", poly(n), poly("2")], by=[]) for n in "236"]

CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a sum of different shapes": (
        'ensure(all((self.rows, self.cols) == (x.rows, x.cols) for x in others), "different shapes")', "pass",
        "different shapes",
        made(["+", "r", "c"], ["+", "c", "r"], [], ROW, COLUMN),
    ),
    "a product of shapes that do not fit": (
        'ensure(self.cols == other.rows, "a product of matrices whose shapes do not fit")', "pass",
        "do not fit", made(["*", "c", "c"], ["*", "c", "c"], [], COLUMN),
    ),
    "two matrices of one name": (
        'ensure(len(self.shapes) == len(declared), "two matrices have one name")', "pass", "one name",
        made("A", "A", [], A, A),
    ),
    "half a row in an example": (
        'ensure(fits, f"{text} is no size of a matrix in an example")', "text = text if fits else '1'",
        "no size of a matrix",
        made(["ones", "x"], ["ones", "x"], [], witness={"x": "1/2"}),
    ),
    "a repetition of half a row": (
        "rows, cols, *_ = (self.cut(size) for size in shape + rest)",
        "rows, cols, *_ = (self.cut(size) for size in shape)",
        "no size of a matrix",
        made(["repeat", "n", "x"], ["repeat", "n", "x"], [], witness={"n": "2", "x": "3/2"}),
    ),
    "a size that is cut in the middle of an entry": (
        "                self.cut(size)\n", "                pass\n", "no size of a matrix",
        made(["identity", "n"], ["identity", "n"], [], cuts=[["cut", ["*", "1/2", "n"], ["*", "1/2", "n"]]]),
    ),
    "a law on a size that does not occur": (
        'ensure(not self.closed or text in self.sizes, f"{text} is no size in the statement")', "pass",
        "no size in the statement",
        made("A", "A", [term(c, [], ["ones", ["*", "1/2", "n"]], ["A"]) for c in ("1", "- 1")],
             ["matrix", "A", "1", "1"]),
    ),
    "a matrix that is not cut": (
        'ensure((len(rows), len(cols)) == (len(names), 1), f"{head} is not cut into blocks")', "pass",
        "not cut into blocks",
        made(["*", "C", ["blocks", ["row", ["zeros", "n", "n"]], ["row", ["identity", "n"]]]],
             ["zeros", ["*", "2", "n"], "n"], [], ["matrix", "C", *[["*", "2", "n"]] * 2],
             cuts=[["cut", "n", "n"]], values={"C": [["0", "1"], ["1", "0"]]}),
    ),
    "an example of another shape": (
        'ensure(widths == [len(cols)] * len(rows), f"{tree} has another shape")', "pass",
        "another shape", made("A", "A", [], A, given=[["same", "A", "A"]], values={"A": [["1", "2"]]}),
    ),
    "blocks of different heights": (
        'ensure(shapes == [[(a, b) for b in widths] for a in heights], "blocks do not fit together")', "pass",
        "do not fit together",
        made(["blocks", ["row", "A", ["ones", "1"]]], ["blocks", ["row", "A", ["ones", "1"]]], [], A,
             cuts=[["cut", "n", "1"]]),
    ),
    "a term of another shape": (
        'ensure((term.rows, term.cols) == ((gap.rows[i],), (gap.cols[j],)), "a wrong shape")', "pass",
        "a wrong shape",
        # without rows there is nothing that x could differ from
        made(["identity", "n"], ["scale", "x", ["identity", "n"]],
             [term("- 1", [], ["given", 0], []), term("1", [], ["given", 1], [])],
             ["matrix", "E", "m", "m"], given=[["same", "E", ["identity", "m"]],
                                               ["same", "E", ["scale", "x", ["identity", "m"]]]],
             values={"E": []}, witness={"m": "0", "x": "2"}),
    ),
    "an example that does not meet a condition": (
        'inner.require(example["by"], fact(entry, "="), "that the example meets a condition")', "pass",
        "example meets a condition",
        made("A", "B", [term("1", [], ["given", 0], [])], A, B, given=[SAME],
             values={"A": [["1"]], "B": [["2"]]}),
    ),
    "sides that agree": (
        'ensure(differs, "the sides may agree in this entry")', "None",
        "may agree",
        made("A", "B", [], A, B, verdict="REFUTED", example={"entry": [0, 0], "steps": ROOTS},
             values={"A": [[["*", ["root", "2", "2"], ["root", "3", "2"]]]], "B": [[["root", "6", "2"]]]}),
    ),
    "the trace of a row": (
        'ensure(self.rows == self.cols, "the trace of a matrix that is not square")', "pass",
        "not square", made(["trace", "r"], ["trace", "r"], [], ROW),
    ),
    "what is beside the diagonal in a trace": (
        "            if i == j\n", "", "a coefficient is 0",
        made(["trace", ["blocks", ["row", "A", "A"], ["row", "A", "A"]]], ["scale", "4", ["trace", "A"]],
             [], A, cuts=[["cut", "n", "n"]], values={"A": [["0"]]}),
    ),
    "the trace of an identity that is not its size": (
        "c if word else c * self.rows[i]", "c", "a coefficient is 0",
        made(["trace", ["identity", "n"]], ["identity", "1"], []),
    ),
    "factors of a trace in another order": (
        "[side[i:] + side[:i] for side in both for i in range(len(word))]",
        "[tuple(sorted(side)) for side in both]", "a coefficient is 0",
        made(["trace", ["*", "A", "A", "B", "B"]], ["trace", ["*", "A", "B", "A", "B"]], [], A, B),
    ),
    "a factor of a trace transposed alone": (
        "tuple((letter, not flip) for letter, flip in reversed(word))",
        "tuple((letter, not flip and len(word) > 2) for letter, flip in reversed(word))",
        "a coefficient is 0",
        made(["trace", ["*", "A", "A"]], ["trace", ["*", "A", ["transpose", "A"]]], [], A),
    ),
    "a term that is neither itself nor its trace": (
        'ensure(whole in ([], ["trace"]), f"{whole} is nothing that is made of a term")', "pass",
        "nothing that is made",
        made("E", "E", [[*term("1", [], ["given", 0], []), "half"]], ["matrix", "E", "1", "1"],
             given=[["same", "E", "E"]]),
    ),
    "a coefficient that is not 0": (
        'scope.require(data["by"], fact(c, "="), "that a coefficient is 0")', "pass", "a coefficient is 0",
        made("A", ["scale", "x", "A"], [], A),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("matrices.py", *CONDITIONS[name])


@pytest.mark.parametrize("name", ["identity", "ones x0", "basis", "transpose", "matrix", "n x"])
def test_a_matrix_is_not_what_it_is_called(name: str) -> None:
    found = made(name, ["identity", "n"], [], ["matrix", name, "n", "n"])
    with pytest.raises(Rejected):
        check(found)
    found = made(name, ["ones", "n"], [], ["matrix", name, "n", "1"])
    with pytest.raises(Rejected):
        check(found)


def test_a_transpose_is_another_matrix() -> None:
    with pytest.raises(Rejected, match="a coefficient is 0"):
        check(made(["transpose", "A"], "A", [], A))


def roots() -> tuple[list[Object], list[str]]:
    """Return steps that define 1/3, 1/√2, 1/√6, and what Helmert's matrix of three rows needs."""
    steps = [step("def", "third", term=["inv", poly("3")], by=[])]
    rest = []
    for n in "26":
        root, half = f"r{n}", f"1/{n} r{n}"
        steps += [
            step("def", root, term=["root", poly(n), poly("2")], by=[]),
            step(
                "nonzero",
                f"{root}_not_0",
                p=poly(root),
                q=half,
                facts=[],
                modulo=[[f"{root}.0", root, []]],
            ),
            step("def", f"i{n}", term=["inv", poly(root)], by=[f"{root}_not_0"]),
        ]
        rest += [[f"i{n}.0", f"i{n}", [f"{root}_not_0"]], [f"{root}.0", root, []]]
    third = ["third.0", "third", []]
    zeros = {
        "a": "2 i2^2 - 1", "b": "6 i6^2 - 1", "c": "i2^2 + i6^2 - 1 + third",
        "d": "i2^2 - i6^2 - third", "e": "2 i6^2 - third", "f": "4 i6^2 + third - 1",
    }  # fmt: skip
    steps += [step("zero", name, p=p, modulo=[*rest, third]) for name, p in zeros.items()]
    return steps, list(zeros)


@pytest.mark.parametrize(
    ("law", "sizes"),
    [("ones", "3"), ("repeat", "23"), ("repeat ones", "23"), ("basis", "3"), ("basis range", "3")],
)
def test_entries_of_named_matrices_meet_their_laws(law: str, sizes: str) -> None:
    steps, by = roots()
    given = [["same", *LAWS[law](*sizes)]]
    third = step("def", "third_", term=["inv", poly("3")], by=[])
    found = made(["identity", "n"], ["identity", "n"], [], given=given, steps=[third],
                 example={"steps": steps, "by": by})  # fmt: skip
    assert check(found).verdict == "PROVED"


def test_a_name_stands_for_one_thing() -> None:
    found = made("x", "x", [], ["matrix", "x", "n", "n"])
    with pytest.raises(Rejected, match="two things"):
        check(found)


def test_each_matrix_has_a_value_of_its_shape_at_an_example() -> None:
    for values, words in (
        ({}, "malformed"),
        ({"A": None}, "malformed"),
        ({"A": [["1", "1"]]}, "another shape"),
    ):
        with pytest.raises(Rejected, match=words):
            check(made(["ones", "n"], ["ones", "n"], [], A, values=values))


@pytest.mark.parametrize(
    ("left", "wrong"),
    [
        (["trace", ["identity", "n"]], ["scale", ["+", "n", "1"], ["identity", "1"]]),
        (["*", ["transpose", ["ones", "n"]], ["ones", "n"]], ["identity", "1"]),
        (["*", ["repeat", "n", "2"], ["ones", "n"]], ["scale", "2", ["ones", ["*", "2", "n"]]]),
        (["*", ["transpose", ["basis", "n"]], ["basis", "n"]], ["zeros", *[["+", "n", "-1"]] * 2]),
    ],
)
def test_named_matrices_have_their_sizes_at_an_example(left: Any, wrong: Any) -> None:
    roots = [
        step("def", "r", term=["root", "6", "2"], by=[]),
        step("def", "s", term=["root", "2", "2"], by=[]),
        step("num", "rp", p="r", rel="!=", bits=64), step("num", "sp", p="s", rel="!=", bits=64),
        step("def", "q", term=["inv", "r"], by=["rp"]), step("def", "p", term=["inv", "s"], by=["sp"]),
    ]  # fmt: skip
    found = made(left, wrong, [], verdict="REFUTED", point={"n": "3", "m": "0", "x": "0"}, steps=[],
                 example={"entry": [0, 0], "steps": roots})  # fmt: skip
    assert check(found).verdict == "REFUTED"


def test_refuted_at_an_example() -> None:
    found = made("A", "B", [], A, B, values={"A": [["1"]], "B": [["2"]]}, verdict="REFUTED",
                 example={"entry": [0, 0]})  # fmt: skip
    assert check(found).verdict == "REFUTED"


# what is typed ------------------------------------------------------------------------------------

N = Symbol("n", integer=True, positive=True)
M = MatrixSymbol("M", N, N)
HALF = ImmutableMatrix([[1, 1], [1, 1]]) / 2


def projection(left: Any, right: Any) -> MatrixIdentity:
    given: Any = Eq(M * M, M, evaluate=False)
    example: Any = {N: 2, M: HALF}
    return MatrixIdentity(left, right, given, example)


def test_powers_of_a_projection() -> None:
    found = find_claim(projection(M**5, M))
    assert check(found).verdict == "PROVED"
    assert check(find_claim(projection(M**5, Identity(N)))).verdict == "REFUTED"


def test_what_holds_in_the_examples_alone_is_not_proved() -> None:
    assert find_claim(projection(M.T, M)) is None


def test_proof_of_another_statement_does_not_count() -> None:
    said = read_claim(projection(M**5, M)).statement
    other = find_claim(projection(M**4, M))
    assert other is not None
    with pytest.raises(Rejected):
        check(other | {"statement": said, "hash": digest(said)})


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (SumZeroBasis(N) * SumZeroBasis(N).T, Identity(N) - OneMatrix(N, N) / N, "PROVED"),
        (SumZeroBasis(N).T * OneMatrix(N, 3), 0 * OneMatrix(N - 1, 3), "PROVED"),
        (SumZeroBasis(N) * SumZeroBasis(N).T, Identity(N), "REFUTED"),
        (OneMatrix(2, N) * OneMatrix(N, 3), N * OneMatrix(2, 3), "PROVED"),
        (OneMatrix(2, N) * OneMatrix(N, 3), OneMatrix(2, 3), "REFUTED"),
        (ImmutableMatrix([[sqrt(2) ** 2, 0]]), ImmutableMatrix([[2, 0]]), "PROVED"),
        (ImmutableMatrix([[sqrt(2), 0]]), ImmutableMatrix([[2, 0]]), "REFUTED"),
        (
            KroneckerProduct(Identity(N), OneMatrix(3, 1)) * OneMatrix(N, 1),
            OneMatrix(3 * N, 1),
            "PROVED",
        ),
    ],
)
def test_named_matrices(left: Any, right: Any, verdict: str) -> None:
    found = find_claim(as_statement(Eq(left, right, evaluate=False)))
    assert check(found).verdict == verdict


def test_scalars_must_be_defined() -> None:
    x = Symbol("x", real=True)
    example: Any = {N: 1, x: 1, M: ImmutableMatrix([[1]])}
    same = MatrixIdentity(M / x, M / x, (), example)
    assert read_matrices(same.left, same.right).statement["variables"]["x"] == ["real", ""]
    assert find_claim(same) is None
