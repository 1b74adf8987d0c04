"""A Coq proof that is being written, line by line, beside what the kernel knows at that place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flint import fmpq

from proofs.export.coq.text import SIGNS, fact_text, name, number, polynomial
from proofs.kernel.formulas import FALSE, TRUE, Fact, Formula, fact
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope

LEMMAS = {"=": "fact_eq", "!=": "fact_ne", ">": "fact_gt", ">=": "fact_ge", "<": "fact_lt", "<=": "fact_le"}  # fmt: skip
"""Why a relation of two terms is a fact, for each relation."""


def ratio(fact_poly: Poly, raw: Poly) -> fmpq:
    """Return the number by which a polynomial was multiplied to make it a fact."""
    return fact_poly.leading_coefficient() / raw.leading_coefficient()


@dataclass
class Script:
    """The lines so far, and the kernel's scope where the next one stands.

    A fact of the kernel is a hypothesis of Coq with the same name and polynomial.
    """

    scope: Scope
    lines: list[str] = field(default_factory=list)
    depth: int = 0

    def say(self, *lines: str) -> None:
        """Add lines."""
        self.lines += ["  " * self.depth + line for line in lines]

    @contextmanager
    def block(self, first: str) -> Iterator[None]:
        """Add a line and, in braces, what proves the goal that it makes."""
        self.say(first, "{")
        self.depth += 1
        yield
        self.depth -= 1
        self.say("}")

    def poly(self, p: Poly) -> str:
        """Return a polynomial in Coq names."""
        return polynomial(self.scope.ring, p)

    def shown(self, kernel_name: str, formula: Formula) -> Any:
        """Begin the proof of a fact."""
        text = fact_text(self.scope.ring, formula)
        return self.block(f"assert ({name(kernel_name)} : {text}).")

    def by(self, names: Any) -> str:
        """Return the tactic that reads the goal off facts."""
        given = [names] if isinstance(names, str) else names
        premises = f"generalize {' '.join(map(name, given))}; " if given else ""
        return premises + "clear; follows"

    def unscale(self, p: Poly, rel: str, formula: Formula) -> bool:
        """Reduce the goal, the fact that ``p rel 0`` is, to ``p rel 0``; say if it is not done."""
        if formula == TRUE:
            self.say("exact I.")
        elif formula == FALSE:
            self.say(f"cut ({self.poly(p)} {SIGNS[rel]} 0); [impossible |].")
        elif isinstance(formula, Fact) and formula.poly != p:
            c = number(ratio(formula.poly, p))
            self.say(
                f"refine (proj1 ({LEMMAS[rel]} {c} ({self.poly(p)}) 0 _ _ _) _); "
                "[constant | identity |]."
            )
        return formula != TRUE

    def raw(self, left: str, right: str, p: Poly, rel: str, by: str) -> str:
        """Return the tactic for ``left rel right``, where p is the difference and ``by`` shows its fact."""
        formula = fact(p, rel)
        if isinstance(formula, Fact):
            c, shown = number(ratio(formula.poly, p)), self.poly(formula.poly)
        else:
            c, shown, by = "1", self.poly(p), "constant"
        lemma = f"{LEMMAS[rel]} {c} ({left}) ({right}) ({shown})"
        return f"refine (proj2 ({lemma} _ _) _); [constant | identity | {by}]"
