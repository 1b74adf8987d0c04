"""What a refuted trajectory claims, drawn against what the flow does."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import mpmath
import sympy as sp

import spectra
from numerics.solvers.enclose import Enclosure
from proofs.claims.flow import Flow
from proofs.claims.flow_statements import Trajectory
from proofs.claims.verdict import Outcome, Verdict
from proofs.claims.weighting import exponent_of
from proofs.report.formula_text import symbol_name
from proofs.report.results import ReportData, ResultData
from spectra.utils.line_chart import Chart, Line

POINTS = 97
"""Times at which the flow is enclosed."""

DIGITS = 15
BEYOND = 1.3
"""How far past the time at which the mode is learned the curves go."""


@dataclass(frozen=True)
class Refutation:
    """Claimed and true strength of one mode, at the values of a counterexample of the run.

    Attributes
    ----------
    result : ResultData
    parameters : tuple of (str, str)
        Values of the symbols, but for the time.
    time : Fraction
        Where the run found that the two differ.
    times : tuple of float
    claimed : tuple of float
    lower, upper : tuple of float
        Ends of the balls that hold the true strength.
    radius : tuple of float
        Radii of the balls, rounded upwards.
    """

    result: ResultData
    parameters: tuple[tuple[str, str], ...]
    time: Fraction
    times: tuple[float, ...]
    claimed: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    radius: tuple[float, ...]

    @property
    def largest_radius(self) -> float:
        """The largest radius."""
        return max(self.radius)

    @property
    def middle(self) -> tuple[float, ...]:
        """Midpoints of the balls."""
        return tuple((a + b) / 2 for a, b in zip(self.lower, self.upper, strict=True))

    @property
    def gap(self) -> tuple[float, ...]:
        """Distances of the claimed strengths from the balls; 0 where they are inside."""
        parts = zip(self.claimed, self.lower, self.upper, strict=True)
        return tuple(max(a - c, c - b, 0.0) for c, a, b in parts)

    def strengths(self, claimed: str, true: str, t: str, beta: str) -> Chart:
        """Return the chart of both curves, with labels in the words of the document."""
        band = Line(true, self.times, self.middle, self.lower, self.upper)
        lines = (band, Line(claimed, self.times, self.claimed))
        return Chart("Claimed and true strength over time", t, beta, lines, float(self.time))

    def distances(self, gap: str, radius: str, t: str, size: str) -> Chart:
        """Return the chart of how far the curves are apart, against how sure the true one is."""
        lines = (Line(radius, self.times, self.radius), Line(gap, self.times, self.gap))
        title = "Distance of the two curves, and radius of the balls, in powers of ten"
        return Chart(title, t, size, lines, float(self.time), log=True)


def refutations(report: ReportData) -> Iterator[Refutation]:
    """Return one for each trajectory that a certified enclosure of the run refutes.

    Those of STEP imbalance under an exponent γ, the setting of the paper.
    """
    for result in report.results:
        statement = result.claim.statement
        if result.verdict is not Verdict.REFUTED or not isinstance(statement, Trajectory):
            continue
        at = _values(result)
        if at is None or isinstance(statement.weighting, spectra.Weights | Flow):
            continue
        gamma = sp.sympify(exponent_of(statement.weighting))
        gamma, expr = (_put(result, at, part) for part in (gamma, statement.expr))
        if gamma.is_Rational and expr.free_symbols <= {spectra.t}:
            yield _enclosed(result, statement, at, Fraction(gamma.p, gamma.q), expr)


def _values(result: ResultData) -> dict[str, Fraction] | None:
    """Return the first counterexample that names R, δ and t, and has fractions only."""
    for item in result.evidence:
        if item.outcome is Outcome.REFUTES and item.counterexample is not None:
            given = dict(item.counterexample.parameters)
            try:
                values = {name: Fraction(value) for name, value in given.items()}
            except ValueError:  # an irrational number
                continue
            if {"R", "delta", "t"} <= values.keys():
                return values
    return None


def _put(result: ResultData, at: dict[str, Fraction], expr: sp.Expr) -> sp.Expr:
    """Put the values of a counterexample into an expression, except for the time."""
    expr = result.claim.domain.apply(expr)
    moving = {s for s in expr.free_symbols if s.name in at and s != spectra.t}
    return expr.subs({s: sp.Rational(at[s.name]) for s in moving})


def _enclosed(
    result: ResultData,
    statement: Trajectory,
    at: dict[str, Fraction],
    gamma: Fraction,
    expr: sp.Expr,
) -> Refutation:
    from numerics import FlowProblem, enclose, learning_times

    problem = FlowProblem(k=4, R=at["R"], delta=at["delta"], gamma=gamma, system=statement.system)
    last = max(BEYOND * learning_times(problem, level=0.99)[statement.mode], 1.1 * float(at["t"]))
    step = Fraction(last or 1.0).limit_denominator(1000) / (POINTS - 1)
    times = [n * step for n in range(POINTS)]
    row = problem.mode_names.index(statement.mode)
    found = enclose(problem, times, digits=DIGITS)
    lower, upper = _ends(found, row)
    return Refutation(
        result,
        tuple((symbol_name(name), str(value)) for name, value in at.items() if name != "t"),
        at["t"],
        tuple(map(float, times)),
        _claimed(expr, times),
        lower,
        upper,
        tuple(map(float, found.radius[row])),
    )


def _ends(found: Enclosure, row: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return both ends of the balls, as floats rounded outwards."""
    balls = found.beta[row]
    lower = tuple(math.nextafter(float(b.lower()), -math.inf) for b in balls)
    return lower, tuple(math.nextafter(float(b.upper()), math.inf) for b in balls)


def _claimed(expr: sp.Expr, times: list[Fraction]) -> tuple[float, ...]:
    """Evaluate the claimed formula to 30 digits; not a number where it has no real value."""
    at = sp.lambdify(spectra.t, expr, "mpmath")
    found = []
    with mpmath.workdps(30):
        for time in times:
            try:
                value = at(mpmath.mpf(time.numerator) / time.denominator)
            except ZeroDivisionError:
                value = mpmath.nan
            real = isinstance(value, mpmath.mpf | int)
            found.append(float(value) if real else math.nan)
    return tuple(found)
