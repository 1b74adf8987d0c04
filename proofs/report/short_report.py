"""The short report of the ledger: its summary, what is false in the paper, and counts."""

from collections import Counter
from collections.abc import Iterator, Mapping

from rich.text import Text

from proofs.claims.claim import by_section
from proofs.claims.verdict import Verdict
from proofs.report.formula_text import line
from proofs.report.headline import false_as_printed, where
from proofs.report.results import ReportData, ResultData
from proofs.report.text_report import (
    FALSE_FIRST,
    INDENT,
    STYLES,
    Writer,
    closing,
    ending,
    write_summary,
)

MOST_FALSE = 6
"""Statements that are shown with their corrections."""

COLUMNS: Mapping[str, tuple[Verdict, ...]] = {
    "proved": (Verdict.PROVED,),
    "certified": (Verdict.CERTIFIED,),
    "refuted": (Verdict.REFUTED,),
    "measured": (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.INCONCLUSIVE),
    "open": (Verdict.AGREED, Verdict.UNDECIDED, Verdict.VACUOUS, Verdict.NOT_RUN),
}
"""Columns of the table of counts, and the verdicts that each holds."""


def write(writer: Writer, report: ReportData) -> bool:
    """Write it; or nothing, and return False, where a report has no summary."""
    if not write_summary(writer, report):
        return False
    _false(writer, report)
    writer.head("Counts by section")
    for row_of_counts in counts(report):
        writer.print(row_of_counts)
    for result in report.surprises:
        writer.result(result)
    if report.surprises:
        writer.flush()
    writer.print()
    first = next(closing(report, stable=writer.stable))
    for paragraph, style in (first, *ending(report)):
        for text in writer.wrapped(paragraph, style, writer.width):
            writer.print(text)
    return True


def _false(writer: Writer, report: ReportData) -> None:
    """Write what is false in the paper; the last parts, which are its results, first."""
    writer.head(FALSE_FIRST)
    false = false_as_printed(report)
    for result in false[:MOST_FALSE]:
        _with_correction(writer, result)
    if rest := [r.claim.id for r in false[MOST_FALSE:]]:
        for text in writer.wrapped(f"and {', '.join(rest)}", "", writer.width):
            writer.print(text)


def _with_correction(writer: Writer, result: ResultData) -> None:
    """Write what is false on one line, and on the next two where, and what is true instead."""
    writer.entry(result.claim)
    said = [(where(result), "")]
    said += [
        (f"{verdict.value}: {other.title or line(other.said)}", STYLES[verdict])
        for other, verdict in result.corrections[:1]
    ]
    for words, style in said:
        row = Text(f"{'':<{INDENT}}{writer.line(words)}", style=style)
        row.truncate(writer.width, overflow="ellipsis" if not writer.ascii else "crop")
        if words:
            writer.print(row)


def counts(report: ReportData) -> Iterator[str]:
    """Yield a table: each part of the source with its counts; what is beyond it is one part."""
    found: dict[str, Counter[Verdict]] = {}
    known = report.verdicts
    for claim in by_section(r.claim for r in report.results):
        name = claim.section.partition(":")[0]
        found.setdefault(name, Counter())[known[claim.id]] += 1
    width = max(map(len, found))
    yield f"{'':<{width}}" + "".join(f"{name:>11}" for name in COLUMNS)
    for name, verdicts in found.items():
        cells = (sum(verdicts[v] for v in column) for column in COLUMNS.values())
        yield f"{name:<{width}}" + "".join(f"{cell or '':>11}" for cell in cells)
