"""Beyond the paper: inputs with class means, the exponent that is flat then, and test time.

s is the size of the class means, τ that of the noise; κ₁, κ₂ are the rates of the features, and
π₁, π₂ the shares of a training logit that a test input gets.
"""

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Named,
    R,
    Trajectory,
    eq,
    gamma,
    ge,
    gt,
    le,
    logistic,
    lt,
)

SOURCE = "Beyond: class means and test time"
MAJ, MID, MIN = MODES
HALF = sp.Rational(1, 2)
SIGNAL, NOISE = sp.symbols("s tau", positive=True)
STEP = spectra.step()
DATA = spectra.ClassMeans(SIGNAL, NOISE)
K1, K2 = DATA.kappa(R), DATA.kappa(1)
P1, P2 = DATA.pi(R), DATA.pi(1)
EFFECTIVE = R * (NOISE**2 + SIGNAL**2) / (NOISE**2 + SIGNAL**2 * R)
"""π₁/π₂: the imbalance that a test input sees."""

MORE = (sp.Gt(R, 1),)
SIZE = sp.Symbol("m", integer=True, positive=True)
ERM = Flow(gamma=0, data=DATA)
RATES = {MAJ: sp.sqrt(R * K1), MIN: sp.sqrt(K2)}
STARTS = {MAJ: sp.sqrt(R / K1), MIN: 1 / sp.sqrt(K2)}
FLAT = Named("γ*", spectra.flat_exponent(STEP, DATA), r"\gamma^*")
WINDOW = Named("ΔT(γ)", spectra.window(STEP, gamma, data=DATA), r"\Delta T(\gamma)")
EARLY = {
    g: Named(f"tan θ at γ = {g}", R**g * sp.sqrt(K2 / (R * K1)), rf"\tan\theta_{{{sp.latex(g)}}}")
    for g in (sp.S.One, HALF)
}
"""Ratio of the two features of two classes before the learning time."""

LARGE, SMALL, ANGLE = sp.symbols("a b T", positive=True)
S = R / K1 + 1 / K2
"""Twice the fourth power of w at the end of training."""


CLAIMS = (
    *(
        Claim(
            f"B.means.full.{mode}",
            Trajectory(mode, logistic(STARTS[mode], RATES[mode]), ERM),
            SOURCE,
            f"under ERM {mode} has the closed form (16) with the rate √(nκ)",
        )
        for mode in (MAJ, MIN)
    ),
    *(
        Claim(
            f"B.means.time.{mode}",
            LearningTime(mode, 1 / RATES[mode], ERM),
            SOURCE,
            f"and {mode} is learned at one over it",
            depends_on=(f"B.means.full.{mode}",),
        )
        for mode in (MAJ, MIN)
    ),
    Claim(
        "B.means.flat",
        eq(R**FLAT, sp.sqrt(R * K1 / K2)),
        SOURCE,
        "the window closes where ω₂/ω₁ = R^γ is √(Rκ₁/κ₂): at γ* = ½ + ln(κ₁/κ₂)/(2 ln R)",
        assume=MORE,
    ),
    Claim(
        "B.means.flat.half",
        eq(FLAT, HALF),
        SOURCE,
        "it closes at γ = 1/2, as without class means",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.means.flat", "B.means.flat.between"),
    ),
    Claim(
        "B.means.flat.between",
        sp.And(gt(FLAT, HALF), lt(FLAT, 1)),
        SOURCE,
        "γ* lies between 1/2 and 1",
        assume=MORE,
    ),
    Claim(
        "B.means.window",
        eq(WINDOW, R ** sp.Abs(gamma - FLAT) - 1),
        SOURCE,
        "the window is ΔT(γ) = R^|γ-γ*| - 1",
        assume=MORE,
        depends_on=("B.means.flat",),
    ),
    Claim(
        "B.means.window.half",
        eq(WINDOW, R ** sp.Abs(gamma - HALF) - 1),
        SOURCE,
        "the window is R^|γ-1/2| - 1, as without class means",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.means.window",),
    ),
    Claim(
        "B.means.ratio",
        eq(Named("π₁/π₂", P1 / P2, r"\pi_1/\pi_2"), EFFECTIVE),
        SOURCE,
        "a test input sees the imbalance R_eff = R(τ² + s²)/(τ² + s²R)",
    ),
    Claim(
        "B.means.ratio.bounds",
        sp.And(ge(EFFECTIVE, 1), le(EFFECTIVE, R), le(EFFECTIVE, 1 + NOISE**2 / SIGNAL**2)),
        SOURCE,
        "between 1 and R, and at most 1 + τ²/s² whatever R",
        assume=MORE,
    ),
    Claim(
        "B.means.ratio.same",
        eq(P1 / P2, R),
        SOURCE,
        "R sets the imbalance of a test input",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.means.ratio",),
    ),
    Claim(
        "B.means.end",
        eq(
            P2 * ((1 - 1 / SIZE) + 1 / SIZE)
            / sp.sqrt((1 - 1 / SIZE) * (R / K1 + 1 / K2) + (2 / SIZE) * (S / 2)),
            SIGNAL * P2 / sp.sqrt(P1 + P2),
        ),
        SOURCE,
        "at the end the signal-to-noise of a minority against a majority is (s/ν)·π₂/√(π₁ + π₂)",
    ),
    Claim(
        "B.means.early",
        eq(SIGNAL * sp.sqrt(P2 / 2) / (SIGNAL * P2 / sp.sqrt(P1 + P2)), sp.sqrt((EFFECTIVE + 1) / 2)),
        SOURCE,
        "at flat weights stopping early multiplies it by √((R_eff + 1)/2)",
        depends_on=("B.means.end",),
    ),
    Claim(
        "B.means.two.erm",
        lt(sp.sqrt(K2 / (R * K1)), sp.sqrt(P2 / P1)),
        SOURCE,
        "two classes: ERM that is stopped early is worse for the minority than at its end",
        assume=MORE,
    ),
    Claim(
        "B.means.two.even",
        eq(sp.sqrt(P1), sp.sqrt(P2) * EARLY[1]),
        SOURCE,
        "two classes: at γ = 1 both are told apart equally well before the learning time",
    ),
    Claim(
        "B.means.two.even.half",
        eq(sp.sqrt(P1), sp.sqrt(P2) * EARLY[HALF]),
        SOURCE,
        "two classes: so they are at γ = 1/2",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.means.two.even",),
    ),
    Claim(
        "B.means.two.bracket",
        sp.And(
            lt(sp.log((SMALL / LARGE) * LARGE / SMALL), (LARGE**2 - SMALL**2 * (SMALL / LARGE) ** 2) / (2 * (1 + (SMALL / LARGE) ** 2))),
            gt(sp.log((LARGE / SMALL) * LARGE / SMALL), (LARGE**2 - SMALL**2 * (LARGE / SMALL) ** 2) / (2 * (1 + (LARGE / SMALL) ** 2))),
        ),
        SOURCE,
        "two classes: the angle of least balanced error has tangent between b/a and a/b",
        assume=(sp.Gt(LARGE, SMALL),),
    ),
)  # fmt: skip
