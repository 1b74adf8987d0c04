"""Whether the flow keeps a mode in the paper's ansatz."""

from collections.abc import Iterator

import sympy as sp

from proofs.claims.domain import Domain, domain_of
from proofs.claims.flow_statements import Invariance
from proofs.claims.mode_constants import mode
from proofs.claims.verdict import Evidence
from proofs.provers.flows.mode_equations import vacuous
from proofs.provers.relations import relation


def evidence_on(statement: Invariance, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on whether the mode's row of VᵀΩ - ΛVᵀ vanishes.

    At t = 0 the derivative of H is W(0)ᵀ(Z - W(0)H(0))Ω: its component off the row space of Vᵀ
    is a multiple of the defect, so a non-zero defect is an exact refutation of the ansatz.
    """
    if (nothing := vacuous(statement, domain)) is not None:
        yield nothing
        return
    defect = domain.apply(mode(statement.mode, statement.weighting).defect)
    wider = domain_of({*domain.symbols, *defect.free_symbols}, domain.assumptions)
    yield from relation.evidence_on(sp.Eq(defect, 0, evaluate=False), wider)
