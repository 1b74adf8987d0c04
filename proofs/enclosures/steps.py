"""Enclosures of the mode between two groups of classes: every step of a run is checked again.

The mode obeys, with the drives gᵢ = ωᵢtᵢ,

    w′ = h₁p₁ + h₂p₂,   hᵢ′ = w·pᵢ,   pᵢ = gᵢ - ωᵢw·hᵢ,   β = w(t₁h₁ + t₂h₂)/σ²,   σ² = t₁² + t₂².

A step of time is JSON data, what a run of an integrator found: the exact centre and the radius of a
ball that contains the state, the step's length and order, a bound of what follows the Taylor
polynomial, a box that is not left, and how fast two solutions part in it. Numbers in it are dyadic:
``[m, e]`` is m·2^e. Nothing is searched for. Why the checks suffice is said in
docs/explanation/enclosures.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import mul
from typing import Any, TypeAlias

from flint import arb, arb_poly

from proofs.kernel.errors import ensure
from proofs.kernel.points import precision

Box: TypeAlias = Sequence[arb]
Series: TypeAlias = list[list[arb]]
Solve: TypeAlias = Callable[[list[arb], int], list[arb]]
"""From coefficient j of the field, and j, to coefficient j + 1 of the solution."""

MOST_ORDER, FURTHEST_EXPONENT = 2000, 10**6
BITS_OF_BOUNDS = 64
"""Precision of bounds, of which few digits matter."""


def number(data: Any) -> arb:
    """Read the dyadic number ``[m, e]``."""
    mantissa, exponent = data
    ensure(type(mantissa) is int and type(exponent) is int, f"{data!r} is no dyadic number")
    ensure(abs(exponent) <= FURTHEST_EXPONENT, f"{data!r} is out of range")
    return arb((mantissa, exponent))


def size(data: Any) -> arb:
    """Read a dyadic number that is not negative."""
    found = number(data)
    ensure(found >= 0, f"{data!r} is negative")
    return found


def order_of(data: Any) -> int:
    """Read the order of an expansion."""
    found = data["order"]
    ensure(type(found) is int and 0 < found <= MOST_ORDER, f"{found!r} is no order")
    return int(found)


def around(middle: arb, radius: arb) -> arb:
    """Return the ball of all numbers so near to those of a ball."""
    return middle + arb(0, radius.abs_upper())


def longest(vector: Box) -> arb:
    """Return a bound of the Euclidean length of a vector."""
    return sum((x.abs_upper() ** 2 for x in vector), arb(0)).sqrt()


@dataclass(frozen=True)
class Mode:
    """The equations for drives gᵢ ≥ 0 and weights ωᵢ ≥ 0."""

    g: tuple[arb, arb]
    omega: tuple[arb, arb]

    def field(self, x: Sequence[Any]) -> list[Any]:
        """Return (w′, h₁′, h₂′) at balls or polynomials."""
        w, *h = x
        p1, p2 = (g - o * (w * y) for g, o, y in zip(self.g, self.omega, h, strict=True))
        return [h[0] * p1 + h[1] * p2, w * p1, w * p2]

    def targets(self) -> list[arb]:
        """Return t₁ and t₂."""
        return [g / o for g, o in zip(self.g, self.omega, strict=True)]

    def strength(self, x: Box) -> arb:
        """Return β."""
        t1, t2 = self.targets()
        return x[0] * (t1 * x[1] + t2 * x[2]) / (t1 * t1 + t2 * t2)

    def slope(self, x: Box) -> arb:
        """Return β′."""
        (t1, t2), (w, h1, h2) = self.targets(), self.field(x)
        rise = w * (t1 * x[1] + t2 * x[2]) + x[0] * (t1 * h1 + t2 * h2)
        return rise / (t1 * t1 + t2 * t2)

    def part_at_most(self, mu: arb, box: Box) -> bool:
        """Whether μ - J is positive definite in the box, J the matrix of derivatives of the field.

        J is symmetric with the rows (-ω₁h₁² - ω₂h₂², a₁, a₂), (a₁, -ω₁w², 0) and (a₂, 0, -ω₂w²),
        where aᵢ = gᵢ - 2ωᵢw·hᵢ.
        """
        w, *h = box
        last = [mu + o * w**2 for o in self.omega]
        if not all(x > 0 for x in last):
            return False
        rest = mu
        for g, o, y, x in zip(self.g, self.omega, h, last, strict=True):
            rest += o * y**2 - (g - 2 * o * w * y) ** 2 / x
        return bool(rest > 0)


def integrated(speed: list[arb], j: int) -> list[arb]:
    """Return coefficient j + 1 of a solution in time."""
    return [x / (j + 1) for x in speed]


def convolved(a: list[arb], b: list[arb]) -> arb:
    """Return the last coefficient that is known of a product of two series; b has 0 where it ended before."""
    return sum(map(mul, reversed(a), b), arb(0))


def expand(mode: Mode, start: Box, order: int, solve: Solve) -> Series:
    """Return coefficients 0 to ``order`` of a power series that solves the equations."""
    w, *h = series = [[x] for x in start]
    p: Series = [[], []]
    for j in range(order):
        for i in (0, 1):
            if j == 0 or not mode.omega[i].is_zero():
                p[i].append((mode.g[i] if j == 0 else 0) - mode.omega[i] * convolved(w, h[i]))
        rise = convolved(h[0], p[0]) + convolved(h[1], p[1])
        speed = [rise, convolved(w, p[0]), convolved(w, p[1])]
        for terms, following in zip(series, solve(speed, j), strict=True):
            terms.append(following)
    return series


def following(mode: Mode, series: Series, rest: Box, h: arb, solve: Solve) -> list[arb]:
    """Bound, in the norm Σ|cⱼ|hʲ, what follows order N of each series by one look further.

    If ``rest`` bounds as many terms after order N as one likes, the result bounds one more.
    """
    order = len(series[0]) - 1
    with precision(BITS_OF_BOUNDS):
        powers = [h**j for j in range(order + 1)]
        sizes = [
            arb_poly([*(c.abs_upper() * p for c, p in zip(terms, powers, strict=True)), r])
            for terms, r in zip(series, rest, strict=True)
        ]
        o1, o2 = mode.omega
        tails = [sum(f.coeffs()[order:], arb(0)) for f in Mode(mode.g, (-o1, -o2)).field(sizes)]
        return solve([h * x for x in tails], order)


def is_bound(mode: Mode, series: Series, rest: Box, h: arb, solve: Solve) -> bool:
    """Whether what follows order N of each series is at most ``rest``, by induction."""
    found = following(mode, series, rest, h, solve)
    return all(x <= r for x, r in zip(found, rest, strict=True))


@dataclass(frozen=True)
class Step:
    """A step whose bounds were checked."""

    length: arb
    order: int
    polynomials: list[arb_poly]
    rest: list[arb]
    radius: arb
    growth: arb

    def at(self, tau: arb) -> tuple[list[arb], arb]:
        """Return the solution from the centre at an offset, and how far any other is from it."""
        ensure(0 <= tau <= self.length, "a time outside its step")
        share = (tau / self.length) ** (self.order + 1)
        state = [
            around(p(tau), r * share) for p, r in zip(self.polynomials, self.rest, strict=True)
        ]
        return state, self.radius * (self.growth * tau).exp()

    def over(self, low: arb, high: arb) -> list[arb]:
        """Return a box for all solutions between two offsets."""
        far = self.radius * (self.growth * low.union(high)).exp()
        pairs = zip(self.polynomials, self.rest, strict=True)
        return [around(p(low.union(high)), r + far) for p, r in pairs]


def check_step(mode: Mode, data: Any) -> Step:
    """See that the bounds of a step hold for the solutions that start in its ball."""
    centre, length = [number(x) for x in data["centre"]], size(data["length"])
    rest, order = [size(x) for x in data["rest"]], order_of(data)
    series = expand(mode, centre, order, integrated)
    ensure(is_bound(mode, series, rest, length, integrated), "the bound of the rest is too small")
    growth, polynomials = number(data["growth"]), [arb_poly(terms) for terms in series]
    step = Step(length, order, polynomials, rest, size(data["radius"]), growth)
    box = [around(number(middle), size(radius)) for middle, radius in data["box"]]
    inside = zip(box, step.over(arb(0), length), strict=True)
    ensure(all(b.contains_interior(x) for b, x in inside), "solutions may leave the box")
    ensure(mode.part_at_most(growth, box), "solutions may part faster")
    return step


def check_steps(mode: Mode, start: Box, data: Any) -> list[Step]:
    """Check steps, each of which starts where the one before ends."""
    steps, state, away = [], start, arb(0)
    for item in data:
        steps.append(check_step(mode, item))
        off = [x - number(y) for x, y in zip(state, item["centre"], strict=True)]
        ensure(longest(off) + away <= steps[-1].radius, "a step starts elsewhere")
        state, away = steps[-1].at(steps[-1].length)
    return steps


def box_at(step: Step, tau: arb) -> list[arb]:
    """Return a box for the states at an offset into a step."""
    state, away = step.at(tau)
    return [around(x, away) for x in state]


def elapsed(steps: list[Step]) -> arb:
    """Return the time that steps take."""
    return sum((step.length for step in steps), arb(0))


def check_crossing(mode: Mode, steps: list[Step], data: Any) -> arb:
    """Return a ball for the first time at which β = ½; it is the only one in the steps.

    In each piece of time between two cuts β < ½, or β increases. So once ½, β stays above, and where
    it is below ½ it was below before.
    """
    half = arb(1) / 2
    for step, item in zip(steps, data["steps"], strict=True):
        for low, high in pairwise(chain([arb(0)], map(number, item["cuts"]), [step.length])):
            box = step.over(low, high)
            ensure(mode.strength(box) < half or mode.slope(box) > 0, "β may pass ½ twice")
    low, high = map(number, data["crossing"])
    ensure(mode.strength(box_at(steps[-1], low)) < half, "β may be ½ before")
    ensure(mode.strength(box_at(steps[-1], high)) > half, "β may be ½ after")
    return elapsed(steps[:-1]) + low.union(high)
