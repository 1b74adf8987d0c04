"""What a reader of the paper asks first: which statement fails, and what is true instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from proofs.claims.claim import Words
from proofs.claims.flow_statements import LearningTime
from proofs.claims.verdict import Verdict
from proofs.report.formula_text import line, symbol_name
from proofs.report.number_text import side
from proofs.report.results import ESTABLISHED, ReportData, ResultData
from spectra import R

PAPER = (
    "Zhao & Thrampoulidis, Why Loss Re-weighting Works If You Stop Early: Training Dynamics of "
    "Unconstrained Features (MOSS workshop, ICML 2025)"
)
LATER = "arXiv 2601.12011"
"""A later text of the paper, which was not read."""

FALSE, FALSE_TIME, TRUE_TIME = (
    "C2.16.full.maj-min",
    "C3.rw.maj-min.printed",
    "C3.rw.maj-min.true",
)
"""Theorem C.2 for maj-min, the time that Corollary C.3 gives it, and its time."""

FIRST = (FALSE, FALSE_TIME)
"""What is false in the paper, and comes first."""

CONFIRMED = ("C1.5.maj-maj", "C1.5.maj-min", "C1.5.min-min", "4.window.erm")
"""What else a reader takes from the paper: the closed form of ERM in each mode, and its window."""

MORE = "python -m proofs.check_theorem: -v all claims, ID one, --format html"
"""What to type next."""

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
    first = {name: number - len(FIRST) for number, name in enumerate(FIRST)}
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
    yield Line("PAPER", PAPER)
    more = len(report.results) - total
    yield Line("CHECKED", f"{total} printed sentences, {more} more; not the later text, {LATER}")
    false, wrong, right = found[FALSE], found[FALSE_TIME], found[TRUE_TIME]
    if false.verdict is Verdict.REFUTED and wrong.verdict is Verdict.REFUTED:
        yield Line(
            "FALSE",
            f"{false.claim.section}, {wrong.claim.section}: from e^(-δ), weights 1/√n learn maj-min "
            f"(majorities from minorities, R to 1) {_time(wrong)}",
        )
    if right.verdict in ESTABLISHED:
        yield Line("TRUE", f"{_time(right, ', as all modes')}; {right.verdict.value} {TRUE_TIME}")
    kept = [found[i] for i in CONFIRMED if i in found and found[i].verdict in ESTABLISHED]
    if len(kept) == len(CONFIRMED):
        counts = printed.get(Verdict.PROVED, 0)
        yield Line(
            "CONFIRMED",
            f"{counts} printed sentences: ERM, its window, {false.claim.section} but for maj-min",
        )
    yield Line("MORE", MORE)


def _time(result: ResultData, of: str = "") -> str:
    """Say when a mode is learned, as a formula and as a number."""
    said = result.claim.said
    if not isinstance(said, LearningTime):
        raise TypeError(f"{result.claim.id} is no learning time")
    number = float(said.expr.subs(R, AT))
    formula = re.sub(r"√\((\w+)\)", r"√\1", line(said.expr).replace("sqrt", "√")).replace(" ", "")
    return f"at {formula} δ{of}; R = {AT}: {number:.4f}"


def where(result: ResultData) -> str:
    """Say where the claim fails, with both numbers."""
    shown = result.counterexample
    if shown is None:
        return ""
    at = ", ".join(f"{symbol_name(name)} = {value}" for name, value in shown.parameters)
    first, second = (side(x, 4) for x in (shown.left, shown.right))
    return f"At {at}: {shown.names[0]} {first}, {shown.names[1]} {second}"
