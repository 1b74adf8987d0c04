"""What is known of delays c(r) of the mode between two groups: bounds, and the exchange of the groups.

* The mode is never ahead of a logistic one (:mod:`proofs.provers.finders.delay_bounds.behind`), so that it is not at ½ before
  T = (δ + ½log(σ - e^(-2δ)))/μ: c ≥ ½log σ.
* At large ratios c is (√2/4)log r but for a bounded rest (:mod:`proofs.provers.finders.delay_bounds.large_ratio`).
* At r = 1/r′ the solution from δ is that at r′ from δ - ¼log r′ with its groups exchanged, all lengths by
  r′^(-¼): so c(1/r′) = c(r′) - ¼log r′.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, bound, leaves, substitute
from proofs.kernel.language import terms as terms_of
from proofs.provers.finders.delay_bounds.behind import Behind
from proofs.provers.finders.delay_bounds.large_ratio import FROM
from proofs.provers.finders.delay_bounds.late import Late
from proofs.provers.finders.delay_bounds.soon import Soon
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.modes.between import HALF
from proofs.provers.finders.modes.script import Mode, Removal, Script
from proofs.provers.finders.scalars.emptiness import prepared
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import names_within, needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly

BOUNDS = Behind, Late, Soon
"""What is tried of each delay."""

BUDGET = 20_000

Shown: TypeAlias = "tuple[dict[str, Any], str, Poly]"
"""A part of an object, and the fact ``p rel 0`` that it shows."""


class Delays:
    """The steps outside, and what is known of each delay.

    Parameters
    ----------
    statement : Statement
    more : names
        What else stands for a number.
    inverted : names
        Delays beside which those at the inverse ratios are looked at.
    """

    def __init__(
        self,
        statement: Statement,
        *more: str,
        inverted: Iterable[str] = (),
    ) -> None:
        _, (_, time), (_, self.ratio), (_, start), (_, *self.lets), (_, *self.ys), *rest = (
            statement.goal
        )
        self.observable, _, self.rate, (_, *places), self.formula = rest
        self.time, self.start = time, start
        own = [time, start, *(x for _, x, *_ in (*self.lets, *self.ys))]
        taken = {*statement.variables, *bound(statement.goal), *more}
        self.places = {name: place for _, name, place in places}
        self.pairs = list(combinations(self.places, 2))
        self.other = dict[str, str]()
        for delay in inverted:
            other = next(x for i in range(len(taken) + 1) if (x := f"{delay}_{i}") not in taken)
            taken.add(other)
            self.other[delay], place = other, self.places[delay]
            self.places[other] = place[1] if place[0] == "inv" else ["inv", place]
        self.pairs += self.other.items()
        self.further = [["delay", x, self.places[x]] for x in self.other.values()]
        self.copies = list[dict[str, str]]()
        for count in range(len(BOUNDS) * len(self.places) + len(self.pairs)):
            names = {x: f"{x}_{count}" for x in own}
            while taken & set(names.values()):
                names = {x: f"{y}_" for x, y in names.items()}
            self.copies.append(names)
        still = set(statement.variables) - statement.moving
        variables = {name: statement.variables[name] for name in still}
        news = (x for names in self.copies for x in names.values())
        variables |= dict.fromkeys((*self.places, *more, *news), ("real", ""))
        variables |= {names[time]: ("real", ">=") for names in self.copies}
        assume = tuple(["and"] if leaves(a) & statement.moving else a for a in statement.assume)
        self.b = prepared(Statement(variables, assume, ["and"]), BUDGET)
        self.s = Script(self.b)

    def learn(self) -> None:
        """Show what is known of each delay at its place."""
        b, self.positive = self.b, dict[str, list[str]]()
        for name, place in self.places.items():
            trees = place, self._at(self.rate, place)
            for tree in trees:
                introduce(b, tree)
            self.positive[name] = [self.s.shown(b.scope.poly(tree), ">") for tree in trees]
            ratio = b.scope.poly(place)
            sizes = (prove(b, fact(gap, ">="), 2) for gap in (ratio - FROM, ratio - 1, 1 - ratio))
            b.atoms.extend(filter(None, sizes))
        copies = iter(self.copies)
        tried = [
            self._tried(self._bound, kind, name, next(copies))
            for name in self.places
            for kind in BOUNDS
        ]
        tried += [self._tried(self._exchange, *pair, next(copies)) for pair in self.pairs]
        self.outside, self.known = len(b.steps), list[dict[str, Any]]()
        for part, rel, gap in filter(None, tried):
            self.known.append({**part, "name": self.s.learn(b.new_name(), gap, rel)})
            (b.equalities if rel == "=" else b.atoms).append(self.known[-1]["name"])
        self._roots()

    def parts(self, data: Any, *trees: Tree) -> dict[str, Any]:
        """Return the steps that data and trees need: before the delays have names, and after."""
        b = self.b
        wanted = {*names_within([data, self.known, list(self.positive.values())])}
        wanted.update(x for tree in trees for x in b.terms_in(tree))
        for place in self.places.values():
            wanted.update(b.terms_in(place), b.terms_in(self._at(self.rate, place)))
            wanted.update(x for _, _, tree in self.lets for x in b.terms_in(self._at(tree, place)))
        kept = needed(b.steps, wanted)
        before = {step["name"] for step in b.steps[: self.outside]}
        steps, after = (
            [x for x in kept if (x["name"] in before) is first] for first in (True, False)
        )
        made = {"steps": steps, "after": after, "positive": self.positive, "known": self.known}
        return made | ({"further": self.further} if self.further else {})

    def _roots(self) -> None:
        """Enclose the roots of numbers."""
        for name, term in list(self.b.scope.terms.items()):
            if term.op == "root" and all(p.is_constant() for p in term.args):
                x = self.s.name(name)
                size = int(1000 * float(self.b.scope.ball(x, {})))
                for gap in (x - fmpq(size - 1, 1000), fmpq(size + 1, 1000) - x):
                    self.b.atoms.append(self.s.shown(gap, ">"))

    def _at(self, tree: Tree, place: Tree) -> Tree:
        return substitute(tree, {self.ratio: place})

    def _tried(self, work: Callable[..., Shown], *asked: Any) -> Shown | None:
        """Return what is shown, or None."""
        try:
            return work(*asked)
        except (NotFoundError, Rejected):
            return None

    def _enter(self, place: Tree, names: dict[str, str], *trees: Tree) -> Mode:
        """Return a script in the scope of the mode at a ratio; terms of trees are defined outside."""
        values = {**names, self.ratio: place}
        lets, ys = ([substitute(x, values) for x in part] for part in (self.lets, self.ys))
        for tree in (*(tree for _, _, tree in lets), *trees):
            introduce(self.b, tree)
        s = self.s.inner()
        for _, name, tree in lets:
            p = s.name(name) - s.b.scope.poly(tree)
            s.b.scope.facts[f"{name}.is"] = fact(p, "=")
            s.b.equalities.append(s.keep(f"{name}.is", p))
        goal = ["flow", ["moment", names[self.time]], ["where", *lets], ["solutions", *ys]]
        constants, y = ([s.name(x) for _, x, *_ in part] for part in (lets, ys))
        return Mode(s, Statement({}, (), goal), constants, y, s.name(names[self.time]), [])

    # bounds ---------------------------------------------------------------------------------------

    def _bound(self, kind: type[Behind], delay: str, names: dict[str, str]) -> Shown:
        """Show c ≥ v, or c ≤ v."""
        place, start = self.places[delay], names[self.start]
        rate, size = (self._at(tree, place) for tree in (self.rate, self.lets[-1][2]))
        value, shift = kind.value(place, size), kind.shift(place, size, start)
        mode = _larger_first(self._enter(place, names, value), place)
        s, (o1, o2, t1, t2, sigma) = mode.script, mode.lets
        mu = s.b.scope.poly(rate)
        ordered = s.shown(t1 - t2, ">=")
        drives = s.shown(o1 * t1 - o2 * t2, "=")
        is_mu = s.shown(mu**2 - o1**2 * t1**2 - o2**2 * t2**2, "=")
        is_size: Removal = (s.shown(sigma - s.b.scope.poly(size), "="), sigma)
        known = ordered, (drives, o2, s.shown(t2, ">")), (s.b.scope.poly(size), is_size)
        proof = kind(mode, *known)
        proof.grow_at(mu, s.shown(mu, ">"), is_mu)
        proof.constants(place)
        outer = len(s.b.steps)
        time = ["*", ["+", start, shift], ["inv", rate]]
        lag = ["+", ["*", rate, time], ["*", "-1", start]]
        limit = proof.limit(lambda y: substitute(lag, {start: y}), size)
        hyp = s.b.new_name()
        beyond = s.learn(s.b.new_name(), proof.delta - proof.i, ">")
        proof.room(s, proof.delta, beyond)
        introduce(s.b, time)
        mode.begin()
        proof.follow()
        proof.compare()
        inner = s.inner()
        late = kind.how == "late"
        inner.learn(hyp, s.b.scope.poly(time) - mode.time, ">" if late else "=")
        by = proof.side(inner, hyp, s.b.scope.poly(shift))
        last = needed(inner.b.steps, {by})
        steps = self._collected(
            mode, ("given", "times", "before", "along"), [outer], [limit, last, by],
            time, substitute(self.observable, {**names, self.ratio: place}),
        )  # fmt: skip
        part = {
            "how": kind.how, "of": delay, "names": names, "value": value, "time": time, "limit": [limit],
            "beyond": {beyond: s.b.write(proof.i)}, **steps, "early": hyp, "steps": last, "by": [by],
        }  # fmt: skip
        gap = self.s.name(delay) - self.b.scope.poly(value)
        return part, ">=", gap if late else -gap

    # the exchange ---------------------------------------------------------------------------------

    def _exchange(self, of: str, other: str, names: dict[str, str]) -> Shown:
        """Show c = c′ - ¼log r′ where r = 1/r′."""
        place, there = self.places[of], self.places[other]
        value = ["*", "-1/4", ["log", there]]
        own = [self._at(tree, place) for _, _, tree in self.lets]
        mode = self._enter(there, names, value, *own)
        s, (w, h1, h2), start = mode.script, mode.y, names[self.start]
        self.s.shown(self.b.scope.poly(place) * self.b.scope.poly(there) - 1, "=")
        shifted = {start: ["+", start, value]}
        for solution in mode.goal[3][1:]:
            solution[3] = substitute(solution[3], shifted)
        values = {self.start: s.name(start), self.ratio: s.b.scope.poly(place)}
        values |= {x: s.b.scope.poly(tree) for (_, x, _), tree in zip(self.lets, own, strict=True)}
        factor = ["exp", value]
        for tree in (factor, *(first for *_, first in self.ys), self.observable):
            introduce(s.b, tree, values)
        seen = substitute(self.observable, {**names, self.ratio: there})
        for tree in (*(first for *_, first in mode.goal[3][1:]), seen):
            introduce(s.b, tree)
        mode.enter()
        scale = s.b.scope.poly(factor)
        images = dict(
            zip((y for _, y, *_ in self.ys), (scale * w, scale * h2, scale * h1), strict=True)
        )
        poly, rates = s.b.scope.poly, [self._at(self.rate, x) for x in (place, there)]
        by = {}
        for _, y, field, first in self.ys:
            change = mode.flow.derivative(s.b.scope, images[y]) * poly(rates[0])
            change -= poly(field, values | images) * poly(rates[1])
            by[y] = [
                s.shown(s.at_start(images[y]) - poly(first, values), "="),
                s.shown(change, "="),
            ]
        same = s.shown(poly(self.observable, values | images) - poly(seen), "=")
        terms = {
            x
            for tree in (*(first for *_, first in self.ys), self.observable)
            for part in terms_of(tree)
            for x in s.b.ring.names_in(poly(part, values | images))
        }
        written = {y: s.b.write(p) for y, p in images.items()}
        steps = self._collected(
            mode, ("before", "along"), [], [by, same, written, list(terms)], seen
        )
        part = {
            "how": "exchange", "pair": [of, other], "names": names, "value": value, "images": written,
            **steps, "by": by, "same": same,
        }  # fmt: skip
        return part, "=", self.s.name(of) - self.s.name(other) - self.b.scope.poly(value)

    def _collected(
        self, mode: Mode, keys: Iterable[str], first: list[int], data: Any, *trees: Tree
    ) -> dict[str, Any]:
        """Return the steps that data, trees and the equations of a mode need, in their parts."""
        b = mode.script.b
        equations = (tree for _, _, *pair in mode.goal[3][1:] for tree in pair)
        wanted = {
            *names_within(data),
            *(x for tree in (*trees, *equations) for x in b.terms_in(tree)),
        }
        kept = {step["name"]: step for step in needed(b.steps, wanted)}
        bounds = [0, *first, *mode.ends, len(b.steps)]
        phases = zip(keys, pairwise(bounds), strict=True)
        return {
            key: [kept[x["name"]] for x in b.steps[slice(*ends)] if x["name"] in kept]
            for key, ends in phases
        }


def _larger_first(mode: Mode, place: Tree) -> Mode:
    """Return a mode with its groups in the order t₁ ≥ t₂, which is that of the ratio and 1."""
    s, (o1, o2, t1, t2, sigma), (w, h1, h2) = mode.script, mode.lets, mode.y
    ratio = s.b.scope.poly(place)
    squares = [(s.shown(x**2 - y * HALF, "="), x) for x, y in ((t1, ratio), (t2, ratio**0))]
    total = s.cone(t1 + t2, *((1, [s.shown(x, ">")]) for x in (t1, t2)))
    swapped = replace(mode, lets=[o2, o1, t2, t1, sigma], y=[w, h2, h1])
    for sign, ordered in ((1, mode), (-1, swapped)):
        if prove(s.b, fact(sign * (ratio - 1), ">="), 0, 0) is not None:
            larger = (HALF, [s.shown(sign * (ratio - 1), ">=")])
            s.cone(sign * (t1 - t2), larger, factor=[(1, [total])], modulo=squares)
            return ordered
    raise NotFoundError("no order of the groups")
