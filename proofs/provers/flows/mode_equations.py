"""What a mode of the flow obeys, as :mod:`spectra` derives it.

Where the mode's row of VᵀΩ - ΛVᵀ vanishes, and for the projected system always, its strength β
is logistic at the rate σλ. Where it does not, the mode of the full flow is the coupled system
of :mod:`proofs.claims.limit_lemmas`. The projected system is never used to decide a statement about
the full flow.
"""

from functools import cache, lru_cache

import sympy as sp

import spectra
from proofs.claims.domain import Domain
from proofs.claims.flow_statements import (
    Invariance,
    LearningTime,
    Trajectory,
    Weighting,
    weights_of,
)
from proofs.claims.mode_constants import mode
from proofs.claims.verdict import Evidence, Outcome
from proofs.provers.expressions import radical_normal_form
from spectra import delta, t

COUPLED = sp.symbols("w h_1 h_2 omega_1 omega_2 t_1 t_2", positive=True)
"""State, weights and targets of the coupled mode."""

ORDERS = 3
"""Derivatives at t = 0 that are compared exactly."""


def vacuous(statement: Trajectory | LearningTime | Invariance, domain: Domain) -> Evidence | None:
    """Return evidence that there is nothing to decide: no admissible value, or no such mode.

    With one class in a group there is no mode within it.
    """
    if domain.empty:
        return Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
    name, imbalance = statement.mode, weights_of(statement.weighting).imbalance
    groups = {f"{g.name}-{g.name}": g for g in imbalance.groups}
    if name not in groups or domain.apply(groups[name].size) != 1:
        return None
    rest = "needs k ≥ 4" if imbalance == spectra.step() else "needs two classes in its group"
    return Evidence("assumptions", Outcome.VACUOUS, f"{name} {rest}")


def is_logistic(statement: Trajectory | LearningTime, domain: Domain) -> bool:
    """Whether the mode's strength obeys the logistic equation at rate σλ."""
    if statement.system == "projected":
        return True
    defect = domain.apply(mode(statement.mode, statement.weighting).defect)
    return radical_normal_form.vanishes(defect)


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


@lru_cache(maxsize=64)
def taylor_coefficients(weighting: Weighting) -> tuple[sp.Expr, ...]:
    """Return β, β', β'', … at t = 0 of the coupled mode under the full flow."""
    w, h1, h2, *constants = COUPLED
    found = mode("maj-min", weighting)
    scale = sp.exp(-delta)
    start = {w: scale}
    start |= {h: scale * x / found.sigma for h, x in zip((h1, h2), found.targets, strict=True)}
    start |= dict(zip(constants, (*found.omega, *found.targets), strict=True))
    return tuple(value.xreplace(start) / found.sigma**2 for value in lie_derivatives())
