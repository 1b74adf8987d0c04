"""Beyond the paper: weight decay of the mode between two groups, for any weights of theirs."""

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.ledger.formulas import LEVEL, REFUTED, Claim, LearningTime, R, Terminal
from proofs.ledger.frequencies import SQUARES
from proofs.ledger.groups import M1, M2, MID, N1, N2, O1, O2, RATE, WEIGHTS
from proofs.ledger.weight_decay import LAM

SOURCE = "Beyond: weight decay, between two groups of any weights"
STEP = spectra.step()
ANY = Flow(gamma=WEIGHTS, decay=LAM)
STEPS = Flow(gamma=spectra.weights(STEP, omega=(O1, O2)), decay=LAM)
LESS, LESS_STEPS = (Flow(gamma=flow.gamma, decay=LAM, targets="frequency") for flow in (ANY, STEPS))
RISE = sp.factor(SQUARES[MID].subs({M2: M1, N1: R, N2: 1}))
MU = sp.sqrt((R * O1**2 + O2**2) / 2)
BELOW = (sp.Lt(LEVEL, 1),)
LENGTH = ("B.decay.end.between", "B.decay.end.length")

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
)
