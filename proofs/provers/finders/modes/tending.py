"""That a function of the time tends to a value, where it is a formula in e^(-rate·t)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proofs.kernel.language import substitute
from proofs.provers.finders.functions.exponentials import compare_with_one
from proofs.provers.finders.functions.terms import introduce, linked
from proofs.provers.finders.modes.script import Mode, Script
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.language import Tree

NULL = "eps"


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
    before, inner = set(b.scope.taken), Script(b.inner())
    y, label = b.new_bound(), b.new_name()
    inner.b.atoms.append(inner.learn(label, inner.b.scope.declare(y, "real"), ">"))
    null, described = quantity(inner, y)
    sides = substitute(form, {NULL: null}), substitute(true, {mode.script.named(mode.time): y})
    for side in sides:
        introduce(inner.b, side)
    close, f = map(inner.b.scope.poly, sides)
    same = inner.shown(close - f, "=")
    b.scope.taken.clear()
    b.scope.taken.update(before)
    own = {name for name in inner.b.scope.terms if name not in b.scope.terms}
    return {
        "y": y, "beyond": {label: b.write(b.ring.constant(0))}, "admissible": [label],
        "steps": needed(inner.b.steps, own | {same}), "nulls": {NULL: described}, "form": form,
        "by": [same], "value": [end],
    }  # fmt: skip
