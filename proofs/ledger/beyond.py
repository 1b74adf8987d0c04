"""Beyond the paper: bounds on the coupled mode, the γ-family, finite δ, descent."""

import sympy as sp

import spectra
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Limit,
    R,
    delta,
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
ETA, KAPPA, Y = sp.symbols("eta kappa y", positive=True)
GAP = sp.exp(-2 * delta)
T_MAJ = (delta + sp.log(sp.sqrt(R) - GAP) / 2) / sp.sqrt(R + 1)
T_MIN = (delta + sp.log(1 - GAP) / 2) / sp.sqrt(R + 1)
RATES = weighted(gamma).true_rate
BY_LAST = {name: sp.powsimp(rate / RATES["min-min"]) for name, rate in RATES.items()}
WINDOW = spectra.window(spectra.step(), gamma)
STEPS_WINDOW = sp.log(1 + ETA * sp.sqrt(R)) / sp.log(1 + ETA) - 1
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
    Claim(
        "B.finite.maj-maj",
        Limit(T_MAJ - delta / sp.sqrt(R + 1), delta, sp.oo, sp.log(R) / (4 * sp.sqrt(R + 1))),
        "Beyond: finite δ, RW",
        "maj-maj lags δ/√(R+1) by ln R/(4√(R+1))",
    ),
    Claim(
        "B.finite.min-min",
        Limit(T_MIN - delta / sp.sqrt(R + 1), delta, sp.oo, 0),
        "Beyond: finite δ, RW",
        "min-min does not lag",
    ),
    Claim(
        "B.finite.order",
        lt(T_MIN, T_MAJ),
        "Beyond: finite δ, RW",
        "so at finite δ min-min comes before maj-maj, R > 1",
        (sp.Gt(R, 1),),
    ),
    Claim(
        "B.descent.step",
        eq((Y * (1 + KAPPA * (1 - Y**2))).subs(Y, 1), 1),
        "Beyond: gradient descent, step η",
        "y ↦ y(1+κ(1-y²)), κ = ησλ, rests at the target",
    ),
    Claim(
        "B.descent.monotone",
        sp.And(lt(Y, Y * (1 + KAPPA * (1 - Y**2))), le(Y * (1 + KAPPA * (1 - Y**2)), 1)),
        "Beyond: gradient descent, step η",
        "it climbs and never overshoots for κ ≤ 1/2",
        (sp.Lt(Y, 1), sp.Le(KAPPA, HALF)),
    ),
    Claim(
        "B.descent.overshoot",
        le(Y * (1 + KAPPA * (1 - Y**2)), 1),
        "Beyond: gradient descent, step η",
        "nor for any κ ≤ 1",
        (sp.Lt(Y, 1), sp.Le(KAPPA, 1)),
        expected=REFUTED,
        corrected_by=("B.descent.monotone",),
    ),
    Claim(
        "B.descent.window",
        lt(STEPS_WINDOW, sp.sqrt(R) - 1),
        "Beyond: gradient descent, step η",
        "counted in steps the window of ERM is smaller than √R - 1",
        (sp.Gt(R, 1),),
    ),
)
