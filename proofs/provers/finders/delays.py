"""Formulas in delays c(r) of the mode between two groups, and their limits as r → ∞."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import INFINITIES, Statement, Tree, leaves, read_statement, substitute
from proofs.kernel.limits import Far
from proofs.kernel.points import precision
from proofs.provers.finders.delay_bounds.facts import Delays
from proofs.provers.finders.delay_bounds.large_ratio import FROM
from proofs.provers.finders.delay_bounds.late import Late
from proofs.provers.finders.delay_bounds.soon import Soon
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.limits.by_expansion import (
    admitted,
    by_nulls,
    form_at_zero,
    go_beyond,
    introduce_null,
)
from proofs.provers.finders.limits.expansions import taylor
from proofs.provers.finders.limits.growth import Expansion
from proofs.provers.finders.limits.sum_growth import summed
from proofs.provers.finders.points.search import meeting
from proofs.provers.finders.scalars.emptiness import emptiness
from proofs.provers.finders.steps.builder import NotFoundError, names_within, needed, stated
from proofs.provers.finders.steps.shorter import shortened

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly

NAME = "scripts for delays"
BITS = 96
EFFORTS = (0, 1, 2)
SLOPE = ["*", "1/4", ["root", "2", "2"]]
"""A delay at a large ratio r is this times log r, but for a rest of less than REST."""

REST = "8"

LARGE_LOG = "40"
"""From here on log r exceeds the rest also where it is multiplied by a small number."""

FINITE = "0"
"""Stands for any limit that is no infinity."""


class _Expansion(Expansion):
    """Expands trees in which a name stands for a null quantity."""

    rest = "nu_"

    def sign(self, tree: Tree) -> int:
        """Return the sign of a constant, where that quantity is 0."""
        return super().sign(substitute(tree, {self.rest: "0"}))


@shortened
def find_delays(data: dict[str, Any]) -> dict[str, Any] | None:
    """Return a proof object for a relation in delays or a limit of them, or None."""
    statement = read_statement(data)
    head = {**stated(data, NAME), "bits": BITS}
    with precision(BITS):
        try:
            witness = next(meeting(statement, statement.moving), None)
            if witness is None:
                return {**head, "verdict": "VACUOUS", **emptiness(statement)}
            if any(leaves(formula) & statement.moving for formula in statement.assume):
                with suppress(NotFoundError):
                    return {**head, "verdict": "VACUOUS", **emptiness(statement)}
            work = _limit if statement.moving else _formula
            return {**head, "verdict": "PROVED", "witness": witness, **work(statement)}
        except (NotFoundError, Rejected):
            return None


def _formula(statement: Statement) -> dict[str, Any]:
    """Return what is known of the delays, and how the formula follows."""
    delays = Delays(statement)
    delays.learn()
    b = delays.b
    introduce(b, delays.formula)
    goal = b.scope.formula(delays.formula)
    by = next((x for effort in EFFORTS if (x := prove(b, goal, effort))), None)
    if by is None:
        raise NotFoundError("the formula does not follow")
    return {**delays.parts(by, delays.formula), "by": [by]}


def _limit(statement: Statement) -> dict[str, Any]:
    """Return the parts that show what a limit is, the one claimed or another."""
    claimed = statement.goal[-1][-1]
    for end in dict.fromkeys((claimed if claimed in INFINITIES else FINITE, FINITE, *INFINITIES)):
        with suppress(NotFoundError):
            return _tends(statement, end)
    raise NotFoundError("the limit is not found")


def _tends(statement: Statement, end: str) -> dict[str, Any]:
    """Show a finite or infinite limit, by c(y) = (√2/4 + ν)·log y, where ν → 0."""
    nu = _Expansion.rest
    if nu in statement.variables:
        raise NotFoundError(f"{nu} is the name of a null quantity")
    delays = Delays(statement, nu)
    outer, (_, expr, name, to, _, claimed) = delays.b, delays.formula
    if to != "+oo" or list(delays.places.values()) != [name]:
        raise NotFoundError("only one delay whose ratio tends to infinity is looked at")
    (delay,), y = delays.places, outer.new_bound()
    moved = substitute(expr, {name: y})
    expansion = _Expansion(outer, y, around=taylor, summed=summed)
    log: Tree = ["log", y]
    close = substitute(moved, {delay: ["*", log, ["+", SLOPE, ["*", REST, nu]]]})
    form = by_nulls(expansion, close, end)
    if form is None or expansion.lemmas:
        raise NotFoundError("it is not written by null quantities alone")
    rest = ["*", f"1/{REST}", ["+", delay, ["*", "-1", SLOPE, log]], ["inv", log]]
    nulls = {**expansion.nulls, nu: ["squeezed", rest, ["inverse", log], []]}
    verdict, trees = _verdict(delays, form_at_zero(outer, form, nulls), end, claimed)
    thresholds: list[Tree] = [str(FROM), ["exp", LARGE_LOG], *expansion.large]
    for tree in thresholds:
        introduce(outer, tree)
    delays.places = {delay: y}
    delays.s = delays.s.inner()
    delays.b = delays.s.b
    beyond = go_beyond(delays.b, y, "real", thresholds)
    admissible, kept = admitted(delays.b, statement, name, {name: y})
    delays.learn()
    far = Far(outer.scope, delays.b.scope, y)
    nulls[nu][-1].extend(_rest_is_small(delays, rest, log))
    for label, description in nulls.items():
        if label != nu:
            introduce_null(delays.b, far, description)
        far.known[label] = far.null(description)
    near = substitute(form, far.known)
    by = _same(delays, moved, near, end)
    made = delays.parts([by, nulls, admissible, list(kept)], near, moved, *far.known.values())
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


def _rest_is_small(delays: Delays, rest: Tree, log: Tree) -> list[str]:
    """Show that (c - √2/4·log y)/(8·log y) is at most 1/log y."""
    s, b, bounds = delays.s, delays.b, {part["how"]: part["name"] for part in delays.known}
    if set(bounds) != {"late", "soon"}:
        raise NotFoundError("the delay is not bounded")
    introduce(b, rest)
    p, x = b.scope.poly(rest), b.scope.poly(log)
    b.atoms.append(s.shown(x - int(LARGE_LOG), ">"))
    inverse, above, _ = s.inverse(x, s.shown(x, ">"))
    root = b.scope.poly(SLOPE) * 4
    found = []
    for sign, how, more in ((-1, "soon", Soon.more), (1, "late", -Late.more)):
        enough = s.shown(int(REST) - more * root / 2, ">")
        parts = (fmpq(1, int(REST)), [above, bounds[how]]), (fmpq(1, int(REST)), [above, enough])
        found.append(s.cone(inverse + sign * p, *parts))
    return found


def _same(delays: Delays, moved: Tree, near: Tree, end: str) -> list[str]:
    """Show that what has the limit is F, or 1/F."""
    s, b = delays.s, delays.b
    for tree in (near, moved):
        introduce(b, tree)
    f, g = b.scope.poly(moved), b.scope.poly(near)
    if end == FINITE:
        return [s.shown(g - f, "=")]
    return [s.shown(f if end == "+oo" else -f, ">"), s.shown(f * g - 1, "=")]
