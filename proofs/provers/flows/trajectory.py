"""Whether a formula is the strength of a mode along the flow.

A logistic mode is decided by its initial value and its differential equation, whose solution is
unique; a coupled one has no known closed form, and a claimed one is refuted twice: exactly, by
its derivatives at t = 0, and at stated parameters by an enclosure of the flow.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from time import perf_counter

import sympy as sp
from flint import ctx

import spectra
from numerics.errors import NumericsError
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.enclose import enclose
from proofs.claims.domain import Domain, domain_of
from proofs.claims.flow_statements import Trajectory, exponent_of, symbols_in
from proofs.claims.mode_constants import mode
from proofs.claims.verdict import Counterexample, Evidence, Outcome, Verdict, combine
from proofs.provers.expressions.arb_evaluation import NoBallError, ball, digits, truth
from proofs.provers.expressions.sample_points import Point, admissible, exact, points
from proofs.provers.flows.mode_equations import (
    ORDERS,
    is_logistic,
    logistic,
    taylor_coefficients,
    vacuous,
)
from proofs.provers.relations import relation
from proofs.provers.relations.counterexamples import check_point, look, show
from proofs.provers.relations.relation import all_of
from spectra import R, delta, gamma, t

DEFAULT = {R: Fraction(10), delta: Fraction(8), gamma: Fraction(3, 4)}
"""Where a mode is looked at first unless the claim fixes the parameters; others at 2, 3, …"""

MOST_CLASSES = 64
"""Classes of a flow that is enclosed."""

NAMES, PRIME = ("claimed", "true"), "′"

FACTORS = (1.0, 1.2, 0.8, 3.0, 0.3)
"""Multiples of the learning time at which it is looked at."""


def evidence_on(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that ``expr`` is, or is not, β of the mode for all t ≥ 0."""
    if (nothing := vacuous(statement, domain)) is not None:
        yield nothing
        return
    if is_logistic(statement, domain):
        yield from _logistic(statement, domain)
        return
    if t in domain.symbols and not any(a.has(t) for a in domain.assumptions):
        yield from _taylor(statement, domain)
    evidence = _enclosed_gap(statement, domain)
    if evidence is not None:
        yield evidence


def _logistic(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    """Check the initial value and the differential equation."""
    found = mode(statement.mode, statement.weighting)
    beta, rate, sigma = (domain.apply(e) for e in (statement.expr, found.rate, found.sigma))
    start = domain.apply(sp.exp(-2 * delta) / found.sigma)
    wider = domain_of({*domain.symbols, *beta.free_symbols}, domain.assumptions)
    # the solution itself gives a counterexample both its sides; the proof does not use it
    same = sp.Eq(beta, domain.apply(logistic(sigma, rate)), evaluate=False)
    places = _places(statement, domain, found.rate)
    different = next(filter(None, (check_point(same, p) for p in places)), None)
    if different is None:
        different, _ = look(same, wider, 60)
    if different is not None:
        different = replace(different, names=NAMES)
        detail = str(different)
        yield Evidence("solution in balls", Outcome.REFUTES, detail, 0.0, "balls", different)
        return
    parts = [
        ("initial value", sp.Eq(beta.subs(t, 0), start, evaluate=False)),
        ("β' = 2σλβ(1-β)", sp.Eq(beta.diff(t), 2 * rate * beta * (1 - beta), evaluate=False)),
    ]
    evidence = list(all_of(parts, wider)) if t in domain.symbols else []
    if combine(evidence) is not Verdict.PROVED:
        # time is fixed or restricted, or the equation is beyond the provers: compare values
        yield from relation.evidence_on(same, wider)
    elif {s for s, _ in domain.fixed} >= {R, delta}:
        detail = "solves the mode's equation exactly at the stated parameters"
        seconds = sum(e.seconds for e in evidence)
        method = "initial value and equation"
        yield Evidence(method, Outcome.CERTIFIES, detail, seconds, "stated")
    else:
        yield from evidence


def _taylor(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    """Compare derivatives at t = 0 with those of the full flow, exactly."""
    started = perf_counter()
    claimed = domain.apply(statement.expr)
    outside = domain_of(
        {s for s in {*domain.symbols, *claimed.free_symbols} if s != t},
        [a for a in domain.assumptions if not a.has(t)],
    )
    for order, true in enumerate(taylor_coefficients(statement.weighting)):
        ours = domain.apply(claimed.diff(t, order).subs(t, 0))
        same = sp.Eq(ours, domain.apply(true), evaluate=False)
        found, _ = look(same, outside, 60)
        if found is None:
            continue
        name = f"derivative {order} of β at t = 0"
        found = replace(found, names=(f"claimed β{order * PRIME}(0)", "true"))
        detail = f"{name} is not that of the full flow: {found}"
        yield Evidence(
            "Taylor coefficients at t = 0",
            Outcome.REFUTES,
            detail,
            perf_counter() - started,
            "exact",
            found,
        )
        return
    detail = f"no certain difference from the full flow at t = 0 up to derivative {ORDERS}"
    yield Evidence(
        "Taylor coefficients at t = 0", Outcome.INCONCLUSIVE, detail, perf_counter() - started
    )


def _enclosed_gap(statement: Trajectory, domain: Domain) -> Evidence | None:
    """Enclose the full flow in balls and certify its distance from the claim."""
    started = perf_counter()
    claimed = domain.apply(statement.expr)
    rate = mode(statement.mode, statement.weighting).leading
    for point in _places(statement, domain, rate):
        if point.get(R) == 1:
            continue  # there the mode is logistic
        try:
            problem, row = _problem(statement, point)
            true = enclose(problem, [point[t]], digits=20).beta[row, 0]
            with ctx.workprec(160):
                value = ball(claimed, point)
                gap = abs(value - true)
        except (NoBallError, NumericsError):
            continue
        if gap > 0:
            where = show(point)
            found = Counterexample(where, digits(value), digits(true), digits(gap), NAMES)
            seconds = perf_counter() - started
            detail = f"certified enclosure of the full flow: {found}"
            method = "enclosure of the flow"
            return Evidence(method, Outcome.REFUTES, detail, seconds, "enclosure", found)
    return None


def _problem(statement: Trajectory, point: Point) -> tuple[FlowProblem, int]:
    """Return the flow at a point, and the row of the mode between the groups.

    Raises
    ------
    NoBallError
        If the flow takes no such parameters: a weight that is not rational, or too many classes.
    """
    given, at = statement.weighting, partial(_rational, point=point)
    if not isinstance(given, spectra.Weights):
        gamma = at(exponent_of(given))
        problem = FlowProblem(k=4, R=point[R], delta=point[delta], gamma=gamma)
        return problem, problem.mode_names.index(statement.mode)
    groups = given.imbalance.groups
    sizes, counts = [int(at(g.size)) for g in groups], [at(g.count) for g in groups]
    if sum(sizes) > MOST_CLASSES or any(n.denominator > 1 for n in counts):
        raise NoBallError(f"groups of {sizes} classes of {counts} samples")
    of_class = [g for g, size in enumerate(sizes) for _ in range(size)]
    problem = FlowProblem(
        counts=[int(counts[g]) for g in of_class],
        weights=[at(given.omega[g]) for g in of_class],  # type: ignore[misc]  # exact
        delta=point[delta],
    )
    levels = problem.modes.levels
    between = [i for i, level in enumerate(levels) if level.group is None]
    if len(problem.modes.groups) != 2 or len(between) != 1:
        raise NoBallError("one group of equal classes")
    return problem, sum(level.multiplicity for level in levels[: between[0]])


def _rational(value: sp.Expr, point: Point) -> Fraction:
    """Put a point into an expression that is rational there."""
    number = sp.sympify(value).subs({s: exact(v) for s, v in point.items()})
    if not number.is_Rational:
        raise NoBallError(f"{number} is not rational")
    return Fraction(int(number.p), int(number.q))


def _places(statement: Trajectory, domain: Domain, rate: sp.Expr) -> Iterator[Point]:
    """Yield admissible parameters, each with times about δ/rate, where β is neither 0 nor 1."""
    fixed = {s: Fraction(str(v)) for s, v in domain.fixed if v.is_Rational}
    symbols = {*domain.symbols, *symbols_in(statement.weighting), delta} - {t, *fixed}
    symbols |= statement.expr.free_symbols - {t, *fixed}
    free = domain_of(symbols, [a for a in domain.assumptions if not a.has(t)])
    preferred = {s: DEFAULT.get(s, Fraction(n)) for n, s in enumerate(free.symbols, 2)}
    tries = [preferred] if admissible(free, preferred) else []
    for some in [*tries, *islice(points(free), 4)]:
        point = {**fixed, **some}
        moment = float(ball(delta / rate, point).mid())
        for factor in FACTORS:
            timed = {**point, t: fixed.get(t, Fraction(round(1000 * factor * moment), 1000))}
            if all(truth(a, timed) for a in domain.assumptions if a.has(t)):
                yield timed
