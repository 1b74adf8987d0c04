"""Relations that sympy evaluated to true or false before they reached the engine."""

from collections.abc import Iterator

from proofs.domain import Domain
from proofs.provers import matrix, relation
from proofs.statement import Collapsed
from proofs.verdict import Counterexample, Evidence, Outcome, Verdict, combine


def decide(statement: Collapsed, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on the relation as it was written, or on its bare truth value."""
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    if statement.recovered is not None:
        module = matrix if matrix.is_matrix_relation(statement.recovered) else relation
        evidence = list(module.decide(statement.recovered, domain))
        if combine(evidence) is not Verdict.UNDECIDED:
            yield from evidence
            return
    what = f"sympy evaluated {statement.source or 'it'} to {str(statement.value).lower()}"
    if statement.value:
        yield Evidence("sympy's evaluation", Outcome.PROVES, what, route="sympy")
        detail = "what reached the engine is the constant true"
        yield Evidence("the statement itself", Outcome.PROVES, detail, route="constant")
        return
    found = Counterexample((), statement.source or "the statement", "false", "false everywhere")
    yield Evidence("sympy's evaluation", Outcome.REFUTES, what, 0.0, "sympy", found)
