"""From runs of ``numerics.validated`` to certificates that the kernel checks: not trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from flint import arb, ctx

from numerics.errors import NumericsError
from numerics.validated.arb_tools import euclidean, to_ball, widen
from numerics.validated.crossing_time import crossing_precision, rise
from numerics.validated.delay_constant import orbit
from numerics.validated.large_ratio_delay import BITS, first_stage
from numerics.validated.mode_enclosure import refine, strengths
from numerics.validated.taylor_steps import BudgetSpent, flow
from numerics.validated.transition_strength import passage
from numerics.validated.two_group_modes import BallModes
from proofs.enclosures.quantities import VERSION, leaving, resolved
from proofs.enclosures.steps import Mode, following, integrated, is_bound

if TYPE_CHECKING:
    from numerics.validated.crossing_time import Rise
    from numerics.validated.taylor_steps import Step
    from numerics.validated.unstable_manifold import Departure
    from proofs.enclosures.steps import Series, Solve

Certificate: TypeAlias = dict[str, Any]
Question: TypeAlias = dict[str, Any]
"""A quantity with its exact parameters, as a certificate has it under ``"of"``."""
Groups: TypeAlias = dict[str, Any]
"""Two groups of classes and a start: sizes, counts, δ, and weights or their exponent γ."""

MAX_STEPS = 2000
_SPARE_BITS = 32
_ROOM = 1024
"""How many times its radius a ball of states is given at the sides of its box."""
_TRIES = 60
_HALF, _ZERO = Fraction(1, 2), arb(0)


def record(question: Question, bits: int) -> Certificate | None:
    """Run for a quantity with its exact parameters, in steps of relative accuracy 2^-bits.

    Returns
    -------
    dict or None
        None if the run did not end.

    Raises
    ------
    NumericsError
        If more steps are needed than are allowed, or nothing is known of the quantity there.
    """
    with ctx.workprec(crossing_precision(bits)):
        try:
            found = RUNS[question["quantity"]](question, bits)
        except BudgetSpent as error:
            raise NumericsError(f"{MAX_STEPS} steps do not suffice") from error
        if found is None:
            return None
        return {"version": VERSION, "of": question, "bits": ctx.prec + _SPARE_BITS, **found}


def strength_at(groups: Groups, group: int | None, time: Fraction, digits: int) -> arb:
    """Enclose a strength as numerics does.

    Raises
    ------
    NumericsError
        If more steps are needed than are allowed.
    """
    modes = _modes_of(groups)
    (ball,), _ = refine(
        lambda bits: strengths(modes, group, [time], bits=bits, max_steps=MAX_STEPS), digits
    )
    return ball


def _modes_of(groups: Groups) -> BallModes:
    weights, counts = groups.get("weights"), groups["counts"]
    return BallModes(
        sizes=tuple(groups["sizes"]),
        counts=tuple(map(Fraction, counts)),
        delta=Fraction(groups["delta"]),
        weights=None if weights is None else tuple(map(Fraction, weights)),
        gamma=Fraction(groups.get("gamma", 0)),
        projected=False,
    )


def _half_time(question: Question, bits: int) -> dict[str, Any] | None:
    if question["group"] is not None:
        return {}
    modes = _modes_of(question["groups"])
    found = rise(
        modes.between_field(), modes.between_state(), modes.between_observed(), to_ball(_HALF),
        bits=bits, max_steps=MAX_STEPS,
    )  # fmt: skip
    return None if found is None else _risen(_mode(modes), found)


def _strength(question: Question, bits: int) -> dict[str, Any] | None:
    if question["group"] is not None:
        return {}
    modes, taken = _modes_of(question["groups"]), []
    steps = flow(modes.between_field(), modes.between_state(), bits=bits, max_steps=MAX_STEPS)
    for step in steps:
        taken.append(step)
        if step.end > Fraction(question["time"]):
            return {"steps": _steps(_mode(modes), taken)}
    return None


def _delay(question: Question, bits: int) -> dict[str, Any] | None:
    found = orbit(Fraction(question["ratio"]), bits)
    if found is None:
        return None
    left, risen = found
    mode, departure, away = _departure(_omega(question), left)
    return {"departure": departure, **_risen(mode, risen, away)}


def _transition_strength(question: Question, bits: int) -> dict[str, Any] | None:
    found = passage(Fraction(question["ratio"]), bits)
    if found is None:
        return None
    left, steps = found
    mode, departure, away = _departure(_omega(question), left)
    return {"departure": departure, "steps": _steps(mode, steps, away)}


def _omega(question: Question) -> tuple[arb, arb]:
    return 1 / to_ball(Fraction(question["ratio"])).sqrt(), arb(1)


def _large_ratio_delay(_question: Question, _bits: int) -> dict[str, Any]:
    with ctx.workprec(crossing_precision(BITS)):
        left, steps = first_stage()
        mode, departure, away = _departure((arb(0), arb(1)), left)
        found = _steps(mode, steps, away)
        return {"bits": ctx.prec + _SPARE_BITS, "departure": departure, "steps": found}


RUNS: dict[str, Callable[[Question, int], dict[str, Any] | None]] = {
    "half-time": _half_time,
    "strength": _strength,
    "delay": _delay,
    "transition strength": _transition_strength,
    "large-ratio delay": _large_ratio_delay,
}


def _mode(modes: BallModes) -> Mode:
    omega, targets = modes.weight_balls(), modes.targets()
    return Mode((omega[0] * targets[0], omega[1] * targets[1]), (omega[0], omega[1]))


def _risen(mode: Mode, found: Rise, more: arb = _ZERO) -> dict[str, Any]:
    """Steps with their cuts, and the crossing with some room at its sides."""
    steps = _steps(mode, found.steps, more)
    for step, cuts in zip(steps, found.cuts, strict=True):
        step["cuts"] = list(map(_dyadic, cuts))
    room = 2 * (found.high - found.low)
    low, high = max(found.low - room, Fraction(0)), min(found.high + room, found.steps[-1].length)
    return {"steps": steps, "crossing": [_dyadic(low), _dyadic(high)]}


def _departure(omega: tuple[arb, arb], left: Departure) -> tuple[Mode, dict[str, Any], arb]:
    """The mode, the departure as data, and how far its bounds let the state be from where it was."""
    half = arb("0.5").sqrt()
    cubic, series = leaving(omega, left.order)
    rest = _rest(cubic, series, left.rest, to_ball(left.x**2), resolved)
    data = {"x": _dyadic(left.x), "order": left.order, "rest": list(map(_dyadic, rest))}
    return Mode((half, half), omega), data, to_ball(left.x) * euclidean(rest)


def _rest(mode: Mode, series: Series, rest: Sequence[arb], h: arb, solve: Solve) -> list[arb]:
    """The run's bounds, or as much more as the kernel needs to accept them."""
    for _ in range(_TRIES):
        rest = list(map(_wider, rest))
        if is_bound(mode, series, rest, h, solve):
            break
        rest = [
            r.max(x) for r, x in zip(rest, following(mode, series, rest, h, solve), strict=True)
        ]
    return list(rest)


def _steps(mode: Mode, steps: Sequence[Step], more: arb = _ZERO) -> list[dict[str, Any]]:
    """Steps as data, with a little room in each bound, and a start that may be further away."""
    found, radius = [], _wider(steps[0].deviation + more)
    for run in steps:
        length, series = to_ball(run.length), [p.coeffs() for p in run.polynomial]
        step = replace(run, remainder=tuple(_rest(mode, series, run.remainder, length, integrated)))
        box = _box(step, _ROOM * radius)
        growth = _growth(mode, step, box)
        found.append(
            {
                "length": _dyadic(step.length),
                "order": step.order,
                "centre": [_dyadic(p[0]) for p in step.polynomial],
                "radius": _dyadic(radius),
                "rest": list(map(_dyadic, step.remainder)),
                "box": [[_dyadic(x.mid()), _dyadic(x.rad())] for x in box],
                "growth": _dyadic(growth),
            }
        )
        lost = euclidean([x.rad() for x in step.expanded(step.length)])
        radius = _wider(lost + radius * (growth * length).exp())
    return found


def _box(step: Step, room: arb) -> list[arb]:
    """A box around a step, and some room at its sides."""
    with ctx.workprec(64):
        length = to_ball(step.length)
        sizes = [
            sum((abs(c) * length**j for j, c in enumerate(p.coeffs()) if j), r + room)
            for p, r in zip(step.polynomial, step.remainder, strict=True)
        ]
        return [widen(p[0], _wider(r)) for p, r in zip(step.polynomial, sizes, strict=True)]


def _growth(mode: Mode, step: Step, box: Sequence[arb]) -> arb:
    """How fast solutions part in a box: the run's bound, or as little more as the kernel accepts."""
    bound = step.growth.upper()
    more = (abs(bound) + 1) / 2**20
    for _ in range(_TRIES):
        with ctx.workprec(64):
            growth = (bound + more).upper()
        if mode.part_at_most(growth, box):
            break
        more *= 2
    return growth


def _wider(bound: arb) -> arb:
    """A bound that is a little larger, with few digits."""
    with ctx.workprec(64):
        return arb((bound * (1 + arb(2) ** -8)).abs_upper())


def _dyadic(value: Fraction | arb) -> list[int]:
    """A dyadic number as m·2^e."""
    if isinstance(value, arb):
        mantissa, exponent = value.man_exp()
        return [int(mantissa), int(exponent)]
    return [value.numerator, 1 - value.denominator.bit_length()]
