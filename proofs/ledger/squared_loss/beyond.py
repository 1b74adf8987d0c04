"""Beyond the paper: bounds on the learning time of the coupled mode, and its defect."""

import sympy as sp

from proofs.claims.limit_lemmas import LEMMAS
from proofs.ledger.formulas import (
    Claim,
    Limit,
    R,
    delta,
    eq,
    lt,
    weighted,
)

HALF = sp.Rational(1, 2)
MU, OFFSET = sp.Symbol("mu", positive=True), sp.Symbol("c", real=True)
DEFECT = weighted(HALF).defect["maj-min"]
TRUE, PROJECTED = weighted(HALF).true_rate["maj-min"], weighted(HALF).projected_rate["maj-min"]

CLAIMS = (
    *(
        Claim(
            f"B.bounds.{lemma.name}",
            lemma.statement,
            "Beyond: the coupled mode, two-sided bounds on its learning time",
            lemma.title,
            lemma.assume,
        )
        for lemma in LEMMAS
    ),
    Claim(
        "B.bounds.limit",
        Limit((delta + OFFSET) / (MU * delta), delta, sp.oo, 1 / MU),
        "Beyond: the coupled mode, two-sided bounds on its learning time",
        "both bounds on T are (δ + c)/μ: over δ they tend to 1/μ",
    ),
    Claim(
        "B.defect.angle",
        eq((PROJECTED / TRUE) ** 2 + (DEFECT * sp.sqrt(HALF)) ** 2, 1),
        "Beyond: the coupled mode, defect",
        "projected over true rate is cos φ, the defect √2·sin φ, of the angle between v and Ωv",
    ),
    Claim(
        "B.defect.slower",
        lt(PROJECTED, TRUE),
        "Beyond: the coupled mode, defect",
        "the projected rate is below the true one for every R ≠ 1",
        (sp.Ne(R, 1),),
    ),
)
