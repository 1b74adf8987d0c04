"""A kind of statement of its own: how it reads, and the prover for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

import proofs
from proofs.claims.domain import substitute


@dataclass(frozen=True)
class Increasing(proofs.Statement):
    """``expr`` is the larger, the larger ``var`` is, all else being equal."""

    expr: sp.Expr
    var: sp.Symbol

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the formula, and the one that grows."""
        return {self.var, *self.expr.free_symbols}

    def _sympystr(self, printer: Any) -> str:
        return f"{printer._print(self.expr)} increases with {printer._print(self.var)}"

    def _latex(self, printer: Any) -> str:
        return rf"{printer._print(self.expr)} \nearrow {printer._print(self.var)}"


@proofs.prover.register
def evidence_on(statement: Increasing, assume: tuple[Boolean, ...]) -> Iterator[proofs.Evidence]:
    """Yield evidence on whether expr(x) < expr(y) for all admissible x < y."""
    x = statement.var
    y = sp.Symbol(f"{x}_later", **x.assumptions0)
    later = tuple(substitute(a, x, y) for a in assume)
    rises = proofs.lt(statement.expr, statement.expr.subs(x, y))
    yield from proofs.prover(proofs.Relation(rises), (*assume, *later, proofs.lt(x, y)))
