"""Beyond the paper: a support matrix as what the flow is to fit, as in Figure 6."""

import sympy as sp

from proofs.claims.conserved import Conserved
from proofs.claims.flow import Flow
from proofs.ledger.formulas import REFUTED, Claim, LearningTime, Trajectory, logistic

SOURCE = "Beyond: support matrices"
SUPPORT = sp.ImmutableMatrix([[1, 0, 1, 0], [1, 1, 0, 0], [0, 1, 0, 1]])
"""Which of three words follow each of four contexts."""

FLOW = Flow(targets=SUPPORT, gamma=0)
LARGEST = sp.sqrt(2 + sp.sqrt(2))
LEAST = sp.sqrt(2 - sp.sqrt(2))

CLAIMS = (
    Claim(
        "B.support.balance",
        Conserved(FLOW.W.T * FLOW.W - FLOW.H * FLOW.H.T, FLOW),
        SOURCE,
        "three words in four contexts: WᵀW - HHᵀ is conserved",
    ),
    Claim(
        "B.support.balance.sum",
        Conserved(FLOW.W.T * FLOW.W + FLOW.H * FLOW.H.T, FLOW),
        SOURCE,
        "so is WᵀW + HHᵀ",
        expected=REFUTED,
        corrected_by=("B.support.balance",),
    ),
    Claim(
        "B.support.full",
        Trajectory("mode 3", logistic(LEAST, LEAST), FLOW),
        SOURCE,
        "a mode has the closed form (6) with its singular value, here √(2 - √2)",
        depends_on=("B.any.alone.W", "B.any.alone.H"),
    ),
    Claim(
        "B.support.time",
        LearningTime("mode 1", 1 / LARGEST, FLOW),
        SOURCE,
        "and is learned at one over it, the largest first, at 1/√(2 + √2)",
        depends_on=("B.any.alone.W", "B.any.alone.H"),
    ),
    Claim(
        "B.support.time.count",
        LearningTime("mode 1", 1 / sp.sqrt(2), FLOW),
        SOURCE,
        "it is learned at one over the root of how often a word occurs, as one-hot labels are",
        expected=REFUTED,
        corrected_by=("B.support.time",),
    ),
)
