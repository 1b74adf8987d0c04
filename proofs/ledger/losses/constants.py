"""Beyond the paper: what learning times under cross-entropy have beyond their limit δ/s, as δ → ∞.

A mode within a group of m classes of n samples and rate s = ω√n has the margin A with Ȧ = 2sαA from
e^(-2δ)/√n on. So T - δ/s tends to an integral of 1/α - 1 over the margin, up to the level a.
"""

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.ledger.formulas import MODES, REFUTED, Claim, LearningTime, R, delta, gamma
from proofs.ledger.losses.cross_entropy import MORE
from proofs.ledger.losses.cross_entropy_family import CHAIN, COUNTS, SIZES, WEIGHTED
from proofs.ledger.losses.cross_entropy_flow import PARTS

SOURCE = "Beyond: cross-entropy, after δ"
MAJ, _, MIN = MODES
LEVEL = sp.Symbol("a", positive=True)
V = sp.Symbol("v", real=True)


def after(rate: sp.Expr, count: sp.Expr, size: sp.Expr, others: sp.Expr = sp.S.Zero) -> sp.Expr:
    """Return (ln(a√n) + ∫₀ᵃ (eᵛ - 1)/(v(m + m′e^(v/m))) dv)/(2s) for m of m + m′ classes."""
    inside = (sp.exp(V) - 1) / (V * (size + others * sp.exp(V / size)))
    return (sp.log(LEVEL * sp.sqrt(count)) + sp.Integral(inside, (V, 0, LEVEL))) / (2 * rate)


def bare(rate: sp.Expr, count: sp.Expr) -> sp.Expr:
    """Return the same without the integral."""
    return sp.log(LEVEL * sp.sqrt(count)) / (2 * rate)


PAIR = Flow(gamma=WEIGHTED, loss="cross-entropy")
FIRST, SECOND = PARTS.values()
FASTER = (sp.Gt(FIRST, SECOND, evaluate=False), *(sp.Ge(m, 2) for m in SIZES))

NUMBER, COUNT = sp.symbols("m n", integer=True, positive=True)
WEIGHT = sp.Symbol("omega", positive=True)
BALANCED = Flow(
    gamma=spectra.Weights(
        spectra.groups((NUMBER,), (COUNT,)), spectra.PerLevel(("all",), (WEIGHT,))
    ),
    loss="cross-entropy",
)
ONE = WEIGHT * sp.sqrt(COUNT)


def claim(
    name: str, said: sp.Expr, flow: Flow, mode: str, rate: sp.Expr, words: str, **more: object
) -> Claim:
    """Return a claim on T - δ/s of a mode, at the level a."""
    statement = LearningTime(mode, said, flow, level=LEVEL, after=1 / rate)
    return Claim(f"B.ce.{name}", statement, SOURCE, words, **more)  # type: ignore[arg-type]


def wrong(name: str, *parts: object, by: str, **more: object) -> Claim:
    """Return one that is refuted, and what holds instead."""
    return claim(name, *parts, expected=REFUTED, corrected_by=(f"B.ce.{by}",), **more)  # type: ignore[arg-type]


def whole(rate: sp.Expr, count: sp.Expr, size: sp.Expr, others: sp.Expr = sp.S.Zero) -> sp.Expr:
    """Return (2δ + ln(a√n) + ∫ (eᵛ - 1)/(v(m + m′e^(v/m))) dv)/(2s), from the start e^(-2δ)/√n to a."""
    inside = (sp.exp(V) - 1) / (V * (size + others * sp.exp(V / size)))
    begin = sp.exp(-2 * delta) / sp.sqrt(count)
    to, since = (sp.Integral(inside, (V, 0, end)) for end in (LEVEL, begin))
    return (2 * delta + sp.log(LEVEL * sp.sqrt(count)) + to - since) / (2 * rate)


def starts_below(count: sp.Expr) -> sp.Basic:
    """Return that the margin starts below its level."""
    return sp.Gt(LEVEL, sp.exp(-2 * delta) / sp.sqrt(count), evaluate=False)


def at_any(
    name: str, relation: str, said: sp.Expr, flow: Flow, mode: str, words: str, **more: object
) -> Claim:
    """Return a claim on T of a mode at any δ, at the level a."""
    statement = LearningTime(mode, said, flow, level=LEVEL, relation=relation)  # type: ignore[arg-type]
    return Claim(f"B.ce.{name}", statement, SOURCE, words, **more)  # type: ignore[arg-type]


PAIRED = starts_below(COUNTS[0]), *(sp.Ge(m, 2) for m in SIZES)
LONE = starts_below(COUNT), sp.Ge(NUMBER, 2)

SQUARED, ODDS = Flow(gamma=gamma), LEVEL / (1 - LEVEL)
WHENEVER = "Beyond: learning times at every δ"
RATES = tuple(
    (mode, sigma, sigma * SQUARED.setting.weights.omega[mode[:3]])
    for mode, sigma in ((MAJ, sp.sqrt(R)), (MIN, sp.S.One))
)
"""A mode within a group, its singular value σ, and σω."""

CLAIMS = (
    at_any(
        "bracket.least", ">=", whole(FIRST, COUNTS[0], *SIZES), PAIR, MAJ,
        "at every δ, in either of two groups, T is at least what it would be without maj-min",
        assume=PAIRED, depends_on=CHAIN,
    ),
    at_any(
        "bracket.most", "<=", whole(FIRST, COUNTS[0], SIZES[0]), PAIR, MAJ,
        "and at most what it would be if all had a margin over the other group",
        assume=PAIRED, depends_on=CHAIN,
    ),
    at_any(
        "bracket.bare", "<=", (2 * delta + sp.log(LEVEL * sp.sqrt(COUNTS[0]))) / (2 * FIRST), PAIR, MAJ,
        "it is at most (2δ + ln(a√n))/(2s), as if the margin grew at the rate of the start",
        assume=PAIRED, expected=REFUTED, corrected_by=("B.ce.bracket.least",),
    ),
    at_any(
        "balanced.exact", "=", whole(ONE, COUNT, NUMBER), BALANCED, "all-all",
        "for balanced classes T is known at every δ: 2smT = [Ei(v) + (m-1)ln v] from e^(-2δ)/√n to a",
        assume=LONE,
    ),
    at_any(
        "balanced.exact.bare", "=", (2 * delta + sp.log(LEVEL * sp.sqrt(COUNT))) / (2 * ONE), BALANCED, "all-all",
        "it is (2δ + ln(a√n))/(2s), as if a margin grew at the rate of the start",
        assume=LONE, expected=REFUTED, corrected_by=("B.ce.balanced.exact",),
    ),
    claim(
        "constant.faster", after(FIRST, COUNTS[0], *SIZES), PAIR, MAJ, FIRST,
        "in the faster of two groups, of m of m + m′ classes, it is (ln(a√n) + ∫(eᵛ - 1)/(v(m + m′e^(v/m))))/(2s)",
        assume=FASTER, depends_on=CHAIN,
    ),
    wrong(
        "constant.faster.bare", bare(FIRST, COUNTS[0]), PAIR, MAJ, FIRST,
        "it is ln(a√n)/(2s), as if a margin grew at the rate of the start until it is at its level",
        assume=FASTER, by="constant.faster",
    ),
    claim(
        "constant.slower", after(SECOND, COUNTS[1], SIZES[1]), PAIR, MIN, SECOND,
        "in the slower group it is (ln(a√n) + ∫(eᵛ - 1)/(vm))/(2s): by then all have a margin over the other group",
        assume=FASTER, depends_on=CHAIN,
    ),
    wrong(
        "constant.slower.bare", bare(SECOND, COUNTS[1]), PAIR, MIN, SECOND,
        "in the slower group it is ln(a√n)/(2s)",
        assume=FASTER, by="constant.slower",
    ),
    claim(
        "balanced.time", after(ONE, COUNT, NUMBER), BALANCED, "all-all", ONE,
        "for balanced classes, m of them, it is (ln(a√n) + (Ei(a) - ln a - γ)/m)/(2s), with ∫(eᵛ - 1)/v for what is in brackets",
        assume=(sp.Ge(NUMBER, 2),),
    ),
    wrong(
        "balanced.time.bare", bare(ONE, COUNT), BALANCED, "all-all", ONE,
        "for balanced classes it is ln(a√n)/(2s)",
        assume=(sp.Ge(NUMBER, 2),), by="balanced.time",
    ),
    *(
        part
        for mode, sigma, rate in RATES
        for part in (
            Claim(
                f"B.any-time.{mode}",
                LearningTime(mode, sp.log(ODDS * (sigma * sp.exp(2 * delta) - 1)) / (2 * rate), SQUARED, level=LEVEL, relation="="),
                WHENEVER,
                f"{mode} has the strength a at T = ln((σe^(2δ) - 1)·a/(1 - a))/(2σω), at every δ",
                assume=(sp.Lt(LEVEL, 1), sp.Gt(LEVEL, sp.exp(-2 * delta) / sigma, evaluate=False)),
            ),
            Claim(
                f"B.any-time.{mode}.after",
                LearningTime(mode, sp.log(sigma * ODDS) / (2 * rate), SQUARED, level=LEVEL, after=1 / rate),
                WHENEVER,
                f"so that it is learned at δ/(σω) and ln(σa/(1 - a))/(2σω), in the limit: {mode}",
                assume=(sp.Lt(LEVEL, 1),),
            ),
        )
    ),
    Claim(
        "B.any-time.no-end",
        LearningTime(MIN, delta / RATES[-1][2] + sp.log(ODDS) / (2 * RATES[-1][2]), SQUARED, level=LEVEL, relation="="),
        WHENEVER,
        "min-min has it at δ/ω + ln(a/(1 - a))/(2ω) at every δ, not in the limit only",
        assume=(sp.Lt(LEVEL, 1), sp.Gt(LEVEL, sp.exp(-2 * delta), evaluate=False)),
        expected=REFUTED,
        corrected_by=("B.any-time.min-min",),
    ),
    Claim(
        "B.any-time.no-constant",
        LearningTime(MAJ, 0, SQUARED, after=1 / RATES[0][2]),
        WHENEVER,
        "majorities are half learned at δ/(σω) and nothing, in the limit",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.any-time.maj-maj.after",),
    ),
)  # fmt: skip
