"""Quantities of the flow in balls: from a certificate that is checked, or by a closed form.

A certificate is JSON data: the version, the bits to compute with, under ``"of"`` the quantity with
its exact parameters, and what a run found.

Classes fall into two groups of m₁ and m₂ classes with n₁ and n₂ samples each, k = m₁ + m₂, and the
flow starts at e^-δ. A mode within group g is logistic, with σ = √n_g and λ = ω_g. The mode between
them obeys the equations of :mod:`proofs.enclosures.steps` with t₁² = m₂n₁/k and t₂² = m₁n₂/k, from
w = e^-δ and hᵢ = e^-δ tᵢ/σ.
"""

from typing import Any, TypeAlias

from flint import arb

from proofs.enclosures.steps import (
    Box,
    Mode,
    Series,
    Step,
    around,
    box_at,
    check_crossing,
    check_steps,
    elapsed,
    expand,
    is_bound,
    order_of,
    size,
)
from proofs.kernel.check import MALFORMED
from proofs.kernel.errors import Rejected, ensure
from proofs.kernel.points import precision
from proofs.kernel.polynomials import rational

VERSION = 1
Groups: TypeAlias = tuple[list[arb], list[arb], arb]
"""Samples nᵢ in a class, weights ωᵢ, and δ."""


def check_enclosure(data: Any) -> arb:
    """Check a certificate and return a ball that contains its quantity.

    Raises
    ------
    Rejected
        If any part of it fails, with the reason.
    """
    try:
        ensure(data["version"] == VERSION, f"version {data['version']!r} is unknown")
        with precision(data["bits"]):
            found = QUANTITIES[data["of"]["quantity"]](data["of"], data)
    except MALFORMED as error:
        msg = f"malformed: {type(error).__name__}: {error}"
        raise Rejected(msg) from error
    ensure(found.is_finite(), "the ball is the whole line")
    return found


def positive(data: Any) -> arb:
    """Read a positive rational number."""
    found = arb(rational(data))
    ensure(found > 0, f"{data!r} is not positive")
    return found


def read_groups(data: Any) -> Groups:
    """Read samples, weights and δ; without weights these are (2n/(k n_g))^γ."""
    sizes, counts = data["sizes"], [positive(n) for n in data["counts"]]
    ensure(all(type(m) is int and m > 0 for m in sizes), f"{sizes!r} are no numbers of classes")
    ensure(len(sizes) == len(counts) == 2, "there are two groups")
    delta = arb(rational(data["delta"]))
    if "weights" in data:
        weights = [positive(x) for x in data["weights"]]
        ensure(len(weights) == 2 and "gamma" not in data, "there is one weight for each group")
        return counts, weights, delta
    mean = 2 * (sizes[0] * counts[0] + sizes[1] * counts[1]) / sum(sizes)
    gamma = arb(rational(data["gamma"]))
    return counts, [(mean / n) ** gamma for n in counts], delta


def between(of: Any, data: Any) -> tuple[Mode, list[Step]]:
    """Read the mode between the groups, and check the steps from its start."""
    counts, omega, delta = read_groups(of["groups"])
    m1, m2 = of["groups"]["sizes"]
    t1, t2 = (m2 * counts[0] / (m1 + m2)).sqrt(), (m1 * counts[1] / (m1 + m2)).sqrt()
    w, sigma = (-delta).exp(), (t1 * t1 + t2 * t2).sqrt()
    mode = Mode((omega[0] * t1, omega[1] * t2), (omega[0], omega[1]))
    return mode, check_steps(mode, [w, w * t1 / sigma, w * t2 / sigma], data["steps"])


def within(of: Any) -> tuple[arb, arb]:
    """Read a mode within a group: ln(β/(1 - β)) grows at the rate 2σλ, from β = e^(-2δ)/σ on.

    The rate is returned, and (1 - β)/β at the start.
    """
    (counts, omega, delta), group = read_groups(of["groups"]), of["group"]
    ensure(group in (0, 1) and of["groups"]["sizes"][group] > 1, "no mode within this group")
    sigma = counts[group].sqrt()
    return 2 * sigma * omega[group], sigma * (2 * delta).exp() - 1


def check_strength(of: Any, data: Any) -> arb:
    """Return β at a time, of the mode between the groups or of one within a group."""
    time = arb(rational(of["time"]))
    if of["group"] is None:
        mode, steps = between(of, data)
        return mode.strength(box_at(steps[-1], time - elapsed(steps[:-1])))
    rate, odds = within(of)
    return 1 / (1 + odds * (-rate * time).exp())


def check_half_time(of: Any, data: Any) -> arb:
    """Return the first time at which β = ½."""
    if of["group"] is None:
        mode, steps = between(of, data)
        return check_crossing(mode, steps, data)
    rate, odds = within(of)
    ensure(odds > 1, "β is not below ½ at the start")
    return odds.log() / rate


def resolved(y: list[arb], j: int) -> list[arb]:
    """Return y divided by q - L, q = 2j + 3, where L v = (v₁ + v₂, v₀, v₀)/√2."""
    q, half = 2 * j + 3, 1 / arb(2).sqrt()
    w = (q * y[0] + half * (y[1] + y[2])) / (q * q - 1)
    return [w, (half * w + y[1]) / q, (half * w + y[2]) / q]


def leaving(omega: tuple[arb, arb], order: int) -> tuple[Mode, Series]:
    """Return the cubic part of the equations, and the series of the orbit in powers of x²."""
    half, cubic = 1 / arb(2).sqrt(), Mode((arb(0), arb(0)), omega)
    return cubic, expand(cubic, [arb(1), half, half], order, resolved)


def check_departure(omega: tuple[arb, arb], data: Any) -> tuple[arb, list[arb], list[arb]]:
    """Return where the orbit that leaves the origin is left: x, the state, and bounds up to there.

    With g₁ = g₂ = 1/√2 the linear part L has the eigenvalues 1, 0, -1, and the orbit is a series
    x·Σ aₖx^2k with a₀ = (1, g₁, g₂) and (2k + 3 - L)aₖ₊₁ = coefficient k of the cubic part. The
    entries of the inverse of q - L are positive and decrease in q > 1.
    """
    x, rest = size(data["x"]), [size(r) for r in data["rest"]]
    cubic, series = leaving(omega, order_of(data))
    accepted = is_bound(cubic, series, rest, x * x, resolved)
    ensure(accepted, "the bound of the rest of the orbit is too small")
    powers = [(x * x) ** j for j in range(len(series[0]))]
    terms = [[c * p for c, p in zip(a, powers, strict=True)] for a in series]
    state = [x * around(sum(t, arb(0)), r) for t, r in zip(terms, rest, strict=True)]
    return x, state, [x * (sum(map(abs, t), arb(0)) + r) for t, r in zip(terms, rest, strict=True)]


def orbit(of: Any, data: Any) -> tuple[Mode, list[Step], arb, list[arb]]:
    """Check the orbit that leaves the origin, as w ~ e^s in the time s = √(R+1)·t.

    The mode is returned, the steps, how long after a start of size 1 they begin, and bounds up to
    there. (1 + cos φ)/2 of a start lies along the orbit. That T√(R+1) - δ, and what is asked at
    δ/√(R+1), tend to what they are on the orbit as δ → ∞ is an argument of
    docs/explanation/delay.md and is not checked here.
    """
    root = positive(of["ratio"]).sqrt()
    omega, half = (1 / root, arb(1)), 1 / arb(2).sqrt()
    mode = Mode((half, half), omega)
    x, start, largest = check_departure(omega, data["departure"])
    cosine = (root + 1) / (2 * (root * root + 1)).sqrt()
    since = x.log() - ((1 + cosine) / 2).log()
    return mode, check_steps(mode, start, data["steps"]), since, largest


def check_delay(of: Any, data: Any) -> arb:
    """Return c(R), the time at which β = ½ on the orbit."""
    mode, steps, since, largest = orbit(of, data)
    ensure(mode.strength(largest) < arb(1) / 2, "β may be ½ before the orbit is left")
    return since + check_crossing(mode, steps, data)


def check_transition_strength(of: Any, data: Any) -> arb:
    """Return β on the orbit at δ/√(R+1)."""
    mode, steps, since, _ = orbit(of, data)
    return mode.strength(box_at(steps[-1], -since - elapsed(steps[:-1])))


def check_large_ratio_delay(_of: Any, data: Any) -> arb:
    """Return K, from the growth of w on the orbit that leaves the origin if ω₁ = 0.

    That K is the limit of c(R) - (√2/4)ln R is an argument of docs/explanation/delay.md and is not
    checked here.
    """
    root, omega = arb(2).sqrt(), (arb(0), arb(1))
    mode = Mode((1 / root, 1 / root), omega)
    x, start, _ = check_departure(omega, data["departure"])
    steps = check_steps(mode, start, data["steps"])
    state = box_at(steps[-1], steps[-1].length)
    grown = (
        (state[0] + state[1]).log() - (x.log() + elapsed(steps)) / root + late(state) - arb(2).log()
    )
    return -root * grown - arb(2).log() / (2 * root) - ((2 + root) / 4).log()


def late(state: Box) -> arb:
    """Return the integral of h₂p/(w + h₁) over all later times, p = 1/√2 - w·h₂, if ω₁ = 0.

    Where w² = x ≥ 8 the region -1/x ≤ p ≤ 0 is not left, by the signs of p′ on its edges, and w
    grows in it.
    """
    (w, h1, h2), a = state, 1 / arb(2).sqrt()
    x, p = w * w, a - w * h2
    ensure(x >= 8 and p <= 0 and p + 1 / x >= 0 and h1 > 0 and h2 > 0, "the region is not reached")
    small = (a + 1 / x) / x**2
    slowest = a * (1 - ((a + 1 / x) / x) ** 2).sqrt() - small
    return (-small / (4 * slowest)).union(arb(0))


QUANTITIES = {
    "strength": check_strength,
    "half-time": check_half_time,
    "delay": check_delay,
    "transition strength": check_transition_strength,
    "large-ratio delay": check_large_ratio_delay,
}
