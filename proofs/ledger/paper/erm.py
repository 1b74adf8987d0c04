"""Section C.1: gradient flow without weights."""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.ledger.formulas import (
    LEVEL,
    MODES,
    NOT_RUN,
    Claim,
    LearningTime,
    Limit,
    OutOfScope,
    Trajectory,
    beta,
    delta,
    eq,
    gt,
    lt,
    sigma,
    t,
)
from proofs.ledger.paper.reduction import WITHIN_CHAIN

S = sp.Symbol("sigma", positive=True)
A = beta(S)
AFTER, BEFORE = sp.Gt(t, 1 / S), sp.Lt(t, 1 / S)
STEP = A.xreplace({t: delta * t})

CLAIMS = (
    *(
        Claim(
            f"C1.5.{mode}",
            Trajectory(mode, beta(sigma[mode]), "erm", "full"),
            "Proposition C.1, (5) and (6)",
            f"(6) is the strength of {mode} under the full flow, ERM",
            depends_on=("C1.5.flow.W", "C1.5.flow.H", "C1.6.amplitude", *WITHIN_CHAIN),
        )
        for mode in MODES
    ),
    Claim(
        "C1.6.equation",
        eq(derivative(A, t), 2 * S * A * (1 - A)),
        "Proposition C.1, (5) and (6)",
        "(6) solves a' = 2σa(1-a)",
    ),
    Claim(
        "C1.6.start",
        eq(S * A, sp.exp(-2 * delta)),
        "Proposition C.1, (5) and (6)",
        "(6) starts at σa = e^(-2δ)",
        (sp.Eq(t, 0, evaluate=False),),
    ),
    Claim(
        "C1.6.amplitude",
        eq(derivative(sp.sqrt(S * A), t), (S - S * A) * sp.sqrt(S * A)),
        "Proposition C.1, (5) and (6)",
        "the entries x = √(σa) of (5) solve ẋ = (σ-x²)x",
    ),
    Claim(
        "C1.6.range",
        sp.And(gt(A, 0), lt(A, 1)),
        "Proposition C.1, (5) and (6)",
        "0 < a < 1 as long as the start is below the target",
        (sp.Gt(S, sp.exp(-2 * delta)),),
    ),
    Claim(
        "C1.7.after",
        Limit(STEP, delta, sp.oo, 1),
        "Proposition C.1, (7)",
        "a(δt) → 1 for t > 1/σ",
        (AFTER,),
    ),
    Claim(
        "C1.7.before",
        Limit(STEP, delta, sp.oo, 0),
        "Proposition C.1, (7)",
        "a(δt) → 0 for t < 1/σ",
        (BEFORE,),
    ),
    *(
        Claim(
            f"C1.7.full.{mode}",
            LearningTime(mode, 1 / sigma[mode], "erm", level=LEVEL),
            "Proposition C.1, (7)",
            f"in the full flow {mode} passes every level b between 0 and 1 at 1/σ",
            (sp.Lt(LEVEL, 1),),
            depends_on=(f"C1.5.{mode}",),
        )
        for mode in MODES
    ),
    Claim(
        "C1.7.at",
        Limit(STEP, delta, sp.oo, 1 / (1 + S)),
        "Proposition C.1, (7)",
        "a(δt) → 1/(1+σ) at t = 1/σ",
        (sp.Eq(t, 1 / S, evaluate=False),),
    ),
    Claim(
        "C1.7.exact",
        eq(A.xreplace({t: delta / S}), 1 / (1 + S - sp.exp(-2 * delta))),
        "Proposition C.1, (7)",
        "before the limit, a(δ/σ) = 1/(1+σ-e^(-2δ))",
    ),
    Claim(
        "C1.literature",
        OutOfScope(
            "what is known of unconstrained features, and of squared loss beside cross-entropy",
            "statements on other papers",
        ),
        "Section C.1, references",
        "the literature on unconstrained features",
        expected=NOT_RUN,
    ),
    Claim(
        "C1.8.path",
        OutOfScope(
            "(8) agrees with what normalised minimisers under cross-entropy tend to as their "
            "regularisation vanishes",
            "a theorem of another paper on another loss; decay here is held fixed",
        ),
        "Section C.1, (8)",
        "the regularisation path under cross-entropy",
        expected=NOT_RUN,
    ),
    Claim(
        "C1.references",
        OutOfScope(
            "Theorem C.1 for Proposition C.1, Eq. (16) for ERM's Eq. (6), m for n",
            "cross-references and letters, not statements",
        ),
        "Section C.1, references",
        "misprinted references",
        expected=NOT_RUN,
    ),
)
