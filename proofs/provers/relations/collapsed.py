"""Relations that sympy evaluated to true or false before they reached the engine."""

from collections.abc import Iterator

from proofs.claims.domain import Domain
from proofs.claims.statement import Collapsed
from proofs.claims.verdict import Counterexample, Evidence, Outcome, Verdict, combine
from proofs.provers.matrices import block_matrix
from proofs.provers.relations import relation


def decide(statement: Collapsed, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on the relation as it was written, or on its bare truth value."""
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    what = f"sympy evaluated {statement.source or 'it'} to {str(statement.value).lower()}"
    if statement.recovered is not None:
        module = block_matrix if block_matrix.is_matrix_relation(statement.recovered) else relation
        evidence = list(module.decide(statement.recovered, domain))
        yield from evidence
        if combine(evidence) is Verdict.UNDECIDED:
            # sympy's word is one route, no more, and like a normal form it does not ask whether
            # the statement is defined everywhere
            other = any(e.outcome is Outcome.PROVES and e.route != "flint" for e in evidence)
            outcome = Outcome.PROVES if statement.value and other else Outcome.INCONCLUSIVE
            yield Evidence("sympy's evaluation", outcome, what, route="sympy")
        return
    if statement.value:
        yield Evidence("sympy's evaluation", Outcome.PROVES, what, route="sympy")
        detail = "what reached the engine is the constant true"
        yield Evidence("the statement itself", Outcome.PROVES, detail, route="constant")
        return
    found = Counterexample((), statement.source or "the statement", "false", "false everywhere")
    yield Evidence("sympy's evaluation", Outcome.REFUTES, what, 0.0, "sympy", found)
