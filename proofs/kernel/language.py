"""Statements of the core language: plain data, as they stand in a proof object.

A *tree* is a name, a rational number as text, or a list whose head says what is done with the
rest: ``["+", a, b]``, ``["*", a, b]``, ``["^", a, 3]``, or a defined term such as ``["inv", a]``.
``["sum", i, f, a, b]``, ``["product", i, f, a, b]``, ``["series", i, f, a]`` and ``["integral", i, f, b, a]``
bind the name i in f; an integral is from a to b.
A *formula* is ``[rel, a, b]`` with two trees, or ``["and", ...]``, ``["or", ...]``,
``["not", f]``, ``["implies", f, g]``. A *goal* is a formula or one of

* ``["limit", tree, name, to, side, value]``
* ``["matrices", ["declared", ["matrix", name, rows, columns], ...], ["cuts", ["cut", ...], ...],
  ["given", ["same", left, right], ...], left, right]``, with the sizes that block matrices have
* ``["flow", ["moment", t], ["where", ["let", name, tree], ...],
  ["solutions", ["solution", y, field, start], ...], formula]``
* ``["time", ["moment", t], ["where", ...], ["solutions", ...], observable, level, name, value]``, with a tree
  before the name if the time less that multiple of it is meant, and not the time over it
* ``["when =", ["moment", t], ["where", ...], ["solutions", ...], observable, level, value]``, also with <= or >=
* ``["terminal", ["moment", t], ["where", ...], ["solutions", ...], observable, value]``
* ``["plateau", ["moment", t], ["where", ...], ["solutions", ...], observable, when, name, value]``
* ``["delays", ["moment", t], ["ratio", r], ["start", δ], ["where", ...], ["solutions", ...], observable,
  level, rate, ["places", ["delay", c, tree], ...], formula or limit]``, where c is the delay at that ratio
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import arb

from proofs.kernel.errors import ensure
from proofs.kernel.polynomials import LARGEST_POWER, NUMBER

Tree: TypeAlias = Any
"""Nested lists of text and integers: what JSON holds."""

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
KINDS = ("real", "rational", "integer", "even", "odd", "noninteger")
WHOLE = ("integer", "even", "odd")
SIGNS = ("", ">", ">=", "<", "<=", "!=")
RELATIONS = ("=", "!=", ">", ">=", "<", "<=")
INFINITIES = ("+oo", "-oo")
REPEATED = ("sum", "product", "series", "integral")
NAMED = "term"
"""Head of a tree in a proof that stands for a term by the name of the step that introduced it."""

SPOKEN = ("moment", "ratio", "start", "let", "solution", "matrix", "delay")
"""What gives a name for the rest of a goal; the index of a sum or integral has no meaning outside."""


@dataclass(frozen=True)
class Statement:
    """What is claimed.

    Attributes
    ----------
    variables : dict
        Kind and declared sign of each name.
    assume : tuple of formulas
        What the values are assumed to meet. A formula with an undefined term does not hold.
    goal : formula or limit
        What is said of all values that meet it.
    """

    variables: Mapping[str, tuple[str, str]]
    assume: tuple[Tree, ...]
    goal: Tree

    @property
    def moving(self) -> set[str]:
        """The variable of which a limit is taken, if the goal speaks of one."""
        said = self.said
        place = {"limit": 2, "time": -2, "plateau": -2}.get(said[0])
        return {said[place]} if place else set()

    @property
    def said(self) -> Tree:
        """The goal, or what it says of delays."""
        return self.goal[-1] if self.goal[0] == "delays" else self.goal


def digest(statement: object) -> str:
    """Return the hash of a statement's text form."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def read_statement(data: Any) -> Statement:
    """Check the form of a statement."""
    ensure(set(data) == {"variables", "assume", "goal"}, "a statement has three parts")
    variables = {name: (kind, sign) for name, (kind, sign) in data["variables"].items()}
    for name, (kind, sign) in variables.items():
        ensure(NAME.fullmatch(name), f"{name!r} is no name")
        ensure(kind in KINDS and sign in SIGNS, f"{name} is declared as {kind!r} {sign!r}")
    statement = Statement(variables, tuple(data["assume"]), data["goal"])
    goal = statement.goal
    if statement.said[0] == "limit":
        _, expr, name, to, side, value = statement.said
        ensure(name not in leaves(to) | leaves(value), f"{name!r} moves and stands in its limit")
        sides = ("+-",) if to in INFINITIES else ("+", "-", "+-")
        ensure(side in sides, f"{side!r} is no side from which {to} is approached")
        if goal[0] == "delays":
            ensure(name not in leaves(goal[:-2]), f"{name!r} moves and stands in the equations")
        goal = [*(goal[:-1] if goal[0] == "delays" else ["and"]), expr, name, to, value]
    inside = bound(goal)
    own = inside | bound(["and", *statement.assume])
    ensure(all(map(NAME.fullmatch, own)), "what a goal introduces has no name")
    ensure(not own & set(variables), "a name stands for two things")
    unknown = leaves(["and", *statement.assume]) | (leaves(goal) - bound(goal, SPOKEN))
    unknown -= set(variables)
    ensure(not unknown, f"{unknown} is not declared")
    return statement


def exponent(n: object) -> int:
    """Return the exponent of a power that is part of a polynomial."""
    ensure(type(n) is int and 0 <= n <= LARGEST_POWER, f"{n!r} is no exponent")
    return int(str(n))


def leaves(item: Tree) -> set[str]:
    """Return the names in a tree or formula."""
    found, parts = set[str](), [item]
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            found.add(part)
        elif not isinstance(part, int | arb):  # a ball has none
            head, *rest = part
            if head in REPEATED:
                i, body, *rest = rest
                found |= leaves(body) - {i}
            parts += rest
    return {x for x in found if not NUMBER.fullmatch(x) and x not in INFINITIES}


def bound(item: Tree, heads: Iterable[str] = (*SPOKEN, *REPEATED)) -> set[str]:
    """Return the names that a goal itself introduces; it does not speak of a term of its proof."""
    found, parts = set(), [item]
    while parts:
        part = parts.pop()
        ensure(part[0] != NAMED, "a statement speaks of a term of its proof")
        if part[0] in heads:
            found.add(part[1])
        parts += [inner for inner in part if isinstance(inner, list)]
    return found


def premises(formula: Tree) -> list[Tree]:
    """Return the premises of an implication, of its conclusion, and so on."""
    return [formula[1], *premises(formula[2])] if formula[0] == "implies" else []


def substitute(item: Tree, values: Mapping[str, Tree]) -> Tree:
    """Put trees for names."""
    if isinstance(item, str):
        return values.get(item, item)
    if item[0] in REPEATED:
        taken = {n for name, x in values.items() for n in (name, *leaves(x))}
        ensure(item[1] not in taken, f"{item[1]!r} is bound")
    inside = [substitute(x, values) if isinstance(x, list) else values.get(x, x) for x in item[1:]]
    return [item[0], *inside]


def repeated(tree: Tree) -> tuple[str, list[Tree]]:
    """Write a sum, product, series or integral as a function of its ends and the names inside.

    The function is the summand with places for these: ``#`` for the bound name, ``#0``, … .
    """
    head, i, body, *ends = tree
    size = 1 if head == "series" else 2
    ensure(NAME.fullmatch(i) and len(ends) == size, f"{head!r} has {size} ends and binds a name")
    names = sorted(leaves(body) - {i})
    inside = substitute(body, {i: "#"} | {name: f"#{k}" for k, name in enumerate(names)})
    return f"{head} {json.dumps(inside)}", [*ends, *names]


def body(op: str) -> tuple[str, Tree]:
    """Return the head of such a function and what is inside."""
    head, _, text = op.partition(" ")
    tree = json.loads(text)
    ensure(all(name.startswith("#") for name in leaves(tree)), "the summand contains other names")
    return head, tree


def places(i: Any, values: Iterable[Any]) -> dict[str, Any]:
    """Return what stands in the places of a summand."""
    return {"#": i} | {f"#{k}": value for k, value in enumerate(values)}


def terms(item: Tree) -> Iterator[Tree]:
    """Yield every tree within a tree or formula, the smallest first."""
    if isinstance(item, list):
        for part in item[3:] if item[0] in REPEATED else item[1:]:
            yield from terms(part)
        if item[0] not in ("and", "or", "not", "implies", *RELATIONS):
            yield item
