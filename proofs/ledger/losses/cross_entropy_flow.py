"""Beyond the paper: what the flow of cross-entropy keeps, and how fast it moves.

A and B are the margins of a majority sample over its own group and what maj-min adds, m the classes
of a group. p_o and p_x are the probabilities that it gives to another majority and to a minority class.
"""

import sympy as sp

import spectra
from proofs.claims.conserved import Conserved
from proofs.claims.flow import Flow
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Named,
    Plateau,
    R,
    eq,
    gamma,
    ge,
    gt,
    k,
    le,
    lt,
    ne,
)
from proofs.ledger.losses.cross_entropy import (
    BETWEEN,
    DENOMINATOR,
    MORE,
    PULL,
    SHARE,
    SIZE,
    STEP,
    UNEQUAL,
    A,
    B,
)
from proofs.ledger.losses.cross_entropy_family import CHAIN, COUNTS, SIZES, WEIGHTED, WEIGHTS

SOURCE = "Beyond: cross-entropy, the flow"
MAJ, MID, MIN = MODES
HALF = sp.Rational(1, 2)
CE, SQUARED = Flow(gamma=gamma, loss="cross-entropy"), Flow(gamma=gamma)
ERM = Flow(gamma=0, loss="cross-entropy")
ONES = sp.OneMatrix(1, CE.W.shape[0])
SEVERAL = (*MORE, sp.Ge(k, 4))
OTHER = SHARE / DENOMINATOR
"""p_x."""

CROSSING = 1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R)
"""When ERM learns maj-min, over δ."""

TAU = sp.Symbol("tau", positive=True)
OTHERS = sp.Symbol("x", positive=True)
MANY = (SIZE + OTHERS) / (sp.exp(A) + SIZE - 1 + OTHERS)
"""What drives a mode within a group, where all other groups add x to the sum over the classes."""

M1, M2 = SIZES
FASTER, SLOWER = sp.symbols("s_1 s_2", positive=True)
APART = 1 / FASTER + (1 - sp.sqrt((M2 * FASTER**2 + M1 * SLOWER**2) / (M1 + M2)) / FASTER) / (
    SLOWER * sp.sqrt(M1 / (M1 + M2))
)
"""Time of maj-min for groups of m₁ and m₂ classes, the first of which is faster."""

PARTS = {
    s: omega * sp.sqrt(n) for s, omega, n in zip((FASTER, SLOWER), WEIGHTS, COUNTS, strict=True)
}

CLAIMS = (
    Claim(
        "B.ce.balance",
        Conserved(CE.W.T * CE.W - CE.H * CE.H.T, CE),
        SOURCE,
        "WᵀW - HHᵀ is conserved, as for every loss",
    ),
    Claim(
        "B.ce.sums",
        Conserved(ONES * CE.W, CE),
        SOURCE,
        "the columns of W keep their sums",
    ),
    Claim(
        "B.ce.sums.squared",
        Conserved(ONES * SQUARED.W, SQUARED),
        SOURCE,
        "so they do under squared loss",
        expected=REFUTED,
        corrected_by=("B.ce.sums",),
    ),
    Claim(
        "B.ce.pull.least",
        ge(PULL, SIZE / (sp.exp(A) + SIZE - 1)),
        SOURCE,
        "the drive of a mode within a group is at least m/(e^A + m - 1), whatever B: so A → ∞",
        depends_on=("B.ce.pull",),
    ),
    Claim(
        "B.ce.pull.balanced",
        eq(PULL, 2 * SIZE / (sp.exp(A) + 2 * SIZE - 1)),
        SOURCE,
        "where all margins are equal, as at R = 1, it is k/(e^A + k - 1): 2kωt = Ei(A) + (k-1)·ln A",
        assume=(eq(A, SIZE * B),),
    ),
    Claim(
        "B.ce.pull.balanced.half",
        eq(PULL, SIZE / (sp.exp(A) + SIZE - 1)),
        SOURCE,
        "there it is that of one group alone",
        assume=(eq(A, SIZE * B),),
        expected=REFUTED,
        corrected_by=("B.ce.pull.balanced",),
    ),
    Claim(
        "B.ce.many.pull",
        eq(1 / MANY - 1, (sp.exp(A) - 1) / (SIZE + OTHERS)),
        SOURCE,
        "with any number of other groups the drive 1/α - 1 of a mode within a group is (e^A - 1)/(m + x), "
        "x = e^(A/m)·Σm_j·e^(-B_j) over these",
    ),
    Claim(
        "B.ce.many.two",
        eq(MANY.xreplace({OTHERS: SIZE * SHARE}), PULL),
        SOURCE,
        "for one other group of equal size this is the drive of B.ce.pull",
    ),
    Claim(
        "B.ce.many.bounds",
        sp.And(ge(MANY, SIZE / (sp.exp(A) + SIZE - 1)), le(MANY, 1)),
        SOURCE,
        "it is between m/(e^A + m - 1) and 1, whatever the others do: with Ȧ = 2sαA modes within a group come "
        "at δ/s + O(1) for any number of groups",
        depends_on=("B.ce.many.pull",),
    ),
    Claim(
        "B.ce.many.alone",
        eq(MANY, SIZE / (sp.exp(A) + SIZE - 1)),
        SOURCE,
        "the drive is that of the group alone",
        expected=REFUTED,
        corrected_by=("B.ce.many.bounds",),
    ),
    Claim(
        "B.ce.other.most",
        le(OTHER, 1 / (2 * SIZE)),
        SOURCE,
        "a class of the other group gets at most the probability 1/k: maj-min is driven least by the start",
    ),
    Claim(
        "B.ce.bracket",
        sp.And(
            ge(1 / PULL, 1 + (sp.exp(A) - 1) / (SIZE * (1 + sp.exp(A / SIZE)))),
            le(1 / PULL, 1 + (sp.exp(A) - 1) / SIZE),
        ),
        SOURCE,
        "the time that A takes is bracketed by two integrals of A alone: T = δ/s₁ + O(1)",
        depends_on=("B.ce.pull",),
    ),
    *(
        Claim(
            f"B.ce.time.{mode}",
            LearningTime(mode, spectra.learning_times(STEP, gamma)[mode], CE),
            SOURCE,
            f"{mode} is learned when it is under squared loss, for every weighting",
            depends_on=CHAIN,
        )
        for mode in (MAJ, MIN)
    ),
    Claim(
        "B.ce.time.later",
        LearningTime(MIN, 1 / (sp.sqrt(R) + 1), CE),
        SOURCE,
        "under cross-entropy min-min has another time",
        expected=REFUTED,
        corrected_by=("B.ce.time.min-min",),
    ),
    Claim(
        "B.ce.time.maj-min",
        LearningTime(MID, CROSSING, ERM),
        SOURCE,
        "under ERM maj-min is learned at 1/√R + √2 - √(1 + 1/R)",
        assume=SEVERAL,
        depends_on=CHAIN,
    ),
    Claim(
        "B.ce.time.maj-min.squared",
        LearningTime(MID, sp.sqrt(2) / sp.sqrt(R + 1), ERM),
        SOURCE,
        "it is learned when it is under squared loss",
        assume=SEVERAL,
        expected=REFUTED,
        corrected_by=("B.ce.time.maj-min",),
    ),
    Claim(
        "B.ce.time.maj-min.plateau",
        Plateau(MID, 0, ERM, at=TAU),
        SOURCE,
        "and nothing of it before, later than under squared loss: for τ below that time the margin tends to 0",
        assume=(*SEVERAL, lt(TAU, CROSSING)),
        depends_on=CHAIN,
    ),
    Claim(
        "B.ce.time.later.plateau",
        Plateau(MIN, 1, ERM, at=TAU),
        SOURCE,
        "before its time there is a margin of one within minorities",
        assume=(lt(TAU, 1),),
        expected=REFUTED,
        corrected_by=("B.ce.time.min-min",),
    ),
    Claim(
        "B.ce.time.groups",
        LearningTime(MID, APART.xreplace(PARTS), Flow(gamma=WEIGHTED, loss="cross-entropy")),
        SOURCE,
        "for groups of two classes or more, of any counts and weights, maj-min is learned at the time of "
        "B.ce.groups",
        assume=(sp.Ge(*PARTS.values(), evaluate=False), *(sp.Ge(m, 2) for m in SIZES)),
        depends_on=CHAIN,
    ),
    Claim(
        "B.ce.window.other",
        ne(
            Named("ΔT(γ), cross-entropy", spectra.window(STEP, gamma, loss="cross-entropy"), r"\Delta T_{\text{CE}}(\gamma)"),
            Named("ΔT(γ), squared", spectra.window(STEP, gamma), r"\Delta T(\gamma)"),
        ),
        SOURCE,
        "another loss has another window",
        expected=REFUTED,
        corrected_by=("B.ce.window",),
    ),
    Claim(
        "B.ce.majority",
        gt(A * (1 - 1 / SIZE), 0),
        SOURCE,
        "a majority sample has a margin over minorities from the mode of its own group",
        assume=(sp.Gt(A, 0), sp.Ge(SIZE, 2)),
    ),
    Claim(
        "B.ce.majority.none",
        eq(A * (1 - 1 / SIZE), 0),
        SOURCE,
        "without maj-min it has none",
        assume=(sp.Gt(A, 0), sp.Ge(SIZE, 2)),
        expected=REFUTED,
        corrected_by=("B.ce.majority",),
    ),
    Claim(
        "B.ce.flat",
        sp.And(*(
            eq(Named(f"T of {mode}", time, rf"T_{{\text{{{mode}}}}}"), 1 / sp.sqrt(R + 1))
            for mode, time in zip(MODES, spectra.learning_times(STEP, HALF, loss="cross-entropy"), strict=True)
        )),
        SOURCE,
        "at γ = 1/2 all are learned at 1/√(R+1), as under squared loss",
    ),
    Claim(
        "B.ce.flat.only",
        ne(BETWEEN, 1),
        SOURCE,
        "and only where both groups grow alike",
        assume=UNEQUAL,
    ),
    Claim(
        "B.ce.groups",
        eq(APART.xreplace({M2: M1}), (SLOWER / FASTER + sp.sqrt(2) - sp.sqrt(1 + (SLOWER / FASTER) ** 2)) / SLOWER),
        SOURCE,
        "the time of maj-min for groups of unequal sizes; for equal ones k drops out",
    ),
    Claim(
        "B.ce.groups.order",
        sp.And(lt(1 / FASTER, APART), lt(APART, 1 / SLOWER)),
        SOURCE,
        "it lies between those of the groups",
        assume=(sp.Lt(SLOWER, FASTER),),
    ),
    Claim(
        "B.ce.groups.sizes",
        eq(APART, APART.xreplace({M2: M1})),
        SOURCE,
        "nor do sizes matter where they differ",
        assume=(sp.Lt(SLOWER, FASTER),),
        expected=REFUTED,
        corrected_by=("B.ce.groups",),
    ),
)  # fmt: skip
