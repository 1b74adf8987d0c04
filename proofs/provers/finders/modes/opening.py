"""How a proof on a mode begins, with its constants, and how its steps are put together at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, leaves
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import Effort, prove
from proofs.provers.finders.modes.kind import used
from proofs.provers.finders.modes.script import Mode, Script
from proofs.provers.finders.scalars.emptiness import prepared
from proofs.provers.finders.scalars.find import with_efforts
from proofs.provers.finders.steps.budget import Budget, NotFoundError
from proofs.provers.finders.steps.builder import MOST_TERMS, needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from proofs.kernel.language import Tree

TIME = 8
"""Parts of a goal on a time over δ; one on a time less a multiple of δ has one more."""

MANY_TERMS = 400
"""Terms that there may be in a proof on a time less a multiple of δ."""

BUDGET = 20_000
"""Steps of the search for what constants obey."""


def entered(statement: Statement, *others: Tree, first: Iterable[Tree] = ()) -> Mode:
    """Introduce the constants of a mode, and other trees in what they are made of.

    Facts that are named ``first`` are shown before all else, as is done for claims on them alone.
    """
    _, (_, time), (_, *lets), (_, *solutions), *_ = statement.goal
    variables = dict(statement.variables)
    variables |= {name: ("real", "") for _, name, *_ in (*lets, *solutions)}
    variables[time] = ("real", ">=")
    assume = tuple(["and"] if leaves(a) & statement.moving else a for a in statement.assume)
    later = (statement.goal[0] == "time" and len(statement.goal) > TIME) or statement.goal[
        0
    ].startswith("when ")
    first = list(first)
    most = MANY_TERMS if later or first else MOST_TERMS
    b = prepared(Statement(variables, assume, ["and"]), BUDGET, most)
    for said in first:
        shown = (x for x in with_efforts(b, said, BUDGET) if not isinstance(x, Effort))
        if (found := next(shown, None)) is None:
            raise NotFoundError(f"{said} is not shown")
        b, _ = found
        b.budget, b.calculus, b.substitutes = Budget(BUDGET), False, False
    script = Script(b)
    for name in variables:
        if f"{name}.sign" in b.scope.facts:
            script.keep(f"{name}.sign", b.ring.generator(name))
    for _, _, tree in lets:
        introduce(b, tree)
    if statement.goal[0] == "plateau":
        introduce(b, statement.goal[-3])
    if later:
        value = to_the_level(statement.goal)
        for tree in (*statement.goal[5:-1], value, *others):
            introduce(b, tree)
    # signs are hard to see once the names of constants have come in with their equations
    signs = [prove(b, fact(b.scope.poly(tree), ">"), 1) for _, _, tree in lets]
    ends = [len(b.steps)]
    for _, name, tree in lets:
        p = b.ring.generator(name) - b.scope.poly(tree)
        b.scope.facts[f"{name}.is"] = fact(p, "=")
        b.equalities.append(script.keep(f"{name}.is", p))
    for (_, name, tree), sign in zip(lets, signs, strict=True):
        if sign is not None:
            x, p = b.ring.generator(name), b.scope.poly(tree)
            script.cone(x, (1, [script.keep(sign, p)]), modulo=[(f"{name}.is", x)])
    b.cache.clear()
    parts = used(statement.goal), solutions
    constants, y = ([b.ring.generator(name) for _, name, *_ in part] for part in parts)
    return Mode(script, statement, constants, y, b.ring.generator(time), ends)


def to_the_level(goal: Tree) -> Tree:
    """Return the value of a goal on a time, with 0 for integrals that do not end at the level."""

    def kept(tree: Tree) -> Tree:
        if not isinstance(tree, list):
            return tree
        if tree[0] == "integral" and tree[3] != goal[5]:
            return "0"
        return [tree[0], *map(kept, tree[1:])]

    return kept(goal[-1])


def collected(mode: Mode, data: dict[str, Any], *trees: Tree) -> dict[str, Any]:
    """Return the data with the steps that it needs, in their four parts."""
    b = mode.script.b
    wanted = set(_names(data))
    wanted |= {name for tree in (*trees, mode.goal[2]) for name in _terms(mode, tree)}
    kept = {step["name"]: step for step in needed(b.steps, wanted)}
    bounds = [0, *mode.ends, len(b.steps)]
    keys = ["steps", "given", "before", "along"]
    if len(bounds) > len(keys) + 1:
        keys.insert(2, "near")
    parts = zip(keys, bounds, bounds[1:], strict=False)
    steps = {
        key: [kept[step["name"]] for step in b.steps[low:high] if step["name"] in kept]
        for key, low, high in parts
    }
    return {**steps, **data}


def _names(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, (list, dict)):
        for part in item.values() if isinstance(item, dict) else item:
            yield from _names(part)


def _terms(mode: Mode, item: Any) -> Iterator[str]:
    """Yield the terms in a tree; other parts of a goal are passed through."""
    scope = mode.script.b.scope
    if isinstance(item, list):
        for part in item[1:]:
            yield from _terms(mode, part)
        try:
            names = scope.ring.names_in(scope.poly(item))
        except (Rejected, KeyError, ValueError, TypeError):
            return
        yield from (name for name in names if name in scope.terms)
