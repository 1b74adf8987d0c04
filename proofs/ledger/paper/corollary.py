"""Corollary C.3: when each feature is learned, as δ → ∞."""

import sympy as sp

from proofs.claims.limit_lemmas import LIMIT
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    R,
    gt,
    k,
    lam,
    lt,
    sigma,
)
from proofs.ledger.paper.reduction import BETWEEN_CHAIN

RW_TIME = 1 / sp.sqrt(R + 1)
LATE = sp.sqrt(2) / (sp.sqrt(R) + 1)
ERM_TIMES = {"maj-maj": 1 / sp.sqrt(R), "maj-min": 1 / sp.sqrt((R + 1) / 2), "min-min": sp.S.One}
LEMMA_IDS = tuple(f"B.bounds.{lemma.name}" for lemma in LIMIT)

CLAIMS = (
    *(
        Claim(
            f"C3.erm.{mode}",
            LearningTime(mode, ERM_TIMES[mode], "erm", "full"),
            "Corollary C.3, ERM",
            f"ERM learns {mode} at {text}",
            depends_on=(f"C1.5.{mode}",),
        )
        for mode, text in zip(MODES, ("1/√R", "1/√((R+1)/2)", "1"), strict=True)
    ),
    Claim(
        "C3.erm.order",
        sp.And(
            lt(ERM_TIMES["maj-maj"], ERM_TIMES["maj-min"]),
            lt(ERM_TIMES["maj-min"], ERM_TIMES["min-min"]),
        ),
        "Corollary C.3, ERM",
        "in this order, for R > 1",
        (sp.Gt(R, 1), sp.Ge(k, 4)),
        depends_on=tuple(f"C3.erm.{mode}" for mode in MODES),
    ),
    Claim(
        "C3.erm.order.any-ratio",
        lt(ERM_TIMES["maj-maj"], ERM_TIMES["min-min"]),
        "Corollary C.3, ERM",
        "in this order for every ratio",
        (sp.Ge(k, 4),),
        expected=REFUTED,
        corrected_by=("C3.erm.order",),
    ),
    *(
        Claim(
            f"C3.rw.{mode}",
            LearningTime(mode, RW_TIME, "rw", "full"),
            "Corollary C.3, RW",
            f"RW learns {mode} at 1/√(R+1)",
            depends_on=(f"C2.16.full.{mode}",),
        )
        for mode in ("maj-maj", "min-min")
    ),
    Claim(
        "C3.rw.maj-min.printed",
        LearningTime("maj-min", LATE, "rw", "full"),
        "Corollary C.3, RW",
        "RW learns maj-min at √2/(√R+1)",
        depends_on=("C2.16.full.maj-min",),
        expected=REFUTED,
        corrected_by=("C3.rw.maj-min.true", "C3.projected.maj-min"),
    ),
    Claim(
        "C3.rw.maj-min.read",
        LearningTime("maj-min", sp.sqrt(2) / sp.sqrt(R + 1), "rw", "full"),
        "Corollary C.3, RW",
        "the other reading, √2/√(R+1)",
        expected=REFUTED,
        corrected_by=("C3.rw.maj-min.true",),
    ),
    Claim(
        "C3.rw.maj-min.true",
        LearningTime("maj-min", RW_TIME, "rw", "full"),
        "Corollary C.3, RW",
        "RW learns maj-min at 1/√(R+1) as well",
        depends_on=("C2.12", *BETWEEN_CHAIN, *LEMMA_IDS),
    ),
    Claim(
        "C3.rw.order.printed",
        gt(LATE, RW_TIME),
        "Corollary C.3, RW",
        "the printed time of maj-min is last for every R",
        (sp.Ge(k, 4),),
        expected=REFUTED,
        corrected_by=("C3.rw.order.projected", "3.3.equal.rw"),
    ),
    Claim(
        "C3.rw.order.projected",
        gt(LATE, RW_TIME),
        "Corollary C.3, RW",
        "it is for R ≠ 1, as the time of the projected system",
        (sp.Ne(R, 1), sp.Ge(k, 4)),
        depends_on=("C3.projected.maj-min",),
    ),
    *(
        Claim(
            f"C3.projected.{mode}",
            LearningTime(mode, 1 / (sigma[mode] * lam[mode]), "rw", "projected"),
            "Corollary C.3, RW on the projected system",
            f"the projected system learns {mode} at 1/(σλ)",
            depends_on=(f"C2.16.projected.{mode}",),
        )
        for mode in MODES
    ),
)
