"""Prove p ≥ 0 by the mean value theorem: p is known at one point and grows from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from proofs.kernel.elementary import slope
from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import TRUE, Fact, fact
from proofs.provers.finders.functions.by_products import by_products
from proofs.provers.finders.functions.circular import by_taylor
from proofs.provers.finders.functions.exponentials import compare_again, compare_exponentials
from proofs.provers.finders.functions.intervals import by_intervals
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.slopes import (
    integrands,
    prepare_slope,
    slope_signs,
    transported,
)
from proofs.provers.finders.functions.starts import is_end, points_of, stays_bent
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import leave, split, with_variable
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import both, summand
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.signs.samples import signs, vanishes
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Build, Builder

SlopeSign: TypeAlias = "Callable[[Builder, Poly, Poly], str | None]"
"""Shows the sign of a derivative, which is given with the variable."""

DEEPEST, DEEPEST_ALONE = 3, 6
MOST_TRIES, MOST_DIVISIONS, LONGEST = 20, 2, 12


def by_mean_value(
    b: Builder, p: Poly, rel: str, depth: int = 0, tight: bool = False
) -> str | None:  # fmt: skip
    """Prove p ≥ 0 or p > 0 by growth in one variable from a point where it is known.

    Points at which p vanishes are tried first. With ``tight`` no others are, and while ``b.tight``
    is set no others for derivatives.
    """
    tight = tight or b.tight
    alone = tight and len(deep_names(b, p) & set(b.scope.kinds)) == 1
    if depth >= (DEEPEST_ALONE if alone else DEEPEST) or rel not in (">", ">="):
        return None
    if not any(name in b.scope.terms for name in b.ring.names_in(p)) and depth == 0:
        return None
    if -1 in signs(b, p):
        return None
    starts = sorted(points_of(b, p, depth), key=lambda start: stays_bent(b, p, start[0]))
    zeros = [start for start in starts if vanishes(b, p, *start)]
    others = [s for s in starts if s not in zeros and (not tight or is_end(b, *s))]
    seen = {n: slope_signs(b, p, n) for n in dict.fromkeys(n for n, _ in zeros + others)}
    for some in (zeros, others):
        if (found := _from_points(b, p, rel, some, seen, depth)) is not None:
            return found
    return _over_parts(b, p, rel, depth, tight or depth > 0) if zeros or others else None


def _from_points(
    b: Builder, p: Poly, rel: str, starts: list[tuple[str, Poly]], seen: dict[str, set[int]],
    depth: int,
) -> str | None:  # fmt: skip
    """Prove p ≥ 0 or p > 0 from one of some points, between two or on both sides of one."""
    for variable, start in starts:
        if {1, -1} <= seen[variable]:
            continue
        b.tries += 1
        if b.tries > MOST_TRIES:
            return None
        for side in (1, -1):
            if -side in seen[variable]:
                continue
            if (found := grows_from(b, p, rel, variable, start, side, depth)) is not None:
                return found
    if (found := _between(b, p, rel, starts, depth)) is not None or depth:
        return found
    return _both_sides(b, p, rel, starts)


def _between(
    b: Builder, p: Poly, rel: str, starts: list[tuple[str, Poly]], depth: int
) -> str | None:
    """Prove p ≥ 0 between two points where it is known, if its derivative falls."""
    for variable in dict.fromkeys(name for name, _ in starts) if not b.bending else ():
        points = [point for name, point in starts if name == variable]
        try:
            prepare_slope(b, p, variable)
            change = slope(b.scope, p, variable)
            prepare_slope(b, change, variable)
            if signs(b, slope(b.scope, change, variable)) != {-1}:
                continue
            b.bending = True
            on = b.add("either", fact=[">", b.write(change)])
            work = partial(_from_one_end, p, rel, variable, points, depth)
            if (found := split(b, on, fact(p, rel), work)) is not None:
                return found
        except (NotFoundError, Rejected):
            continue
        finally:
            b.bending = False
    return None


def _from_one_end(
    p: Poly, rel: str, variable: str, points: list[Poly], depth: int, b: Builder, i: int
) -> str | None:
    """Prove p ≥ 0 from the left where it grows here, and from the right where it falls."""
    found = (grows_from(b, p, rel, variable, point, (1, -1)[i], depth) for point in points)
    return next((label for label in found if label is not None), None)


def _over_parts(b: Builder, p: Poly, rel: str, depth: int, tight: bool) -> str | None:
    """Prove the sign of p by that of p/c for c > 0, if this has a simpler derivative."""
    if b.divided >= MOST_DIVISIONS or len(p) > LONGEST:
        return None
    b.divided += 1
    try:
        for c, quotient in _quotients(b, p):
            if (positive := show(b, c, ">", 1)) is None:
                continue
            if (label := by_mean_value(b, quotient, rel, depth, tight)) is not None:
                row = summand(b, [(label, quotient, 1), (positive, c, 1)])
                return b.add("cone", p=b.write(p), sum=[row], modulo=modulo(b))
    except (NotFoundError, Rejected):
        return None
    finally:
        b.divided -= 1
    return None


def _quotients(b: Builder, p: Poly) -> Iterator[tuple[Poly, Poly]]:
    """Yield c and p/c, in which what stands at c has a simpler derivative.

    That is a logarithm with a factor, which it loses, or a root or an exponential, which vanish.
    """
    for name in sorted(b.ring.names_in(p) & set(b.scope.terms), key=lambda n: -b.ring.position[n]):
        term, parts, x = b.scope.terms[name], b.ring.coefficients(p, name), b.ring.generator(name)
        moves = any(b.scope.depends(x, n) for n in b.scope.kinds)
        if len(parts) != 2 or term.op not in ("log", "root", "exp") or not moves:
            continue
        rest, c = parts
        sign = -1 if signs(b, c) == {-1} else 1
        if term.op == "exp":
            if c.is_constant():
                over = b.ring.generator(define(b, "exp", (-term.args[0],)))
                yield x, rest * over + c
        elif not c.is_constant() or term.op == "root":
            divisor = sign * c * (x if term.op == "root" else 1)
            over = b.ring.generator(define(b, "inv", (divisor,)))
            yield divisor, rest * over + sign * (x if term.op == "log" else 1)


def grows_from(
    b: Builder, p: Poly, rel: str, variable: str, start: Poly, side: int, depth: int = 0
) -> str | None:
    """Prove p ≥ 0 or p > 0 from the start to x, or from x to the start where ``side`` is -1."""
    gap = side * (b.ring.generator(variable) - start)
    ordered = show(b, gap, ">", 1)
    strict = ordered is not None
    ordered = ordered or show(b, gap, ">=", 1)
    if ordered is None:
        return None
    try:
        return _from(b, p, rel, variable, start, side, ordered, strict, depth)
    except (NotFoundError, Rejected):
        return None


def _both_sides(b: Builder, p: Poly, rel: str, starts: list[tuple[str, Poly]]) -> str | None:
    """Prove p ≥ 0 on either side of a point where it is known."""
    if b.both_sides:
        return None
    b.both_sides += 1
    try:
        for variable, start in starts:
            gap = b.ring.generator(variable) - start
            grows = -1 not in slope_signs(b, p, variable, start)
            if not grows and not vanishes(b, p, variable, start):
                continue
            if any(show(b, side * gap, ">=", 1) for side in (1, -1)):
                continue
            b.tries += 1
            if b.tries > MOST_TRIES:
                return None
            try:
                at_start = transported(b, p, {variable: start})
                if show(b, at_start, rel, 1) is None:
                    continue
                on = b.add("either", fact=[">", b.write(-gap)])
                work = partial(_one_side, p, rel, variable, start, grows)
                found = split(b, on, fact(p, rel), work)
            except (NotFoundError, Rejected):
                continue
            if found is not None:
                return found
    finally:
        b.both_sides -= 1
    return None


def _one_side(
    p: Poly, rel: str, variable: str, start: Poly, grows: bool, b: Builder, i: int
) -> str | None:  # fmt: skip
    if not grows:
        return _over_parts(b, p, rel, 0, tight=True)
    if len((q := reduce(b, p).poly).factor()[1]) > 1:
        compare_again(b, deep_names(b, q))
        if _factors_by_growth(b, q, rel, 0, weak=rel == ">="):
            return show(b, p, rel, 0)
    grown = grows_from(b, p, rel, variable, start, (-1, 1)[i])
    return grown or show(b, p, rel, 1) or by_mean_value(b, p, rel)


def _from(
    b: Builder, p: Poly, rel: str, variable: str, start: Poly, side: int, ordered: str,
    strict: bool, depth: int,
) -> str | None:  # fmt: skip
    x = b.ring.generator(variable)
    at_start = transported(b, p, {variable: start})
    if -1 in signs(b, at_start):
        return None
    known, is_strict = None, False
    if rel == ">":
        known = show(b, at_start, ">", 1)
        is_strict = known is not None
    if known is None:
        known = show(b, at_start, ">=", 1)
    if known is None or (rel == ">" and not is_strict and not strict):
        return None
    needs = rel == ">" and not is_strict
    ends = (start, x) if side > 0 else (x, start)

    def f(inner: Builder, y: Poly) -> Poly:
        return side * transported(inner, p, dict.fromkeys([variable], y))

    grows = grown(b, f, ends, ordered, needs, depth)
    return None if grows is None else add_gain(b, p, at_start, grows, known)


def grown(
    b: Builder, build: Build, ends: tuple[Poly, Poly], ordered: str, strict: bool = False,
    depth: int = 0, sign: SlopeSign | None = None,
) -> str | None:  # fmt: skip
    """Prove f(high) - f(low) ≥ 0, or > 0 if ``strict``, by f′, where f(y) is ``build(builder, y)``.

    Whoever knows how may say by ``sign`` what shows the sign of f′.
    """
    (low, high), rel = ends, ">" if strict else ">="
    inner, v, y = with_variable(
        b, "real", lambda y: [("above", y - low, ">"), ("below", high - y, ">")]
    )
    if not low.is_constant() and (positive := show(inner, low, ">", 1)) is not None:
        rows = [summand(inner, [(f"{v}_above", y - low, 1)]), summand(inner, [(positive, low, 1)])]
        inner.atoms.append(inner.add("cone", p=inner.write(y), sum=rows, modulo=[]))
    for gap, side in ((y - low, "above"), (high - y, "below")):
        move_bounds(inner, gap, f"{v}_{side}", y)
    digest(inner)
    f = build(inner, y)
    label = rising(inner, f, v, rel, depth, sign)
    if label is None:
        return None
    leave(b, inner, v)
    build(b, low), build(b, high)
    return b.add(
        "mean value", variable=v, low=b.write(low), high=b.write(high), strict=strict,
        ordered=[ordered], steps=inner.steps, f=inner.write(f), by=[label] if label else [],
        keep=sorted(n for n in _terms(inner, f, slope(inner.scope, f, v), *integrands(inner, f)) if n in inner.scope.terms),
    )  # fmt: skip


def rising(
    b: Builder, f: Poly, variable: str, rel: str, depth: int = 0, sign: SlopeSign | None = None
) -> str | None:
    """Prove that f′ ≥ 0, or > 0, by ``sign`` if that is given; return "" where that is plain."""
    prepare_slope(b, f, variable)
    change = slope(b.scope, f, variable)
    if sign is None and -1 in signs(b, change):
        return None
    if fact(change, rel) == TRUE:
        return ""
    if sign is not None:
        return sign(b, b.ring.generator(variable), change)
    return _sign(b, change, rel, depth)


def move_bounds(b: Builder, gap: Poly, label: str, y: Poly) -> None:
    """Let bounds of x be bounds of y, which is farther from them by a gap between x and y."""
    for variable in sorted(b.ring.names_in(gap) - b.ring.names_in(y)):
        toward = gap.derivative(b.ring.position[variable])
        for name in list(b.atoms) if toward.is_constant() else ():
            known = b.scope.facts[name]
            if not isinstance(known, Fact) or known.rel not in (">", ">="):
                continue
            parts = b.ring.coefficients(known.poly, variable)
            if len(parts) != 2 or not parts[1].is_constant() or b.scope.depends(parts[0], variable):
                continue
            c = -parts[1].leading_coefficient() / toward.leading_coefficient()
            if c > 0:
                rows = [summand(b, [(name, known.poly, 1)]), summand(b, [(label, c * gap, 1)])]
                b.atoms.append(b.add("cone", p=b.write(known.poly + c * gap), sum=rows, modulo=[]))


def _terms(b: Builder, *polys: Poly) -> set[str]:
    """Return the terms that polynomials contain."""
    found: set[str] = set()
    for p in polys:
        found |= deep_names(b, p)
    return found


def add_gain(b: Builder, p: Poly, at_start: Poly, grows: str, known: str) -> str:
    """Add p(start) and what p gains from there."""
    rows = []
    for label, part in ((grows, p - at_start), (known, at_start)):
        if isinstance(b.scope.facts[label], Fact):
            rows.append(summand(b, [(label, part, 1)]))
        elif not part.is_zero():
            rows.append({"c": str(part.leading_coefficient())})
    return b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))


def _sign(b: Builder, p: Poly, rel: str, depth: int) -> str | None:
    """Prove the sign of a derivative, by algebra or by its own derivative."""
    digest(b)
    if (label := show(b, p, rel, 0) or by_intervals(b, p, rel, grows_from, depth + 1)) is not None:
        return label
    if (label := by_taylor(b, p, rel)) is not None:
        return label
    found = reduce(b, p)
    # the derivative of a quotient may be simpler than that of its numerator
    quotient = found.facts and depth == 0
    outside, b.tight = b.tight, True
    try:
        if len(found.poly) <= LONGEST and _factors_by_growth(b, found.poly, rel, depth):
            return show(b, p, rel, 0)
        if quotient and (label := by_mean_value(b, p, rel, depth + 1)) is not None:
            return label
    finally:
        b.tight = outside
    inside = deep_names(b, found.poly)
    compare_exponentials(b, inside)
    compare_logarithms(b, inside)
    digest(b)
    if (label := show(b, p, rel, 1)) is not None or b.tight:
        return label
    if (label := by_products(b, p, rel)) is not None:
        return label
    found = reduce(b, p)
    if len(found.poly.factor()[1]) > 1 and _factors_by_growth(b, found.poly, rel, depth):
        return show(b, p, rel, 0)
    if len(found.poly) > LONGEST:
        return None
    if quotient and (label := by_mean_value(b, p, rel, depth + 1)) is not None:
        return label
    label = by_mean_value(b, found.poly, rel, depth + 1)
    return None if label is None else show(b, p, rel, 0)


def _factors_by_growth(b: Builder, p: Poly, rel: str, depth: int, weak: bool = False) -> bool:
    """Look for the signs of the factors of a product by their growth; say whether all were found."""
    factors = [f for f, times in p.factor()[1] if times % 2]
    rel = rel if len(factors) == 1 or weak else ">"
    for f in factors:
        known = both(b, f)
        if known is not None and known.sign:
            continue
        sides = [s for s in (1, -1) if -s not in signs(b, f)]
        if not b.tight and any(show(b, s * f, ">", 1) for s in sides):
            continue
        if not any(by_mean_value(b, s * f, rel, depth + 1) for s in sides):
            return False
    return True
