"""The inequalities behind the limiting learning time of a coupled mode.

Data only. A mode whose weights differ between the two groups obeys, on the cone
w² = h₁² + h₂², the system

    ẇ = g(h₁ + h₂) - w(ω₁h₁² + ω₂h₂²),    ḣᵢ = w(g - ωᵢwhᵢ),

with one drive g for both groups when γ = ½. Named so that ω₁ < ω₂ (R > 1; for R < 1 the two
groups change places), with p = g - ω₁wh₁, q = g - ω₂wh₂ and X = ẇ. From equal ωᵢhᵢ at t = 0:

* the region p > 0, ω₁h₁ < ω₂h₂, X > 0 is never left, so β increases;
* w grows at most at the rate √2·g, which bounds the learning time from below;
* z = w + (h₁ + h₂)/√2 grows at least at the rate √2·g less a cubic term, and after that β
  grows at least at the rate g/8 until it is ½, which bounds the learning time from above.

Together T/δ → 1/(√2·g). The last two use y = (ω₂/ω₁)·b and S = ω₂/ω₁ in units where
g = ω₁ = 1, a = wh₁, b = wh₂.
"""

from dataclasses import dataclass

import sympy as sp
from sympy.logic.boolalg import Boolean

G, W, H1, H2, O1, O2 = sp.symbols("g w h_1 h_2 omega_1 omega_2", positive=True)
A, Y, S = sp.symbols("a y S", positive=True)
P, Q = sp.symbols("p q", real=True)
ROOT2 = sp.sqrt(2)
P_, Q_ = G - O1 * W * H1, G - O2 * W * H2
W_DOT = G * (H1 + H2) - W * (O1 * H1**2 + O2 * H2**2)
H1_DOT, H2_DOT = W * P_, W * Q_
CONE = sp.Eq(W, sp.sqrt(H1**2 + H2**2), evaluate=False)
ORDER = sp.Lt(O1, O2)


def along_flow(f: sp.Expr) -> sp.Expr:
    """Differentiate along the flow."""
    return f.diff(W) * W_DOT + f.diff(H1) * H1_DOT + f.diff(H2) * H2_DOT


@dataclass(frozen=True)
class Lemma:
    """One inequality: a permanent name, what it is for, the statement, what it assumes."""

    name: str
    title: str
    statement: Boolean
    assume: tuple[Boolean, ...] = ()


_Z = W + (H1 + H2) / ROOT2
_CUBIC = W * (O1 * H1**2 + O2 * H2**2) + W**2 * (O1 * H1 + O2 * H2) / ROOT2
# in the scaled variables β = (S²a + y)/(S² + 1) and w·ẇ = _P/S; w² ≤ (Sa + y)/S
_P = S * A * (1 - A) + Y * (1 - Y)
_REGION = (sp.Ge(S, 1), sp.Le(A, Y), sp.Ge(_P, 0), sp.Le(2 * (S**2 * A + Y), S**2 + 1))
_SLOPE = S * (1 - A) + 1 - Y

LEMMAS: tuple[Lemma, ...] = (
    Lemma(
        "cone",
        "w² - h₁² - h₂² is conserved",
        sp.Eq(along_flow(W**2 - H1**2 - H2**2), 0, evaluate=False),
    ),
    Lemma(
        "upper-growth",
        "w grows at most at the rate √2·g",
        sp.Le(W_DOT, sp.sqrt(2) * G * W),
        (CONE,),
    ),
    Lemma(
        "beta-below-w",
        "β is at most w²/σ: the strength cannot outrun w",
        sp.Le(H1 / O1 + H2 / O2, sp.sqrt(1 / O1**2 + 1 / O2**2) * W),
        (CONE,),
    ),
    Lemma(
        "region-ratio",
        "on the edge ω₁h₁ = ω₂h₂ with p > 0 the flow points inwards",
        sp.Lt(along_flow(O1 * H1 - O2 * H2), 0),
        (sp.Eq(O1 * H1, O2 * H2, evaluate=False), sp.Gt(P_, 0), ORDER),
    ),
    Lemma(
        "region-p",
        "on the edge p = 0 with q < 0 the flow points inwards",
        sp.Gt(along_flow(P_), 0),
        (sp.Eq(P_, 0, evaluate=False), sp.Lt(Q_, 0)),
    ),
    Lemma(
        "region-growth-form",
        "the derivative of X = ẇ along the flow",
        sp.Eq(
            along_flow(W_DOT),
            W_DOT.diff(W) * W_DOT + W * (P_**2 + Q_**2) - W**2 * (O1 * H1 * P_ + O2 * H2 * Q_),
            evaluate=False,
        ),
    ),
    Lemma(
        "region-growth",
        "it is positive at a first zero of X = h₁p + h₂q, so X stays positive",
        sp.Gt(W * (P**2 + Q**2) - W**2 * (O1 * H1 * P + O2 * H2 * Q), 0),
        (sp.Eq(H1 * P + H2 * Q, 0, evaluate=False), sp.Gt(P, 0), ORDER),
    ),
    Lemma(
        "lower-growth-form",
        "the derivative of z = w + (h₁+h₂)/√2 is √2·g·z less a cubic",
        sp.Eq(W_DOT + (H1_DOT + H2_DOT) / ROOT2, ROOT2 * G * _Z - _CUBIC, evaluate=False),
    ),
    Lemma(
        "lower-growth",
        "the cubic is at most ω₂w²z, on the cone",
        sp.Le(_CUBIC, O2 * (W * (H1**2 + H2**2) + W**2 * (H1 + H2) / ROOT2)),
        (ORDER,),
    ),
    Lemma(
        "late-form",
        "w² times the derivative of β, in the scaled variables",
        sp.Eq(
            (W**2 * along_flow(W * (H1 + H2 / O2))).subs({G: 1, O1: 1, O2: S}),
            ((_P * (S**2 * A + Y) + (S**2 * A**2 + Y**2) * _SLOPE) / S**3).subs(
                {A: W * H1, Y: S * W * H2}
            ),
            evaluate=False,
        ),
        (CONE,),
    ),
    Lemma("late-half", "while β ≤ ½, a ≤ ½", sp.Le(A, sp.Rational(1, 2)), _REGION),
    Lemma(
        "late-slope",
        "then S(1-a) + 1 - y ≥ S/4",
        sp.Ge(_SLOPE, S / 4),
        (*_REGION[:3], sp.Le(A, sp.Rational(1, 2))),
    ),
    Lemma(
        "late-young",
        "and (S²a²+y²)·S/4 ≥ (Sa+y)(S²a+y)/8",
        sp.Ge((S**2 * A**2 + Y**2) * S / 4, (S * A + Y) * (S**2 * A + Y) / 8),
        (sp.Ge(S, 1),),
    ),
    Lemma(
        "late-growth",
        "so β grows at least at the rate g/8 while β ≤ ½",
        sp.Ge(
            P * (S**2 * A + Y) + (S**2 * A**2 + Y**2) * Q,
            (S * A + Y) * (S**2 * A + Y) / 8,
        ),
        (
            sp.Ge(P, 0),
            sp.Ge(Q, S / 4),
            sp.Ge((S**2 * A**2 + Y**2) * S / 4, (S * A + Y) * (S**2 * A + Y) / 8),
        ),
    ),
)
