"""Scalar relations: a counterexample, or two independent proofs, or an honest shrug."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from time import perf_counter

import sympy as sp
from flint import ctx

from proofs.domain import Domain
from proofs.provers import calculus, normal_form, polynomial, smt
from proofs.provers.balls import NoBallError, ball, digits, sign, truth
from proofs.provers.points import FIRST, admissible, points
from proofs.verdict import Counterexample, Evidence, Outcome

MANY = 1500
"""Points tried when nothing else has decided."""

PLAIN, PATIENCE = 0.01, 20
"""A relative difference that is plain to see, and how many points to look for one."""

Point = dict[sp.Symbol, Fraction]


def decide(statement: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on a scalar statement until it is decided.

    Parameters
    ----------
    statement : sympy Boolean
        A relation or a Boolean combination of relations.
    domain : Domain
        Admissible values; its ``fixed`` values are put in first.
    """
    statement = domain.apply(statement)
    started = perf_counter()
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    found, seen = look(statement, domain, FIRST)
    if found is not None:
        yield _refuted(found, "ball arithmetic", started)
        return
    if seen == 0 and _is_empty(domain):
        yield Evidence("assumptions", Outcome.VACUOUS, "no real values meet them")
        return
    proved = 0
    for method in ROUTES:
        started = perf_counter()
        evidence = method(statement, domain)
        if evidence is None:
            continue
        yield _timed(evidence, started)
        if evidence.outcome is Outcome.REFUTES:
            return
        proved += evidence.outcome is Outcome.PROVES
        if proved == 2:  # noqa: PLR2004
            return
    if proved:
        return
    yield from _harder(statement, domain)


def _harder(statement: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    """Split integers, differentiate, then look at many more points."""
    started = perf_counter()
    split = list(_by_integers(statement, domain))
    yield from split
    if any(e.outcome is Outcome.PROVES for e in split):
        return
    monotone = list(_by_calculus(statement, domain))
    yield from (_timed(e, started) for e in monotone)
    if any(e.outcome is Outcome.PROVES for e in monotone):
        return
    started = perf_counter()
    found, seen = look(statement, domain, MANY, exact=True)
    if found is None:
        found = _descend(statement, domain)
    if found is not None:
        yield _refuted(found, "ball arithmetic", started)
        return
    detail = f"no proof found; no counterexample among {seen} admissible points"
    yield Evidence("search", Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _timed(evidence: Evidence, started: float) -> Evidence:
    return Evidence(
        evidence.method,
        evidence.outcome,
        evidence.detail,
        perf_counter() - started,
        evidence.route,
        evidence.counterexample,
    )


# counterexamples ----------------------------------------------------------------------------


def look(
    statement: sp.Basic, domain: Domain, count: int, *, exact: bool = False
) -> tuple[Counterexample | None, int]:
    """Evaluate at admissible points; return a certain failure and how many were seen.

    The first failure that a reader can see (a relative difference over ``PLAIN``) is taken; if
    there is none soon, the first of all.
    """
    seen, first, since = 0, None, 0
    for point in points(domain, count):
        seen += 1
        found = check_point(statement, point, exact=exact)
        if found is not None and (first is None or _plain(statement, point)):
            first = found
            if _plain(statement, point):
                break
        since += first is not None
        if since > PATIENCE:
            break
    return first, seen


def _plain(statement: sp.Basic, point: Point) -> bool:
    """Whether the two sides differ visibly."""
    if not isinstance(statement, sp.Eq):
        return True
    with ctx.workprec(96):
        a, b = (ball(side, point) for side in statement.args)
        return bool(abs(a - b) > PLAIN * (abs(a) + abs(b)))


def check_point(statement: sp.Basic, point: Point, *, exact: bool = True) -> Counterexample | None:
    """Return a counterexample if ``statement`` certainly fails at an exact point.

    With ``exact`` a difference that no precision separates from zero is put to the normal
    form, so that equality itself can be certain.
    """
    if statement == sp.false:
        return Counterexample(show(point), "false", "true", "exact")
    if not isinstance(statement, sp.Rel):
        try:
            failed = truth(statement, point) is False
        except NoBallError:
            return None
        return Counterexample(show(point), str(statement), "true", "exact") if failed else None
    left, right = statement.args
    try:
        side = _sign(left - right, point, exact=exact)
        if side is None or _satisfied(statement, side):
            return None
        with ctx.workprec(128):
            sides = ball(left, point), ball(right, point)
            gap = ball(left - right, point)
    except NoBallError:
        return None
    distance = "0, exactly" if side == 0 else digits(gap)
    return Counterexample(show(point), digits(sides[0]), digits(sides[1]), distance)


def _sign(difference: sp.Expr, point: Point, *, exact: bool) -> int | None:
    if not exact:
        with ctx.workprec(96):
            value = ball(difference, point)
        return 1 if value > 0 else -1 if value < 0 else None
    found = sign(difference, point)
    if found is not None:
        return found
    with ctx.workprec(96):
        if not ball(difference, point).is_finite():
            return None
    numbers = {s: sp.Rational(v.numerator, v.denominator) for s, v in point.items()}
    try:
        return 0 if normal_form.vanishes(difference.subs(numbers)) else None
    except normal_form.NoNormalFormError:
        return None


def _satisfied(statement: sp.Rel, side: int) -> bool:
    return bool(statement.func(sp.Integer(side), sp.S.Zero))


def show(point: Point) -> tuple[tuple[str, str], ...]:
    return tuple((str(s), str(v)) for s, v in point.items())


def _refuted(found: Counterexample, method: str, started: float) -> Evidence:
    return Evidence(
        method, Outcome.REFUTES, str(found), perf_counter() - started, "balls", found
    )


def _near(statement: sp.Basic, domain: Domain, model: Point) -> Counterexample | None:
    """Turn a solver's model into a certain counterexample, the simplest nearby one first."""
    for size in (1, 10, 100, 10**4, 10**8, 10**16, 10**30):
        point = {s: v.limit_denominator(size) for s, v in model.items() if s in domain.symbols}
        for symbol in point:
            if symbol.is_integer:
                step = 2 if symbol.is_even else 1
                point[symbol] = Fraction(step * round(point[symbol] / step))
        if admissible(domain, point) and (found := check_point(statement, point)):
            return found
    return None


def _descend(statement: sp.Basic, domain: Domain) -> Counterexample | None:
    """Follow the slack of an inequality downhill in floating point; check the end exactly."""
    real = [s for s in domain.symbols if not s.is_integer]
    if not isinstance(statement, (sp.Gt, sp.Ge, sp.Lt, sp.Le)) or not real:
        return None
    from scipy.optimize import minimize  # noqa: PLC0415  (only a last resort needs it)

    slack = statement.gts - statement.lts
    for start in islice(points(domain, 400), 12):

        def value(x, start=start):  # type: ignore[no-untyped-def]
            point = {**start, **{s: Fraction(float(v)) for s, v in zip(real, x, strict=True)}}
            if not admissible(domain, point):
                return 1e30
            with ctx.workprec(64):
                found = float(ball(slack, point).mid())
            return found if found == found else 1e30  # noqa: PLR0124

        best = minimize(value, [float(start[s]) for s in real], method="Nelder-Mead")
        end = {**start, **{s: Fraction(float(v)) for s, v in zip(real, best.x, strict=True)}}
        found = _near(statement, domain, end)
        if found is not None:
            return found
    return None


# proofs -------------------------------------------------------------------------------------


def _by_normal_form(statement: sp.Basic, domain: Domain) -> Evidence | None:
    if not isinstance(statement, sp.Eq):
        return None
    try:
        zero = normal_form.vanishes(statement.lhs - statement.rhs)
    except normal_form.NoNormalFormError:
        return None
    if not zero:
        return None
    detail = "both sides have the same normal form over the rationals and their radicals"
    return Evidence("normal form (FLINT)", Outcome.PROVES, detail, route="flint")


def _by_walking(statement: sp.Basic, domain: Domain) -> Evidence | None:
    try:
        finding = smt.decide(statement, domain)
    except (smt.NotEncodableError, ArithmeticError) as error:
        return Evidence("real arithmetic (Z3)", Outcome.INCONCLUSIVE, str(error))
    if finding.valid:
        detail = "its negation has no solution in the reals"
        return Evidence("real arithmetic (Z3)", Outcome.PROVES, detail, route="z3")
    if finding.model and not finding.undefined:
        found = _near(statement, domain, dict(finding.model))
        if found is not None:
            return Evidence(
                "real arithmetic (Z3), ball arithmetic",
                Outcome.REFUTES,
                str(found),
                route="balls",
                counterexample=found,
            )
    detail = "no answer in time"
    if finding.undefined:
        detail = f"not shown to be defined everywhere: look at {finding.undefined}"
        if finding.model:
            detail += " near " + ", ".join(f"{s} = {v.limit_denominator(1000)}" for s, v in finding.model)
    elif finding.status == "sat":
        detail = "the facts it knows of exp and log do not decide the negation"
    return Evidence("real arithmetic (Z3)", Outcome.INCONCLUSIVE, detail)


def _by_polynomials(statement: sp.Basic, domain: Domain) -> Evidence | None:
    if not _cvc5(statement, domain):
        return None
    detail = "brought to polynomials, its negation has no real solution"
    return Evidence("polynomials (sympy, cvc5)", Outcome.PROVES, detail, route="cvc5")


ROUTES: tuple[Callable[[sp.Basic, Domain], Evidence | None], ...] = (
    _by_normal_form,
    _by_walking,
    _by_polynomials,
)


def _z3(statement: sp.Basic, domain: Domain) -> bool:
    if statement in (sp.true, sp.false):
        return bool(statement)
    try:
        return smt.decide(statement, domain, 1500).valid
    except smt.NotEncodableError:
        return False


def _cvc5(statement: sp.Basic, domain: Domain) -> bool:
    if statement in (sp.true, sp.false):
        return bool(statement)
    try:
        return polynomial.holds(statement, domain, 1500)
    except (polynomial.NotPolynomialError, sp.PolynomialError):
        return False


def _is_empty(domain: Domain) -> bool:
    """Both routes agree that the assumptions cannot be met."""
    try:
        return smt.is_empty(domain) and polynomial.holds(sp.false, domain)
    except (smt.NotEncodableError, polynomial.NotPolynomialError):
        return False


def _by_integers(statement: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    """Settle small integers one by one and the rest as reals."""
    for symbol in (s for s in domain.symbols if s.is_integer and s.is_positive):
        step = 2 if symbol.is_even else 1
        for last in (step, 2 * step, 4 * step):
            small = [domain.restrict(sp.Eq(symbol, n, evaluate=False)) for n in range(step, last + 1, step)]
            large = domain.restrict(sp.Ge(symbol, last + step))
            cases = [*small, large]
            for name, prove in (("z3", _z3), ("cvc5", _cvc5)):
                if all(c.empty or prove(c.apply(statement), c) for c in cases):
                    detail = f"{symbol} ≤ {last} one by one, {symbol} ≥ {last + step} as a real"
                    yield Evidence(f"integer cases ({name})", Outcome.PROVES, detail, route=name)
                else:
                    break
            else:
                return


def _by_calculus(statement: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    if not isinstance(statement, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
        return
    f = statement.gts - statement.lts
    strict = isinstance(statement, (sp.Gt, sp.Lt))
    pairs = (("z3", _z3, sp.diff), ("cvc5", _cvc5, calculus.derivative))
    for name, prove, differentiate in pairs:
        try:
            argument = calculus.positive(f, domain, prove, differentiate, strict=strict)
        except calculus.NoDerivativeError:
            continue
        if not argument:
            return
        yield Evidence(f"monotonicity ({name})", Outcome.PROVES, argument, route=name)
