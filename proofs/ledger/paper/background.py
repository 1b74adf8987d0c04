"""Sections 1, 2 and A: losses and the motivating experiment."""

import sympy as sp

from proofs.ledger.any_counts.any_labels import (
    EYE,
    OMEGA,
    ONE_HOT,
    PER_COUNT,
    SAMPLES,
    WEIGHTED,
    D,
    K,
    Y,
    altered,
    identity,
    square,
    values,
)
from proofs.ledger.formulas import NOT_RUN, REFUTED, Claim, OutOfScope, eq, gamma, le

# losses of the samples; risks, or errors, of the classes; priors π on a diagonal, and 1/π
LOSSES = sp.MatrixSymbol("l", SAMPLES, 1)
RISKS = sp.MatrixSymbol("r", K, 1)
PRIORS, PER_PRIOR = square("Pi", K), square("C", K)
SUM = sp.OneMatrix(1, K)
BALANCED = SUM * PER_COUNT * Y * LOSSES / K
REWEIGHTED = sp.OneMatrix(1, SAMPLES) * OMEGA * LOSSES / SAMPLES
COUNTED = (eq(SUM * Y, sp.OneMatrix(1, SAMPLES)), eq(D, SAMPLES * PER_COUNT), *WEIGHTED)
"""Each sample has one label, ω_c = n/n_c."""

FOUR = altered(
    ONE_HOT, (PER_COUNT, sp.diag(1, 1, sp.Rational(1, 2))), (D, sp.diag(4, 4, 2)),
    (OMEGA, sp.diag(4, 4, 2, 2)), (LOSSES, sp.Matrix([1, 0, 3, 2])),
)  # fmt: skip
POPULATION = values(
    (K, 3), (PRIORS, sp.diag(1, 2, 5) / 8), (PER_PRIOR, 8 * sp.diag(1, 2, 5) ** -1),
    (RISKS, sp.Matrix([1, 4, 2])),
)  # fmt: skip

CLAIMS = (
    identity(
        "1.balanced",
        "Section 1, balanced accuracy (population, 0-1 loss)",
        "the risk Σπ_c·(1/π_c)·r_c weighted by 1/π is k times the balanced one, Σr_c/k, for all priors "
        "and errors: so both have one minimiser",
        (SUM * PRIORS * PER_PRIOR * RISKS, K * (SUM * RISKS / K)),
        (eq(PRIORS * PER_PRIOR, EYE),),
        POPULATION,
    ),
    Claim(
        "1.balanced.surrogate",
        OutOfScope(
            "a differentiable surrogate is statistically optimal as n → ∞ for a bounded class",
            "needs calibration and uniform convergence, which the text does not state",
        ),
        "Section A.1, after (3)",
        "optimality of the re-weighted surrogate",
        expected=NOT_RUN,
    ),
    identity(
        "A1.3.printed",
        "Section A.1, (3)",
        "the balanced loss Σ_c (Σ_i l_i/n_c)/k can be rewritten as (3), Σ_i ω_i·l_i/n with ω_i = n/n_c",
        (BALANCED, REWEIGHTED),
        COUNTED,
        FOUR,
        expected=REFUTED,
        corrected_by=("A1.3.true",),
    ),
    identity(
        "A1.3.true",
        "Section A.1, (3)",
        "(3) is k times the balanced loss, for any counts and losses",
        (REWEIGHTED, K * BALANCED),
        COUNTED,
        FOUR,
    ),
    Claim(
        "1.gamma",
        le(gamma, 1),
        "Section 1, footnote 1",
        "γ in (0, 1) is a convention; a tuned γ stays at most 1",
        (sp.Gt(gamma, 0), sp.Lt(gamma, 1)),
    ),
    Claim(
        "2.steps",
        OutOfScope(
            "a CNN learns the features at steps 40, 150, 183 (ERM) and 70 (RW)",
            "one run, whose data, network and seed are not given; 2.order tests the order",
        ),
        "Section 2, Figure 1",
        "steps at which a CNN learns the three features",
        expected=NOT_RUN,
    ),
    Claim(
        "A2.literature",
        OutOfScope(
            "results of other papers on re-weighting under overparameterisation",
            "statements of other papers; one citation is empty",
        ),
        "Section A.2, whole",
        "the literature on implicit bias",
        expected=NOT_RUN,
    ),
)
