"""From the flow of cross-entropy to four numbers: the family that spectral starts of two groups do not leave.

Groups of m₁ and m₂ classes with n₁ and n₂ samples each, and any weights. A member of the family has
amplitudes x₁, x₂ within the groups, and between them w in W and a row (-h₁, h₂) in H that is constant
on each group. Its logits take three values on the samples of a group, and so does softmax: p_o for
another class of the group, p_x for one of the other group. What the family is said to obey is taken
from :func:`proofs.reader.mode_equations.equations`, which the statements on learning times are written with.
The loss enters by its residual only: labels less p_o, p_x and what is left for the own class. So the
claims hold for any loss whose residual treats the classes of a group alike and sums to 0 over classes.
With the entries of softmax(WH) as functions of their own the flow is polynomial: it has one solution
from each start, and what it keeps it does not leave.
"""

import sympy as sp

import spectra
from proofs.claims.derivative import derivative
from proofs.claims.flow import Flow
from proofs.ledger.any_counts.any_labels import HIDDEN, by_groups, identity, orthonormal, values
from proofs.ledger.formulas import REFUTED, Claim, LearningTime, delta, eq, product
from proofs.reader.mode_equations import equations

SOURCE = "Beyond: cross-entropy, from the flow to its modes"
SIZES = sp.symbols("m_1 m_2", integer=True, positive=True)
COUNTS = sp.symbols("n_1 n_2", integer=True, positive=True)
WEIGHTS = sp.symbols("omega_1 omega_2", positive=True)
GROUPS = spectra.groups(SIZES, COUNTS)
WEIGHTED = spectra.Weights(GROUPS, spectra.PerLevel(("maj", "min"), WEIGHTS))
SPECTRUM, LABELS = spectra.decompose(GROUPS), GROUPS.label_blocks()
MAJ = "maj-maj"
FOUND = equations(LearningTime(MAJ, sp.S.One, Flow(gamma=WEIGHTED, loss="cross-entropy")))

# functions and constants of the equations, by name
W = sp.Symbol("w", positive=True)
X, FEATURES, OWN, OTHER = (sp.symbols(f"{n}_1 {n}_2", positive=True) for n in ("x", "h", "p", "q"))
STATE = {
    y: next(s for s in (W, *X, *FEATURES, *OWN, *OTHER) if s.name == y.name)
    for y in FOUND.solutions
}
FIELD = {STATE[y]: field.xreplace(FOUND.lets | STATE) for y, (field, _) in FOUND.solutions.items()}
BEGIN = {STATE[y]: start.xreplace(FOUND.lets) for y, (_, start) in FOUND.solutions.items()}
MARGINS, SHARED = (
    tuple(value for y, value in FOUND.lets.items() if y.name[:-2] == name)
    for name in ("margins", "shared")
)
A = tuple(c * x**2 for c, x in zip(MARGINS, X, strict=True))
B = tuple(b * W * h for b, h in zip(SHARED, FEATURES, strict=True))
"""Margin of a sample within its group, and what the mode between the groups adds to that over the other."""

# the family
HIDDEN_SIDE = tuple(
    sp.MatrixSymbol(name, HIDDEN, size)
    for name, size in (("Q_1", SIZES[0] - 1), ("Q_0", sp.S.One), ("Q_2", SIZES[1] - 1))
)
ORTHONORMAL = orthonormal(HIDDEN_SIDE)
EXAMPLE = values(
    *zip((*SIZES, *COUNTS, HIDDEN, *WEIGHTS, delta), (2, 2, 4, 1, 3, 2, 3, 1), strict=True),
    *zip((W, *X, *FEATURES, *OWN, *OTHER), (2, 3, 5, 7, 1, 2, 3, 5, 11), strict=True),
    *zip(HIDDEN_SIDE, (sp.Matrix(x) / 5 for x in ([0, 3, 4], [5, 0, 0], [0, 4, -3])), strict=True),
)  # fmt: skip


def classifier(first: sp.Expr, between: sp.Expr, last: sp.Expr) -> sp.MatrixExpr:
    """Return U·diag·Qᵀ."""
    columns = (sp.BlockMatrix([[u] for u in row]) for row in SPECTRUM.U_blocks.blocks.T.tolist())
    amplitudes = (first, between, last)
    parts = zip(amplitudes, columns, HIDDEN_SIDE, strict=True)
    return sp.MatAdd(*(product(c, u, q.T) for c, u, q in parts))


def features(first: sp.Expr, between: tuple[sp.Expr, ...], last: sp.Expr) -> sp.MatrixExpr:
    """Return Q times the rows of Vᵀ within the groups, with -h₁, h₂ on the samples of each for the other."""
    blocks = SPECTRUM.V_blocks.blocks
    lengths = [m * n for m, n in zip(SIZES, COUNTS, strict=True)]
    first_row, second_row = (sp.OneMatrix(1, length) / sp.sqrt(length) for length in lengths)
    rows = (
        first * sp.BlockMatrix([[blocks[0, 0].T, blocks[1, 0].T]]),
        sp.BlockMatrix([[-between[0] * first_row, between[1] * second_row]]),
        last * sp.BlockMatrix([[blocks[0, 2].T, blocks[1, 2].T]]),
    )
    return sp.MatAdd(*(product(q, row) for q, row in zip(HIDDEN_SIDE, rows, strict=True)))


ACROSS = (1, 0), (0, 1)
"""The other group, of classes, for samples of each."""

MEMBER = classifier(X[0], W, X[1]), features(X[0], FEATURES, X[1])
LEFT = tuple(
    1 - (m - 1) * p - other * q
    for m, other, p, q in zip(SIZES, SIZES[::-1], OWN, OTHER, strict=True)
)
"""The probability of the own class."""

PULL = (
    LABELS - by_groups(LABELS, LEFT, OWN, dict(zip(ACROSS, OTHER, strict=True)))
) * WEIGHTED.Omega_blocks
DX, DH = (tuple(FIELD[y] for y in pair) for pair in (X, FEATURES))
MOVED = classifier(DX[0], FIELD[W], DX[1]), features(DX[0], DH, DX[1])
ALONE = tuple(
    omega * sp.sqrt(n) * (1 - x**2 / sp.sqrt(n)) * x
    for omega, n, x in zip(WEIGHTS, COUNTS, X, strict=True)
)
"""ẋ under squared loss."""

K = sum(SIZES)
LOGITS = by_groups(
    LABELS,
    tuple(a * (1 - 1 / m) + b * other / K for a, b, m, other in zip(A, B, SIZES, SIZES[::-1], strict=True)),
    tuple(-a / m + b * other / K for a, b, m, other in zip(A, B, SIZES, SIZES[::-1], strict=True)),
    {place: -b * m / K for place, b, m in zip(ACROSS, B, SIZES, strict=True)},
)  # fmt: skip
LOGIT = sp.symbols("l_0 l_1 l_2", real=True)
EXPONENTIALS = tuple(map(sp.exp, LOGIT))
TOTAL = EXPONENTIALS[0] + (SIZES[0] - 1) * EXPONENTIALS[1] + SIZES[1] * EXPONENTIALS[2]
MOVES = sp.symbols("a b", real=True)
"""How fast the margin within the group and that over the other group grow."""

MEAN = (SIZES[0] - 1) * OWN[0] * MOVES[0] + SIZES[1] * OTHER[0] * MOVES[1]
SOFTMAX = tuple(
    e.xreplace({LOGIT[0]: sp.S.Zero}) / TOTAL.xreplace({LOGIT[0]: sp.S.Zero})
    for e in EXPONENTIALS[1:]
)
DERIVATIVE = tuple(
    -sum(derivative(p, x) * move for x, move in zip(LOGIT[1:], MOVES, strict=True)) for p in SOFTMAX
)
SEVERAL = (sp.Ge(SIZES[0], 1, evaluate=False),)
AT = dict(zip((OWN[0], OTHER[0]), SOFTMAX, strict=True))
CHAIN = (
    "B.ce.family.start", "B.ce.family.logits", "B.ce.family.softmax", "B.ce.family.W",
    "B.ce.family.H", "B.ce.family.probabilities",
)  # fmt: skip
"""From the flow to the equations of its modes."""

CLAIMS = (
    identity(
        "B.ce.family.start",
        SOURCE,
        "spectral initialisation is in the family: x = w = e^(-δ), hᵢ = e^(-δ)tᵢ/σ",
        (
            sp.MatAdd(*(
                BEGIN[W] * q * sp.BlockMatrix([[block.T for block in column]])
                for q, column in zip(HIDDEN_SIDE, SPECTRUM.V_blocks.blocks.T.tolist(), strict=True)
            )),
            features(BEGIN[X[0]], tuple(BEGIN[y] for y in FEATURES), BEGIN[X[1]]),
        ),
        (),
        EXAMPLE,
    ),
    identity(
        "B.ce.family.logits",
        SOURCE,
        "logits of a sample take three values: A apart within its group, A(1-1/m)+B from the other group",
        (MEMBER[0] * MEMBER[1], LOGITS),
        ORTHONORMAL,
        EXAMPLE,
    ),
    Claim(
        "B.ce.family.softmax",
        sp.And(*(
            eq(e / TOTAL, p.xreplace({LOGIT[1]: LOGIT[1] - LOGIT[0], LOGIT[2]: LOGIT[2] - LOGIT[0]}))
            for e, p in zip(EXPONENTIALS[1:], SOFTMAX, strict=True)
        )),
        SOURCE,
        "so softmax takes three, p_o = e^(-A)/D and p_x = e^(-A(1-1/m)-B)/D for those that are not its own",
        assume=SEVERAL,
    ),
    identity(
        "B.ce.family.W",
        SOURCE,
        "Ẇ = EΩHᵀ keeps the family: ẋ = s(m·p_o + m′·p_x)x within a group, ẇ = Σs√(km′)·p_x·h between",
        (PULL * MEMBER[1].T, MOVED[0]),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=("B.ce.family.logits", "B.ce.family.softmax"),
    ),
    identity(
        "B.ce.family.H",
        SOURCE,
        "so does Ḣ = WᵀEΩ: ẋ is the same, and ḣ = s√(km′)·p_x·w",
        (MEMBER[0].T * PULL, MOVED[1]),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=("B.ce.family.logits", "B.ce.family.softmax"),
    ),
    identity(
        "B.ce.family.W.own",
        SOURCE,
        "what a sample leaves to the other group does not drive the modes within its own: ẋ = s·m·p_o·x",
        (
            PULL * MEMBER[1].T,
            classifier(DX[0].xreplace({OTHER[0]: sp.S.Zero}), FIELD[W], DX[1].xreplace({OTHER[1]: sp.S.Zero})),
        ),
        ORTHONORMAL,
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("B.ce.family.W",),
    ),
    identity(
        "B.ce.family.H.squared",
        SOURCE,
        "within the groups Ḣ is that of squared loss",
        (MEMBER[0].T * PULL, features(ALONE[0], DH, ALONE[1])),
        ORTHONORMAL,
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("B.ce.family.H",),
    ),
    Claim(
        "B.ce.family.probabilities",
        sp.And(*(
            eq(change, y.xreplace(AT) * (MEAN.xreplace(AT) - move))
            for y, change, move in zip((OWN[0], OTHER[0]), DERIVATIVE, MOVES, strict=True)
        )),
        SOURCE,
        "p_o and p_x change by how fast their margins grow less the mean of that: the equations are polynomials",
        assume=SEVERAL,
    ),
    Claim(
        "B.ce.family.balance",
        eq(W * FIELD[W], FEATURES[0] * DH[0] + FEATURES[1] * DH[1]),
        SOURCE,
        "w² - h₁² - h₂² is kept: with x alike in W and H, four numbers are left of all of W and H",
    ),
    Claim(
        "B.ce.family.balance.sum",
        eq(FIELD[W], DH[0] + DH[1]),
        SOURCE,
        "so is w - h₁ - h₂",
        expected=REFUTED,
        corrected_by=("B.ce.family.balance",),
    ),
)  # fmt: skip
