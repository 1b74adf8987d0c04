"""Which prover decides which kind of statement."""

from collections.abc import Iterator
from functools import singledispatch

from proofs.claims.domain import Domain
from proofs.claims.empirical import Empirical
from proofs.claims.flow_statements import Invariance, LearningTime, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.relation import Evaluated, MatrixRelation, Relation
from proofs.claims.statement import OutOfScope, Statement
from proofs.claims.verdict import Evidence, Outcome
from proofs.errors import ClaimError


@singledispatch
def prover(statement: Statement, domain: Domain) -> Iterator[Evidence]:  # noqa: ARG001
    """Yield evidence on a statement by the prover of its kind.

    ``@proofs.prover.register`` makes a function of a statement and a domain the prover of the kind
    that its first argument is annotated with. The provers of the package load what they need, such
    as flows and solvers, when the first statement of their kind comes.
    """
    kind = type(statement).__name__
    raise ClaimError(
        f"no prover is registered for {kind}; write one and put @proofs.prover.register above it"
    )


def kinds() -> dict[str, str]:
    """Return the kinds of statement that have a prover: name, and the first line of the docstring.

    Examples
    --------
    >>> kinds()["OutOfScope"]
    'A statement the toolkit cannot decide, in words, with the reason.'
    """
    found = {kind.__name__: kind for kind in prover.registry if kind is not object}
    return {name: str(found[name].__doc__).splitlines()[0] for name in sorted(found)}


@prover.register
def _(statement: Relation, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.relations import relation

    return relation.evidence_on(statement.formula, domain)


@prover.register
def _(statement: MatrixRelation, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.matrices import block_matrix

    return block_matrix.evidence_on(statement.formula, domain)


@prover.register
def _(statement: MatrixIdentity, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.matrices import identity

    return identity.evidence_on(statement, domain)


@prover.register
def _(statement: Limit, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.limits import limit

    return limit.evidence_on(statement, domain)


@prover.register
def _(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.flows import trajectory

    return trajectory.evidence_on(statement, domain)


@prover.register
def _(statement: LearningTime, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.flows import learning_time

    return learning_time.evidence_on(statement, domain)


@prover.register
def _(statement: Invariance, domain: Domain) -> Iterator[Evidence]:
    from proofs.provers.flows import invariance

    return invariance.evidence_on(statement, domain)


@prover.register
def _(statement: Empirical, domain: Domain) -> Iterator[Evidence]:  # noqa: ARG001
    from proofs.provers import empirical

    return empirical.evidence_on(statement)


@prover.register
def _(statement: Evaluated, domain: Domain) -> Iterator[Evidence]:  # noqa: ARG001
    detail = (
        f"sympy evaluated the relation to {str(statement.value).lower()} before it got here; write "
        "proofs.eq(a, b), ne, lt, le, gt or ge, which keep both sides as typed"
    )
    yield Evidence("sympy's evaluation", Outcome.INCONCLUSIVE, detail)


@prover.register
def _(statement: OutOfScope, domain: Domain) -> Iterator[Evidence]:  # noqa: ARG001
    yield Evidence("scope", Outcome.INCONCLUSIVE, statement.reason)
