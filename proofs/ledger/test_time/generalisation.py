"""Beyond the paper: logits and errors of test inputs, and when to stop.

z is how far a class is from another in a test logit by the standard deviation there, in units of 1/ν.
"""

import sympy as sp

import spectra
from proofs.claims.conserved import Conserved
from proofs.claims.flow import Flow
from proofs.ledger.any_counts.any_labels import HIDDEN, SAMPLES, K, identity, square, values
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    LearningTime,
    Named,
    Plateau,
    R,
    Terminal,
    eq,
    gamma,
    gt,
    lt,
)
from proofs.ledger.test_time.class_means import (
    ANGLE,
    DATA,
    EFFECTIVE,
    K1,
    K2,
    LARGE,
    MORE,
    NOISE,
    P1,
    P2,
    SIGNAL,
    SIZE,
    SMALL,
    STEP,
    S,
)

SOURCE = "Beyond: class means and test time"
HALF = sp.Rational(1, 2)
FLOW = Flow(gamma=gamma, data=DATA)
MID = "maj-min"
PER_RATE = {mode: 1 / rate for mode, rate in FLOW.setting.growth().items()}
MOMENT = sp.Symbol("tau_0", positive=True)
"""A time over δ."""

LATER = sp.Symbol("U", positive=True)
OM1, OM2, X = sp.symbols("omega_1 omega_2 x", positive=True)
RATIO = sp.Symbol("r", positive=True)
SEVERAL = (*MORE, sp.Ge(SIZE, 2))

# inputs X = sMY + τΞ, means M and noise Ξ orthonormal; W₁ starts, and stays, of the form AYXᵀ
WIDTH = sp.Symbol("p", integer=True, positive=True)
INPUTS, MEANS = sp.MatrixSymbol("X", WIDTH, SAMPLES), sp.MatrixSymbol("M", WIDTH, K)
LABELS, COUNTS, PER_COUNT = sp.MatrixSymbol("Y", K, SAMPLES), square("N", K), square("B", K)
FIRST, SECOND = sp.MatrixSymbol("W_1", HIDDEN, WIDTH), sp.MatrixSymbol("W_2", K, HIDDEN)
SPANNED = sp.MatrixSymbol("A", HIDDEN, K)
MODEL = (
    eq(INPUTS.T * INPUTS, SIGNAL**2 * LABELS.T * LABELS + NOISE**2 * sp.Identity(SAMPLES)),
    eq(MEANS.T * INPUTS, SIGNAL * LABELS),
    eq(LABELS * LABELS.T, COUNTS),
    eq(COUNTS * PER_COUNT, sp.Identity(K)),
)
INSIDE = SPANNED * LABELS * INPUTS.T
BALANCED = (eq(SECOND.T * SECOND, FIRST * FIRST.T),)
_y = sp.Matrix([[1, 1, 0], [0, 0, 1]])
_x = sp.Matrix.vstack(2 * _y, 3 * sp.eye(3))
_a = sp.Matrix([[1, 2]])
_world = (
    (K, 2), (SAMPLES, 3), (WIDTH, 5), (HIDDEN, 1), (SIGNAL, 2), (NOISE, 3), (LABELS, _y),
    (INPUTS, _x), (MEANS, sp.eye(5)[:, :2]), (COUNTS, _y * _y.T), (SPANNED, _a),
    (PER_COUNT, (_y * _y.T) ** -1),
)  # fmt: skip
EXAMPLE = values(*_world)
PAIR = values(
    (K, 2), (HIDDEN, 1), (WIDTH, 2), (FIRST, sp.Matrix([[3, 4]])), (SECOND, sp.Matrix([4, 3]))
)


def _noise(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Return the noise of a logit between groups, by what is learned within them; maj-min is."""
    return sp.sqrt((1 - 1 / SIZE) * (first + second) + S / SIZE)


END = P2 / sp.sqrt(S)
AFTER_BOTH = P2 / SIZE / _noise(R / K1, sp.S.Zero)
ONLY_MINORITY = P2 * sp.sqrt((1 - 1 / SIZE) * K2)


def best(tangent: sp.Expr) -> sp.Expr:
    """Return what is 0 at the angle of least balanced error, by its tangent."""
    return sp.log(tangent * LARGE / SMALL) - (LARGE**2 - SMALL**2 * tangent**2) / (
        2 * (1 + tangent**2)
    )


CLAIMS = (
    Claim(
        "B.means.balance",
        Conserved(FLOW.W.T * FLOW.W - FLOW.H * FLOW.inverse_metric * FLOW.H.T, FLOW),
        SOURCE,
        "WᵀW - HG⁻¹Hᵀ is conserved, G = XᵀX: that is W₂ᵀW₂ - W₁W₁ᵀ",
    ),
    Claim(
        "B.means.balance.unweighted",
        Conserved(FLOW.W.T * FLOW.W - FLOW.H * FLOW.H.T, FLOW),
        SOURCE,
        "so is WᵀW - HHᵀ",
        expected=REFUTED,
        corrected_by=("B.means.balance",),
    ),
    Claim(
        "B.means.time.maj-min",
        LearningTime(MID, spectra.learning_times(STEP, gamma, data=DATA)[MID], FLOW),
        SOURCE,
        "maj-min is learned at √2 over the root of the sum of both squared rates",
    ),
    Claim(
        "B.means.time.maj-min.without",
        LearningTime(MID, spectra.learning_times(STEP, gamma)[MID], FLOW),
        SOURCE,
        "it is learned when it is without class means",
        expected=REFUTED,
        corrected_by=("B.means.time.maj-min",),
    ),
    Claim(
        "B.means.end.strength",
        Terminal(MID, sp.S.One, FLOW),
        SOURCE,
        "whatever the weights, maj-min tends to its labels from spectral starts of every size",
    ),
    Claim(
        "B.means.end.strength.less",
        Terminal(MID, K2 / K1, FLOW),
        SOURCE,
        "as its features learn at two rates, only the part κ₂/κ₁ of it is learned",
        expected=REFUTED,
        corrected_by=("B.means.end.strength",),
    ),
    identity(
        "B.means.test",
        SOURCE,
        "training logits are those of class means times 1 + τ²/(s²n_c), at all times",
        (
            INSIDE * INPUTS,
            INSIDE
            * (SIGNAL * MEANS)
            * (sp.Identity(K) + (NOISE**2 / SIGNAL**2) * PER_COUNT)
            * LABELS,
        ),
        MODEL,
        EXAMPLE,
    ),
    identity(
        "B.means.test.same",
        SOURCE,
        "they are those of class means",
        (INSIDE * INPUTS, INSIDE * (SIGNAL * MEANS) * LABELS),
        MODEL,
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("B.means.test",),
    ),
    identity(
        "B.means.noise",
        SOURCE,
        "a balanced start: the noise of logits, JJᵀ for J = W₂W₁, is (W₂W₂ᵀ)²",
        (SECOND * FIRST * FIRST.T * SECOND.T, SECOND * SECOND.T * SECOND * SECOND.T),
        BALANCED,
        PAIR,
    ),
    Claim(
        "B.means.within",
        eq(Named("margin/noise", P1 * X**2 * sp.sqrt(K1 / R) / sp.sqrt(2 * X**4), r"\text{margin}/\text{noise}"), SIGNAL * sp.sqrt(P1 / 2)),
        SOURCE,
        "how well two majorities are told apart does not change while they are learned",
    ),
    Claim(
        "B.means.within.learned",
        eq(P1 * X**2 * sp.sqrt(K1 / R) / sp.sqrt(2 * X**4), SIGNAL * sp.sqrt(P1 / 2) * X),
        SOURCE,
        "it grows with their mode",
        expected=REFUTED,
        corrected_by=("B.means.within",),
    ),
    Claim(
        "B.means.early.majority",
        sp.And(
            lt(1 / sp.sqrt(2), sp.sqrt((EFFECTIVE + 1) / (2 * EFFECTIVE))),
            lt(sp.sqrt((EFFECTIVE + 1) / (2 * EFFECTIVE)), 1),
        ),
        SOURCE,
        "at flat weights stopping early costs majorities a factor √((R_eff+1)/(2R_eff)), above 1/√2",
        assume=MORE,
    ),
    *(
        Claim(
            f"B.means.phase.before.{mode}",
            Plateau(mode, 0, FLOW, at=MOMENT),
            SOURCE,
            f"at t = τ₀δ with τ₀ below one over its rate, nothing of {mode} is learned, for any γ",
            (lt(MOMENT, PER_RATE[mode]),),
            depends_on=("B.means.time.maj-min",) if mode == MID else (),
        )
        for mode in FLOW.modes
    ),
    *(
        Claim(
            f"B.means.phase.after.{mode}",
            Plateau(mode, 0 if mode == MID else 1, FLOW, of="error" if mode == MID else "strength", at=MOMENT),
            SOURCE,
            f"and above it all of {mode} is: so z has one value between two times, another after the next",
            (gt(MOMENT, PER_RATE[mode]),),
            depends_on=("B.means.time.maj-min",) if mode == MID else (),
        )
        for mode in FLOW.modes
    ),
    Claim(
        "B.means.phase.after.early",
        Plateau(MID, 1, FLOW, at=PER_RATE[MID] / 2),
        SOURCE,
        "maj-min fits the labels at half its time",
        expected=REFUTED,
        corrected_by=("B.means.phase.before.maj-min", "B.means.phase.after.maj-min"),
    ),
    Claim(
        "B.means.phase.erm",
        lt(AFTER_BOTH, END),
        SOURCE,
        "under ERM minorities are told from majorities worse at every earlier phase than at the end",
        assume=SEVERAL,
    ),
    Claim(
        "B.means.phase.erm.stop",
        gt(AFTER_BOTH, END),
        SOURCE,
        "stopping ERM early helps minorities",
        assume=SEVERAL,
        expected=REFUTED,
        corrected_by=("B.means.phase.erm",),
    ),
    Claim(
        "B.means.phase.over",
        eq(ONLY_MINORITY / END, sp.sqrt((1 - 1 / SIZE) * (EFFECTIVE + 1))),
        SOURCE,
        "with minorities alone learned it is √((1-1/m)(R_eff+1)) of that at the end",
        assume=SEVERAL,
    ),
    Claim(
        "B.means.phase.best",
        eq(
            RATIO**2 / SIZE**2 - (1 + RATIO / SIZE) / (1 + RATIO),
            (RATIO**3 + RATIO**2 - SIZE * RATIO - SIZE**2) / (SIZE**2 * (1 + RATIO)),
        ),
        SOURCE,
        "the worse of both pairs gains before maj-maj is learned if r³ + r² - mr - m² > 0, r = R_eff",
    ),
    Claim(
        "B.means.phase.root",
        sp.And(
            lt(1 + 1 - SIZE - SIZE**2, 0),
            gt(SIZE**3 + SIZE**2 - SIZE * SIZE - SIZE**2, 0),
        ),
        SOURCE,
        "which begins between R_eff = 1 and R_eff = m",
        assume=(sp.Ge(SIZE, 2),),
    ),
    Claim(
        "B.means.two.plateau",
        eq(Named("tan θ/√(π₂/π₁)", (OM2 / OM1) * sp.sqrt(K2 / (R * K1)) / sp.sqrt(P2 / P1), r"\tan\theta/\sqrt{\pi_2/\pi_1}"), (OM2 / OM1) * K2 / K1),
        SOURCE,
        "two classes: the angle does not move if ω₂/ω₁ = κ₁/κ₂",
    ),
    Claim(
        "B.means.two.increasing",
        lt(best(ANGLE), best(ANGLE + LATER)),
        SOURCE,
        "two classes: one angle only has the least balanced error",
        assume=(sp.Gt(LARGE, SMALL),),
    ),
    Claim(
        "B.means.two.flat",
        eq(best(sp.sqrt(P2 / P1)).xreplace({LARGE: SIGNAL * sp.sqrt(P1), SMALL: SIGNAL * sp.sqrt(P2)}), 0),
        SOURCE,
        "two classes: the end of training has the least balanced error",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.means.two.increasing", "B.means.two.bracket"),
    ),
)  # fmt: skip
