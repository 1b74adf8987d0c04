"""Beyond the paper: any counts and weights. Squared rates are the eigenvalues of P·diag(n ω²)·P.

d stands for n ω² of a class (of a group in the secular equation), e for d less a supposed
common squared rate, s for a rate, n_(j) for the j-th largest count.
"""

import sympy as sp

from proofs.ledger.formulas import REFUTED, Claim, NamedMatrix, eq, ge, gt, le, lt

FLAT = "Beyond: any counts and weights, when all rates are equal"
ROOTS = "Beyond: any counts and weights, interlacing"
LATER = "Beyond: any counts and weights, bound on later learning times"
K = sp.Symbol("k", integer=True, positive=True)
E, EI, EJ, EL, SUM = sp.symbols("e e_i e_j e_l S", real=True)
X = sp.Symbol("x", real=True)
D1, D2, D3, M1, M2, M3 = sp.symbols("d_1 d_2 d_3 m_1 m_2 m_3", positive=True)
HIGH, NEXT, LOW, LEAST = sp.symbols("n_(1) n_(2) n_(k-1) n_(k)", positive=True)
FIRST, LAST, S, U, V, C = sp.symbols("s_1 s_2 s u v c", positive=True)
T1, T2 = sp.symbols("tau_1 tau_2", nonnegative=True)
THREE = (sp.Gt(D1, D2), sp.Gt(D2, D3))


def entry(i: sp.Expr, j: sp.Expr, size: sp.Expr = K, total: sp.Expr = SUM) -> sp.Expr:
    """Return an off-diagonal entry of P·diag(e)·P, its trace part Σe written as ``total``."""
    return -(i + j) / size + total / size**2


def secular(x: sp.Expr) -> sp.Expr:
    """Return Σ m_g Π (d_h - x) over h ≠ g: the secular equation times its denominators."""
    return M1 * (D2 - x) * (D3 - x) + M2 * (D1 - x) * (D3 - x) + M3 * (D1 - x) * (D2 - x)


VANISHES = (eq(entry(EI, EJ), 0), eq(entry(EI, EL), 0))
ORDERED = (
    sp.Le(NEXT, FIRST**2), sp.Le(FIRST**2, HIGH), sp.Le(LEAST, LAST**2), sp.Le(LAST**2, LOW),
)  # fmt: skip

CLAIMS = (
    Claim(
        "B.counts.entry",
        eq(
            EI * (1 - 1 / K) * (-1 / K) + EJ * (-1 / K) * (1 - 1 / K) + (SUM - EI - EJ) / K**2,
            entry(EI, EJ),
        ),
        FLAT,
        "an off-diagonal entry of P·diag(e)·P is -(e_i + e_j)/k + Σe/k²",
    ),
    Claim(
        "B.counts.flat.equal",
        eq(EJ, EL),
        FLAT,
        "k ≥ 3: if the entries (i, j) and (i, l) vanish, then e_j = e_l; so all e are equal",
        VANISHES,
        depends_on=("B.counts.entry",),
    ),
    Claim(
        "B.counts.flat.zero",
        eq(E, 0),
        FLAT,
        "and then 0: the spectrum is flat only if n ω² is the same for all classes",
        (eq(entry(E, E, total=K * E), 0),),
        depends_on=("B.counts.flat.equal",),
    ),
    Claim(
        "B.counts.flat.two-classes",
        eq(EI, EJ),
        FLAT,
        "the same for two classes",
        (eq(entry(EI, EJ, sp.Integer(2), EI + EJ), 0),),
        expected=REFUTED,
        corrected_by=("B.counts.flat.equal", "B.counts.flat.two-classes.rate"),
    ),
    Claim(
        "B.counts.flat.two-classes.rate",
        eq(
            NamedMatrix(
                "P·diag(e_i, e_j)·P",
                sp.ImmutableMatrix([[1, -1], [-1, 1]]) / 2 * sp.diag(EI, EJ)
                * sp.ImmutableMatrix([[1, -1], [-1, 1]]) / 2,
                r"P\operatorname{diag}(e_i, e_j)P",
            ),
            (EI + EJ) / 4 * sp.ImmutableMatrix([[1, -1], [-1, 1]]),
        ),
        FLAT,
        "which have one rate only, √((n₁ω₁² + n₂ω₂²)/2), whatever the weights",
    ),
    Claim(
        "B.counts.secular",
        eq(D1 / (D1 - X), 1 + X / (D1 - X)),
        ROOTS,
        "v = 1/(d - x) has d v = 1 + x v in every entry; as P drops the 1, and keeps v where Σ m v = 0, "
        "a root of the secular equation Σ m/(d - x) = 0 is an eigenvalue",
        (sp.Ne(X, D1),),
    ),
    Claim(
        "B.counts.secular.top",
        gt(secular(D1), 0),
        ROOTS,
        "the secular equation times its denominators is positive at the largest d",
        THREE,
    ),
    Claim(
        "B.counts.secular.middle",
        lt(secular(D2), 0),
        ROOTS,
        "negative at the middle one, so that a root lies between",
        THREE,
    ),
    Claim(
        "B.counts.secular.bottom",
        gt(secular(D3), 0),
        ROOTS,
        "and positive at the smallest, so that the other root lies there",
        THREE,
    ),
    Claim(
        "B.counts.window.most",
        le(FIRST / LAST, sp.sqrt(HIGH / LEAST)),
        ROOTS,
        "interlacing gives ΔT_ERM ≤ √(n_(1)/n_(k)) - 1",
        ORDERED,
        depends_on=("B.counts.secular.top", "B.counts.secular.middle", "B.counts.secular.bottom"),
    ),
    Claim(
        "B.counts.window.least",
        ge(FIRST / LAST, sp.sqrt(NEXT / LOW)),
        ROOTS,
        "and ΔT_ERM ≥ √(n_(2)/n_(k-1)) - 1",
        ORDERED,
        depends_on=("B.counts.secular.top", "B.counts.secular.middle", "B.counts.secular.bottom"),
    ),
    Claim(
        "B.counts.later.clock",
        le(T1 + T2, 1 / S),
        LATER,
        "a mode that gains u·τ₁ + v·τ₂ = 1 at slopes of at least s is there by 1/s",
        (eq(U * T1 + V * T2, 1), sp.Ge(U, S), sp.Ge(V, S)),
    ),
    Claim(
        "B.counts.later.second",
        le(1 / FIRST + (1 - LAST / FIRST) / C, 1 / LAST),
        LATER,
        "so the second is learned by 1/s₂, its slope c after the first being at least s₂",
        (sp.Ge(C, LAST), sp.Ge(FIRST, LAST)),
        depends_on=("B.counts.later.clock",),
    ),
    Claim(
        "B.counts.later.second.equal",
        eq((1 / FIRST + (1 - LAST / FIRST) / C).xreplace({C: LAST}), 1 / LAST),
        LATER,
        "and at 1/s₂ where the slope stays s₂, as under ERM and with two groups",
    ),
)  # fmt: skip
