"""What numerical integration says of a flow for which no proof was found: numbers, no verdict."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import islice
from math import exp, log
from time import perf_counter
from typing import Any

import numpy as np
import sympy as sp
from flint import arb
from scipy.optimize import brentq
from sympy.logic.boolalg import Boolean
from sympy.printing.str import StrPrinter

from numerics.errors import NumericsError
from numerics.flow.losses import changed
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import learning_times, limit_times
from numerics.solvers.solve import solve
from numerics.solvers.terminal import terminal_strengths
from proofs.claims.flow_statements import LearningTime, Plateau, Terminal, Trajectory
from proofs.claims.verdict import Evidence, Outcome
from proofs.claims.weighting import flow_of
from proofs.provers.enclosures.places import USUAL, NoValueError, Places, Point, value
from proofs.provers.enclosures.twin import problem_of, row_of
from proofs.provers.shown import written
from proofs.reader.scalars import UnreadableError
from spectra import R, delta, k, t

METHOD = "numerical integration"
FACTORS = (0.5, 0.9, 1.0, 1.1, 2.0)
"""Times at which a strength is looked at, by that at which it passes one half."""

MOST_POINTS = 6
"""Points that are tried until one is of a flow that numerics follows."""

FAR = 4
"""And for its end."""

LATE = 100.0
"""δ at which one is looked at for what it tends to."""

LARGE = 40.0
"""δ at which one is looked at for what it has beyond a multiple of δ."""

SLOPE = (10_000.0, 20_000.0)
"""δ between which learning times under cross-entropy are compared."""


def evidence_on(
    statement: Trajectory | LearningTime | Plateau | Terminal, assume: Iterable[Boolean]
) -> Iterator[Evidence]:
    """Yield what is computed beside what is claimed, at one admissible point.

    It never supports or refutes: floats are not certain, and a single point is not all.
    """
    started, detail = perf_counter(), "no admissible point was found"
    flow = flow_of(statement.weighting, statement.system)
    for point in islice(_points(statement, assume), MOST_POINTS):
        try:
            problem = problem_of(flow, point, partial(_float, point=point))
            said = _compared(
                statement, problem, row_of(flow, statement.mode, problem, point), point
            )
        except (NumericsError, NoValueError, ArithmeticError, ValueError) as error:
            detail = f"not compared with numbers: {error}"
            continue
        spoken = (flow.free_symbols | statement.free_symbols | {delta}) - {t}
        spoken -= statement.bound_symbols
        at = ", ".join(f"{s} = {written(v)}" for s, v in point.items() if s in spoken)
        if flow.init != "spectral":
            at = ", ".join(filter(None, (at, f"seed {problem.seed}")))
        detail = f"numerics{' at ' * bool(at)}{at}: {said}"
        break
    yield Evidence(METHOD, Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _compared(
    statement: Trajectory | LearningTime | Plateau | Terminal,
    problem: FlowProblem,
    row: int,
    point: Point,
) -> str:
    """Say both values."""
    match statement:
        case LearningTime():
            if statement.relation:
                at_level = _time(problem, row, _float(statement.level, point))
                return _apart("T", _at_point(statement.expr, point), at_level)
            if statement.after is not None:
                return _after(statement, statement.after, problem, row, point)
            per = statement.per_growth(StrPrinter())
            found, name = _limit(problem, row), f"lim T/{per}"
            return _apart(name, _float(statement.expr, point), found)
        case Plateau() | Terminal():
            if statement.of not in ("strength", "part"):
                raise NoValueError(
                    "the error of a mode is not computed, nor what is added to margins"
                )
            name, found = _far_out(statement, problem, row, point)
            return _apart(name, _float(statement.expr, point), found)
    times = _half(problem, row) * np.array(FACTORS)
    if t in point:
        times = np.array([_float(t, point)])
    true = _strengths(problem, row, times)
    claimed = np.array([_float(statement.expr, {**point, t: str(Fraction(x))}) for x in times])
    worst = int(np.argmax(abs(claimed - true)))
    where = f"strength at t = {times[worst]:.6g}"
    return _apart(where, claimed[worst], true[worst]) + f", the furthest of {len(times)} times"


def _after(
    statement: LearningTime, multiple: sp.Expr, problem: FlowProblem, row: int, point: Point
) -> str:
    """Say what a time less a multiple of δ is where δ is large."""
    at_level = _time(replace(problem, delta=LARGE), row, _float(statement.level, point))
    found = at_level - _float(multiple, point) * LARGE
    where = f"T - {LARGE:g}·({sp.sstr(multiple)}) at δ = {LARGE:g}"
    return _apart(where, _at_point(statement.expr, point), found)


def _time(problem: FlowProblem, row: int, level: float) -> float:
    """When a mode is learned; between two groups under cross-entropy by the least margin of a sample."""
    found = float(learning_times(problem, level)[row])
    groups = [x.group for x in problem.modes.levels for _ in range(x.multiplicity)]
    if problem.loss == "squared" or groups[row] is not None or changed(problem) is not None:
        return found

    def above(log_time: float) -> float:
        margins = solve(problem, [exp(log_time)], estimate=False).margins
        return min(float(margins[name][0]) for name in ("maj-min", "min-maj")) - level

    early = late = log(found)
    while above(early) > 0:
        early -= 1
    while above(late) < 0:
        late += 1
    return exp(brentq(above, early, late, xtol=1e-13)) if early < late else found


def _at_point(expr: sp.Expr, point: Point) -> float:
    """Return a value by those of the symbols, as what is integrated may have none at an end."""
    at = {symbol: sp.Float(_float(symbol, point)) for symbol in expr.free_symbols}
    found = expr.xreplace(at).evalf()
    if not found.is_Number:
        raise NoValueError(f"no number is computed for {found}")
    return float(found)


def _far_out(
    statement: Plateau | Terminal, problem: FlowProblem, row: int, point: Point
) -> tuple[str, float]:
    """Return a strength where it should be near its limit, and what it is."""
    if isinstance(statement, Plateau):
        problem, moment = replace(problem, delta=LATE), LATE * _float(statement.at, point)
        where = f" and δ = {LATE:g}"
    else:
        moment, where = FAR * _half(problem, row), ""
    if statement.of == "part":
        strength = float(solve(problem, [moment], estimate=False).beta[row, 0])
    else:
        strength = float(_strengths(problem, row, np.array([moment]))[0])
    return f"{statement.of} at t = {moment:.4g}{where}", strength


def _apart(name: str, claimed: float, found: float) -> str:
    gap = "both infinite" if claimed == found == np.inf else f"apart by {abs(claimed - found):.1e}"
    return f"{name} is claimed to be {claimed:.10g}, computed {found:.10g}, {gap}"


def _half(problem: FlowProblem, row: int) -> float:
    """When the mode is learned, or one over its growth rate where it never is."""
    found = float(learning_times(problem)[row])
    return found if np.isfinite(found) else float(1 / (problem.sigma[row] * problem.lam[row]))


def _strengths(problem: FlowProblem, row: int, times: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return β by its end, where decay leaves it one."""
    decays = any(problem.decays)
    end = terminal_strengths(problem)[row] if decays else 1.0
    if not end > 0:
        raise NoValueError("decay keeps the mode from being learned")
    return np.asarray(solve(problem, times, estimate=False).beta[row] / end)


def _limit(problem: FlowProblem, row: int) -> float:
    """Return the slope of T in δ; that of cross-entropy numerics has as a formula only."""
    if problem.loss == "squared" or problem.init != "spectral":
        return float(limit_times(problem)[row])
    if len(problem.modes.groups) > 2:
        raise NoValueError(
            "under cross-entropy it is not defined which margin tells modes between three or more groups; "
            "claim when one within a group is learned: that is proved or refuted"
        )
    near, far = (learning_times(replace(problem, delta=x))[row] for x in SLOPE)
    return float((far - near) / (SLOPE[1] - SLOPE[0]))


def _points(
    statement: Trajectory | LearningTime | Plateau | Terminal, assume: Iterable[Boolean]
) -> Iterator[Point]:
    """Yield admissible points, the most usual one first if it is."""
    fixed = [a for a in assume if isinstance(a, sp.Eq) or not a.has(t)]
    symbols = (statement.free_symbols | {R, delta, k}) - {t}
    try:
        places = Places(symbols, fixed)
    except UnreadableError:
        return
    usual = {s: USUAL.get(s, f"1/{n}") for n, s in enumerate(places.names, 2)}
    yield from places.points(usual)


def _float(expr: Any, point: Point) -> float:
    return float(expr if expr in (sp.oo, -sp.oo) else arb(value(expr, point)).mid())
