"""From sympy, as typed, to the statements of the proof checker: trusted.

Nothing is evaluated, nothing is dropped, and what is not known is refused. The table of functions
says what each sympy head becomes; the rest follows the tree.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, reduce
from itertools import product
from math import factorial
from typing import Any, NoReturn, TypeAlias

import sympy as sp

from proofs.claims.named import Named
from proofs.claims.relation import AS_TYPED
from proofs.kernel.language import KINDS, NAME, SIGNS
from proofs.reader import cases

Tree: TypeAlias = Any


INDEX = "index"
MOST_INDICES, MOST_FACTORS = 10, 100
UNKNOWN = "is not known to the proof checker; write it by functions that are"
INDICES = (INDEX, *(f"{INDEX}{i}" for i in range(MOST_INDICES)))
"""Names that sums bind, by how many sums they stand in; no variable gets them."""


class UnreadableError(Exception):
    """A statement holds something that the core language cannot say; the message says what."""


@dataclass(frozen=True)
class Reading:
    """A statement of the core language and the symbols its names stand for.

    Attributes
    ----------
    statement : dict
        With ``variables``, ``assume`` and ``goal``; see :mod:`proofs.kernel.language`.
    names : dict
        The name of each symbol.
    axioms : tuple of str
        What is used besides a proof of it to conclude what was said.
    """

    statement: dict[str, Any]
    names: dict[sp.Symbol, str]
    axioms: tuple[str, ...] = ()


# trees ---------------------------------------------------------------------------------------------


def _minus(a: Tree) -> Tree:
    return ["*", "-1", a]


def _over(a: Tree, b: Tree) -> Tree:
    return ["*", a, ["inv", b]]


def _half_sum(a: Tree, sign: str) -> Tree:
    return ["*", "1/2", ["+", ["exp", a], ["*", sign, ["exp", _minus(a)]]]]


def _factorial(a: Tree) -> Tree:
    return ["product", INDEX, INDEX, "1", a]


def _binomial(a: Tree, b: Tree) -> Tree:
    """Write a binomial; with a number below that has no sign, the upper one may be any."""
    if isinstance(b, str) and b.isdecimal() and int(b) <= MOST_FACTORS:
        below = [["+", a, str(-i)] for i in range(int(b))]
        return ["*", f"1/{factorial(len(below))}", *below]
    return _over(_factorial(a), ["*", _factorial(b), _factorial(["+", a, _minus(b)])])


HEADS: dict[type, str] = {
    sp.Add: "+", sp.Mul: "*", sp.exp: "exp", sp.log: "log", sp.Abs: "abs", sp.floor: "floor",
    sp.sin: "sin", sp.cos: "cos", sp.atan: "atan", sp.erf: "erf",
    sp.Eq: "=", sp.Ne: "!=", sp.Gt: ">", sp.Ge: ">=", sp.Lt: "<", sp.Le: "<=",
    sp.And: "and", sp.Or: "or", sp.Not: "not", sp.Implies: "implies",
}  # fmt: skip
"""What stands for the same in the core language."""

DERIVED: dict[type, Callable[..., Tree]] = {
    sp.ceiling: lambda a: _minus(["floor", _minus(a)]),
    sp.tan: lambda a: _over(["sin", a], ["cos", a]),
    sp.cot: lambda a: _over(["cos", a], ["sin", a]),
    sp.sec: lambda a: ["inv", ["cos", a]],
    sp.csc: lambda a: ["inv", ["sin", a]],
    sp.sinh: lambda a: _half_sum(a, "-1"),
    sp.cosh: lambda a: _half_sum(a, "1"),
    sp.tanh: lambda a: _over(_half_sum(a, "-1"), _half_sum(a, "1")),
    sp.coth: lambda a: _over(_half_sum(a, "1"), _half_sum(a, "-1")),
    sp.erfc: lambda a: ["+", "1", _minus(["erf", a])],
    sp.asinh: lambda a: ["log", ["+", a, ["root", ["+", ["^", a, 2], "1"], "2"]]],
    sp.atanh: lambda a: ["*", "1/2", ["log", _over(["+", "1", a], ["+", "1", _minus(a)])]],
    sp.frac: lambda a: ["+", a, _minus(["floor", a])],
    sp.Mod: lambda a, b: ["+", a, _minus(["*", b, ["floor", _over(a, b)]])],
    sp.factorial: _factorial,
    sp.harmonic: lambda a: ["sum", INDEX, ["inv", INDEX], "1", a],
    sp.binomial: _binomial,
    sp.Max: lambda *a: reduce(lambda x, y: ["max", x, y], a),
    sp.Min: lambda *a: reduce(lambda x, y: ["min", x, y], a),
}
"""What is written by others."""


def _refuse(item: object, reason: str) -> NoReturn:
    raise UnreadableError(f"{item} ({type(item).__name__}) {reason}")


@cache
def _declarations() -> dict[frozenset[tuple[str, bool]], tuple[str, str]]:
    """Return the kind and sign that each set of assumptions of sympy stands for."""
    words = ("", "positive", "nonnegative", "negative", "nonpositive", "nonzero")
    found = {frozenset(sp.Symbol("x").assumptions0.items()): ("real", "")}
    for kind, (sign, word) in product(KINDS, zip(SIGNS, words, strict=True)):
        declared = {"real": True, kind: True} | ({word: True} if word else {})
        with suppress(sp.core.facts.InconsistentAssumptions):
            symbol = sp.Symbol("x", **declared)
            found.setdefault(frozenset(symbol.assumptions0.items()), (kind, sign))
    return found


@dataclass(frozen=True)
class Reader:
    """Reads terms and formulas in symbols that have names.

    Attributes
    ----------
    names : dict
    indices : tuple of symbols
        Those over which sums run that what is read stands in.
    by_cases : bool
        Whether values by cases may be read: they may in a goal that is a relation.
    assumed : bool
        Whether what is read is an assumption, which a term without a value would narrow.
    """

    names: dict[sp.Symbol, str]
    indices: tuple[sp.Symbol, ...] = ()
    by_cases: bool = False
    assumed: bool = False

    def tree(self, expr: sp.Basic) -> Tree:
        """Read a term."""
        if isinstance(expr, sp.Symbol):
            return self.names[expr]
        if isinstance(expr, Named):
            return self.tree(expr.value)
        if isinstance(expr, sp.Rational):
            return str(expr.p) if expr.q == 1 else f"{expr.p}/{expr.q}"
        if isinstance(expr, sp.Float):
            return _digits(expr)
        if expr is sp.pi:
            return ["pi"]
        if expr is sp.E:
            return ["exp", "1"]
        if isinstance(expr, sp.Pow):
            return self._power(*expr.args)
        if isinstance(expr, sp.Sum | sp.Product):
            head = "sum" if isinstance(expr, sp.Sum) else "product"
            return self._repeated(head, expr.args[0], expr.args[1:])
        if isinstance(expr, sp.Integral):
            return self._repeated("integral", expr.args[0], expr.args[1:])
        if expr.func in cases.BY_CASES or isinstance(expr, sp.Piecewise):
            return self._cases(expr)
        if expr.func is sp.log and len(expr.args) == 2:
            return _over(*(["log", self.tree(part)] for part in expr.args))
        if expr.func is sp.harmonic and len(expr.args) > 1:
            _refuse(expr, "is read without an order only")
        if expr.func in DERIVED:
            return DERIVED[expr.func](*map(self.tree, expr.args))
        if expr.func not in HEADS or not isinstance(expr, sp.Expr):
            infinite = expr in (sp.oo, -sp.oo)
            _refuse(expr, "is no number; give finite ends or a Limit" if infinite else UNKNOWN)
        return [HEADS[expr.func], *map(self.tree, expr.args)]

    def _power(self, base: sp.Basic, exponent: sp.Basic) -> Tree:
        if isinstance(exponent, sp.Float):
            exponent = sp.Rational(_digits(exponent))
        if isinstance(exponent, sp.Rational):
            tree, n = self.tree(base), abs(exponent.p)
            tree = tree if exponent.q == 1 else ["root", tree, str(exponent.q)]
            tree = tree if n == 1 else ["^", tree, int(n)]
            return ["inv", tree] if exponent.p < 0 else tree
        if base is sp.E:
            return ["exp", self.tree(exponent)]
        positive = isinstance(base, sp.Rational | sp.Symbol) and base.is_positive
        whole = self._is_whole(exponent) and not positive
        needs = (exponent, "is_nonnegative") if whole else (base, "is_positive")
        # in a sum it does not narrow an assumption: a sum has to be shown to have a value
        if self.assumed and not self.indices and not _has_sign(*needs):
            power = sp.Pow(base, exponent)
            _refuse(power, "may have a value where it has none in the proof checker")
        if whole:
            return ["power", self.tree(base), self.tree(exponent)]
        return ["exp", ["*", self.tree(exponent), ["log", self.tree(base)]]]

    def _repeated(self, head: str, body: sp.Basic, limits: tuple[sp.Basic, ...]) -> Tree:
        """Read a sum, product or integral over indices, the last of which is the outermost."""
        if not limits:
            return self.tree(body)
        if len(limits[-1]) < 3:
            _refuse(limits[-1], "has no ends; give both")
        *further, (index, low, high) = limits
        if len(self.indices) == MOST_INDICES:
            _refuse(index, "is one index too many")
        outer, name = replace(self, by_cases=False), f"{INDEX}{len(self.indices)}"
        # sympy may have used what is declared of it; what is integrated over is no whole number
        declared = _declarations().get(frozenset(index.assumptions0.items()))
        if head == "integral" and declared != ("real", ""):
            _refuse(index, "is integrated over; declare it real, and no more than that")
        if head != "integral" and not _is_met(declared, index, low):
            _refuse(index, "is declared as what it is not in the whole sum; declare it an integer")
        indices = (*self.indices, sp.Dummy() if head == "integral" else index)
        inner = replace(outer, names=self.names | {index: name}, indices=indices)
        part = inner._repeated(head, body, tuple(further))
        if high is sp.oo and head == "sum":
            return ["series", name, part, outer.tree(low)]
        if head == "integral":
            return [head, name, part, outer.tree(high), outer.tree(low)]
        return [head, name, part, outer.tree(low), outer.tree(high)]

    def _cases(self, expr: sp.Basic) -> Tree:
        """Read a value that is given by cases, the last of which is what remains."""
        if not self.by_cases:
            only = "is a value by cases, which is read in a goal that is a relation only"
            _refuse(expr, f"{only}: claim each case, with its condition among the assumptions")
        if expr.func in cases.BY_CASES:
            return cases.BY_CASES[expr.func](*map(self.tree, expr.args))
        *pieces, (last, always) = expr.args
        if always is not sp.true:
            _refuse(expr, "does not say what remains; close it with (value, True)")
        read = [[self.formula(condition), self.tree(value)] for value, condition in pieces]
        return [cases.CASES, *read, self.tree(last)]

    def _is_whole(self, expr: sp.Basic) -> bool:
        """Whether an expression is a polynomial with integer coefficients in integer symbols."""
        if isinstance(expr, sp.Add | sp.Mul):
            return all(map(self._is_whole, expr.args))
        whole = isinstance(expr, sp.Symbol) and (expr.is_integer or expr in self.indices)
        return isinstance(expr, sp.Integer) or bool(whole)

    def formula(self, item: sp.Basic) -> Tree:
        """Read a formula."""
        if isinstance(item, sp.logic.boolalg.BooleanAtom):
            _refuse(item, f"is what sympy had evaluated a relation to; {AS_TYPED}")
        if item.func not in HEADS or not isinstance(item, sp.logic.boolalg.Boolean):
            _refuse(item, "is no relation that is kept")
        inside = self.tree if isinstance(item, sp.Rel) else self.formula
        found = [HEADS[item.func], *map(inside, item.args)]
        return cases.by_cases(found) if isinstance(item, sp.Rel) else found

    def assumptions(self, items: Iterable[sp.Basic]) -> list[Tree]:
        """Read what is assumed."""
        return list(map(replace(self, assumed=True).formula, items))

    def goal(self, said: Any) -> Tree:
        """Read a formula, or a limit."""
        if isinstance(said, sp.Basic):
            return replace(self, by_cases=True).formula(said)
        expr, var = self.tree(said.expr), self.tree(said.var)
        return ["limit", expr, var, self.bound(said.to), said.side, self.bound(said.value)]

    def bound(self, expr: sp.Basic) -> Tree:
        """Read a term, or infinity."""
        return {sp.oo: "+oo", -sp.oo: "-oo"}.get(expr) or self.tree(expr)


def _has_sign(expr: sp.Basic, word: str) -> bool:
    """Whether an expression is seen to be positive, or not negative, by the signs of its parts."""
    if isinstance(expr, Named):
        return _has_sign(expr.value, word)
    if isinstance(expr, sp.Add | sp.Mul):
        return all(_has_sign(part, word) for part in expr.args)
    known = isinstance(expr, sp.Number | sp.NumberSymbol | sp.Symbol) and getattr(expr, word)
    return bool(known)


def _is_met(declared: tuple[str, str] | None, index: sp.Symbol, low: sp.Basic) -> bool:
    """Whether what is declared of an index is seen to hold for all whole numbers from an end on."""
    if declared is None:
        return bool(index.assumptions0 == sp.Symbol(index.name).assumptions0)
    kind, sign = declared
    words = {">": "is_positive", ">=": "is_nonnegative"}
    fits = not sign or (sign in words and _has_sign(low, words[sign]))
    return fits and kind in ("real", "rational", "integer")


def _digits(number: sp.Float) -> str:
    """Read a float as the decimal digits that Python writes for it."""
    # below the range of Python's floats digits are lost
    if number._prec != 53 or sp.Float(float(number)) != number:
        _refuse(number, "does not have the digits that were typed; write a Rational")
    return str(Fraction(Decimal(repr(float(number)))))


def declare(symbols: Iterable[sp.Symbol]) -> tuple[Reader, dict[str, list[str]]]:
    """Give each symbol a name; return also their kinds and signs."""
    names: dict[sp.Symbol, str] = {}
    kinds: dict[str, list[str]] = {}
    order = sorted(symbols, key=lambda s: (s.name, str(s.assumptions0), isinstance(s, sp.Dummy)))
    for i, symbol in enumerate(order):
        declared = _declarations().get(frozenset(symbol.assumptions0.items()))
        if declared is None:
            _refuse(symbol, "is declared as what the proof checker cannot hold")
        names[symbol] = new_name(symbol.name, {*kinds, *INDICES}, f"symbol{i}")
        kinds[names[symbol]] = list(declared)
    return Reader(names), kinds


def new_name(name: str, taken: set[str], otherwise: str) -> str:
    """Return a name that is not taken, like the one wanted."""
    name = name if NAME.fullmatch(name) else otherwise
    while name in taken:
        name += "_"
    return name


def read(goal: Any, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read a scalar statement.

    Parameters
    ----------
    goal : sympy relation, And, Or, Not, Implies, or a limit
        Of a limit the attributes ``expr``, ``var``, ``to``, ``value`` and ``side`` are read. The
        premise of an implication joins the assumptions.
    assume : iterable of sympy relations

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    assume = list(assume)
    while isinstance(goal, sp.Implies):
        premise, goal = goal.args
        assume.append(premise)
    reader, kinds = declare(goal.free_symbols.union(*(part.free_symbols for part in assume)))
    return Reading(
        {"variables": kinds, "assume": reader.assumptions(assume), "goal": reader.goal(goal)},
        reader.names,
    )
