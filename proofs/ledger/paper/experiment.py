"""Section 2 and Appendix B as statements about networks, and the model's predictions of them."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

import spectra
from numerics.experiment.findings import DIGITS, LogRatio, Reading, against_erm, rise, within
from numerics.experiment.settings import DELTA, Groups, assignments
from proofs.claims.claim import Claim
from proofs.claims.empirical import Empirical
from proofs.claims.statement import OutOfScope, Statement
from proofs.claims.verdict import Verdict

NOT_SUPPORTED, INCONCLUSIVE = Verdict.NOT_SUPPORTED, Verdict.INCONCLUSIVE
FOUND = {
    "2.order.last.decisions": NOT_SUPPORTED,
    "2.level.decisions": INCONCLUSIVE,
    "B.accuracy.together": INCONCLUSIVE,
    "B.loss.a": Verdict.NOT_RUN,
    "B.loss.b": Verdict.NOT_RUN,
    "B.confusion.level": INCONCLUSIVE,
    "B.digits.start": NOT_SUPPORTED,
    "B.digits.fast": INCONCLUSIVE,
    "B.digits.difficulty.decisions": INCONCLUSIVE,
    "B.cnn.last.0.decisions": NOT_SUPPORTED,
    "B.cnn.last.0.probabilities": NOT_SUPPORTED,
    "B.cnn.last.1/2.decisions": NOT_SUPPORTED,
    "B.cnn.last.1/2.probabilities": INCONCLUSIVE,
    "B.cnn.last.1.decisions": NOT_SUPPORTED,
    "B.cnn.last.1.probabilities": NOT_SUPPORTED,
    "B.cnn.reversed.decisions": INCONCLUSIVE,
    "B.ce.maj-min.0": NOT_SUPPORTED,
    "B.ce.maj-min.1": NOT_SUPPORTED,
}
"""What the runs that come with the package say of a claim, if not that it is supported."""

ABOUT = sp.Rational(5, 4)
"""A ratio is about another one if it is within this factor of it."""

MEASURES = ("decisions", "probabilities")
EXPONENTS = {"0": sp.S.Zero, "1/2": sp.S.Half, "1": sp.S.One}
SWAPPED = DIGITS[::-1]
ALL_DIGITS = assignments((0, 1, 2, 3))
ERM, RW = 0.0, 1.0
LATER = ("maj-min", "min-min")


def predicted(feature: str, gamma: sp.Rational) -> sp.Expr:
    """Limit of the learning time of a feature over that of maj-maj, at k = 4 and R = 10."""
    data = spectra.step(4, 10)
    rate = spectra.effective(spectra.decompose(data), spectra.weights(data, gamma)).true_rate
    return rate["maj-maj"] / rate[feature]


def under_cross_entropy(feature: str, gamma: sp.Rational) -> sp.Expr:
    """The same limit under cross-entropy."""
    times = spectra.learning_times(spectra.step(4, 10), gamma, loss="cross-entropy")
    return sp.expand(times[feature] / times["maj-maj"])


def more(text: str, *ratios: LogRatio, than: object = 1) -> Empirical:
    """Every ratio is larger."""
    return Empirical(text, ratios, sp.sympify(than), sp.oo)


def less(text: str, *ratios: LogRatio, than: object = 1) -> Empirical:
    """Every ratio is smaller."""
    return Empirical(text, ratios, sp.S.Zero, sp.sympify(than))


def about(text: str, *ratios: LogRatio, value: object = 1, factor: sp.Expr = ABOUT) -> Empirical:
    """Every ratio is within a factor of a value."""
    middle = sp.sympify(value)
    return Empirical(text, ratios, middle / factor, middle * factor)


def of(feature: str, measure: str, gamma: object, model: str = "cnn") -> LogRatio:
    """Return the step of a feature over that of maj-maj."""
    return within(feature, "maj-maj", measure, float(gamma), model=model)  # type: ignore[arg-type]


def said(name: str, statement: Statement, source: str, title: str) -> Claim:
    """Return a claim that is expected to be judged as the shipped runs judge it."""
    return Claim(name, statement, source, title, expected=FOUND.get(name, Verdict.SUPPORTED))


def later(quantity: str, gamma: float, before: float, groups: Groups = DIGITS) -> LogRatio:
    """Return a step at one exponent, and with these digits, over that at another."""
    return LogRatio(Reading(quantity, gamma, groups), Reading(quantity, before))


def right(gamma: float) -> LogRatio:
    """Return the step at which minorities are right in test data over that of majorities."""
    late, first = (Reading(f"accuracy {x}ority", gamma, split="test") for x in ("min", "maj"))
    return LogRatio(late, first)


def confusion(gamma: float) -> tuple[LogRatio, ...]:
    """Return the steps of the later features in test data over that of maj-maj."""
    first = Reading("decisions maj-maj", gamma, split="test")
    return tuple(LogRatio(replace(first, quantity=f"decisions {f}"), first) for f in LATER)


SECTION_2 = (
    *(
        said(
            f"2.order.first.{measure}",
            more("ERM: maj-min over maj-maj", of("maj-min", measure, ERM)),
            "Section 2, a CNN without weights",
            f"a CNN learns maj-maj before maj-min, seen in {measure}",
        )
        for measure in MEASURES
    ),
    *(
        said(
            f"2.order.last.{measure}",
            more("ERM: min-min over maj-min", within("min-min", "maj-min", measure, ERM)),
            "Section 2, a CNN without weights",
            f"a CNN learns maj-min before min-min, seen in {measure}",
        )
        for measure in MEASURES
    ),
    *(
        said(
            f"2.level.{measure}",
            about("γ = 1: min-min over maj-maj", of("min-min", measure, RW)),
            "Section 2, a CNN with weights",
            f"weights of γ = 1 level the order, seen in {measure}",
        )
        for measure in MEASURES
    ),
    said(
        "2.earlier",
        less("minorities right, γ = 1 over ERM", against_erm("accuracy minority", RW)),
        "Section 2, a CNN with weights",
        "with weights minorities are classified rightly earlier than without",
    ),
)
FIGURES_3_4 = (
    said(
        "B.accuracy.order",
        more("ERM: minorities right over majorities right, test data", right(ERM)),
        "Section B, Figure 3(c)",
        "without weights minority accuracy comes after majority accuracy",
    ),
    said(
        "B.accuracy.hundred",
        more(
            "ERM: step at which minorities are right, test data",
            LogRatio(Reading("accuracy minority", ERM, split="test")),
            than=100,
        ),
        "Section B, Figure 3(c)",
        "without weights minority accuracy improves only after a hundred steps",
    ),
    said(
        "B.accuracy.together",
        about("γ = 1: minorities right over majorities right, test data", right(RW)),
        "Section B, Figure 3(d)",
        "with weights both groups gain accuracy at about the same step",
    ),
    *(
        said(
            f"B.loss.{figure}",
            OutOfScope(said_of_losses, "the table of runs keeps losses of minorities only"),
            f"Section B, Figure 3({figure})",
            title,
        )
        for figure, said_of_losses, title in (
            (
                "a",
                "majority loss drops quickly and stays below minority loss",
                "losses without weights",
            ),
            ("b", "majority and minority losses fall together", "losses with weights"),
        )
    ),
    said(
        "B.confusion.erm",
        more("ERM, test data: maj-min and min-min over maj-maj", *confusion(ERM)),
        "Section B, Figure 4",
        "in test data too, majorities are told apart before minorities are",
    ),
    said(
        "B.confusion.earlier",
        less(
            "test data: min-min and maj-min, γ = 1 over ERM",
            *(against_erm(f"decisions {feature}", RW, split="test") for feature in LATER),
        ),
        "Section B, Figure 4",
        "with weights minorities are told apart earlier",
    ),
    said(
        "B.confusion.level",
        about("γ = 1, test data: maj-min and min-min over maj-maj", *confusion(RW)),
        "Section B, B.3",
        "weights equalise the rates at which classes are told apart in test data",
    ),
)
APPENDIX_B = (
    said(
        "B.loss-rise",
        more("peak of the minority loss over its start", rise(ERM), than=sp.Rational(11, 10)),
        "Section B, Figure 3(a)",
        "the minority loss rises early under ERM, by more than a tenth",
    ),
    said(
        "B.loss-falls",
        less("peak of the minority loss over its start", rise(RW), than=sp.Rational(11, 10)),
        "Section B, Figure 3(b)",
        "with weights it does not",
    ),
    said(
        "B.accuracy.test",
        less(
            "minorities right in test data, γ = 1 over ERM",
            against_erm("accuracy minority", RW, split="test"),
        ),
        "Section B, Figure 3(d)",
        "minority test accuracy improves earlier with weights",
    ),
    said(
        "B.digits.benefit",
        less(
            "minorities right, γ = 1 over ERM",
            *(against_erm("accuracy minority", RW, groups) for groups in ALL_DIGITS),
        ),
        "Section B, B.4",
        "whichever two of four digits are minorities, they gain from weights",
    ),
    said(
        "B.digits.roles",
        more(
            "minorities right, digits 2 and 3 over digits 0 and 1",
            later("accuracy minority", RW, RW, SWAPPED),
        ),
        "Section B, B.4",
        "with weights, minorities 2 and 3 come later than minorities 0 and 1",
    ),
    said(
        "B.digits.start",
        less(
            "γ = 1: step at which minorities 0 and 1 are right, test data",
            LogRatio(Reading("accuracy minority", RW, split="test")),
            than=2,
        ),
        "Section B, B.4",
        "with weights, minorities 0 and 1 are classified rightly from the start: before step 2",
    ),
    said(
        "B.digits.fast",
        more(
            "γ = 1: minorities right, other digits over digits 0 and 1",
            *(
                later("accuracy minority", RW, RW, groups)
                for groups in ALL_DIGITS
                if groups != DIGITS
            ),
        ),
        "Section B, B.4",
        "with weights, no other two digits as minorities are learned as early as 0 and 1",
    ),
    *(
        said(
            f"B.digits.difficulty.{measure}",
            less(
                "ERM: maj-maj of majorities 0 and 1 over that of 2 and 3",
                later(f"{measure} maj-maj", ERM, ERM, SWAPPED),
            ),
            "Section B, B.4",
            f"0 and 1 are easier to tell apart than 2 and 3, seen in {measure}: equally many samples",
        )
        for measure in MEASURES
    ),
)
BEYOND = (
    *(
        said(
            f"B.cnn.last.{name}.{measure}",
            about(
                f"γ = {name}: min-min over maj-maj",
                of("min-min", measure, gamma),
                value=predicted("min-min", gamma),
            ),
            "Beyond: the model's predictions and a CNN",
            f"min-min over maj-maj is about R^(1/2-γ) at γ = {name}, seen in {measure}",
        )
        for name, gamma in EXPONENTS.items()
        for measure in MEASURES
    ),
    *(
        said(
            f"B.cnn.reversed.{measure}",
            less("γ = 1: min-min over maj-maj", of("min-min", measure, RW)),
            "Beyond: the model's predictions and a CNN",
            f"γ = 1 reverses the order: min-min before maj-maj, seen in {measure}",
        )
        for measure in MEASURES
    ),
    *(
        said(
            f"B.cnn.monotone.{measure}",
            less(
                "min-min, γ = 1/2 over ERM and γ = 1 over γ = 1/2",
                later(f"{measure} min-min", 0.5, ERM),
                later(f"{measure} min-min", RW, 0.5),
            ),
            "Beyond: the model's predictions and a CNN",
            f"the larger γ, the earlier min-min, seen in {measure}",
        )
        for measure in MEASURES
    ),
    *(
        said(
            f"B.ce.{feature}.{name}",
            about(
                f"γ = {name}, cross-entropy flow from δ = {DELTA:g}: {feature} over maj-maj",
                of(feature, "probabilities", gamma, "ufm-ce"),
                value=under_cross_entropy(feature, gamma),
            ),
            "Beyond: the model's predictions and its flow under cross-entropy",
            f"from δ = {DELTA:g}, {feature} over maj-maj is about its cross-entropy limit at γ = {name}",
        )
        for feature in LATER
        for name, gamma in EXPONENTS.items()
    ),
    *(
        said(
            f"B.ce.squared.{name}",
            about(
                f"γ = {name}, cross-entropy flow from δ = {DELTA:g}: maj-min over maj-maj",
                of("maj-min", "probabilities", gamma, "ufm-ce"),
                value=predicted("maj-min", gamma),
            ),
            "Beyond: the model's predictions and its flow under cross-entropy",
            f"from δ = {DELTA:g}, maj-min over maj-maj is about the limit of squared loss at γ = {name}",
        )
        for name, gamma in EXPONENTS.items()
    ),
)
CLAIMS = SECTION_2 + FIGURES_3_4 + APPENDIX_B + BEYOND
