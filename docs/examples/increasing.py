"""A kind of statement of its own, and the prover for it."""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from proofs import Evidence
from proofs.claims.domain import Domain, substitute
from proofs.provers.relations import relation


@dataclass(frozen=True)
class Increasing:
    """``expr`` is the larger, the larger ``var`` is, all else being equal."""

    expr: sp.Expr
    var: sp.Symbol


def decide(statement: Increasing, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on whether expr(x) < expr(y) for all admissible x < y."""
    x = statement.var
    y = sp.Symbol(f"{x}_later", **x.assumptions0)
    assumed = [*domain.assumptions, *(sp.Eq(s, v, evaluate=False) for s, v in domain.fixed)]
    pairs = domain.restrict(*(substitute(a, x, y) for a in assumed), sp.Lt(x, y))
    rises = sp.Lt(statement.expr, statement.expr.subs(x, y), evaluate=False)
    yield from relation.decide(rises, pairs)
