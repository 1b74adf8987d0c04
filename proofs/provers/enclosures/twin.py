"""The flow that numerics follows for a flow of claims, at one point."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import sympy as sp
from flint import arb, ctx

from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.certified_facts import certified_half_time
from numerics.solvers.enclose import enclose
from numerics.validated.arb_tools import bits_of, to_ball
from numerics.validated.exact_inputs import read_modes
from proofs.provers.enclosures.places import BITS, NoValueError, Point, rational, sizes_at
from spectra import delta, t
from spectra.spectrum.svd import between_names, within_names

if TYPE_CHECKING:
    from proofs.claims.flow import Flow

MOST_CLASSES = 64
"""Classes of a flow that is followed."""

SEED = 0


def problem_of(flow: Flow, point: Point, number: Callable[[Any], Any]) -> FlowProblem:
    """Return the flow at a point.

    Raises
    ------
    NoValueError
        If it has too many classes, or counts that are not whole.
    NumericsError
        If numerics has no such flow.
    """
    if flow.singular is not None:
        return _of_matrix(flow, number)
    weights = flow.setting.weights
    groups = weights.imbalance.groups
    of_class = _group_of_each_class(flow, point)
    counts = [number(g.count) for g in groups]
    more: dict[str, Any] = {"delta": number(delta)}
    if len(groups) == 2 and 2 * sum(of_class) == len(of_class) and counts[1] == 1:
        more |= {"k": len(of_class), "R": counts[0]}
    elif any(n != int(n) for n in counts):
        raise NoValueError(f"counts of {counts} samples are not whole")
    else:
        more["counts"] = [int(counts[g]) for g in of_class]
    if weights.gamma is not None:
        more["gamma"] = number(weights.gamma)
    else:
        more["weights"] = [number(weights.omega[g]) for g in of_class]
    if any(x != 0 for x in flow.setting.decay):
        more["decay"] = tuple(map(number, flow.setting.decay))
    if flow.data is not None:
        parts = (flow.data.signal, flow.data.noise)
        more["data"] = type(flow.data)(*(sp.Rational(Fraction(number(x))) for x in parts))
    if flow.scales != (1, 1):
        more["scales"] = tuple(map(number, flow.scales))
    for name in flow.terms.changed:
        pair = [number(x) for x in getattr(flow, name)]
        more[name] = pair if "R" in more else [pair[g] for g in of_class]
    if flow.init != "spectral":
        more["seed"] = SEED
    more |= {name: getattr(flow, name) for name in ("loss", "targets", "depth", "init", "system")}
    return FlowProblem(**more)


def _of_matrix(flow: Flow, number: Callable[[sp.Expr], Any]) -> FlowProblem:
    """Return the flow for a matrix of targets."""
    more: dict[str, Any] = {"seed": SEED} if flow.init != "spectral" else {}
    return FlowProblem(
        delta=number(delta), gamma=0, init=flow.init, decay=tuple(map(number, flow.setting.decay)),
        targets=[[number(x) for x in row] for row in flow.targets.tolist()],
        scales=tuple(map(number, flow.scales)), **more,
    )  # fmt: skip


def _group_of_each_class(flow: Flow, point: Point) -> list[int]:
    sizes = sizes_at(flow, point)
    if sum(sizes) > MOST_CLASSES:
        raise NoValueError(f"groups of {sizes} classes are too many to follow here")
    return [g for g, size in enumerate(sizes) for _ in range(size)]


def row_of(flow: Flow, mode: str, problem: FlowProblem, point: Point) -> int:
    """Return the first row of a mode.

    Raises
    ------
    NoValueError
        If there is no such mode alone.
    """
    if mode in problem.mode_names:
        return problem.mode_names.index(mode)
    imbalance, classes = flow.setting.weights.imbalance, _group_of_each_class(flow, point)
    if flow.targets == "one-hot":
        return classes.index(flow.modes.index(mode))
    modes, within, between = problem.modes, within_names(imbalance), iter(between_names(imbalance))
    found = [
        next(between)
        if level.group is None
        else within[classes[modes.groups[level.group].classes[0]]]
        for level in modes.levels
    ]
    if len(modes.groups) != len(within) or found.count(mode) != 1:
        raise NoValueError(f"no mode {mode} alone")
    before = modes.levels[: found.index(mode)]
    return sum(level.multiplicity for level in before)


def strength_at(flow: Flow, mode: str, point: Point, digits: int) -> arb:
    """Enclose the strength of a mode, which is a margin under cross-entropy, and by its end under decay.

    Raises
    ------
    NoValueError
        If there is no such mode alone, or decay may keep it from being learned.
    NumericsError
        If numerics does not enclose it.
    """
    problem = problem_of(flow, point, partial(rational, point=point))
    row = row_of(flow, mode, problem, point)
    found = enclose(problem, [rational(t, point)], digits=digits).beta[row, 0]
    if not any(problem.decays):
        return found
    group = [x.group for x in problem.modes.levels for _ in range(x.multiplicity)][row]
    with ctx.workprec(BITS):
        end = read_modes(problem).end(group, BITS)
        if not end > arb(2) ** -digits:
            raise NoValueError("decay keeps the mode from being learned")
        return found / end


def half_time_at(flow: Flow, mode: str, point: Point, digits: int) -> arb:
    """Enclose the half-time of a mode, which is that of a margin under cross-entropy.

    Raises
    ------
    NoValueError
        If there is no such mode alone.
    NumericsError
        If numerics does not enclose it.
    """
    problem = problem_of(flow, point, partial(rational, point=point))
    row = row_of(flow, mode, problem, point)
    found = certified_half_time(problem, row, digits=digits, every=True)
    if found.lower is None or found.upper is None:
        return arb.nan()
    with ctx.workprec(bits_of(digits) + BITS):
        return to_ball(found.lower).union(to_ball(found.upper))
