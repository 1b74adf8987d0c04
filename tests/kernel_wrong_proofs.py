"""Wrong proofs by algebra, logic and sums of angles, each stopped by one condition of the kernel alone."""

from __future__ import annotations

from typing import Any

from kernel_objects import Object, poly, proof, statement, step

Line = tuple[str, str, str, str, Object]

ZERO, ONE = poly("0"), poly("1")
FALSE = ["=", "0", "1"]
X = "x"
NOTHING: list[Any] = []


def cone(name: str, p: str, rows: Any, modulo: Any = (), **more: Any) -> Object:
    return step("cone", name, p=poly(p), sum=rows, modulo=list(modulo), **more)


def real(goal: Any, *assume: Any, sign: str = "") -> Object:
    return statement(goal, *assume, x=f"real {sign}")


ALGEBRA: dict[str, Line] = {
    "lead that may be 0": (
        "algebra.py", 'scope.require(reason, fact(lead, "!="), "that the leading coefficient is not 0")',
        "pass", "leading coefficient",
        proof(
            statement(["=", "y", "0"], ["=", ["*", "x", "y"], "0"], x="real", y="real"),
            [step("hypothesis", "h", index=0),
             step("zero", "g", p=poly("y"), modulo=[["h", "y", []]])],
            ["g"], witness={"y": "0"},
        ),
    ),
    "an inequality for an equation": (
        "algebra.py", 'scope.ring.remainder(p, scope.one(equation, "=").poly, name)',
        'scope.ring.remainder(p, scope.one(equation, "=", ">").poly, name)', "no fact with",
        proof(real(["=", X, "0"], sign=">"),
              [step("zero", "g", p=poly("x"), modulo=[["x.sign", "x", []]])], ["g"]),
    ),
    "a multiple of an inequality": (
        "algebra.py", 'scope.read(multiple) * scope.one(equation, "=").poly',
        'scope.read(multiple) * scope.one(equation, "=", ">").poly', "no fact with",
        proof(real(["=", X, "0"], sign=">"),
              [step("zero", "g", p=poly("x"), multiples=[["x.sign", ONE]], modulo=[])], ["g"]),
    ),
    "an identity that does not hold": (
        "algebra.py", 'ensure(vanishes(scope, factor * p - total, step["modulo"]), "the identity does not hold")',
        "pass", "identity does not hold",
        proof(real([">=", X, "0"]), [cone("g", "x", [])], ["g"]),
    ),
    "an equation that does not hold": (
        "algebra.py", 'ensure(vanishes(scope, rest, step["modulo"]), "the identity does not hold")',
        "pass", "identity does not hold",
        proof(real(["=", X, "0"]), [step("zero", "g", p=poly("x"), modulo=[])], ["g"]),
    ),
    "a product that is another": (
        "algebra.py", 'ensure(vanishes(scope, q * p - value, step["modulo"]), "the identity does not hold")',
        "pass", "identity does not hold",
        proof(real(["!=", X, "0"]), [step("nonzero", "g", p=poly("x"), q=ONE, facts=[], modulo=[])], ["g"]),
    ),
    "a negative coefficient": (
        "algebra.py", 'ensure(c > 0, "a coefficient is not positive")', "pass", "not positive",
        proof(real(["<", X, X]), [cone("g", "-1", [{"c": "-1"}]),
              step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "a fact without a sign in a product": (
        "algebra.py", 'SIGNED, STRICT = (">", ">="),', 'SIGNED, STRICT = (">", ">=", "!="),',
        "no fact with",
        proof(real([">", X, "0"], sign="!="), [cone("g", "x", [{"c": "1", "facts": ["x.sign"]}])], ["g"]),
    ),
    "a number squared beside what may be 0": (
        "algebra.py", 'strict = strict and square.is_constant()', 'strict = square.is_constant()', "goal does not follow",
        proof(real([">", X, "0"], sign=">="),
              [cone("g", "x", [{"c": "1", "facts": ["x.sign"], "square": ONE}])], ["g"]),
    ),
    "a product that may be 0 called positive": (
        "algebra.py", 'strict = strict and known.rel in STRICT', "pass", "goal does not follow",
        proof(real([">", X, "0"], sign=">="), [cone("g", "x", [{"c": "1", "facts": ["x.sign"]}])], ["g"]),
    ),
    "a sum that may be 0 called positive": (
        "algebra.py", 'return fact(p, ">" if strict else ">=")', 'return fact(p, ">")', "goal does not follow",
        proof(real([">", X, "0"], sign=">="), [step("cone", "g", sum=[{"c": "1", "facts": ["x.sign"]}])], ["g"]),
    ),
    "a square that may be 0 called positive": (
        "algebra.py", "square.is_constant() and", "", "goal does not follow",
        proof(real([">", ["^", X, 2], "0"]), [cone("g", "x x", [{"c": "1", "square": poly("x")}])], ["g"]),
    ),
    "the square of 0 called positive": (
        "algebra.py", "and not square.is_zero()", "", "does not follow",
        proof(real([">", "0", X], sign=">"), [cone("g", "0", [{"c": "1", "square": ZERO}]),
              step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "a factor that may be 0": (
        "algebra.py", 'ensure(positive, "the factor may be 0")', "pass", "factor may be 0",
        proof(real([">=", X, "0"]), [cone("g", "x", [], factor=[])], ["g"]),
    ),
    "division by what may be 0": (
        "algebra.py", 'step.get("factor", []), STRICT)', 'step.get("factor", []), ("!=", ">", ">="))',
        "no fact with",
        proof(
            statement(["=", "y", "0"], ["=", ["*", "x", "y"], "0"], x="real >=", y="real"),
            [step("hypothesis", "h", index=0),
             step("zero", "g", p=poly("y"), factor=["x.sign"], multiples=[["h", ONE]], modulo=[])],
            ["g"], witness={"y": "0"},
        ),
    ),
    "a product of what may be 0": (
        "algebra.py", '_product(scope, step["facts"], STRICT)', '_product(scope, step["facts"], ("!=", ">", ">="))',
        "no fact with",
        proof(real(["!=", X, "0"], sign=">="),
              [step("nonzero", "g", p=poly("x"), q=ONE, facts=["x.sign"], modulo=[])], ["g"]),
    ),
    "a real number taken for whole": (
        "algebra.py", 'scope.require(step["by"], fact(p, ">"), "p > 0")\n    ensure(scope.is_integral(p), "p need not be a whole number")',
        'scope.require(step["by"], fact(p, ">"), "p > 0")', "need not be a whole number",
        proof(real([">=", X, "1"], sign=">"), [step("integer", "g", p=poly("x"), by=["x.sign"])], ["g"]),
    ),
    "half a whole number taken for whole": (
        "scope.py", " and all(c.q == 1 for c in p.coeffs())", "", "need not be a whole number",
        proof(statement([">=", X, "2"], x="integer >"),
              [step("integer", "g", p=poly("1/2 x"), by=["x.sign"])], ["g"]),
    ),
    "a whole number that may be 0": (
        "algebra.py", 'scope.require(step["by"], fact(p, ">"), "p > 0")', "pass", "p > 0 does not follow",
        proof(statement([">=", X, "1"], x="integer >="),
              [step("integer", "g", p=poly("x"), by=["x.sign"])], ["g"]),
    ),
    "a real number taken for no integer": (
        "algebra.py", 'ensure(scope.kinds[name] == "noninteger", f"{name} may be an integer")', "pass",
        "may be an integer",
        proof(real(["!=", X, "2"]), [step("noninteger", "g", variable="x", p=poly("2"))], ["g"]),
    ),
    "no integer compared with a fraction": (
        "algebra.py", '{name} may be an integer")\n    ensure(scope.is_integral(p), "p need not be a whole number")',
        '{name} may be an integer")', "need not be a whole number",
        proof(statement(["!=", X, "1/2"], x="noninteger"),
              [step("noninteger", "g", variable="x", p=poly("1/2"))], ["g"], witness={"x": "1/3"}),
    ),
    "residues of a real number": (
        "algebra.py", 'ensure(scope.is_integral(p, (*WHOLE, "rational")), "p needs integer coefficients and values")',
        "pass", "integer coefficients and values",
        proof(real(["!=", ["^", X, 2], "2"]),
              [step("residues", "g", p=poly("x x - 2"), prime=3, by=[])], ["g"]),
    ),
    "a zero modulo the prime": (
        "algebra.py", 'ensure(p == top or p(*at).p % prime, f"p is 0 modulo {prime} at {values}")', "pass",
        "p is 0 modulo",
        proof(statement(["!=", ["^", X, 2], "4"], x="rational"),
              [step("residues", "g", p=poly("x x - 4"), prime=3, by=[])], ["g"]),
    ),
    "a zero of the highest part": (
        "algebra.py", 'ensure(not any(values) or top(*at).p % prime, f"the highest part is 0 at {values}")', "pass",
        "highest part is 0",
        proof(statement(["!=", ["*", "3", X], "1"], x="rational"),
              [step("residues", "g", p=poly("3 x - 1"), prime=3, by=[])], ["g"]),
    ),
    "a form that is 0 at 0": (
        "algebra.py", 'ensure(p != top or any(entails(known, f) for f in different), "all variables may be 0")', "pass",
        "may be 0",
        proof(statement(["!=", ["^", X, 2], ["*", "2", ["^", "y", 2]]], x="integer", y="integer"),
              [step("residues", "g", p=poly("x x - 2 y y"), prime=3, by=[])], ["g"]),
    ),
    "balls that do not tell": (
        "algebra.py", 'ensure(found.is_finite() and holds, f"balls find {found} in {box}")', "pass", "balls find",
        proof(real(["<", X, X]), [step("num", "g", p=poly("-1"), rel=">"),
              step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "a box that is too narrow": (
        "algebra.py", 'All((fact(x - a, ">="), fact(b - x, ">=")))', 'fact(b - x, ">=")',
        "the box does not follow",
        proof(real([">", X, "0"], ["<=", X, "2"]),
              [step("hypothesis", "h", index=0),
               step("num", "g", p=poly("x"), rel=">", box={"x": ["1", "2", 1, ["h"]]})], ["g"]),
    ),
    "a box without its upper end": (
        "algebra.py", 'All((fact(x - a, ">="), fact(b - x, ">=")))', 'fact(x - a, ">=")',
        "the box does not follow",
        proof(real(["<", X, "3"], [">=", X, "1"]),
              [step("hypothesis", "h", index=0),
               step("num", "g", p=poly("3 - x"), rel=">", box={"x": ["1", "2", 1, ["h"]]})], ["g"]),
    ),
}  # fmt: skip

LOGIC: dict[str, Line] = {
    "a term without its condition": (
        "logic.py", 'scope.require(step["by"], needed, f"that {op} is defined")', "pass", "is defined does not follow",
        proof(real(["=", ["*", X, ["inv", X]], "1"]),
              [step("def", "t", term=["inv", poly("x")], by=[]),
               step("logic", "g", by=["t.0"], fact=["=", poly("x t - 1")])], ["g"]),
    ),
    "an inverse called positive": (
        "logic.py", ' and entails(scope.known(step.get("by", [])), fact(args[0], ">"))', "", "nothing is known here",
        proof(real([">", ["inv", X], "0"], sign="!="),
              [step("def", "t", term=["inv", poly("x")], by=["x.sign"])], ["t.sign"]),
    ),
    "a logarithm called positive": (
        "logic.py", "function.positive and ", "", "nothing is known here",
        proof(real([">", ["log", X], "0"], sign=">"),
              [step("def", "t", term=["log", poly("x")], by=["x.sign"])], ["t.sign"], witness={"x": "2"}),
    ),
    "a term that stands in no hypothesis": (
        "logic.py", 'ensure(stands, f"this {op} does not stand in the hypothesis")', "pass", "does not stand",
        proof(real(["!=", X, "0"], [">", ["+", X, "5"], "0"]),
              [step("def", "t", term=["inv", poly("x")], hypothesis=0)], ["t.needs"]),
    ),
    "a power with a real exponent": (
        "logic.py", 'ensure(function.accepts(scope, *args), f"{op} is not defined for values of these kinds")', "pass",
        "kinds",
        proof(statement(["=", ["power", "x", "y"], ["power", "x", "y"]], x="real", y="real >="),
              [step("def", "t", term=["power", poly("x"), poly("y")], by=["y.sign"]),
               step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
    "half of a number that may be odd": (
        "functions.py", "accepts=lambda scope, a: scope.is_even(a), ", "", "kinds",
        proof(statement([">=", X, "2"], x="integer >"),
              [step("def", "t", term=["half", poly("x")], by=[]),
               cone("s", "t", [{"c": "1/2", "facts": ["x.sign"]}], [["t.0", "t", []]]),
               step("integer", "i", p=poly("t"), by=["s"]),
               cone("g", "x - 2", [{"c": "2", "facts": ["i"]}], [["t.0", "t", []]])], ["g"]),
    ),
    "a case left out": (
        "logic.py", 'zip(options, step["branches"], strict=True)', 'zip(options, step["branches"])', "malformed",
        proof(real([">", X, "0"]),
              [step("order", "o", p=poly("x")),
               step("split", "g", on="o", fact=[">", poly("x")],
                    branches=[{"name": "a", "steps": [], "by": ["a"]}])], ["g"]),
    ),
    "a case that does not give the fact": (
        "steps.py", 'inner.require(part["by"], wanted, purpose)', "pass", "in this case",
        proof(real([">", X, "0"]),
              [step("order", "o", p=poly("x")),
               step("split", "g", on="o", fact=[">", poly("x")],
                    branches=[{"name": n, "steps": [], "by": [n]} for n in "abc"])], ["g"]),
    ),
    "what does not follow": (
        "scope.py", 'if not entails(self.known(names), wanted):\n            reject(f"{purpose} does not follow from {names!r}")', "",
        "does not follow",
        proof(real([">", X, "0"]), [step("logic", "g", by=[], fact=[">", poly("x")])], ["g"]),
    ),
    "one of two taken for both": (
        "formulas.py", "return all(entails(known, part) for part in wanted.parts)",
        "return any(entails(known, part) for part in wanted.parts)", "does not follow",
        proof(real(["and", [">=", X, "0"], ["=", X, "0"]], sign=">="), [], ["x.sign"]),
    ),
    "some taken for each": (
        "formulas.py", "return all(entails(part, wanted) for part in known.parts)",
        "return any(entails(part, wanted) for part in known.parts)", "does not follow",
        proof(real([">", X, "0"]), [step("order", "o", p=poly("x"))], ["o"]),
    ),
    "weak taken for strict": (
        "formulas.py", '">=": {">="}, "=": {"=", ">="}', '">=": {">=", ">"}, "=": {"=", ">="}', "does not follow",
        proof(real([">", X, "0"], sign=">="), [], ["x.sign"]),
    ),
    "a sign turned": (
        "formulas.py", '">=": set[str](), ', '">=": {">="}, ', "does not follow",
        proof(real(["<=", X, "0"], sign=">="), [], ["x.sign"]),
    ),
    "a name used twice": (
        "scope.py", " and name not in self.taken", "", "not a new name",
        proof(real(["<", X, X]),
              [step("def", "t", term=["exp", ZERO], by=[]),
               step("exponents", "one", powers=[["t", 1]]),
               step("def", "t", term=["exp", ONE], by=[]),
               step("tangent", "two", exp="t", by=[]),
               cone("g", "-1", [{"c": "1", "facts": ["two"]}], [["one", "t", []]]),
               step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "a fact of a closed branch": (
        "scope.py", "terms, facts = dict(self.kinds), dict(self.terms), dict(self.facts)",
        "terms, facts = dict(self.kinds), dict(self.terms), self.facts", "nothing is known here",
        proof(real([">", X, "0"]),
              [step("order", "o", p=poly("x")),
               step("split", "s", on="o", fact=["and"],
                    branches=[{"name": n, "steps": [], "by": []} for n in "abc"])], ["a"]),
    ),
    "a goal that is not defined": (
        "scope.py", 'raise UndefinedTerm(f"a term {op} has not been defined")', "return self.ring.constant(1)",
        "has not been defined",
        proof(real(["or", ["=", ["inv", X], ["inv", X]], [">", X, "0"]]),
              [step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
}  # fmt: skip


# sums ---------------------------------------------------------------------------------------------

OF_ONES = 'sum "1"'
WHOLE = cone("w", "n", [{"c": "1", "facts": ["n.sign"]}])


def repeated(name: str, op: str, *ends: str, by: Any = ("w",), steps: Any = ()) -> Object:
    args = [poly(end) for end in ends]
    return step(
        "repeat", name, op=op, args=args, by=list(by), variable=f"{name}i", steps=list(steps)
    )


def whole(goal: Any, **more: Any) -> Object:
    return statement(goal, n="integer >", **more)


def series(name: str, op: str, ratio: str, by: Any, ratios: Any = (), steps: Any = ()) -> Object:
    return step(
        "series", name, op=op, args=[ONE], ratio=poly(ratio), ratios=list(ratios), by=list(by),
        variable=f"{name}i", steps=list(steps),
    )  # fmt: skip


ONE_AT_LEAST = step("integer", "one", p=poly("n"), by=["n.sign"])

TERMS = [
    step("def", "s", term=["sin", poly("x")], by=[]), step("def", "c", term=["cos", poly("x")], by=[]),
    step("def", "z", term=["sin", ZERO], by=[]), step("def", "o", term=["cos", ZERO], by=[]),
]  # fmt: skip


def always_one(**parts: Any) -> Object:
    """Return a proof that cos x = 1, as cos 0 is, by a formula for a sum of angles."""
    by = [["h", "c", []], ["o.2", "o", []], ["z.2", "z", []]]
    steps = [
        step("angle sum", "h", of="cos", **parts),
        step("zero", "g", p=poly("c - 1"), modulo=by),
    ]
    return proof(real(["=", ["cos", X], "1"]), [*TERMS, *steps], ["g"])


ANGLES: dict[str, Line] = {
    "a sum with the sine of another first angle": (
        "elementary.py", "ensure(a == a2 and b == b2,", "ensure(b == b2,", "different arguments",
        always_one(sum="c", sin=["s", "z"], cos=["o", "o"]),
    ),
    "a sum with the sine of another second angle": (
        "elementary.py", "ensure(a == a2 and b == b2,", "ensure(a == a2,", "different arguments",
        always_one(sum="c", sin=["z", "s"], cos=["o", "o"]),
    ),
    "a sum of other angles": (
        "elementary.py", 'ensure(total == a + b, "the angle is not this sum")', "pass", "not this sum",
        always_one(sum="c", sin=["z", "z"], cos=["o", "o"]),
    ),
    "a right angle that is another": (
        "elementary.py", 'ensure(2 * a == p, "the angle is not half of pi")', "pass", "not half of pi",
        proof(real(["=", ["sin", X], "1"]),
              [TERMS[0], step("def", "p", term=["pi"], by=[]),
               step("right angle", "g", pi="p", of="sin", term="s")], ["g"]),
    ),
}  # fmt: skip
