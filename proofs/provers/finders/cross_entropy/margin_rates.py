"""Constants of :mod:`proofs.provers.finders.cross_entropy.margins`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.two_groups import Softmax
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Height, Mode, Removal

    Products = list[tuple[int, list[str]]]


@dataclass
class Taken:
    """Of a group the name that the statement has for M, ν, 1/ν, K and 1/K, and what removes the inverses."""

    let: Poly
    nu: Poly
    per_nu: Poly
    no_nu: Removal
    K: Poly
    per_K: Poly
    no_K: Removal


class Rates(Softmax):
    """What is shown of the constants of both groups, where the mode that is asked comes first."""

    with_margins = True

    def __init__(self, mode: Mode) -> None:
        """Show that margins are not negative, and what is the fastest."""
        super().__init__(mode)
        if self.leans:
            raise NotFoundError("no proof with margins of the own class and factors of logits")
        s, lets = self.script, mode.lets[-2:]
        self.of = {id(g): self._taken(g, let) for g, let in zip(self.groups, lets, strict=True)}
        self.other = next(g for g in self.groups if g is not self.asked)
        self.k = self.asked.m + self.asked.other
        self.pk = s.cone(self.k, (1, [self.asked.signs["m"]]), (1, [self.asked.signs["other"]]))
        self._speeds()
        self._loss()

    def _taken(self, g: OneOfTwo, let: Poly) -> Taken:
        """Introduce ν = e^(-M) ≤ 1 and K, where no logits are shifted."""
        s, z, name = self.script, g.signs, self.script.named(let)
        (tree,) = (tree for _, other, tree in self.mode.goal[2][1:] if other == name)
        one = s.b.ring.constant(1)
        z["shift"] = s.shown(g.shift * one, "=")
        introduce(s.b, tree)
        size = s.b.scope.poly(tree)
        z["M"] = s.shown(size, ">=")
        z["own"] = s.zero(let - size, (f"{name}.is", one))
        nu, per = s.term("exp", -size), s.term("exp", size)
        if size.is_zero():
            s.b.equalities.append(s.exponents((nu, 1)))
        z["nu"], z["1/nu"] = (f"{s.named(x)}.0" for x in (nu, per))
        no_nu: Removal = s.exponents((nu, 1), (per, 1)), per, z["nu"]
        z["1 - nu"] = s.cone(
            1 - nu, (1, [z["nu"], s.tangent(per)]), (1, [z["nu"], z["M"]]), modulo=[no_nu],
        )  # fmt: skip
        K = g.m + g.other - 1 + nu
        z["K"] = s.cone(K, (1, [z["m - 1"]]), (1, [z["other"]]), (1, [z["nu"]]))
        per_K, z["1/K"], no_K = s.inverse(K, z["K"])
        return Taken(let, nu, per, no_nu, K, per_K, no_K)

    def _speeds(self) -> None:
        """Show that r is not less than that of the other group; so it is not less than √ΣG², their mean."""
        s, f, g = self.script, self.asked, self.other
        z, y, x, v = f.signs, g.signs, self.of[id(f)], self.of[id(g)]
        speed = f.s * self.k * x.per_K
        named = s.number(speed, s.cone(speed, (1, [z["s"], self.pk, z["1/K"]])))
        self.r, self.pr, self.r_is = named.x, named.positive, named.removal
        value = s.b.scope.poly(self.mode.goal[-1])
        whole = s.shown(f.s * self.k * value - x.K, "=")
        s.zero(self.r * value - 1, (whole, x.per_K), modulo=[self.r_is, x.no_K])
        y["r"] = s.cone(
            speed - g.s * self.k * v.per_K, (1, [self._faster(), self.pk, z["1/K"], y["1/K"]]),
            modulo=[x.no_K, v.no_K],
        )  # fmt: skip
        self.G = [h.s * h.g * self.of[id(h)].per_K for h in self.groups]
        roots = [(s.shown(h.g**2 - self.k * h.other, "="), h.g) for h in self.groups]
        shared = [z["m"], y["r"]]
        self.steep = s.cone(
            speed**2 - self.G[0] ** 2 - self.G[1] ** 2, (1, [*shared, z["s"], z["1/K"]]),
            (1, [*shared, y["s"], y["1/K"]]), modulo=roots,
        )  # fmt: skip

    def _faster(self) -> str:
        """Show sK′ ≥ s′K, the primes for the other group; if not at once, from s ≥ s′ and sM ≥ s′M′.

        e^(-M) is convex, so that ν - ν′ ≤ ν(M′ - M), and Mν ≤ 1.
        """
        s, f, g = self.script, self.asked, self.other
        x, y = (self.of[id(h)] for h in (f, g))
        wanted = f.s * y.K - g.s * x.K
        with suppress(NotFoundError):
            return s.shown(wanted, ">=")
        size, more = (s.b.scope.terms[s.named(z.per_nu)].args[0] for z in (x, y))
        above, longer = s.shown(f.s - g.s, ">="), s.shown(f.s * size - g.s * more, ">=")
        share, nu = s.term("exp", size - more), f.signs["nu"]
        whole, both = s.exponents((share, 1), (x.nu, 1), (y.per_nu, 1)), share * x.nu
        ratio = s.zero(both - y.nu, (whole, y.nu), (y.no_nu[0], -both)), share, nu
        convex = s.cone(
            y.nu - x.nu * (1 + size - more), (1, [nu, s.tangent(share)]), modulo=[ratio]
        )
        small = s.cone(1 - size * x.nu, (1, [nu, s.tangent(x.per_nu)]), (1, [nu]), modulo=[x.no_nu])
        return s.cone(
            wanted, (1, [g.signs["s"], convex]), (1, [nu, longer]),
            *((1, [above, z]) for z in (f.signs["m - 1"], g.signs["m - 1"], g.signs["nu"], small)),
        )  # fmt: skip

    def _loss(self) -> None:
        """Choose κ, θ, C₀ and J."""
        s, f, zero = self.script, self.asked, self.script.b.ring.constant(0)
        self.losses: dict[int, tuple[Products, Products]] = {}
        total = zero
        parts: Products = []
        for g in self.groups:
            z, x = g.signs, self.of[id(g)]
            total += 2 * g.s * (1 - x.nu) * g.other * x.per_nu * x.per_K
            total += g.s * g.g * x.per_K * (1 + x.K)
            pull = [z["s"], z["g"], z["1/K"]]
            within: Products = [(2, [z["s"], z["1 - nu"], z["other"], z["1/nu"], z["1/K"]])]
            across: Products = [(1, pull), (1, [*pull, z["K"]])]
            self.losses[id(g)] = within, across
            parts += [*within, *across]
        per_r, pper_r, self.no_r = s.inverse(self.r, self.pr)
        loss = s.number(total, s.cone(total, *parts))
        self.loss, self.loss_is = loss.x, loss.removal
        self.kappa = self.loss * per_r
        self.pkappa = s.cone(self.kappa, (1, [loss.positive, pper_r]))
        self.wide = 1 + self.kappa
        self.pwide = s.cone(self.wide, (1, []), (1, [self.pkappa]))
        self.per_wide, self.pper_wide, self.no_wide = s.inverse(self.wide, self.pwide)
        self.theta = self.kappa * self.per_wide
        self.first = sum((g.c + g.b for g in self.groups), zero)
        signs = [(1, [g.signs[n]]) for g in self.groups for n in "cb"]
        self.pfirst = s.cone(self.first, *signs)
        z, x, per = f.signs, self.of[id(f)], self.per(f)
        self.J = (1 - x.nu + self.k * x.nu) * per * x.per_K
        self.pJ = s.cone(
            self.J, (1, [z["1 - nu"], z["per"], z["1/K"]]), (1, [self.pk, z["nu"], z["per"], z["1/K"]]),
        )  # fmt: skip

    def rate(self) -> Poly:
        """Return r."""
        return self.r

    def by(self) -> tuple[Poly, str]:
        """Return J."""
        return self.J, self.pJ

    def taken(self, group: OneOfTwo) -> Poly:
        """Return M."""
        return self.of[id(group)].let

    def upper(self, b: Height) -> tuple[Poly, str]:
        """Return C₀(1 + (1 + κ)b)."""
        size = self.first * (1 + self.wide * b.value)
        parts = (1, [self.pfirst]), (1, [self.pfirst, self.pwide, b.pvalue])
        return size, self.script.cone(size, *parts)
