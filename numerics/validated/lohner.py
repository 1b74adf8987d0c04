"""Sets of states that are too wide for balls, carried along in a moving frame (Lohner's method).

A ball around one solution widens in every direction at the rate of the worst one. Here the set is

    { m + A r : r in a box },        m exact, A a matrix,

and a step maps it, by the mean value theorem, into

    φ(m) + (Dφ(X) A) r,              X the box hull of the set,

where φ(m) is a validated Taylor step from the point m, and Dφ(X) encloses the derivative of the
flow at all initial states in X: a validated Taylor step of the variational equation over the box X.
The new frame is the orthogonal factor of the midpoint of Dφ(X) A, its longest column first (Lohner
1987), so that long thin sets stay long and thin; its inverse is taken in balls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import arb, arb_mat, arb_poly, ctx

from numerics.validated.arb_tools import euclidean, to_ball, widen
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import (
    Step,
    Strength,
    flow,
    polynomial_remainder,
    taylor_order,
    validated_step,
)

_DERIVATIVE_BITS = 64

_WIDE = 2.0**-20
"""Radius, relative to the state, from which on a set is carried in a frame."""

_HALVINGS = 12


@dataclass(frozen=True, eq=False)
class FrameStep:
    """A step of a whole set.

    Parameters
    ----------
    centre : Step
        The step from the point m.
    derivative : tuple of arb_poly
        Entries of Dφ(X), column by column, as polynomials of the time into the step.
    remainder : tuple of arb
        Bounds of what follows these polynomials, on the whole step.
    frame : arb_mat
        A, (d, d).
    box : arb_mat
        r, (d, 1).
    """

    centre: Step
    derivative: tuple[arb_poly, ...]
    remainder: tuple[arb, ...]
    frame: arb_mat
    box: arb_mat

    @property
    def start(self) -> Fraction:
        """Start of the interval."""
        return self.centre.start

    @property
    def end(self) -> Fraction:
        """End of the interval."""
        return self.centre.end

    def moved(self, time: Fraction) -> tuple[list[arb], arb_mat]:
        """φ(m) and Dφ(X) A at a time in the interval."""
        tau = time - self.start
        d = self.frame.nrows()
        flat = [
            widen(p(to_ball(tau)), rest)
            for p, rest in zip(self.derivative, self.remainder, strict=True)
        ]
        return self.centre.expanded(tau), arb_mat(d, d, flat).transpose() * self.frame

    def at(self, time: Fraction) -> list[arb]:
        """Box that contains all states of the set at a time in the interval."""
        centre, matrix = self.moved(time)
        return [x + y for x, y in zip(centre, (matrix * self.box).entries(), strict=True)]

    def observe(self, strength: Strength, time: Fraction) -> arb:
        """Ball for the strengths of all states of the set, by the mean value theorem."""
        assert strength.gradient is not None
        centre, matrix = self.moved(time)
        hull = [x + y for x, y in zip(centre, (matrix * self.box).entries(), strict=True)]
        gradient = arb_mat([strength.gradient(hull)])
        linear = strength.value(centre) + (gradient * matrix * self.box)[0, 0]
        direct = strength.value(hull)
        return linear if linear.rad() < direct.rad() else direct


def adaptive_flow(
    field: BallField, start: Sequence[arb], *, bits: int, max_steps: int
) -> Iterator[Step | FrameStep]:
    """Enclose all solutions that start in a box: in balls, and in frames once these grow.

    As :func:`numerics.validated.taylor_steps.flow`, and from the first step on that fails or ends in a wide
    ball as :func:`frame_flow`.
    """
    time, box, taken = Fraction(0), list(start), 0
    for step in flow(field, start, bits=bits, max_steps=max_steps):
        reached = euclidean(step.expanded(step.length))
        if not step.spread(step.length) <= _WIDE * reached:
            break
        yield step
        time, box, taken = step.end, step.at(step.end), taken + 1
    if taken < max_steps:
        yield from frame_flow(field, box, time, bits=bits, max_steps=max_steps - taken)


def frame_flow(
    field: BallField, start: Sequence[arb], time: Fraction, *, bits: int, max_steps: int
) -> Iterator[FrameStep]:
    """Enclose all solutions that start in a box.

    Parameters
    ----------
    field : BallField
        Its coefficients may be wide: solutions of all fields in it are enclosed.
    start : sequence of arb
        Box of initial states.
    time : Fraction
        When they start.
    bits, max_steps : int
        As for :func:`numerics.validated.taylor_steps.flow`.

    Yields
    ------
    FrameStep
        Consecutive steps. Ends early if no step could be validated.
    """
    return _FrameFlow(field, bits).steps(start, time, max_steps)


@dataclass(frozen=True, eq=False)
class _FrameFlow:
    field: BallField
    bits: int

    @cached_property
    def extended(self) -> BallField:
        """The variational field."""
        return variational(self.field)

    def steps(self, start: Sequence[arb], time: Fraction, max_steps: int) -> Iterator[FrameStep]:
        d = self.field.dimension
        middle = [x.mid() for x in start]
        frame = arb_mat([[int(i == j) for j in range(d)] for i in range(d)])
        box = arb_mat(d, 1, [x - m for x, m in zip(start, middle, strict=True)])
        for _ in range(max_steps):
            step = self._step(time, middle, frame, box)
            if step is None:
                return
            yield step
            time = step.end
            centre, matrix = step.moved(time)
            middle = [x.mid() for x in centre]
            turned = _orthogonal(matrix, box)
            back = turned.inv()
            rest = arb_mat(d, 1, [x - m for x, m in zip(centre, middle, strict=True)])
            box = (back * matrix) * box + back * rest
            frame = turned

    def _step(
        self, time: Fraction, middle: list[arb], frame: arb_mat, box: arb_mat
    ) -> FrameStep | None:
        order = taylor_order(self.bits)
        centre = validated_step(self.field, time, middle, arb(0), order, self.bits)
        d = self.field.dimension
        hull = [x + y for x, y in zip(middle, (frame * box).entries(), strict=True)]
        if centre is None or not all(x.is_finite() for x in hull):
            return None
        identity = [arb(int(i == j)) for j in range(d) for i in range(d)]
        with ctx.workprec(_DERIVATIVE_BITS):
            series = self.extended.taylor([*hull, *identity], order)
            length = centre.length
            for _ in range(_HALVINGS):
                rest = polynomial_remainder(self.extended, series, order, to_ball(length))
                if rest is not None:
                    polynomials = tuple(arb_poly(c) for c in series[d : d + d * d])
                    shorter = replace(centre, length=length)
                    return FrameStep(shorter, polynomials, tuple(rest[d:]), frame, box)
                length /= 2
        return None


def _orthogonal(matrix: arb_mat, box: arb_mat) -> arb_mat:
    """A floating-point orthogonal matrix that follows the longest edges of the set."""
    d = matrix.nrows()
    middle = np.array([[float(matrix[i, j].mid()) for j in range(d)] for i in range(d)])
    edges = middle * [float(box[j, 0].abs_upper()) for j in range(d)]
    longest = np.argsort(-np.linalg.norm(edges, axis=0))
    size = np.linalg.norm(middle, axis=0)
    turned = np.linalg.qr(middle[:, longest] / np.where(size > 0, size, 1.0)[longest])[0]
    return arb_mat(turned.tolist())


def variational(field: BallField) -> BallField:
    """The field of a solution x of `field` together with V, V' = J(x) V.

    The variables are x, then V column by column. By the product rule the derivative of a node is
    a sum of nodes, so that nothing but products is needed.

    Examples
    --------
    >>> square = BallField(1, ((0, 0),), (((arb(1), 1),),))  # x' = x²
    >>> [float(v) for v in variational(square).value([arb(3), arb(1)])]  # V' = 2 x V
    [9.0, 6.0]
    """
    d = field.dimension
    size = d + d * d
    place = [*range(d), *range(size, size + len(field.products))]
    products = [(place[a], place[b]) for a, b in field.products]
    rows = [tuple((c, place[node]) for c, node in row) for row in field.rows]
    for column in range(d):
        derivative = [[d + column * d + i] for i in range(d)]
        for a, b in field.products:
            pairs = [(x, place[b]) for x in derivative[a]] + [(place[a], x) for x in derivative[b]]
            derivative.append([size + len(products) + i for i in range(len(pairs))])
            products += pairs
        rows += [tuple((c, x) for c, node in row for x in derivative[node]) for row in field.rows]
    return BallField(size, tuple(products), tuple(rows))
