"""The paper's formulas as printed, and shorthand for writing claims. Data only.

V of the paper is k here. Where the scan leaves two readings (√R+1 or √(R+1)) both are here.
"""

import sympy as sp

import spectra
from proofs.claims.claim import Claim
from proofs.claims.flow_quantities import TransitionStrength
from proofs.claims.flow_statements import Invariance, LearningTime, Plateau, Terminal, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.named import Named, NamedMatrix
from proofs.claims.relation import eq, ge, gt, le, lt, ne
from proofs.claims.statement import OutOfScope
from proofs.claims.verdict import Verdict
from spectra import R, SumZeroBasis, delta, gamma, k, m, t
from spectra.block_matrices.normal_form import block_diagonal

__all__ = [
    "BETWEEN", "BETWEEN_READ", "CERTIFIED", "LEVEL", "MODES", "NOT_RUN", "REFUTED", "Claim", "Invariance", "LearningTime",
    "Limit", "Named", "NamedMatrix", "OutOfScope", "Plateau", "R", "Terminal", "Trajectory",
    "TransitionStrength", "beta", "delta", "derived", "eq", "gamma", "ge", "gt",
    "k", "lam", "le", "logistic", "lt", "m", "ne", "printed", "sigma", "t", "weighted",
]  # fmt: skip

CERTIFIED, REFUTED, NOT_RUN = Verdict.CERTIFIED, Verdict.REFUTED, Verdict.NOT_RUN
LEVEL = sp.Symbol("b", positive=True)
"""A strength between 0 and 1."""

MODES = ("maj-maj", "maj-min", "min-min")

sigma = dict(zip(MODES, (sp.sqrt(R), sp.sqrt((R + 1) / 2), sp.S.One), strict=True))
"""Eq. (11)."""

BETWEEN = (sp.sqrt(R) + 1) / sp.sqrt(R + 1)
"""The middle entry of Eq. (14) that makes Corollary C.3 consistent."""

BETWEEN_READ = (sp.sqrt((R + 1) / R), sp.S.One, sp.sqrt(R + 1))
"""The middle entry as Eq. (13) prints it, and Eq. (14) with √(R+1) over √(R+1) and over 1."""

lam = dict(zip(MODES, (sp.sqrt((R + 1) / R), BETWEEN, sp.sqrt(R + 1)), strict=True))
"""Eq. (14)."""


def beta(s: sp.Expr, weight: sp.Expr = sp.S.One, time: sp.Expr = t) -> sp.Expr:
    """Return Eq. (16), and Eq. (6) for weight 1."""
    return logistic(s, s * weight, time)


def logistic(start: sp.Expr, rate: sp.Expr, time: sp.Expr = t) -> sp.Expr:
    """Return the strength that starts at e^(-2δ)/start and grows at a rate to 1."""
    total = 1 + (start * sp.exp(2 * delta) - 1) * sp.exp(-2 * rate * time)
    # not evaluated, since sympy would look for its sign
    return sp.Pow(total, -1, evaluate=False)


def product(*factors: sp.Expr) -> sp.MatrixExpr:
    """Return the product of factors that sympy has simplified already, and does not go into again."""
    return sp.MatMul(*factors).doit(deep=False)


class printed:
    """Matrices as Section C.2 prints them, for symbolic k and R."""

    F = SumZeroBasis(m)
    n = (R + 1) * k / 2
    ones_maj, ones_min = sp.OneMatrix(1, R * m), sp.OneMatrix(1, m)
    between = sp.sqrt(2 / ((R + 1) * k))
    Y = sp.BlockMatrix(
        [
            [sp.KroneckerProduct(sp.Identity(m), sp.OneMatrix(1, R)), sp.ZeroMatrix(m, m)],
            [sp.ZeroMatrix(m, R * m), sp.Identity(m)],
        ]
    )
    P = sp.Identity(k) - sp.OneMatrix(k, k) / k
    U = sp.BlockMatrix(
        [
            [F, -sp.sqrt(1 / k) * sp.OneMatrix(m, 1), sp.ZeroMatrix(m, m - 1)],
            [sp.ZeroMatrix(m, m - 1), sp.sqrt(1 / k) * sp.OneMatrix(m, 1), F],
        ]
    )
    V_T = sp.BlockMatrix(
        [
            [
                sp.sqrt(1 / R) * sp.KroneckerProduct(F.T, sp.OneMatrix(1, R)),
                sp.ZeroMatrix(m - 1, m),
            ],
            [-between * ones_maj, between * ones_min],
            [sp.ZeroMatrix(m - 1, R * m), F.T],
        ]
    )
    Omega = sp.BlockMatrix(
        [
            [sp.sqrt(R + 1) * sp.sqrt(1 / R) * sp.Identity(R * m), sp.ZeroMatrix(R * m, m)],
            [sp.ZeroMatrix(m, R * m), sp.sqrt(R + 1) * sp.Identity(m)],
        ]
    )

    @staticmethod
    def diagonal(maj: sp.Expr, between: sp.Expr, minority: sp.Expr) -> sp.BlockMatrix:
        """Return the (k-1)×(k-1) diagonal matrix with these three levels."""
        return block_diagonal((maj, between, minority), (m - 1, sp.S.One, m - 1))

    @staticmethod
    def left_factor(majority: sp.Expr) -> sp.BlockMatrix:
        """Return the left factor of Eq. (13) with ``majority`` before 𝔽ᵀ⊗1ᵀ."""
        c = sp.sqrt(2 / (R * (R + 1) * k))
        p = printed
        return sp.sqrt(R + 1) * sp.BlockMatrix(
            [
                [
                    majority * sp.KroneckerProduct(p.F.T, sp.OneMatrix(1, R)),
                    sp.ZeroMatrix(m - 1, m),
                ],
                [-c * p.ones_maj, p.between * p.ones_min],
                [sp.ZeroMatrix(m - 1, R * m), p.F.T],
            ]
        )


derived = spectra.decompose(spectra.step())
"""The spectrum as spectra derives it."""


def weighted(exponent: sp.Expr) -> spectra.Effective:
    """Return derived weights and rates at weighting exponent γ."""
    return spectra.effective(derived, spectra.weights(spectra.step(), exponent))
