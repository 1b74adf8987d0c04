"""Section C.2 up to the theorem: labels, spectrum, weights and Λ, as matrices of any size."""

import sympy as sp

import spectra
from proofs.ledger.formulas import (
    BETWEEN,
    BETWEEN_READ,
    MODES,
    REFUTED,
    Claim,
    Named,
    NamedMatrix,
    R,
    beta,
    delta,
    derived,
    eq,
    k,
    lam,
    m,
    printed,
    sigma,
    t,
    weighted,
)

SAMPLES = sp.Symbol("s", positive=True)
HALF = sp.Rational(1, 2)
SIGMA, LAMBDA = printed.diagonal(*sigma.values()), printed.diagonal(*lam.values())
Z = printed.P * printed.Y
WEIGHTS = spectra.weights(spectra.step(), HALF)
LEVELS = {level.name: level for level in derived.levels}
ROOT = sp.sqrt(k / 2)
LOGISTIC_MAJ = beta(sigma["maj-maj"])
DEEPER = LOGISTIC_MAJ.xreplace({t: sp.sqrt(SAMPLES) * t, delta: delta + sp.log(SAMPLES) / 4})
EFFECTIVE = {
    mode: Named(f"λ_{mode}", weighted(HALF).lam[mode], rf"\lambda_{{\text{{{mode}}}}}")
    for mode in MODES
}
MANY = beta(sp.sqrt(SAMPLES) * sigma["maj-maj"])

CLAIMS = (
    Claim(
        "C2.10.labels",
        eq(NamedMatrix("Y (printed)", printed.Y, "Y"), spectra.step().labels()),
        "Section C.2, (10)",
        "the printed Y is the label matrix of R-STEP imbalance",
    ),
    *(
        Claim(
            f"C2.11.{mode}",
            eq(
                sigma[mode],
                Named(f"σ_{mode}", LEVELS[mode].singular_value, rf"\sigma_{{\text{{{mode}}}}}"),
            ),
            "Section C.2, (11)",
            f"the printed singular value of {mode} is the derived one",
        )
        for mode in MODES
    ),
    Claim(
        "C2.U",
        eq(NamedMatrix("U (printed)", printed.U, "U"), derived.U),
        "Section C.2, U and V",
        "the printed U is the derived one",
    ),
    Claim(
        "C2.V",
        eq(NamedMatrix("V (printed)", printed.V_T.T, "V"), derived.V),
        "Section C.2, U and V",
        "the printed V is the derived one",
    ),
    Claim(
        "C2.U.orthonormal",
        eq(printed.U.T * printed.U, sp.Identity(k - 1)),
        "Section C.2, U and V",
        "UᵀU = I",
    ),
    Claim(
        "C2.V.orthonormal",
        eq(printed.V_T * printed.V_T.T, sp.Identity(k - 1)),
        "Section C.2, U and V",
        "VᵀV = I",
    ),
    Claim(
        "C2.spectrum",
        eq(printed.U * SIGMA * printed.V_T, Z),
        "Section C.2, U and V",
        "UΣVᵀ = Z for every even k and every R",
        depends_on=("C2.U.orthonormal", "C2.V.orthonormal"),
    ),
    Claim(
        "C2.centred",
        eq(sp.OneMatrix(1, k) * Z, sp.ZeroMatrix(1, R * m + m)),
        "Section C.2, U and V",
        "1ᵀZ = 0",
    ),
    Claim(
        "C2.range",
        eq(printed.U * printed.U.T, printed.P),
        "Section C.2, U and V",
        "UUᵀ = I - 11ᵀ/k: U spans all centred vectors",
    ),
    Claim(
        "C2.samples",
        eq(R * m + m, (R + 1) * k / 2),
        "Section C.2, (10)",
        "n = (R+1)k/2",
    ),
    Claim(
        "C2.one-sample.printed",
        eq(MANY, LOGISTIC_MAJ),
        "Section C.2, one sample per minority",
        "s samples per minority class change nothing",
        expected=REFUTED,
        corrected_by=("C2.one-sample.true",),
    ),
    Claim(
        "C2.one-sample.true",
        eq(Named("β with s samples", MANY, r"\beta^{(s)}(t)"), DEEPER),
        "Section C.2, one sample per minority",
        "s samples: the same after t → √s·t and δ → δ + ¼ ln s",
    ),
    Claim(
        "C2.12",
        eq(NamedMatrix("Ω (printed)", printed.Omega, r"\Omega"), WEIGHTS.Omega),
        "Section C.2, (12)",
        "the printed Ω is the γ = ½ weighting",
    ),
    Claim(
        "C2.12.scale",
        sp.And(
            eq(
                Named("√(n/R)/√(k/2)", sp.sqrt(printed.n / R) / ROOT, r"\sqrt{n/R}\,/\sqrt{k/2}"),
                sp.sqrt((R + 1) / R),
            ),
            eq(
                Named("√n/√(k/2)", sp.sqrt(printed.n) / ROOT, r"\sqrt{n}\,/\sqrt{k/2}"),
                sp.sqrt(R + 1),
            ),
        ),
        "Section C.2, (12)",
        "the weights (12) are √(n/R) and √n less the factor √(V/2)",
    ),
    Claim(
        "C2.12.times",
        eq(
            Named(
                "T_maj-maj/δ", 1 / (sigma["maj-maj"] * lam["maj-maj"]), r"T_{\text{maj-maj}}/\delta"
            ),
            ROOT / (sigma["maj-maj"] * sp.sqrt(printed.n / R)),
        ),
        "Section C.2, (12)",
        "dropping it multiplies every learning time by √(V/2)",
    ),
    Claim(
        "C2.13.left.printed",
        eq(printed.V_T * printed.Omega, printed.left_factor(-1 / R)),
        "Section C.2, (13)",
        "the left factor VᵀΩ as printed, with -1/R (at k = 2 it has no such block)",
        (sp.Ge(k, 4),),
        expected=REFUTED,
        corrected_by=("C2.13.left.true",),
    ),
    Claim(
        "C2.13.left.true",
        eq(printed.V_T * printed.Omega, printed.left_factor(1 / R)),
        "Section C.2, (13)",
        "VᵀΩ with +1/R",
    ),
    *(
        Claim(
            f"C2.1{number}.middle.{reading}",
            eq(EFFECTIVE["maj-min"], value),
            f"Section C.2, (1{number})",
            f"the middle entry of Λ, {title}",
            expected=REFUTED,
            corrected_by=("C2.14.middle.true",),
        )
        for number, reading, value, title in (
            (3, "printed", BETWEEN_READ[0], "√((R+1)/R) as (13) prints it"),
            (4, "read-equal", BETWEEN_READ[1], "√(R+1)/√(R+1) as (14) reads"),
            (4, "read-root", BETWEEN_READ[2], "√R+1 over nothing, read as √(R+1)"),
        )
    ),
    Claim(
        "C2.14.middle.true",
        eq(EFFECTIVE["maj-min"], BETWEEN),
        "Section C.2, (14)",
        "the middle entry of Λ is (√R+1)/√(R+1)",
    ),
    *(
        Claim(
            f"C2.14.{mode}",
            eq(EFFECTIVE[mode], lam[mode]),
            "Section C.2, (14)",
            f"the {mode} entry of Λ",
        )
        for mode in ("maj-maj", "min-min")
    ),
    Claim(
        "C2.13.product",
        eq(printed.V_T * printed.Omega * printed.V_T.T, LAMBDA),
        "Section C.2, (13)",
        "VᵀΩV = Λ, off-diagonal blocks included",
        depends_on=("C2.14.middle.true", "C2.14.maj-maj", "C2.14.min-min"),
    ),
    Claim(
        "C2.flat",
        eq(Z * printed.Omega * (Z * printed.Omega).T, (R + 1) * printed.P),
        "Figures 2 and 5, flattened spectrum",
        "all singular values of ZΩ equal √(R+1): the spectrum is exactly flat",
    ),
    Claim(
        "C2.flat.projected",
        eq(sigma["maj-min"] * lam["maj-min"], sigma["min-min"] * lam["min-min"]),
        "Figures 2 and 5, flattened spectrum",
        "the products σλ are flat too",
        expected=REFUTED,
        corrected_by=("C2.flat",),
    ),
)
