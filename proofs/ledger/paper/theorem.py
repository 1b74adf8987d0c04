"""Theorem C.2 and its proof: three statements on the full flow, three on the projected one."""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.ledger.formulas import (
    CERTIFIED,
    LEVEL,
    MODES,
    REFUTED,
    Claim,
    Invariance,
    LearningTime,
    Limit,
    Named,
    R,
    Trajectory,
    TransitionStrength,
    beta,
    delta,
    eq,
    lam,
    le,
    ne,
    printed,
    sigma,
    t,
    weighted,
)
from proofs.ledger.paper.reduction import BETWEEN_CHAIN, WITHIN_CHAIN

HALF = sp.Rational(1, 2)
S, L = sp.symbols("sigma lambda", positive=True)
B = beta(S, L)
STEP = B.xreplace({t: delta * t})
RATE = S * L
GROWN = sp.exp(2 * RATE * delta * t)
SHIFTED = sp.exp(2 * delta * (RATE * t - 1))
LAMBDA = printed.diagonal(*lam.values())
SIGMA = printed.diagonal(*sigma.values())
DEFECT = weighted(HALF).defect

AMPLITUDE = sp.sqrt(S * B)
TENTH = sp.Rational(1, 10)
STRENGTHS = {
    2: "0.434093190055854",
    4: "0.341119008167350",
    10: "0.223481120125414",
    100: "0.065657650845464",
}
"""β of maj-min at t = δ/√(R+1) in the limit of small initialisation, by R."""

CLAIMS = (
    Claim(
        "C2.19a.step",
        eq(printed.U.T * printed.P * printed.Y * printed.Omega * printed.V_T.T, SIGMA * LAMBDA),
        "Theorem C.2, proof (19a)",
        "for STEP imbalance UᵀZΩV = ΣΛ",
        depends_on=("C2.13.product", "C2.spectrum"),
    ),
    *(
        Claim(
            f"C2.19b.{mode}",
            Invariance(mode),
            "Theorem C.2, proof (19b)",
            f"VᵀΩ = ΛVᵀ in the {mode} row: Ḣ keeps the ansatz",
            depends_on=("C2.19b",),
            expected=REFUTED if mode == "maj-min" else Claim.expected,
            corrected_by=("C2.19b.defect", "C2.19b.leaves") if mode == "maj-min" else (),
        )
        for mode in MODES
    ),
    Claim(
        "C2.19b.matrix",
        eq(printed.V_T * printed.Omega, LAMBDA * printed.V_T),
        "Theorem C.2, proof (19b)",
        "VᵀΩ = ΛVᵀ as matrices",
        expected=REFUTED,
        corrected_by=("C2.20.projection", "C2.19b.defect"),
    ),
    Claim(
        "C2.19b.defect",
        eq(
            Named(
                "defect of maj-min",
                DEFECT["maj-min"],
                r"\lVert v^\top\Omega - \lambda v^\top\rVert",
            ),
            sp.Abs(sp.sqrt(R) - 1) / sp.sqrt(R + 1),
        ),
        "Theorem C.2, proof (19b)",
        "the maj-min row misses by |√R-1|/√(R+1)",
    ),
    Claim(
        "C2.19b.leaves",
        ne(DEFECT["maj-min"], 0),
        "Theorem C.2, proof (19b)",
        "so at t = 0 Ḣ leaves the ansatz for every R ≠ 1",
        (sp.Ne(R, 1),),
        depends_on=("C2.19b.defect",),
    ),
    Claim(
        "C2.19b.balanced",
        Invariance("maj-min"),
        "Theorem C.2, proof (19b)",
        "at R = 1 it stays",
        (sp.Eq(R, 1, evaluate=False),),
    ),
    Claim(
        "C2.21.printed",
        eq(derivative(AMPLITUDE, t), -(S - AMPLITUDE**2) * L * AMPLITUDE),
        "Theorem C.2, proof (20) and (21)",
        "(21) solves (20) with the printed minus",
        expected=REFUTED,
        corrected_by=("C2.21.true",),
    ),
    Claim(
        "C2.21.true",
        eq(derivative(AMPLITUDE, t), (S - AMPLITUDE**2) * L * AMPLITUDE),
        "Theorem C.2, proof (20) and (21)",
        "(21) solves (20) with a plus",
    ),
    Claim(
        "C2.20.projection",
        eq(printed.V_T * printed.Omega * printed.V_T.T * printed.V_T, LAMBDA * printed.V_T),
        "Theorem C.2, proof (20) and (21)",
        "(20b) projects (18b) to the rows of Vᵀ: exact for H in them",
        depends_on=("C2.13.product",),
    ),
    Claim(
        "C2.21.forms",
        eq(
            sp.sqrt(S * sp.exp(2 * RATE * t) / (S * sp.exp(2 * delta) - 1 + sp.exp(2 * RATE * t))),
            AMPLITUDE,
        ),
        "Theorem C.2, proof (20) and (21)",
        "the two forms of (21) agree",
        (sp.Gt(S * sp.exp(2 * delta), 1),),
    ),
    *(
        Claim(
            f"C2.16.projected.{mode}",
            Trajectory(mode, beta(sigma[mode], lam[mode]), "rw", "projected"),
            "Theorem C.2, (15) and (16) on the projected system",
            f"(16) is the strength of {mode} under the projected system (20)",
            depends_on=("C2.13.product", "C2.20.true", "C2.20.true.H", "C2.21.true"),
        )
        for mode in MODES
    ),
    *(
        Claim(
            f"C2.16.full.{mode}",
            Trajectory(mode, beta(sigma[mode], lam[mode]), "rw", "full"),
            "Theorem C.2, (15) and (16) on the full flow",
            f"(16) is β of {mode} under the full flow (18)",
            depends_on=("C2.19b.matrix", "C2.19b.maj-min")
            if mode == "maj-min"
            else (f"C2.19b.{mode}", "C2.12", "C2.13.product", "C2.21.true", *WITHIN_CHAIN),
            expected=REFUTED if mode == "maj-min" else Claim.expected,
            corrected_by=("C2.16.full.second.differs", "C3.rw.maj-min.true")
            if mode == "maj-min"
            else (),
        )
        for mode in MODES
    ),
    Claim(
        "C2.16.full.balanced",
        Trajectory("maj-min", beta(sigma["maj-min"], lam["maj-min"]), "rw", "full"),
        "Theorem C.2, (15) and (16) on the full flow",
        "for maj-min it holds at R = 1",
        (sp.Eq(R, 1, evaluate=False),),
        depends_on=("C2.19b.balanced", "C2.21.true", *BETWEEN_CHAIN),
    ),
    Claim(
        "C2.17.after",
        Limit(STEP, delta, sp.oo, 1),
        "Theorem C.2, (17) and (22)",
        "(16) at δt → 1 for t > 1/(σλ)",
        (sp.Gt(t, 1 / RATE),),
    ),
    Claim(
        "C2.17.before",
        Limit(STEP, delta, sp.oo, 0),
        "Theorem C.2, (17) and (22)",
        "(16) at δt → 0 for t < 1/(σλ)",
        (sp.Lt(t, 1 / RATE),),
    ),
    Claim(
        "C2.17.at",
        Limit(STEP, delta, sp.oo, 1 / (1 + S)),
        "Theorem C.2, (17) and (22)",
        "(16) at δt → 1/(1+σ) at t = 1/(σλ)",
        (sp.Eq(t, 1 / RATE, evaluate=False),),
    ),
    *(
        Claim(
            f"C2.17.full.{mode}",
            LearningTime(mode, 1 / sp.sqrt(R + 1), level=LEVEL),
            "Theorem C.2, (17) and (22)",
            f"in the full flow {mode} passes every level b between 0 and 1 at 1/√(R+1)",
            (sp.Lt(LEVEL, 1),),
            depends_on=("C2.12", *BETWEEN_CHAIN)
            if mode == "maj-min"
            else ("C2.12", f"C2.19b.{mode}", *WITHIN_CHAIN),
        )
        for mode in MODES
    ),
    Claim(
        "C2.17.full.at.closed-form",
        eq(TransitionStrength(R), 1 / (1 + sigma["maj-min"])),
        "Theorem C.2, (17) and (22)",
        "in the full flow maj-min has the strength 1/(1+σ) at t = 1/√(R+1) as well, R ≠ 1",
        (sp.Ne(R, 1),),
        expected=REFUTED,
        corrected_by=("C2.17.full.at",),
    ),
    Claim(
        "C2.17.full.at",
        sp.And(
            *(
                le(sp.Abs(TransitionStrength(ratio) - sp.Rational(value)), TENTH**15)
                for ratio, value in STRENGTHS.items()
            )
        ),
        "Theorem C.2, (17) and (22)",
        "at t = 1/√(R+1) maj-min has the strength 0.434093190055854 at R = 2, 0.341119008167350 at 4, "
        "0.223481120125414 at 10, "
        "0.065657650845464 at 100",
        expected=CERTIFIED,
    ),
    Claim(
        "C2.22",
        sp.And(
            eq(STEP, GROWN / (GROWN + (S * sp.exp(2 * delta) - 1))),
            eq(STEP, SHIFTED / (SHIFTED + (S - sp.exp(-2 * delta)))),
        ),
        "Theorem C.2, (17) and (22)",
        "both rearrangements of (16) in (22) hold",
    ),
)
