"""Beyond the paper: two groups of any sizes and counts, under any two weights."""

import sympy as sp

import spectra
from proofs.claims.limit_lemmas import LIMIT
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Named,
    Trajectory,
    beta,
    eq,
    gamma,
    gt,
    le,
    ne,
)
from proofs.ledger.paper.reduction import ALONE_CHAIN, GROUPS_CHAIN

SOURCE = "Beyond: two groups, m₁ classes of n₁ samples and m₂ of n₂, weights ω₁ and ω₂"
HALF = sp.Rational(1, 2)
MAJ, MID, MIN = MODES
M1, M2, N1, N2 = sp.symbols("m_1 m_2 n_1 n_2", integer=True, positive=True)
O1, O2 = sp.symbols("omega_1 omega_2", positive=True)
K, SQUARE = M1 + M2, M2 * N1 + M1 * N2
DATA = spectra.groups([M1, M2], [N1, N2])
LEVELS = spectra.decompose(DATA)
WEIGHTS = spectra.weights(DATA, omega=(O1, O2))
DERIVED = spectra.effective(LEVELS, WEIGHTS)
Z = DATA.centring() * DATA.label_blocks()
WEIGHTED = Z * WEIGHTS.Omega_blocks
SIGMA = {MAJ: sp.sqrt(N1), MID: sp.sqrt(SQUARE / K), MIN: sp.sqrt(N2)}
MU2 = (M2 * N1 * O1**2 + M1 * N2 * O2**2) / K
RATE = {MAJ: sp.sqrt(N1) * O1, MID: sp.sqrt(MU2), MIN: sp.sqrt(N2) * O2}
PROJECTED = (M2 * N1 * O1 + M1 * N2 * O2) / sp.sqrt(K * SQUARE)
EXTREMES = (N1 * O1**2, N2 * O2**2)
BY_HALF = spectra.effective(LEVELS, spectra.weights(DATA, HALF)).true_rate
BY_GAMMA = spectra.weights(DATA, gamma).omega
TWO = {MAJ: (sp.Ge(M1, 2),), MID: (), MIN: (sp.Ge(M2, 2),)}
"""When there is such a mode."""


def _logistic(mode: str, rate: sp.Expr) -> sp.Expr:
    return beta(SIGMA[mode], rate / SIGMA[mode])


CLAIMS = (
    Claim(
        "B.groups.spectrum",
        eq(LEVELS.U * LEVELS.sigma * LEVELS.V.T, Z),
        SOURCE,
        "UΣVᵀ = Z, k = m₁ + m₂ odd or even",
    ),
    Claim(
        "B.groups.orthonormal",
        eq(LEVELS.U.T * LEVELS.U, sp.Identity(K - 1)),
        SOURCE,
        "UᵀU = I",
    ),
    Claim(
        "B.groups.gram",
        eq(WEIGHTED * WEIGHTED.T, DATA.centring() * WEIGHTS.squares_blocks * DATA.centring()),
        SOURCE,
        "(ZΩ)(ZΩ)ᵀ = P·diag(n ω²)·P: its eigenvalues are the squared rates",
    ),
    Claim(
        "B.groups.sigma",
        eq(
            Named("σ_maj-min", LEVELS.singular_values[MID], r"\sigma_{\text{maj-min}}") ** 2,
            SQUARE / K,
        ),
        SOURCE,
        "between the groups σ² = (m₂n₁ + m₁n₂)/k",
    ),
    *(
        Claim(
            f"B.groups.rate.{mode}",
            eq(
                Named(f"rate of {mode}", DERIVED.true_rate[mode], rf"\rho_{{\text{{{mode}}}}}")
                ** 2,
                RATE[mode] ** 2,
            ),
            SOURCE,
            title,
        )
        for mode, title in (
            (MAJ, "within the first group the squared rate is n₁ω₁²"),
            (MID, "between the groups it is μ² = (m₂n₁ω₁² + m₁n₂ω₂²)/k"),
            (MIN, "within the second n₂ω₂²"),
        )
    ),
    *(
        Claim(
            f"B.groups.time.{mode}",
            LearningTime(mode, 1 / RATE[mode], WEIGHTS),
            SOURCE,
            f"{mode} is learned at one over its rate",
            TWO[mode],
            depends_on=(
                f"B.groups.rate.{mode}",
                *(
                    [*GROUPS_CHAIN, *(f"B.bounds.{lemma.name}" for lemma in LIMIT)]
                    if mode == MID
                    else [f"B.groups.full.{mode}"]
                ),
            ),
        )
        for mode in MODES
    ),
    *(
        Claim(
            f"B.groups.full.{mode}",
            Trajectory(mode, _logistic(mode, RATE[mode]), WEIGHTS),
            SOURCE,
            f"{mode} has the closed form (16) under the full flow",
            TWO[mode],
            depends_on=("C2.21.true", *ALONE_CHAIN),
        )
        for mode in (MAJ, MIN)
    ),
    Claim(
        "B.groups.full.maj-min",
        Trajectory(MID, _logistic(MID, PROJECTED), WEIGHTS),
        SOURCE,
        "so has maj-min",
        expected=REFUTED,
        corrected_by=("B.groups.projected.trajectory", "B.groups.time.maj-min"),
    ),
    Claim(
        "B.groups.projected.trajectory",
        Trajectory(MID, _logistic(MID, PROJECTED), WEIGHTS, "projected"),
        SOURCE,
        "in the projected system it has",
    ),
    Claim(
        "B.groups.projected.rate",
        eq(Named("σλ of maj-min", DERIVED.projected_rate[MID], r"\sigma\lambda"), PROJECTED),
        SOURCE,
        "there σλ = (m₂n₁ω₁ + m₁n₂ω₂)/√(k(m₂n₁ + m₁n₂))",
    ),
    Claim(
        "B.groups.defect",
        eq(
            Named(
                "defect of maj-min",
                DERIVED.defect[MID],
                r"\lVert v^\top\Omega - \lambda v^\top\rVert",
            ),
            sp.sqrt(M1 * M2 * N1 * N2) * sp.Abs(O1 - O2) / SQUARE,
        ),
        SOURCE,
        "the defect is |ω₁-ω₂|·√(m₁m₂n₁n₂)/(m₂n₁ + m₁n₂)",
    ),
    Claim(
        "B.groups.gap",
        eq(MU2 - PROJECTED**2, M1 * M2 * N1 * N2 * (O1 - O2) ** 2 / (K * SQUARE)),
        SOURCE,
        "μ² less the projected rate squared is σ² times the defect squared",
        depends_on=("B.groups.rate.maj-min", "B.groups.projected.rate"),
    ),
    Claim(
        "B.groups.gap.positive",
        gt(MU2, PROJECTED**2),
        SOURCE,
        "the projected system is too slow wherever the weights differ",
        (sp.Ne(O1, O2),),
        depends_on=("B.groups.gap",),
    ),
    Claim(
        "B.groups.mean",
        eq(MU2, M2 / K * EXTREMES[0] + M1 / K * EXTREMES[1]),
        SOURCE,
        "μ² is a weighted mean of the squared rates within the groups",
    ),
    Claim(
        "B.groups.between",
        sp.And(le(EXTREMES[1], MU2), le(MU2, EXTREMES[0])),
        SOURCE,
        "so it is between them",
        (sp.Ge(EXTREMES[0], EXTREMES[1]),),
        depends_on=("B.groups.mean",),
    ),
    Claim(
        "B.groups.half",
        sp.And(*(eq(BY_HALF[mode] ** 2, 2 * DATA.sample_count / K) for mode in MODES)),
        SOURCE,
        "at γ = 1/2 all three squared rates are 2n/k, whatever the sizes",
        depends_on=tuple(f"B.groups.time.{mode}" for mode in MODES),
    ),
    Claim(
        "B.groups.flat",
        ne(MU2, EXTREMES[1]),
        SOURCE,
        "and no weights but those with n₁ω₁² = n₂ω₂² make them equal",
        (sp.Ne(*EXTREMES),),
    ),
    Claim(
        "B.groups.window",
        eq(
            sp.sqrt(N1) * BY_GAMMA["maj"] / (sp.sqrt(N2) * BY_GAMMA["min"]),
            (N1 / N2) ** (HALF - gamma),
        ),
        SOURCE,
        "the rates within the groups differ by (n₁/n₂)^(½-γ), that between lies between them: with two "
        "classes at least in each group ΔT(γ) is that of STEP with R = n₁/n₂",
        depends_on=("B.groups.between",),
    ),
    Claim(
        "B.groups.single",
        eq(
            (LEVELS.singular_values[MID] / LEVELS.singular_values[MIN]).xreplace({M1: sp.S.One})
            ** 2,
            (M2 * N1 / N2 + 1) / (M2 + 1),
        ),
        SOURCE,
        "one majority class: the squared rates of ERM between the groups and among the minorities "
        "differ by (m₂R + 1)/(m₂ + 1), R = n₁/n₂",
    ),
)
