"""Random starts under ERM: the exact solution from a balanced start, and when features are learned.

With Q = (W; Hᵀ), 𝒜 = (0 Z; Zᵀ 0) and WᵀW = HHᵀ, the matrix P = QQᵀ obeys Ṗ = 𝒜P + P𝒜 - P², and
P = XMXᵀ with X = exp(𝒜t)Q₀ and M⁻¹ = I + Q₀ᵀ(∫exp(2𝒜s)ds)Q₀ solves this. In singular vector i, which
grows at σᵢ, it is 2σς/(1+ς), ς = xa, where x = exp(2σt-2δ)/(2σ) and a = qᵀM₋ᵢq: M₋ᵢ has the part of i left
out. For a start in general position a stays between two positive numbers.
"""

import sympy as sp

from proofs.ledger.any_counts.any_labels import (
    CONSTANT,
    HIDDEN,
    OMEGA,
    SAMPLES,
    SYMMETRIC,
    K,
    Z,
    identity,
    square,
    values,
)
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Limit,
    Named,
    NamedMatrix,
    R,
    delta,
    eq,
    gt,
    le,
    lt,
    sigma,
    t,
)

SOURCE = "Section C.1, random starts: exact solution of ERM"
PAIRS = "Section C.1, random starts: accuracy"
W, H = sp.MatrixSymbol("W", K, HIDDEN), sp.MatrixSymbol("H", HIDDEN, SAMPLES)
LEFT, RIGHT = sp.MatrixSymbol("u", K, 1), sp.MatrixSymbol("v", SAMPLES, 1)
PULL = Z - W * H
WEIGHTED_DOT = PULL * OMEGA * H.T
BALANCED = (eq(W.T * W, H * H.T),)
START = values(
    (K, 2), (SAMPLES, 3), (HIDDEN, 2),
    (Z, sp.Matrix([[1, 2, 0], [3, 1, 1]])),
    (W, sp.Matrix([[2, 0], [0, 1]])), (H, sp.Matrix([[2, 0, 0], [0, 0, 1]])),
    (OMEGA, sp.diag(1, 2, 3)), (LEFT, sp.Matrix([1, 2])), (RIGHT, sp.Matrix([3, 1, 1])),
)  # fmt: skip

# P = XMXᵀ; a dot is a derivative with respect to time
SIZE = sp.Symbol("N", integer=True, positive=True)
A = square("A", SIZE)
X, X_DOT = (sp.MatrixSymbol(name, SIZE, HIDDEN) for name in ("X", "X_t"))
M, M_DOT, S, S_DOT = (square(name, HIDDEN) for name in ("M", "M_t", "S", "S_t"))
EYE = sp.Identity(HIDDEN)
P = X * M * X.T
SOLUTION = (
    eq(A.T, A), eq(X_DOT, A * X), eq(S_DOT, X.T * X),
    eq(M * S, EYE), eq(S * M, EYE), eq(M_DOT * S + M * S_DOT, sp.ZeroMatrix(HIDDEN, HIDDEN)),
)  # fmt: skip


def _moving() -> dict[sp.Basic, object]:
    drive, rows = sp.Matrix([[0, 2], [2, 0]]), sp.Matrix([[1, 2], [0, 1]])
    inverse, grown = sp.Matrix([[2, 1], [0, 3]]), rows.T * rows
    middle = inverse**-1
    return {
        SIZE: 2, HIDDEN: 2, A: drive, X: rows, X_DOT: drive * rows, S: inverse, M: middle,
        S_DOT: grown, M_DOT: -middle * grown * middle,
    }  # fmt: skip


MOVING = values(*_moving().items())
ANY, OTHER = square("P", SIZE), square("P_1", SIZE)
TWO = values(
    (SIZE, 2), (A, sp.Matrix([[0, 2], [1, 1]])), (ANY, sp.Matrix([[2, 1], [0, 1]])),
    (OTHER, sp.Matrix([[1, 0], [2, 3]])),
)  # fmt: skip

# the parts of one or two singular vectors put back: T⁻¹ = M⁻¹ + q qᵀ, or M⁻¹ + q qᵀ + p pᵀ
Q, PP = (sp.MatrixSymbol(name, HIDDEN, 1) for name in ("q", "p"))
T = square("T", HIDDEN)
a, b, c, g, h, s, s1, s2, low, high = sp.symbols(
    "a b c g h sigma sigma_1 sigma_2 l u", positive=True
)


def _put_back() -> tuple[dict[sp.Basic, object], dict[sp.Basic, object]]:
    inverse, first, second = sp.Matrix([[2, 1], [1, 3]]), sp.Matrix([1, 2]), sp.Matrix([3, 1])
    one = inverse + first * first.T
    shared = {HIDDEN: 2, S: inverse, M: inverse**-1, Q: first}
    return {**shared, T: one**-1}, {**shared, PP: second, T: (one + second * second.T) ** -1}


ONE_BACK, TWO_BACK = (values(*found.items()) for found in _put_back())
WITH_ONE = (eq(M * S, EYE), eq((S + Q * Q.T) * T, EYE))
WITH_TWO = (eq(M * S, EYE), eq((S + Q * Q.T + PP * PP.T) * T, EYE))
LINEAR = eq(g + a * g + c * h, c), eq(h + c * g + b * h, b)
SHARED = (1 + a) * (1 + b) - c**2


def strength(inside: sp.Expr) -> sp.Expr:
    """Return ς/(1+ς) at time δt with ς = x·inside."""
    grown = sp.exp(2 * delta * (s * t - 1)) / (2 * s) * inside
    return grown / (1 + grown)


LEARNED = a / (1 + a)
AFTER, BEFORE = sp.Gt(t, 1 / s), sp.Lt(t, 1 / s)
MEETING = 2 / (s1 + s2)
GROWN = tuple(sp.exp(2 * delta * (size * t - 1)) / (2 * size) for size in (s1, s2))
OVER = (1 + c * sp.exp(2 * delta * (s1 * t - 1))) * sp.exp(-(s1 - s2) * delta * t)
"""The own logit over that along the larger singular vector, times c/b; c for (ab - c²)/(2σ₁b) > 0."""

slow, fast = sp.symbols("p q", positive=True)
DECAYS = (s1 - s2) * t, 2 - (s1 + s2) * t
ORDERED = (sp.Gt(s1, s2),)
LEAVING = Named("2/(σ₁+σ₂)", 2 / (sigma["maj-maj"] + sigma["maj-min"]), r"2/(\sigma_1+\sigma_2)")
APART = Named("2/(σ₂+σ₃)", 2 / (sigma["maj-min"] + sigma["min-min"]), r"2/(\sigma_2+\sigma_3)")

EXACT = (
    identity(
        "C1.random.balanced",
        SOURCE,
        "WᵀW - HHᵀ does not move, under any weights: a balanced start stays balanced",
        (
            NamedMatrix(
                "d(WᵀW)/dt", W.T * WEIGHTED_DOT + WEIGHTED_DOT.T * W, r"\frac{d}{dt}W^\top W"
            ),
            W.T * PULL * OMEGA * H.T + H * (W.T * PULL * OMEGA).T,
        ),
        SYMMETRIC,
        START,
        axioms=CONSTANT,
    ),
    identity(
        "C1.random.riccati.W",
        SOURCE,
        "from a balanced start d(WWᵀ)/dt is the first block of 𝒜P + P𝒜 - P²",
        (
            PULL * H.T * W.T + W * H * PULL.T,
            Z * H.T * W.T + W * H * Z.T - W * W.T * W * W.T - W * H * H.T * W.T,
        ),
        BALANCED,
        START,
        depends_on=("C1.random.balanced",),
    ),
    identity(
        "C1.random.riccati.WH",
        SOURCE,
        "d(WH)/dt is the second, from any start",
        (
            PULL * H.T * H + W * W.T * PULL,
            Z * H.T * H + W * W.T * Z - W * W.T * W * H - W * H * H.T * H,
        ),
        (),
        START,
    ),
    identity(
        "C1.random.riccati.H",
        SOURCE,
        "and d(HᵀH)/dt the last",
        (
            H.T * W.T * PULL + PULL.T * W * H,
            Z.T * W * H + H.T * W.T * Z - H.T * W.T * W * H - H.T * H * H.T * H,
        ),
        BALANCED,
        START,
        depends_on=("C1.random.balanced",),
    ),
    identity(
        "C1.random.unique",
        SOURCE,
        "two solutions of Ṗ = 𝒜P + P𝒜 - P² from one start are one: P-P₁ moves at what is linear in it",
        (
            A * ANY + ANY * A - ANY * ANY - (A * OTHER + OTHER * A - OTHER * OTHER),
            A * (ANY - OTHER) + (ANY - OTHER) * A - ANY * (ANY - OTHER) - (ANY - OTHER) * OTHER,
        ),
        (),
        TWO,
        axioms=("flow",),
    ),
    identity(
        "C1.random.solution",
        SOURCE,
        "P = XMXᵀ solves Ṗ = 𝒜P + P𝒜 - P²: with X = exp(𝒜t)Q₀ and M⁻¹ = S = I + ∫XᵀX it is the solution",
        (X_DOT * M * X.T + X * M_DOT * X.T + X * M * X_DOT.T, A * P + P * A - P * P),
        SOLUTION,
        MOVING,
        axioms=("flow",),
        depends_on=(
            "C1.random.riccati.W",
            "C1.random.riccati.WH",
            "C1.random.riccati.H",
            "C1.random.unique",
        ),
    ),
    identity(
        "C1.random.solution.sign",
        SOURCE,
        "the same with the sign of P² turned round",
        (X_DOT * M * X.T + X * M_DOT * X.T + X * M * X_DOT.T, A * P + P * A + P * P),
        SOLUTION,
        MOVING,
        expected=REFUTED,
        corrected_by=("C1.random.solution",),
    ),
    identity(
        "C1.random.components",
        SOURCE,
        "with e± = (u; ±v)/√2: e₊ᵀPe₊ - e₋ᵀPe₋ is uᵀWHv and its transpose, 2σβ; the second part decays",
        (
            (LEFT.T * W + RIGHT.T * H.T) * (W.T * LEFT + H * RIGHT)
            - (LEFT.T * W - RIGHT.T * H.T) * (W.T * LEFT - H * RIGHT),
            2 * (LEFT.T * W * H * RIGHT + RIGHT.T * H.T * W.T * LEFT),
        ),
        (),
        START,
    ),
    identity(
        "C1.random.one-vector",
        SOURCE,
        "with ς = qᵀM₋q, qᵀMq + ς·qᵀMq = ς",
        (Q.T * T * Q + Q.T * M * Q * Q.T * T * Q, Q.T * M * Q),
        WITH_ONE,
        ONE_BACK,
        depends_on=("C1.random.solution",),
    ),
    Claim(
        "C1.random.strength",
        eq(g, LEARNED),
        SOURCE,
        "so a singular vector has the strength ς/(1 + ς)",
        (eq(g + a * g, a),),
        depends_on=("C1.random.one-vector",),
    ),
    Claim(
        "C1.random.between",
        sp.And(
            le(low / (1 + low), LEARNED),
            le(LEARNED, high / (1 + high)),
        ),
        SOURCE,
        "if ς is between l and u, so is this between its values there",
        (sp.Ge(a, low), sp.Le(a, high)),
        depends_on=("C1.random.strength",),
    ),
    Claim(
        "C1.random.after",
        Limit(strength(a), delta, sp.oo, 1),
        SOURCE,
        "at time δt, with ς = xa, it tends to 1 for t > 1/σ",
        (AFTER,),
    ),
    Claim(
        "C1.random.before",
        Limit(strength(a), delta, sp.oo, 0),
        SOURCE,
        "and to 0 for t < 1/σ: from a random balanced start too, a singular vector is learned at 1/σ",
        (BEFORE,),
        depends_on=("C1.random.components", "C1.random.between", "C1.random.after"),
    ),
)
ACCURACY = (
    identity(
        "C1.random.pair.own",
        PAIRS,
        "two singular vectors, M₋ without both: pᵀMp + (pᵀM₋q)(qᵀMp) + (pᵀM₋p)(pᵀMp) = pᵀM₋p",
        (
            PP.T * T * PP + PP.T * M * Q * Q.T * T * PP + PP.T * M * PP * PP.T * T * PP,
            PP.T * M * PP,
        ),
        WITH_TWO,
        TWO_BACK,
        depends_on=("C1.random.solution",),
    ),
    identity(
        "C1.random.pair.other",
        PAIRS,
        "and qᵀMp + (qᵀM₋q)(qᵀMp) + (qᵀM₋p)(pᵀMp) = qᵀM₋p",
        (
            Q.T * T * PP + Q.T * M * Q * Q.T * T * PP + Q.T * M * PP * PP.T * T * PP,
            Q.T * M * PP,
        ),
        WITH_TWO,
        TWO_BACK,
        depends_on=("C1.random.solution",),
    ),
    Claim(
        "C1.random.pair.solved",
        eq(h * c, g * (b + a * b - c**2)),
        PAIRS,
        "so pᵀMp over qᵀMp is (b + ab - c²)/c, with a, b, c for qᵀM₋q, pᵀM₋p, qᵀM₋p",
        LINEAR,
        depends_on=("C1.random.pair.own", "C1.random.pair.other"),
    ),
    Claim(
        "C1.random.pair.ratio",
        eq(s2 * GROWN[1] / (s1 * GROWN[0]), sp.exp(-2 * (s1 - s2) * delta * t)),
        PAIRS,
        "and √(σ₂x₂/σ₁x₁) = exp(-(σ₁-σ₂)δt) makes of it the own logit over that along the larger one",
        depends_on=("C1.random.pair.solved",),
    ),
    Claim(
        "C1.random.pair.split",
        eq(OVER, sp.exp(-DECAYS[0] * delta) + c * sp.exp(-DECAYS[1] * delta)),
        PAIRS,
        "which is exp(-pδ) + c·exp(-qδ), p = (σ₁-σ₂)t, q = 2 - (σ₁+σ₂)t",
        depends_on=("C1.random.pair.ratio",),
    ),
    Claim(
        "C1.random.pair.decays",
        sp.And(*(gt(rate, 0) for rate in DECAYS)),
        PAIRS,
        "both p and q are positive for 0 < t < 2/(σ₁+σ₂)",
        (*ORDERED, sp.Lt(t, MEETING), sp.Gt(t, 0)),
    ),
    Claim(
        "C1.random.pair.before",
        Limit(sp.exp(-slow * delta) + c * sp.exp(-fast * delta), delta, sp.oo, 0),
        PAIRS,
        "so that it tends to 0: until then samples of the second are taken for the first",
        depends_on=("C1.random.pair.split", "C1.random.pair.decays"),
    ),
    Claim(
        "C1.random.pair.after",
        Limit(OVER, delta, sp.oo, sp.oo),
        PAIRS,
        "and the ratio tends to infinity for t > 2/(σ₁+σ₂), a harmonic mean: then they are told apart",
        (*ORDERED, sp.Gt(t, MEETING)),
        depends_on=("C1.random.pair.ratio",),
    ),
    Claim(
        "C1.random.pair.earlier",
        sp.And(lt(1 / s1, MEETING), lt(MEETING, 1 / s2)),
        PAIRS,
        "that is after σ₁ is learned, and before σ₂ is",
        ORDERED,
    ),
    Claim(
        "C1.random.step",
        sp.And(lt(LEAVING, APART), lt(APART, 1)),
        PAIRS,
        "STEP, R > 1: minorities leave the majority labels at 2/(σ₁+σ₂), are told from each other at "
        "2/(σ₂+σ₃), and that is before min-min is learned at 1",
        (sp.Gt(R, 1),),
        depends_on=("C1.random.pair.before", "C1.random.pair.after"),
    ),
)
CLAIMS = (*EXACT, *ACCURACY)
