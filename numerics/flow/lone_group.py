"""Cross-entropy while the modes within one group of classes have logits and all others have none.

Of the group let m be the number of classes and l that of the others, A the margin within it and s
the rate of its modes while A is small. A alone decides how it grows, so that time is an integral,

    2s dt = (e^{A(1-1/m)} + (m - 1) e^{-A/m} + l)/(m e^{-A/m} + l) dA/A.

Where the loss raises the logits of the other group by ι, l in it is l·e^ι, and where it lowers that of
the own class by M, the first term is so many times e^{-M}. The mode between the groups is linear: with the pulls g(A) of this group and G of the other one it is
w = c² + f², h = 2cf in this group and c² - f² in the other one, where

    ċ = (G c + g f)/2,     ḟ = (g c - G f)/2.

In σ, with A = ln(1 + e^σ), all of this is smooth: σ is the log of A at first, and about the log of
time once A is learned. On pieces of σ time, c and f are polynomials, by collocation at Radau points
(Hairer and Wanner, Solving Ordinary Differential Equations II, section IV.5): no decay is too fast
for it, and f/c comes to rest long before another mode is learned. Some pieces are solved at once.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import legendre

from numerics.errors import IntegrationError

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

_POINTS = 20
_BENT = -8.0  # σ up to which all is nearly linear
_LONG, _SHORT = 12.0, 2.0  # pieces before it and after
_MOST = 30
_HALVINGS = 12
_DIGITS = 1e-15  # what rounding leaves of a time
_NEWTON = 4
_CONVERGED = 1e-9  # the next step of Newton's method would be its square


@dataclass(frozen=True, eq=False)
class _Rule:
    """Radau points on (-1, 1], integrals up to them, and Legendre coefficients of the integral."""

    points: Array
    integrals: Array
    coefficients: Array


@cache
def _rule() -> _Rule:
    """The points are the zeros of P_n - P_{n-1}."""
    last = np.zeros(_POINTS + 1)
    last[-2:] = -1, 1
    x = legendre.legroots(last)
    for _ in range(3):
        x = x - legendre.legval(x, last) / legendre.legval(x, legendre.legder(last))
    x[-1] = 1.0
    whole = np.stack([legendre.legint(row, lbnd=-1) for row in np.eye(_POINTS)], axis=1)
    coefficients = np.asarray(whole @ np.linalg.inv(legendre.legvander(x, _POINTS - 1)))
    return _Rule(x, np.asarray(legendre.legvander(x, _POINTS) @ coefficients), coefficients)


@dataclass(frozen=True, eq=False)
class Course:
    """What a group does, on pieces between ascending σ.

    Attributes
    ----------
    edges : sequence of float, shape (p + 1,)
    series : ndarray, shape (p, n, 3)
        Legendre coefficients of time, and of c and f without their growth at the rate G.
    times : sequence of sequence of float, shape (p, n)
        At the beginning and at the points of every piece.
    last : sequence of sequence of float, shape (p, 2)
        c and f at the ends.
    """

    edges: Sequence[float]
    series: Array
    times: Sequence[Sequence[float]]
    last: Sequence[Sequence[float]]

    @property
    def begin(self) -> float:
        """Time at the beginning."""
        return self.times[0][0]

    @cached_property
    def ends(self) -> list[float]:
        """Times at the ends of the pieces."""
        return [times[-1] for times in self.times]

    @cached_property
    def _paces(self) -> list[list[float]]:
        """Legendre coefficients of the derivative of time on every piece."""
        found: list[list[float]] = legendre.legder(self.series[:, :, 0], axis=1).tolist()
        return found

    def at(self, time: float) -> tuple[float, float, float]:
        """Logs of A and of w without its growth at the rate G, and the angle of (h', h)."""
        piece = min(bisect_left(self.ends, time), len(self.ends) - 1)
        if time == self.ends[piece]:
            return _read(self.edges[piece + 1], *self.last[piece])
        begin, end = self.edges[piece : piece + 2]
        (clock, c, f), pace = self.series[piece].T.tolist(), self._paces[piece]
        points, times = (-1.0, *_rule().points.tolist()), self.times[piece]
        i = max(bisect_left(times, time), 1)
        x = points[i - 1] + (points[i] - points[i - 1]) * (time - times[i - 1]) / (
            times[i] - times[i - 1]
        )
        for _ in range(_NEWTON):
            step = (_value(clock, x) - time) / _value(pace, x)
            x -= step
            if abs(step) < _CONVERGED:
                break
        return _read(begin + (end - begin) * (x + 1) / 2, _value(c, x), _value(f, x))


def _read(sigma: float, c: float, f: float) -> tuple[float, float, float]:
    margin = max(sigma, 0.0) + math.log1p(math.exp(-abs(sigma)))
    return math.log(margin), math.log(c * c + f * f), 2 * math.atan2(f, c)


def _value(series: list[float], x: float) -> float:
    """Sum of a Legendre series at a number, by Clenshaw's recursion.

    A third of the time of :func:`numpy.polynomial.legendre.legval`, which is made for arrays.
    """
    value, before = 0.0, 0.0
    for n in range(len(series) - 1, 0, -1):
        value, before = (
            series[n] + (2 * n + 1) / (n + 1) * x * value - (n + 1) / (n + 2) * before,
            value,
        )
    return series[0] + x * value - before / 2


@dataclass(frozen=True)
class LoneGroup:
    """The group, and what pulls at the mode between the groups.

    Attributes
    ----------
    size, others : float
        The classes m of the group, and l, or l·e^ι, of the other one.
    rate : float
        s by the clock; it is the unit of the pulls, too.
    drive : float
        The pull of the group if it gave the probability 1 to each of l classes.
    hold : float
        The pull G of the other group.
    own : float
        e^{-M}.
    """

    size: float
    others: float
    rate: float
    drive: float
    hold: float
    own: float = 1.0

    def courses(
        self, time: float, margin: float, angle: float, last: float, tolerance: float
    ) -> Iterator[Course]:
        """From a clock on, at which A and the angle of (h', h) are given, without end.

        The first one goes to about the clock ``last``.
        """
        begin = math.log(math.expm1(margin))
        start: Sequence[float] = (math.cos(angle / 2), math.sin(angle / 2))
        while True:
            bent = max(begin, _BENT)
            flat = np.linspace(begin, bent, math.ceil((bent - begin) / _LONG), endpoint=False)
            edges = bent + _SHORT * np.arange(_MOST, dtype=float)
            needed = 2 + int(np.searchsorted(self._slopes(edges)[0], last - time))
            course = self._course(np.append(flat, edges[:needed]), time, start, tolerance)
            yield course
            begin, time, start = course.edges[-1], course.ends[-1], course.last[-1]

    def _course(
        self, edges: Array, time: float, start: Sequence[float], tolerance: float
    ) -> Course:
        """On pieces between edges, or halves of them until the last terms of all series are small."""
        rule = _rule()
        for _ in range(_HALVINGS):
            half = np.diff(edges)[:, None] / 2
            passed, pull = self._slopes(edges[:-1, None] + half * (1 + rule.points))
            passed = passed * half
            c, f = np.moveaxis(self._linear(passed, pull, start), 1, 0)
            slopes = [passed, passed * pull / 2 * f, passed * (pull / 2 * c - self.hold * f)]
            series = rule.coefficients @ np.stack(slopes, axis=2)
            clock = np.append(time, time + np.cumsum(series[:, :, 0].sum(axis=1)))
            size = tolerance * np.hypot(c[:, -1], f[:, -1])
            room = np.stack([np.maximum(tolerance, _DIGITS * clock[1:]), size, size], axis=1)
            if np.all(np.abs(series[:, -2:]) <= room[:, None]):
                break
            edges = np.sort(np.append(edges, (edges[1:] + edges[:-1]) / 2))
        else:
            raise IntegrationError(f"no step is short enough after {time:g} growth times")
        last = np.stack([c[:, -1], f[:, -1]], axis=1)
        series[:, 0, 0] += clock[:-1]
        series[:, 0, 1:] += np.vstack([start, last[:-1]])
        times = clock[:-1, None] + np.hstack([np.zeros_like(half), passed @ rule.integrals.T])
        return Course(edges.tolist(), series, times.tolist(), last.tolist())

    def _linear(self, passed: Array, pull: Array, start: Sequence[float]) -> Array:
        """Values of c and f at the points of every piece, shape (pieces, 2, n)."""
        integrals, one = _rule().integrals, np.eye(_POINTS)
        grow = integrals * (passed * pull / 2)[:, None]
        fade = integrals * (self.hold * passed)[:, None]
        # c = c(0) + grow f and (1 + fade) f = f(0) + grow c
        ends = np.stack([grow.sum(axis=2), np.ones_like(passed)], axis=2)
        f = np.linalg.solve(one + fade - grow @ grow, ends)
        c = np.array([1.0, 0.0]) + grow @ f
        carried = np.concatenate([c, f], axis=1)
        found = []
        for carry in carried:
            found.append((carry @ start).reshape(2, _POINTS))
            start = found[-1][:, -1]
        return np.array(found)

    def _slopes(self, sigma: Array) -> tuple[Array, Array]:
        """dt/dσ and g."""
        margin, m, others = np.logaddexp(0.0, sigma), self.size, self.others
        near, far = np.exp(-margin), np.exp(-margin * (1 - 1 / m))
        whole = self.own + (m - 1) * near + others * far
        rate = self.rate * (m * near + others * far) / whole
        return -np.expm1(-margin) / (2 * margin * rate), self.drive * far / whole
