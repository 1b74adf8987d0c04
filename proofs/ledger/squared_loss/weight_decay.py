"""Beyond the paper: weight decay λ of both factors, and what it does to the end of training."""

import sympy as sp

import spectra
from proofs.claims.conserved import Conserved
from proofs.claims.flow import Flow
from proofs.ledger.any_counts.any_labels import HIDDEN, OMEGA, SAMPLES, K, Z, identity, values
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Named,
    R,
    Terminal,
    Trajectory,
    eq,
    gamma,
    gt,
    logistic,
    lt,
    ne,
    t,
)

SOURCE = "Beyond: weight decay"
MAJ, MID, MIN = MODES
HALF = sp.Rational(1, 2)
LAM = sp.Symbol("lambda", positive=True)
BOTH = sp.symbols("lambda_W lambda_H", nonnegative=True)
X, SIGMA = sp.symbols("x sigma", positive=True)
DEPTH = sp.Symbol("L", integer=True, positive=True)
S, MU, OM, TARGET = sp.symbols("s mu omega t_i", positive=True)
FLOWS = {"erm": Flow(gamma=0, decay=LAM), "rw": Flow(decay=LAM)}
ANY = Flow(gamma=gamma, decay=LAM)
RATES = {
    ("erm", MAJ): sp.sqrt(R),
    ("erm", MID): sp.sqrt((R + 1) / 2),
    ("erm", MIN): sp.S.One,
    ("rw", MAJ): sp.sqrt(R + 1),
    ("rw", MIN): sp.sqrt(R + 1),
}
LENGTHS = {MAJ: sp.sqrt(R), MID: sp.sqrt((R + 1) / 2), MIN: sp.S.One}
MORE, ALIVE = (sp.Gt(R, 1),), (sp.Gt(R, 1), sp.Lt(LAM, 1))
STEP = spectra.step()
WINDOWS = {
    name: Named(f"ΔT_{name.upper()} with decay", spectra.window(STEP, g, decay=LAM), rf"\Delta T_{{\text{{{name.upper()}}}}}(\lambda)")
    for name, g in (("erm", 0), ("rw", HALF))
}  # fmt: skip
OMEGAS = spectra.weights(STEP).omega
OWN = {
    group: weight * length
    for (group, weight), length in zip(
        spectra.weights(STEP, gamma).omega.items(), (sp.sqrt(R), 1), strict=True
    )
}
"""σω of the mode within each group, at any γ."""

THRESHOLDS = tuple(
    Named(f"threshold of {mode}", rate, rf"\lambda_{{\text{{{mode}}}}}")
    for mode, rate in zip(
        MODES,
        spectra.effective(spectra.decompose(STEP), spectra.weights(STEP)).true_rate,
        strict=True,
    )
)
"""Decay at which a mode vanishes: its growth rate without decay."""

W, H = sp.MatrixSymbol("W", K, HIDDEN), sp.MatrixSymbol("H", HIDDEN, SAMPLES)
EXAMPLE = values(
    (K, 2), (SAMPLES, 3), (HIDDEN, 1), (Z, sp.Matrix([[1, 1, -1], [-1, -1, 1]]) / 2),
    (OMEGA, sp.diag(1, 1, 2)), (W, sp.Matrix([2, 1])), (H, sp.Matrix([[1, 3, 2]])),
    (BOTH[0], 1), (BOTH[1], 3),
)  # fmt: skip
LOSS_W, LOSS_H = (Z - W * H) * OMEGA * H.T, W.T * (Z - W * H) * OMEGA


def _end(weight: sp.Expr) -> sp.Expr:
    """Return the part of maj-min on one group at the end, by its target, at the length s."""
    return weight / (weight + LAM / S)


def _secular(length: sp.Expr) -> sp.Expr:
    """Return what is 1 at the length s of maj-min at the end, with the paper's weights."""
    first, second = (LAM / w for w in OMEGAS)
    return HALF * (R / (length + first) ** 2 + 1 / (length + second) ** 2)


PAIR = Flow(decay=BOTH)
BALANCE = {flow: flow.W.T * flow.W - flow.H * flow.H.T for flow in (FLOWS["rw"], PAIR)}
KEPT = sp.exp(2 * LAM * t) * BALANCE[FLOWS["rw"]]
PULL = sp.MatrixSymbol("E", K, SAMPLES)
STRICT = sp.symbols("lambda_W lambda_H", positive=True)
CRITICAL = (eq(PULL * H.T, STRICT[0] * W), eq(W.T * PULL, STRICT[1] * H))
AT_REST = values(
    (K, 1), (SAMPLES, 1), (HIDDEN, 1), (PULL, sp.Matrix([[2]])),
    (W, sp.Matrix([[2]])), (H, sp.Matrix([[1]])), (STRICT[0], 1), (STRICT[1], 4),
)  # fmt: skip
"""A critical point of a loss whose weighted residual there is E."""

CLAIMS = (
    *(
        Claim(
            f"B.decay.full.{name}.{mode}",
            Trajectory(
                mode, logistic(LENGTHS[mode] / rate * (rate - LAM), rate - LAM), FLOWS[name]
            ),
            SOURCE,
            f"{mode} has the closed form (16) with σ - λ/ω for σ, measured by its own end",
        )
        for (name, mode), rate in RATES.items()
    ),
    *(
        Claim(
            f"B.decay.time.{name}.{mode}",
            LearningTime(mode, 1 / (rate - LAM), FLOWS[name]),
            SOURCE,
            f"{mode} is learned at one over its rate less λ",
            depends_on=(f"B.decay.full.{name}.{mode}",),
        )
        for (name, mode), rate in RATES.items()
    ),
    Claim(
        "B.decay.time.unchanged",
        LearningTime(MIN, sp.S.One, FLOWS["erm"]),
        SOURCE,
        "decay leaves the time of min-min under ERM as it is",
        expected=REFUTED,
        corrected_by=("B.decay.time.erm.min-min",),
    ),
    Claim(
        "B.decay.window.erm",
        eq(WINDOWS["erm"], (sp.sqrt(R) - 1) / (1 - LAM)),
        SOURCE,
        "the window of ERM is (√R - 1)/(1 - λ): it opens without bound as λ → 1",
        assume=ALIVE,
        depends_on=("B.decay.time.erm.maj-maj", "B.decay.time.erm.min-min"),
    ),
    Claim(
        "B.decay.window.erm.less-one",
        eq(WINDOWS["erm"], (sp.sqrt(R) - 1) / (1 - LAM) - 1),
        SOURCE,
        "one less than that",
        assume=ALIVE,
        expected=REFUTED,
        corrected_by=("B.decay.window.erm",),
    ),
    Claim(
        "B.decay.window.erm.wider",
        gt((sp.sqrt(R) - 1) / (1 - LAM), sp.sqrt(R) - 1),
        SOURCE,
        "decay widens the window of ERM",
        assume=ALIVE,
    ),
    Claim(
        "B.decay.unequal",
        eq(
            (-(BOTH[0] + BOTH[1]) / 2 + sp.sqrt((BOTH[0] - BOTH[1]) ** 2 / 4 + MU**2) + BOTH[0])
            * (-(BOTH[0] + BOTH[1]) / 2 + sp.sqrt((BOTH[0] - BOTH[1]) ** 2 / 4 + MU**2) + BOTH[1]),
            MU**2,
        ),
        SOURCE,
        "decays λ_W and λ_H: a mode of rate μ grows at an eigenvalue of ((-λ_W, μ), (μ, -λ_H))",
    ),
    identity(
        "B.decay.balance",
        SOURCE,
        "WᵀW - HHᵀ moves by -2λ_W·WᵀW + 2λ_H·HHᵀ: equal decays let a balanced start stay balanced",
        (
            (LOSS_W - BOTH[0] * W).T * W
            + W.T * (LOSS_W - BOTH[0] * W)
            - (LOSS_H - BOTH[1] * H) * H.T
            - H * (LOSS_H - BOTH[1] * H).T,
            -2 * BOTH[0] * W.T * W + 2 * BOTH[1] * H * H.T,
        ),
        (eq(OMEGA.T, OMEGA),),
        EXAMPLE,
    ),
    Claim(
        "B.decay.balance.fades",
        Conserved(KEPT, FLOWS["rw"]),
        SOURCE,
        "for equal decays WᵀW - HHᵀ fades as e^(-2λt)",
        depends_on=("B.decay.balance",),
    ),
    Claim(
        "B.decay.balance.kept",
        Conserved(BALANCE[FLOWS["rw"]], FLOWS["rw"]),
        SOURCE,
        "it is conserved, as without decay",
        expected=REFUTED,
        corrected_by=("B.decay.balance.fades",),
    ),
    Claim(
        "B.decay.balance.mean",
        Conserved(sp.exp((BOTH[0] + BOTH[1]) * t) * BALANCE[PAIR], PAIR),
        SOURCE,
        "for unequal decays it fades at the mean rate",
        expected=REFUTED,
        corrected_by=("B.decay.balance.fades", "B.decay.balance"),
    ),
    identity(
        "B.decay.critical",
        SOURCE,
        "where the loss with decay is critical, λ_W·WᵀW = λ_H·HHᵀ (Zhu et al. 2021)",
        (STRICT[0] * W.T * W, STRICT[1] * H * H.T),
        CRITICAL,
        AT_REST,
    ),
    identity(
        "B.decay.critical.balanced",
        SOURCE,
        "there WᵀW = HHᵀ, for any decays",
        (W.T * W, H * H.T),
        CRITICAL,
        AT_REST,
        expected=REFUTED,
        corrected_by=("B.decay.critical",),
    ),
    Claim(
        "B.decay.depth",
        lt(OM * X ** (DEPTH - 1) * (SIGMA - X**DEPTH), LAM * X),
        SOURCE,
        "with L ≥ 3 factors a mode shrinks below x with ωσx^(L-2) = λ: the origin attracts",
        assume=(sp.Ge(DEPTH, 3), sp.Le(OM * SIGMA * X ** (DEPTH - 2), LAM)),
    ),
    Claim(
        "B.decay.depth.two",
        lt(OM * X * (SIGMA - X**2), LAM * X),
        SOURCE,
        "with two factors it attracts for every decay, too",
        expected=REFUTED,
        corrected_by=("B.decay.depth", "B.decay.collapse.rw"),
    ),
    Claim(
        "B.decay.end.between",
        eq(OM * S * (TARGET - TARGET * _end(OM)), LAM * TARGET * _end(OM)),
        SOURCE,
        "at the end the parts of maj-min are s_i = t_i·ω_i/(ω_i + λ/s): there Ḣ = 0",
    ),
    Claim(
        "B.decay.end.length",
        eq(
            (sp.sqrt(R / 2) * _end(OMEGAS["maj"])) ** 2
            + (sp.sqrt(HALF) * _end(OMEGAS["min"])) ** 2,
            S**2 * _secular(S),
        ),
        SOURCE,
        "and Ẇ = 0 where ½(R/(s + λ/ω₁)² + 1/(s + λ/ω₂)²) = 1",
        depends_on=("B.decay.end.between",),
    ),
    Claim(
        "B.decay.end.scaled",
        eq(_secular(MU * (1 - LAM / sp.sqrt(R + 1))), 1),
        SOURCE,
        "the strength of maj-min at the end is 1 - λ/√(R+1), as within the groups",
        assume=(*MORE, sp.Lt(LAM, sp.sqrt(R + 1)), eq(MU, sp.sqrt((R + 1) / 2))),
        expected=REFUTED,
        corrected_by=("B.decay.end.length",),
    ),
    *(
        part
        for mode, group in ((MAJ, "maj"), (MIN, "min"))
        for part in (
            Claim(
                f"B.decay.part.{mode}",
                Terminal(mode, 1 - LAM / OWN[group], ANY, of="part"),
                SOURCE,
                f"of its labels {mode} keeps the part 1 - λ/(σω), at any γ",
                assume=(sp.Lt(LAM, OWN[group]),),
            ),
            Claim(
                f"B.decay.vanish.{mode}",
                Terminal(mode, 0, ANY, of="part"),
                SOURCE,
                f"from λ = σω on nothing of {mode} is left: the features of its classes collapse",
                assume=(sp.Ge(LAM, OWN[group]),),
            ),
        )
    ),
    Claim(
        "B.decay.vanish.erm.maj-min",
        Terminal(MID, 0, FLOWS["erm"], of="part"),
        SOURCE,
        "without weights nothing of maj-min is left from λ = √((R+1)/2) on",
        assume=(sp.Ge(LAM, RATES["erm", MID]),),
    ),
    Claim(
        "B.decay.vanish.maj-min",
        Terminal(MID, 0, ANY, of="part"),
        SOURCE,
        "above λ = √((Rω₁² + ω₂²)/2) nothing of maj-min is left, at any γ",
        assume=(sp.Gt(LAM, sp.sqrt((OWN["maj"] ** 2 + OWN["min"] ** 2) / 2)),),
    ),
    Claim(
        "B.decay.vanish.half",
        Terminal(MID, HALF, FLOWS["rw"], of="part"),
        SOURCE,
        "at γ = 1/2 half of maj-min is left above λ = √(R+1)",
        assume=(sp.Gt(LAM, sp.sqrt(R + 1)),),
        expected=REFUTED,
        corrected_by=("B.decay.vanish.maj-min",),
    ),
    Claim(
        "B.decay.part.whole",
        Terminal(MIN, sp.S.One, ANY, of="part"),
        SOURCE,
        "min-min keeps all of its labels",
        assume=(sp.Lt(LAM, OWN["min"]),),
        expected=REFUTED,
        corrected_by=("B.decay.part.min-min",),
    ),
    Claim(
        "B.decay.vanish.rw.early",
        Terminal(MIN, 0, FLOWS["rw"], of="part"),
        SOURCE,
        "at γ = 1/2 nothing of min-min is left from λ = 1 on, as without weights",
        assume=(sp.Ge(LAM, 1),),
        expected=REFUTED,
        corrected_by=("B.decay.vanish.min-min",),
    ),
    Claim(
        "B.decay.vanish.erm.majorities",
        Terminal(MAJ, 0, FLOWS["erm"], of="part"),
        SOURCE,
        "without weights nothing of maj-maj is left from λ = 1 on, either",
        assume=(sp.Gt(R, 1), sp.Ge(LAM, 1)),
        expected=REFUTED,
        corrected_by=("B.decay.vanish.maj-maj",),
    ),
    Claim(
        "B.decay.collapse.rw",
        sp.And(*(eq(limit, sp.sqrt(R + 1)) for limit in THRESHOLDS)),
        SOURCE,
        "at γ = 1/2 all features vanish at one λ = √(R+1): no minority collapse before total collapse",
        depends_on=tuple(f"B.decay.vanish.{mode}" for mode in MODES),
    ),
    Claim(
        "B.decay.collapse.other",
        ne(R ** (HALF - gamma), 1),
        SOURCE,
        "at any other γ the features of one group vanish first",
        assume=(ne(R, 1), ne(gamma, HALF)),
    ),
    Claim(
        "B.decay.collapse.counts",
        eq(OMEGAS["maj"] * R, OMEGAS["min"]),
        SOURCE,
        "the thresholds are ω_c·n_c, and coincide",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.decay.collapse.rw",),
    ),
)
