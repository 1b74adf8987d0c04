"""Beyond the paper: margins grow for ever under cross-entropy, and how they compare in the end.

p_o and p_x are the probabilities that a majority sample gives to another majority and to a minority class.
"""

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.claims.relation import Relation
from proofs.ledger.formulas import MODES, REFUTED, Claim, R, Terminal, eq, gt
from proofs.ledger.losses.cross_entropy import MORE, SIZE
from proofs.ledger.losses.cross_entropy_family import CHAIN, COUNTS, SIZES, WEIGHTED, WEIGHTS
from proofs.ledger.losses.cross_entropy_flow import CE, SQUARED

SOURCE = "Beyond: cross-entropy, the end of training"
MAJ, MID, MIN = MODES
S1, LAM, P_OWN, P_OTHER, Q_OTHER = sp.symbols("s_1 lambda p_o p_x q_x", positive=True)
OM1, OM2, COS, SIN, ROOT = sp.symbols("omega_1 omega_2 c_1 c_2 r", positive=True)

ALIGNED = (
    eq(P_OTHER, LAM * COS / (sp.sqrt(2) * SIZE * S1)),
    eq(P_OWN, LAM / (SIZE * S1) - P_OTHER),
    sp.Lt(COS, 1),
)
"""At the end x and h₁ grow at one rate λ, and h₁ is cos θ of w."""

BOTH = (
    eq(COS, ROOT * SIN),
    eq(P_OTHER, LAM * COS / (sp.sqrt(2) * SIZE * OM1 * ROOT)),
    eq(Q_OTHER, LAM * SIN / (sp.sqrt(2) * SIZE * OM2)),
)
"""So do h₁ and h₂, and h₁/h₂ tends to the root of R."""


def of_sizes(*sizes: sp.Expr | int) -> Flow:
    """Return cross-entropy on two groups of these sizes, with any counts and weights."""
    weights = spectra.PerLevel(("maj", "min"), WEIGHTS)
    return Flow(gamma=spectra.Weights(spectra.groups(sizes, COUNTS), weights), loss="cross-entropy")


def in_the_end(formula: sp.Rel) -> Relation:
    """Say a relation that follows from how directions converge and gradients align."""
    return Relation(formula, ("alignment",))


CLAIMS = (
    *(
        Claim(
            f"B.ce.grows.{mode}",
            Terminal(mode, sp.oo, Flow(gamma=WEIGHTED, loss="cross-entropy")),
            SOURCE,
            f"from every start the margin of {mode} grows beyond all bounds, for any counts and weights of two groups",
            depends_on=CHAIN,
        )
        for mode in (MAJ, MIN)
    ),
    Claim(
        "B.ce.grows.labels",
        Terminal(MIN, sp.S.One, CE),
        SOURCE,
        "logits end at the labels, as they do under squared loss",
        expected=REFUTED,
        corrected_by=("B.ce.grows.min-min",),
    ),
    Claim(
        "B.ce.grows.squared",
        Terminal(MIN, sp.oo, SQUARED),
        SOURCE,
        "under squared loss strengths grow beyond all bounds, too",
        expected=REFUTED,
        corrected_by=("B.ce.grows.min-min",),
    ),
    *(
        Claim(
            f"B.ce.grows.{name}",
            Terminal(MID, sp.oo, of_sizes(*sizes)),
            SOURCE,
            title,
            assume=tuple(sp.Ge(m, 2) for m in sizes if m != 1),
            depends_on=CHAIN,
        )
        for name, sizes, title in (
            ("maj-min", SIZES, "from every start the least margin of a sample over the other group grows so, too, for groups of two classes or more"),
            ("single", (1, SIZES[1]), "and beside a single class, whose samples have a margin over the other group only"),
            ("two", (1, 1), "and for two classes, whatever their counts and weights"),
        )
    ),
    Claim(
        "B.ce.grows.added",
        Terminal(MID, sp.oo, of_sizes(*SIZES), of="added"),
        SOURCE,
        "so does what maj-min adds to each of them: from every start it is learned by both groups",
        assume=tuple(sp.Ge(m, 2) for m in SIZES),
        depends_on=CHAIN,
    ),
    Claim(
        "B.ce.grows.added.fades",
        Terminal(MID, sp.S.Zero, of_sizes(*SIZES), of="added"),
        SOURCE,
        "what maj-min adds fades, as the modes within the groups tell all classes apart",
        assume=tuple(sp.Ge(m, 2) for m in SIZES),
        expected=REFUTED,
        corrected_by=("B.ce.grows.added",),
    ),
    Claim(
        "B.ce.grows.maj-min.labels",
        Terminal(MID, sp.S.One, of_sizes(*SIZES)),
        SOURCE,
        "between the groups margins end at 1, as those of labels are",
        assume=tuple(sp.Ge(m, 2) for m in SIZES),
        expected=REFUTED,
        corrected_by=("B.ce.grows.maj-min",),
    ),
    Claim(
        "B.ce.grows.two.weights",
        Terminal(MID, sp.log(WEIGHTS[0] / WEIGHTS[1]), of_sizes(1, 1)),
        SOURCE,
        "for two classes it ends at ln(ω₁/ω₂), by which the margins of both differ in the end",
        expected=REFUTED,
        corrected_by=("B.ce.grows.two",),
    ),
    Claim(
        "B.ce.end.own",
        in_the_end(eq(P_OWN / P_OTHER, sp.sqrt(2) / COS - 1)),
        SOURCE,
        "what a majority sample leaves to another majority and to a minority tends to √2/cos θ - 1, as directions converge and align",
        assume=ALIGNED,
    ),
    Claim(
        "B.ce.end.equal",
        eq(sp.sqrt(2) / sp.sqrt(R / (R + 1)) - 1, 1),
        SOURCE,
        "margins are equal in the limit, so residuals are: √2/cos θ - 1 = 1 where cos²θ = R/(R+1)",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.ce.end.own",),
    ),
    Claim(
        "B.ce.end.weights",
        in_the_end(eq(P_OTHER / Q_OTHER, OM2 / OM1)),
        SOURCE,
        "of the weights the ratio ω₂/ω₁ of residuals is left: margins differ by ln(ω₁/ω₂) for ever",
        assume=BOTH,
    ),
    Claim(
        "B.ce.end.no-weights",
        eq(P_OTHER, Q_OTHER),
        SOURCE,
        "at the end of training the weights are gone",
        assume=BOTH,
        expected=REFUTED,
        corrected_by=("B.ce.end.weights",),
    ),
    Claim(
        "B.ce.end.unique",
        in_the_end(gt((SIZE - 1) * sp.sqrt(R) * (1 - COS / sp.sqrt(2)), 0)),
        SOURCE,
        "margins within a group above 1 only cost: the least norm has all margins equal",
        assume=(sp.Le(COS, 1), sp.Ge(SIZE, 2)),
    ),
)  # fmt: skip
