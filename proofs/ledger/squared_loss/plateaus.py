"""Beyond the paper: between learning times nothing moves. What is learned at t = τδ, as δ → ∞."""

import sympy as sp

from proofs.ledger.formulas import MODES, REFUTED, Claim, Plateau, R, gt, lt, ne
from proofs.ledger.squared_loss.groups import MAJ, MID, MIN, RATE, TWO, WEIGHTS

SOURCE = "Beyond: what is learned between two learning times"
TAU = sp.Symbol("tau", positive=True)
"""The time over δ."""

ERM_TIME = {MAJ: 1 / sp.sqrt(R), MID: sp.sqrt(2 / (R + 1)), MIN: sp.S.One}
EARLY, LATE = 1 / sp.sqrt(R + 1), sp.sqrt(2) / (sp.sqrt(R) + 1)
"""When re-weighting learns maj-min: the true time, and the one that is printed."""

CLAIMS = (
    *(
        Claim(
            f"B.plateau.before.{mode}",
            Plateau(mode, 0, WEIGHTS, at=TAU),
            SOURCE,
            f"before its time nothing of {mode} is learned: for τ below one over its rate β → 0",
            (*TWO[mode], lt(TAU, 1 / RATE[mode])),
            depends_on=(f"B.groups.time.{mode}",),
        )
        for mode in MODES
    ),
    *(
        Claim(
            f"B.plateau.after.{mode}",
            Plateau(mode, 1, WEIGHTS, at=TAU),
            SOURCE,
            f"after it all of {mode} is: for τ above one over its rate β → 1",
            (*TWO[mode], gt(TAU, 1 / RATE[mode])),
            depends_on=(f"B.groups.time.{mode}",),
        )
        for mode in MODES
    ),
    Claim(
        "B.plateau.after.error",
        Plateau(MID, 0, WEIGHTS, of="error", at=TAU),
        SOURCE,
        "and the logits of maj-min are those of the labels, on both groups",
        (gt(TAU, 1 / RATE[MID]),),
        depends_on=("B.plateau.after.maj-min",),
    ),
    Claim(
        "B.plateau.window.majorities",
        Plateau(MID, 1, "erm", at=(ERM_TIME[MAJ] + ERM_TIME[MID]) / 2),
        SOURCE,
        "ERM has told majorities from minorities soon after majorities are told apart",
        (gt(R, 1),),
        expected=REFUTED,
        corrected_by=("B.plateau.before.maj-min",),
    ),
    Claim(
        "B.plateau.window.minorities",
        Plateau(MIN, 0, "erm", at=(ERM_TIME[MID] + ERM_TIME[MIN]) / 2),
        SOURCE,
        "in the middle of the window of ERM after maj-min, from √(2/(R+1)) to 1, nothing of min-min is learned",
        (gt(R, 1),),
        depends_on=("B.plateau.before.min-min",),
    ),
    Claim(
        "B.plateau.rw.printed",
        Plateau(MID, 0, "rw", at=(EARLY + LATE) / 2),
        SOURCE,
        "re-weighting has not learned maj-min half-way from 1/√(R+1) to the printed time √2/(√R+1)",
        (ne(R, 1),),
        expected=REFUTED,
        corrected_by=("B.plateau.after.maj-min", "C3.rw.maj-min.true"),
    ),
    Claim(
        "B.plateau.rw.projected",
        Plateau(MID, 0, "rw", "projected", at=(EARLY + LATE) / 2),
        SOURCE,
        "the projected system has not",
        (ne(R, 1),),
    ),
    Claim(
        "B.plateau.rw.room",
        lt(EARLY, LATE),
        SOURCE,
        "there are such times wherever R ≠ 1",
        (ne(R, 1),),
    ),
)
