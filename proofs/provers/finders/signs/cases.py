"""Prove a formula in every case of a choice, and see which cases cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from proofs.kernel.formulas import All, Fact, Formula, Some, entails, fact, negation
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.steps.builder import Builder

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly

Work: TypeAlias = Callable[[Builder, int], str | None]


def split(b: Builder, on: str, wanted: Formula, work: Work) -> str | None:
    """Prove a formula in each case; ``work`` proves it in one and returns the step's name."""
    cases = b.scope.facts[on]
    if not isinstance(cases, Some):
        return None
    branches = []
    for i, part in enumerate(cases.parts):
        inner = b.inner()
        name = b.new_name()
        inner.scope.learn(name, part)
        register(inner, name, part)
        done = _impossible(inner, part) or contradiction(inner) or work(inner, i)
        if done is None:
            return None
        branches.append({"name": name, "steps": inner.steps, "by": [done or name]})
    for branch in branches:
        forget(b, branch)
    return b.add("split", on=on, fact=b.write_formula(wanted), branches=branches)


def forget(b: Builder, branch: dict[str, Any]) -> None:
    """Free the names of a branch, which are taken again when the step is checked as a whole."""
    b.scope.taken.discard(branch["name"])
    for step in branch["steps"]:
        b.scope.taken.discard(step["name"])
        for own in (step[part] for part in ("variable", "last") if part in step):
            b.scope.taken -= {n for n in b.scope.taken if n == own or n.startswith(f"{own}_")}
        for inside in step.get("branches", []):
            forget(b, inside)
        for side in step.get("limit", []):
            forget_limit(b, side)
        for part in ("terms", "steps", "sums"):
            if part in step:
                forget(b, {"name": "", "steps": step[part]})


def with_variable(
    b: Builder, kind: str, known: Callable[[Poly], list[tuple[str, Poly, str]]], name: str = ""
) -> tuple[Builder, str, Poly]:
    """Return a builder for a branch in which facts are known of a new variable, and the variable."""
    inner, v = b.inner(), name or b.new_bound()
    x = inner.scope.declare(v, kind)
    for label, p, rel in known(x):
        inner.scope.learn(f"{v}_{label}", fact(p, rel))
        (inner.equalities if rel == "=" else inner.atoms).append(f"{v}_{label}")
    inner.cache.clear()
    return inner, v, x


def leave(b: Builder, inner: Builder, v: str) -> None:
    """Free the names of a branch with a variable, as they are taken again with the step."""
    b.scope.taken -= {n for n in b.scope.taken if n == v or n.startswith(f"{v}_")}
    forget(b, {"name": "", "steps": inner.steps})


def forget_limit(b: Builder, side: dict[str, Any]) -> None:
    """Free the names of the proof of a limit from one side, which are taken again with the step."""
    b.scope.taken -= {side["y"], *side["beyond"]}
    forget(b, {"name": "", "steps": side["steps"]})


def register(b: Builder, name: str, part: Formula) -> None:
    """Register what is newly known."""
    if isinstance(part, All):
        b.separate()
        for label, known in list(b.facts()):
            if any(known == p for p in part.parts):
                register(b, label, known)
    elif isinstance(part, Fact):
        if part.rel == "=":
            b.equalities.append(name)
        else:
            b.atoms.append(name)
    b.cache.clear()


def _impossible(b: Builder, part: Formula) -> str | None:
    """Return a step that says something false, if the negation of a case is shown."""
    facts = part.parts if isinstance(part, All) else (part,)
    for known in facts:
        if not isinstance(known, Fact):
            continue
        opposite = negation(known)
        labels = [label for _, label, rel in b.places(known.poly) if rel == known.rel]
        if not isinstance(opposite, Fact) or not labels or known.rel == "!=":
            continue
        other = show(b, opposite.poly, opposite.rel, 1)
        if other is not None:
            pair = (labels[-1], known, other) if known.rel == ">" else (other, opposite, labels[-1])
            return absurd(b, *pair)
    digest(b)
    return None


def contradiction(b: Builder) -> str | None:
    """Return a step that says something false, if facts contradict each other at sight."""
    for label, known in b.facts():
        opposite = negation(known)
        if isinstance(opposite, Fact):
            near = sorted([*b.places(opposite.poly), *b.places(-opposite.poly)])
            for place in near:
                if entails(b.scope.facts[place.name], opposite):
                    return absurd(b, label, known, place.name)
    return None


def absurd(b: Builder, label: str, known: Fact, other: str) -> str | None:
    """From a fact and its negation to the impossible; the fact is p > 0 or p ≠ 0."""
    if known.rel in ("=", ">="):
        return None
    if known.rel == ">":
        weak = b.add("logic", by=[other], fact=[">=", b.write(-known.poly)])
        return b.add(
            "cone", p="-1", factor=[{"c": "1", "facts": [label]}],
            sum=[{"c": "1", "facts": [weak]}], modulo=[],
        )  # fmt: skip
    sides = [
        b.add("logic", by=[other], fact=[">=", b.write(sign * known.poly)]) for sign in (1, -1)
    ]
    return b.add(
        "cone", p="-1", factor=[{"c": "1", "nonzero": [label]}],
        sum=[{"c": "1", "facts": sides}], modulo=[],
    )  # fmt: skip
