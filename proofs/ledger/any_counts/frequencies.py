"""Beyond the paper: labels less the frequency of each class, which sum to 0 over the samples."""

import sympy as sp

from proofs.claims.conserved import Conserved
from proofs.claims.flow import Flow
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Named,
    R,
    Terminal,
    Trajectory,
    beta,
    eq,
    gt,
    le,
)
from proofs.ledger.paper.reduction import ALONE_CHAIN, GROUPS_CHAIN
from proofs.ledger.squared_loss.groups import (
    DATA,
    M1,
    M2,
    MU2,
    N1,
    N2,
    O1,
    O2,
    RATE,
    TWO,
    WEIGHTS,
    K,
)

SOURCE = "Beyond: labels less the frequencies of classes"
MAJ, MID, MIN = MODES
HALF = sp.Rational(1, 2)
N = M1 * N1 + M2 * N2
SHARE = K * N1 * N2 / N**2
T1, T2 = sp.sqrt(SHARE * M2 * N2), sp.sqrt(SHARE * M1 * N1)
SQUARES = {MAJ: N1 * O1**2, MID: (O1 * T1) ** 2 + (O2 * T2) ** 2, MIN: N2 * O2**2}
"""Squared rates of growth."""

LABELS = DATA.frequency_blocks()
BETWEEN = sp.BlockMatrix([
    [-sp.sqrt(M2 / (M1 * K)) * sp.OneMatrix(M1, 1)],
    [sp.sqrt(M1 / (M2 * K)) * sp.OneMatrix(M2, 1)],
])  # fmt: skip
FIRST = sp.BlockMatrix([[sp.OneMatrix(M1 * N1, 1) / sp.sqrt(M1 * N1)], [sp.ZeroMatrix(M2 * N2, 1)]])
SECOND = sp.BlockMatrix(
    [[sp.ZeroMatrix(M1 * N1, 1)], [sp.OneMatrix(M2 * N2, 1) / sp.sqrt(M2 * N2)]]
)
ANY = Flow(targets="frequency", gamma=WEIGHTS)
ERM, HALVED = (Flow(targets="frequency", gamma=g) for g in (0, HALF))
SIGMA = sp.sqrt(2 * R / (R + 1))
MIDDLE = Named("μ of maj-min", sp.sqrt(2 * (R**2 + 1) / (R + 1)), r"\mu")
"""At γ = 1/2."""

MORE = (sp.Gt(R, 1),)
RISE = sp.Symbol("g", positive=True)
ALIKE = (eq(O1, RISE / sp.sqrt(N1)), eq(O2, RISE / sp.sqrt(N2)))
CHAIN = tuple(f"B.frequency.{part}" for part in ("labels", "first", "second"))

CLAIMS = (
    Claim(
        "B.frequency.labels",
        eq(LABELS.T * BETWEEN, T2 * SECOND - T1 * FIRST),
        SOURCE,
        "Zᵀu = t₂e₂ - t₁e₁ between two groups, with t₁² = k·m₂n₁n₂²/n² and t₂² = k·m₁n₂n₁²/n²",
    ),
    Claim(
        "B.frequency.first",
        eq(LABELS * FIRST, -T1 * BETWEEN),
        SOURCE,
        "Ze₁ = -t₁u",
    ),
    Claim(
        "B.frequency.second",
        eq(LABELS * SECOND, T2 * BETWEEN),
        SOURCE,
        "Ze₂ = t₂u: the equations of the mode are those of centred labels, with other t₁ and t₂",
    ),
    Claim(
        "B.frequency.labels.centred",
        eq(DATA.centring() * DATA.label_blocks() * FIRST, -T1 * BETWEEN),
        SOURCE,
        "labels centred over the classes have these t₁ and t₂ too",
        expected=REFUTED,
        corrected_by=("B.frequency.first", "B.groups.sigma"),
    ),
    Claim(
        "B.frequency.sigma",
        eq(T1**2 + T2**2, K * N1 * N2 / N),
        SOURCE,
        "between the groups σ² = k·n₁n₂/n, k times the harmonic mean of the counts by their samples",
    ),
    *(
        Claim(
            f"B.frequency.time.{mode}",
            LearningTime(mode, 1 / sp.sqrt(SQUARES[mode]), ANY),
            SOURCE,
            f"{mode} is learned at one over its rate, whatever the sizes, counts and weights",
            TWO[mode],
            depends_on=(*CHAIN, *GROUPS_CHAIN) if mode == MID else ALONE_CHAIN,
        )
        for mode in MODES
    ),
    Claim(
        "B.frequency.time.centred",
        LearningTime(MID, 1 / RATE[MID], ANY),
        SOURCE,
        "maj-min is learned when it is from centred labels",
        expected=REFUTED,
        corrected_by=("B.frequency.time.maj-min",),
    ),
    Claim(
        "B.frequency.end",
        Terminal(MID, 1, ANY),
        SOURCE,
        "and it fits its labels in the end",
        depends_on=(*CHAIN, *GROUPS_CHAIN),
    ),
    Claim(
        "B.frequency.full.erm",
        Trajectory(MID, beta(SIGMA), ERM),
        SOURCE,
        "under ERM maj-min has the closed form (6) with σ = √(2R/(R+1)), below √2 for every R",
        depends_on=CHAIN,
    ),
    Claim(
        "B.frequency.full.rw",
        Trajectory(MID, beta(SIGMA, MIDDLE.value / SIGMA), HALVED),
        SOURCE,
        "at γ = 1/2 it has the closed form (16) with its rate of growth",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.frequency.rate.half", "B.frequency.time.maj-min"),
    ),
    Claim(
        "B.frequency.window.erm",
        sp.And(le(1, SIGMA), le(SIGMA, sp.sqrt(R))),
        SOURCE,
        "it lies between the groups: the window of ERM stays √R - 1",
        assume=(sp.Ge(R, 1),),
    ),
    Claim(
        "B.frequency.rate.half",
        eq(SQUARES[MID].xreplace({M2: M1, N1: R, N2: sp.S.One, O1: sp.sqrt((R + 1) / R), O2: sp.sqrt(R + 1)}), MIDDLE**2),
        SOURCE,
        "for STEP imbalance at γ = 1/2 it grows at √(2(R²+1)/(R+1))",
    ),
    Claim(
        "B.frequency.half",
        gt(MIDDLE, sp.sqrt(R + 1)),
        SOURCE,
        "which is faster than the groups: γ = 1/2 does not close the window of these labels",
        assume=(sp.Ne(R, 1),),
        depends_on=("B.frequency.rate.half",),
    ),
    Claim(
        "B.frequency.half.flat",
        eq(MIDDLE, sp.sqrt(R + 1)),
        SOURCE,
        "γ = 1/2 closes it, as for centred labels",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.frequency.half",),
    ),
    Claim(
        "B.frequency.alike",
        eq(SQUARES[MID], RISE**2 * (1 + M1 * M2 * (N1 - N2) ** 2 / N**2)),
        SOURCE,
        "where weights make the groups grow at one rate g, maj-min grows at g·√(1 + m₁m₂(n₁-n₂)²/n²)",
        assume=ALIKE,
        depends_on=("B.frequency.time.maj-min",),
    ),
    Claim(
        "B.frequency.none",
        gt(RISE**2 * (1 + M1 * M2 * (N1 - N2) ** 2 / N**2), RISE**2),
        SOURCE,
        "so no weights of classes close the window, unless the counts are equal",
        assume=(sp.Ne(N1, N2),),
        depends_on=("B.frequency.alike",),
    ),
    Claim(
        "B.frequency.none.centred",
        eq(MU2, RISE**2 * (1 + M1 * M2 * (N1 - N2) ** 2 / N**2)),
        SOURCE,
        "centred labels leave maj-min ahead of both groups, too",
        assume=ALIKE,
        expected=REFUTED,
        corrected_by=("B.frequency.alike", "B.groups.between"),
    ),
    Claim(
        "B.frequency.balance",
        Conserved(ANY.W.T * ANY.W - ANY.H * ANY.H.T, ANY),
        SOURCE,
        "WᵀW - HHᵀ is conserved, as for any targets",
    ),
)  # fmt: skip
