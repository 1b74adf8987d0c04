"""Beyond the paper: the order of learning at finite δ, and the delay c(R) of maj-min.

The half-time of maj-min under the full re-weighted flow is (δ + c(R))/√(R+1) up to what vanishes as
δ → ∞. c(R) has no known formula; :class:`proofs.Delay` is enclosed by balls, so that relations with
it are certified at stated ratios. A lower bound, what becomes of it at 1/R, and how it grows with R are
proved.
"""

import sympy as sp

from proofs.claims.flow_quantities import Delay, HalfTime, LargeRatioDelay
from proofs.claims.limit_lemmas import H1, H2, O1, O2, ONE_DRIVE_FLOW, G, W
from proofs.claims.verdict import Verdict
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Limit,
    R,
    delta,
    eq,
    ge,
    gt,
    le,
    lt,
    sigma,
    weighted,
)

W_DOT, H1_DOT, H2_DOT = ONE_DRIVE_FLOW
CERTIFIED = Verdict.CERTIFIED
SOURCE, DELAY = "Beyond: finite δ, RW", "Beyond: the delay c(R) of maj-min, RW"
HALF, Q = sp.Rational(1, 2), sp.Rational
GAP = sp.exp(-2 * delta)
SLOPE = sp.sqrt(2) / 4 * sp.log(R)
T_MAJ = (delta + sp.log(sp.sqrt(R) - GAP) / 2) / sp.sqrt(R + 1)
T_MIN = (delta + sp.log(1 - GAP) / 2) / sp.sqrt(R + 1)

# the coupled mode at ratio R, and at 1/R with the groups exchanged, w and h scaled by R^-¼
OMEGA = tuple(weighted(HALF).weights.omega)
AT_R = {G: sigma["maj-min"], O1: OMEGA[0], O2: OMEGA[1]}
SCALE, SPEED = R ** Q(1, 4), sp.sqrt(R)
EXCHANGED = {W: W / SCALE, H1: H2 / SCALE, H2: H1 / SCALE}
AT_INVERSE = {symbol: value.xreplace({R: 1 / R}) for symbol, value in AT_R.items()}


def _here(rate: sp.Expr) -> sp.Expr:
    return rate.xreplace(AT_R)


def _there(rate: sp.Expr) -> sp.Expr:
    return SCALE * SPEED * rate.xreplace(AT_INVERSE).xreplace(EXCHANGED)


def _half_times(ratio: int, scale: int) -> dict[str, sp.Expr]:
    return {name: HalfTime(name, ratio, scale) for name in sigma}


def _late(ratio: int, scale: int) -> sp.Expr:
    """Return T √(R+1) - δ - c(R) of maj-min."""
    time = HalfTime("maj-min", ratio, scale)
    return time * sp.sqrt(ratio + 1) - scale - Delay(ratio)


EARLY, LATER = _half_times(3, 20), _half_times(4, 20)
BELOW, ABOVE = Q("3.414553798938533"), Q("3.414553798938534")
KAPPA_2 = (HALF + 3 * sp.pi / 8 - sp.log(2) / 4 + sp.pi * sp.Catalan / 4 - 7 * sp.zeta(3) / 16) / 16


def _beyond_second_order(ratio: sp.Expr) -> sp.Expr:
    log = sp.log(ratio)
    return sp.Abs(Delay(ratio) - log / 8 - KAPPA_2 * log**2) / log**4


def _beyond_logarithm(ratio: int) -> sp.Expr:
    rest = Delay(ratio) - sp.sqrt(2) / 4 * sp.log(ratio) - LargeRatioDelay()
    return sp.sqrt(ratio) * sp.Abs(rest)


CLAIMS = (
    Claim(
        "B.finite.maj-maj",
        Limit(T_MAJ - delta / sp.sqrt(R + 1), delta, sp.oo, sp.log(R) / (4 * sp.sqrt(R + 1))),
        SOURCE,
        "maj-maj lags δ/√(R+1) by ln R/(4√(R+1))",
    ),
    Claim(
        "B.finite.min-min",
        Limit(T_MIN - delta / sp.sqrt(R + 1), delta, sp.oo, 0),
        SOURCE,
        "min-min does not lag",
    ),
    Claim(
        "B.finite.order",
        lt(T_MIN, T_MAJ),
        SOURCE,
        "so at finite δ min-min comes before maj-maj, R > 1",
        (sp.Gt(R, 1),),
    ),
    Claim(
        "B.finite.order.small-ratio",
        sp.And(lt(EARLY["min-min"], EARLY["maj-min"]), lt(EARLY["maj-min"], EARLY["maj-maj"])),
        SOURCE,
        "at R = 3, δ = 20 RW learns min-min, maj-min, maj-maj in this order",
        expected=CERTIFIED,
    ),
    Claim(
        "B.finite.order.large-ratio",
        sp.And(lt(LATER["min-min"], LATER["maj-maj"]), lt(LATER["maj-maj"], LATER["maj-min"])),
        SOURCE,
        "at R = 4, δ = 20 RW learns min-min, maj-maj, maj-min in this order",
        expected=CERTIFIED,
    ),
    Claim(
        "B.delay.expansion",
        sp.And(
            *(
                le(sp.Abs(_late(ratio, scale)), 3 * sp.exp(-scale))
                for ratio, scale in ((2, 8), (2, 20), (10, 8), (10, 20), (100, 12))
            )
        ),
        DELAY,
        "T√(R+1) - δ is within 3e^(-δ) of c(R) at R = 2, 10, 100",
        expected=CERTIFIED,
    ),
    Claim(
        "B.delay.value",
        le(sp.Abs(Delay(10) - Q("0.777795806118186")), Q(1, 10**15)),
        DELAY,
        "c(10) = 0.777795806118186, to the last digit",
        expected=CERTIFIED,
    ),
    Claim(
        "B.delay.bound",
        ge(Delay(R), sp.log((R + 1) / 2) / 4),
        DELAY,
        "c(R) ≥ ¼ ln((R + 1)/2), R > 1: maj-min is behind the logistic mode of its rate at the origin",
        (sp.Gt(R, 1),),
    ),
    Claim(
        "B.delay.positive",
        gt(Delay(R), 0),
        DELAY,
        "so maj-min is late, R > 1",
        (sp.Gt(R, 1),),
    ),
    Claim(
        "B.delay.positive.always",
        ge(Delay(R), 0),
        DELAY,
        "maj-min is never early, R > 0",
        expected=REFUTED,
        corrected_by=("B.delay.positive",),
    ),
    Claim(
        "B.delay.exchange.flow",
        sp.And(
            eq(_there(W_DOT), _here(W_DOT)),
            eq(_there(H2_DOT), _here(H1_DOT)),
            eq(_there(H1_DOT), _here(H2_DOT)),
        ),
        DELAY,
        "the mode at 1/R, groups exchanged, is that at R: w·R^¼, time·R^-½",
    ),
    Claim(
        "B.delay.exchange.start",
        eq(sp.sqrt(1 / (1 / R + 1)), sp.sqrt(R / (R + 1))),
        DELAY,
        "and starts alike, with δ less by ¼ ln R",
    ),
    Claim(
        "B.delay.exchange",
        eq(Delay(1 / R), Delay(R) - sp.log(R) / 4),
        DELAY,
        "c(1/R) = c(R) - ¼ ln R",
    ),
    Claim(
        "B.delay.exchange.values",
        sp.And(
            *(
                le(sp.Abs(Delay(1 / ratio) - Delay(ratio) + sp.log(ratio) / 4), Q(1, 10**25))
                for ratio in (Q(3, 2), Q(10), Q(300))
            )
        ),
        DELAY,
        "c(1/R) = c(R) - ¼ ln R to 25 decimals at R = 3/2, 10, 300",
        expected=CERTIFIED,
        depends_on=("B.delay.exchange",),
    ),
    Claim(
        "B.delay.critical",
        sp.And(lt(Delay(BELOW), sp.log(BELOW) / 4), gt(Delay(ABOVE), sp.log(ABOVE) / 4)),
        DELAY,
        "c(R) crosses ¼ ln R, the delay of maj-maj, at R_c = 3.41455379893853…",
        expected=CERTIFIED,
    ),
    Claim(
        "B.delay.order",
        sp.And(
            *(lt(Delay(x), sp.log(x) / 4) for x in (Q(101, 100), Q(2), Q("3.41"))),
            *(gt(Delay(x), sp.log(x) / 4) for x in (Q("3.42"), Q(10), Q(1000))),
        ),
        DELAY,
        "maj-min before maj-maj at R = 1.01, 2, 3.41, after it at 3.42, 10, 1000",
        expected=CERTIFIED,
        depends_on=("B.finite.maj-maj",),
    ),
    Claim(
        "B.delay.order.always",
        gt(Delay(R), sp.log(R) / 4),
        DELAY,
        "maj-min always comes last, R > 1",
        (sp.Gt(R, 1),),
        expected=REFUTED,
        corrected_by=("B.delay.order", "B.finite.order"),
    ),
    Claim(
        "B.delay.small-ratio",
        sp.And(*(le(_beyond_second_order(x), Q(1, 300)) for x in (Q(101, 100), Q(11, 10), Q(2)))),
        DELAY,
        "c = ⅛ ln R + κ₂ ln² R, κ₂ with Catalan's G and ζ(3), up to ln⁴ R / 300",
        expected=CERTIFIED,
    ),
    Claim(
        "B.delay.slope.bounds",
        le(sp.Abs(Delay(R) - SLOPE), Q(36, 5)),
        DELAY,
        "c(R) is within 7.2 of (√2/4) ln R, R > 10⁴",
        (sp.Gt(R, 10**4),),
    ),
    Claim(
        "B.delay.slope",
        Limit(Delay(R) / sp.log(R), R, sp.oo, sp.sqrt(2) / 4),
        DELAY,
        "so c(R)/ln R → √2/4",
        depends_on=("B.delay.slope.bounds",),
    ),
    Claim(
        "B.delay.slope.one-stage",
        Limit(Delay(R) / sp.log(R), R, sp.oo, Q(1, 4)),
        DELAY,
        "c(R) grows like its bound ¼ ln((R + 1)/2), and like the delay of maj-maj",
        expected=REFUTED,
        corrected_by=("B.delay.slope",),
    ),
    Claim(
        "B.delay.order.far",
        Limit(Delay(R) - sp.log(R) / 4, R, sp.oo, sp.oo),
        DELAY,
        "maj-min comes last for all large R, ever later",
        depends_on=("B.finite.maj-maj",),
    ),
    Claim(
        "B.delay.large-ratio",
        sp.And(*(le(_beyond_logarithm(x), Q(11, 20)) for x in (10**3, 10**4))),
        DELAY,
        "c = (√2/4) ln R + K∞ up to 0.55/√R at R = 10³, 10⁴",
        expected=CERTIFIED,
    ),
    Claim(
        "B.delay.large-ratio.value",
        le(sp.Abs(LargeRatioDelay() - Q("0.319369")), Q(1, 10**6)),
        DELAY,
        "K∞ = 0.319369",
        expected=CERTIFIED,
    ),
)
