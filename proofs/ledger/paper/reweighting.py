"""Section 3.3 and Section 4: what re-weighting is said to do."""

import sympy as sp

import spectra
from proofs.claims.derivative import derivative
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    Limit,
    Named,
    R,
    Terminal,
    beta,
    eq,
    k,
    le,
    lt,
    printed,
    sigma,
    t,
    weighted,
)
from proofs.ledger.paper.reduction import BETWEEN_CHAIN, WITHIN_CHAIN

X, Z = sp.symbols("x z", real=True)
S, LAMBDA, T1, T2, C = sp.symbols("sigma lambda T_1 T_2 c", positive=True)
N = printed.n
W_MAJ, W_MIN = sp.sqrt((R + 1) * k / (2 * R)), sp.sqrt((R + 1) * k / 2)
WEIGHT_RATIO = Named("ω_maj/ω_min", W_MAJ / W_MIN, r"\omega_{\mathrm{maj}}/\omega_{\mathrm{min}}")
TRUE_TIMES = tuple(
    Named(f"T_{mode}/δ", 1 / rate, rf"T_{{\text{{{mode}}}}}/\delta")
    for mode, rate in zip(MODES, weighted(sp.Rational(1, 2)).true_rate, strict=True)
)
ERM_WINDOW = sp.sqrt(R) - 1
RW_WINDOW = sp.sqrt(2) * sp.sqrt(R + 1) / (sp.sqrt(R) + 1)
STEP = spectra.step()
DERIVED_WINDOW = Named("ΔT_ERM", spectra.window(STEP, which="erm"), r"\Delta T_{\mathrm{ERM}}")
PROJECTED_WINDOW = Named(
    "ΔT_RW of (20)", spectra.window(STEP, which="projected"), r"\Delta T_{\mathrm{RW}}^{(20)}"
)

CLAIMS = (
    Claim(
        "3.3.frequency.printed",
        eq(WEIGHT_RATIO, 1 / R),
        "Section 3.3, weights",
        "the printed weights are inversely proportional to frequency",
        expected=REFUTED,
        corrected_by=("3.3.frequency.true",),
    ),
    Claim(
        "3.3.frequency.true",
        eq(WEIGHT_RATIO, R ** sp.Rational(-1, 2)),
        "Section 3.3, weights",
        "they are inversely proportional to the square root of frequency",
    ),
    Claim(
        "3.3.gamma",
        sp.And(
            *(
                eq(
                    Named(f"ω_{group}", weight, rf"\omega_{{\mathrm{{{group}}}}}"),
                    Named(
                        f"({count}/n)^(-1/2)",
                        (count / N) ** sp.Rational(-1, 2),
                        rf"({count}/n)^{{-1/2}}",
                    ),
                )
                for group, weight, count in (("maj", W_MAJ, R), ("min", W_MIN, sp.S.One))
            )
        ),
        "Section 3.3, footnote 2",
        "both weights of (12) are frequency to the power -1/2 (one sample per minority class)",
    ),
    Claim(
        "3.3.loss.printed",
        eq(derivative(N**-1 * (Z - X) ** 2, X), derivative(sp.Rational(1, 2) * (Z - X) ** 2, X)),
        "Section 3.3, loss against (4) and (9)",
        "the losses with 1/n and with 1/2 drive the same flow",
        expected=REFUTED,
        corrected_by=("3.3.loss.true", "3.3.loss.window"),
    ),
    Claim(
        "3.3.loss.true",
        eq(
            derivative(N**-1 * (Z - X) ** 2, X),
            2 / N * derivative(sp.Rational(1, 2) * (Z - X) ** 2, X),
        ),
        "Section 3.3, loss against (4) and (9)",
        "the first runs at 2/n of the speed: t(3.3) = (n/2)·t(C)",
    ),
    Claim(
        "3.3.loss.window",
        eq((C * T2 - C * T1) / (C * T1), (T2 - T1) / T1),
        "Section 3.3, loss against (4) and (9)",
        "a common factor on times leaves ΔT as it is",
    ),
    Claim(
        "3.3.terminal",
        Limit(beta(S, LAMBDA), t, sp.oo, 1),
        "Section 3.3, item 1",
        "every logistic mode ends at the singular value of Z, whatever its weight",
    ),
    Claim(
        "3.3.terminal.mid",
        Terminal("maj-min", sp.S.One),
        "Section 3.3, item 1",
        "maj-min of the full re-weighted flow ends at the labels from every spectral start: β → 1",
        depends_on=BETWEEN_CHAIN,
    ),
    *(
        Claim(
            f"3.3.terminal.{weighting}.{mode}",
            Terminal(mode, sp.S.Zero, weighting, of="error"),
            "Section 3.3, item 1",
            f"the error of {mode} vanishes as t → ∞, {weighting.upper()}: WH → Z on it",
            depends_on=(
                "C2.15.flow.error",
                *(BETWEEN_CHAIN if mode == "maj-min" else WITHIN_CHAIN),
            ),
        )
        for weighting in ("erm", "rw")
        for mode in MODES
    ),
    Claim(
        "3.3.order.erm",
        sp.And(lt(1 / sigma["maj-maj"], 1 / sigma["maj-min"]), lt(1 / sigma["maj-min"], 1)),
        "Section 3.3, item 2",
        "ERM learns larger singular values first (R > 1)",
        (sp.Gt(R, 1), sp.Ge(k, 4)),
        depends_on=("C3.erm.maj-maj", "C3.erm.maj-min", "C3.erm.min-min"),
    ),
    Claim(
        "3.3.equal.rw",
        sp.And(eq(TRUE_TIMES[0], TRUE_TIMES[1]), eq(TRUE_TIMES[1], TRUE_TIMES[2])),
        "Section 3.3, item 3",
        "RW learns all features at one time: exactly, in the limit δ → ∞",
        (sp.Ge(k, 4),),
        depends_on=("C3.rw.maj-maj", "C3.rw.maj-min.true", "C3.rw.min-min"),
    ),
    Claim(
        "4.window.erm",
        eq(DERIVED_WINDOW, ERM_WINDOW),
        "Section 4, ΔT_ERM",
        "the learning window of ERM is ΔT_ERM = √R - 1",
        (sp.Ge(R, 1), sp.Ge(k, 4)),
        depends_on=("C3.erm.maj-maj", "C3.erm.min-min"),
    ),
    Claim(
        "4.window.erm.any-ratio",
        eq(DERIVED_WINDOW, ERM_WINDOW),
        "Section 4, ΔT_ERM",
        "the learning window of ERM is √R - 1 for R < 1 as well",
        (sp.Ge(k, 4),),
        expected=REFUTED,
        corrected_by=("4.window.erm",),
    ),
    Claim(
        "4.window.erm.unbounded",
        Limit(ERM_WINDOW, R, sp.oo, sp.oo),
        "Section 4, ΔT_ERM",
        "the learning window of ERM grows without bound",
    ),
    Claim(
        "4.window.rw.printed",
        eq(PROJECTED_WINDOW, RW_WINDOW),
        "Section 4, ΔT_RW",
        "the learning window of RW is √2·√(R+1)/(√R+1), by the paper's own times",
        (sp.Ge(k, 4),),
        depends_on=("C3.rw.maj-min.printed",),
        expected=REFUTED,
        corrected_by=("4.window.rw.projected", "4.window.rw.true"),
    ),
    Claim(
        "4.window.rw.read",
        eq(PROJECTED_WINDOW, sp.sqrt(2)),
        "Section 4, ΔT_RW",
        "the learning window of RW is √2·√(R+1)/√(R+1), the other reading of the print",
        (sp.Ge(k, 4),),
        expected=REFUTED,
        corrected_by=("4.window.rw.projected", "4.window.rw.true"),
    ),
    Claim(
        "4.window.rw.projected",
        eq(PROJECTED_WINDOW, RW_WINDOW - 1),
        "Section 4, ΔT_RW",
        "by the paper's times and definition it is the printed window less 1 (projected flow)",
        (sp.Ge(k, 4),),
        depends_on=("C3.projected.maj-maj", "C3.projected.maj-min", "C3.projected.min-min"),
    ),
    Claim(
        "4.window.rw.true",
        eq(Named("ΔT_RW", spectra.window(STEP, which="true"), r"\Delta T_{\mathrm{RW}}"), 0),
        "Section 4, ΔT_RW",
        "for the full flow the learning window of RW is 0 in the limit δ → ∞",
        (sp.Ge(k, 4),),
        depends_on=("C3.rw.maj-maj", "C3.rw.maj-min.true", "C3.rw.min-min"),
    ),
    Claim(
        "4.bound",
        le(RW_WINDOW, sp.sqrt(2)),
        "Section 4, bound",
        "the printed ΔT_RW is at most √2",
    ),
    Claim(
        "4.bound.sharp",
        lt(RW_WINDOW - 1, sp.sqrt(2) - 1),
        "Section 4, bound",
        "by the paper's own times the window stays under √2 - 1",
    ),
    Claim(
        "4.bound.supremum",
        Limit(RW_WINDOW - 1, R, sp.oo, sp.sqrt(2) - 1),
        "Section 4, bound",
        "and √2 - 1 is its supremum",
    ),
    Claim(
        "4.bound.square",
        eq(RW_WINDOW**2, 1 + ((sp.sqrt(R) - 1) / (sp.sqrt(R) + 1)) ** 2),
        "Section 4, bound",
        "its square exceeds 1 by ((√R-1)/(√R+1))²",
    ),
)
