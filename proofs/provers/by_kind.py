"""Which prover decides which kind of statement."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import singledispatch
from typing import TypeAlias

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.claims.conserved import Conserved
from proofs.claims.empirical import Empirical
from proofs.claims.flow_quantities import Delay, Quantity
from proofs.claims.flow_statements import Invariance, LearningTime, Plateau, Terminal, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.relation import AS_TYPED, Evaluated, Relation
from proofs.claims.statement import OutOfScope, Statement
from proofs.claims.verdict import Evidence, Outcome
from proofs.errors import ClaimError
from proofs.provers import checked

Assumptions: TypeAlias = tuple[Boolean, ...]


NOT_GENERAL = (
    "it is not conserved for all losses whose residuals sum to 0 over the classes, and where logits are 0, or "
    "the labels, nothing speaks against it"
)


@singledispatch
def prover(statement: Statement, assume: Assumptions) -> Iterator[Evidence]:  # noqa: ARG001
    """Yield evidence on a statement, under assumptions, by the prover of its kind.

    ``@proofs.prover.register`` makes a function of a statement and a tuple of assumptions the
    prover of the kind that its first argument is annotated with. The provers of the package load
    what they need, such as finders and flows, when the first statement of their kind comes.
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


@prover.register(MatrixIdentity)
@prover.register(Limit)
@prover.register(Invariance)
def _(statement: Statement, assume: Assumptions) -> Iterator[Evidence]:
    return checked.evidence_on(statement, assume)


@prover.register
def _(statement: Conserved, assume: Assumptions) -> Iterator[Evidence]:
    found = list(checked.evidence_on(statement, assume))
    if statement.flow.loss != "squared":
        # what fails for some residual whose columns sum to 0 may hold for that of the loss
        found = [item for item in found if item.outcome is not Outcome.REFUTES]
        for logits in (sp.S.Zero, sp.S.One):
            if any(item.is_established for item in found):
                break
            there = checked.evidence_on(replace(statement, logits=logits), assume)
            found += [item for item in there if item.outcome is Outcome.REFUTES]
    yield from found or [Evidence(checked.METHOD, Outcome.INCONCLUSIVE, NOT_GENERAL)]


@prover.register
def _(statement: Relation, assume: Assumptions) -> Iterator[Evidence]:
    quantities = statement.formula.atoms(Quantity)
    if not quantities:
        yield from checked.evidence_on(statement, assume)
        return
    from proofs.provers.enclosures import relation

    ways: list[Callable[[], Iterator[Evidence]]] = [
        lambda: relation.evidence_on(statement.formula, assume)
    ]
    if all(isinstance(x, Delay) for x in quantities):
        # what holds for all ratios is proved; numbers are enclosed, if that tells
        if statement.formula.free_symbols:
            numbers = ways[0]
            ways.insert(0, lambda: checked.evidence_on(statement, assume, sooner=numbers))
        else:
            ways.append(lambda: checked.evidence_on(statement, assume))
    for way in ways:
        found = list(way())
        yield from found
        if any(item.is_established for item in found):
            return


@prover.register
def _(statement: Trajectory, assume: Assumptions) -> Iterator[Evidence]:
    found = list(checked.evidence_on(statement, assume))
    if found[-1].outcome in (Outcome.REFUTES, Outcome.INCONCLUSIVE):
        from proofs.provers.enclosures import trajectory

        # how far off it is at some time says more to a reader than a derivative at t = 0
        yield from trajectory.evidence_on(statement, assume)
    yield from _with_numbers(statement, assume, found)


@prover.register(LearningTime)
@prover.register(Plateau)
@prover.register(Terminal)
def _(statement: LearningTime | Plateau | Terminal, assume: Assumptions) -> Iterator[Evidence]:
    yield from _with_numbers(statement, assume, checked.evidence_on(statement, assume))


def _with_numbers(
    statement: Trajectory | LearningTime | Plateau | Terminal,
    assume: Assumptions,
    found: Iterable[Evidence],
) -> Iterator[Evidence]:
    """Yield evidence, and numbers beside it where nothing is established."""
    found = list(found)
    yield from found
    if not any(item.is_established for item in found):
        from proofs.provers import numerical

        yield from numerical.evidence_on(statement, assume)


@prover.register
def _(statement: Empirical, assume: Assumptions) -> Iterator[Evidence]:  # noqa: ARG001
    from proofs.provers import empirical

    return empirical.evidence_on(statement)


@prover.register
def _(statement: Evaluated, assume: Assumptions) -> Iterator[Evidence]:  # noqa: ARG001
    found = str(statement.value).lower()
    detail = f"sympy evaluated the relation to {found} before it got here; {AS_TYPED}"
    yield Evidence("sympy's evaluation", Outcome.INCONCLUSIVE, detail)


@prover.register
def _(statement: OutOfScope, assume: Assumptions) -> Iterator[Evidence]:  # noqa: ARG001
    yield Evidence("scope", Outcome.INCONCLUSIVE, statement.reason)
