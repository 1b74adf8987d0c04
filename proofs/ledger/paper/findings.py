"""Sections 3.1, 3.3 and 4: what the model says of accuracy, of speed, of four classes, and of Λ."""

import sympy as sp

import spectra
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Limit,
    Named,
    R,
    beta,
    eq,
    ge,
    gt,
    k,
    lam,
    le,
    lt,
    m,
    printed,
    sigma,
)
from proofs.ledger.paper.corollary import LATE, RW_TIME
from proofs.ledger.paper.matrices import LAMBDA, SIGMA, WEIGHTS, Z
from proofs.ledger.paper.reduction import BETWEEN, MAJORITY, MINORITY, TARGETS

ACCURACY = "Section 3.3, accuracy from the spectral start"
SPEED = "Section 3.3, earlier classification of minorities"
FOUR = "Section 3.1, four classes"

S, L = sp.symbols("sigma lambda", positive=True)
STRENGTHS = sp.symbols("beta_1 mu_1 mu_2 beta_3", positive=True)
FIRST, ON_MAJORITY, ON_MINORITY, LAST = STRENGTHS
EYE, ONES = sp.Identity(m), sp.OneMatrix(m, m) / m
LONG, WIDE = sp.OneMatrix(m, R * m) / k, sp.OneMatrix(m, m) / k
WITHIN = printed.diagonal(FIRST * sigma["maj-maj"], sp.S.Zero, LAST * sigma["min-min"])
ACROSS = ON_MINORITY * TARGETS[1] * MINORITY - ON_MAJORITY * TARGETS[0] * MAJORITY
REPEATED = sp.KroneckerProduct(EYE - ONES, sp.OneMatrix(1, R))


def margins(own: sp.Expr, between: sp.Expr) -> sp.Basic:
    """Return that a sample's own logit exceeds those of its group and of the other group."""
    return sp.And(gt(own, 0), gt(own * (1 - 2 / k) + 2 * between / k, 0))


OMEGA_MAJ, OMEGA_MIN = WEIGHTS.omega
MEAN = Named("mean weight", (R * OMEGA_MAJ + OMEGA_MIN) / (R + 1), r"\overline{\omega}")
LARGEST = Named("largest weight", OMEGA_MIN, r"\omega_{\max}")


def windows(data: spectra.Imbalance, name: str) -> tuple[sp.Expr, sp.Expr]:
    """Return the windows of ERM and of RW."""
    erm, rw = (spectra.window(data, which=which) for which in ("erm", "true"))
    return Named(f"ΔT_ERM({name})", erm, rf"\Delta T_{{\mathrm{{ERM}}}}({name})"), Named(
        f"ΔT_RW({name})", rw, rf"\Delta T_{{\mathrm{{RW}}}}({name})"
    )


ANY, TWO, FEW = (windows(spectra.step(n, R), str(n)) for n in (k, 2, 4))

CLAIMS = (
    Claim(
        "3.3.argmax.logits",
        eq(
            printed.U * WITHIN * printed.V_T + BETWEEN * ACROSS.T,
            sp.BlockMatrix(
                [
                    [FIRST * REPEATED + ON_MAJORITY * LONG, -ON_MINORITY * WIDE],
                    [-ON_MAJORITY * LONG, LAST * (EYE - ONES) + ON_MINORITY * WIDE],
                ]
            ),
        ),
        ACCURACY,
        "WH by classes, β₁, β₃ for maj-maj, min-min and μ₁, μ₂ for maj-min on samples of each group",
        depends_on=("C2.spectrum",),
    ),
    Claim(
        "3.3.argmax.positive",
        gt(beta(S, L), 0),
        ACCURACY,
        "(6) and (16) are positive at all times, for every δ",
    ),
    Claim(
        "3.3.argmax",
        sp.And(margins(FIRST, ON_MAJORITY), margins(LAST, ON_MINORITY)),
        ACCURACY,
        "so every sample is classified rightly from the start on, under ERM and RW alike: no weights "
        "make it earlier",
        depends_on=(
            "3.3.argmax.logits",
            "3.3.argmax.positive",
            "B.bounds.cone",
            "B.bounds.quadrant",
        ),
    ),
    Claim(
        "3.3.earlier",
        lt(RW_TIME, 1),
        SPEED,
        "with the weights (12), min-min is learned earlier than under ERM",
        depends_on=("C3.rw.min-min", "C3.erm.min-min"),
    ),
    Claim(
        "3.3.earlier.mean",
        lt(MEAN * RW_TIME, 1),
        SPEED,
        "and so it is with weights of mean 1, for R > 1",
        (sp.Gt(R, 1),),
        depends_on=("3.3.earlier",),
    ),
    Claim(
        "3.3.earlier.largest",
        lt(LARGEST * RW_TIME, 1),
        SPEED,
        "and with weights of at most 1",
        expected=REFUTED,
        corrected_by=("3.3.earlier.largest.true",),
    ),
    Claim(
        "3.3.earlier.largest.true",
        eq(LARGEST * RW_TIME, 1),
        SPEED,
        "weights of at most 1 leave its time as under ERM: only majorities are slower",
        depends_on=("C3.rw.min-min", "C3.erm.min-min"),
    ),
    Claim(
        "3.3.slower.mean",
        sp.And(
            ge(MEAN * RW_TIME, 1 / sp.sqrt(R)),
            le(MEAN * RW_TIME, (1 + sp.sqrt(2)) / (2 * sp.sqrt(R))),
        ),
        SPEED,
        "with weights of mean 1 everything is learned at 1 to (1+√2)/2 of the time of maj-maj under ERM",
        (sp.Ge(R, 1),),
        depends_on=("C3.erm.maj-maj", "3.3.equal.rw"),
    ),
    Claim(
        "3.1.four",
        sp.And(*(eq(*pair) for pair in zip(ANY, FEW, strict=True))),
        FOUR,
        "four classes stand for k ≥ 4: windows do not depend on k there",
        (sp.Ge(k, 4),),
    ),
    Claim(
        "3.1.four.two",
        eq(TWO[0], FEW[0]),
        FOUR,
        "and for two: they do not, the window of two classes is 0",
        expected=REFUTED,
        corrected_by=("3.1.four",),
    ),
    Claim(
        "4.verify",
        eq(1 / (sigma["maj-min"] * lam["maj-min"]), 1 / (sigma["min-min"] * lam["min-min"])),
        "Section 4, the three findings",
        "the closed forms of Theorem C.2 verify precisely that all features are learned at one time",
        expected=REFUTED,
        corrected_by=("4.verify.approximately", "3.3.equal.rw"),
    ),
    Claim(
        "4.verify.approximately",
        le(LATE, sp.sqrt(2) * RW_TIME),
        "Section 4, the three findings",
        "their times are equal up to a factor of √2",
    ),
    Claim(
        "C3.rw.closely",
        sp.And(gt(LATE, RW_TIME), lt(LATE, sp.sqrt(2) * RW_TIME)),
        "Corollary C.3, RW",
        "the printed time of maj-min comes closely after the others: within a factor of √2, R ≠ 1",
        (sp.Ne(R, 1),),
    ),
    Claim(
        "C3.rw.closely.far",
        Limit(LATE / RW_TIME, R, sp.oo, sp.sqrt(2)),
        "Corollary C.3, RW",
        "not closer for large R: the factor tends to √2",
    ),
    Claim(
        "C2.effective",
        eq(printed.U * SIGMA * LAMBDA * printed.V_T, Z * printed.Omega),
        "Section C.2, Λ as effective weight",
        "Λ is the effective weight on the spectrum: ZΩ = UΣΛVᵀ",
        expected=REFUTED,
        corrected_by=("C2.19a", "C2.flat"),
    ),
)
