"""The reader: what it says is what was typed, by two libraries, also about being undefined."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mpmath
import pytest
import sympy as sp
from flint import arb, fmpq
from needed import AT_LENGTH, at_length

from proofs import Limit, MatrixIdentity, eq, ne
from proofs.claims.relation import as_statement
from proofs.claims.statement import OutOfScope
from proofs.kernel import Rejected
from proofs.kernel.language import digest, read_statement, substitute
from proofs.kernel.points import precision, truth, value
from proofs.reader.claims import read_claim
from proofs.reader.matrices import read_difference, read_matrices
from proofs.reader.scalars import UnreadableError, read

if TYPE_CHECKING:
    from collections.abc import Callable

R = sp.Symbol("R", positive=True)
X, Y = sp.symbols("x y", real=True)
N = sp.Symbol("n", integer=True, nonnegative=True)
M = sp.Symbol("m", integer=True)
Q = sp.Rational

UNARY: list[Callable[[Any], Any]] = [
    sp.sqrt, sp.exp, sp.log, sp.Abs, sp.floor, sp.ceiling, sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc,
    sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.atan, sp.erf, sp.erfc, sp.cbrt, lambda a: 1 / a, lambda a: a**-2,
    lambda a: a ** Q(3, 2), lambda a: a ** Q(-1, 4), lambda a: a**3, lambda a: sp.log(a, 2), lambda a: -a,
]  # fmt: skip
BINARY: list[Callable[[Any, Any], Any]] = [
    lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a - b, lambda a, b: a / b, sp.Max, sp.Min,
]  # fmt: skip
LEAVES = [R, X, Y, sp.Integer(2), Q(1, 3), sp.pi, sp.E, sp.Integer(-1), sp.Float(0.1)]


class UndefinedError(Exception):
    """The other library finds no real value."""


def by_mpmath(expr: sp.Basic, point: dict[sp.Symbol, Fraction]) -> Any:
    """Evaluate a sympy tree with mpmath, each part for itself."""
    if isinstance(expr, sp.Symbol):
        return mpmath.mpf(point[expr].numerator) / point[expr].denominator
    if isinstance(expr, sp.Float):
        return mpmath.mpf(str(float(expr)))
    if expr.is_Atom:
        return (
            sp.Rational(expr).p * mpmath.mpf(1) / expr.q
            if expr.is_Rational
            else {sp.pi: mpmath.pi, sp.E: mpmath.e}[expr] * 1
        )
    args = [by_mpmath(arg, point) for arg in expr.args]
    if isinstance(expr, sp.Pow):
        base, exponent = args
        if (base == 0 and exponent < 0) or (base < 0 and exponent != mpmath.floor(exponent)):
            raise UndefinedError
        return base**exponent
    table = {
        sp.Add: lambda *a: mpmath.fsum(a), sp.Mul: lambda *a: mpmath.fprod(a), sp.Max: max, sp.Min: min,
        sp.Abs: abs, sp.ceiling: mpmath.ceil, sp.floor: mpmath.floor,
    }  # fmt: skip
    if expr.func is sp.log and (args[0] <= 0 or len(args) > 1):
        raise UndefinedError
    try:
        found = (
            table.get(expr.func, getattr(mpmath, expr.func.__name__))(*args)
            if expr.func not in table
            else table[expr.func](*args)
        )
    except (ZeroDivisionError, ValueError) as error:
        raise UndefinedError from error
    if abs(found) > 10**50:
        raise UndefinedError
    return found


def expression(draw: random.Random, depth: int) -> Any:
    if depth == 0 or draw.random() < 0.15:
        return draw.choice(LEAVES)
    if draw.random() < 0.5:
        return draw.choice(UNARY)(expression(draw, depth - 1))
    return draw.choice(BINARY)(expression(draw, depth - 1), expression(draw, depth - 1))


def has_value(tree: Any) -> bool:
    """Whether the kernel computes a tree; a value that overflows the other library counts as none."""
    try:
        found = value(tree)
    except (Rejected, ZeroDivisionError):
        return False
    return bool((isinstance(found, fmpq) or found.is_finite()) and abs(found) < 10**40)


@at_length
def test_two_libraries_agree_at_random_points() -> None:
    draw, compared, undefined = random.Random(3), 0, 0
    with mpmath.workdps(40), precision(200):
        while compared < (400 if AT_LENGTH else 120) or undefined < (60 if AT_LENGTH else 20):
            try:
                expr = expression(draw, 3)
            except ValueError:
                continue  # sympy refuses to compare complex numbers
            if expr.has(sp.zoo, sp.nan, sp.oo, sp.I):
                continue
            try:
                reading = read(sp.Eq(expr, 0, evaluate=False))
            except UnreadableError:
                continue
            point = {s: Fraction(draw.randint(-8, 8), draw.choice((1, 2, 3))) for s in (X, Y)}
            point[R] = Fraction(draw.randint(1, 9), 2)
            tree = substitute(
                reading.statement["goal"][1], {n: str(point[s]) for s, n in reading.names.items()}
            )
            try:
                wanted = by_mpmath(expr, point)
            except UndefinedError:
                assert not has_value(tree), (expr, point)
                undefined += 1
                continue
            try:
                found = value(tree)
            except Rejected:
                # a ball that touches the edge of what is defined does not tell
                continue
            gap, size = arb(found) - arb(mpmath.nstr(wanted, 35)), 1 + abs(arb(found))
            # a ball over a jump of floor is wide, and holds the value all the same
            assert gap.abs_lower() < arb("1e-20") * size, (expr, point)
            compared += 1


@pytest.mark.parametrize(
    "made",
    [
        sp.true, sp.false, sp.Eq(sp.zoo, X, evaluate=False), sp.Eq(sp.nan, X, evaluate=False), sp.Eq(X, sp.oo, evaluate=False),
        sp.Eq(sp.I * X, 1, evaluate=False), sp.Eq(sp.zeta(3), X), sp.Eq(sp.Function("f")(X), 0),
        sp.Eq(sp.Float("0.12345678901234567890"), X), sp.Eq(sp.Symbol("p", prime=True), 2), sp.Eq(sp.Symbol("z", irrational=True), 2),
        sp.Eq(sp.Symbol("z", real=False, complex=True), 2), sp.Eq(sp.Symbol("z", extended_real=True), 2),
        sp.Piecewise((X, X > 0)) > 0, sp.Xor(X > 0, Y > 0), sp.Eq(sp.EulerGamma, X), sp.Eq(sp.Sum(N, (N, -sp.oo, 3)), X),
        sp.Eq(sp.Product(Q(1, 2), (N, 0, sp.oo)), X, evaluate=False), sp.Eq(sp.Sum(sp.sign(N), (N, 0, 3)), X),
        sp.Eq(sp.harmonic(N, 2), X), sp.Eq(sp.Integral(Y, (Y, 0, sp.oo)), X, evaluate=False), sp.Eq(sp.Integral(Y, (Y, -sp.oo, 0)), X, evaluate=False),
        sp.Eq(sp.Integral(sp.sign(Y), (Y, 0, 1)), X, evaluate=False),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_known_is_refused(made: Any) -> None:
    with pytest.raises(UnreadableError):
        read(made)


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ({"real": True}, ["real", ""]), ({"positive": True}, ["real", ">"]), ({"nonnegative": True}, ["real", ">="]),
        ({"even": True, "positive": True}, ["even", ">"]), ({"integer": True, "nonnegative": True}, ["integer", ">="]),
        ({"rational": True}, ["rational", ""]), ({"noninteger": True, "real": True}, ["noninteger", "!="]), ({}, ["real", ""]),
        ({"nonpositive": True}, ["real", "<="]), ({"odd": True}, ["odd", "!="]), ({"nonzero": True, "real": True}, ["real", "!="]), ({"negative": True}, ["real", "<"]),
    ],
)  # fmt: skip
def test_declared_kinds_are_kept(declared: dict[str, bool], kind: list[str]) -> None:
    symbol = sp.Symbol("s", **declared)
    found = read(sp.Eq(symbol, 3, evaluate=False)).statement["variables"]["s"]
    fresh = sp.Symbol("s", **declared).assumptions0
    # the sign of a kind may be declared or follow from it
    assert found[0] == kind[0]
    assert (found[1] == kind[1]) or fresh.get("zero") is False


@pytest.mark.parametrize(
    ("made", "values"),
    [
        (sp.Sum(N * X, (N, 1, 4)), {"x": "2"}), (sp.Sum(N * M, (N, 1, M), (M, 2, 3)), {}), (sp.Product(N + X, (N, 0, 2)), {"x": "3"}),
        (sp.Sum(sp.Sum(N * M, (N, 1, M)), (M, 2, 3)), {}), (sp.factorial(N + 1), {"n": "4"}), (sp.binomial(N, 2), {"n": "6"}),
        (sp.harmonic(N), {"n": "3"}), (sp.Mod(X, 3), {"x": "-1/2"}), (sp.frac(X), {"x": "-1/3"}), (sp.Sum(X**N, (N, 0, 3)), {"x": "-2"}),
        (sp.Sum(N, (N, 1, N)), {"n": "5"}), (sp.binomial(N, 3), {"n": "2"}), (sp.binomial(X, 3), {"x": "-5/2"}),
    ],
)  # fmt: skip
def test_sums_and_what_is_written_by_them(made: Any, values: dict[str, str]) -> None:
    statement = read(sp.Eq(made, Y, evaluate=False)).statement
    point = {s: Q(values[s.name]) for s in made.free_symbols}
    true = sp.Rational(made.subs(point).doit())
    assert value(substitute(statement["goal"][1], values)) == fmpq(int(true.p), int(true.q))


V, W = sp.symbols("v w", real=True)


@pytest.mark.parametrize(
    ("made", "goal"),
    [
        (sp.Integral(V * X, (V, Y, 1)), ["integral", "index0", ["*", "index0", "x"], "1", "y"]),
        # the last variable is the outermost, and the ends of the others may contain it
        (sp.Integral(V * W, (V, 0, W), (W, 1, 2)),
         ["integral", "index0", ["integral", "index1", ["*", "index1", "index0"], "index0", "0"], "2", "1"]),
        # a variable is another one inside than in the ends
        (sp.Integral(X**2, (X, 0, X)), ["integral", "index0", ["^", "index0", 2], "x", "0"]),
        (sp.Integral(X + Y, (X, 0, 1)) * X, ["*", "x", ["integral", "index0", ["+", "index0", "y"], "1", "0"]]),
        (sp.Sum(sp.Integral(V**N, (V, 0, N)), (N, 1, 3)),
         ["sum", "index0", ["integral", "index1", ["power", "index1", "index0"], "index0", "0"], "1", "3"]),
        # what is integrated over is no whole number, as an index is
        (sp.Integral(X**V, (V, 0, 1)), ["integral", "index0", ["exp", ["*", "index0", ["log", "x"]]], "1", "0"]),
        (sp.Sum(sp.Integral(X**V, (V, 0, 1)), (N, 1, 3)),
         ["sum", "index0", ["integral", "index1", ["exp", ["*", "index1", ["log", "x"]]], "1", "0"], "1", "3"]),
    ],
    ids=str,
)  # fmt: skip
def test_integrals(made: Any, goal: Any) -> None:
    found = read(sp.Eq(made, 0, evaluate=False)).statement
    assert found["goal"][1] == goal
    read_statement(found)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (sp.Integral(V, V), "has no ends; give both"),
        (sp.Integral(V, (V, 1)), "has no ends; give both"),
        (sp.Integral(V * W, (V, 0, 1), W), "has no ends; give both"),
        # of these sympy takes |v| for v
        (sp.Integral(N, (N, -1, 1)), "declare it real"),
        (sp.Integral(R, (R, -1, 1)), "declare it real"),
        (sp.Integral(V, (V, 0, sp.oo)), "is no number; give finite ends"),
    ],
    ids=str,
)
def test_integrals_that_are_not_read(made: Any, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read(sp.Eq(made, X, evaluate=False))


def integrand(draw: random.Random, depth: int) -> Any:
    """Return a smooth function of V that has a value everywhere."""
    if depth == 0:
        return draw.choice([V, V, R, X, sp.Integer(2), Q(1, 3)])
    a, b = integrand(draw, depth - 1), integrand(draw, depth - 1)
    smooth = [
        sp.exp(-(a**2)),
        sp.sin(a),
        sp.cos(a),
        sp.atan(a),
        sp.erf(a),
        1 / (1 + a**2),
        sp.sqrt(2 + a**2),
    ]
    return draw.choice([a + b, a * b, a - b, *smooth])  # fmt: skip


def test_two_libraries_agree_on_integrals() -> None:
    draw, compared = random.Random(7), 0
    with mpmath.workdps(20), precision(80):
        while compared < (60 if AT_LENGTH else 15):
            inside = integrand(draw, 2)
            low, width = Fraction(draw.randint(-4, 4), 3), Fraction(draw.randint(1, 5), 4)
            point = {X: Fraction(draw.randint(-4, 4), 3), R: Fraction(draw.randint(1, 9), 4)}
            ends = (V, Q(low.numerator, low.denominator), Y)
            reading = read(sp.Eq(sp.Integral(inside, ends), 0, evaluate=False))
            point[Y] = low + width
            values = {n: str(point[s]) for s, n in reading.names.items()}
            found = value(substitute(reading.statement["goal"][1], values))

            by_v = sp.lambdify([V, *point], inside, "mpmath")
            numbers = [mpmath.mpf(x.numerator) / x.denominator for x in (*point.values(), low)]
            wanted = mpmath.quad(
                lambda v, f=by_v, n=numbers: f(v, *n[:-1]), [numbers[-1], numbers[-2]]
            )
            assert abs(arb(mpmath.nstr(wanted, 15)) - found).abs_lower() < arb("1e-12"), inside
            assert found.rad() < arb(1)
            compared += 1


@pytest.mark.parametrize("x", ["-2", "-1/2", "0", "1/2", "1", "3"])
def test_values_by_cases(x: str) -> None:
    made = sp.Piecewise((X**2 / 2, sp.Abs(X) <= 1), (sp.sign(X) * X - Q(1, 2), X < 2), (7, True))
    true = made.subs(X, Q(x)).doit()
    for shift, holds in ((0, True), (1, False)):
        goal = read(sp.Eq(made, true + shift, evaluate=False)).statement["goal"]
        assert truth(substitute(goal, {"x": x})) is holds


@pytest.mark.parametrize("x", ["-2", "-1", "0", "1/2", "1"])
def test_cases_within_cases(x: str) -> None:
    inner = sp.Piecewise((X - 1, sp.sign(X) > 0), (sp.sign(X), True))
    for outer in (sp.sign, sp.Heaviside):
        made = outer(inner, evaluate=False)
        true = outer(inner.subs(X, Q(x)).doit())
        for shift, holds in ((0, True), (1, False)):
            goal = read(sp.Eq(made, true + shift, evaluate=False)).statement["goal"]
            assert truth(substitute(goal, {"x": x})) is holds


def test_cases_are_refused_where_a_value_may_be_missing() -> None:
    made = sp.Piecewise((1 / X, X > 0), (0, True))
    with pytest.raises(UnreadableError, match="by cases"):
        read(sp.Eq(X, 1), [sp.Eq(made, 1)])
    with pytest.raises(UnreadableError, match="by cases"):
        read(Limit(made, X, sp.oo, 0))


def test_decimals_are_the_digits_written() -> None:
    goal = read(sp.Lt(sp.E * R, 2.718281828459045 * R)).statement["goal"]
    assert "543656365691809/200000000000000" in str(goal)
    assert "1/10" in str(read(sp.Eq(R, 0.1)).statement["goal"])
    with precision(128):
        assert truth(substitute(goal, {"R": "1"})) is False


def test_nothing_is_evaluated() -> None:
    made = sp.Eq(sp.Mul(X, 1 / X, evaluate=False), 1, evaluate=False)
    assert read(made).statement["goal"] == ["=", ["*", "x", ["inv", "x"]], "1"]
    assert read(sp.Eq(sp.Pow(X, 0, evaluate=False), 1, evaluate=False)).statement["goal"][1] == [
        "^",
        "x",
        0,
    ]


def test_symbols_of_one_name_stay_apart() -> None:
    other = sp.Symbol("x", positive=True)
    found = read(sp.Eq(X, other, evaluate=False))
    assert len(set(found.names.values())) == 2
    assert read_statement(found.statement).variables == {
        found.names[X]: ("real", ""), found.names[other]: ("real", ">"),
    }  # fmt: skip


def test_a_premise_joins_the_assumptions() -> None:
    found = read(sp.Implies(X > 0, sp.log(X) < X), [Y > 0]).statement
    assert found["assume"] == [[">", "y", "0"], [">", "x", "0"]]
    assert found["goal"][0] == "<"


def test_limits() -> None:
    found = read(Limit(1 / R, R, sp.oo, 0)).statement
    assert found["goal"] == ["limit", ["inv", "R"], "R", "+oo", "+-", "0"]
    assert digest(found) == digest(read(Limit(1 / R, R, sp.oo, 0)).statement)


def test_powers_with_symbols() -> None:
    assert read(sp.Eq(X**N, 1)).statement["goal"][1] == ["power", "x", "n"]
    assert read(sp.Eq(R**X, 1)).statement["goal"][1] == ["exp", ["*", "x", ["log", "R"]]]
    assert read(sp.Eq(X**0.5, 0)).statement["goal"][1] == ["root", "x", "2"]
    assert read(sp.Eq(2**N, 1)).statement["goal"][1] == ["exp", ["*", "n", ["log", "2"]]]


def test_an_assumption_is_not_narrowed_by_a_power() -> None:
    # 2^(-1), 0^2 and (-1)^2 have values, but not as the proof checker writes these powers
    whole = sp.Symbol("k", integer=True, positive=True)
    for power in (X**M, X**Y, X**-whole, (1 + X) ** Y, R ** (X**M)):
        with pytest.raises(UnreadableError, match="may have a value"):
            read(sp.Ge(Y, 0), [sp.Gt(power, 0)])
        with pytest.raises(UnreadableError, match="may have a value"):
            read(sp.Implies(sp.Gt(power, 0), sp.Ge(Y, 0)))
        with pytest.raises(UnreadableError, match="may have a value"):
            read_matrices(sp.eye(2), sp.eye(2), (), [sp.Gt(power, 0)])
        with pytest.raises(UnreadableError, match="may have a value"):
            read_difference(sp.eye(2), sp.zeros(2), [sp.Gt(power, 0)])
        read(sp.Gt(power, 0))
    for power in (X**N, X ** (2 * whole + N), R**M, (1 + 2 * R * sp.pi) ** Y, sp.E**Y):
        read(sp.Ge(Y, 0), [sp.Gt(power, 2, evaluate=False)])
    # in a sum such a power narrows nothing, as a sum has to be shown to have a value
    index = sp.Symbol("i")
    read(sp.Ge(Y, 0), [sp.Gt(sp.Sum(X**index, (index, 0, N)), 0)])


A, B = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("B", 2, 2)
NUMBERS = sp.ImmutableMatrix([[1, 2], [X, 4]])


@pytest.mark.parametrize(("said", "as_read"), [
    (as_statement(eq(A, B)), lambda a: read_matrices(A, B, (), a)),
    (as_statement(ne(NUMBERS, sp.eye(2))), lambda a: read_difference(NUMBERS, sp.eye(2), a)),
    (MatrixIdentity(B * A * B.T, A * B, (), (((A, sp.eye(2)), (B, sp.eye(2))),)), lambda a: read_matrices(B * A * B.T, A * B, (), a)),
    (Limit(1 / R, R, sp.oo, 0), lambda a: read(Limit(1 / R, R, sp.oo, 0), a)),
    (as_statement(sp.Gt(R, X)), lambda a: read(sp.Gt(R, X), a)),
])  # fmt: skip
def test_each_kind_of_statement_is_read_in_its_way(said: Any, as_read: Any) -> None:
    assert read_claim(said, [X > 1]).statement == as_read([X > 1]).statement


def test_the_entries_of_matrices_that_differ() -> None:
    goal = read_claim(as_statement(ne(NUMBERS, sp.eye(2)))).statement["goal"]
    assert goal == ["or", ["!=", "1", "1"], ["!=", "2", "0"], ["!=", "x", "0"], ["!=", "4", "1"]]


def test_what_says_nothing_is_not_read() -> None:
    with pytest.raises(UnreadableError, match="is not read"):
        read_claim(OutOfScope("networks", "no network is modelled"))
