"""The inequalities behind the limiting learning time of a coupled mode.

Data only. The mode between two groups of classes whose weights differ obeys the gradient flow
of E = ½Σωᵢeᵢ², eᵢ = tᵢ - whᵢ,

    ẇ = g₁h₁ + g₂h₂ - w(ω₁h₁² + ω₂h₂²),    ḣᵢ = w(gᵢ - ωᵢwhᵢ),    gᵢ = ωᵢtᵢ,

with two drives that are equal only at γ = ½, on the cone w² = h₁² + h₂² and in the quadrant
hᵢ > 0. Let μ² = g₁² + g₂², σ² = t₁² + t₂², and let every weight be between o and O.

* w grows at most at the rate μ and β ≤ w²/σ, which bounds the learning time from below;
* z = w + (g₁h₁ + g₂h₂)/μ grows at least at the rate μ - Oz², so it comes to z² = μ/(2O) and
  stays above, where w ≥ z/2; from then on E decays at least at the rate 2ow², and β ≥ ½ once
  E ≤ oσ²/8: which bounds it from above.

Together T/δ → 1/μ, for all sizes of the groups and all weights. At one drive g for both sides,
named so that ω₁ < ω₂, the region p > 0, ω₁h₁ < ω₂h₂, X = ẇ > 0 with p = g - ω₁wh₁ and
q = g - ω₂wh₂ is never left, so that β increases and is ½ only once.
"""

from dataclasses import dataclass

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.claims.derivative import derivative
from spectra import t
from spectra.spectrum.mode_equations import between_field

G, W, H1, H2, O1, O2 = sp.symbols("g w h_1 h_2 omega_1 omega_2", positive=True)
G1, G2, T1, T2, LEAST, MOST, Z, MU = sp.symbols("g_1 g_2 t_1 t_2 o O z mu", positive=True)
Y0 = sp.Symbol("y_0", positive=True)
P, Q, E1, E2 = sp.symbols("p q e_1 e_2", real=True)
W_DOT, H1_DOT, H2_DOT = between_field(W, (H1, H2), (G1 / O1, G2 / O2), (O1, O2))
CONE = sp.Eq(W, sp.sqrt(H1**2 + H2**2), evaluate=False)
ORDER = sp.Lt(O1, O2)
BETWEEN = (sp.Le(LEAST, O1), sp.Le(LEAST, O2), sp.Le(O1, MOST), sp.Le(O2, MOST))
TARGETS, ONE_DRIVE = {G1: O1 * T1, G2: O2 * T2}, {G1: G, G2: G}


ONE_DRIVE_FLOW = tuple(speed.xreplace(ONE_DRIVE) for speed in (W_DOT, H1_DOT, H2_DOT))
"""ẇ, ḣ₁, ḣ₂ where both drives are g, as at γ = ½ of STEP."""


def along_flow(f: sp.Expr) -> sp.Expr:
    """Differentiate along the flow."""
    return derivative(f, W) * W_DOT + derivative(f, H1) * H1_DOT + derivative(f, H2) * H2_DOT


@dataclass(frozen=True)
class Lemma:
    """One inequality: a permanent name, what it is for, the statement, what it assumes."""

    name: str
    title: str
    statement: Boolean
    assume: tuple[Boolean, ...] = ()


_ALONG = (G1 * H1 + G2 * H2) / MU
_CUBIC = W * (O1 * H1**2 + O2 * H2**2) + W**2 * (O1 * G1 * H1 + O2 * G2 * H2) / MU
_MU = sp.Eq(MU, sp.sqrt(G1**2 + G2**2), evaluate=False)
_SIGMA2 = T1**2 + T2**2
_ENERGY = (O1 * (T1 - W * H1) ** 2 + O2 * (T2 - W * H2) ** 2) / 2
_K = MU / MOST
_LOGISTIC = 1 / (1 / _K + (1 / Y0 - 1 / _K) * sp.exp(-2 * MU * t))
_P, _Q = G - O1 * W * H1, G - O2 * W * H2

LIMIT: tuple[Lemma, ...] = (
    Lemma(
        "cone",
        "w² - h₁² - h₂² is conserved",
        sp.Eq(along_flow(W**2 - H1**2 - H2**2), 0, evaluate=False),
    ),
    Lemma(
        "quadrant",
        "on the edge h₁ = 0 of the quadrant the flow points inwards (h₂ = 0 by renaming)",
        sp.Gt(H1_DOT.xreplace({H1: sp.S.Zero}), 0, evaluate=False),
    ),
    Lemma(
        "upper-growth",
        "w grows at most at the rate μ",
        sp.Le(W_DOT, MU * W),
        (CONE, _MU),
    ),
    Lemma(
        "beta-below-w",
        "β is at most w²/σ: the strength cannot outrun w",
        sp.Le(T1 * H1 + T2 * H2, sp.sqrt(_SIGMA2) * W),
        (CONE,),
    ),
    Lemma(
        "lower-growth-form",
        "the derivative of z = w + (g₁h₁+g₂h₂)/μ is μz less a cubic",
        sp.Eq(
            W_DOT + (G1 * H1_DOT + G2 * H2_DOT) / MU,
            MU * (W + _ALONG) - _CUBIC + W * (G1**2 + G2**2 - MU**2) / MU,
            evaluate=False,
        ),
    ),
    Lemma(
        "lower-growth",
        "the cubic is at most Ow²z, on the cone",
        sp.Le(_CUBIC, MOST * W * (H1**2 + H2**2 + W * _ALONG)),
        BETWEEN[2:],
    ),
    Lemma(
        "comparison",
        "y with y₀/y = y₀/K + (1 - y₀/K)exp(-2μt), K = μ/O, solves y' = 2y(μ - Oy), as z² would "
        "at equality",
        sp.Eq(derivative(_LOGISTIC, t), 2 * _LOGISTIC * (MU - MOST * _LOGISTIC), evaluate=False),
    ),
    Lemma(
        "comparison-time",
        "at exp(2μt) = K/y₀ it has passed K/2",
        sp.Ge(1 / (1 / _K + (1 / Y0 - 1 / _K) * Y0 / _K), _K / 2),
        (sp.Le(Y0, _K),),
    ),
    Lemma(
        "w-above-z",
        "z is at most 2w",
        sp.Le(G1 * H1 + G2 * H2, MU * W),
        (CONE, _MU),
    ),
    Lemma(
        "lower-kept",
        "while z² ≤ μ/(2O), z grows at least at the rate μ/2: it does not fall below that again",
        sp.Ge(Z * (MU - MOST * W**2), Z * MU / 2),
        (sp.Le(2 * MOST * Z**2, MU), sp.Le(W, Z)),
    ),
    Lemma(
        "energy-form",
        "E decreases by the squared speed",
        sp.Eq(
            along_flow(_ENERGY).xreplace(TARGETS),
            (-(W_DOT**2) - H1_DOT**2 - H2_DOT**2).xreplace(TARGETS),
            evaluate=False,
        ),
    ),
    Lemma(
        "energy-decay",
        "of which ḣ alone is at least 2ow²E",
        sp.Ge((W * O1 * E1) ** 2 + (W * O2 * E2) ** 2, LEAST * W**2 * (O1 * E1**2 + O2 * E2**2)),
        BETWEEN[:2],
    ),
    Lemma(
        "energy-start",
        "E is at most ½Σωᵢtᵢ² at a start with whᵢ ≤ 2tᵢ",
        sp.Le(_ENERGY, (O1 * T1**2 + O2 * T2**2) / 2),
        (sp.Le(W * H1, 2 * T1), sp.Le(W * H2, 2 * T2)),
    ),
    Lemma(
        "energy-end",
        "E ≤ oσ²/8 leaves e₁² + e₂² ≤ σ²/4",
        sp.Le(E1**2 + E2**2, _SIGMA2 / 4),
        (sp.Le(O1 * E1**2 + O2 * E2**2, LEAST * _SIGMA2 / 4), *BETWEEN[:2]),
    ),
    Lemma(
        "half",
        "and then σ²(1 - β) = t₁e₁ + t₂e₂ is at most σ²/2",
        sp.Le(T1 * E1 + T2 * E2, _SIGMA2 / 2),
        (sp.Le(E1**2 + E2**2, _SIGMA2 / 4),),
    ),
)
"""What bounds the learning time of the mode between two groups from both sides."""

MONOTONE: tuple[Lemma, ...] = (
    Lemma(
        "region-ratio",
        "one drive: on the edge ω₁h₁ = ω₂h₂ with p > 0 the flow points inwards",
        sp.Lt(along_flow(O1 * H1 - O2 * H2).xreplace(ONE_DRIVE), 0),
        (sp.Eq(O1 * H1, O2 * H2, evaluate=False), sp.Gt(_P, 0), ORDER),
    ),
    Lemma(
        "region-p",
        "one drive: on the edge p = 0 with q < 0 the flow points inwards",
        sp.Gt(along_flow(-O1 * W * H1).xreplace(ONE_DRIVE), 0),
        (sp.Eq(_P, 0, evaluate=False), sp.Lt(_Q, 0)),
    ),
    Lemma(
        "region-growth-form",
        "one drive: the derivative of X = ẇ along the flow",
        sp.Eq(
            along_flow(W_DOT).xreplace(ONE_DRIVE),
            (derivative(W_DOT, W) * W_DOT).xreplace(ONE_DRIVE)
            + W * (_P**2 + _Q**2)
            - W**2 * (O1 * H1 * _P + O2 * H2 * _Q),
            evaluate=False,
        ),
    ),
    Lemma(
        "region-growth",
        "it is positive at a first zero of X = h₁p + h₂q, so X stays positive",
        sp.Gt(W * (P**2 + Q**2) - W**2 * (O1 * H1 * P + O2 * H2 * Q), 0),
        (sp.Eq(H1 * P + H2 * Q, 0, evaluate=False), sp.Gt(P, 0), ORDER),
    ),
)
"""What makes β increase when both sides have the same drive."""

LEMMAS = LIMIT + MONOTONE
