"""W(t) and H(t) for R-STEP imbalance: the family that (18) does not leave, (5), (8) and (15).

The hidden side is any d × (k-1) matrix with orthonormal columns, which the paper writes as a bold R; here
it is in three parts, Q = [Q₁ q Q₂], one for each level. The weights of majorities and minorities are any
ω₁ and ω₂: 1 for ERM, (12) for RW. A member of the family has x₁, w, x₃ on the levels of W; of H it has
x₁ and x₃ on those within the groups, and for maj-min any row (-h₁, h₂) that is constant on each group.
What it is said to obey is taken from :func:`proofs.reader.mode_equations.equations`, which the statements on its
modes are written with.
"""

import sympy as sp

import spectra
from proofs.claims.matrix_trace import squared
from proofs.ledger.any_counts.any_labels import HIDDEN, identity, orthonormal, values
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    LearningTime,
    Limit,
    R,
    beta,
    delta,
    k,
    lam,
    m,
    printed,
    product,
    sigma,
    t,
)
from proofs.ledger.paper.reduction import GRADIENT, MAJORITY, MINORITY, TARGETS
from proofs.reader.mode_equations import equations

FLOW = "Theorem C.2, from (18) to its modes"
ERM, RW = "Proposition C.1, (5) and (6)", "Theorem C.2, (15) and (16) on the full flow"
HIDDEN_SIDE = tuple(
    sp.MatrixSymbol(name, HIDDEN, size) for name, size in (("Q_1", m - 1), ("q", 1), ("Q_2", m - 1))
)
HIDDEN_ROWS = sp.BlockMatrix([[part.T] for part in HIDDEN_SIDE])
HIDDEN_COLUMNS = sp.BlockMatrix([list(HIDDEN_SIDE)])
ORTHONORMAL = orthonormal(HIDDEN_SIDE)
"""QᵀQ = I."""

x1, w, x3, h1, h2, o1, o2 = sp.symbols("x_1 w x_3 h_1 h_2 omega_1 omega_2", positive=True)
s1, s2, s3 = sp.symbols("s_1 s_2 s_3", positive=True)
EXAMPLE = values(
    (k, 4), (R, 1), (HIDDEN, 4), (delta, 1), (t, 1),
    *zip((x1, w, x3, h1, h2, o1, o2, s1, s2, s3), (2, 3, 5, 7, 1, 2, 3, 3, 1, 4), strict=True),
    *zip(HIDDEN_SIDE, (sp.Matrix(column) for column in (
        [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, sp.Rational(3, 5), sp.Rational(4, 5)],
    )), strict=True),
)  # fmt: skip

Z, U, V_T = printed.P * printed.Y, printed.U, printed.V_T
OMEGA = sp.BlockMatrix(
    [
        [o1 * sp.Identity(R * m), sp.ZeroMatrix(R * m, m)],
        [sp.ZeroMatrix(m, R * m), o2 * sp.Identity(m)],
    ]
)
ROWS = [sp.BlockMatrix([list(V_T.blocks[i, :])]) for i in range(3)]
"""The rows of Vᵀ of each level."""


def left(first: sp.Expr, between: sp.Expr, last: sp.Expr) -> sp.MatrixExpr:
    """Return U·diag·Qᵀ."""
    return product(U, printed.diagonal(first, between, last), HIDDEN_ROWS)


def right(first: sp.Expr, between: sp.Expr, last: sp.Expr) -> sp.MatrixExpr:
    """Return Q·diag·Vᵀ."""
    return product(HIDDEN_COLUMNS, printed.diagonal(first, between, last), V_T)


def features(first: sp.Expr, majority: sp.Expr, minority: sp.Expr, last: sp.Expr) -> sp.MatrixExpr:
    """Return Q times the rows of Vᵀ within groups, with a row of the indicators for maj-min."""
    row = (minority * MINORITY - majority * MAJORITY).T
    parts = (first * ROWS[0], row, last * ROWS[2])
    found = (product(side, part) for side, part in zip(HIDDEN_SIDE, parts, strict=True))
    return sp.MatAdd(*found)


def within(mode: str, weight: sp.Expr, x: sp.Expr) -> sp.Expr:
    """Return ẋ = ω(σ - x²)x."""
    return weight * (sigma[mode] - x**2) * x


def equations_of(mode: str) -> dict[str, tuple[sp.Expr, sp.Expr]]:
    """Return field and start of each function of a mode, by its name, as the proof checker has them."""
    found = equations(LearningTime(mode, sp.S.One, WEIGHTS))
    named = {y: STATE[y.name] for y in found.solutions}
    return {
        y.name: tuple(part.xreplace(found.lets | named) for part in pair)
        for y, pair in found.solutions.items()
    }


def along(mode: str, x: sp.Expr) -> sp.Expr:
    """Return ẋ of a mode within a group, from y′ of its strength y = x²/σ."""
    field, _ = equations_of(mode)["y"]
    level = sigma[mode]
    return sp.cancel(field.xreplace({STATE["y"]: x**2 / level}) * level / (2 * x))


WEIGHTS = spectra.Weights(spectra.step(), spectra.PerLevel(("maj", "min"), (o1, o2)))
STATE = {"w": w, "h_1": h1, "h_2": h2, "y": sp.Dummy("y", positive=True)}
BETWEEN = equations_of("maj-min")
(DW, W0), (DH1, H10), (DH2, H20) = (BETWEEN[name] for name in ("w", "h_1", "h_2"))
W, H = left(x1, w, x3), features(x1, h1, h2, x3)
ERROR = product(Z - product(W, H), OMEGA)
MOVES = along("maj-maj", x1), along("min-min", x3)
DIAGONAL = (x1, w, x3)
ALONE = [within(mode, sp.S.One, x) for mode, x in zip(sigma, DIAGONAL, strict=True)]
SIMPLE = {"W": left(*DIAGONAL), "H": right(*DIAGONAL)}
REST = Z - product(SIMPLE["W"], SIMPLE["H"])
PRINTED = [within(mode, lam[mode], x) for mode, x in zip(sigma, DIAGONAL, strict=True)]
AMPLITUDES = [
    # not evaluated, since sympy would look for the sign of β
    sp.sqrt(level) * sp.Pow(beta(level), sp.S.Half, evaluate=False)
    for level in sigma.values()
]
ENDS = s1, s2, s3
DISTANCE = (m - 1) * (x1 - s1) ** 2 + (w - s2) ** 2 + (m - 1) * (x3 - s3) ** 2
FAR = sum(
    size * (amplitude - sp.sqrt(level)) ** 2
    for size, amplitude, level in zip((m - 1, 1, m - 1), AMPLITUDES, sigma.values(), strict=True)
)
MISSED = (
    (m - 1) * (sigma["maj-maj"] - x1**2) ** 2
    + (TARGETS[0] - w * h1) ** 2
    + (TARGETS[1] - w * h2) ** 2
    + (m - 1) * (sigma["min-min"] - x3**2) ** 2
)
ONE = sp.Identity(1)
CLOSED_FORM = (*GRADIENT, "C2.10.labels", "C2.spectrum", "C1.6.amplitude", "C1.6.start")
"""What makes of a matrix of amplitudes the flow of ERM."""

CLAIMS = (
    identity(
        "C2.15.start",
        FLOW,
        "spectral initialisation is in the family: x = w = e^(-δ), hᵢ = e^(-δ)tᵢ/σ",
        (
            right(W0, W0, W0),
            features(W0, H10, H20, W0),
        ),
        (),
        EXAMPLE,
    ),
    identity(
        "C2.15.flow.W",
        FLOW,
        "(18a) keeps the family, all modes at once: ẋ = ω(σ-x²)x within a group, ẇ = Σωᵢhᵢ(tᵢ-whᵢ)",
        (product(ERROR, H.T), left(MOVES[0], DW, MOVES[1])),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=("C2.18.gradient", "C2.10.labels", "C2.spectrum"),
    ),
    identity(
        "C2.15.flow.H",
        FLOW,
        "and (18b): ḣᵢ = ωᵢw(tᵢ-whᵢ), so each mode obeys an equation of its own",
        (product(W.T, ERROR), features(MOVES[0], DH1, DH2, MOVES[1])),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=("C2.18.gradient", "C2.10.labels", "C2.spectrum"),
    ),
    identity(
        "C2.15.flow.error",
        FLOW,
        "in the family ‖Z - WH‖² is the sum of the errors of the modes",
        (squared(Z - product(W, H)), MISSED * ONE),
        ORTHONORMAL,
        EXAMPLE,
        depends_on=("C2.spectrum",),
    ),
    identity(
        "C2.15.flow.printed",
        RW,
        "(15) has the form of a solution of (18) for all modes: Ḣ = Q·diag(λ(σ-x²)x)·Vᵀ",
        (product(SIMPLE["W"].T, REST, printed.Omega), right(*PRINTED)),
        ORTHONORMAL,
        values(*(dict(EXAMPLE[0]) | {R: 2}).items()),
        expected=REFUTED,
        corrected_by=("C2.15.flow.H", "C2.19b.defect"),
    ),
    identity(
        "C1.5.flow.W",
        ERM,
        "(5) solves Ẇ = (Z-WH)Hᵀ: W = U·diag(x)·Qᵀ, H = Q·diag(x)·Vᵀ do if ẋ = (σ-x²)x, as for x = √(σa)",
        (product(REST, SIMPLE["H"].T), left(*ALONE)),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=CLOSED_FORM,
    ),
    identity(
        "C1.5.flow.H",
        ERM,
        "(5) solves Ḣ = Wᵀ(Z-WH); at t = 0 it is the start, and so it is the flow",
        (product(SIMPLE["W"].T, REST), right(*ALONE)),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=CLOSED_FORM,
    ),
    *(
        identity(
            name,
            source,
            title,
            (
                product(left(*amplitudes), right(*amplitudes)),
                product(U, printed.diagonal(*(a**2 for a in amplitudes)), V_T),
            ),
            ORTHONORMAL,
            EXAMPLE,
        )
        for name, source, title, amplitudes in (
            ("C1.5.product", ERM, "W(t)H(t) of (5) is UΣA(t)Vᵀ", AMPLITUDES),
            ("C2.15.product", RW, "W(t)H(t) of (15) is UΣB(t)Vᵀ, x² = σβ", DIAGONAL),
        )
    ),
    *(
        identity(
            f"C1.8.distance.{name}",
            "Section C.1, (8)",
            f"‖{name} - {name}∞‖² is the sum over the modes of the squares of x - s",
            (squared(form(*DIAGONAL) - form(*ENDS)), DISTANCE * ONE),
            ORTHONORMAL,
            EXAMPLE,
        )
        for name, form in (("W", left), ("H", right))
    ),
    Claim(
        "C1.8",
        Limit(FAR, t, sp.oo, 0),
        "Section C.1, (8)",
        "W(t) → U√ΣQᵀ and H(t) → Q√ΣVᵀ: this distance, of either, vanishes as t → ∞",
        depends_on=("C1.8.distance.W", "C1.8.distance.H", "C1.5.flow.W", "C1.5.flow.H"),
    ),
)
