"""Random starts under ERM: when samples are told apart, from two singular vectors of the exact solution.

With both left out of M₋, the own logit of the smaller one over that along the larger one is what tends to 0
before 2/(σ₁+σ₂) and to infinity after it. See :mod:`proofs.ledger.paper.exact_erm`.
"""

import sympy as sp

from proofs.ledger.any_counts.any_labels import identity
from proofs.ledger.formulas import Claim, Limit, Named, R, delta, eq, gt, lt, sigma, t
from proofs.ledger.paper.exact_erm import EYE, PP, TWO_BACK, M, Q, S, T, a, b, c, g, h

PAIRS = "Section C.1, random starts: accuracy"
s1, s2, slow, fast = sp.symbols("sigma_1 sigma_2 p q", positive=True)
WITH_TWO = (eq(M * S, EYE), eq((S + Q * Q.T + PP * PP.T) * T, EYE))
LINEAR = eq(g + a * g + c * h, c), eq(h + c * g + b * h, b)
MEETING = 2 / (s1 + s2)
GROWN = tuple(sp.exp(2 * delta * (size * t - 1)) / (2 * size) for size in (s1, s2))
OVER = (1 + c * sp.exp(2 * delta * (s1 * t - 1))) * sp.exp(-(s1 - s2) * delta * t)
"""The own logit over that along the larger singular vector, times c/b; c for (ab - c²)/(2σ₁b) > 0."""

DECAYS = (s1 - s2) * t, 2 - (s1 + s2) * t
ORDERED = (sp.Gt(s1, s2),)
LEAVING = Named("2/(σ₁+σ₂)", 2 / (sigma["maj-maj"] + sigma["maj-min"]), r"2/(\sigma_1+\sigma_2)")
APART = Named("2/(σ₂+σ₃)", 2 / (sigma["maj-min"] + sigma["min-min"]), r"2/(\sigma_2+\sigma_3)")

CLAIMS = (
    identity(
        "C1.random.pair.own",
        PAIRS,
        "two singular vectors, M₋ without both: pᵀMp + (pᵀM₋q)(qᵀMp) + (pᵀM₋p)(pᵀMp) = pᵀM₋p",
        (
            PP.T * T * PP + PP.T * M * Q * Q.T * T * PP + PP.T * M * PP * PP.T * T * PP,
            PP.T * M * PP,
        ),
        WITH_TWO,
        TWO_BACK,
        depends_on=("C1.random.solution",),
    ),
    identity(
        "C1.random.pair.other",
        PAIRS,
        "and qᵀMp + (qᵀM₋q)(qᵀMp) + (qᵀM₋p)(pᵀMp) = qᵀM₋p",
        (
            Q.T * T * PP + Q.T * M * Q * Q.T * T * PP + Q.T * M * PP * PP.T * T * PP,
            Q.T * M * PP,
        ),
        WITH_TWO,
        TWO_BACK,
        depends_on=("C1.random.solution",),
    ),
    Claim(
        "C1.random.pair.solved",
        eq(h * c, g * (b + a * b - c**2)),
        PAIRS,
        "so pᵀMp over qᵀMp is (b + ab - c²)/c, with a, b, c for qᵀM₋q, pᵀM₋p, qᵀM₋p",
        LINEAR,
        depends_on=("C1.random.pair.own", "C1.random.pair.other"),
    ),
    Claim(
        "C1.random.pair.ratio",
        eq(s2 * GROWN[1] / (s1 * GROWN[0]), sp.exp(-2 * (s1 - s2) * delta * t)),
        PAIRS,
        "and √(σ₂x₂/σ₁x₁) = exp(-(σ₁-σ₂)δt) makes of it the own logit over that along the larger one",
        depends_on=("C1.random.pair.solved",),
    ),
    Claim(
        "C1.random.pair.split",
        eq(OVER, sp.exp(-DECAYS[0] * delta) + c * sp.exp(-DECAYS[1] * delta)),
        PAIRS,
        "which is exp(-pδ) + c·exp(-qδ), p = (σ₁-σ₂)t, q = 2 - (σ₁+σ₂)t",
        depends_on=("C1.random.pair.ratio",),
    ),
    Claim(
        "C1.random.pair.decays",
        sp.And(*(gt(rate, 0) for rate in DECAYS)),
        PAIRS,
        "both p and q are positive for 0 < t < 2/(σ₁+σ₂)",
        (*ORDERED, sp.Lt(t, MEETING), sp.Gt(t, 0)),
    ),
    Claim(
        "C1.random.pair.before",
        Limit(sp.exp(-slow * delta) + c * sp.exp(-fast * delta), delta, sp.oo, 0),
        PAIRS,
        "so that it tends to 0: until then samples of the second are taken for the first",
        depends_on=("C1.random.pair.split", "C1.random.pair.decays"),
    ),
    Claim(
        "C1.random.pair.after",
        Limit(OVER, delta, sp.oo, sp.oo),
        PAIRS,
        "and the ratio tends to infinity for t > 2/(σ₁+σ₂), a harmonic mean: then they are told apart",
        (*ORDERED, sp.Gt(t, MEETING)),
        depends_on=("C1.random.pair.ratio",),
    ),
    Claim(
        "C1.random.pair.earlier",
        sp.And(lt(1 / s1, MEETING), lt(MEETING, 1 / s2)),
        PAIRS,
        "that is after σ₁ is learned, and before σ₂ is",
        ORDERED,
    ),
    Claim(
        "C1.random.step",
        sp.And(lt(LEAVING, APART), lt(APART, 1)),
        PAIRS,
        "STEP, R > 1: minorities leave the majority labels at 2/(σ₁+σ₂), are told from each other at "
        "2/(σ₂+σ₃), and that is before min-min is learned at 1",
        (sp.Gt(R, 1),),
        depends_on=("C1.random.pair.before", "C1.random.pair.after"),
    ),
)
