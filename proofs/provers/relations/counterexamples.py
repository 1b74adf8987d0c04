"""Counterexamples at exact points, certain by ball arithmetic or by exact algebra.

Where to look is guided by lists, by a solver's model and by floating point; what is found
counts only after it has been checked here.
"""

from fractions import Fraction

import sympy as sp
from flint import arb, ctx, fmpq

from proofs.claims.domain import Domain
from proofs.claims.verdict import Counterexample
from proofs.provers.expressions import radical_normal_form
from proofs.provers.expressions.arb_evaluation import (
    NoBallError,
    ball,
    compare,
    digits,
    is_defined,
    truth,
)
from proofs.provers.expressions.critical_points import critical_points
from proofs.provers.expressions.sample_points import FIRST, Point, admissible, exact, points, values

PLAIN, PATIENCE = 0.01, 20
"""A relative difference that is plain to see, and how many points to look for one."""

ROUNDINGS = (1, 10, 100, 10**4, 10**8, 10**16, 10**30, 10**60)
"""Largest denominators to which a point is rounded, the simplest first."""

STRICT = (sp.Gt, sp.Lt, sp.Ne)
WIDTH = Fraction(1, 10**15)
"""Relative width of the interval in which a zero is enclosed."""

LARGEST_SOLVED = 60
"""Operations in a number whose minimal polynomial is worth finding."""

LARGEST, LARGEST_WITH_POWERS = 10**40, 100
"""Integers put into an expression exactly; the second if there are symbolic exponents."""


def look(
    statement: sp.Basic, domain: Domain, count: int = FIRST
) -> tuple[Counterexample | None, int]:
    """Evaluate at listed points; return a certain failure and how many points were admissible.

    The first failure that a reader can see (a relative difference over ``PLAIN``) is taken; if
    there is none soon, the first of all.
    """
    seen, first, since = 0, None, 0
    for point in points(domain, count):
        seen += 1
        if first is not None:
            since += 1
            if since > PATIENCE:
                break
        found = check_point(statement, point, settle=False)
        if found is None:
            continue
        plain = is_plain(statement, point)
        first = found if first is None or plain else first
        if plain:
            break
    return first, seen


def is_plain(statement: sp.Basic, point: Point) -> bool:
    """Whether the two sides differ visibly."""
    if not isinstance(statement, sp.Eq):
        return True
    with ctx.workprec(96):
        a, b = (ball(side, point) for side in statement.args)
        return bool(abs(a - b) > PLAIN * (abs(a) + abs(b)))


def check_point(statement: sp.Basic, point: Point, *, settle: bool = True) -> Counterexample | None:
    """Return a counterexample if ``statement`` certainly fails at an exact point.

    Parameters
    ----------
    statement : sympy Boolean
    point : mapping of Symbol to exact values
    settle : bool
        Put a difference that no precision separates from zero to exact algebra, so that
        equality itself can be certain.
    """
    try:
        if not isinstance(statement, sp.Rel):
            failed = truth(statement, point) is False
            return Counterexample(show(point), "false", "true", str(statement)) if failed else None
        left, right = statement.args
        side = compare(left, right, point)
        if side is None and settle and vanishes_at(left, right, point):
            side = 0
        if side is None or bool(statement.func(sp.Integer(side), sp.S.Zero)):
            return None
        with ctx.workprec(128):
            sides = ball(left, point), ball(right, point)
            distance = "0, exactly" if side == 0 else digits(sides[0] - sides[1])
    except NoBallError:
        return None
    return Counterexample(show(point), digits(sides[0]), digits(sides[1]), distance)


def vanishes_at(left: sp.Expr, right: sp.Expr, point: Point) -> bool:
    """Whether the two sides are defined and exactly equal at a point."""
    if not (is_defined(left, point) and is_defined(right, point)):
        return False
    if left == right:
        return True
    numbers = {s: exact(v) for s, v in point.items()}
    powers = left.atoms(sp.Pow) | right.atoms(sp.Pow)
    symbolic = any(power.exp.free_symbols for power in powers)
    largest = LARGEST_WITH_POWERS if symbolic else LARGEST
    rationals = (q for v in numbers.values() for q in v.atoms(sp.Rational))
    if any(max(abs(q.p), q.q) > largest for q in rationals):
        return False  # sympy would write out all digits of a power
    difference = left.subs(numbers) - right.subs(numbers)
    try:
        if radical_normal_form.vanishes(difference):
            return True
    except radical_normal_form.NoNormalFormError:
        pass
    if not difference.is_algebraic or sp.count_ops(difference) > LARGEST_SOLVED:
        return False
    try:
        x = sp.Dummy("x")
        return bool(sp.minimal_polynomial(difference, x) == x)
    except (NotImplementedError, sp.PolynomialError):
        return False


def show(point: Point) -> tuple[tuple[str, str], ...]:
    """Write a point's values."""
    return tuple((str(s), str(v)) for s, v in point.items())


def near(statement: sp.Basic, domain: Domain, model: Point) -> Counterexample | None:
    """Turn approximate values into a certain counterexample, the simplest nearby one first."""
    tried = set()
    for size in ROUNDINGS:
        point = {s: _rounded(s, Fraction(v), size) for s, v in model.items() if s in domain.symbols}
        key = tuple(point.values())
        if key in tried:
            continue
        tried.add(key)
        if admissible(domain, point) and (found := check_point(statement, point)):
            return found
    return None


def _rounded(symbol: sp.Symbol, value: Fraction, size: int) -> Fraction:
    if symbol.is_integer:
        step = 2 if symbol.is_even or symbol.is_odd else 1
        shift = 1 if symbol.is_odd else 0
        return Fraction(step * round((value - shift) / step) + shift)
    return value.limit_denominator(size)


# equality where only strict inequality is claimed ----------------------------------------------


def touch(statement: sp.Basic, domain: Domain) -> Counterexample | None:
    """Look for an exact point at which the two sides of a strict relation are equal."""
    if not isinstance(statement, STRICT):
        return None
    if isinstance(statement, sp.Ne) and (found := _crossing(statement, domain)):
        return found
    gap = statement.lhs - statement.rhs
    for base in list(points(domain, FIRST))[:3]:
        for symbol in (s for s in domain.symbols if not s.is_integer):
            others = {s: exact(v) for s, v in base.items() if s != symbol}
            slope = gap.subs(others).diff(symbol)
            low = sp.S.Zero if symbol.is_nonnegative else -sp.oo
            high = sp.S.Zero if symbol.is_nonpositive else sp.oo
            for turn in critical_points(slope, symbol, low, high):
                point = {**base, symbol: turn}
                if admissible(domain, point) and (found := check_point(statement, point)):
                    return found
    return None


def _crossing(statement: sp.Ne, domain: Domain) -> Counterexample | None:
    """Enclose a zero between two points where the difference has opposite certain signs."""
    left, right = statement.args
    if statement.has(sp.sign):
        return None
    for base in list(points(domain, FIRST))[:3]:
        for symbol in (s for s in domain.symbols if not s.is_integer):
            low: Fraction | None = None
            before = 0
            for high in sorted(values(symbol)):
                here = {**base, symbol: high}
                if not admissible(domain, here) or not (now := compare(left, right, here)):
                    low = None
                    continue
                if low is not None and now != before:
                    found = _enclose_zero(statement, domain, base, symbol, (low, high))
                    if found is not None:
                        return found
                low, before = high, now
    return None


def _enclose_zero(
    statement: sp.Ne,
    domain: Domain,
    base: Point,
    symbol: sp.Symbol,
    ends: tuple[Fraction, Fraction],
) -> Counterexample | None:
    """Bisect to a zero; where balls are finite over the interval, the difference is continuous."""
    left, right = statement.args
    (low, high), scale = ends, max(map(abs, ends))
    first = compare(left, right, {**base, symbol: low})
    while high - low > WIDTH * scale:
        middle = (low + high) / 2
        now = compare(left, right, {**base, symbol: middle})
        if now == 0:
            return check_point(statement, {**base, symbol: middle})
        if now is None:
            return None
        low, high = (middle, high) if now == first else (low, middle)
    if symbol.is_zero is False and low <= 0 <= high:
        return None
    with ctx.workprec(256):
        hull = arb(fmpq(low.numerator, low.denominator)).union(
            arb(fmpq(high.numerator, high.denominator))
        )
        around = {**base, symbol: hull}
        if not all(truth(condition, around) for condition in domain.assumptions):
            return None
        sides = ball(left, around), ball(right, around)
        if not all(side.is_finite() for side in sides):
            return None
        where = {
            **{str(s): str(v) for s, v in base.items()},
            str(symbol): f"a zero in {digits(hull)}",
        }
    return Counterexample(
        tuple(where.items()),
        digits(sides[0]),
        digits(sides[1]),
        "0 there, since it changes sign and is continuous",
    )
