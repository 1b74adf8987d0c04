"""What a reader of the paper asks first: which statement fails, and what is true instead."""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from proofs.claims.claim import Words
from proofs.claims.flow_statements import LearningTime
from proofs.claims.verdict import Verdict
from proofs.report.formula_text import symbol_name
from proofs.report.number_text import side
from proofs.report.results import ESTABLISHED, ReportData, ResultData
from spectra import R

PAPER = (
    "Zhao & Thrampoulidis, Why Loss Re-weighting Works If You Stop Early: Training Dynamics of "
    "Unconstrained Features (MOSS workshop, ICML 2025; its later version, arXiv 2601.12011, was not "
    "read)"
)
FALSE, FALSE_TIME, TRUE_TIME = (
    "C2.16.full.maj-min",
    "C3.rw.maj-min.printed",
    "C3.rw.maj-min.true",
)
"""Theorem C.2 for maj-min, the time that Corollary C.3 gives it, and its time."""

SAID = (FALSE, FALSE_TIME)
"""What the summary says is false."""

CONFIRMED = ("C1.5.maj-maj", "C1.5.maj-min", "C1.5.min-min", "4.window.erm")
"""What else a reader takes from the paper: the closed form of ERM in each mode, and its window."""

MORE = "MORE"
"""The label of the line that says what to type next."""

GLOSSARY = (
    "maj-min tells majority from minority classes, R samples to 1; RW: weights n^(-1/2), ERM: none; "
    "times in units of δ, start e^(-δ)"
)
"""What a reader who has not read the paper needs to know."""

AT = sp.Integer(10)
"""The ratio at which the two times are compared."""


@dataclass(frozen=True)
class Line:
    """A line of the summary: what it is about, and what it says."""

    label: str
    words: str


def false_as_printed(report: ReportData) -> tuple[ResultData, ...]:
    """Return what is false in the source, the last parts, which are its results, first."""
    false = [
        r
        for r in reversed(report.results)
        if r.verdict is Verdict.REFUTED and r.claim.words is Words.PRINTED
    ]
    first = {name: number - len(SAID) for number, name in enumerate(SAID)}
    return tuple(sorted(false, key=lambda r: first.get(r.claim.id, 0)))


def headline(report: ReportData) -> tuple[Line, ...]:
    """Return the summary of a report on the paper's ledger; empty for any other."""
    found = {r.claim.id: r for r in report.results}
    if not {FALSE, FALSE_TIME, TRUE_TIME} <= found.keys() or any(
        r.claim.at for r in report.results
    ):
        return ()
    return tuple(_lines(report, found))


def _lines(report: ReportData, found: dict[str, ResultData]) -> Iterator[Line]:
    printed = report.summary_of(Words.PRINTED)
    total = sum(printed.values())
    more = f"{total} printed sentences, {len(report.results) - total} readings and additions"
    yield Line("PAPER", f"{PAPER}: {more}")
    false, wrong, right = found[FALSE], found[FALSE_TIME], found[TRUE_TIME]
    if false.verdict is Verdict.REFUTED and wrong.verdict is Verdict.REFUTED:
        said = (f"{r.claim.section}: “{r.claim.title}”" for r in (false, wrong))
        yield Line("FALSE", f"{'; '.join(said)}. {_where(false)}")
    if right.verdict in ESTABLISHED:
        times = [float(_value(r).subs(R, AT)) for r in (right, wrong)]
        yield Line(
            "TRUE",
            f"{right.claim.title} ({right.verdict.value} {TRUE_TIME}): at R = {AT} all modes at "
            f"{times[0]:.4f}, and not maj-min at {times[1]:.4f}",
        )
    kept = [found[i] for i in CONFIRMED if i in found and found[i].verdict in ESTABLISHED]
    if len(kept) == len(CONFIRMED):
        counts = printed.get(Verdict.PROVED, 0)
        yield Line(
            "CONFIRMED",
            f"{counts} printed sentences: ERM in every mode, its window, Theorem C.2 but for maj-min",
        )
    yield Line("WORDS", GLOSSARY)
    yield Line("MORE", "-v: every claim; ID: one; --format html -o FILE: a page")


def _value(result: ResultData) -> sp.Expr:
    said = result.claim.said
    if not isinstance(said, LearningTime):
        raise TypeError(f"{result.claim.id} is no learning time")
    return said.expr


def _where(result: ResultData) -> str:
    """Say where the claim fails, with both numbers."""
    shown = result.counterexample
    if shown is None:
        return ""
    at = ", ".join(f"{symbol_name(name)} = {value}" for name, value in shown.parameters)
    first, second = (side(x, 4) for x in (shown.left, shown.right))
    return f"At {at}: {shown.names[0]} {first}, {shown.names[1]} {second}"
