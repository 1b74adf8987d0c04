"""Find proofs of limits: the expansion suggests F and the null quantities, the rest is algebra."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import INFINITIES, Statement, Tree, leaves, substitute, terms
from proofs.kernel.limits import LIMITS, Far, approach, negative
from proofs.provers.finders.functions.exponentials import compare_exponentials
from proofs.provers.finders.functions.integers import use_powers, use_whole_numbers
from proofs.provers.finders.functions.tangents import tangents
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.limits.expansions import complete, taylor
from proofs.provers.finders.limits.growth import Expansion
from proofs.provers.finders.limits.squeezed import is_seen_to_vanish, squeezed
from proofs.provers.finders.limits.sum_growth import summed
from proofs.provers.finders.signs.cases import forget_limit
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import Builder, names_within, needed
from proofs.provers.finders.steps.trees import fixed, minus, times
from proofs.provers.finders.sums.beginnings import by_induction
from proofs.provers.finders.sums.integrals import SumBound

HIGHEST_ORDER = 4
"""How far functions are expanded; beyond, what is left is squeezed as a whole."""

WAYS = ((0, True), (1, False), (2, False), *((n, True) for n in range(1, HIGHEST_ORDER + 2)))
"""Orders in turn, and whether exponentials are expanded, too."""

Way: TypeAlias = tuple[int, bool]


def prove_limit(
    b: Builder,
    statement: Statement,
    way: Way = WAYS[0],
    also: set[str] = frozenset(),  # type: ignore[assignment]
) -> dict[str, Any] | None:
    """Return the parts of a proof object that prove a limit, or None."""
    _, _, _, to, side, _ = statement.goal
    sides = list(side) if to not in INFINITIES else [side]
    found, kept = [], set(also)
    for one in sides:
        part = _side(b, statement, one, way)
        if part is None:
            return None
        data, wanted = part
        found.append(data)
        kept |= wanted
    return {"steps": needed(b.steps, kept), "limit": found}


def refute_limit(b: Builder, statement: Statement, way: Way = WAYS[0]) -> dict[str, Any] | None:
    """Return the parts of a proof object that show another value from one side, or None."""
    to, sides = statement.goal[3:5]
    for one in [sides] if to in INFINITIES else sides:
        try:
            found = _refute_side(b, statement, one, way)
        except (NotFoundError, Rejected):
            if one == sides[-1]:
                raise
            continue
        if found is not None:
            return {**found, "side": one}
    return None


def find_limit(
    b: Builder, expr: Tree, name: str, kind: str = "integer"
) -> tuple[Tree, list[dict[str, Any]]]:
    """Return the limit of a tree as a number of a kind grows, a number or tree, and its proof.

    Raises
    ------
    NotFoundError
        If none is found, or it is not finite.
    """
    for way in WAYS[:HIGHEST_ORDER]:
        y = b.new_bound()
        try:
            value = _expanded(b, substitute(expr, {name: y}), y, way)
            if value is None or value in INFINITIES:
                continue
            goal = ["limit", expr, name, "+oo", "+", value]
            found = prove_limit(b, Statement({name: (kind, "")}, (), goal), way)
        except (NotFoundError, Rejected):
            continue
        if found is not None:
            forget_limit(b, found["limit"][0])
            return value, found["limit"]
    raise NotFoundError("a limit that is not found")


def _expanded(b: Builder, f: Tree, y: str, way: Way) -> Tree | None:
    """Return what the expansion of a tree says that it tends to; None if it grows with no sign."""
    if way[0] > HIGHEST_ORDER:
        if not is_seen_to_vanish(f, y):
            raise NotFoundError("no limit is seen")
        return "0"
    expansion = Expansion(b, y, order=way[0], bends=way[1], around=taylor, summed=summed)
    parts = expansion.parts(f)
    if not parts:
        return "0"
    g = expansion.leading(parts)
    if expansion.direction(g) <= 0:
        return expansion.at_zero(expansion.written(parts))
    sign = expansion.sign(expansion.at_zero(expansion.divided(parts, g)))
    return {1: "+oo", -1: "-oo"}.get(sign)


def _refute_side(b: Builder, statement: Statement, one: str, way: Way) -> dict[str, Any] | None:
    _, expr, name, to, _, value = statement.goal
    other = _expanded(b, substitute(expr, {name: approach(to, one, y := b.new_bound())}), y, way)
    if other is None:
        other = value
    if other == value:
        return None
    differ: list[str] = []
    kept: set[str] = set()
    if value not in INFINITIES:
        introduce(b, value)
    if other not in INFINITIES and value not in INFINITIES:
        introduce(b, other)
        label = prove(b, fact(b.scope.poly(other) - b.scope.poly(value), "!="), 2)
        if label is None:
            return None
        differ = [label]
        kept = {label} | _terms(b, other)
    kept |= _terms(b, value)
    changed = Statement(statement.variables, statement.assume, [*statement.goal[:4], one, other])
    found = prove_limit(b, changed, way, kept)
    return None if found is None else {**found, "other": other, "differ": differ}


def _side(
    b: Builder, statement: Statement, side: str, way: Way
) -> tuple[dict[str, Any], set[str]] | None:
    _, expr, name, to, _, value = statement.goal
    y = b.new_bound()
    f = substitute(expr, {name: approach(to, side, y)})
    expansion = Expansion(b, y, order=way[0], bends=way[1], around=taylor, summed=summed)
    form = by_nulls(expansion, f, value)
    if form is None:
        return None
    outer = [form_at_zero(b, form, expansion.nulls)]
    if value not in INFINITIES:
        introduce(b, value)
        outer.append(b.scope.poly(value))
    gap = outer[0] - (outer[1] if len(outer) > 1 else 0)
    label = prove(b, fact(gap, "="), 2)
    if label is None:
        return None
    beyond = ["0", "1", *expansion.large]
    if to in INFINITIES:
        said = [x for a in statement.assume if name in leaves(a) for x in fixed(a, name)]
        beyond += [x for x in (negative(s) if to == "-oo" else s for s in said) if x not in beyond]
    found = _far(b, statement, side, y, form, f, expansion, beyond)
    if found is None:
        return None
    data, wanted = found
    data["value"] = [label]
    wanted.add(label)
    wanted |= _terms(b, substitute(form, dict.fromkeys(expansion.nulls, "0")))
    wanted |= _terms(b, value)
    return data, wanted


def by_nulls(expansion: Expansion, f: Tree, value: Tree) -> Tree | None:
    """Write f, or 1/f if it grows, by null quantities, or None."""
    order = expansion.order
    parts = expansion.parts(f) if order <= HIGHEST_ORDER else []
    if value not in INFINITIES:
        return squeezed(expansion, f, value) if order > HIGHEST_ORDER else expansion.written(parts)
    sign = 1 if value == "+oo" else -1
    if not parts:
        return None
    g = expansion.leading(parts)
    if expansion.direction(g) <= 0:
        return None
    inside = expansion.divided(parts, g)
    if expansion.sign(expansion.at_zero(inside)) != sign:
        return None
    expansion.bound(parts, g, sign)
    return times(["inv", inside], expansion.null(expansion.raised(g, -1)))  # type: ignore[arg-type]


def form_at_zero(b: Builder, form: Tree, nulls: dict[str, Any]) -> Any:
    """Introduce F(0) and return it."""
    tree = substitute(form, dict.fromkeys(nulls, "0"))
    introduce(b, tree)
    return b.scope.poly(tree)


def _terms(b: Builder, tree: Tree) -> set[str]:
    found: set[str] = set()
    if tree not in INFINITIES:
        for part in terms(tree):
            found |= b.ring.names_in(b.scope.poly(part)) & set(b.scope.terms)
    return found


def go_beyond(inner: Builder, y: str, kind: str, thresholds: list[Tree]) -> dict[str, Any]:
    """Let y exceed thresholds in a branch, and return these by the facts that say so."""
    inner.scope.taken.discard(y)
    x, beyond = inner.scope.declare(y, kind), {}
    for i, tree in enumerate(thresholds):
        label = f"{y}_beyond{i}{inner.new_name()}"
        beyond[label] = inner.write(inner.scope.poly(tree))
        inner.scope.learn(label, fact(x - inner.scope.poly(tree), ">"))
        inner.atoms.append(label)
    inner.cache.clear()
    return beyond


def admitted(
    inner: Builder, statement: Statement, name: str, moving: dict[str, Tree]
) -> tuple[list[str], set[str]]:
    """Show that the values far out have the sign and meet the assumptions; return also their terms.

    Raises
    ------
    NotFoundError
        If one of these is not shown.
    """
    sign, found, kept = statement.variables[name][1], list[str](), set[str]()
    met = [[sign, moving[name], "0"]] if sign else []
    met += [substitute(a, moving) for a in statement.assume if name in leaves(a)]
    for formula in met:
        introduce(inner, formula)
        label = prove(inner, inner.scope.formula(formula), 2)
        if label is None:
            raise NotFoundError("the values far out are not seen to be admissible")
        found.append(label)
        kept |= _terms(inner, formula)
    return found, kept


def _far(
    b: Builder, statement: Statement, side: str, y: str, form: Tree, f: Tree,
    expansion: Expansion, thresholds: list[Tree],
) -> tuple[dict[str, Any], set[str]] | None:  # fmt: skip
    """Show f = F far out, beyond given thresholds."""
    _, _, name, to, _, value = statement.goal
    for tree in thresholds:
        introduce(b, tree)
    inner = b.inner()
    beyond = go_beyond(
        inner, y, statement.variables[name][0] if to in INFINITIES else "real", thresholds
    )
    moving = {name: approach(to, side, y)}
    introduce(inner, moving[name])
    admissible, keep = admitted(inner, statement, name, moving)
    tangents(inner)
    learn(inner, expansion.lemmas)
    far = Far(b.scope, inner.scope, y)
    nulls = {}
    for label, description in expansion.nulls.items():
        introduce_null(inner, far, description)
        taken = set(inner.scope.taken)
        nulls[label] = far.known[label] = far.null(description)
        inner.scope.taken.intersection_update(taken)
        tangents(inner)
    introduce(inner, substitute(form, nulls))
    introduce(inner, f)
    use_powers(inner)
    compare_exponentials(inner)
    close, whole = inner.scope.poly(substitute(form, nulls)), inner.scope.poly(f)
    by = []
    digest(inner)
    if value in INFINITIES:
        growing = whole if value == "+oo" else -whole
        above = show(inner, growing, ">", 1) or by_induction(inner, growing, ">")
        above = above or show(inner, growing, ">", 2)
        equal = prove(inner, fact(close * whole - 1, "="), 2)
        if above is None or equal is None:
            return None
        by = [above, equal]
    else:
        equal = prove(inner, fact(close - whole, "="), 2)
        if equal is None:
            return None
        by = [equal]
    inside = {*by, *admissible, *names_within([nulls, expansion.nulls]), *keep}
    for tree in (substitute(form, nulls), f, moving[name], *nulls.values()):
        inside |= _terms(inner, tree)
    steps = needed(inner.steps, inside)
    data = {
        "y": y, "beyond": beyond, "admissible": admissible, "steps": steps, "nulls": expansion.nulls,
        "form": form, "by": by,
    }  # fmt: skip
    wanted = set(names_within([data, *inside]))
    for tree in thresholds:
        wanted |= _terms(b, tree)
    for description in expansion.nulls.values():
        wanted |= _constants(b, description, expansion.nulls)
    return data, wanted


def learn(b: Builder, lemmas: list[Any]) -> None:
    """Show what holds far out."""
    if lemmas:
        use_whole_numbers(b)
    for lemma in lemmas:
        if isinstance(lemma, SumBound):
            lemma.learn(b)
            continue
        introduce(b, lemma)
        label = prove(b, fact(b.scope.poly(lemma), ">="), 1)
        if label is None:
            raise NotFoundError("a bound is not shown")
        b.atoms.append(label)
        b.cache.clear()


def _constants(b: Builder, description: Any, nulls: Iterable[str]) -> set[str]:
    if isinstance(description, list) and description[0] == "form":
        return _terms(b, substitute(description[1], dict.fromkeys(nulls, "0")))
    if isinstance(description, list) and description[0] == "taylor":
        return _constants(b, description[1], nulls)
    if isinstance(description, list):
        found = _terms(b, description[1]) if description[0] in ("scale", "shift") else set()
        return found.union(*(_constants(b, part, nulls) for part in description[1:]))
    return set()


def introduce_null(b: Builder, far: Far, description: Any) -> None:
    """Introduce the terms of a null quantity."""
    head, *rest = description
    if head == "form":
        introduce(b, substitute(rest[0], far.known))
        return
    if head == "squeezed":
        tree, part, by = rest
        if not isinstance(part, str):
            introduce_null(b, far, part)
        description[1] = substitute(tree, far.known)
        introduce(b, description[1])
        bound = far.null(part)
        introduce(b, bound)
        p, most = b.scope.poly(description[1]), b.scope.poly(bound)
        for sign in (1, -1):
            shown = (show(b, most - sign * p, ">=", effort) for effort in (0, 2))
            if (label := next(filter(None, shown), None)) is None:
                raise NotFoundError("the bound is not shown")
            by.append(label)
        return
    if head == "taylor":
        if not isinstance(rest[0], str):
            introduce_null(b, far, rest[0])
        complete(b, far, description)
        return
    u = far.infinite(rest[-1])
    if head == "inverse":
        introduce(b, ["inv", u])
    elif head == "decay":
        introduce(b, ["exp", minus(u)])
        introduce(b, u)
    elif head in LIMITS:
        introduce(b, [head, u])
        introduce(b, LIMITS[head])
    else:
        introduce(b, ["*", ["log", u], ["inv", u]])
