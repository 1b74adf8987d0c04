"""Statements about the gradient flow: trajectories, learning times, invariance of the ansatz.

What a mode obeys is derived in :mod:`spectra`: where the mode's row of VᵀΩ - ΛVᵀ vanishes (and
for the projected system always) its strength is logistic at the rate σλ; where it does not,
the mode of the full flow is the coupled system of :mod:`proofs.provers.lemmas`. The projected
system is never used to decide a statement about the full flow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import islice
from time import perf_counter

import sympy as sp
from flint import ctx

import spectra
from numerics.enclosure import enclose
from numerics.errors import NumericsError
from numerics.problem import FlowProblem
from proofs.domain import Domain, domain_of
from proofs.provers import limits, normal_form, relation
from proofs.provers.balls import NoBallError, ball, digits
from proofs.provers.lemmas import LEMMAS
from proofs.provers.matrix import all_of
from proofs.provers.points import admissible, points
from proofs.statement import Invariance, LearningTime, Limit, Trajectory
from proofs.verdict import Counterexample, Evidence, Outcome, Verdict, combine

R, delta, t = spectra.R, spectra.delta, spectra.t

COUPLED = sp.symbols("w h_1 h_2 omega_1 omega_2 t_1 t_2", positive=True)
"""State, weights and targets of the coupled mode."""

ORDERS = 3
"""Derivatives at t = 0 that are compared exactly."""

DEFAULT = {R: Fraction(10), delta: Fraction(8)}
"""Where the coupled mode is enclosed unless the claim fixes the parameters."""


@dataclass(frozen=True)
class Mode:
    """What :mod:`spectra` derives about one mode under one weighting.

    ``rate`` is σλ, ``leading`` the growth rate at the origin, ``defect`` the norm of the
    mode's row of VᵀΩ - ΛVᵀ; ``omega`` and ``targets`` are the weight of each group and the
    length of σv on it.
    """

    sigma: sp.Expr
    rate: sp.Expr
    leading: sp.Expr
    defect: sp.Expr
    omega: tuple[sp.Expr, ...]
    targets: tuple[sp.Expr, ...]


@cache
def mode(name: str, weighting: str) -> Mode:
    """Return the derived quantities of a mode of the STEP imbalance, for all k and R."""
    imbalance = spectra.step()
    decomposition = spectra.decompose(imbalance)
    weights = spectra.weights(imbalance, 0 if weighting == "erm" else sp.Rational(1, 2))
    found = spectra.effective(decomposition, weights)
    (level,) = (x for x in decomposition.levels if x.name == name)
    return Mode(
        level.singular_value,
        found.projected_rate[name],
        found.true_rate[name],
        found.defect[name],
        tuple(weights.omega),
        _targets(),
    )


def _targets() -> tuple[sp.Expr, ...]:
    """Lengths of the middle row of σVᵀ on each group: the row times its group's indicator."""
    decomposition = spectra.decompose(spectra.step())
    (middle,) = (i for i, x in enumerate(decomposition.levels) if x.name == "maj-min")
    sigma = decomposition.levels[middle].singular_value
    ones = sp.OneMatrix(1, spectra.m)
    found = []
    for block in decomposition.class_V.blocks[:, middle]:
        along = spectra.normal_form(ones * block)[0, 0]
        found.append(sp.sqrt(sp.cancel((sigma * along) ** 2 / spectra.m)))
    return tuple(found)


def is_logistic(statement: Trajectory | LearningTime, domain: Domain) -> bool:
    """Whether the mode's strength obeys the logistic equation at rate σλ."""
    if statement.system == "projected":
        return True
    defect = domain.apply(mode(statement.mode, statement.weighting).defect)
    return normal_form.vanishes(defect)


# trajectories -------------------------------------------------------------------------------


def decide_trajectory(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that ``expr`` is, or is not, β of the mode for all t ≥ 0."""
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    if is_logistic(statement, domain):
        yield from _logistic_trajectory(statement, domain)
        return
    yield from _taylor(statement, domain)
    evidence = _enclosed_gap(statement, domain)
    if evidence is not None:
        yield evidence


def _logistic_trajectory(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    """Check the initial value and the differential equation, whose solution is unique."""
    found = mode(statement.mode, statement.weighting)
    beta, rate, sigma = (domain.apply(e) for e in (statement.expr, found.rate, found.sigma))
    start = domain.apply(sp.exp(-2 * delta) / found.sigma)
    wider = domain_of({*domain.symbols, *beta.free_symbols}, domain.assumptions)
    exact = domain.apply(logistic(sigma, rate))
    # the solution itself, for a counterexample with both sides; the proof does not use it
    different, _ = relation.look(sp.Eq(beta, exact, evaluate=False), wider, 60)
    if different is not None:
        yield Evidence(
            "solution in balls", Outcome.REFUTES, str(different), 0.0, "balls", different
        )
        return
    parts = [
        ("initial value", sp.Eq(beta.subs(t, 0), start, evaluate=False)),
        ("β' = 2σλβ(1-β)", sp.Eq(beta.diff(t), 2 * rate * beta * (1 - beta), evaluate=False)),
    ]
    evidence = list(all_of(parts, wider))
    stated = {s for s, _ in domain.fixed} >= {R, delta}
    if stated and combine(evidence) is Verdict.PROVED:
        detail = "solves the mode's equation exactly at the stated parameters"
        seconds = sum(e.seconds for e in evidence)
        yield Evidence("initial value and equation", Outcome.CERTIFIES, detail, seconds, "stated")
        return
    yield from evidence


def logistic(sigma: sp.Expr, rate: sp.Expr) -> sp.Expr:
    """Return the solution of β' = 2·rate·β(1-β), β(0) = exp(-2δ)/σ."""
    growth = sp.exp(-2 * rate * t)
    return 1 / (1 + (sigma * sp.exp(2 * delta) - 1) * growth)


@cache
def lie_derivatives() -> tuple[sp.Expr, ...]:
    """Return β, β', β'', … along the full flow of a coupled mode, as polynomials.

    In the state w, h₁, h₂, the weights ω₁, ω₂ and the targets t₁, t₂; times σ².
    """
    w, h1, h2, o1, o2, t1, t2 = COUPLED
    field = {
        w: o1 * t1 * h1 + o2 * t2 * h2 - w * (o1 * h1**2 + o2 * h2**2),
        h1: w * o1 * (t1 - w * h1),
        h2: w * o2 * (t2 - w * h2),
    }
    current = sp.Poly(w * (t1 * h1 + t2 * h2), *COUPLED)
    values = []
    for _ in range(ORDERS + 1):
        values.append(current.as_expr())
        moves = [current.diff(v) * sp.Poly(f, *COUPLED) for v, f in field.items()]
        current = sum(moves, sp.Poly(0, *COUPLED))
    return tuple(values)


@cache
def taylor_coefficients(weighting: str) -> tuple[sp.Expr, ...]:
    """Return β, β', β'', … at t = 0 of the coupled mode under the full flow."""
    w, h1, h2, *constants = COUPLED
    found = mode("maj-min", weighting)
    scale = sp.exp(-delta)
    start = {w: scale}
    start |= {h: scale * x / found.sigma for h, x in zip((h1, h2), found.targets, strict=True)}
    start |= dict(zip(constants, (*found.omega, *found.targets), strict=True))
    return tuple(value.xreplace(start) / found.sigma**2 for value in lie_derivatives())


def _taylor(statement: Trajectory, domain: Domain) -> Iterator[Evidence]:
    """Compare derivatives at t = 0 with those of the full flow, exactly."""
    started = perf_counter()
    claimed = domain.apply(statement.expr)
    outside = domain_of(
        {s for s in {*domain.symbols, *claimed.free_symbols} if s != t},
        [a for a in domain.assumptions if not a.has(t)],
    )
    for order, true in enumerate(taylor_coefficients(statement.weighting)):
        ours = domain.apply(claimed.diff(t, order).subs(t, 0))
        same = sp.Eq(ours, domain.apply(true), evaluate=False)
        found, _ = relation.look(same, outside, 60)
        if found is None:
            continue
        name = f"derivative {order} of β at t = 0"
        detail = f"{name} is not that of the full flow: {found}"
        yield Evidence(
            "Taylor coefficients at t = 0",
            Outcome.REFUTES,
            detail,
            perf_counter() - started,
            "exact",
            found,
        )
        return
    detail = f"no certain difference from the full flow at t = 0 up to derivative {ORDERS}"
    yield Evidence(
        "Taylor coefficients at t = 0", Outcome.INCONCLUSIVE, detail, perf_counter() - started
    )


def _enclosed_gap(statement: Trajectory, domain: Domain) -> Evidence | None:
    """Enclose the full flow in balls and certify its distance from the claim."""
    started = perf_counter()
    claimed = domain.apply(statement.expr)
    for point in _places(domain, claimed):
        problem = FlowProblem(
            k=4, R=point[R], delta=point[delta], gamma=0 if statement.weighting == "erm" else 0.5
        )
        row = problem.mode_names.index(statement.mode)
        try:
            true = enclose(problem, [point[t]], digits=20).beta[row, 0]
            with ctx.workprec(160):
                value = ball(claimed, point)
                gap = abs(value - true)
        except (NoBallError, NumericsError):
            continue
        if gap > 0:
            where = relation.show({s: point[s] for s in (R, delta, t)})
            found = Counterexample(where, digits(value), digits(true), digits(gap))
            seconds = perf_counter() - started
            detail = f"certified enclosure of the full flow: {found}"
            method = "enclosure of the flow"
            return Evidence(method, Outcome.REFUTES, detail, seconds, "enclosure", found)
    return None


def _places(domain: Domain, claimed: sp.Expr) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Yield admissible parameters, each with a time near the mode's learning time."""
    fixed = {s: Fraction(str(v)) for s, v in domain.fixed if v.is_Rational}
    symbols = {*domain.symbols, *claimed.free_symbols} - {t, *fixed}
    free = domain_of(symbols, [a for a in domain.assumptions if not a.has(t)])
    preferred = {s: DEFAULT.get(s, Fraction(4)) for s in free.symbols}
    tries = [preferred] if admissible(free, preferred) else []
    for some in [*tries, *islice(points(free), 4)]:
        point = {**DEFAULT, **fixed, **some}
        if point[R] != 1:
            moment = float(point[delta]) / (float(point[R]) + 1) ** 0.5
            yield {**point, t: Fraction(round(1000 * moment), 1000)}


# learning times -----------------------------------------------------------------------------


def decide_learning_time(statement: LearningTime, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence that T/δ tends to ``expr``."""
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    found = mode(statement.mode, statement.weighting)
    if is_logistic(statement, domain):
        yield from _logistic_time(statement, found, domain)
        return
    yield from _coupled_time(statement, found, domain)


def _logistic_time(statement: LearningTime, found: Mode, domain: Domain) -> Iterator[Evidence]:
    """Solve β(T) = ½ exactly and take the limit of T/δ."""
    sigma, rate = domain.apply(found.sigma), domain.apply(found.rate)
    moment = (delta + sp.log(sigma - sp.exp(-2 * delta)) / 2) / rate
    late = domain_of(
        [*domain.symbols, delta], [*domain.assumptions, sp.Gt(sigma, sp.exp(-2 * delta))]
    )
    half = sp.Eq(logistic(sigma, rate).subs(t, moment), sp.Rational(1, 2), evaluate=False)
    solved = combine(relation.decide(half, late))
    if solved is not Verdict.PROVED:
        yield Evidence("half-time", Outcome.INCONCLUSIVE, f"β(T) = ½ is {solved.value}")
        return
    claim = Limit(moment / delta, delta, sp.oo, domain.apply(statement.expr))
    yield from limits.decide(claim, domain_of([*domain.symbols, delta], domain.assumptions))


@cache
def lemma_verdicts() -> tuple[tuple[str, Verdict], ...]:
    """Decide every lemma behind the learning time of a coupled mode."""
    return tuple(
        (
            lemma.name,
            combine(
                relation.decide(
                    lemma.statement, domain_of(lemma.statement.free_symbols, lemma.assume)
                )
            ),
        )
        for lemma in LEMMAS
    )


def _coupled_time(statement: LearningTime, found: Mode, domain: Domain) -> Iterator[Evidence]:
    """Compare with 1/(√2·g), which the lemmas bound from both sides."""
    started = perf_counter()
    drives = [o * x for o, x in zip(found.omega, found.targets, strict=True)]
    one_drive = sp.Eq(drives[0], drives[1], evaluate=False)
    from_drive = sp.Eq(found.leading, sp.sqrt(2) * drives[0], evaluate=False)
    anywhere = domain_of([R], ())
    hypotheses = list(
        all_of([("one drive", one_drive), ("leading rate √2·g", from_drive)], anywhere)
    )
    failed = [name for name, verdict in lemma_verdicts() if verdict is not Verdict.PROVED]
    if failed or combine(hypotheses) is not Verdict.PROVED:
        detail = f"not established: {', '.join(failed) or 'the form of the coupled system'}"
        yield Evidence("two-sided bounds", Outcome.INCONCLUSIVE, detail, perf_counter() - started)
        return
    true = domain.apply(1 / found.leading)
    lemmas = f"{len(LEMMAS)} lemmas bound T between (δ + c)/μ and (δ + C)/μ, μ = {found.leading}"
    same = sp.Eq(domain.apply(statement.expr), true, evaluate=False)
    for item in relation.decide(same, domain):
        yield Evidence(
            f"two-sided bounds; {item.method}",
            item.outcome,
            f"{lemmas}; {item.detail}",
            item.seconds,
            item.route,
            item.counterexample,
        )


# invariance ---------------------------------------------------------------------------------


def decide_invariance(statement: Invariance, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on whether the mode's row of VᵀΩ - ΛVᵀ vanishes.

    At t = 0 the derivative of H is W(0)ᵀ(Z - W(0)H(0))Ω: its component off the row space of Vᵀ
    is a multiple of the defect, so a non-zero defect is an exact refutation of the ansatz.
    """
    defect = mode(statement.mode, statement.weighting).defect
    symbols = {*domain.symbols, *(defect.free_symbols - {s for s, _ in domain.fixed})}
    yield from relation.decide(
        sp.Eq(defect, 0, evaluate=False),
        domain_of(
            symbols, [*domain.assumptions, *(sp.Eq(s, v, evaluate=False) for s, v in domain.fixed)]
        ),
    )
