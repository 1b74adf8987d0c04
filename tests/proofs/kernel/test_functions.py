"""The table of functions: what is known of each term, its derivative, when it is defined."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb, ctx, fmpq
from kernel_objects import poly

from proofs.kernel.elementary import derivative
from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import read_formula
from proofs.kernel.functions import FUNCTIONS, whole
from proofs.kernel.language import WHOLE
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope

A, B, X = "a", "b", "x"
MINUS_A: Any = ["*", "-1", A]
CHOICES = {
    "abs": ["or", ["and", [">=", A, "0"], ["=", X, A]], ["and", ["<", A, "0"], ["=", X, MINUS_A]]],
    "max": ["or", ["and", [">=", A, B], ["=", X, A]], ["and", ["<", A, B], ["=", X, B]]],
    "min": ["or", ["and", ["<=", A, B], ["=", X, A]], ["and", [">", A, B], ["=", X, B]]],
}
FACTS: dict[str, list[Any]] = {
    "inv": [["=", ["*", X, A], "1"]], "exp": [[">", X, "0"]], "log": [], "pi": [], "atan": [],
    "erf": [["<", X, "1"], [">", X, "-1"]],
    "floor": [[">=", A, X], ["<", A, ["+", X, "1"]]], "half": [["=", ["*", "2", X], A]],
    "sin": [["<=", X, "1"], [">=", X, "-1"]], "cos": [["<=", X, "1"], [">=", X, "-1"]], "power": [],
    **{name: [choice] for name, choice in CHOICES.items()},
}  # fmt: skip
AT_NUMBERS: list[tuple[str, list[str], list[Any]]] = [
    ("root", [A, "2"], [["=", ["^", X, 2], A], [">=", X, "0"]]),
    ("root", [A, "3"], [["=", ["^", X, 3], A], [">=", X, "0"]]),
    ("power", [A, "0"], [["=", X, "1"]]), ("power", [A, "3"], [["=", X, ["^", A, 3]]]),
    ("sin", ["0"], [*FACTS["sin"], ["=", X, "0"]]), ("cos", ["0"], [*FACTS["cos"], ["=", X, "1"]]),
    ("atan", ["0"], [["=", X, "0"]]), ("erf", ["0"], [["=", X, "0"], ["<", X, "1"], [">", X, "-1"]]),
]  # fmt: skip
NEEDS = {"inv": ((0, "!="),), "root": ((0, ">="),), "log": ((0, ">"),), "power": ((1, ">="),)}


def scope() -> Scope:
    found = Scope(Ring([A, B, X, "u", "v", "w", "p", "n", "m"]))
    found.declare(A, "real")
    found.declare(B, "real")
    found.declare(X, "real")
    return found


@pytest.mark.parametrize(
    ("name", "args", "facts"),
    [
        *((name, [A, B][: FUNCTIONS[name].size], facts) for name, facts in FACTS.items()),
        *AT_NUMBERS,
    ],
)
def test_what_is_known_of_a_term(name: str, args: list[str], facts: list[Any]) -> None:
    known = scope()
    found = FUNCTIONS[name].facts(known.poly(X), *map(known.poly, args))
    assert found == [known.formula(fact) for fact in facts]


def test_where_a_term_is_defined() -> None:
    jumps = {name for name, function in FUNCTIONS.items() if not function.continuous}
    assert {name: function.needs for name, function in FUNCTIONS.items() if function.needs} == NEEDS
    assert jumps == {"floor", "sum", "product", "series", "integral"}
    assert {name for name, function in FUNCTIONS.items() if function.integer} == {"floor", "half"}
    assert {name for name, function in FUNCTIONS.items() if function.positive} == {"inv", "root"}


def test_a_text_that_stands_for_a_polynomial() -> None:
    """It is read only where its names are known."""
    outer = scope()
    inner = outer.inner()
    p = inner.declare("u", "real") + outer.poly(A)
    inner.seen["u'"] = p, inner.ring.names_in(p)
    assert inner.read("u'") == p
    with pytest.raises(Rejected, match="is not known here"):
        outer.read("u'")


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if FUNCTIONS[name].slope])
@pytest.mark.parametrize("at", ["1/3", "2"])
def test_a_derivative_is_the_limit_of_quotients(name: str, at: str) -> None:
    known, function = scope(), FUNCTIONS[name]
    order, names = [arb(3)] * (function.size - 1), iter(["u", "v", "w", "p"])
    args = (known.poly(A), *(known.poly("3") for _ in order))

    def number(p: Any) -> Any:
        total = arb(0)
        for powers, c in p.to_dict().items():
            part = arb(c)
            for label, power in zip(known.ring.names, powers, strict=True):
                part *= values[label] ** int(power) if power else 1
            total += part
        return total

    def find(op: str, inside: Any) -> Any:
        label = next(names)
        values[label] = FUNCTIONS[op].ball(*map(number, inside))
        return known.ring.generator(label)

    with ctx.workprec(400):
        point, h = arb(fmpq(*map(int, (at + "/1").split("/")[:2]))), arb("1e-30")
        values = {A: point, X: function.ball(point, *order)}
        assert function.slope is not None
        slope = number(function.slope(find, known.poly(X), *args))
        quotient = (function.ball(point + h, *order) - function.ball(point - h, *order)) / (2 * h)
        assert abs(slope - quotient) < arb("1e-40")


def test_whole_numbers() -> None:
    constant = scope().ring.constant
    assert [whole(constant(n), 0) for n in (0, 1, 7)] == [0, 1, 7]
    for n, least in (
        (constant(1), 2),
        (constant(-1), 0),
        (constant(fmpq(1, 2)), 0),
        (scope().poly(A), 0),
    ):
        with pytest.raises(Rejected):
            whole(n, least)


@pytest.mark.parametrize(
    "data",
    [["=", "1"], [">", "1", "0", "0"], ["xor", ["=", "1", "1"]], ["implies", ["=", "1", "1"]]],
)
def test_no_formula(data: Any) -> None:
    known = scope()
    with pytest.raises((Rejected, ValueError, TypeError)):
        read_formula(data, lambda rel, a, b: known.formula([rel, a, b]))


@pytest.mark.parametrize(
    ("terms", "even"),
    [
        ("e", True), ("o", False), ("o + 1", True), ("e + 1", False), ("o p", False), ("o + p", True),
        ("o o + p", True), ("n", False), ("2 n", True), ("3 n", False), ("e n", True), ("o n", False),
        ("1/2 e", False), ("2 r", False), ("e o + o + 1", True), ("e e e", True), ("4 o o o + 2", True),
    ],
)  # fmt: skip
def test_even_numbers(terms: str, even: bool) -> None:
    known = Scope(Ring("eopnr"))
    for name, kind in zip("eopnr", ("even", "odd", "odd", "integer", "real"), strict=True):
        known.declare(name, kind)
    assert known.is_even(known.read(poly(terms))) is even


@pytest.mark.parametrize(
    ("terms", "kinds", "integral"),
    [
        ("e + 3 o n", WHOLE, True), ("1/2 e", WHOLE, False), ("q", WHOLE, False), ("q n", (*WHOLE, "rational"), True),
        ("r", (*WHOLE, "rational"), False), ("f", WHOLE, True), ("f n + 1", WHOLE, True), ("x", WHOLE, False), ("1/2 e + n", WHOLE, False), ("0", WHOLE, True),
    ],
)  # fmt: skip
def test_whole_values(terms: str, kinds: tuple[str, ...], integral: bool) -> None:
    known = Scope(Ring("eonqrfx"))
    for name, kind in zip("eonqr", ("even", "odd", "integer", "rational", "real"), strict=True):
        known.declare(name, kind)
    known.define("f", "floor", (known.poly("r"),))
    known.define("x", "exp", (known.poly("n"),))
    assert known.is_integral(known.read(poly(terms)), kinds) is integral


@pytest.mark.parametrize("order", [2, 3])
def test_the_derivative_of_a_root_is_that_of_its_order(order: int) -> None:
    known, found = scope(), list[Any]()
    slope = FUNCTIONS["root"].slope
    assert slope is not None
    slope(
        lambda op, args: found.append((op, args)),
        known.poly(X),
        known.poly(A),
        known.poly(str(order)),
    )
    assert found == [("inv", (order * known.poly(X) ** (order - 1),))]


def test_the_derivative_of_a_power_has_the_power_below() -> None:
    known = scope()
    slope = FUNCTIONS["power"].slope
    assert slope is not None
    n = known.declare("n", "integer", ">=")
    whole_power = known.define("v", "power", (known.poly(A), n))
    with pytest.raises(Rejected):  # a^(n - 1) has no value at n = 0
        slope(known.find, whole_power, known.poly(A), n)
    below = known.define("w", "power", (known.poly(A), n - 1))  # as where n ≥ 1
    assert slope(known.find, whole_power, known.poly(A), n) == n * below
    known.see_continuous(whole_power, {A})
    jumps = known.define("u", "floor", (known.poly(B),))
    stepped = known.define("p", "power", (known.poly(A), jumps))
    with pytest.raises(Rejected, match="floor is not continuous"):
        known.see_continuous(stepped, {B})
    with pytest.raises(Rejected, match="power is not differentiated"):
        derivative(known, stepped, {B: known.ring.constant(1)})


def test_the_ball_of_a_half() -> None:
    assert FUNCTIONS["half"].ball(arb(6)) == arb(3)
