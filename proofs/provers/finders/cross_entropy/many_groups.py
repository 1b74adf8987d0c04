"""Scripts for any number of groups under cross-entropy, of which the modes between them start anywhere.

The functions are those of :func:`spectra.spectrum.mode_equations.softmax_groups_field`. Of w and h only that they
last is needed: with S = 1 + |w|² + |h|² it is S′ = ΣΣs_g q_gj(4m_j w_g·h_g - 2(m_g + m_j)w_j·h_g) ≤ KS, as q ≤ 1.
"""

from __future__ import annotations

from itertools import chain, permutations
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.provers.finders.cross_entropy.group import Group, Other
from proofs.provers.finders.cross_entropy.within import Within, shown

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Summand

CONSTANTS = "msc"
HALF = fmpq(1, 2)


class Many(Within[Group]):
    """What is shown of all groups."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive."""
        super().__init__(mode)
        s, count = self.script, len(mode.lets) // len(CONSTANTS)
        sizes, *_ = parts = [mode.lets[n * count :][:count] for n in range(len(CONSTANTS))]
        self.groups, width = [], count + 1
        for i, constants in enumerate(zip(*parts, strict=True)):
            x, p, *shares = mode.y[i * width :][:width]
            others = (j for j in range(count) if j != i)
            found = Group(
                **dict(zip(CONSTANTS, constants, strict=True)), x=x, p=p,
                others=tuple(
                    Other(sizes[j], q, f"m {j}", f"q {j}") for j, q in zip(others, shares, strict=True)
                ),
            )  # fmt: skip
            for name in CONSTANTS:
                found.signs[name] = s.shown(getattr(found, name), ">")
            found.signs["m - 1"] = s.shown(found.m - 1, ">=")
            found.signs["per"] = s.inverse(found.m, found.signs["m"])[1]
            self.groups.append(found)
        for group in self.groups:
            for j, other in enumerate(self.groups):
                group.signs[f"m {j}"] = other.signs["m"]
        rest, deep = mode.y[count * width :], count - 1
        vectors = [rest[i * deep :][:deep] for i in range(2 * count)]
        self.rows, self.features = vectors[:count], vectors[count:]
        self.asked = self._asked()

    def _pairs(self, group: Group) -> list[tuple[list[Poly], list[Poly]]]:
        """Return the rows of the classifier of a group and of each other one."""
        mine = self.groups.index(group)
        return [(self.rows[mine], row) for j, row in enumerate(self.rows) if j != mine]

    def added(self, group: Group) -> list[Poly]:
        """Return B = c(w - w′)·h of each other group."""
        features, zero = self.features[self.groups.index(group)], self.script.b.ring.constant(0)
        return [
            group.c * sum(((x - y) * h for x, y, h in zip(*pair, features, strict=True)), zero)
            for pair in self._pairs(group)
        ]

    def added_first(self, group: Group) -> list[Poly]:
        """Return the same of what stands by e^(-δ) at t = 0."""
        scope, vectors = self.script.b.scope, (*self.rows, *self.features)
        begun = {name: scope.poly(start) for _, name, _, start in self.mode.goal[3][1:]}
        first = {name: begun[name] for vector in vectors for name in map(self.script.named, vector)}
        square = {self.script.named(self.begun): self.script.b.ring.constant(1)}
        ring = self.script.b.ring
        return [ring.put(ring.put(x, first), square) * self.square for x in self.added(group)]

    def enter(self, delta: Poly) -> None:
        """Show that all is positive, and bounds."""
        self.begin(delta)
        apart = len(self.groups) > 1
        rate = self._rate() if apart else None
        self.mode.enter()
        self.carry_signs()
        for i, g in enumerate(self.groups):
            several = [x.signs["m - 1"] for j, x in enumerate(self.groups) if j != i]
            self.shares_below_one(g, several)
            self.bound(g)
        if rate:
            self._last(*rate)

    def _rate(self) -> tuple[Poly, Poly, str, str, list[str]]:
        """Return K, e^(Kt), that it is 1 at first, K ≥ 0, and K ≥ what S′ has of each square in S."""
        s, count, zero = self.script, len(self.groups), self.script.b.ring.constant(0)
        parts: list[list[Summand]] = [[] for _ in range(2 * count)]
        sizes = [zero] * (2 * count)
        for i, j in permutations(range(count), 2):
            g, z = self.groups[i], self.groups[i].signs
            for place, own, other in ((i, 0, 2), (count + i, 1, 3), (j, 1, 1)):
                sizes[place] += g.s * (own * g.m + other * self.groups[j].m)
                parts[place] += [(own, [z["s"], z["m"]])] if own else []
                parts[place].append((other, [z["s"], z[f"m {j}"]]))
        positive = [s.cone(p, *facts) for p, facts in zip(sizes, parts, strict=True)]
        rate, whole = sum(sizes, zero), [(1, [label]) for label in positive]
        left = [
            s.cone(rate - p, *(x for x in whole if x[1] != [label]))
            for p, label in zip(sizes, positive, strict=True)
        ]
        grown, unit = s.term("exp", rate * self.mode.time), s.exponents((s.term("exp", zero), 1))
        return rate, grown, unit, s.cone(rate, *whole), [x for x in left for _ in range(count - 1)]

    def _last(self, rate: Poly, grown: Poly, unit: str, fast: str, left: list[str]) -> None:
        """Show S ≤ S(0)e^(Kt), which bounds w and h."""
        s, zero, first = self.script, self.script.b.ring.constant(0), self.script.polys[unit] + 1
        functions = list(chain(*self.rows, *self.features))
        size = sum((y**2 for y in functions), zero + 1)
        most = s.at_start(size) * grown
        start = s.zero(s.at_start(most - size), modulo=[(unit, first)])
        parts: list[Summand] = [(1, [fast])]
        parts += [(1, [label], y) for label, y in zip(left, functions, strict=True)]
        (label,) = s.carry(">=", (most - size, rate, [start], shown(*parts, *self._lost())))
        for y in functions:
            rest: list[Summand] = [(1, [], x) for x in functions if x != y]
            both = [
                s.cone(most - side, (1, [label]), *rest, (fmpq(3, 4), []), (1, [], side - HALF))
                for side in (y, -y)
            ]
            self.bounds[s.named(y)] = {"by": s.b.write(most), "from": both}

    def _lost(self) -> list[Summand]:
        """Return what KS has beyond S′ of each pair of groups, as q ≤ 1 and 2xy ≤ x² + y²."""
        found: list[Summand] = []
        for i, j in permutations(range(len(self.groups)), 2):
            g, other = self.groups[i], self.groups[j]
            z = g.signs
            mine, yours = [z["s"], z["m"]], [z["s"], other.signs["m"]]
            share, rest = z[f"q {j}"], z[f"q {j} < 1"]
            for w, v, h in zip(self.rows[i], self.rows[j], self.features[i], strict=True):
                found += [(2, [*yours, share], w - h), (1, [*yours, share], v + h)]
                found += [(1, [*mine, share], v + h)]
                found += [(2, [*yours, rest], w), (3, [*yours, rest], h), (1, [*mine, rest], h)]
                found += [(1, [*yours, rest], v), (1, [*mine, rest], v)]
        return found
