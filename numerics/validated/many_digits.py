"""``solve(…, digits=N)``: mode strengths in as many digits as wanted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import mpmath
import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat, ctx

from numerics.errors import InputError
from numerics.flow.by_mode import ByMode
from numerics.flow.method import method_for
from numerics.flow.stiffness import latest_passage
from numerics.problem import initial_state
from numerics.problem.exact_numbers import exact
from numerics.problem.requirements import require_only
from numerics.problem.status import Status
from numerics.validated.arb_tools import bits_of, midpoint, to_ball
from numerics.validated.exact_inputs import read_times, wanted_digits
from numerics.validated.matrix_field import MatrixField
from numerics.validated.singular_modes import ExactModes, class_vectors, exact_modes
from numerics.validated.taylor_series import MAX_STEPS, series_states, working_precision
from numerics.validated.two_group_modes import between_field, logistic

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from numerics.validated.exact_inputs import Number

_LARGEST = 1_000_000
"""Bound of k d digits², to which memory and the square root of time are about proportional."""

_SPARE_BITS = 12
"""Accuracy of a step beyond the digits asked for."""


@dataclass(frozen=True, eq=False)
class DigitsSolution:
    """Mode strengths at chosen times, to many digits.

    Attributes
    ----------
    problem : FlowProblem
        What was solved, its numbers taken as :func:`numerics.problem.exact_numbers.exact` reads them.
    times : tuple of Fraction
        The exact times, as given.
    digits : int
        Significant digits asked for.
    beta : ndarray of mpmath.mpf, shape (k - 1, T)
        Strengths in the order of ``problem.mode_names``; nan at times that were not reached. They
        print at mpmath's own precision: ``mpmath.nstr(x, 50)`` shows 50 digits.
    status : Status
        ``"done"``; ``"inaccurate"`` if some value is missing or may have fewer digits; or
        ``"interrupted"``.
    message : str
        The status in words, with advice.
    error : mpmath.mpf
        Estimated largest relative error of ``beta``: what every step cuts off or rounds away, added
        up; infinite if a value is missing. An estimate, not a bound; :func:`numerics.enclose` gives
        bounds.
    """

    problem: FlowProblem
    times: tuple[Fraction, ...]
    digits: int
    beta: npt.NDArray[np.object_]
    status: Status
    message: str
    error: mpmath.mpf

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the rows of ``beta``."""
        return self.problem.mode_names


@dataclass(frozen=True)
class _Rows:
    """Strengths, one list over the times reached per row, and the relative error of each time."""

    values: list[list[arb]]
    losses: Sequence[mpmath.mpf]
    interrupted: bool = False


def solve_digits(
    problem: FlowProblem, times: Iterable[Number] | Number, digits: int
) -> DigitsSolution:
    """Integrate the gradient flow of a problem by the Taylor series method.

    Modes that decouple are logistic and their closed form is evaluated. From spectral
    initialisation the others are few; from random initialisation the class-level flow is
    integrated, from the very doubles that ``solve`` draws for this seed, taken as exact numbers.

    Parameters
    ----------
    problem : FlowProblem
    times : sequence of numbers, or one number
        Times t ≥ 0 in any order, read by :func:`numerics.problem.exact_numbers.exact`: "0.1" is 1/10.
    digits : int
        Significant digits wanted, at most 2000.

    Raises
    ------
    InputError
        If a parameter has no meaning, or the system is too large for so many digits.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> import mpmath
    >>> solution = solve_digits(FlowProblem(4, 10, 8), ["2.65"], 30)
    >>> print(mpmath.nstr(solution.beta[1, 0], 25))
    0.5041807532489817495115167
    """
    digits = wanted_digits(digits)
    require_only(problem, "solve with digits")
    asked = read_times(times)
    if not asked:
        raise InputError("times is empty: give at least one time")
    ordered = sorted(set(asked))
    digits = int(digits)  # an integer of sympy is none to mpmath
    wanted = bits_of(digits)
    method = method_for(problem)
    strengths = (
        partial(_from_spectral, method)
        if isinstance(method, ByMode)
        else partial(_from_random, problem)
    )
    rows = strengths(ordered, wanted + _SPARE_BITS, digits)
    lost = max(rows.losses, default=mpmath.mpf(0)) * 2**wanted
    if lost > 1 and not rows.interrupted:  # more digits lost than estimated: repeat with enough
        more = math.ceil(mpmath.log(lost, 2)) + 2 * _SPARE_BITS
        rows = strengths(ordered, wanted + more, digits)
    return _collect(problem, asked, ordered, digits, rows)


def _collect(
    problem: FlowProblem,
    asked: tuple[Fraction, ...],
    ordered: list[Fraction],
    digits: int,
    rows: _Rows,
) -> DigitsSolution:
    reached = len(rows.losses)
    beta = np.full((len(rows.values), len(asked)), mpmath.nan, dtype=object)
    place = {t: i for i, t in enumerate(ordered[:reached])}
    with ctx.workprec(bits_of(digits + 3)):
        for row, values in zip(beta, rows.values, strict=True):
            row[:] = [midpoint(+values[place[t]]) if t in place else mpmath.nan for t in asked]
    beta.flags.writeable = False
    error = max(rows.losses, default=mpmath.inf) if reached == len(ordered) else mpmath.inf
    said = mpmath.nstr(error, 2)
    status, message = Status.DONE, f"beta is right to about {said}, relatively"
    if rows.interrupted:
        status = Status.INTERRUPTED
        message = f"interrupted after {reached} of {len(ordered)} times: the others are nan"
    elif reached < len(ordered):
        status = Status.INACCURATE
        message = (
            f"{MAX_STEPS} steps did not reach t = {float(ordered[reached]):g}; "
            "that and later times are nan: ask for earlier ones"
        )
    elif error > mpmath.mpf(10) ** -digits:
        status = Status.INACCURATE
        message = f"beta may be off by {said}, relatively: ask for more digits and compare"
    return DigitsSolution(problem, asked, digits, beta, status, message, error)


def _from_spectral(method: ByMode, times: list[Fraction], bits: int, digits: int) -> _Rows:
    problem, coupled = method.problem, method.couples
    number = problem.modes.left.shape[1]
    if coupled:
        spread = 0 if number == 1 else waiting_bits(problem)
        bits += spread
        _refuse_large(number * number, digits, f"{number} coupled modes")
    with ctx.workprec(working_precision(bits)):
        modes = exact_modes(problem)
        delta = to_ball(exact("delta", problem.delta))
        inside = _Rows([], [mpmath.ldexp(1, -bits)] * len(times))
        if coupled:
            between = _between_two if number == 1 else _between_many
            inside = between(modes, delta, times, bits, latest_passage(problem))
        values = []
        for level in problem.modes.levels:
            if coupled and level.column is not None:
                row = inside.values[level.column]
            else:
                row = logistic(*modes.sigma_lambda(level), delta, times[: len(inside.losses)])
            values += [row] * level.multiplicity
    return replace(inside, values=values)


def _between_two(
    modes: ExactModes, delta: arb, times: Sequence[Fraction], bits: int, latest: float
) -> _Rows:
    """The one mode between two groups: σv = (-t1, t2) up to sign.

    Without matrices it takes less than half the time of :func:`_between_many`, which has it as a case.
    """
    sigma = modes.sigma[0]
    right = [abs(modes.right[g, 0]) for g in range(2)]
    targets = [sigma * x for x in right]
    scale = (-delta).exp()
    field, start = between_field(targets, modes.weights), [scale, *(scale * x for x in right)]
    found = series_states(field, start, times, bits=bits, latest=latest)
    strengths = [w * (right[0] * a + right[1] * b) / sigma for w, a, b in found.states]
    return _Rows([strengths], found.losses, found.interrupted)


def _between_many(
    modes: ExactModes, delta: arb, times: Sequence[Fraction], bits: int, latest: float
) -> _Rows:
    """The modes constant on every group, as the class-level flow of G classes."""
    groups, number = modes.left.nrows(), modes.left.ncols()
    roots = [to_ball(n).sqrt() for n in modes.counts]
    target = arb_mat([[modes.left[g, j] * roots[g] for g in range(groups)] for j in range(number)])
    field = MatrixField(target, modes.weights, (), number)
    identity = [arb(int(i == j)) for i in range(number) for j in range(number)]
    scale = (-delta).exp()
    start = [scale * x for x in (*identity, *modes.right.transpose().entries())]
    found = series_states(field, start, times, bits=bits, latest=latest)
    rows: list[list[arb]] = [[] for _ in range(number)]
    for state in found.states:
        w, a, _ = field.split(state)
        strengths = w * a * modes.right
        for j, row in enumerate(rows):
            row.append(strengths[j, j] / modes.sigma[j])
    return _Rows(rows, found.losses, found.interrupted)


def _from_random(problem: FlowProblem, times: list[Fraction], bits: int, digits: int) -> _Rows:
    k, d = problem.num_classes, problem.d
    _refuse_large(k * d, digits, f"{k} classes in {d} dimensions")
    bits, latest = bits + waiting_bits(problem), latest_passage(problem)
    drawn = initial_state.draw(problem)
    with ctx.workprec(working_precision(bits)):
        modes = exact_modes(problem)
        groups = problem.modes.groups
        group_of = {int(c): g for g, group in enumerate(groups) for c in group.classes}
        roots = [to_ball(modes.counts[group_of[c]]).sqrt() for c in range(k)]
        target = arb_mat([[roots[c] * (int(i == c) - arb(1) / k) for c in range(k)]
                          for i in range(k)])  # fmt: skip
        field = MatrixField(
            target,
            tuple(modes.weights[group_of[c]] for c in range(k)),
            tuple(modes.weights[group_of[int(pool[0])]] for pool in drawn.pools),
            d,
        )
        scale = (-to_ball(exact("delta", problem.delta))).exp()
        start = [scale * arb(float(x)) for x in (*drawn.W.ravel(), *drawn.A.ravel())]
        for spread in drawn.spreads:
            factor = scale * arb_mat(spread.tolist())
            start += (factor * factor.transpose()).entries()
        found = series_states(field, start, times, bits=bits, latest=latest)
        left, right = class_vectors(problem, modes)
        sigma = [s for level in problem.modes.levels
                 for s in [modes.sigma_lambda(level)[0]] * level.multiplicity]  # fmt: skip
        rows: list[list[arb]] = [[] for _ in sigma]
        for state in found.states:
            w_t, a_t, _ = field.split(state)
            strengths = (left.transpose() * w_t) * (a_t * right)
            for i, row in enumerate(rows):
                row.append(strengths[i, i] / sigma[i])
    return _Rows(rows, found.losses, found.interrupted)


def waiting_bits(problem: FlowProblem) -> int:
    """Bits by which a mode that still waits can be smaller than one that is learned."""
    return math.ceil(2 * float(problem.delta) / math.log(2))


def _refuse_large(unknowns: int, digits: int, system: str) -> None:
    """Refuse so many digits of a system with so many unknowns, a multiple of k d."""
    if unknowns * digits**2 > _LARGEST:
        raise InputError(
            f"digits = {digits}: the cost is that of digits² times {unknowns} unknowns, for "
            f"{system}; take at most {math.isqrt(_LARGEST // unknowns)} digits"
            if unknowns <= _LARGEST
            else f"digits = {digits}: {system} have {unknowns} unknowns, at most {_LARGEST} can be "
            "solved so; take fewer classes, or no digits"
        )
