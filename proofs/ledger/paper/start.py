"""The derivatives of maj-min's strength at t = 0 against those of (16): it is false for every R ≠ 1."""

from functools import reduce

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.claims.limit_lemmas import H1, H2, O1, O2, T1, T2, TARGETS, W, along_flow
from proofs.ledger.formulas import Claim, Named, R, delta, eq, ne, sigma
from proofs.ledger.paper.reduction import BETWEEN_CHAIN

SOURCE = "Theorem C.2, (15) and (16) on the full flow"
LEVEL = sigma["maj-min"]
SIZE = sp.exp(-delta)
DEFECT = (sp.sqrt(R) - 1) / sp.sqrt(R + 1)
EPSILON, SIGMA, TARGET_1, X, Y = sp.symbols("epsilon sigma t_1 x y", positive=True)
PRIME = "′"


def flow(order: int, size: sp.Expr, root: sp.Expr, level: sp.Expr) -> sp.Expr:
    """Return a derivative of β at t = 0 along the flow (S), from W and H of this size.

    ``root`` is √R and ``level`` is σ, so that 2σ² = R + 1.
    """
    targets = root / sp.sqrt(2), 1 / sp.sqrt(2)
    weights = sp.sqrt(2) * level / root, sp.sqrt(2) * level
    strength = W * (T1 * H1 + T2 * H2) / level**2
    found = reduce(lambda f, _: along_flow(f), range(order), strength)
    constants = dict(zip((T1, T2, O1, O2), (*targets, *weights), strict=True))
    start = {W: size, H1: size * targets[0] / level, H2: size * targets[1] / level}
    value = found.xreplace(
        {x: y.xreplace(constants) for x, y in TARGETS.items()} | constants | start
    )
    value = value.expand(log=False, basic=False, power_base=False, power_exp=False)
    return Named(f"β{order * PRIME}(0) of the flow", value, rf"\beta^{{({order})}}(0)")


def printed(order: int, first: sp.Expr, root: sp.Expr) -> sp.Expr:
    """Return that derivative of (16), the solution of β′ = 2σλβ(1-β) with σλ = (√R+1)/√2."""
    speed = sp.sqrt(2) * (root + 1) * Y * (1 - Y)
    found = reduce(lambda f, _: derivative(f, Y) * speed, range(order), Y).xreplace({Y: first})
    name = f"β{order * PRIME}(0) of (16)"
    return Named(name, sp.expand(found), rf"\beta_{{(16)}}^{{({order})}}(0)")


def gap(size: sp.Expr, level: sp.Expr) -> sp.Expr:
    """Return by how much the second derivatives differ."""
    return size**2 * (1 - size**2 / level) * (level - 3 * size**2) * DEFECT**2


def third(root: sp.Expr) -> sp.Expr:
    """Return by how much the third derivatives differ where the second do not."""
    squares = (root - 1) ** 2 * (root + 1) * (root**2 + 5 * root + 1)
    return -2 * sp.sqrt(2) * squares / (81 * root)


CLAIMS = (
    Claim(
        "C2.16.full.second",
        eq(
            flow(2, SIZE, sp.sqrt(R), LEVEL) - printed(2, SIZE**2 / LEVEL, sp.sqrt(R)),
            gap(SIZE, LEVEL),
        ),
        SOURCE,
        "β″(0) of the flow exceeds that of (16) by ε²(1-ε²/σ)(σ-3ε²)·defect², ε = e^(-δ)",
        depends_on=BETWEEN_CHAIN,
    ),
    Claim(
        "C2.16.full.second.differs",
        ne(gap(EPSILON, SIGMA), 0),
        SOURCE,
        "so (16) is false for every R ≠ 1, unless ε² is σ or σ/3",
        (sp.Ne(R, 1), sp.Ne(EPSILON**2, SIGMA), sp.Ne(3 * EPSILON**2, SIGMA)),
        depends_on=("C2.16.full.second",),
    ),
    Claim(
        "C2.16.full.third",
        eq(
            flow(3, sp.sqrt(SIGMA / 3), X, SIGMA) - printed(3, sp.Rational(1, 3), X),
            third(X),
        ),
        SOURCE,
        "where ε² = σ/3 the third derivatives differ by -2√2(x-1)²(x+1)(x²+5x+1)/(81x), x = √R",
        (eq(2 * SIGMA**2, X**2 + 1),),
        depends_on=BETWEEN_CHAIN,
    ),
    Claim(
        "C2.16.full.third.differs",
        ne(third(sp.sqrt(R)), 0),
        SOURCE,
        "which is not 0 for R ≠ 1: (16) is false there as well",
        (sp.Ne(R, 1),),
        depends_on=("C2.16.full.third",),
    ),
    Claim(
        "C2.16.full.at-target",
        eq(EPSILON * (EPSILON * TARGET_1 / SIGMA), TARGET_1),
        SOURCE,
        "where ε² = σ the start wh = ε·(εt/σ) is the target t: the flow rests, as (16) does",
        (eq(EPSILON**2, SIGMA),),
        depends_on=BETWEEN_CHAIN,
    ),
)
