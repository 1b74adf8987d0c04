"""Beyond the paper: every weighting exponent, ω ∝ frequency^(-γ), of STEP imbalance."""

import sympy as sp

import spectra
from proofs.claims.limit_lemmas import LIMIT
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Named,
    R,
    Trajectory,
    beta,
    eq,
    gamma,
    ge,
    gt,
    k,
    le,
    lt,
    ne,
    sigma,
    weighted,
)
from proofs.ledger.paper.reduction import BETWEEN_CHAIN, WITHIN_CHAIN

SOURCE = "Beyond: other exponents, ω ∝ frequency^(-γ)"
HALF = sp.Rational(1, 2)
MAJ, MID, MIN = MODES
X = sp.Symbol("x", positive=True)
COMMON = (R + 1) ** gamma
"""The weight of a minority class: a factor of every rate."""

RATIO = {MAJ: R ** (HALF - gamma), MID: sp.sqrt((R ** (1 - 2 * gamma) + 1) / 2), MIN: sp.S.One}
"""Rates in units of that of min-min."""

PROJECTED = (R ** (1 - gamma) + 1) / sp.sqrt(2 * (R + 1))
"""What the projected system has for maj-min."""

DERIVED = weighted(gamma)
WINDOW = Named("ΔT(γ)", spectra.window(spectra.step(), gamma), r"\Delta T(\gamma)")
GAP = R * (R + 1) ** (2 * gamma - 1) * (1 - R**-gamma) ** 2 / 2
AT_HALF = sp.sqrt(2 * (R + 1)) / (sp.sqrt(R) + 1)
BOUNDS = tuple(f"B.bounds.{lemma.name}" for lemma in LIMIT)
MORE, GROUPS = (sp.Ge(R, 1),), (sp.Ge(k, 4),)
"""At k = 2 no feature is within a group, and there is no window."""


def _logistic(mode: str, rate: sp.Expr) -> sp.Expr:
    return beta(sigma[mode], rate / sigma[mode])


CLAIMS = (
    *(
        Claim(
            f"B.gamma.rate.{mode}",
            eq(
                Named(f"rate of {mode}", DERIVED.true_rate[mode], rf"\rho_{{\text{{{mode}}}}}"),
                COMMON * RATIO[mode],
            ),
            SOURCE,
            f"the rate of {mode} over that of min-min is {text}",
        )
        for mode, text in ((MAJ, "R^(1/2-γ)"), (MID, "√((R^(1-2γ)+1)/2)"), (MIN, "1"))
    ),
    *(
        Claim(
            f"B.gamma.time.{mode}",
            LearningTime(mode, 1 / (COMMON * RATIO[mode]), gamma),
            SOURCE,
            f"{mode} is learned at one over its rate, for every γ",
            depends_on=(
                f"B.gamma.rate.{mode}",
                *((*BETWEEN_CHAIN, *BOUNDS) if mode == MID else (f"B.gamma.full.{mode}",)),
            ),
        )
        for mode in MODES
    ),
    *(
        Claim(
            f"B.gamma.full.{mode}",
            Trajectory(mode, _logistic(mode, COMMON * RATIO[mode]), gamma),
            SOURCE,
            f"{mode} has the closed form (16) under the full flow, for every γ",
            depends_on=("C2.21.true", *WITHIN_CHAIN),
        )
        for mode in (MAJ, MIN)
    ),
    Claim(
        "B.gamma.full.maj-min",
        Trajectory(MID, _logistic(MID, DERIVED.projected_rate[MID]), gamma),
        SOURCE,
        "so has maj-min, for R ≠ 1",
        (sp.Ne(R, 1),),
        expected=REFUTED,
        corrected_by=("B.gamma.projected.trajectory", "B.gamma.time.maj-min"),
    ),
    Claim(
        "B.gamma.projected.trajectory",
        Trajectory(MID, _logistic(MID, DERIVED.projected_rate[MID]), gamma, "projected"),
        SOURCE,
        "in the projected system it has, for every γ",
        depends_on=("C2.20.true", "C2.20.true.H", "C2.21.true"),
    ),
    Claim(
        "B.gamma.projected.rate",
        eq(DERIVED.projected_rate[MID], COMMON * PROJECTED),
        SOURCE,
        "there the rate of maj-min over that of min-min is (R^(1-γ)+1)/√(2(R+1))",
    ),
    Claim(
        "B.gamma.projected.time",
        LearningTime(MID, 1 / (COMMON * PROJECTED), gamma, "projected"),
        SOURCE,
        "and its learning time one over that",
        depends_on=("B.gamma.projected.trajectory",),
    ),
    Claim(
        "B.gamma.projected.within",
        sp.And(
            *(
                eq(
                    Named(
                        f"σλ of {mode}",
                        DERIVED.projected_rate[mode],
                        rf"\sigma\lambda_{{\text{{{mode}}}}}",
                    ),
                    COMMON * RATIO[mode],
                )
                for mode in (MAJ, MIN)
            )
        ),
        SOURCE,
        "within the groups the two systems agree",
    ),
    Claim(
        "B.gamma.defect",
        eq(DERIVED.defect[MID], sp.sqrt(R) * (R + 1) ** (gamma - 1) * sp.Abs(1 - R**-gamma)),
        SOURCE,
        "the defect of maj-min is √R·(R+1)^(γ-1)·|1 - R^(-γ)|",
    ),
    Claim(
        "B.gamma.gap",
        eq(COMMON**2 * (RATIO[MID] ** 2 - PROJECTED**2), GAP),
        SOURCE,
        "true less projected rate of maj-min, squared, is ½R(R+1)^(2γ-1)·(1 - R^(-γ))²",
        depends_on=("B.gamma.rate.maj-min", "B.gamma.projected.rate"),
    ),
    Claim(
        "B.gamma.gap.defect",
        eq((R + 1) / 2 * (sp.sqrt(R) * (R + 1) ** (gamma - 1) * (1 - R**-gamma)) ** 2, GAP),
        SOURCE,
        "which is σ² times the defect squared",
        depends_on=("B.gamma.defect",),
    ),
    Claim(
        "B.gamma.gap.positive",
        ne(R**-gamma, 1),
        SOURCE,
        "it vanishes only at γ = 0 or R = 1: else the projected system is too slow",
        (sp.Ne(gamma, 0), sp.Ne(R, 1)),
        depends_on=("B.gamma.gap",),
    ),
    Claim(
        "B.gamma.window",
        eq(WINDOW, sp.Max(R, 1 / R) ** sp.Abs(gamma - HALF) - 1),
        SOURCE,
        "ΔT(γ) = max(R, 1/R)^|γ-1/2| - 1",
        GROUPS,
        depends_on=tuple(f"B.gamma.time.{mode}" for mode in MODES),
    ),
    Claim(
        "B.gamma.optimal",
        ge(WINDOW + 1, 1),
        SOURCE,
        "it is never negative",
        GROUPS,
    ),
    Claim(
        "B.gamma.unique",
        ne(WINDOW, 0),
        SOURCE,
        "γ = 1/2 is the only exponent that closes the window",
        (sp.Gt(R, 1), sp.Ne(gamma, HALF), *GROUPS),
    ),
    Claim(
        "B.gamma.inverse",
        eq(
            Named("ΔT(1)", WINDOW.value.xreplace({gamma: sp.S.One}), r"\Delta T(1)"), sp.sqrt(R) - 1
        ),
        SOURCE,
        "γ = 1, inverse frequency, has the window of ERM",
        (*MORE, *GROUPS),
    ),
    Claim(
        "B.gamma.mean",
        eq(
            2 * Named("r", RATIO[MID], r"r_{\text{maj-min}}") ** 2,
            RATIO[MAJ] ** 2 + RATIO[MIN] ** 2,
        ),
        SOURCE,
        "the squared rate of maj-min is the mean of the other two squared",
    ),
    Claim(
        "B.gamma.reversed",
        lt(RATIO[MAJ], RATIO[MIN]),
        SOURCE,
        "beyond γ = 1/2 the minorities are learned first",
        (sp.Gt(R, 1), sp.Gt(gamma, HALF)),
    ),
    Claim(
        "B.gamma.reversed.between",
        sp.And(lt(X, (X + 1) / 2), lt((X + 1) / 2, 1)),
        SOURCE,
        "and maj-min second, x = R^(1-2γ): the order of ERM is reversed",
        (sp.Lt(X, 1),),
        depends_on=("B.gamma.mean", "B.gamma.reversed"),
    ),
    Claim(
        "B.gamma.between.slowest",
        le(1, RATIO[MID] ** 2),
        SOURCE,
        "maj-min is never slower than min-min, γ ≤ 1/2",
        (*MORE, sp.Le(gamma, HALF)),
        depends_on=("B.gamma.mean",),
    ),
    Claim(
        "B.gamma.between.fastest",
        le(RATIO[MID] ** 2, RATIO[MAJ] ** 2),
        SOURCE,
        "and never faster than maj-maj",
        (*MORE, sp.Le(gamma, HALF)),
        depends_on=("B.gamma.mean",),
    ),
    Claim(
        "B.gamma.projected.window",
        sp.And(
            *(
                eq(
                    Named(
                        f"T_maj-min/T_{mode} of (20)",
                        RATIO[mode] / PROJECTED,
                        rf"T_{{\text{{maj-min}}}}/T_{{\text{{{mode}}}}}",
                    ),
                    sp.sqrt(2 * (R + 1)) / sooner,
                )
                for mode, sooner in (
                    (MAJ, sp.sqrt(R) + R ** (gamma - HALF)),
                    (MIN, R ** (1 - gamma) + 1),
                )
            )
        ),
        SOURCE,
        "projected: how much sooner than maj-min the other two are learned",
        depends_on=("B.gamma.projected.rate",),
    ),
    Claim(
        "B.gamma.projected.below",
        le(sp.sqrt(R) + R ** (gamma - HALF), sp.sqrt(R) + 1),
        SOURCE,
        "below γ = 1/2 maj-maj leads by more than at 1/2",
        (*MORE, sp.Le(gamma, HALF)),
        depends_on=("B.gamma.projected.window",),
    ),
    Claim(
        "B.gamma.projected.above",
        le(R ** (1 - gamma) + 1, sp.sqrt(R) + 1),
        SOURCE,
        "above it min-min does: the projected window is least at γ = 1/2 as well",
        (*MORE, sp.Ge(gamma, HALF)),
        depends_on=("B.gamma.projected.window",),
    ),
    Claim(
        "B.gamma.projected.never",
        gt(AT_HALF - 1, 0),
        SOURCE,
        "and that least window, √2·√(R+1)/(√R+1) - 1, is not 0: no γ closes it",
        (sp.Ne(R, 1),),
        depends_on=("B.gamma.projected.below", "B.gamma.projected.above"),
    ),
)
