"""The numbers that validated computations start from, read exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from numerics.errors import InputError
from numerics.problem import checks
from numerics.problem.exact_numbers import exact
from numerics.problem.requirements import require_only
from numerics.validated.two_group_modes import BallModes
from spectra.errors import short

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem

MAX_DIGITS = 2000
"""Most digits that ``solve`` and ``enclose`` are asked for: beyond, they take hours."""

Number: TypeAlias = int | float | str | Fraction | Any
"""What :func:`numerics.problem.exact_numbers.exact` accepts; Any stands for sympy's rationals."""


def read_modes(problem: FlowProblem) -> BallModes:
    """Exact numbers of a problem, or InputError if its modes cannot be enclosed."""
    require_only(problem, "enclose", "loss", "decay", "data")
    if not problem.is_spectral:
        raise InputError(f"init = {short(problem.init)}: enclosures exist for init='spectral' only")
    groups = problem.modes.groups
    if len(groups) > 2:
        raise InputError(
            f"counts = {short(problem.counts)}: {len(groups)} kinds of classes; "
            "enclosures exist for at most two"
        )
    return BallModes(
        sizes=tuple(g.size for g in groups),
        counts=read_counts(problem),
        delta=exact("delta", problem.delta),
        weights=read_weights(problem),
        gamma=exact("gamma", problem.gamma),
        projected=problem.system == "projected",
        kappa=_read_kappa(problem),
        decays=_read_decays(problem),
    )


def _read_kappa(problem: FlowProblem) -> tuple[Fraction, ...]:
    """Rate κ at which the features of every group learn; empty without data."""
    if problem.data is None:
        return ()
    signal, noise = (exact(f"data.{x}", getattr(problem.data, x)) for x in ("signal", "noise"))
    return tuple(noise**2 + signal**2 * count for count in read_counts(problem))


def _read_decays(problem: FlowProblem) -> tuple[Fraction, Fraction]:
    ours, theirs = problem.decay if isinstance(problem.decay, tuple) else (problem.decay,) * 2
    return exact("decay", ours), exact("decay", theirs)


def read_counts(problem: FlowProblem) -> tuple[Fraction, ...]:
    """Samples in each class of every group."""
    firsts = [int(g.classes[0]) for g in problem.modes.groups]
    if problem.counts is not None:
        return tuple(Fraction(problem.counts[c]) for c in firsts)
    ratio = exact("R", problem.R)
    return tuple(ratio if 2 * c < problem.num_classes else Fraction(1) for c in firsts)


def read_weights(problem: FlowProblem) -> tuple[Fraction, ...] | None:
    """Weight of every group; None where an exponent gives them."""
    if problem.weights is None:
        return None
    firsts = [int(g.classes[0]) for g in problem.modes.groups]
    return tuple(exact(f"weights[{c}]", problem.weights[c]) for c in firsts)


def read_times(times: Iterable[Number] | Number) -> tuple[Fraction, ...]:
    """Exact times, each at least 0."""
    alone = (str, bytes, bytearray, Mapping, AbstractSet)  # what is no sequence of numbers
    try:
        several = [times] if isinstance(times, alone) else list(times)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001  (one time, or an object that raises what it likes)
        several = [times]
    moments = tuple(exact("times", t) for t in several)
    for moment in moments:
        if moment < 0:
            raise InputError(f"times = {moment}: give times ≥ 0")
    return moments


def wanted_digits(digits: object) -> int:
    """Read a number of digits that can be computed in minutes."""
    if not checks.is_whole(digits) or not 1 <= digits <= MAX_DIGITS:
        raise InputError(f"digits = {short(digits)}: give an integer from 1 to {MAX_DIGITS}")
    return int(digits)


def whole_number(name: str, value: object, least: int) -> int:
    """Read an integer that is large enough."""
    if not checks.is_whole(value) or value < least:
        raise InputError(f"{name} = {short(value)}: give an integer ≥ {least}")
    return int(value)
