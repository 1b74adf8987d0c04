"""For every condition of a rule a wrong proof that it alone stops.

Each line has the condition's place in the kernel and what it is replaced by, the words of the
rejection, and the wrong proof. Two things are shown: the kernel rejects the proof for that reason,
and the kernel without the condition accepts it.
"""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, without

from proofs.kernel import Rejected, check

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
        "algebra.py", 'scope.ring.remainder(p, scope.one(equation, "="), name)',
        'scope.ring.remainder(p, scope.one(equation, "=", ">"), name)', "not a fact with one of",
        proof(real(["=", X, "0"], sign=">"),
              [step("zero", "g", p=poly("x"), modulo=[["x.sign", "x", []]])], ["g"]),
    ),
    "a multiple of an inequality": (
        "algebra.py", 'scope.read(multiple) * scope.one(equation, "=")',
        'scope.read(multiple) * scope.one(equation, "=", ">")', "not a fact with one of",
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
        "algebra.py", 'ensure(c > 0, f"the coefficient {c} is not positive")', "pass", "not positive",
        proof(real(["<", X, X]), [cone("g", "-1", [{"c": "-1"}]),
              step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "a fact without a sign in a product": (
        "algebra.py", 'SIGNED, STRICT = (">", ">="),', 'SIGNED, STRICT = (">", ">=", "!="),',
        "not a fact with one of",
        proof(real([">", X, "0"], sign="!="), [cone("g", "x", [{"c": "1", "facts": ["x.sign"]}])], ["g"]),
    ),
    "a product that may be 0 called positive": (
        "algebra.py", 'strict &= entails(scope.known(name), fact(scope.one(name, *relations), "!="))',
        "pass", "goal does not follow",
        proof(real([">", X, "0"], sign=">="), [cone("g", "x", [{"c": "1", "facts": ["x.sign"]}])], ["g"]),
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
        "not a fact with one of",
        proof(
            statement(["=", "y", "0"], ["=", ["*", "x", "y"], "0"], x="real >=", y="real"),
            [step("hypothesis", "h", index=0),
             step("zero", "g", p=poly("y"), factor=["x.sign"], multiples=[["h", ONE]], modulo=[])],
            ["g"], witness={"y": "0"},
        ),
    ),
    "a product of what may be 0": (
        "algebra.py", '_product(scope, step["facts"], STRICT)', '_product(scope, step["facts"], ("!=", ">", ">="))',
        "not a fact with one of",
        proof(real(["!=", X, "0"], sign=">="),
              [step("nonzero", "g", p=poly("x"), q=ONE, facts=["x.sign"], modulo=[])], ["g"]),
    ),
    "a real number taken for whole": (
        "algebra.py", 'scope.require(step["by"], fact(p, ">"), "p > 0")\n    ensure(scope.is_integral(p), "p need not be a whole number")',
        'scope.require(step["by"], fact(p, ">"), "p > 0")', "need not be a whole number",
        proof(real([">=", X, "1"], sign=">"), [step("integer", "g", p=poly("x"), by=["x.sign"])], ["g"]),
    ),
    "half a whole number taken for whole": (
        "scope.py", "all(c.q == 1 for c in p.coeffs()) and ", "", "need not be a whole number",
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
        "algebra.py", 'scope.require(by, fact(scope.ring.generator(name) - a, ">="), "the lower bound")', "pass",
        "lower bound",
        proof(real([">", X, "0"], ["<=", X, "2"]),
              [step("hypothesis", "h", index=0),
               step("num", "g", p=poly("x"), rel=">", box={"x": ["1", "2", 1, ["h"]]})], ["g"]),
    ),
    "a box without its upper end": (
        "algebra.py", 'scope.require(by, fact(b - scope.ring.generator(name), ">="), "the upper bound")', "pass",
        "upper bound",
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
    "a term that stands in no hypothesis": (
        "logic.py", 'ensure(stands, f"this {op} does not stand in the hypothesis")', "pass", "does not stand",
        proof(real(["!=", X, "0"], [">", ["+", X, "5"], "0"]),
              [step("def", "t", term=["inv", poly("x")], hypothesis=0)], ["t.needs"]),
    ),
    "a power with a real exponent": (
        "logic.py", 'ensure(fits, f"{op} is not defined for values of these kinds")', "pass", "kinds",
        proof(statement(["=", ["power", "x", "y"], ["power", "x", "y"]], x="real", y="real >="),
              [step("def", "t", term=["power", poly("x"), poly("y")], by=["y.sign"]),
               step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
    "half of a number that may be odd": (
        "functions.py", "accepts=lambda s, a: s.is_even(a[0]), ", "", "kinds",
        proof(statement([">=", X, "2"], x="integer >"),
              [step("def", "t", term=["half", poly("x")], by=[]),
               cone("s", "t", [{"c": "1/2", "facts": ["x.sign"]}], [["t.0", "t", []]]),
               step("integer", "i", p=poly("t"), by=["s"]),
               cone("g", "x - 2", [{"c": "2", "facts": ["i"]}], [["t.0", "t", []]])], ["g"]),
    ),
    "a case left out": (
        "logic.py", 'zip(parts, step["branches"], strict=True)', 'zip(parts, step["branches"])', "malformed",
        proof(real([">", X, "0"]),
              [step("order", "o", p=poly("x")),
               step("split", "g", on="o", fact=[">", poly("x")],
                    branches=[{"name": "a", "steps": [], "by": ["a"]}])], ["g"]),
    ),
    "a case that does not give the fact": (
        "logic.py", 'inner.require(inside["by"], wanted, "the fact in this case")', "pass", "in this case",
        proof(real([">", X, "0"]),
              [step("order", "o", p=poly("x")),
               step("split", "g", on="o", fact=[">", poly("x")],
                    branches=[{"name": n, "steps": [], "by": [n]} for n in "abc"])], ["g"]),
    ),
    "what does not follow": (
        "scope.py", 'ensure(entails(self.known(names), wanted), f"{purpose} does not follow from {names!r}")', "pass",
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

ANALYSIS: dict[str, Line] = {
    "exponents that do not cancel": (
        "elementary.py", 'scope.require(step.get("by", []), fact(total, "="), "that the exponents cancel")', "pass",
        "exponents cancel",
        proof(real(["=", ["exp", X], "1"]),
              [step("def", "t", term=["exp", poly("x")], by=[]),
               step("exponents", "g", powers=[["t", 1]])], ["g"]),
    ),
    "a tangent that may touch": (
        "elementary.py", 'scope.require(step["by"], fact(a, "!="), "that the exponent is not 0")', "pass",
        "exponent is not 0",
        proof(real([">", ["exp", X], ["+", "1", X]]),
              [step("def", "t", term=["exp", poly("x")], by=[]), step("tangent", "g", exp="t", by=[])], ["g"]),
    ),
    "the sign of an exponent": (
        "elementary.py", 'scope.require(step["by"], fact(sign * pair[0], step["rel"]), "the sign")', "pass",
        "the sign does not follow",
        proof(real([">", ["exp", X], "1"]),
              [step("def", "t", term=["exp", poly("x")], by=[]),
               step("exp sign", "g", exp="t", rel=">", by=[], **{"from": "exponent"})], ["g"]),
    ),
    "the exponential of another logarithm": (
        "elementary.py", 'scope.require(step.get("by", []), fact(inside - y, "="), "that the exponent is this logarithm")',
        "pass", "this logarithm",
        proof(real(["=", ["exp", X], X], sign=">"),
              [step("def", "t", term=["exp", poly("x")], by=[]),
               step("def", "l", term=["log", poly("x")], by=["x.sign"]),
               step("explog", "g", exp="t", log="l")], ["g"]),
    ),
    "a sine of another angle": (
        "elementary.py", 'ensure(a == c, "sine and cosine have different arguments")', "pass", "different arguments",
        proof(real(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", "0"], 2]], "1"]),
              [step("def", "s", term=["sin", poly("x")], by=[]),
               step("def", "t", term=["cos", ZERO], by=[]),
               step("circle", "g", sin="s", cos="t")], ["g"]),
    ),
    "a term of another function": (
        "elementary.py", "if term is None or term.op != op:", "if term is None:", "is no exp here",
        proof(real([">=", ["sin", X], ["+", "1", X]]),
              [step("def", "s", term=["sin", poly("x")], by=[]), step("tangent", "g", exp="s")], ["g"]),
    ),
    "a power of another base": (
        "elementary.py", 'ensure(base == a and inside == n * z, "the exponential is not that of n log a")', "pass",
        "not that of n log a",
        proof(statement(["=", ["power", X, "n"], ["exp", X]], x="real >", n="integer >"),
              [step("logic", "w", by=["n.sign"], fact=[">=", poly("n")]),
               step("def", "p", term=["power", poly("x"), poly("n")], by=["w"]),
               step("def", "t", term=["exp", poly("x")], by=[]),
               step("def", "l", term=["log", poly("x")], by=["x.sign"]),
               step("real power", "g", power="p", exp="t", log="l")], ["g"]),
    ),
    "a derivative without a sign": (
        "elementary.py", 'inner.require(step["by"], fact(slope(inner, f, variable), rel), "the sign of the derivative")',
        "pass", "sign of the derivative",
        proof(real(["<=", X, "0"], sign=">="),
              [step("mean value", "g", variable="v", low=ZERO, high=poly("x"), strict=False,
                    ordered=["x.sign"], steps=[], f=poly("-1 v"), by=[])], ["g"]),
    ),
    "an interval turned round": (
        "elementary.py", 'scope.require(step["ordered"], fact(high - low, rel), "a ≤ b")', "pass", "a ≤ b",
        proof(real([">=", X, "0"]),
              [step("mean value", "g", variable="v", low=ZERO, high=poly("x"), strict=False, ordered=[],
                    steps=[cone("s", "1", [{"c": "1"}])], f=poly("v"), by=["s"])], ["g"]),
    ),
    "an absolute value differentiated": (
        "elementary.py", "if outer is None or any(scope.depends(a, variable) for a in args[1:]):",
        "outer = outer or (lambda *_: scope.ring.constant(0))\n                if any(scope.depends(a, variable) for a in args[1:]):",
        "not differentiated",
        proof(real(["<=", ["abs", X], "5"], [">=", X, "5"]),
              [step("hypothesis", "h", index=0),
               step("def", "a", term=["abs", poly("x")], by=[]),
               step("def", "b", term=["abs", poly("5")], by=[]),
               step("split", "five", on="b.0", fact=["=", poly("b - 5")], branches=[
                   {"name": n, "steps": [], "by": [n]} for n in "pq"]),
               step("mean value", "m", variable="v", low=poly("5"), high=poly("x"), strict=False, ordered=["h"],
                    steps=[step("def", "w", term=["abs", poly("v")], by=[])], f=poly("-1 w"), by=[]),
               cone("g", "5 - a", [{"c": "1", "facts": ["m"]}], [["five", "b", []]])],
              ["g"], witness={"x": "5"}),
    ),
}  # fmt: skip

WHERE = "+oo"


def limit(expr: Any, value: Any, form: Any, nulls: Any, steps: Any, by: Any, **more: Any) -> Object:
    """Return a proof of a limit as x grows; ``y`` is the variable far out."""
    to, side = more.pop("to", WHERE), more.pop("side", "+-")
    stated = statement(
        ["limit", expr, "x", to, side, value],
        *more.pop("assume", ()),
        **more.pop("variables", {"x": "real"}),
    )
    part = {"y": "y", "beyond": {"far": ZERO}, "steps": steps, "nulls": nulls, "form": form, "by": by,
            "admissible": [], "value": more.pop("outside", []), **more.pop("part", {})}  # fmt: skip
    return proof(stated, more.pop("first", []), limit=[part], **more)


INVERSE = step("def", "t", term=["inv", poly("y")], by=["far"])
SAME = step("zero", "same", p=ZERO, modulo=[])
LIMITS: dict[str, Line] = {
    "a form that is another": (
        "limits.py", 'inner.require(data["by"], fact(close - f, "="), "f = F")', "pass", "f = F",
        limit("x", "0", "e", {"e": ["inverse", "y"]}, [INVERSE], []),
    ),
    "another value": (
        "limits.py", 'outer.require(data["value"], fact(at_zero, "="), "the value of F(0)")', "pass", "value of F",
        limit(["inv", "x"], "1", "e", {"e": ["inverse", "y"]}, [INVERSE], []),
    ),
    "a rate that is not positive": (
        "limits.py", 'self.outer.require(by, fact(self.outer.poly(c), ">"), "that the factor is positive")', "pass",
        "factor is positive",
        limit(["*", ["^", ["*", "-1", "x"], 0], ["exp", ["*", "-1", ["*", "-1", "x"]]]], "0", "e",
              {"e": ["decay", 0, ["scale", "-1", "y", []]]},
              [step("def", "t", term=["exp", poly("y")], by=[])], []),
    ),
    "a rate that moves": (
        "limits.py", 'self.outer.require(by, fact(self.outer.poly(c), ">"), "that the factor is positive")',
        'self.inner.require(by, fact(self.inner.poly(c), ">"), "that the factor is positive")', "no variable here",
        limit("1", "0", "e", {"e": ["inverse", ["scale", ["inv", "y"], "y", ["s"]]]},
              [INVERSE, cone("s", "t", [{"c": "1"}], [["t.0", "t", ["far"]]], factor=[{"c": "1", "facts": ["far"]}]),
               cone("d", "t y", [{"c": "1"}], [["t.0", "t", ["far"]]]),
               step("def", "u", term=["inv", poly("t y")], by=["d"]),
               step("zero", "z", p=poly("u - 1"), modulo=[["u.0", "u", ["d"]], ["t.0", "t", ["far"]]])], ["z"]),
    ),
    "an unknown quantity that is called null": (
        "limits.py", 'self.inner.require(by, All((fact(bound - p, ">="), fact(bound + p, ">="))), "the bound")', "pass",
        "the bound",
        limit("x", "0", "e", {"e": ["squeezed", "y", ["inverse", "y"], []]}, [INVERSE], []),
    ),
    "a form with a jump": (
        "limits.py", 'ensure(fine, f"{form[0]} is not continuous")', "pass", "not continuous",
        limit(["floor", ["*", "-1", ["inv", "x"]]], "0", ["floor", ["*", "-1", "e"]], {"e": ["inverse", "y"]},
              [INVERSE, step("def", "u", term=["floor", poly("-1 t")], by=[])], [],
              first=[step("def", "z", term=["floor", ZERO], by=[]),
                     step("integer", "i", p=poly("z + 1"), by=["z.1"]),
                     step("logic", "lower", by=["i"], fact=[">=", poly("z")]),
                     step("logic", "upper", by=["z.0"], fact=[">=", poly("-1 z")]),
                     step("order", "o", p=poly("z")),
                     step("split", "zero", on="o", fact=["=", poly("z")], branches=[
                         {"name": "a", "steps": [cone("a1", "-1", [{"c": "1", "facts": ["upper"]}],
                              factor=[{"c": "1", "facts": ["a"]}])], "by": ["a1"]},
                         {"name": "b", "steps": [], "by": ["b"]},
                         {"name": "d", "steps": [cone("d1", "-1", [{"c": "1", "facts": ["lower"]}],
                              factor=[{"c": "1", "facts": ["d"]}])], "by": ["d1"]}])],
              outside=["zero"]),
    ),
    "values on the way that are not admissible": (
        "limits.py", 'inner.require(data["admissible"], All(tuple(met)), "that the values are admissible")', "pass",
        "admissible",
        limit(["inv", "x"], "0", "e", {"e": ["inverse", "y"]}, [INVERSE], [], assume=(["<", "x", "5"],)),
    ),
    "a whole number near a point": (
        "limits.py", 'ensure(near, f"{name} is {kind} and does not come near {to}")', "pass", "does not come near",
        limit("1", "1", "1", {}, [INVERSE], [], variables={"x": "integer"}, to="4", side="+"),
    ),
    "one side for two": (
        "limits.py", "data, strict=True)", "data)", "malformed",
        limit("1", "1", "1", {}, [INVERSE], [], to="0", side="+-"),
    ),
    "no growth": (
        "limits.py", 'All((fact(growing, ">"), fact(close * f - 1, "="))), "1/f = F")',
        'All((fact(close * f - 1, "="),)), "1/f = F")', "1/f = F",
        limit(["*", "-1", "x"], "+oo", ["*", "-1", "e"], {"e": ["inverse", "y"]},
              [INVERSE, step("zero", "w", p=poly("y t - 1"), modulo=[["t.0", "t", ["far"]]])], ["w"]),
    ),
}  # fmt: skip


def at_point(goal: Any, point: Object, *assume: Any, **variables: str) -> Object:
    made = proof(statement(goal, *assume, **variables), [], verdict="REFUTED", point=point)
    del made["steps"]
    return made


POINTS: dict[str, Line] = {
    "a value of another kind": (
        "points.py", "fits = of_kind[kind] and", "fits =", "not certainly integer",
        at_point([">=", X, "1"], {"x": "1/2"}, x="integer >"),
    ),
    "a value of another sign": (
        "points.py", "of_kind[kind] and (not sign or compare(x, sign) is True)", "of_kind[kind]", "not certainly real",
        at_point([">=", X, "0"], {"x": "-1"}, x="real >"),
    ),
    "assumptions that are not met": (
        "points.py", 'ensure(met, f"{formula} does not certainly hold at the point")', "pass", "does not certainly hold",
        at_point([">=", X, "1"], {"x": "0"}, [">", X, "2"], x="real"),
    ),
    "a side that is undefined": (
        "points.py", 'ensure(compare(parts[i], rel), f"{head} is not certainly defined at {parts[i]}")',
        "parts = parts if compare(parts[i], rel) else [fmpq(1)]", "not certainly defined",
        at_point(["=", ["log", X], "1"], {"x": "-1"}, x="real"),
    ),
    "a goal that holds": (
        "check.py", 'ensure(truth(closed.goal) is False, "the goal does not certainly fail at the point")', "pass",
        "does not certainly fail",
        at_point([">", X, "0"], {"x": "1"}, x="real"),
    ),
    "balls that meet": (
        "points.py", 'True if yes else False if no else None', 'yes', "does not certainly fail",
        at_point(["=", ["*", ["root", "2", "2"], ["root", "3", "2"]], ["root", "6", "2"]], {}),
    ),
    "no witness": (
        "check.py", 'meets(statement, data["witness"])', "pass", "not certainly hold",
        proof(real(["<", X, X], ["<", ["*", X, X], "0"]),
              [step("hypothesis", "h", index=0),
               cone("g", "-1", [{"c": "1", "square": poly("x")}], factor=[{"c": "1", "facts": ["h"]}]),
               step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "another statement": (
        "check.py", 'ensure(data["hash"] == digest(data["statement"]), "the hash is not that of the statement")', "pass",
        "hash is not",
        proof(real([">=", ["^", X, 2], "0"]), [cone("g", "x x", [{"c": "1", "square": poly("x")}])], ["g"]) | {"hash": ""},
    ),
    "no contradiction": (
        "check.py", 'scope.require(data["by"], FALSE, "a contradiction")', "pass", "a contradiction",
        proof(real([">", X, "0"], [">", X, "1"]), [], verdict="VACUOUS"),
    ),
    "a limit refuted by its own value": (
        "check.py",
        'ensure(stated != other and not leaves(other) & statement.moving, "the value is the same")',
        "pass",
        "value is the same",
        limit(["*", "-1", "x"], "-oo", ["*", "-1", "e"], {"e": ["inverse", "y"]},
              [INVERSE, step("logic", "up", by=["far"], fact=[">", poly("y")]),
               step("zero", "w", p=poly("y t - 1"), modulo=[["t.0", "t", ["far"]]])],
              ["up", "w"], verdict="REFUTED", other="-oo", differ=[]),
    ),
    "a limit refuted by a value that may be the same": (
        "check.py",
        'scope.require(data["differ"], fact(gap, "!="), "that the values differ")',
        "pass",
        "values differ",
        limit(["inv", "x"], ["*", "0", "2"], "e", {"e": ["inverse", "y"]}, [INVERSE], [],
              verdict="REFUTED", other="0", differ=[]),
    ),
}  # fmt: skip

CONDITIONS = ALGEBRA | LOGIC | ANALYSIS | LIMITS | POINTS


@pytest.mark.parametrize("name", CONDITIONS)
def test_wrong_proof_is_rejected_for_its_reason(name: str) -> None:
    *_, words, wrong = CONDITIONS[name]
    with pytest.raises(Rejected, match=words):
        check(wrong)


@pytest.mark.parametrize("name", CONDITIONS)
def test_without_the_condition_it_is_accepted(name: str) -> None:
    file, old, new, _, wrong = CONDITIONS[name]
    assert without(file, old, new).check(wrong).verdict == wrong["verdict"]
