"""Prove p ≥ 0 where p rises from one end to a turn and falls from there to the other, far or near.

Let p(a) ≥ 0 and p' = c·q with c > 0. Say that p *stays* if p(w) ≥ 0 gives p(v) > 0 for all a < v < w. It
does if p' < 0. And it does if q stays: where q(v) ≥ 0, q is positive before v, and p grows from a to v;
where q(v) < 0, q is negative from v on, and p falls from v to w. So p ≥ 0 follows from the two ends, and
what is said of q is shown by its own derivative, as often as it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from proofs.kernel.elementary import slope
from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.functions.monotone import SlopeSign, add_gain, grown
from proofs.provers.finders.functions.slopes import prepare_slope
from proofs.provers.finders.functions.starts import points_of
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import absurd, leave, split, with_variable
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import both, known_as
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import factored, modulo, reduce
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import Builder, occurring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.kernel.polynomials import Poly

MOST_TURNS, MOST_WAYS = 5, 2
BENT = {"erf", "log", "atan"}
FOLLOWED = {*BENT, "exp"}
"""Functions without which a polynomial is left to algebra."""

LONGEST = 16
"""Terms of a polynomial whose turn is looked for."""


@dataclass(frozen=True)
class Curve:
    """A function of one variable: a polynomial in names that a branch knows.

    Attributes
    ----------
    home : Builder
        The branch.
    variable : str
        The variable, which this branch has introduced.
    poly : Poly
        The function.
    """

    home: Builder
    variable: str
    poly: Poly

    def at(self, b: Builder, value: Poly, p: Poly | None = None) -> Poly:
        """Return the function at a value, or another polynomial of the branch, in terms of a builder."""
        p = self.poly if p is None else p
        found = {name: b.ring.generator(name) for name in b.ring.names}
        found[self.variable] = value
        for name in sorted(b.ring.names_in(p), key=lambda n: b.ring.position[n]):
            term = self.home.scope.terms.get(name)
            x = b.ring.generator(name)
            moves = self.home.scope.depends(x, self.variable)
            if term is not None and (moves or name not in b.scope.terms):
                args = tuple(self.at(b, value, a) for a in term.args)
                found[name] = b.ring.generator(define(b, term.op, args))
        return p.compose(*(found[name] for name in b.ring.names))


@dataclass(frozen=True)
class Turns:
    """Curves, each but the last with the sign of the derivative of the one before, from a start on."""

    curves: list[Curve]
    start: Poly

    def stays(self, b: Builder, k: int, v: Poly, w: Poly) -> str | None:
        """Prove that curve k is positive at v, where it is known not to be negative at w > v > start."""
        curve = self.curves[k]
        here = curve.at(b, v)
        if (label := show(b, here, ">", 1)) is not None:
            return label
        if k + 1 == len(self.curves):
            return self._falls(b, k, (v, w), None)
        q = self.curves[k + 1].at(b, v)
        on = b.add("either", fact=[">=", b.write(q)])
        ways = (partial(self.rises, k=k, v=v), partial(self._falls, k=k, ends=(v, w), before=v))
        return split(b, on, fact(here, ">"), lambda inner, i: ways[i](inner))

    def rises(self, b: Builder, k: int, v: Poly) -> str | None:
        """Prove that curve k grows from the start to v, where the next is not negative."""

        def sign(inner: Builder, y: Poly, change: Poly) -> str | None:
            label = self.stays(inner, k + 1, y, v)
            return label and _by_sign(inner, label, change)

        return self.gain(b, k, (self.start, v), sign, 1)

    def _falls(
        self, b: Builder, k: int, ends: tuple[Poly, Poly], before: Poly | None
    ) -> str | None:
        """Prove that curve k falls between two ends, as the next is negative at the first."""
        return self.gain(b, k, ends, partial(self.falling, k=k, before=before), -1)

    def falling(self, b: Builder, y: Poly, change: Poly, k: int, before: Poly | None) -> str | None:
        """Prove that the derivative of curve k is negative at y."""
        if before is None:
            return show(b, change, ">", 1)
        q = self.curves[k + 1].at(b, y)
        on = b.add("either", fact=[">=", b.write(q)])

        def work(inner: Builder, case: int) -> str | None:
            if case == 1:
                return ""
            if (label := self.stays(inner, k + 1, before, y)) is None:
                return None
            known = inner.scope.facts[label]
            other = known_as(inner, -self.curves[k + 1].at(inner, before), ">=")
            return absurd(inner, label, known, other) if other and isinstance(known, Fact) else None

        if (label := split(b, on, fact(-q, ">"), work)) is None:
            return None
        return _by_sign(b, label, change)

    def gain(
        self, b: Builder, k: int, ends: tuple[Poly, Poly], sign: SlopeSign, side: int
    ) -> str | None:
        """Prove curve k to be positive at one end, 1 the second, as it is not negative at the other."""
        ordered = show(b, ends[1] - ends[0], ">", 1)
        strict = ordered is not None
        ordered = ordered or show(b, ends[1] - ends[0], ">=", 1)
        if ordered is None:
            return None
        known, here = (self.curves[k].at(b, y) for y in ends[::side])
        low = show(b, known, ">=", 1)
        if low is None:
            return None
        label = grown(
            b, lambda inner, y: side * self.curves[k].at(inner, y), ends, ordered, strict, sign=sign
        )
        return label and add_gain(b, here, known, label, low)


def _by_sign(b: Builder, label: str, change: Poly) -> str | None:
    """Prove a derivative to be positive by a fact on its open factor."""
    b.atoms.append(label)
    b.cache.clear()
    digest(b)
    return show(b, change, ">", 0) or show(b, change, ">", 1)


def turns_of(
    b: Builder, p: Poly, variable: str, start: Poly, end: Poly | None
) -> Turns | None:  # fmt: skip
    """Find the curves by which p has one turn beyond a start."""
    home, v, y = with_variable(b, "real", lambda y: [
        ("above", y - start, ">"), *([] if end is None else [("below", end - y, ">")]),
    ])  # fmt: skip
    digest(home)
    try:
        first = Curve(home, v, Curve(b, variable, p).at(home, y))
        found = _curves(b, first, start, MOST_TURNS)
    finally:
        leave(b, home, v)
    if found is None:
        return None
    for name in list(home.scope.terms) if found else ():
        constant = b.ring.generator(name)
        if name not in b.scope.terms and not home.scope.depends(constant, v):
            first.at(b, start, constant)  # what does not move is known outside of all branches
    return Turns(found, start)


def _curves(b: Builder, curve: Curve, start: Poly, left: int) -> list[Curve] | None:
    """Return a curve and what has the sign of its derivative, and so on, until that is negative."""
    home, v, p = curve.home, curve.variable, curve.poly
    prepare_slope(home, p, v)
    change = slope(home.scope, p, v)
    digest(home)
    if show(home, -change, ">", 1) is not None:
        return [curve]
    if left == 0 or len(p) > LONGEST:
        return None
    for q in _with_sign_of(home, change, v):
        with b.may_fail:
            if show(b, Curve(home, v, q).at(b, start), ">=", 1) is None:
                continue
            rest = _curves(b, Curve(home, v, q), start, left - 1)
            if rest is not None:
                return [curve, *rest]
    return None


def _with_sign_of(b: Builder, p: Poly, variable: str) -> Iterator[Poly]:
    """Yield what has the sign of p: its one factor that has none, over exponentials that it may lose.

    Those are first without which the derivative is likely to be simpler: they stand at a function that
    is no exponential, or at a high power of the variable.
    """
    for f in _open_factors(b, p):
        found: dict[tuple[tuple[str, int], ...], tuple[bool, int]] = {}
        for powers in f.to_dict():
            inside = list(occurring(b.ring, powers))
            terms = {n: b.scope.terms[n].op for n, _ in inside if n in b.scope.terms}
            exps = tuple((n, k) for n, k in inside if terms.get(n) == "exp")
            bent = any(op in BENT for op in terms.values())
            size = bent, powers[b.ring.position[variable]]
            found[exps] = max(found.get(exps, (False, 0)), size)
        for exps in sorted(found, key=found.__getitem__, reverse=True)[:MOST_WAYS]:
            yield _without(b, f, dict(exps))


def _without(b: Builder, p: Poly, exps: dict[str, int]) -> Poly:
    """Divide by powers of exponentials, writing exp(-a) for what is left over."""
    total = b.ring.constant(0)
    for powers, c in p.to_dict().items():
        row, here = b.ring.constant(c), dict(occurring(b.ring, powers))
        for name in sorted({*here, *exps}):
            n, x = here.get(name, 0) - exps.get(name, 0), name
            if n < 0:
                (a,) = b.scope.terms[name].args
                x = define(b, "exp", (-a,))
            row *= b.ring.generator(x) ** abs(n)
        total += row
    return total


def _open_factors(b: Builder, p: Poly) -> list[Poly]:
    """Return the one factor of p whose sign is open, turned so as to have the sign of p."""
    digest(b)
    found = reduce(b, p)
    open_ones = []
    for f, times in factored(b, found.poly)[1]:
        if (
            times % 2
            and both(b, f) is None
            and show(b, f, ">", 1) is None
            and show(b, -f, ">", 1) is None
        ):
            open_ones.append(f)
    if len(open_ones) != 1:
        return []
    (f,) = open_ones
    return [s * f for s in (1, -1) if signs(b, s * f * p) == {1} and signs(b, f) == {1, -1}]


def by_turns(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or > 0 between two points, at which a variable of p is known to end."""
    inside = deep_names(b, p)
    bent = any(b.scope.terms[n].op in FOLLOWED for n in inside & set(b.scope.terms))
    variables = [n for n in b.scope.kinds if n in inside and b.scope.kinds[n] == "real"]
    for name in variables if bent and rel in (">", ">=") and len(p) <= LONGEST else ():
        key = f"turns:{name}:{b.write(p)}"
        if key in b.digested:
            continue
        b.digested.add(key)
        x = b.ring.generator(name)
        points = [point for n, point in points_of(b, p, 0) if n == name]
        starts, ends = ([y for y in points if show(b, side * (x - y), ">=", 1)] for side in (1, -1))
        for start, end in product(starts[:MOST_WAYS], ends[:MOST_WAYS]):
            with b.may_fail:
                way = partial(_between, p=p, rel=rel, variable=name, start=start, end=end)
                if (found := b.attempt(way)) is not None:
                    return found
    return None


def _between(
    b: Builder, p: Poly, rel: str, variable: str, start: Poly, end: Poly
) -> str | None:  # fmt: skip
    """Prove p ≥ 0 or > 0 between two points where it is not negative."""
    x = b.ring.generator(variable)
    if (turns := turns_of(b, p, variable, start, end)) is None:
        raise NotFoundError("no turn is found")

    def falls(inner: Builder, sign: SlopeSign) -> str | None:
        return turns.gain(inner, 0, (x, end), sign, -1)

    if (found := from_ends(b, p, rel, turns, x, falls)) is None:
        raise NotFoundError("what is found is of no use")
    return found


def from_ends(
    b: Builder, p: Poly, rel: str, turns: Turns, x: Poly, falls: Callable[[Builder, SlopeSign], str | None]
) -> str | None:  # fmt: skip
    """Prove p ≥ 0 by growth where its derivative is not negative, and else by ``falls``.

    The first curve is p at x.
    """
    if len(turns.curves) < 2:
        return falls(b, partial(turns.falling, k=0, before=None))
    q = turns.curves[1].at(b, x)

    def work(inner: Builder, case: int) -> str | None:
        if case == 0:
            return turns.rises(inner, 0, x)
        return falls(inner, partial(turns.falling, k=0, before=x))

    def beyond(inner: Builder, case: int) -> str | None:
        if case == 1:
            return _at_start(inner, turns, x)
        if case == 2:
            return None
        on = inner.add("either", fact=[">=", inner.write(q)])
        return split(inner, on, fact(p, rel), work)

    if show(b, x - turns.start, ">", 1) is not None:
        return beyond(b, 0)
    return split(b, b.add("order", p=b.write(x - turns.start)), fact(p, rel), beyond)


def _at_start(b: Builder, turns: Turns, x: Poly) -> str | None:
    """Prove p ≥ 0 where x is the start: nothing is between them."""

    def sign(inner: Builder, y: Poly, change: Poly) -> str | None:
        labels = [known_as(inner, gap, ">") for gap in (y - turns.start, x - y)]
        del change
        rows = [{"c": "1", "facts": [n]} for n in labels if n]
        return inner.add("cone", p="0", sum=rows, modulo=modulo(inner))

    return turns.gain(b, 0, (turns.start, x), sign, 1)
