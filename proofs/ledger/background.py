"""Sections 1, 2 and A: losses and the motivating experiment."""

import sympy as sp

from proofs.ledger.formulas import (
    NOT_RUN,
    REFUTED,
    Claim,
    Named,
    OutOfScope,
    R,
    eq,
    gamma,
    k,
    le,
    m,
    printed,
)

# average loss (or error) of a majority and of a minority class
L1, L2 = sp.symbols("l_maj l_min", positive=True)
N = printed.n
BALANCED = (m * L1 + m * L2) / k
REWEIGHTED = (m * R * (N / R) * L1 + m * N * L2) / N

CLAIMS = (
    Claim(
        "1.balanced",
        eq(
            Named(
                "Σ_c π_c·ℓ_c/π_c",
                m * (R / N) * L1 / (R / N) + m * (1 / N) * L2 / (1 / N),
                r"\sum_c \pi_c\,\ell_c/\pi_c",
            ),
            k * BALANCED,
        ),
        "Section 1, balanced accuracy (population, 0-1 loss)",
        "risk weighted by 1/π is k times the balanced risk, so both have one minimiser",
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
    Claim(
        "A1.3.printed",
        eq(BALANCED, REWEIGHTED),
        "Section A.1, (3)",
        "the balanced loss can be rewritten as (3)",
        expected=REFUTED,
        corrected_by=("A1.3.true",),
    ),
    Claim(
        "A1.3.true",
        eq(REWEIGHTED, k * BALANCED),
        "Section A.1, (3)",
        "(3) is k times the balanced loss",
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
