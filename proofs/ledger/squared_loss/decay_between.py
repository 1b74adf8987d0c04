"""Beyond the paper: weight decay of the mode between two groups, for any weights of theirs."""

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.ledger.any_counts.frequencies import MIDDLE, SQUARES
from proofs.ledger.formulas import LEVEL, REFUTED, Claim, LearningTime, R, Terminal, gamma
from proofs.ledger.squared_loss.groups import M1, M2, MID, N1, N2, O1, O2, RATE, WEIGHTS
from proofs.ledger.squared_loss.weight_decay import LAM

SOURCE = "Beyond: weight decay, between two groups of any weights"
STEP = spectra.step()
ANY = Flow(gamma=WEIGHTS, decay=LAM)
STEPS = Flow(gamma=spectra.weights(STEP, omega=(O1, O2)), decay=LAM)
LESS, LESS_STEPS = (Flow(gamma=flow.gamma, decay=LAM, targets="frequency") for flow in (ANY, STEPS))
RISE = sp.factor(SQUARES[MID].xreplace({M2: M1, N1: R, N2: sp.S.One}))
MU = sp.sqrt((R * O1**2 + O2**2) / 2)
BELOW = (sp.Lt(LEVEL, 1),)
LENGTH = ("B.decay.end.between", "B.decay.end.length")
GAMMAS = {
    "rw": (sp.S.Half, sp.sqrt(R + 1), "at γ = 1/2"),
    "gamma": (
        gamma,
        sp.sqrt((R * (1 + 1 / R) ** (2 * gamma) + (R + 1) ** (2 * gamma)) / 2),
        "at any γ",
    ),
}
"""Exponents of the paper's weights, the rate without decay there, and in words."""

HALVED = Flow(decay=LAM, targets="frequency")

CLAIMS = (
    Claim(
        "B.decay.any.time",
        LearningTime(MID, 1 / (RATE[MID] - LAM), ANY),
        SOURCE,
        "for any sizes, counts and weights maj-min is halfway to its end at one over its rate less λ",
        depends_on=LENGTH,
    ),
    Claim(
        "B.decay.any.level",
        LearningTime(MID, 1 / (MU - LAM), STEPS, level=LEVEL),
        SOURCE,
        "so it is at every part of it",
        assume=BELOW,
        depends_on=LENGTH,
    ),
    Claim(
        "B.decay.any.time.unchanged",
        LearningTime(MID, 1 / MU, STEPS),
        SOURCE,
        "decay leaves the time of maj-min as it is",
        expected=REFUTED,
        corrected_by=("B.decay.any.time",),
    ),
    Claim(
        "B.decay.any.end",
        Terminal(MID, 1, STEPS),
        SOURCE,
        "it tends to the end of B.decay.end.length from spectral starts of every size, for any weights",
        depends_on=LENGTH,
    ),
    Claim(
        "B.decay.any.end.less",
        Terminal(MID, 1 - LAM / MU, STEPS),
        SOURCE,
        "of that end it keeps the part 1 - λ/μ only",
        expected=REFUTED,
        corrected_by=("B.decay.any.end",),
    ),
    Claim(
        "B.decay.any.frequency",
        LearningTime(MID, 1 / (sp.sqrt(SQUARES[MID]) - LAM), LESS),
        SOURCE,
        "from labels less the frequencies of classes it is learned at one over its rate there less λ",
        depends_on=(*LENGTH, "B.frequency.time.maj-min"),
    ),
    Claim(
        "B.decay.any.frequency.unchanged",
        LearningTime(MID, 1 / sp.sqrt(RISE), LESS_STEPS),
        SOURCE,
        "or without λ",
        expected=REFUTED,
        corrected_by=("B.decay.any.frequency",),
    ),
    *(
        claim
        for name, (exponent, rate, words) in GAMMAS.items()
        for flow in (Flow(gamma=exponent, decay=LAM),)
        for claim in (
            Claim(
                f"B.decay.{name}.time",
                LearningTime(MID, 1 / (rate - LAM), flow),
                SOURCE,
                f"{words} maj-min is halfway to its end at one over its rate less λ",
                depends_on=("B.decay.any.time",),
            ),
            Claim(
                f"B.decay.{name}.time.unchanged",
                LearningTime(MID, 1 / rate, flow),
                SOURCE,
                f"{words} decay leaves the time of maj-min as it is",
                expected=REFUTED,
                corrected_by=(f"B.decay.{name}.time",),
            ),
            Claim(
                f"B.decay.{name}.end",
                Terminal(MID, 1, flow),
                SOURCE,
                f"{words} maj-min tends to its end from spectral starts of every size",
                depends_on=("B.decay.any.end",),
            ),
            Claim(
                f"B.decay.{name}.end.less",
                Terminal(MID, 1 - LAM / rate, flow),
                SOURCE,
                f"{words} it keeps the part 1 - λ/μ of that end only",
                expected=REFUTED,
                corrected_by=(f"B.decay.{name}.end",),
            ),
        )
    ),
    Claim(
        "B.decay.rw.frequency",
        LearningTime(MID, 1 / (MIDDLE.value - LAM), HALVED),
        SOURCE,
        "from labels less the frequencies of classes, γ = 1/2 leaves maj-min a rate of its own, less λ",
        depends_on=("B.decay.any.frequency",),
    ),
    Claim(
        "B.decay.rw.frequency.closed",
        LearningTime(MID, 1 / (sp.sqrt(R + 1) - LAM), HALVED),
        SOURCE,
        "there it is learned together with the modes within groups",
        expected=REFUTED,
        corrected_by=("B.decay.rw.frequency",),
    ),
)
