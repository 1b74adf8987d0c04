"""Beyond the paper: bounds on the coupled mode, the γ-family."""

import sympy as sp

import spectra
from proofs.ledger.formulas import (
    Claim,
    R,
    eq,
    gamma,
    ge,
    le,
    lt,
    ne,
    weighted,
)
from proofs.provers.lemmas import LEMMAS

HALF = sp.Rational(1, 2)
RATES = weighted(gamma).true_rate
BY_LAST = {name: sp.powsimp(rate / RATES["min-min"]) for name, rate in RATES.items()}
WINDOW = spectra.window(spectra.step(), gamma)
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
    Claim(
        "B.gamma.window",
        eq(WINDOW, sp.Max(R, 1 / R) ** sp.Abs(gamma - HALF) - 1),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "ΔT(γ) = max(R, 1/R)^|γ-1/2| - 1",
    ),
    Claim(
        "B.gamma.optimal",
        ge(WINDOW, 0),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "it is never negative, and 0 at γ = 1/2",
    ),
    Claim(
        "B.gamma.unique",
        ne(WINDOW, 0),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "γ = 1/2 is the only exponent that closes the window",
        (sp.Gt(R, 1), sp.Ne(gamma, HALF)),
    ),
    Claim(
        "B.gamma.inverse",
        eq(WINDOW.subs(gamma, 1), sp.sqrt(R) - 1),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "γ = 1, inverse frequency, has the window of ERM",
        (sp.Ge(R, 1),),
    ),
    Claim(
        "B.gamma.reversed",
        lt(RATES["maj-maj"], RATES["min-min"]),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "beyond γ = 1/2 the minorities are learned first",
        (sp.Gt(R, 1), sp.Gt(gamma, HALF)),
    ),
    Claim(
        "B.gamma.between.slowest",
        le(1, BY_LAST["maj-min"]),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "maj-min is never slower than min-min, γ ≤ 1/2",
        (sp.Ge(R, 1), sp.Le(gamma, HALF)),
    ),
    Claim(
        "B.gamma.between.fastest",
        le(BY_LAST["maj-min"], BY_LAST["maj-maj"]),
        "Beyond: other exponents, ω ∝ frequency^(-γ)",
        "and never faster than maj-maj",
        (sp.Ge(R, 1), sp.Le(gamma, HALF)),
    ),
)
