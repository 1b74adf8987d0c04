"""When a mode is learned, as δ → ∞.

A logistic mode by solving β(T) = ½ exactly; a coupled one by the two-sided bounds of
:mod:`proofs.provers.lemmas`, each of which is decided afresh.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from time import perf_counter

import sympy as sp

from proofs.domain import Domain, domain_of
from proofs.provers import limits, relation
from proofs.provers.lemmas import LEMMAS
from proofs.provers.matrix import all_of
from proofs.provers.modes import Mode, is_logistic, logistic, mode, vacuous
from proofs.statement import LearningTime, Limit
from proofs.verdict import Evidence, Outcome, Verdict, combine
from spectra import R, delta, t


def decide(statement: LearningTime, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that T/δ tends to ``expr``."""
    if (nothing := vacuous(statement.mode, domain)) is not None:
        yield nothing
        return
    found = mode(statement.mode, statement.weighting)
    if is_logistic(statement, domain):
        yield from _logistic_time(statement, found, domain)
        return
    yield from _coupled_time(statement, found, domain)


def _logistic_time(statement: LearningTime, found: Mode, domain: Domain) -> Iterator[Evidence]:
    """Solve β(T) = ½ exactly and take the limit of T/δ."""
    sigma, rate = domain.apply(found.sigma), domain.apply(found.rate)
    moment = (delta + sp.log(sigma - sp.exp(-2 * delta)) / 2) / rate
    late = domain_of(
        [*domain.symbols, delta], [*domain.assumptions, sp.Gt(sigma, sp.exp(-2 * delta))]
    )
    half = sp.Eq(logistic(sigma, rate).subs(t, moment), sp.Rational(1, 2), evaluate=False)
    solved = combine(relation.decide(half, late))
    if solved is not Verdict.PROVED:
        yield Evidence("half-time", Outcome.INCONCLUSIVE, f"β(T) = ½ is {solved.value}")
        return
    claim = Limit(moment / delta, delta, sp.oo, domain.apply(statement.expr))
    yield from limits.decide(claim, domain_of([*domain.symbols, delta], domain.assumptions))


@cache
def lemma_verdicts() -> tuple[tuple[str, Verdict], ...]:
    """Decide every lemma behind the learning time of a coupled mode."""
    return tuple(
        (
            lemma.name,
            combine(
                relation.decide(
                    lemma.statement, domain_of(lemma.statement.free_symbols, lemma.assume)
                )
            ),
        )
        for lemma in LEMMAS
    )


def _coupled_time(statement: LearningTime, found: Mode, domain: Domain) -> Iterator[Evidence]:
    """Compare with 1/(√2·g), which the lemmas bound from both sides."""
    started = perf_counter()
    drives = [o * x for o, x in zip(found.omega, found.targets, strict=True)]
    one_drive = sp.Eq(drives[0], drives[1], evaluate=False)
    from_drive = sp.Eq(found.leading, sp.sqrt(2) * drives[0], evaluate=False)
    anywhere = domain_of([R], ())
    hypotheses = list(
        all_of([("one drive", one_drive), ("leading rate √2·g", from_drive)], anywhere)
    )
    failed = [name for name, verdict in lemma_verdicts() if verdict is not Verdict.PROVED]
    if failed or combine(hypotheses) is not Verdict.PROVED:
        detail = f"not established: {', '.join(failed) or 'the form of the coupled system'}"
        yield Evidence("two-sided bounds", Outcome.INCONCLUSIVE, detail, perf_counter() - started)
        return
    true = domain.apply(1 / found.leading)
    lemmas = f"{len(LEMMAS)} lemmas bound T between (δ + c)/μ and (δ + C)/μ, μ = {found.leading}"
    same = sp.Eq(domain.apply(statement.expr), true, evaluate=False)
    for item in relation.decide(same, domain):
        yield Evidence(
            f"two-sided bounds; {item.method}",
            item.outcome,
            f"{lemmas}; {item.detail}",
            item.seconds,
            item.route,
            item.counterexample and replace(item.counterexample, names=("claimed", "true")),
        )
