"""Beyond the paper: logits that are shifted, multiplied or lowered where cross-entropy is computed.

With f and ι of a group of m classes, s = ω√n, and ν² = f₁²/m₁ + f₂²/m₂, the modes within the group grow
at the rate r = fs, and the group drives maj-min at G = s|ν|√m·m′/(m·e^(ι - ι′) + m′).
"""

import sympy as sp

from proofs.claims.flow import Flow
from proofs.claims.limit import Limit
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    R,
    eq,
    gamma,
    gt,
    k,
    le,
    lt,
)
from proofs.ledger.losses.cross_entropy_family import CHAIN, COUNTS, SIZES, WEIGHTED, WEIGHTS

SOURCE = "Beyond: cross-entropy with logits that are shifted"
SCALED_SOURCE = "Beyond: cross-entropy with logits that are multiplied"
MARGINS = "Beyond: cross-entropy with margins of the own class"
MAJ, MID, MIN = MODES
SHIFTS = sp.symbols("iota_1 iota_2", real=True)
TAU = sp.Symbol("tau", positive=True)
SHIFTED = Flow(gamma=gamma, loss="cross-entropy", shift=SHIFTS)
ADJUSTED = Flow(gamma=0, loss="cross-entropy", shift=(TAU * sp.log(R), 0))
"""Logits adjusted by τ times the logarithm of how many samples a class has."""

ONCE = Flow(gamma=0, loss="cross-entropy", shift=(sp.log(R), 0))
"""The same with τ = 1."""

FACTORS = sp.symbols("f_1 f_2", positive=True)
SCALED = Flow(gamma=gamma, loss="cross-entropy", shift=SHIFTS, logit_scale=FACTORS)
GROUPS = Flow(gamma=WEIGHTED, loss="cross-entropy", shift=SHIFTS, logit_scale=FACTORS)
"""Any two groups, counts and weights."""

ROOT = Flow(gamma=0, loss="cross-entropy", logit_scale=(1, 1 / sp.sqrt(R)))
"""Logits of minorities divided by √R (class-dependent temperatures, Ye et al. 2020)."""

SEVERAL = (sp.Ge(R, 1), sp.Ge(k, 4))
OWN = [f * omega * sp.sqrt(n) for f, omega, n in zip(FACTORS, WEIGHTS, COUNTS, strict=True)]
REACH = sp.sqrt(sum(f**2 / m for f, m in zip(FACTORS, SIZES, strict=True)))
DRIVES = [
    omega * sp.sqrt(n) * REACH * sp.sqrt(m) * other / (m * sp.exp(mine - theirs) + other)
    for omega, n, m, other, mine, theirs in zip(
        WEIGHTS, COUNTS, SIZES, SIZES[::-1], SHIFTS, SHIFTS[::-1], strict=True
    )
]
GROWTH = sp.sqrt(DRIVES[0] ** 2 + DRIVES[1] ** 2)
"""The rate of maj-min at zero logits."""

AFTER = 1 / OWN[0] + (1 - GROWTH / OWN[0]) / DRIVES[1]
FASTER = (sp.Ge(*OWN, evaluate=False), *(sp.Ge(m, 2) for m in SIZES))
PLAIN = 1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R)
"""Time of maj-min under ERM without any change."""

LATER = 1 / sp.sqrt(R) + (sp.sqrt(2) * (R + 1) - 2 * sp.sqrt(R + 1)) / (2 * R)
"""And with logits adjusted by log n."""

DIVIDED = 1 / sp.sqrt(R) + (R - 1) / (sp.sqrt(R) * sp.sqrt(R + 1))
"""And with those of minorities divided by √R."""

MARGIN = sp.Symbol("M", positive=True)
CLASSES = sp.Symbol("n", integer=True, positive=True)
OTHERS = 1 / (CLASSES - 1 + sp.exp(-MARGIN))
"""What a sample gives to each of n - 1 other classes, where its own logit is lowered by M."""

TAKEN = sp.symbols("M_1 M_2", nonnegative=True)
LOWERED = Flow(gamma=WEIGHTED, loss="cross-entropy", margin=TAKEN)
"""Any two groups, counts, weights and margins."""

BASE = [omega * sp.sqrt(n) for omega, n in zip(WEIGHTS, COUNTS, strict=True)]
WHOLE = [sum(SIZES) - 1 + sp.exp(-x) for x in TAKEN]
LEADS = (sp.Ge(BASE[0] * WHOLE[1], BASE[1] * WHOLE[0], evaluate=False),)
"""That the mode within the first group is the faster one at zero logits."""

SCALE = sp.Symbol("c", positive=True)
LDAM = Flow(gamma=0, loss="cross-entropy", margin=(SCALE * R ** -sp.Rational(1, 4), SCALE))
"""Margins by the fourth root of counts (LDAM, Cao et al. 2019)."""

RATES = {MAJ: sp.sqrt(R) * (1 + 1 / R) ** gamma, MIN: (R + 1) ** gamma}
COUNT = (R + 1) * k / 2
ONE = sp.exp(sp.log(R), evaluate=False) / (k / 2 * sp.exp(sp.log(R), evaluate=False) + k / 2)
"""The probability of a majority class at zero logits, to which log R is added."""

CLAIMS = (
    *(
        Claim(
            f"B.shift.time.{mode}",
            LearningTime(mode, 1 / rate, SHIFTED),
            SOURCE,
            f"whatever is added to the logits of each group, {mode} is learned at one over its rate",
            depends_on=CHAIN,
        )
        for mode, rate in RATES.items()
    ),
    Claim(
        "B.shift.time.weight",
        LearningTime(MIN, 1 / (sp.exp(SHIFTS[1]) * RATES[MIN]), SHIFTED),
        SOURCE,
        "what is added acts as a weight e^ι",
        expected=REFUTED,
        corrected_by=("B.shift.time.min-min",),
    ),
    Claim(
        "B.shift.adjusted",
        LearningTime(MIN, sp.S.One, ADJUSTED),
        SOURCE,
        "logits adjusted by τ·log n (Menon et al. 2021) leave min-min where it is without weights",
        depends_on=("B.shift.time.min-min",),
    ),
    Claim(
        "B.shift.adjusted.sooner",
        LearningTime(MIN, 1 / sp.sqrt(R**TAU), ADJUSTED),
        SOURCE,
        "they let it be learned sooner, as weights of inverse frequency to the power τ/2 would",
        expected=REFUTED,
        corrected_by=("B.shift.adjusted",),
    ),
    Claim(
        "B.shift.start",
        eq(ONE, R / COUNT),
        SOURCE,
        "at τ = 1 training starts with the residual of labels less the frequencies of classes",
        depends_on=("B.frequency.labels",),
    ),
    Claim(
        "B.shift.start.uniform",
        eq(ONE, 1 / k),
        SOURCE,
        "it starts with centred labels, as without what is added",
        expected=REFUTED,
        corrected_by=("B.shift.start",),
    ),
    Claim(
        "B.shift.between",
        LearningTime(MID, AFTER, GROUPS),
        SOURCE,
        "where a mode within a group is the fastest at zero logits, maj-min comes at "
        "1/r₁ + (1 - μ/r₁)/G₂: once they are told from all classes, samples of that group drive it no more",
        assume=(*FASTER, sp.Ge(OWN[0], GROWTH, evaluate=False)),
        depends_on=CHAIN,
    ),
    Claim(
        "B.shift.between.sooner",
        LearningTime(MID, 1 / GROWTH, GROUPS),
        SOURCE,
        "where it is the fastest itself, maj-min is learned at one over its rate there",
        assume=(*FASTER, sp.Gt(GROWTH, OWN[0], evaluate=False)),
        depends_on=CHAIN,
    ),
    Claim(
        "B.shift.adjusted.between",
        LearningTime(MID, LATER, ONCE),
        SOURCE,
        "without weights, logits adjusted by log n let maj-min be learned at "
        "1/√R + ((R+1)/√2 - √(R+1))/R",
        assume=SEVERAL,
        depends_on=("B.shift.between",),
    ),
    Claim(
        "B.shift.adjusted.between.same",
        LearningTime(MID, PLAIN, ONCE),
        SOURCE,
        "they leave maj-min where it is, too",
        assume=SEVERAL,
        expected=REFUTED,
        corrected_by=("B.shift.adjusted.between",),
    ),
    Claim(
        "B.shift.adjusted.between.growth",
        LearningTime(MID, sp.sqrt((R + 1) / (2 * R)), ONCE),
        SOURCE,
        "it is learned at one over its rate at zero logits, that of labels less their frequencies",
        assume=SEVERAL,
        expected=REFUTED,
        corrected_by=("B.shift.adjusted.between",),
    ),
    Claim(
        "B.shift.adjusted.later",
        gt(LATER, PLAIN),
        SOURCE,
        "they delay it: majorities, which drive it first, are told from minorities by what is added",
        assume=(sp.Gt(R, 1),),
        depends_on=("B.shift.adjusted.between", "B.ce.time.maj-min"),
    ),
    Claim(
        "B.shift.adjusted.before",
        lt(LATER, 1),
        SOURCE,
        "but not to after min-min",
        assume=(sp.Gt(R, 1),),
    ),
    Claim(
        "B.shift.adjusted.many",
        Limit(LATER, R, sp.oo, 1 / sp.sqrt(2)),
        SOURCE,
        "for large R it comes at 1/√2 of the time of min-min",
    ),
    Claim(
        "B.shift.adjusted.many.same",
        Limit(LATER, R, sp.oo, sp.sqrt(2) - 1),
        SOURCE,
        "for large R it comes at √2 - 1 of that time, as it does without what is added",
        expected=REFUTED,
        corrected_by=("B.shift.adjusted.many",),
    ),
    *(
        Claim(
            f"B.scale.time.{mode}",
            LearningTime(mode, 1 / (f * RATES[mode]), SCALED),
            SCALED_SOURCE,
            f"factors of logits act as weights within a group: {mode} is learned at 1/(f·rate), whatever "
            "is added to logits",
            depends_on=CHAIN,
        )
        for mode, f in zip(RATES, FACTORS, strict=True)
    ),
    Claim(
        "B.scale.time.none",
        LearningTime(MIN, 1 / RATES[MIN], SCALED),
        SCALED_SOURCE,
        "like what is added they leave min-min where it is",
        expected=REFUTED,
        corrected_by=("B.scale.time.min-min",),
    ),
    Claim(
        "B.scale.root.min-min",
        LearningTime(MIN, sp.sqrt(R), ROOT),
        SCALED_SOURCE,
        "logits of minorities divided by √R let min-min be learned √R times later",
        depends_on=("B.scale.time.min-min",),
    ),
    Claim(
        "B.scale.root.between",
        LearningTime(MID, DIVIDED, ROOT),
        SCALED_SOURCE,
        "they let maj-min be learned at 1/√R + (R-1)/√(R(R+1))",
        assume=SEVERAL,
        depends_on=("B.shift.between",),
    ),
    Claim(
        "B.scale.root.between.same",
        LearningTime(MID, PLAIN, ROOT),
        SCALED_SOURCE,
        "they leave maj-min where it is",
        assume=SEVERAL,
        expected=REFUTED,
        corrected_by=("B.scale.root.between",),
    ),
    Claim(
        "B.margin.rate",
        eq(CLASSES * OTHERS, 1 / (1 - (1 - sp.exp(-MARGIN)) / CLASSES)),
        MARGINS,
        "a margin M of the own class (Cao et al. 2019) drives the modes within a group by n/(n - 1 + e^(-M)) at "
        "zero logits, n = k: as weights do, until maj-min is learned, and by n = m of the group's own classes after",
        assume=(sp.Ge(CLASSES, 2),),
    ),
    Claim(
        "B.margin.rate.more",
        sp.And(
            gt(CLASSES * OTHERS, 1),
            le(CLASSES * OTHERS, CLASSES / (CLASSES - 1)),
            gt(CLASSES * OTHERS, (CLASSES + 1) * OTHERS.xreplace({CLASSES: CLASSES + 1})),
        ),
        MARGINS,
        "it is above 1 and at most n/(n - 1), and the more the fewer classes there are: however large, margins "
        "reorder modes little where classes are many",
        assume=(sp.Ge(CLASSES, 2),),
    ),
    Claim(
        "B.margin.rate.none",
        eq(CLASSES * OTHERS, 1),
        MARGINS,
        "like what is added to a class it leaves the rates at zero logits as they are",
        assume=(sp.Ge(CLASSES, 2),),
        expected=REFUTED,
        corrected_by=("B.margin.rate.more",),
    ),
    Claim(
        "B.margin.time",
        LearningTime(MAJ, WHOLE[0] / (sum(SIZES) * BASE[0]), LOWERED),
        MARGINS,
        "so what is learned first comes at (k - 1 + e^(-M))/(ks), for any two groups, counts, weights and margins M ≥ 0",
        assume=LEADS,
        depends_on=(*CHAIN, "B.margin.rate"),
    ),
    Claim(
        "B.margin.time.none",
        LearningTime(MAJ, 1 / BASE[0], LOWERED),
        MARGINS,
        "like what is added to logits they leave it where it is, at 1/s",
        assume=LEADS,
        expected=REFUTED,
        corrected_by=("B.margin.time",),
    ),
    Claim(
        "B.margin.time.group",
        LearningTime(MAJ, (SIZES[0] - 1 + sp.exp(-TAKEN[0])) / (SIZES[0] * BASE[0]), LOWERED),
        MARGINS,
        "it comes at the rate that a group has once it is told from the other one",
        assume=LEADS,
        expected=REFUTED,
        corrected_by=("B.margin.time",),
    ),
    Claim(
        "B.margin.time.ldam",
        LearningTime(
            MAJ, (k - 1 + sp.exp(-SCALE * R ** -sp.Rational(1, 4))) / (k * sp.sqrt(R)), LDAM
        ),
        MARGINS,
        "with the margins c·n^(-1/4) of LDAM majorities come first, R ≥ 1, sooner by less than the k-th part",
        assume=(sp.Ge(R, 1),),
        depends_on=("B.margin.time",),
    ),
)
