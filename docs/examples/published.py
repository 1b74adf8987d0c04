"""Published statements on the dynamics of such models, as claims on a flow where they are on one.

Each is said for STEP imbalance in the words of proofs.Flow. ``python -m proofs.check_theorem --claims
published.py`` decides them.
"""

import sympy as sp
from sympy import Ge, Gt, Le, Lt, exp, log, sqrt

import proofs
import spectra
from proofs import (
    Conserved,
    Flow,
    LearningTime,
    Limit,
    OutOfScope,
    Plateau,
    Terminal,
    Trace,
    Trajectory,
    eq,
    ge,
    lt,
)  # fmt: skip
from spectra import ClassMeans, R, delta, gamma, k, t

REFUTED, UNDECIDED, VACUOUS, NOT_RUN = "REFUTED", "UNDECIDED", "VACUOUS", "NOT_RUN"
lam, mu, a, b, s, tau = sp.symbols("lambda mu a b s tau", positive=True)
eta, step, x = sp.symbols("beta eta x", positive=True)
c, v = sp.Symbol("c", integer=True, positive=True), sp.Symbol("v", real=True)
STEP = spectra.step()
MAJ, MID, MIN = "maj-maj", "maj-min", "min-min"
MIDDLE = sqrt((R + 1) / 2)
MORE = (Gt(R, 1),)


def sigmoid(start, rate):
    """Return the strength of a mode that is left alone."""
    return 1 / (1 + (start * exp(2 * delta) - 1) * exp(-2 * rate * t))


def balance(flow):
    """Return what linear networks conserve."""
    return flow.W.T * flow.W - flow.H * flow.H.T


erm, balanced = Flow(gamma=0), Flow(imbalance=spectra.step(R=1))
decays, pair, deep = Flow(decay=lam), Flow(decay=(lam, mu)), Flow(gamma=0, depth=3)
erm_decays, unequal = Flow(gamma=0, decay=lam), Flow(gamma=0, scales=(a, b))
ce, ce_erm = Flow(gamma=gamma, loss="cross-entropy"), Flow(gamma=0, loss="cross-entropy")
random, one_hot = Flow(gamma=0, init="random"), Flow(gamma=gamma, targets="one-hot")
means = ClassMeans(s, tau)
inputs = Flow(gamma=gamma, data=means)
next_words = Flow(gamma=0, targets=sp.Matrix([[1, 1, 0], [0, 1, 1]]))
K1, K2, P1, P2 = means.kappa(R), means.kappa(1), means.pi(R), means.pi(1)
effective = spectra.weights(STEP, omega=[(1 - eta) / (1 - eta**R), 1])
weighted = {g: spectra.weights(STEP, g).omega for g in (0, gamma)}

# name, whose, in words, what, assumptions, expected verdict unless PROVED
STATEMENTS = [
    # linear networks
    ("saxe-sigmoid", "Saxe 2014", "a mode of a linear network follows a sigmoid",
     Trajectory(MAJ, sigmoid(sqrt(R), sqrt(R)), erm)),
    ("saxe-time", "Saxe 2014", "and is learned at one over its singular value, from small starts",
     LearningTime(MIN, sp.S.One, erm)),
    ("saxe-order", "Saxe 2014", "maj-min is learned between the groups",
     LearningTime(MID, 1 / MIDDLE, erm)),
    ("saxe-depth", "Saxe 2014", "with three factors it is learned in the end, too",
     Terminal(MAJ, 1, deep)),
    ("saxe-depth-time", "Saxe 2014", "at 1/σ times e^δ: with more factors times grow with a power of the start's inverse",
     LearningTime(MAJ, 1 / sqrt(R), deep)),
    ("gidel-limit", "Gidel 2019", "the flow fits the labels in the end",
     Terminal(MIN, 0, erm, of="error")),
    ("gidel-times", "Gidel 2019", "the size of a small start does not matter for the order",
     LearningTime(MIN, sp.S.One, Flow(gamma=0, scales=(a, a)))),
    ("gidel-scales", "Gidel 2019", "nor do unequal sizes of the factors",
     LearningTime(MIN, sp.S.One, unequal)),
    ("gidel-discrete", "Gidel 2019", "nor do finite steps: a mode grows by 1 + ησ in each",
     lt(1 / log(1 + step * sqrt(R)), 1 / log(1 + step)), MORE),
    ("du-norms", "Du 2018", "‖W‖² - ‖H‖² is conserved",
     Conserved(Trace(erm.W.T * erm.W) - Trace(erm.H * erm.H.T), erm)),
    ("tarmoun-balance", "Tarmoun 2021", "WᵀW - HHᵀ is conserved from any start",
     Conserved(balance(random), random)),
    ("tarmoun-both", "Tarmoun 2021", "WᵀW + HHᵀ is, too",
     Conserved(erm.W.T * erm.W + erm.H * erm.H.T, erm), (), REFUTED),
    ("tarmoun-limit", "Tarmoun 2021", "unbalanced factors fit the labels in the end",
     Terminal(MIN, 1, unequal)),
    ("braun-exact", "Braun 2022", "from aligned starts the solution is known, without weights",
     Trajectory(MID, sigmoid(MIDDLE, MIDDLE), erm)),
    ("braun-unweighted", "Braun 2022", "and alike with weights, with the true rate",
     Trajectory(MID, sigmoid(MIDDLE, sqrt(R + 1)), Flow()), MORE, REFUTED),
    ("atanasov-aligned", "Atanasov 2022", "random small starts align first: the limits are the same",
     LearningTime(MIN, sp.S.One, random), (), UNDECIDED),
    ("atanasov-balanced", "Atanasov 2022", "and so they are if these starts are balanced",
     LearningTime(MID, 1 / MIDDLE, Flow(gamma=0, init="balanced"))),
    ("jacot-before", "Jacot 2021", "from saddle to saddle: before its time, at any τδ, nothing of maj-min is learned",
     Plateau(MID, 0, erm, at=tau), (tau < 1 / MIDDLE,)),
    ("jacot-after", "Jacot 2021", "and after it all of it is",
     Plateau(MID, 0, erm, of="error", at=tau), (tau > 1 / MIDDLE,)),
    ("jacot-with-the-first", "Jacot 2021", "with the first mode the others are learned, too",
     Plateau(MID, 1, erm, at=tau), (*MORE, tau > 1 / sqrt(R), tau < 1 / MIDDLE), REFUTED),
    ("jacot-saddles", "Jacot 2021", "and the learning times of random starts are these with weights",
     LearningTime(MID, 1 / sqrt(R + 1), Flow(init="random")), (), UNDECIDED),
    # neural collapse and its end
    ("mixon-balanced", "Mixon 2022", "balanced classes are learned at one time",
     LearningTime(MID, 1 / sqrt(2), balanced)),
    ("mixon-collapse", "Mixon 2022", "and their features end at the labels",
     Terminal(MID, 0, Flow(imbalance=spectra.step(R=1), gamma=0), of="error")),
    ("seli", "Thrampoulidis 2022", "with imbalance the flow ends at the centred labels",
     Terminal(MID, 0, Flow(), of="error")),
    ("seli-decay-middle", "Thrampoulidis 2022", "with decay maj-min ends at its own strength, which decay lowers, for any weights",
     Terminal(MID, 1, Flow(gamma=spectra.weights(STEP, omega=(a, b)), decay=lam))),
    ("fang-collapse", "Fang 2021", "from λ = 1 on nothing is left of min-min without weights",
     Terminal(MIN, 0, erm_decays, of="part"), (Ge(lam, 1),)),
    ("fang-all", "Fang 2021", "and of maj-maj, either",
     Terminal(MAJ, 0, erm_decays, of="part"), (*MORE, Ge(lam, 1)), REFUTED),
    ("fang-time", "Fang 2021", "there min-min is learned at 1/(1 - λ)",
     LearningTime(MIN, 1 / (1 - lam), erm_decays), (Ge(lam, 1),), VACUOUS),
    ("fang-majority", "Fang 2021", "and majorities are until λ = √R",
     LearningTime(MAJ, 1 / (sqrt(R) - lam), erm_decays), (Lt(lam, sqrt(R)),)),
    ("dang-threshold", "Dang 2023", "of its labels a mode keeps the part 1 - λ/(ωσ)",
     Terminal(MAJ, 1 - lam / sqrt(R + 1), decays, of="part"), (Lt(lam, sqrt(R + 1)),)),
    ("dang-strength", "Dang 2023", "a mode with decay is a sigmoid that ends at the soft threshold",
     Trajectory(MIN, sigmoid(1 - lam, 1 - lam), erm_decays)),
    ("hong-middle", "Hong and Ling 2023", "decay delays maj-min, to one over its rate less λ",
     LearningTime(MID, 1 / (MIDDLE - lam), erm_decays)),
    ("hong-unaware", "Hong and Ling 2023", "decay leaves times as they are",
     LearningTime(MIN, sp.S.One, erm_decays), (Lt(lam, 1),), REFUTED),
    ("tirer-decay", "Tirer and Bruna 2022", "balanced classes with decay are learned at 1/(√2 - λ)",
     LearningTime(MAJ, 1 / (sqrt(2) - lam), Flow(imbalance=spectra.step(R=1), decay=lam))),
    ("zhu-fades", "Zhu 2021", "with decay WᵀW - HHᵀ fades as e^(-2λt)",
     Conserved(exp(2 * lam * t) * balance(decays), decays)),
    ("zhu-kept", "Zhu 2021", "with decay it is conserved",
     Conserved(balance(decays), decays), (), REFUTED),
    ("zhu-unequal", "Zhu 2021", "with two decays it fades at their mean rate",
     Conserved(exp((lam + mu) * t) * balance(pair), pair), (), REFUTED),
    ("sukenik-deep", "Súkeník 2023", "deep factors with decay collapse to low rank: of three, small ones shrink",
     lt(mu * x**2 * (b - x**3) - lam * x, 0), (Le(x, lam / (mu * b)),)),
    ("ziyin-origin", "Ziyin 2022", "with two factors the origin repels while decay is below the rate",
     LearningTime(MIN, 1 / (sqrt(R + 1) - lam), decays), (Lt(lam, sqrt(R + 1)),)),
    # cross-entropy
    ("soudry-growth", "Soudry 2018", "margins grow like ln t, where t is of the order e^x/x as for balanced classes",
     Limit((x - log(x)) / x, x, sp.oo, 1)),
    ("soudry-unbounded", "Soudry 2018", "and beyond all bounds, from every start and for any weights",
     Terminal(MIN, sp.oo, Flow(gamma=gamma, loss="cross-entropy"))),
    ("byrd-weights", "Byrd and Lipton 2019", "at the end residuals do not tell groups apart",
     eq(sqrt(2) / sqrt(R / (R + 1)) - 1, 1), MORE, REFUTED),
    ("ji-balance", "Ji 2022", "WᵀW - HHᵀ is conserved under cross-entropy",
     Conserved(balance(ce), ce)),
    ("garrod-balanced", "Garrod 2025", "balanced classes are learned at one over the weight under cross-entropy",
     LearningTime(MAJ, sp.S.One, Flow(imbalance=spectra.step(R=1), gamma=0, loss="cross-entropy"))),
    ("garrod-exact", "Garrod 2025", "and what the time to a margin a has beyond δ is an exponential integral: (ln a + (Ei(a) - ln a - γ)/c)/2 for c classes",
     LearningTime("all-all", (log(a) + sp.Integral((exp(v) - 1) / v, (v, 0, a)) / c) / 2,
                  Flow(spectra.groups((c,), (1,)), gamma=0, loss="cross-entropy"), level=a, after=sp.S.One), (Ge(c, 2),)),
    ("modes-first", "How Cross-Entropy Learns 2026", "majorities are learned first, at 1/√R",
     LearningTime(MAJ, 1 / sqrt(R), ce_erm)),
    ("pezeshki-starved", "Pezeshki 2020", "what majorities have learned starves maj-min",
     LearningTime(MID, 1 / sqrt(R) + sqrt(2) - sqrt(1 + 1 / R), ce_erm), (*MORE, Ge(k, 4))),
    # weights, margins, test error
    ("xu-same-end", "Xu 2021", "any weights end at the same labels",
     Terminal(MAJ, 0, Flow(gamma=gamma), of="error")),
    ("zhai-decay", "Zhai 2022", "and so they do with decay",
     eq(1 - lam / sqrt(R), 1 - lam / sqrt(R + 1)), MORE, REFUTED),
    ("cui-effective", "Cui 2019", "weights by effective numbers give the time 1/(ω√R)",
     LearningTime(MAJ, 1 / (sqrt(R) * effective.omega[0]), Flow(gamma=effective)), (*MORE, Lt(eta, 1))),
    ("ldam", "Cao 2019", "margins of n^(-1/4) are best for a bound by the sum of 1/(margin·√n)",
     ge(1 / (sqrt(s) * a) + 1 / (sqrt(tau) * b), (1 / sp.root(s, 4) + 1 / sp.root(tau, 4)) ** 2 / (a + b))),
    ("ldam-time", "Cao 2019", "margins M = a·n^(-1/4) act as the weight k/(k - 1 + e^(-M)) on what is learned first",
     LearningTime(MAJ, (k - 1 + exp(-a / sp.root(R, 4))) / (k * sqrt(R)),
                  Flow(gamma=0, loss="cross-entropy", margin=(a / sp.root(R, 4), a))), (Ge(R, 1), Ge(k, 4))),
    ("menon-adjusted", "Menon 2021", "logits shifted by log n are consistent",
     OutOfScope("logits shifted by log n are consistent", "it is about the least loss in the population, not a flow")),
    ("menon-times", "Menon 2021", "logits shifted by τ·log n leave the times within groups as they are",
     LearningTime(MIN, sp.S.One, Flow(gamma=0, loss="cross-entropy", shift=(tau * log(R), 0)))),
    ("menon-middle", "Menon 2021", "logits shifted by log n delay maj-min, to 1/√R + ((R+1)/√2 - √(R+1))/R",
     LearningTime(MID, 1 / sqrt(R) + ((R + 1) / sqrt(2) - sqrt(R + 1)) / R,
                  Flow(gamma=0, loss="cross-entropy", shift=(log(R), 0))), (Ge(R, 1), Ge(k, 4))),
    ("kini-vs", "Kini 2021", "logits of a class times a, and shifted by anything, are learned 1/a times as late",
     LearningTime(MIN, 1 / a, Flow(gamma=0, loss="cross-entropy", shift=(tau * log(R), 0), logit_scale=(1, a)))),
    ("ye-middle", "Ye 2020", "logits of minorities divided by √R delay maj-min, to 1/√R + (R-1)/√(R(R+1))",
     LearningTime(MID, 1 / sqrt(R) + (R - 1) / sqrt(R * (R + 1)),
                  Flow(gamma=0, loss="cross-entropy", logit_scale=(1, 1 / sqrt(R)))), (Ge(R, 1), Ge(k, 4))),
    ("francazi-drop", "Francazi 2023", "early on minorities are worse off than at the end, without weights",
     lt(sqrt(K2 / (R * K1)), sqrt(P2 / P1)), MORE),
    ("zhao-supports", "Zhao 2024", "one-hot modes are learned at 1/(ω√n)",
     LearningTime("maj", 1 / (sqrt(R) * weighted[gamma]["maj"]), one_hot)),
    ("zhao-next-words", "Zhao 2024", "directions of a matrix of next words are learned at one over its singular values",
     LearningTime("mode 1", 1 / sqrt(3), next_words)),
    ("zhao-later", "Zhao 2024", "and the second one together with the first",
     LearningTime("mode 2", 1 / sqrt(3), next_words), (), REFUTED),
    ("mor-carmon", "Mor and Carmon 2025", "at the end signal-to-noise is (s/ν)·π₂/√(π₁ + π₂), whatever the weights",
     eq(P2 / sqrt(R / K1 + 1 / K2), s * P2 / sqrt(P1 + P2))),
    ("inputs-balance", "Advani et al. 2020", "WᵀW - HG⁻¹Hᵀ is conserved for inputs with Gram matrix G",
     Conserved(inputs.W.T * inputs.W - inputs.H * inputs.inverse_metric * inputs.H.T, inputs)),
    ("heavy-ball", "Polyak 1964", "momentum β makes a mode grow at a/(1 - β) instead of a, for small steps",
     Limit(((1 + eta + step * a + sqrt((1 + eta + step * a) ** 2 - 4 * eta)) / 2 - 1) / step, step, 0, a / (1 - eta), "+"),
     (Lt(eta, 1),)),
]  # fmt: skip

for name, whose, title, what, *more in STATEMENTS:
    assume = more[0] if more else ()
    expected = more[1] if len(more) > 1 else None
    proofs.claim(name, what, source=whose, title=title, assume=assume, expected=expected)
