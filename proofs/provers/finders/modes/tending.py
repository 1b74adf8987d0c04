"""That a function of the time tends to a value, where it is a formula in e^(-rate·t)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import substitute
from proofs.provers.finders.functions.exponentials import compare_with_one
from proofs.provers.finders.functions.terms import introduce, linked
from proofs.provers.finders.modes.script import Mode, Script
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Removal, Summand

NULL, HALF = "eps", fmpq(1, 2)
SIGNS = {"lower": -1, "upper": 1}


@dataclass(frozen=True)
class Decay:
    """e^(-rate·t) of a mode.

    Attributes
    ----------
    rate : tree
    positive : str
        That the rate is.
    """

    mode: Mode
    rate: Tree
    positive: str

    def at(self, form: Tree) -> Tree:
        """Return a formula in e^(-rate·t) as one in the time."""
        far = ["*", self.rate, self.mode.script.named(self.mode.time)]
        return substitute(form, {NULL: ["exp", ["*", "-1", far]]})

    def define(self, s: Script, time: str) -> None:
        """Define e^(-rate·time), which is compared with 1 and with no other exponential."""
        introduce(s.b, self.rate)
        exponent = -s.b.scope.poly(["*", self.rate, time])
        name = s.named(s.term("exp", exponent))
        s.b.digested.add(linked(name))
        s.b.atoms.append(f"{name}.0")
        compare_with_one(s.b, name, exponent)

    def limit(self, form: Tree) -> dict[str, Any]:
        """Prove that a formula tends to the value of the mode's goal."""

        def quantity(inner: Script, y: str) -> tuple[Tree, Tree]:
            self.define(inner, y)
            far = ["*", self.rate, y]
            null = ["*", ["^", far, 0], ["exp", ["*", "-1", far]]]
            return null, ["decay", 0, ["scale", self.rate, y, [self.positive]]]

        return tends(self.mode, form, self.at(form), quantity)

    def between(self, forms: dict[str, Tree], limits: dict[str, Any]) -> dict[str, Any]:
        """Return the two bounds, and that they tend to the value."""
        bounds = {which: self.at(form) for which, form in forms.items()}
        return {**bounds, "limits": {which: [limit] for which, limit in limits.items()}}


def tends(
    mode: Mode, form: Tree, true: Tree, quantity: Callable[[Script, str], tuple[Tree, Tree]]
) -> dict[str, Any]:
    """Prove that a function of the time tends to the value of the mode's goal, by a formula in one null quantity.

    ``quantity`` introduces that at a time y, and returns it with how it is described.
    """
    b, at_zero = mode.script.b, substitute(form, {NULL: "0"})
    introduce(b, at_zero)
    end = mode.script.shown(b.scope.poly(at_zero) - b.scope.poly(mode.goal[-1]), "=")
    inner, y, label = Script(b.inner()), b.new_bound(), b.new_name()
    with b.aside():
        inner.b.atoms.append(inner.learn(label, inner.b.scope.declare(y, "real"), ">"))
        null, described = quantity(inner, y)
        sides = substitute(form, {NULL: null}), substitute(true, {mode.script.named(mode.time): y})
        for side in sides:
            introduce(inner.b, side)
        close, f = map(inner.b.scope.poly, sides)
        same = inner.shown(close - f, "=")
    own = {name for name in inner.b.scope.terms if name not in b.scope.terms}
    return {
        "y": y, "beyond": {label: b.write(b.ring.constant(0))}, "admissible": [label],
        "steps": needed(inner.b.steps, own | {same}), "nulls": {NULL: described}, "form": form,
        "by": [same], "value": [end],
    }  # fmt: skip


class Nearing:
    """That β tends to 1, as |1 - β| ≤ size·e^(-rate·t), or the error σ²(1 - β)² to 0."""

    def __init__(self, mode: Mode, size: Poly, rate: tuple[Poly, str], sigma: tuple[Poly, str, Removal],
                 strength: Poly, error: Poly) -> None:  # fmt: skip
        """Show that the bounds tend to the value, with why rate and σ are positive; let the time come in.

        Raises
        ------
        NotFoundError
            If neither the strength nor the error is observed.
        """
        s, (self.rate, prate) = mode.script, rate
        self.mode, self.size, self.sigma = mode, size, sigma
        introduce(s.b, mode.goal[-2])
        observed = s.b.scope.poly(mode.goal[-2])
        if observed not in (strength, error):
            raise NotFoundError("neither the strength nor the error")
        self.error = error if observed == error else None
        null = Decay(mode, s.short(self.rate), prate)
        forms: dict[str, Tree] = {
            which: ["+", "1", ["*", str(sign), s.short(size), NULL]]
            for which, sign in SIGNS.items()
        }
        if self.error is not None:
            square = s.short(sigma[0] ** 2 * size**2)
            forms = {"lower": "0", "upper": ["*", square, ["^", NULL, 2]]}
        self.found = null.between(forms, {which: null.limit(form) for which, form in forms.items()})
        mode.begin()
        for which in SIGNS:
            introduce(s.b, self.found[which])

    def bounded(self, left: Poly, start: Summand, speed: Summand, psize: str) -> dict[str, Any]:
        """Show the bounds of 1 - β from size² - (1 - β)² at the start, and how much faster that fades."""
        s, (sigma, psigma, no_sigma) = self.mode.script, self.sigma
        fading = s.term("exp", -self.rate * self.mode.time)
        pfading, zero = f"{s.named(fading)}.0", s.term("exp", s.b.ring.constant(0))
        one = s.exponents((zero, 1))
        kept = self.size**2 * fading**2 - left**2
        begun = s.cone(s.at_start(kept), start, modulo=[(one, zero)])
        (small,) = s.carry(">=", (
            kept, -2 * self.rate, [begun], lambda inner, _, gap: [inner.cone(gap, (*speed, left))],
        ))  # fmt: skip
        if self.error is not None:
            upper = sigma**2 * self.size**2 * fading**2 - self.error
            sides = s.cone(upper, (1, [psigma, psigma, small]), modulo=[no_sigma])
            return {
                **self.found,
                "by": [sides, s.cone(self.error, (1, [psigma, psigma], left), modulo=[no_sigma])],
            }
        by = [
            s.cone(
                self.size * fading - sign * left, (HALF, [], self.size * fading - sign * left), (HALF, [small]),
                factor=[(1, [psize, pfading])],
            )
            for sign in (1, -1)
        ]  # fmt: skip
        return {**self.found, "by": by}
