"""That decay λ > μ lets the mode between two groups vanish, for any weights.

With N = w² + h₁² + h₂², gᵢ = ωᵢtᵢ and μ = |g|,

    μ(N′ + 2(λ - μ)N) = -2(μw - g·h)² - 2(g₁h₂ - g₂h₁)² - 4μw²(ω₁h₁² + ω₂h₂²),

so that N ≤ N(0)e^(-2(λ-μ)t), and the part w(t·h)/σ² of the labels is at most (1 + t₁² + t₂²)/(2σ²) times N.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import substitute
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.tending import NULL, Decay
from proofs.provers.finders.signs.known_facts import known_as
from proofs.provers.finders.signs.reduction import modulo
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Script, Summand

HALF = fmpq(1, 2)


def ends(mode: Mode) -> dict[str, Any]:
    """Return two bounds of the part of the labels that tend to 0."""
    s = mode.script
    known = {name: tree for _, name, tree in mode.goal[2][1:]}
    o1, o2, t1, t2, sigma, decay = (known[s.named(x)] for x in mode.lets)
    norm = ["root", ["+", *(["^", ["*", o, x], 2] for o, x in ((o1, t1), (o2, t2)))], "2"]
    over = ["*", "1/2", ["inv", ["^", sigma, 2]], ["+", "1", ["^", t1, 2], ["^", t2, 2]]]
    for tree in (norm, over, over[2], mode.goal[-2]):
        introduce(s.b, tree)
    gap = ["+", decay, ["*", "-1", norm]]
    positive = _larger(s, s.b.scope.poly(decay), s.b.scope.poly(norm))
    fading = Decay(mode, ["*", "2", gap], positive)
    starts = (substitute(tree, known) for _, _, _, tree in mode.goal[3][1:])
    first = ["+", *(["^", tree, 2] for tree in starts)]
    introduce(s.b, first)
    forms = {"upper": ["*", over, first, NULL], "lower": ["*", "-1", over, first, NULL]}
    limits = {which: fading.limit(form) for which, form in forms.items()}
    found = fading.between(forms, limits)
    mode.begin()
    for tree in (found["upper"], substitute(found["upper"], {s.named(mode.time): "0"})):
        introduce(s.b, tree)
    mode.enter()
    size = fading.at(["*", first, NULL])
    small = _shrinks(mode, norm, size)
    return {**found, "by": _between(mode, over, small), "bounds": _bounds(mode, size, small)}


def _larger(s: Script, a: Poly, b: Poly) -> str:
    """Show a > b, or a > x for what is assumed to be below a, and x = b by their squares."""
    with suppress(NotFoundError):
        return s.shown(a - b, ">")
    for name, term in list(s.b.scope.terms.items()):
        x = s.name(name)
        if term.op != "root" or (known := known_as(s.b, a - x, ">")) is None:
            continue
        above, total = s.keep(known, a - x), s.shown(x + b, ">")
        same = s.shown(x**2 - b**2, "=")
        equal = s.zero(x - b, (same, s.b.ring.constant(1)), factor=[total])
        return s.cone(a - b, (1, [above]), modulo=[(equal, x)])
    raise NotFoundError("decay is not seen to be above the rate")


def _shrinks(mode: Mode, norm: Tree, size: Tree) -> str:
    """Show N ≤ N(0)·e^(-2(λ-μ)t)."""
    s, (w, h1, h2) = mode.script, mode.y
    o1, o2, t1, t2, _, decay = mode.lets
    mu, g1, g2 = s.b.scope.poly(norm), o1 * t1, o2 * t2
    pmu = s.shown(mu, ">")
    _, per, _ = s.inverse(mu, pmu)
    po1, po2 = s.shown(o1, ">"), s.shown(o2, ">")
    gap = s.b.scope.poly(size) - w**2 - h1**2 - h2**2
    start = s.shown(s.at_start(gap), ">=")

    def change(inner: Script, _names: list[str], left: Poly) -> list[str]:
        return [_summed(
            inner, left, (2, [per], mu * w - g1 * h1 - g2 * h2), (2, [per], g1 * h2 - g2 * h1),
            (4, [po1], w * h1), (4, [po2], w * h2),
        )]  # fmt: skip

    (small,) = s.carry(">=", (gap, -2 * (decay - mu), [start], change))
    return small


def _between(mode: Mode, over: Tree, small: str) -> list[str]:
    """Show ±w(t·h)/σ² ≤ N(1 + t₁² + t₂²)/(2σ²) ≤ N(0)·e^(-2(λ-μ)t)·(the same)."""
    s, (w, h1, h2), (_, _, t1, t2, *_) = mode.script, mode.y, mode.lets
    seen, factor = s.b.scope.poly(mode.goal[-2]), s.b.scope.poly(over)
    pover, inverse = s.shown(factor, ">"), s.shown(s.b.scope.poly(over[2]), ">")
    most, found = factor * (s.polys[small] + w**2 + h1**2 + h2**2), []
    for sign in (1, -1):
        squares = (
            t1 * w + sign * h1, t2 * w + sign * h2, w, t1 * h1, t1 * h2, t2 * h1, t2 * h2,
        )  # fmt: skip
        rows = ((HALF, [inverse], x) for x in squares)
        found.append(_summed(s, most + sign * seen, (1, [pover, small]), *rows))
    return found


def _bounds(mode: Mode, size: Tree, small: str) -> dict[str, Any]:
    """Show |y| ≤ 1 + N(0)·e^(-2(λ-μ)t) of each function."""
    s, bounds = mode.script, {}
    bound = 1 + s.b.scope.poly(size)
    for y in mode.y:
        others: list[Summand] = [(1, [], x) for x in mode.y if x != y]
        sides = [
            s.cone(bound - sign * y, (1, [small]), (1, [], y - sign * HALF), (3 * HALF**2, []), *others)
            for sign in (1, -1)
        ]  # fmt: skip
        bounds[s.named(y)] = {"by": s.b.write(bound), "from": sides}
    return bounds


def _summed(s: Script, p: Poly, *summands: Summand) -> str:
    """Show p ≥ 0 by a sum, where everything is written in the constants that names stand for."""
    label = s.b.add(
        "cone", p=s.b.write(p), factor=[{"c": "1"}], sum=s.rows(summands), modulo=modulo(s.b)
    )
    return s.keep(label, p)
