"""What is known of the sign of a polynomial, as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.formulas import IMPLIED, IMPLIED_OF_OPPOSITE, Fact, fact, scaled

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


@dataclass
class Sign:
    """What is known of a polynomial's sign.

    Attributes
    ----------
    sign : int
        1 or -1; 0 if it is only known not to vanish.
    strict : bool
        Whether it is known not to vanish.
    label : str
        Name of the fact.
    """

    sign: int
    strict: bool
    label: str


@dataclass
class Parts:
    """A product of facts and squares, as a summand of a cone."""

    facts: list[str] = field(default_factory=list)
    nonzero: list[str] = field(default_factory=list)
    square: Poly | None = None

    def write(self, b: Builder, c: fmpq) -> dict[str, Any]:
        """Write the summand with its coefficient."""
        row: dict[str, Any] = {"c": str(c)}
        if self.facts:
            row["facts"] = self.facts
        if self.nonzero:
            row["nonzero"] = self.nonzero
        if self.square is not None and self.square != 1:
            row["square"] = b.write(self.square)
        return row


def summand(b: Builder, factors: list[tuple[str, Poly, int]]) -> dict[str, Any]:
    """Write a product of powers of polynomials, each with the name of a fact on its sign."""
    c, facts = fmpq(1), list[str]()
    for label, p, times in factors:
        known = b.scope.facts[label]
        if isinstance(known, Fact):
            c *= (p.leading_coefficient() / known.poly.leading_coefficient()) ** times
            facts += [label] * times
        else:
            c *= p.leading_coefficient() ** times
    return {"c": str(c), "facts": facts} if facts else {"c": str(c)}


def known_as(b: Builder, p: Poly, rel: str) -> str | None:
    """Return the name of a fact that says ``p rel 0`` as it stands, if there is one."""
    if p.is_constant():
        return None
    p = scaled(p)
    said = [
        (i, label)
        for q, implied in ((p, IMPLIED), (-p, IMPLIED_OF_OPPOSITE))
        for i, label, known in b.places(q)
        if rel in implied[known] and (known != "=" or rel == "=")
    ]
    return min(said)[1] if said else None


def known_sign(b: Builder, p: Poly) -> Sign | None:
    """Return the strongest known fact on the sign of p, as it stands."""
    p = scaled(p)
    best: Sign | None = None
    for q, sign in ((p, 1), (-p, -1)):
        for _, label, rel in b.places(q):
            if rel == "=":
                continue
            new = Sign(0 if rel == "!=" else sign, rel != ">=", label)
            if best is None or (new.strict, new.sign != 0) > (best.strict, best.sign != 0):
                if best is not None and best.strict and not new.strict:
                    continue
                best = new
    return best


def both(b: Builder, p: Poly) -> Sign | None:
    """Return the sign of p; where ≥ and ≠ are known apart, put them together."""
    found = known_sign(b, p)
    if found is None or (found.strict and found.sign != 0):
        return found
    for sign in (1, -1):
        weak, other = known_as(b, sign * p, ">="), known_as(b, p, "!=")
        if weak and other:
            return Sign(sign, True, strengthen(b, sign * p, weak, other))
    return found


def strengthen(b: Builder, p: Poly, weak: str, other: str) -> str:
    """From p ≥ 0 and p ≠ 0 to p > 0."""
    on = b.add("order", p=b.write(p))
    wanted = [">", b.write(p)]
    zero: dict[str, Any] = {"name": b.new_name(), "steps": [], "by": []}
    up, down, step = b.new_name(), b.new_name(), b.new_name()
    zero["steps"] = [
        {"name": up, "rule": "logic", "by": [zero["name"]], "fact": [">=", b.write(p)]},
        {"name": down, "rule": "logic", "by": [zero["name"]], "fact": [">=", b.write(-p)]},
        {"name": step, "rule": "cone", "p": "-1",
         "factor": [{"c": "1", "nonzero": [other]}],
         "sum": [{"c": _ratio(b, p, other), "facts": [up, down]}], "modulo": []},
    ]  # fmt: skip
    zero["by"] = [step]
    minus: dict[str, Any] = {"name": b.new_name(), "steps": [], "by": []}
    step = b.new_name()
    minus["steps"] = [{
        "name": step, "rule": "cone", "p": "-1",
        "factor": [{"c": "1", "facts": [minus["name"]]}],
        "sum": [{"c": "1", "facts": [weak]}], "modulo": [],
    }]  # fmt: skip
    minus["by"] = [step]
    plus: dict[str, Any] = {"name": b.new_name(), "steps": [], "by": []}
    plus["by"] = [plus["name"]]
    return b.add("split", on=on, fact=wanted, branches=[plus, zero, minus])


def _ratio(b: Builder, p: Poly, other: str) -> str:
    """Return the number c with other² = c·p̂², p̂ the scaled p."""
    scaled, known = fact(p, ">="), b.scope.facts[other]
    if not isinstance(scaled, Fact) or not isinstance(known, Fact):
        return "1"
    return str((known.poly.leading_coefficient() / scaled.poly.leading_coefficient()) ** 2)
