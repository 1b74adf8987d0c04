"""The end of the mode between two groups with decay λ < μ.

    w′ = g₁h₁ + g₂h₂ - w(ω₁h₁² + ω₂h₂²) - λw,   hᵢ′ = w(gᵢ - ωᵢwhᵢ) - λhᵢ,

and it ends where wh = p, with ωᵢ(tᵢ - pᵢ) = λpᵢ/s and s = |p|; along the flow h·p ≤ ws.

The other names are those of :mod:`proofs.provers.finders.modes.between_energy`; pᵢ = scᵢ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.between_energy import Energy
from proofs.provers.finders.signs.reduction import reduce
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal


class Decaying(Energy):
    """What is shown of such a mode with decay."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants of the end are positive, and how they hang together."""
        super().__init__(mode)
        s, (self.lam, self.length, self.c1, self.c2) = self.s, mode.lets[5:]
        self.plam, self.plength, self.pc1, self.pc2 = (s.shown(x, ">") for x in mode.lets[5:])
        self.p = self.length * self.c1, self.length * self.c2
        parts = (self.o1, self.t1, self.c1, self.po1), (self.o2, self.t2, self.c2, self.po2)
        self.removals = [
            (s.shown(o * (t - self.length * c) - self.lam * c, "="), t, po) for o, t, c, po in parts
        ]
        self.no_c: Removal = (self.unit(), self.c1)
        self.removals.append(self.no_c)

    def observe(self) -> None:
        """Name 1/κ, where β = w(t₁h₁ + t₂h₂)/κ: κ = t₁p₁ + t₂p₂."""
        s = self.s
        share = self.c1 * self.t1 + self.c2 * self.t2
        pshare = s.cone(share, (1, [self.pc1, self.pt1]), (1, [self.pc2, self.pt2]))
        self.reach = self.length * share
        self.preach = s.cone(self.reach, (1, [self.plength, pshare]))
        # the inverse of a product makes other steps slow
        (k, pk, no_k), (j, pj, no_j) = (
            s.inverse(self.length, self.plength),
            s.inverse(share, pshare),
        )
        self.j, self.no_j = k * j, [no_k, no_j]
        self.pj = s.cone(self.j, (1, [pk, pj]))

    def unit(self) -> str:
        """Show c₁² + c₂² = 1, which is assumed of what c₁² and c₂² are."""
        s, one = self.s, self.s.b.ring.constant(1)
        wanted, squares = self.c1**2 + self.c2**2 - 1, []
        if not self.mode.statement.assume:  # all are numbers
            return s.shown(wanted, "=")
        for tree in self.mode.statement.assume[-1][1][1:]:
            introduce(s.b, tree)
            squares.append(s.b.scope.poly(tree))
        rows = [(s.shown(sum(squares) - 1, "="), one)]
        for c in (self.c1, self.c2):
            gaps = [c**2 - square for square in squares]
            # one that is seen to vanish costs little, and one that does not vanish a lot
            for gap in sorted(gaps, key=lambda gap: not reduce(s.b, gap).poly.is_zero()):
                try:
                    rows.append((s.shown(gap, "="), one))
                except NotFoundError:
                    continue
                del squares[gaps.index(gap)]
                break
        return s.zero(wanted, *rows)

    def name_rate(self) -> None:
        """Name μ, and show μ > λ: μ² - λ² = Σcᵢ²·ωᵢs(ωᵢs + 2λ)."""
        super().name_rate()
        s = self.s
        self.nu, lam, length = self.mu - self.lam, self.plam, self.plength
        total = s.cone(self.mu + self.lam, (1, [self.pmu]), (1, [lam]))
        first, second = [self.pc1] * 2, [self.pc2] * 2
        self.pnu = s.cone(
            self.nu,
            (1, [length, length, self.po1, self.po1, *first]), (2, [length, lam, self.po1, *first]),
            (1, [length, length, self.po2, self.po2, *second]), (2, [length, lam, self.po2, *second]),
            factor=[(1, [total])], modulo=[self.no_mu2, *self.removals],
        )  # fmt: skip

    def claimed(self, tree: Tree) -> tuple[Poly, str, Removal]:
        """Introduce a limit that may be 1/(μ - λ); return it, that it is positive, and what removes μ then."""
        self.name_rate()
        s = self.s
        for part in _divisors(tree):
            introduce(s.b, part)
            rate = s.b.scope.poly(part)
            whole = rate + self.lam
            same = s.shown(whole**2 - self.mu**2, "=")
            total = s.cone(whole + self.mu, (1, [s.shown(whole, ">")]), (1, [self.pmu]))
            equal = s.zero(whole - self.mu, (same, s.b.ring.constant(1)), factor=[total])
            s.cone(rate, (1, [self.pnu]), modulo=[(equal, self.mu)])
        introduce(s.b, tree)
        value = s.b.scope.poly(tree)
        pvalue = s.shown(value, ">")
        return value, pvalue, (s.shown(value * self.nu - 1, "="), self.mu, pvalue)

    def energy(self, w: Poly, h1: Poly, h2: Poly) -> Poly:
        """Return E."""
        return super().energy(w, h1, h2) + self.lam * w * (w - self.c1 * h1 - self.c2 * h2)

    def displace(self) -> None:
        """Show h·p/s ≤ w, and with that E ≥ 0."""
        s, one, c1, c2 = self.s, self.s.b.ring.constant(1), self.c1, self.c2
        along, total = self.along(s, one, s.cone(one, (1, [])), c1, c2, self.pc1, self.pc2)
        self.less = s.cone(
            self.w - along, (1, [], c1 * self.h2 - c2 * self.h1), factor=[(1, [total])],
            modulo=[self.no_c, self.on_cone],
        )  # fmt: skip
        super().displace()

    def along_at_start(self) -> tuple[str, str]:
        """Show that a·p/s lies between 0 and 1."""
        s, a1, a2, c1, c2 = self.s, self.a1, self.a2, self.c1, self.c2
        along = s.cone(a1 * c1 + a2 * c2, (1, [self.pa1, self.pc1]), (1, [self.pa2, self.pc2]))
        total = s.cone(1 + a1 * c1 + a2 * c2, (1, []), (1, [along]))
        less = s.cone(
            1 - a1 * c1 - a2 * c2, (1, [], a1 * c2 - a2 * c1), factor=[(1, [total])],
            modulo=[self.no_c, *self.no_unit],
        )  # fmt: skip
        return along, less


def _divisors(tree: Tree) -> Iterator[Tree]:
    """Yield sums that a tree divides by."""
    if isinstance(tree, list):
        if tree[0] == "inv" and tree[1][0] == "+":
            yield tree[1]
        else:
            for part in tree[1:]:
                yield from _divisors(part)
