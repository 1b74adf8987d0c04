"""Three groups of classes under cross-entropy: from the flow to its equations, and when modes are learned.

Groups of m_g classes with n_g samples each and any weights. A member of the family has amplitudes x_g within the
groups; between them the rows of W have the mean w_g in two hidden directions, and the samples of a group the mean
h_g/√n_g. A sample of the group g gives p_g to another class of it, and q_gj to one of the group j. What the
family is said to obey is taken from :func:`proofs.reader.mode_equations.equations`, as in
:mod:`proofs.ledger.losses.cross_entropy_family`.
"""

import sympy as sp

import spectra
from proofs.claims.derivative import derivative
from proofs.claims.flow import Flow
from proofs.ledger.any_counts.any_labels import HIDDEN, by_groups, identity, orthonormal, values
from proofs.ledger.formulas import REFUTED, Claim, LearningTime, Terminal, eq, product
from proofs.reader.mode_equations import equations
from spectra import SumZeroBasis

SOURCE = "Beyond: cross-entropy, three groups"
GROUPS, DIRECTIONS = range(3), range(2)
SIZES = sp.symbols("m_1:4", integer=True, positive=True)
COUNTS = sp.symbols("n_1:4", integer=True, positive=True)
WEIGHTS = sp.symbols("omega_1:4", positive=True)
IMBALANCE = spectra.groups(SIZES, COUNTS)
NAMES = tuple(f"{group.name}-{group.name}" for group in IMBALANCE.groups)
WEIGHTED = spectra.Weights(
    IMBALANCE, spectra.PerLevel((group.name for group in IMBALANCE.groups), WEIGHTS)
)
FLOW = Flow(gamma=WEIGHTED, loss="cross-entropy")
FOUND = equations(LearningTime(NAMES[0], sp.S.One, FLOW))
LABELS = IMBALANCE.label_blocks()

STATE = {y: sp.Symbol(y.name, real=True) for y in FOUND.solutions}
FIELD = {
    STATE[y].name: field.xreplace(FOUND.lets | STATE) for y, (field, _) in FOUND.solutions.items()
}


def named(name: str, *places: int) -> sp.Symbol:
    """Return a function of the equations by its name and the numbers of its groups, from 0 on."""
    return sp.Symbol("_".join((name, *(str(place + 1) for place in places))), real=True)


X, OWN = (tuple(named(name, g) for g in GROUPS) for name in "xp")
ROWS, FEATURES = (
    tuple(tuple(named(name, g, d) for d in DIRECTIONS) for g in GROUPS) for name in "wh"
)
OTHER = {(j, g): named("q", g, j) for g in GROUPS for j in GROUPS if j != g}
"""What a sample of the group g gives to a class of the group j."""

WITHIN = tuple(sp.MatrixSymbol(f"Q_{g + 1}", HIDDEN, m - 1) for g, m in enumerate(SIZES))
ALONG = tuple(sp.MatrixSymbol(f"r_{d + 1}", HIDDEN, 1) for d in DIRECTIONS)
HIDDEN_SIDE = (*WITHIN, *ALONG)
ORTHONORMAL = orthonormal(HIDDEN_SIDE)
NUMBERS = {y: (7 * i) % 11 - 5 for i, y in enumerate(STATE.values())}
EXAMPLE = values(
    *zip((*SIZES, *COUNTS, HIDDEN, *WEIGHTS), (2, 2, 2, 4, 1, 9, 5, 3, 1, 2), strict=True),
    *NUMBERS.items(),
    *zip(HIDDEN_SIDE, (sp.eye(5)[:, i] for i in range(5)), strict=True),
)  # fmt: skip


def column(group: int, block: sp.MatrixExpr, widths: tuple[sp.Expr, ...]) -> sp.MatrixExpr:
    """Return a block column that is zero but in one group."""
    return sp.BlockMatrix([
        [block if i == group else sp.ZeroMatrix(size, block.shape[1])] for i, size in enumerate(widths)
    ])  # fmt: skip


def classifier(x: tuple[sp.Expr, ...], rows: tuple[tuple[sp.Expr, ...], ...]) -> sp.MatrixExpr:
    """Return the member of the family in W."""
    parts = [product(x[g], column(g, SumZeroBasis(SIZES[g]), SIZES), WITHIN[g].T) for g in GROUPS]
    for d in DIRECTIONS:
        means = sp.BlockMatrix([[rows[g][d] * sp.OneMatrix(SIZES[g], 1)] for g in GROUPS])
        parts.append(product(means, ALONG[d].T))
    return sp.MatAdd(*parts)


def features(x: tuple[sp.Expr, ...], means: tuple[tuple[sp.Expr, ...], ...]) -> sp.MatrixExpr:
    """Return the member of the family in H."""
    lengths = tuple(m * n for m, n in zip(SIZES, COUNTS, strict=True))
    parts = []
    for g in GROUPS:
        samples = LABELS.blocks[g, g].T * SumZeroBasis(SIZES[g]) / sp.sqrt(COUNTS[g])
        parts.append(product(x[g], WITHIN[g], column(g, samples, lengths).T))
    for d in DIRECTIONS:
        blocks = (means[g][d] / sp.sqrt(COUNTS[g]) * sp.OneMatrix(1, lengths[g]) for g in GROUPS)
        parts.append(product(ALONG[d], sp.BlockMatrix([list(blocks)])))
    return sp.MatAdd(*parts)


MEMBER = classifier(X, ROWS), features(X, FEATURES)
LEFT = tuple(
    1 - (SIZES[g] - 1) * OWN[g] - sum(SIZES[j] * OTHER[j, g] for j in GROUPS if j != g)
    for g in GROUPS
)
"""The probability of the own class."""

PULL = product(LABELS - by_groups(LABELS, LEFT, OWN, OTHER), WEIGHTED.Omega_blocks)
DX = tuple(FIELD[x.name] for x in X)
DROWS, DFEATURES = (
    tuple(tuple(FIELD[y.name] for y in row) for row in part) for part in (ROWS, FEATURES)
)
MARGINS = tuple(x**2 / sp.sqrt(n) for x, n in zip(X, COUNTS, strict=True))
MEANS = {
    (j, g): sum(w * h for w, h in zip(ROWS[j], FEATURES[g], strict=True)) / sp.sqrt(COUNTS[g])
    for j in GROUPS
    for g in GROUPS
}
"""Mean logit of the classes of the group j at a sample of the group g."""

LOGITS = by_groups(
    LABELS,
    tuple(a * (1 - 1 / m) + MEANS[g, g] for g, (a, m) in enumerate(zip(MARGINS, SIZES, strict=True))),
    tuple(-a / m + MEANS[g, g] for g, (a, m) in enumerate(zip(MARGINS, SIZES, strict=True))),
    MEANS,
)  # fmt: skip
LOGIT, MOVES = sp.symbols("l_1:4", real=True), sp.symbols("a_1:4", real=True)
"""Logits less that of the own class, of its group and of both others, and how fast these margins grow."""

HOW_MANY = (SIZES[0] - 1, SIZES[1], SIZES[2])
EXPONENTIALS = tuple(map(sp.exp, LOGIT))
TOTAL = 1 + sum(n * e for n, e in zip(HOW_MANY, EXPONENTIALS, strict=True))
SHARES = tuple(e / TOTAL for e in EXPONENTIALS)
MEAN = sum(n * share * move for n, share, move in zip(HOW_MANY, SHARES, MOVES, strict=True))
CHAIN = ("B.ce.three.logits", "B.ce.three.W", "B.ce.three.H", "B.ce.three.probabilities")
S = tuple(omega * sp.sqrt(n) for omega, n in zip(WEIGHTS, COUNTS, strict=True))

CLAIMS = (
    identity(
        "B.ce.three.logits",
        SOURCE,
        "logits of a sample take four values: A apart within its group, A(1-1/m) + B from each other group",
        (product(*MEMBER), LOGITS),
        ORTHONORMAL,
        EXAMPLE,
    ),
    identity(
        "B.ce.three.W",
        SOURCE,
        "Ẇ = EΩHᵀ keeps the family, with the equations that times are proved from",
        (product(PULL, MEMBER[1].T), classifier(DX, DROWS)),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=("B.ce.three.logits",),
    ),
    identity(
        "B.ce.three.H",
        SOURCE,
        "so does Ḣ = WᵀEΩ",
        (product(MEMBER[0].T, PULL), features(DX, DFEATURES)),
        ORTHONORMAL,
        EXAMPLE,
        axioms=("flow",),
        depends_on=("B.ce.three.logits",),
    ),
    identity(
        "B.ce.three.H.own",
        SOURCE,
        "what samples of the first group leave to the third one does not drive the modes within theirs",
        (
            product(MEMBER[0].T, PULL),
            features(tuple(x.xreplace({OTHER[2, 0]: sp.S.Zero}) for x in DX), DFEATURES),
        ),
        ORTHONORMAL,
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("B.ce.three.H",),
    ),
    Claim(
        "B.ce.three.probabilities",
        sp.And(*(
            eq(-sum(derivative(share, x) * y for x, y in zip(LOGIT, MOVES, strict=True)), share * (MEAN - move))
            for share, move in zip(SHARES, MOVES, strict=True)
        )),
        SOURCE,
        "probabilities change by how fast their margins grow less the mean of that, over three groups as over two",
        assume=(sp.Ge(SIZES[0], 1, evaluate=False),),
    ),
    Claim(
        "B.ce.three.time",
        LearningTime(NAMES[0], 1 / S[0], FLOW),
        SOURCE,
        "of three groups the mode within any one is learned at 1/(ω√n), for any sizes, counts and weights, wherever "
        "the modes between them start",
        depends_on=(*CHAIN, "B.ce.many.bounds"),
    ),
    Claim(
        "B.ce.three.grows",
        Terminal(NAMES[0], sp.oo, FLOW),
        SOURCE,
        "and its margin grows beyond all bounds",
        depends_on=CHAIN,
    ),
    Claim(
        "B.ce.three.time.waits",
        LearningTime(NAMES[0], 1 / S[0] + 1 / S[1], FLOW),
        SOURCE,
        "a group waits until another one is learned",
        expected=REFUTED,
        corrected_by=("B.ce.three.time",),
    ),
    Claim(
        "B.ce.three.time.counts",
        LearningTime(NAMES[0], 1 / (WEIGHTS[0] * COUNTS[0]), FLOW),
        SOURCE,
        "its time is one over the weight of a class in the loss, ωn",
        expected=REFUTED,
        corrected_by=("B.ce.three.time",),
    ),
)  # fmt: skip
