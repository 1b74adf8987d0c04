"""Where a claimed strength of a mode is certainly not that of the flow, by enclosures of the flow."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from time import perf_counter

import sympy as sp
from flint import arb, ctx
from sympy.logic.boolalg import Boolean

from numerics.errors import NumericsError
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.enclose import enclose
from numerics.validated.exact_inputs import read_modes
from proofs.claims.domain import Domain, domain_of
from proofs.claims.flow import Flow
from proofs.claims.flow_statements import Trajectory, flow_of, symbols_in
from proofs.claims.verdict import ENCLOSURE, Counterexample, Evidence, Outcome
from proofs.errors import ClaimError
from proofs.provers.enclosures.arb_evaluation import NoBallError, ball, digits
from proofs.provers.enclosures.enclosed import METHOD, Enclosed, method, strength
from proofs.provers.enclosures.sample_points import Point, Value, admissible, exact, points
from proofs.provers.enclosures.twin import problem_of, row_of
from proofs.reader.flows import mode_exists
from spectra import R, delta, gamma, k, t

DEFAULT = {R: Fraction(10), delta: Fraction(8), gamma: Fraction(3, 4), k: Fraction(4)}
"""Where a mode is looked at first unless the claim fixes the parameters; others at 2, 3, …

Decay and the like at 1/2, 1/3, … before that.
"""

NAMES = ("claimed", "true")
DIGITS, BITS = 20, 160

FACTORS = (1.0, 1.2, 0.8, 3.0, 0.3)
"""Multiples of the learning time at which it is looked at."""


def evidence_on(statement: Trajectory, assume: Iterable[Boolean]) -> Iterator[Evidence]:
    """Yield that the claimed strength is off at one of some points, or how many were looked at."""
    started, looked, assume = perf_counter(), 0, tuple(assume)
    flow = flow_of(statement.weighting, statement.system)
    if why := _unknown(flow, statement.mode):
        yield Evidence(METHOD, Outcome.INCONCLUSIVE, why)
        return
    if not flow.differs:
        statement = replace(statement, weighting=flow.setting.weights)
    known = statement.free_symbols.union(*(a.free_symbols for a in assume))
    assume += tuple(a for a in _exists(statement) if a.free_symbols <= known)
    domain = domain_of(known, assume)
    if statement.system == "projected" or domain.empty:
        return
    for point in _places(
        statement, domain, flow.setting.net(flow.setting.growth()[statement.mode])
    ):
        if not admissible(Domain(tuple(point), assume), point):
            continue
        try:
            problem = problem_of(flow, point, partial(_rational, point=point))
            row = row_of(flow, statement.mode, problem, point)
            time = _rational(t, point)
            true = _strength(problem, row, time)
            with ctx.workprec(BITS):
                value = ball(statement.expr, point)
                gap = abs(value - true)
        except (NoBallError, NumericsError):
            continue
        looked += gap.is_finite()
        if not gap > 0:
            continue
        enclosed = Enclosed(true, reason="no checker for decay, cross-entropy or class means")
        if not flow.differs:
            enclosed = strength(read_modes(problem), _group(problem, row), time, DIGITS, true)
        with ctx.workprec(BITS):
            gap = abs(value - enclosed.ball)
        if gap > 0:
            where = tuple((str(s), str(v)) for s, v in point.items())
            sides = digits(value), digits(enclosed.ball), digits(gap)
            found, seconds = Counterexample(where, *sides, NAMES), perf_counter() - started
            name = method([enclosed])
            yield Evidence(name, Outcome.REFUTES, str(found), seconds, ENCLOSURE, found)
            return
    detail = f"no certain difference at {looked} points at which both could be enclosed"
    yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _unknown(flow: Flow, name: str) -> str:
    """Say why a mode of a flow is not enclosed, if it is not."""
    if len(flow.setting.weights.imbalance.groups) > 2:
        return "flows of at most two groups of classes are enclosed"
    if (flow.targets, flow.scales, flow.depth, flow.init) != ("sel", (1, 1), 2, "spectral"):
        return "flows of two factors from the spectral start on centred labels are enclosed"
    if flow.loss == "cross-entropy" and name == "maj-min":
        return "the strength of a mode between groups is not defined under cross-entropy"
    return ""


def _exists(statement: Trajectory) -> list[sp.Basic]:
    """Return conditions on a mode; none where no equation of it is known, and numbers must tell."""
    try:
        return mode_exists(statement)
    except ClaimError:
        return []


def _strength(problem: FlowProblem, row: int, time: Fraction) -> arb:
    """Enclose a strength, which is a margin under cross-entropy, and by its end under decay.

    Raises
    ------
    NoBallError
        If decay may keep the mode from being learned.
    """
    found = enclose(problem, [time], digits=DIGITS).beta[row, 0]
    if not any(problem.decays):
        return found
    with ctx.workprec(BITS):
        end = read_modes(problem).end(_group(problem, row), BITS)
        if not end > arb(2) ** -DIGITS:
            raise NoBallError("decay keeps the mode from being learned")
        return found / end


def _group(problem: FlowProblem, row: int) -> int | None:
    """Return the group within which a row's mode lies, if it does in one."""
    return [x.group for x in problem.modes.levels for _ in range(x.multiplicity)][row]


def _rational(value: sp.Expr, point: Point) -> Fraction:
    """Put a point into an expression that is rational there."""
    number = _exactly(value, point)
    if not isinstance(number, Fraction):
        raise NoBallError(f"{number} is not rational")
    return number


def _exactly(value: sp.Expr, point: Point) -> Value:
    """Put a point into an expression."""
    number = sp.sympify(value).subs({s: exact(v) for s, v in point.items()})
    return Fraction(int(number.p), int(number.q)) if number.is_Rational else number


def _places(statement: Trajectory, domain: Domain, rate: sp.Expr) -> Iterator[Point]:
    """Yield parameters that seem admissible, each with times about δ/rate, where β is neither 0 nor 1."""
    fixed = {s: v for s, v in domain.fixed if not v.has(t)}
    symbols = {*domain.symbols, *symbols_in(statement.weighting), delta} - {t, *fixed}
    symbols |= statement.expr.free_symbols - {t, *fixed}
    free = domain_of(symbols, [a for a in domain.assumptions if not a.has(t)])
    preferred = {s: DEFAULT.get(s, Fraction(n)) for n, s in enumerate(free.symbols, 2)}
    small = {s: DEFAULT.get(s, Fraction(1, n)) for n, s in enumerate(free.symbols, 2)}
    few = [small, preferred] if isinstance(statement.weighting, Flow) else [preferred]
    tries = [x for x in few if admissible(free, x)]
    for some in [*tries, *islice(points(free), 2)]:
        point = some | {s: _exactly(v, some) for s, v in fixed.items()}
        if not all(exact(v).is_finite for v in point.values()):
            continue
        moment = float(ball(delta / rate, point).mid())
        for factor in FACTORS:
            yield {t: Fraction(round(1000 * factor * moment), 1000), **point}
