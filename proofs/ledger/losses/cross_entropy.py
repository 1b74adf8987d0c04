"""Beyond the paper: cross-entropy in the limit of small starts, on spectral STEP starts.

The reduction to four numbers is in :mod:`proofs.ledger.losses.cross_entropy_family`, the learning times in
:mod:`proofs.ledger.losses.cross_entropy_flow`; here is their algebra. ρ is the smaller over the larger of the two rates within the groups.
"""

import sympy as sp

import spectra
from proofs.ledger.formulas import MODES, REFUTED, Claim, Limit, Named, R, eq, gamma, gt, lt

SOURCE = "Beyond: cross-entropy, small starts"
MAJ, MID, MIN = MODES
STEP = spectra.step()
RHO = sp.Symbol("rho", positive=True)
A, B = sp.symbols("A B", nonnegative=True)
SIZE = sp.Symbol("m", integer=True, positive=True)
UNEQUAL = (sp.Lt(RHO, 1),)
MORE = (sp.Gt(R, 1),)
TIMES = {loss: spectra.learning_times(STEP, 0, loss=loss) for loss in ("squared", "cross-entropy")}
BETWEEN = RHO + sp.sqrt(2) - sp.sqrt(1 + RHO**2)
"""Time of maj-min in units of that of the last feature."""

SQUARED = RHO * sp.sqrt(2) / sp.sqrt(1 + RHO**2)
"""The same for squared loss."""

SHARE = sp.exp(A / SIZE - B)
DENOMINATOR = sp.exp(A) + (SIZE - 1) + SIZE * SHARE
PULL = SIZE * (1 + SHARE) / DENOMINATOR
"""α of a majority sample: what is left of the drive of its own group's modes."""

LEFT = sp.Symbol("y", positive=True)

CLAIMS = (
    Claim(
        "B.ce.pull",
        eq(1 / PULL - 1, (sp.exp(A) - 1) / (SIZE * (1 + SHARE))),
        SOURCE,
        "the drive α of a mode within a group obeys 1/α - 1 = (e^A - 1)/(m(1 + e^(A/m-B)))",
    ),
    Claim(
        "B.ce.pull.start",
        eq(PULL.xreplace({A: sp.S.Zero}), 1),
        SOURCE,
        "at A = 0 it is 1, whatever B: modes within a group do not feel maj-min",
    ),
    Claim(
        "B.ce.pull.most",
        sp.Le(PULL, 1, evaluate=False),
        SOURCE,
        "it never exceeds 1, so that no learning time is below that of squared loss",
        depends_on=("B.ce.pull",),
    ),
    Claim(
        "B.ce.constant.first",
        eq(1 / PULL.xreplace({B: sp.S.Zero, SIZE: sp.Integer(2)}), 1 + (sp.exp(A / 2) - 1) / 2),
        SOURCE,
        "k = 4: while maj-min is small 1/α = (1 + e^(A/2))/2, so that s₁T - δ tends to an integral of that "
        "in the faster group",
        depends_on=("B.ce.pull",),
    ),
    Claim(
        "B.ce.constant.last",
        Limit(1 / PULL.xreplace({SHARE: LEFT}), LEFT, 0, 1 + (sp.exp(A) - 1) / SIZE, "+"),
        SOURCE,
        "where it is large, e^(A/m-B) → 0, 1/α → 1 + (e^A - 1)/m: s₂T - δ tends to an integral of that in the slower group",
        depends_on=("B.ce.pull",),
    ),
    Claim(
        "B.ce.constant.alike",
        eq(1 / PULL.xreplace({B: sp.S.Zero}), 1 + (sp.exp(A) - 1) / SIZE),
        SOURCE,
        "both groups come after their limits by constants of one form",
        assume=(sp.Ge(SIZE, 2),),
        expected=REFUTED,
        corrected_by=("B.ce.constant.first", "B.ce.constant.last"),
    ),
    Claim(
        "B.ce.constant.classes",
        eq(1 / PULL.xreplace({B: sp.S.Zero}), 1 / PULL.xreplace({B: sp.S.Zero, SIZE: sp.Integer(2)})),
        SOURCE,
        "the constant of the faster group does not depend on k, as the limits do not",
        assume=(sp.Ge(SIZE, 2),),
        expected=REFUTED,
        corrected_by=("B.ce.constant.first", "B.ce.pull"),
    ),
    Claim(
        "B.ce.erm.maj-min",
        eq(Named("T of maj-min", TIMES["cross-entropy"][MID], r"T_{\text{maj-min}}"),
           1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R)),
        SOURCE,
        "under ERM maj-min is learned at 1/√R + √2 - √(1 + 1/R)",
        assume=MORE,
    ),
    Claim(
        "B.ce.erm.same",
        eq(TIMES["cross-entropy"][MID], TIMES["squared"][MID]),
        SOURCE,
        "both losses have one gradient at the origin, so maj-min is learned at one time",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.ce.erm.maj-min",),
    ),
    Claim(
        "B.ce.order",
        sp.And(lt(RHO, BETWEEN), lt(BETWEEN, 1)),
        SOURCE,
        "maj-min comes between the others, for every weighting that is not flat",
        assume=UNEQUAL,
    ),
    Claim(
        "B.ce.later",
        gt(BETWEEN, SQUARED),
        SOURCE,
        "and later than under squared loss",
        assume=UNEQUAL,
    ),
    Claim(
        "B.ce.large",
        Limit(1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R), R, sp.oo, sp.sqrt(2) - 1),
        SOURCE,
        "as R → ∞ maj-min under ERM stays at √2 - 1 of the time of min-min",
    ),
    Claim(
        "B.ce.large.vanishes",
        Limit(1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R), R, sp.oo, sp.S.Zero),
        SOURCE,
        "as R → ∞ it is learned at once, as under squared loss",
        expected=REFUTED,
        corrected_by=("B.ce.large",),
    ),
    Claim(
        "B.ce.large.squared",
        Limit(TIMES["squared"][MID], R, sp.oo, sp.S.Zero),
        SOURCE,
        "under squared loss it is",
    ),
    Claim(
        "B.ce.window",
        eq(
            Named("ΔT(γ), cross-entropy", spectra.window(STEP, gamma, loss="cross-entropy"), r"\Delta T_{\text{CE}}(\gamma)"),
            Named("ΔT(γ), squared", spectra.window(STEP, gamma), r"\Delta T(\gamma)") + 0,
        ),
        SOURCE,
        "the window is that of squared loss: the loss moves maj-min inside it",
    ),
)  # fmt: skip
