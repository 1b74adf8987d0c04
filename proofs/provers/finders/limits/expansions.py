"""Expand a function around the limit of its argument, by Taylor's theorem, where leading terms cancel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING, Any

from proofs.kernel.elementary import slope
from proofs.kernel.formulas import fact
from proofs.kernel.language import Tree, leaves, substitute
from proofs.provers.finders.functions.slopes import prepare_slope, transported
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.limits.growth import Expansion, Part
from proofs.provers.finders.limits.null_quantities import ONE
from proofs.provers.finders.signs.cases import leave
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import reduce
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import minus, plus, times

if TYPE_CHECKING:
    from proofs.kernel.limits import Far
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def taylor(e: Expansion, head: str, parts: list[Part], rest: list[Tree]) -> list[Part] | None:
    """Expand head(parts, rest) in powers of what tends to 0 in its argument, or return None."""
    nulls = set(e.nulls)
    moving = [p for p in parts if p.growth != ONE or p.bounded or leaves(p.tree) & nulls]
    fixed = [p.tree for p in parts if p not in moving]
    if not moving or any(e.direction(p.growth) >= 0 for p in moving):
        return None
    v = e.outer.new_bound()
    g, powers = e.leading(moving), []
    for part in moving:
        fits = (k for k in range(1, e.order + 2) if part.growth == e.raised(g, Fraction(k)))
        powers.append(next(fits, 0))
    if all(powers) and not any(p.bounded or leaves(p.tree) & nulls for p in moving):
        # everything is a power of one growth
        step, h = (
            [Part("1", g)],
            [times(p.tree, *[v] * k) for p, k in zip(moving, powers, strict=True)],
        )
    else:
        step, h = moving, [v]
    tree = [head, plus([*fixed, *h]), *rest]
    data, values = _derivatives(e, tree, v)
    data["function"] = tree
    form = e.written(step)
    label = e.name(["taylor", form if isinstance(form, str) else ["form", form, []], data])
    found, power = [Part(values[0], ONE)], [Part("1", ONE)]
    for k in range(1, e.order + 1):
        power = e.product(power, step)
        c = times(values[k], str(Fraction(1, factorial(k))))
        found += [replace(p, tree=times(c, p.tree)) for p in power]
    found += [replace(p, tree=times(label, p.tree)) for p in power]
    return e.merged(found)


def _derivatives(e: Expansion, tree: Tree, v: str) -> tuple[dict[str, Any], list[Tree]]:
    """Return what the kernel is told of a function of v around 0, and its derivatives there."""
    b, local = e.outer, e.outer.inner()
    local.scope.learn(f"{v}_at", fact(local.scope.declare(v, "real"), "="))
    local.equalities.append(f"{v}_at")
    local.cache.clear()
    introduce(local, tree)
    f = change = local.scope.poly(tree)
    values, kept = [f], deep_names(local, f)
    for _ in range(e.order):
        prepare_slope(local, change, v)
        change = slope(local.scope, change, v)
        kept |= deep_names(local, change)
        values.append(change)
    leave(b, local, v)
    at_zero = [transported(b, value, {v: b.ring.constant(0)}, local) for value in values]
    outside = {n for p in at_zero for n in deep_names(b, p)}
    data = {
        "rule": "taylor", "variable": v, "at": "0", "order": e.order, "f": b.write(f),
        "steps": local.steps, "keep": sorted((kept | outside) - {v}), "tree": "0", "by": [],
    }  # fmt: skip
    data["values"] = [b.tree(p) for p in at_zero]
    return data, [_number(b, p) or b.tree(p) for p in at_zero]


def _number(b: Builder, p: Poly) -> Tree | None:
    """Return the number that a polynomial in terms is equal to, if it is one."""
    found = reduce(b, p)
    if found.facts or not found.poly.is_constant():
        return None
    return "0" if found.poly.is_zero() else str(found.poly.leading_coefficient())


def complete(b: Builder, far: Far, description: Any) -> None:
    """Write the remainder of an expansion, and prove that it is one."""
    _, part, data = description
    h, tree, values = far.null(part), data["function"], data["values"]
    introduce(b, h)
    whole = substitute(tree, {data["variable"]: h})
    introduce(b, whole)
    rows = [whole]
    for k, value in enumerate(values):
        rows.append(minus(times(value, ["^", h, k], str(Fraction(1, factorial(k))))))
    n, rest = data["order"], plus(rows)
    data["tree"] = ["*", rest, ["inv", ["^", h, n]]]
    step = b.scope.poly(h)
    nonzero = None
    for sign, rel in ((1, ">"), (-1, ">"), (1, "!=")):
        nonzero = nonzero or show(b, sign * step, rel, 1)
    if nonzero is None:
        raise NotFoundError("a step of an expansion may be 0")
    introduce(b, data["tree"])
    p = b.scope.poly(data["tree"]) * step**n - b.scope.poly(rest)
    label = show(b, p, "=", 1)
    if label is None:
        raise NotFoundError("the remainder is not shown to be one")
    data["by"] = [nonzero, label]
