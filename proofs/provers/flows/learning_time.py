"""When a mode is learned, as δ → ∞.

A logistic mode by solving β(T) = ½ exactly; a coupled one by the two-sided bounds of
:mod:`proofs.claims.limit_lemmas`. Each step that leads to T/δ → 1/rate is decided afresh; what is left
is to compare the claimed limit with that.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from time import perf_counter

import sympy as sp

from proofs.claims.domain import Domain, domain_of
from proofs.claims.flow_statements import LearningTime, symbols_in
from proofs.claims.limit import Limit
from proofs.claims.limit_lemmas import LIMIT
from proofs.claims.mode_constants import Mode, mode
from proofs.claims.verdict import Evidence, Outcome, Verdict, combine
from proofs.provers.flows.mode_equations import is_logistic, logistic, vacuous
from proofs.provers.limits import limit
from proofs.provers.relations import relation
from spectra import delta, t

SIGMA, RATE = sp.symbols("sigma rate", positive=True)

Verdicts = tuple[tuple[str, Verdict], ...]


def evidence_on(statement: LearningTime, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that T/δ tends to ``expr``."""
    if (nothing := vacuous(statement, domain)) is not None:
        yield nothing
        return
    started = perf_counter()
    found = mode(statement.mode, statement.weighting)
    if is_logistic(statement, domain):
        method, rate = "half-time of the logistic mode", found.rate
        detail, steps = "T = (δ + ½ ln(σ - e^(-2δ)))/rate", logistic_verdicts()
    else:
        method, rate = "two-sided bounds", found.leading
        detail = f"{len(LIMIT)} lemmas bound T between (δ + c)/μ and (δ + C)/μ, μ = {rate}"
        steps = (*lemma_verdicts(), ("the form of the coupled system", _form(statement, found)))
    if failed := [name for name, verdict in steps if verdict is not Verdict.PROVED]:
        text = f"not established: {', '.join(failed)}"
        yield Evidence(method, Outcome.INCONCLUSIVE, text, perf_counter() - started)
        return
    same = sp.Eq(domain.apply(statement.expr), domain.apply(1 / rate), evaluate=False)
    for item in relation.evidence_on(same, domain):
        yield Evidence(
            f"{method}; {item.method}",
            item.outcome,
            f"{detail}; {item.detail}",
            item.seconds,
            item.route,
            item.counterexample and replace(item.counterexample, names=("claimed", "true")),
        )


@cache
def logistic_verdicts() -> Verdicts:
    """Decide that a logistic mode is ½ at T, and that T·rate/δ → 1, for every σ and rate."""
    growth = delta + sp.log(SIGMA - sp.exp(-2 * delta)) / 2
    late = domain_of([SIGMA, RATE, delta], [sp.Gt(SIGMA, sp.exp(-2 * delta))])
    beta = logistic(SIGMA, RATE).subs(t, growth / RATE)
    half = sp.Eq(beta, sp.Rational(1, 2), evaluate=False)
    tends = Limit(growth / delta, delta, sp.oo, sp.S.One)
    return (
        ("β(T) = ½", combine(relation.evidence_on(half, late))),
        ("the limit of T/δ", combine(limit.evidence_on(tends, domain_of([SIGMA, delta], [])))),
    )


@cache
def lemma_verdicts() -> Verdicts:
    """Decide every lemma behind the learning time of a coupled mode."""
    return tuple(
        (
            lemma.name,
            combine(
                relation.evidence_on(
                    lemma.statement, domain_of(lemma.statement.free_symbols, lemma.assume)
                )
            ),
        )
        for lemma in LIMIT
    )


def _form(statement: LearningTime, found: Mode) -> Verdict:
    """Decide that the leading rate is that of the coupled system, μ² = g₁² + g₂²."""
    squares = sum((o * x) ** 2 for o, x in zip(found.omega, found.targets, strict=True))
    same = sp.Eq(found.leading**2, squares, evaluate=False)
    return combine(relation.evidence_on(same, domain_of(symbols_in(statement.weighting), ())))
