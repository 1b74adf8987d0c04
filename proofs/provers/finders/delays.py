"""Formulas in delays c(r) of the mode between two groups, and their limits as r → ∞."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact
from proofs.kernel.language import INFINITIES, Statement, Tree, leaves, read_statement, substitute
from proofs.kernel.limits import Far
from proofs.kernel.points import precision
from proofs.provers.finders.delay_bounds.facts import Delays
from proofs.provers.finders.delay_bounds.far_out import REST, FarOut
from proofs.provers.finders.functions.monotone import by_mean_value
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.limits.by_expansion import (
    admitted,
    by_nulls,
    form_at_zero,
    go_beyond,
    introduce_null,
    learn,
)
from proofs.provers.finders.limits.expansions import taylor
from proofs.provers.finders.limits.growth import Expansion
from proofs.provers.finders.limits.sum_growth import summed
from proofs.provers.finders.points.search import meeting
from proofs.provers.finders.scalars.emptiness import emptiness
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import names_within, needed, stated
from proofs.provers.finders.steps.shorter import accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.kernel.formulas import Formula
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Removal, Summand

NAME = "scripts for delays"
BITS = 96
EFFORTS = (0, 1, 2)
FINITE = "0"
"""Stands for any limit that is no infinity."""


class _Expansion(Expansion):
    """Expands trees in which some names stand for null quantities."""

    def at_zero(self, tree: Tree) -> Tree:
        """Return what a tree is where these quantities and the others are 0."""
        rests = (name for name in leaves(tree) if name.startswith(REST))
        return super().at_zero(substitute(tree, dict.fromkeys(rests, "0")))


@precision(BITS)
@accepted
def find_delays(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield proof objects for a relation in delays or a limit; the first accepted one is returned."""
    statement = read_statement(data)
    head = {**stated(data, NAME), "bits": BITS}
    for part, work in _attempts(statement):
        with suppress(NotFoundError, Rejected):
            yield {**head, **part, **work()}


def _attempts(
    statement: Statement,
) -> Iterator[tuple[dict[str, Any], Callable[[], dict[str, Any]]]]:
    witness = next(meeting(statement, statement.moving), None)
    if witness is None or any(leaves(a) & statement.moving for a in statement.assume):
        yield {"verdict": "VACUOUS"}, partial(emptiness, statement)
    if witness is None:
        return
    proved, claimed = {"verdict": "PROVED", "witness": witness}, statement.goal[-1][-1]
    if not statement.moving:
        yield proved, partial(_formula, statement)
        return
    # the limit claimed, or another
    for end in dict.fromkeys((claimed if claimed in INFINITIES else FINITE, FINITE, *INFINITIES)):
        yield proved, partial(_tends, statement, end)


def _formula(statement: Statement) -> dict[str, Any]:
    """Return what is known of the delays, and how the formula follows."""
    _, *places = statement.goal[-2]
    known = [place for _, _, place in places]
    alone = [x for _, x, place in places if place[0] == "inv" and place[1] not in known]
    delays = Delays(statement, inverted=alone)
    delays.learn()
    b = delays.b
    introduce(b, delays.formula)
    goal = b.scope.formula(delays.formula)
    tried = (prove(b, goal, n) or _by_bounds(delays, goal, n) for n in EFFORTS)
    by = next(filter(None, tried), None)
    if by is None:
        raise NotFoundError("the formula does not follow")
    return {**delays.parts(by, delays.formula), "by": [by]}


def _by_bounds(delays: Delays, goal: Formula, effort: int) -> str | None:
    """Show a fact that is linear in delays by what it says of their bounds."""
    if not isinstance(goal, Fact):
        return None
    removals: list[Removal] = []
    b, s, p = delays.b, delays.s, goal.poly
    chosen: list[list[Summand]] = []
    for delay in delays.places:
        _, *more = b.ring.coefficients(p, delay)
        if not more:
            continue
        if len(more) > 1 or not more[0].is_constant():
            return None
        c = more[0].leading_coefficient()
        if same := [x["name"] for x in delays.known if x.get("pair", [""])[0] == delay]:
            p -= c * s.polys[same[0]]
            removals.append((same[0], s.name(delay)))
            continue
        known = [x for x in delays.known if x["how"] == ("late" if c > 0 else "soon")]
        chosen.append([(abs(c), [x["name"]]) for x in known[::-1] if x["of"] == delay])
    for bounds in product(*chosen):
        rest = p - sum(c * s.polys[name] for c, (name,), *_ in bounds)
        label = prove(b, fact(rest, goal.rel), effort) or by_mean_value(b, rest, goal.rel)
        if label is not None:
            return s.cone(goal.poly, (1, [s.keep(label, rest)]), *bounds, modulo=removals)
    return None


def _tends(statement: Statement, end: str) -> dict[str, Any]:
    """Show a finite or infinite limit, by c(ρ) = (√2/4 + ν)·log ρ where ρ is large, and ν → 0."""
    _, expr, name, to, side, claimed = statement.said
    if to not in INFINITIES and side == "+-":
        raise NotFoundError("one side of a limit is looked at")
    far = FarOut(statement)
    delays, outer, y = far.delays, far.delays.b, far.y
    moved = substitute(expr, far.moving)
    expansion = _Expansion(outer, y, around=taylor, summed=summed)
    form = by_nulls(expansion, substitute(moved, far.leading), end)
    if form is None:
        raise NotFoundError("it is not written by null quantities alone")
    nulls = {**expansion.nulls, **far.rests}
    verdict, trees = _verdict(delays, form_at_zero(outer, form, nulls), end, claimed)
    thresholds = [*far.thresholds, *expansion.large]
    for tree in thresholds:
        introduce(outer, tree)
    far.go_in()
    inner, kind = delays.b, statement.variables[name][0] if to in INFINITIES else "real"
    beyond = go_beyond(inner, y, kind, thresholds)
    introduce(inner, far.moving[name])
    admissible, kept = admitted(inner, statement, name, far.moving)
    delays.learn()
    learn(inner, expansion.lemmas)
    known = Far(outer.scope, inner.scope, y)
    far.see_small()
    for label, description in nulls.items():
        if label not in far.rests:
            introduce_null(inner, known, description)
        known.known[label] = known.null(description)
    near = substitute(form, known.known)
    by = _same(delays, moved, near, end)
    made = delays.parts(
        [by, nulls, admissible, list(kept)], near, moved, far.moving[name], *known.known.values()
    )
    part = {
        "y": y, "beyond": beyond, "steps": made.pop("steps"), "delays": made, "admissible": admissible,
        "nulls": nulls, "form": form, "by": by, "value": verdict.pop("value"),
    }  # fmt: skip
    wanted = {*names_within([part, verdict])}.union(*map(outer.terms_in, (*thresholds, *trees)))
    return {"steps": needed(outer.steps, wanted), "limit": [part], **verdict}


def _verdict(
    delays: Delays, found: Poly, end: str, claimed: Tree
) -> tuple[dict[str, Any], list[Tree]]:
    """Say whether the limit is the one claimed, and of which trees that speaks."""
    s, b = delays.s, delays.b
    other = b.tree(found) if end == FINITE else end
    trees = [tree for tree in (other, claimed) if tree not in INFINITIES]
    for tree in trees:
        introduce(b, tree)
    value = [] if end == FINITE else [s.shown(found, "=")]
    if other == claimed:
        return {"value": value}, trees
    refuted = {"verdict": "REFUTED", "other": other}
    if len(trees) < 2:
        return {"value": value, **refuted, "differ": []}, trees
    gap = b.scope.poly(claimed) - found
    if (label := prove(b, fact(gap, "="), 2)) is not None:
        return {"value": [label]}, trees
    return {"value": [], **refuted, "differ": [s.shown(gap, "!=")]}, trees


def _same(delays: Delays, moved: Tree, near: Tree, end: str) -> list[str]:
    """Show that what has the limit is F, or 1/F."""
    s, b = delays.s, delays.b
    for tree in (near, moved):
        introduce(b, tree)
    f, g = b.scope.poly(moved), b.scope.poly(near)
    if end == FINITE:
        return [s.shown(g - f, "=")]
    return [s.shown(f if end == "+oo" else -f, ">"), s.shown(f * g - 1, "=")]
