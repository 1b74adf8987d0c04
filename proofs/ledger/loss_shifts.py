"""Beyond the paper: numbers that are added to the logits of a class where cross-entropy is computed."""

import sympy as sp

from proofs.claims.flow import Flow
from proofs.ledger.cross_entropy_family import CHAIN
from proofs.ledger.formulas import MODES, REFUTED, Claim, LearningTime, R, eq, gamma, k

SOURCE = "Beyond: cross-entropy with logits that are shifted"
MAJ, _, MIN = MODES
SHIFTS = sp.symbols("iota_1 iota_2", real=True)
TAU = sp.Symbol("tau", positive=True)
SHIFTED = Flow(gamma=gamma, loss="cross-entropy", shift=SHIFTS)
ADJUSTED = Flow(gamma=0, loss="cross-entropy", shift=(TAU * sp.log(R), 0))
"""Logits adjusted by τ times the logarithm of how many samples a class has."""

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
)
