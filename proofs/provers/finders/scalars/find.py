"""Find a proof object for a statement of the core language."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, read_statement, substitute
from proofs.kernel.limits import is_isolated
from proofs.kernel.points import precision
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope
from proofs.kernel.zeros import at_values
from proofs.provers.finders.functions.angles import bound_products, expand_angles
from proofs.provers.finders.functions.choices import use_choices
from proofs.provers.finders.functions.exponentials import compare_exponentials
from proofs.provers.finders.functions.integers import use_powers, use_whole_numbers
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.logged import logged
from proofs.provers.finders.functions.tangents import use_tangents
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.functions.weighted import by_weighted_tangents
from proofs.provers.finders.goals import EFFORTS, Effort, prove
from proofs.provers.finders.limits.by_expansion import (
    WAYS,
    prove_limit,
    refute_limit,
)
from proofs.provers.finders.limits.sum_growth import bound_sums
from proofs.provers.finders.points.search import BITS, candidates
from proofs.provers.finders.scalars.contrapositive import by_contrapositive
from proofs.provers.finders.scalars.emptiness import contradicting, far_out, prepared
from proofs.provers.finders.scalars.existence import witness
from proofs.provers.finders.scalars.refute import refutation
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import (
    MOST_TERMS,
    TERMS_OF_PRODUCTS,
    Builder,
    needed,
    stated,
)
from proofs.provers.finders.steps.shorter import accepted
from proofs.provers.finders.sums.known_series import has_power_series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.formulas import Formula

MOST_LIMITS = 6
"""Points of the parameters at which another limit is looked for, and as many where one is 0."""

MOST_CANDIDATES = 400
"""Points among which these are."""

EXACT_BUDGET = 1500
"""Steps that may be tried to show that the goal fails at a point."""

MOST_BUDGETS = 5
"""How many times the budget of one effort all of them may take together."""

NAME = "linear programs over products"


@accepted
def find(data: dict[str, Any], budget: int = 3000) -> Iterator[dict[str, Any]]:
    """Yield proof objects for a statement, of which the first accepted one is returned.

    Parameters
    ----------
    data : dict
        The statement, as the reader returns it.
    budget : int
        Steps that may be tried.
    """
    statement = read_statement(data)
    head = stated(data, NAME)
    if not statement.moving:
        refuted = refutation(statement, _refuted_exactly)
        if refuted is not None:
            yield {**head, "verdict": "REFUTED", **refuted}
    vacuous = {**head, "verdict": "VACUOUS", "bits": BITS}
    if is_isolated(statement):
        yield {**vacuous, "steps": [], "by": []}
    with suppress(NotFoundError):
        met = witness(statement)
        if met is None:
            if (empty := contradicting(statement, budget)) is not None:
                yield vacuous | empty
        elif statement.moving:
            if (empty := far_out(statement, budget)) is not None:
                yield vacuous | empty
            for limits in (_limits, _other_limits):
                yield from (head | met | found for found in limits(statement, budget))
        else:
            for b, name in _by_efforts(statement, budget):
                yield {**head, "verdict": "PROVED", **met, **_written(b, statement.goal, name)}


def _by_efforts(statement: Statement, budget: int) -> Iterator[tuple[Builder, str]]:
    most = TERMS_OF_PRODUCTS if has_power_series(statement.goal) else MOST_TERMS
    start, opposite = prepared(statement, budget, most), by_contrapositive(statement, budget)
    for found in with_efforts(start, statement.goal, budget):
        if not isinstance(found, Effort):
            yield found
        elif statement.goal[0] == "=" and found.calculus and found.size > 0:
            yield from opposite
    yield from opposite


def with_efforts(start: Builder, goal: Any, budget: int) -> Iterator[Effort | tuple[Builder, str]]:
    """Yield each effort before it is made, and after it a builder in which the goal is shown, and its name."""
    left, ended, spoken = budget * MOST_BUDGETS, set[Effort](), dict[bool, Builder | None]()
    for effort in EFFORTS:
        if replace(effort, share=Fraction(1)) in ended:
            continue
        yield effort
        b = start.copy(steps := min(int(budget * effort.share), left))
        try:
            if not effort.logarithms:
                b = _spoken(b, goal, effort.calculus, spoken)
            if (name := _prove(b, goal, effort)) is not None:
                yield b, name
        except (NotFoundError, Rejected):
            pass
        left -= steps - max(b.budget.left, 0)
        if b.budget.left > 0:
            ended.add(replace(effort, share=Fraction(1)))


def _spoken(b: Builder, goal: Any, calculus: bool, known: dict[bool, Builder | None]) -> Builder:
    """Return a builder that knows the terms of the goal; what an earlier effort found is taken."""
    for way in (False, True):
        before = known.get(way)
        if before is not None:
            return before.copy(b.budget.left)
    if calculus in known:
        raise NotFoundError("the goal is not shown to be defined")
    b.calculus = calculus
    try:
        _introduce(b, goal)
    except (NotFoundError, Rejected):
        if b.budget.left > 0:
            known[calculus] = None
        raise
    known[calculus] = b.copy(0)
    return b


def _limits(statement: Statement, budget: int) -> Iterator[dict[str, Any]]:
    """Prove a limit, or another, for all values; functions are expanded as far as it takes."""
    for way in WAYS:
        for verdict, work in (("PROVED", prove_limit), ("REFUTED", refute_limit)):
            try:
                found = work(prepared(statement, budget), statement, way)
            except (NotFoundError, Rejected):
                continue
            if found is not None:
                yield {"verdict": verdict, **found}


def _other_limits(statement: Statement, budget: int) -> Iterator[dict[str, Any]]:
    """Prove another limit at a point of the parameters."""
    if set(statement.variables) == statement.moving:
        return
    points = [*islice(candidates(statement, statement.moving), MOST_CANDIDATES)]
    ends = [point for point in points if "0" in point.values()]
    for point in [*points[:MOST_LIMITS], *ends[:MOST_LIMITS]]:
        try:
            with precision(BITS):
                closed = at_values(Scope(Ring(())), statement, point)
            found = refute_limit(prepared(closed, budget), closed)
        except (NotFoundError, Rejected):
            continue
        if found is not None:
            yield {"verdict": "REFUTED", "point": point, **found}


def _refuted_exactly(statement: Statement, point: dict[str, Any]) -> dict[str, Any] | None:
    """Prove that the goal fails at a point where balls do not tell."""
    goal = ["not", substitute(statement.goal, point)]
    try:
        b = prepared(Statement({}, (), goal), EXACT_BUDGET)
        _introduce(b, goal)
        name = _prove(b, goal, Effort(1))
    except (NotFoundError, Rejected, ArithmeticError):
        return None
    return None if name is None else _written(b, goal, name)


def _prove(b: Builder, tree: Any, effort: Effort) -> str | None:
    if effort.logarithms:
        return _by_logarithms(b, tree, effort)
    goal: Formula = b.scope.formula(tree)
    if effort.size > 0 and not effort.tangents:
        bound_sums(b, tree, numbers=effort.calculus)
    if effort.tangents:
        before = len(b.scope.terms)
        use_tangents(b, goal)
        if len(b.scope.terms) == before:
            return None
    return _shown(b, goal, effort)


def _introduce(b: Builder, tree: Any) -> None:
    try:
        introduce(b, tree)
    except NotFoundError:
        use_whole_numbers(b)
        expand_angles(b)
        introduce(b, tree)
    expand_angles(b)


def _shown(b: Builder, goal: Formula, effort: Effort) -> str | None:
    """Prove a formula whose terms are known; keep what may help before."""
    if effort.size > 0 and not effort.tangents:
        use_powers(b)
        use_choices(b)
        bound_products(b, goal)
        compare_logarithms(b)
        compare_exponentials(b)
    use_whole_numbers(b)
    b.substitutes, b.calculus = effort.substitutes, effort.calculus
    b.cache.clear()
    return prove(b, goal, effort.size)


def _by_logarithms(b: Builder, goal: Any, effort: Effort) -> str | None:
    """Prove the order of the logarithms of two sides before the sides are spoken of."""
    if (said := logged(goal)) is None:
        return None
    rel, tree = said
    _introduce(b, tree)
    gap = b.scope.poly(tree)
    if -1 in signs(b, gap):
        return None
    if not by_weighted_tangents(b, gap, rel, True) and not _shown(b, fact(gap, rel), effort):
        return None
    _introduce(b, goal)
    use_powers(b)
    define(b, "exp", (gap,))
    return prove(b, b.scope.formula(goal), 1)


def _written(b: Builder, goal: Any, name: str) -> dict[str, Any]:
    return {"steps": needed(b.steps, {name} | set(b.terms_in(goal))), "by": [name]}
