"""What margins within a group follow where nothing else moves: j(v) = (e^v - 1)/(m + zr), and an integral of it.

With r = e^(av), f = j/(Kv) and I the integral of f from 0, the function y·exp(K·I(y)) has the derivative
exp(K·I(y))·(1 + j(y)), and grows at the rate 2sα(1 + j) along a margin y with y′ = 2sαy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from proofs.kernel.language import body, places
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.script import Script
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.signs.polynomials import from_both_sides
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.finite import own_terms

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Number, Removal


@dataclass
class Integrand:
    """f at a place v, and what it is made of.

    Attributes
    ----------
    F : Number
        A name for f, and that it is positive.
    equation : str
        That K·f·v·(m + zr) = E - 1.
    E, r : Poly
        e^v and e^(av).
    plain : Poly
        f as it stands in the integral.
    """

    F: Number
    equation: str
    E: Poly
    r: Poly
    plain: Poly


@dataclass
class Curve:
    """An integral of f, as a function of its upper end.

    Attributes
    ----------
    op : str
        The term; ``values`` are those of the names in f.
    K, pK : Poly, str
        The number by which I is multiplied, and that it is positive; ``K_is`` removes its name, where it stands
        for ``kappa``.
    m, pm, z, a : Poly, str, Poly, Poly
        The numbers in j, and that m is positive.
    pz : list of str
        That z is positive; nothing if it is 0.
    plain : bool
        Whether f is written as (e^v - 1)/(v(m + zr)), and K is 1.
    known : dict
        I at some places.
    """

    op: str
    values: list[Poly]
    K: Poly
    pK: str
    m: Poly
    pm: str
    z: Poly
    a: Poly
    kappa: Poly
    K_is: list[Removal] = field(default_factory=list)
    pz: list[str] = field(default_factory=list)
    known: dict[str, Poly] = field(default_factory=dict)
    plain: bool = False

    def at(self, s: Script, y: Poly, positive: str = "") -> Integrand:
        """Introduce f at a place y > 0."""
        tree = body(self.op)[1]
        if self.plain:
            return self._plain(s, y, positive)
        introduce(s.b, tree, places(y, self.values))
        f = s.b.scope.poly(tree, places(y, self.values))
        E, r = s.term("exp", y), s.term("exp", y * self.a)
        F = s.number(f, s.shown(f, ">"))
        typed, same = self._typed(s, f, y, r) if self.pz else (r, [])
        equal = s.shown(self.kappa * f * y * (self.m + self.z * typed) - E + 1, "=")
        equation = s.zero(
            self.K * F.x * y * (self.m + self.z * r) - E + 1, (equal, s.b.ring.constant(1)),
            *((label, self.K * F.x * y * self.z) for label in same), modulo=[F.removal, *self.K_is],
        )  # fmt: skip
        return Integrand(F, equation, E, r, f)

    def _plain(self, s: Script, y: Poly, positive: str) -> Integrand:
        """Introduce f = (E - 1)/(y(m + zr)) as it stands, where K is 1."""
        E, r = s.term("exp", y), s.term("exp", y * self.a)
        size = y * (self.m + self.z * r)
        pr, label = f"{s.named(r)}.0", [positive]
        per, pper, (equal, *_) = s.inverse(
            size, s.cone(size, (1, [*label, self.pm]), (1, [*label, *self.pz, pr]))
        )
        f = (E - 1) * per
        F = s.number(f, s.cone(f, (1, [s.tangent(E), pper]), (1, [*label, pper])))
        equation = s.zero(F.x * size - E + 1, (equal, E - 1), modulo=[F.removal])
        return Integrand(F, equation, E, r, f)

    def _typed(self, s: Script, f: Poly, y: Poly, r: Poly) -> tuple[Poly, list[str]]:
        """Return r as it stands in f, and that it is r."""
        size = s.b.scope.terms[s.named(r)].args[0]
        for name in own_terms(s.b, f):
            term = s.b.scope.terms[name]
            if term.op != "exp" or term.args[0] == y:
                continue
            typed = s.name(name)
            if typed == r:
                return r, []
            same = s.shown(size - term.args[0], "=")
            return typed, [s.exponents((r, 1), (typed, -1), by=[same])]
        raise NotFoundError("the integrand has no exponential of a part")

    def integral(self, s: Script, y: Poly, positive: str) -> Poly:
        """Introduce I(y) for y > 0, between 0 and y·e^y/(Km)."""
        b, zero = s.b, s.b.ring.constant(0)
        per, pper, no_per = self.per(s)
        most, (inner, name) = s.term("exp", y) * per, between(s, zero, y, ">=")
        above, below = f"{name}_above", f"{name}_below"
        x = inner.name(name)
        at = self.at(inner, x, above)
        F, E = at.F, at.E
        pE, convex = f"{inner.named(E)}.0", self.convex(inner, x)
        # E ≤ e^y
        step = inner.term("exp", y - x)
        link = inner.exponents((E, 1), (step, 1), (s.term("exp", y), -1))
        larger = inner.cone(
            s.term("exp", y) - E, (1, [pE, inner.tangent(step)]), (1, [pE, below]),
            modulo=[(link, step, pE)],
        )  # fmt: skip
        spare = (
            [(1, [self.pK, *self.pz, f"{inner.named(at.r)}.0", pper, above, F.positive])]
            if self.pz
            else []
        )
        upper = inner.cone(
            most - F.x, (1, [pper, above, larger]), (1, [pper, convex]), *spare,
            factor=[(1, [above])], modulo=[(at.equation, E), no_per],
        )  # fmt: skip
        by = [
            inner.cone(at.plain, (1, [F.positive]), modulo=[F.removal]),
            inner.cone(most - at.plain, (1, [upper]), modulo=[F.removal]),
        ]
        leave(b, inner.b, name)
        whole = b.add(
            "integral", b.new_term(), op=self.op, args=[b.write(p) for p in (y, zero, *self.values)],
            ordered=[positive], strict=True, least="0", most=b.write(most), variable=name,
            steps=inner.b.steps, by=by, keep=own_terms(inner.b, at.plain),
        )  # fmt: skip
        found = self.known[s.b.write(y)] = s.name(whole)
        s.keep(f"{whole}.0", found)
        s.keep(f"{whole}.1", most * y - found)
        return found

    def none(self, s: Script) -> Removal:
        """Introduce I(0), and show that it is 0."""
        b, zero = s.b, s.b.ring.constant(0)
        inner, name = between(s, zero, zero, ">=")
        at = self.at(inner, inner.name(name), f"{name}_above")
        by = absurd(inner, f"{name}_above", f"{name}_below")
        leave(b, inner.b, name)
        ordered = b.add("logic", by=[], fact=["and"])
        whole = b.add(
            "integral", b.new_term(), op=self.op, args=[b.write(p) for p in (zero, zero, *self.values)],
            ordered=[ordered], strict=False, least="0", most="0", variable=name,
            steps=inner.b.steps, by=[by], keep=own_terms(inner.b, at.plain),
        )  # fmt: skip
        b.atoms += [f"{whole}.0", f"{whole}.1"]
        b.cache.clear()
        found = s.name(whole)
        label = from_both_sides(b, found, 0)
        if label is None:
            raise NotFoundError("an integral over nothing is not shown to be 0")
        return s.keep(label, found), found

    def per(self, s: Script) -> tuple[Poly, str, Removal]:
        """Introduce 1/(Km)."""
        return s.inverse(self.K * self.m, s.cone(self.K * self.m, (1, [self.pK, self.pm])))

    def convex(self, s: Script, y: Poly) -> str:
        """Show E - 1 ≤ yE."""
        E, back = s.term("exp", y), s.term("exp", -y)
        pE, product = f"{s.named(E)}.0", s.exponents((E, 1), (back, 1))
        parts = (1, [pE, s.tangent(back)])
        return s.cone(1 - E + y * E, parts, modulo=[(product, back, pE)])

    def grown(self, s: Script, y: Poly) -> Poly:
        """Introduce exp(K·I(y))."""
        return s.term("exp", self.K * self.known[s.b.write(y)])

    def larger(self, s: Script, ends: tuple[Poly, Poly], positive: str, ordered: str) -> str:
        """Show that I is larger at the second of two places."""
        (low, high), b = ends, s.b
        inner, name = between(s, low, high, ">")
        y = inner.name(name)
        above = inner.cone(y, (1, [f"{name}_above"]), (1, [positive]))
        inner.b.atoms.append(above)
        whole, at = self.integral(inner, y, above), self.at(inner, y, above)
        label = inner.cone(at.plain, (1, [at.F.positive]), modulo=[at.F.removal])
        leave(b, inner.b, name)
        found = b.add(
            "mean value", variable=name, low=b.write(low), high=b.write(high), strict=True,
            ordered=[ordered], steps=inner.b.steps, f=inner.b.write(whole), by=[label],
            keep=own_terms(inner.b, whole, at.plain),
        )  # fmt: skip
        return s.keep(found, self.known[b.write(high)] - self.known[b.write(low)])

    def rises(
        self, s: Script, ends: tuple[Poly, Poly], positive: str, ordered: str, rel: str
    ) -> str:
        """Show that y·exp(K·I(y)) is larger at the second of two places, or not smaller."""
        (low, high), b = ends, s.b
        parts = [y * self.grown(s, y) for y in ends]
        inner, name = between(s, low, high, ">")
        y = inner.name(name)
        above = inner.cone(y, (1, [f"{name}_above"]), (1, [positive]))
        inner.b.atoms.append(above)
        self.integral(inner, y, above)
        grown, at = self.grown(inner, y), self.at(inner, y, above)
        pgrown = f"{inner.named(grown)}.0"
        label = inner.cone(
            grown + y * grown * self.K * at.plain, (1, [pgrown]),
            (1, [above, pgrown, self.pK, at.F.positive]), modulo=[at.F.removal],
        )  # fmt: skip
        leave(b, inner.b, name)
        found = b.add(
            "mean value", variable=name, low=b.write(low), high=b.write(high), strict=rel == ">",
            ordered=[ordered], steps=inner.b.steps, f=b.write(y * grown), by=[label],
            keep=own_terms(inner.b, y * grown, at.plain),
        )  # fmt: skip
        return s.keep(found, parts[1] - parts[0])


def between(s: Script, low: Poly, high: Poly, rel: str) -> tuple[Script, str]:
    """Return a script for a number above low, and below high or ``rel``, and its name."""
    inner, name, x = with_variable(
        s.b, "real", lambda x: [("above", x - low, ">"), ("below", high - x, rel)]
    )
    script = Script(inner, dict(s.polys), s.flow)
    script.keep(f"{name}_above", x - low)
    script.keep(f"{name}_below", high - x)
    return script, name


def absurd(s: Script, *parts: Any, modulo: Any = ()) -> str:
    """Show that facts contradict each other."""
    rows = [(1, [part]) if isinstance(part, str) else part for part in parts]
    return s.cone(s.b.ring.constant(0), *rows, modulo=modulo)
