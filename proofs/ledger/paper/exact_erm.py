"""Random starts under ERM: the exact solution from a balanced start, and when features are learned.

With Q = (W; Hᵀ), 𝒜 = (0 Z; Zᵀ 0) and WᵀW = HHᵀ, the matrix P = QQᵀ obeys Ṗ = 𝒜P + P𝒜 - P², and
P = XMXᵀ with X = exp(𝒜t)Q₀ and M⁻¹ = I + Q₀ᵀ(∫exp(2𝒜s)ds)Q₀ solves this. In singular vector i, which
grows at σᵢ, it is what a logistic function from e^(-2δ)a/(2σ) has at that time, where a = qᵀM₋ᵢq: M₋ᵢ has
the part of i left out. For a start in general position a stays between two positive numbers:
docs/explanation/reduction.md has the argument.
"""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.claims.flow import Flow
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
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    NamedMatrix,
    Plateau,
    R,
    eq,
    ge,
    sigma,
    t,
)

SOURCE = "Section C.1, random starts: exact solution of ERM"
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
a, b, c, g, h, s = sp.symbols("a b c g h sigma", positive=True)


def _put_back() -> tuple[dict[sp.Basic, object], dict[sp.Basic, object]]:
    inverse, first, second = sp.Matrix([[2, 1], [1, 3]]), sp.Matrix([1, 2]), sp.Matrix([3, 1])
    one = inverse + first * first.T
    shared = {HIDDEN: 2, S: inverse, M: inverse**-1, Q: first}
    return {**shared, T: one**-1}, {**shared, PP: second, T: (one + second * second.T) ** -1}


ONE_BACK, TWO_BACK = (values(*found.items()) for found in _put_back())
WITH_ONE = (eq(M * S, EYE), eq((S + Q * Q.T) * T, EYE))

# a = qᵀMq where M⁻¹ = I + BBᵀ, between two numbers
CURVE = a * sp.exp(2 * s * t) / (1 + a * (sp.exp(2 * s * t) - 1))
B = sp.MatrixSymbol("B", HIDDEN, SIZE)
LEFT_OVER = M * Q - h * PP
ABOVE_ONE = (eq(S, EYE + B * B.T), eq(S * M, EYE), eq(M * S, EYE))
BESIDE = values((HIDDEN, 2), (SIZE, 1), (B, sp.Matrix([1, 1])), (S, sp.Matrix([[2, 1], [1, 2]])),
                (M, sp.Matrix([[2, 1], [1, 2]]) ** -1), (Q, sp.Matrix([1, 2])), (PP, sp.Matrix([3, 1])),
                (h, 2))  # fmt: skip
LEARNED_AT = ("C1.random.components", "C1.random.curve", "C1.random.most", "C1.random.least.square")
BALANCED_START = Flow(gamma=0, init="balanced")
tau, fade = sp.symbols("tau lambda", positive=True)
FADING = Flow(gamma=0, decay=fade, init="balanced")

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
        eq(g, a / (1 + a)),
        SOURCE,
        "so a singular vector has the strength ς/(1 + ς)",
        (eq(g + a * g, a),),
        depends_on=("C1.random.one-vector",),
    ),
    Claim(
        "C1.random.curve",
        eq(derivative(CURVE, t), 2 * s * CURVE * (1 - CURVE)),
        SOURCE,
        "at a fixed value a of e^(-2δ)qᵀM₋q/(2σ) that is what the logistic function from a has at time t",
        depends_on=("C1.random.strength",),
    ),
    identity(
        "C1.random.most",
        SOURCE,
        "M₋⁻¹ = I + BBᵀ, so that qᵀM₋q is at most qᵀq: the difference is a sum of squares",
        (
            Q.T * Q - Q.T * M * Q,
            (B.T * M * Q).T * B.T * M * Q + (B * B.T * M * Q).T * B * B.T * M * Q,
        ),
        ABOVE_ONE,
        BESIDE,
    ),
    identity(
        "C1.random.least",
        SOURCE,
        "and for any vector p and number h, with w = M₋q - hp, wᵀM₋⁻¹w is qᵀM₋q - 2h·qᵀp + h²pᵀM₋⁻¹p",
        (
            LEFT_OVER.T * S * LEFT_OVER,
            Q.T * M * Q - h * (Q.T * PP + PP.T * Q) + h**2 * PP.T * S * PP,
        ),
        ABOVE_ONE,
        BESIDE,
    ),
    Claim(
        "C1.random.least.square",
        ge(a, b**2 / c),
        SOURCE,
        "with h = qᵀp/pᵀM₋⁻¹p: qᵀM₋q is at least (qᵀp)²/pᵀM₋⁻¹p, where p has no part along what grows",
        (sp.Ge(a - 2 * (b / c) * b + (b / c) ** 2 * c, 0, evaluate=False),),
        depends_on=("C1.random.least",),
    ),
)
TIMES = (
    *(
        Claim(
            f"C1.random.time.{mode}",
            LearningTime(mode, 1 / sigma[mode], BALANCED_START),
            SOURCE,
            f"so {mode} is learned at 1/σ from almost every balanced start, too",
            depends_on=LEARNED_AT,
        )
        for mode in MODES
    ),
    Claim(
        "C1.random.time.together",
        LearningTime("maj-min", 1 / sp.sqrt(R + 1), BALANCED_START),
        SOURCE,
        "maj-min is learned at 1/√(R+1) from there, as with weights",
        (sp.Gt(R, 1),),
        expected=REFUTED,
        corrected_by=("C1.random.time.maj-min",),
    ),
    Claim(
        "C1.random.before",
        Plateau("maj-min", 0, BALANCED_START, at=tau),
        SOURCE,
        "until then nothing of it is learned",
        (sp.Lt(tau, 1 / sigma["maj-min"]),),
        depends_on=LEARNED_AT,
    ),
    Claim(
        "C1.random.after",
        Plateau("maj-min", 1, BALANCED_START, at=tau),
        SOURCE,
        "and from then on all of it is",
        (sp.Gt(tau, 1 / sigma["maj-min"]),),
        depends_on=LEARNED_AT,
    ),
    Claim(
        "C1.random.decay",
        LearningTime("maj-min", 1 / (sigma["maj-min"] - fade), FADING),
        SOURCE,
        "with weight decay λ it is learned at 1/(σ - λ)",
        depends_on=LEARNED_AT,
    ),
    Claim(
        "C1.random.decay.unaware",
        LearningTime("maj-min", 1 / sigma["maj-min"], FADING),
        SOURCE,
        "weight decay leaves this time as it is",
        expected=REFUTED,
        corrected_by=("C1.random.decay",),
    ),
)
CLAIMS = (*EXACT, *TIMES)
