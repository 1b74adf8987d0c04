"""The report as text: at most 80 columns, grouped by section, plain unless on a terminal."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

from proofs.claims.claim import Claim, Words, by_section
from proofs.claims.domain import describe
from proofs.claims.named import definitions
from proofs.claims.verdict import Evidence, Outcome, Verdict
from proofs.report.formula_text import line, symbol_name
from proofs.report.headline import false_as_printed, headline
from proofs.report.number_text import DIGITS, GAP_DIGITS, compact, side, sides
from proofs.report.results import ReportData, ResultData
from spectra.utils.ascii_text import WIDTH, can_encode, printable, to_ascii

NARROWEST = 40
"""The fewest columns that a narrow terminal is taken to have."""

INDENT, LABEL = 14, 10
ID_WIDTH = 28
"""Columns for an ID in a list and beside the progress bar."""

LINES = 3
"""Lines of a formula that are shown before it is cut."""

STYLES = {
    Verdict.PROVED: "green",
    Verdict.AGREED: "yellow",
    Verdict.CERTIFIED: "cyan",
    Verdict.SUPPORTED: "blue",
    Verdict.NOT_SUPPORTED: "magenta",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.REFUTED: "red",
    Verdict.UNDECIDED: "yellow",
    Verdict.VACUOUS: "yellow",
    Verdict.NOT_RUN: "dim",
}
FALSE_FIRST = "False as printed, and true instead"
"""Heading of what a report on the whole ledger begins with."""

MEANING = {
    0: "Every verdict is as expected.",
    1: "Some verdict differs from what was expected:",
    3: "Nothing differs, but something was left undecided:",
}
Row = tuple[str, str]
"""A paragraph and its style."""


class Writer:
    """Writes results one by one, with a heading wherever a section starts.

    Parameters
    ----------
    console : rich.console.Console
    verbose : bool
        Show formulas, assumptions and all evidence.
    stable : bool
        Leave out what differs from run to run: times.
    headings : mapping of str to str
        Headings by claim, instead of the sections; then each says what it rests on.
    """

    def __init__(
        self,
        console: Console,
        *,
        verbose: bool = False,
        stable: bool = False,
        headings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.console, self.verbose, self.stable = console, verbose, stable
        self.headings = headings
        self.heading: str | None = None
        self.held: list[ResultData] = []
        self.width = max(min(console.width, WIDTH), NARROWEST)
        self.ascii = not can_encode(console.encoding)

    def result(self, result: ResultData) -> None:
        """Write one result, or keep it for the end if it is not as expected."""
        if not result.as_expected:
            self.held.append(result)
            return
        name = self.headings.get(result.claim.id, result.claim.section)
        if name != self.heading:
            self.head(name)
        self.write(result)

    def write(self, result: ResultData) -> None:
        """Write one result as it is."""
        shown = f"{result.verdict.value:<{INDENT}}"
        for row in self.wrapped(result.claim.id, "", self.width - INDENT):
            self.print((shown, STYLES[result.verdict]), row, *self._aside(result, len(row)))
            shown = " " * INDENT
        for paragraph, style in paragraphs(result, verbose=self.verbose, stable=self.stable):
            for row in self.wrapped(paragraph, style, self.width - INDENT):
                self.print(" " * INDENT, row)
        if self.headings and result.claim.depends_on:
            below = f"rests on {', '.join(result.claim.depends_on)}"
            for row in self.wrapped(below, "dim", self.width - INDENT):
                self.print(" " * INDENT, row)

    def _aside(self, result: ResultData, used: int) -> list[tuple[str, str]]:
        """Return who checked a result, for the end of the line of its ID if there is room."""
        room = self.width - INDENT - used
        said = self.line(result.checked_by)
        wanted = self.verbose or self.headings
        if not wanted or not said or len(said) + 2 > room or used < len(result.claim.id):
            return []
        return [(f"{said:>{room}}", "dim")]

    def summary(self, report: ReportData) -> None:
        """Write what is not as expected, then the counts, and what the exit code says."""
        self.flush()
        if self.heading is not None:
            self.print()
        for paragraph, style in closing(report, stable=self.stable):
            for row in self.wrapped(paragraph, style, self.width):
                self.print(row)

    def flush(self) -> None:
        """Write the results that were kept for the end."""
        for result in self.held:
            name = f"Not as expected: {result.claim.section}"
            if name != self.heading:
                self.head(name)
            self.write(result)
        self.held.clear()

    def labelled(self, label: str, style: str, words: str) -> None:
        """Write words in a column of their own, beside a label."""
        shown = f"{self.line(label):<{LABEL}}"
        for row in self.wrapped(words, "", self.width - LABEL):
            self.print((shown, style), row)
            shown = " " * LABEL

    def entry(self, claim: Claim) -> None:
        """Write one line that says what a claim is."""
        said = f"{claim.id:<{ID_WIDTH}} {self.line(claim.title or line(claim.said))}"
        row = Text(said)
        row.truncate(self.width, overflow="ellipsis" if not self.ascii else "crop")
        self.print(row)

    def head(self, name: str) -> str:
        """Write a heading, and return it."""
        if self.heading is not None:
            self.print()
        self.heading = name
        shown = self.line(name)[: self.width - 4]  # leaves room for a short rule
        rule = self.line("─") * (self.width - cell_len(shown) - 1)
        self.print((shown, "bold"), " ", (rule, "dim"))
        return name

    def line(self, text: str) -> str:
        """Make one line of what may hold line breaks, control characters or foreign letters."""
        shown = printable(" ".join(text.split()))
        return to_ascii(shown) if self.ascii else shown

    def wrapped(self, text: str, style: str, room: int) -> Lines:
        """Return the lines of a paragraph."""
        return Text(self.line(text), style=style).wrap(self.console, room)

    def print(self, *parts: str | Text | tuple[str, str]) -> None:
        """Write one line of the given parts."""
        text = Text.assemble(*parts)
        text.rstrip()
        self.console.print(text, soft_wrap=True)


def paragraphs(result: ResultData, *, verbose: bool, stable: bool = False) -> Iterator[Row]:
    """Say one result, a paragraph at a time."""
    claim, verdict = result.claim, result.verdict
    said = _cut(line(claim.said))
    if claim.assume and claim.said.formal and (verbose or not claim.title):
        said = f"{said}   for {', '.join(map(line, claim.assume))}"
    yield claim.title or said, ""
    if verbose and claim.title and claim.title != said:
        yield said, "dim"
    if verbose or not claim.title:
        for named in definitions(claim.said):
            yield _cut(f"where {named.name} is {line(named.value)}"), "dim"
    if not result.as_expected:
        yield f"expected {claim.expected.value}", "bold"
    if result.aside:
        yield result.aside, "bold"
    for note in claim.notes:
        yield f"note: {note}", "yellow"
    if verdict is Verdict.VACUOUS:
        yield vacuous(claim), STYLES[verdict]
    for item in result.evidence:
        if verbose:
            took = "" if stable else f" ({item.seconds:.2f} s)"
            found = f"{item.outcome.value}, {compact(item.detail)}{took}"
            yield f"{item.method}: {found}", "dim"
        elif verdict in (Verdict.AGREED, Verdict.UNDECIDED, Verdict.VACUOUS, Verdict.NOT_RUN):
            yield _undecided(item), "dim"
        elif not claim.said.formal:
            yield f"{item.method}: {item.detail}", "dim"
        elif verdict is Verdict.REFUTED and item.outcome is Outcome.REFUTES:
            yield from _refutation(item)
    for other, its_verdict in result.corrections:
        what = other.title or _cut(line(other.said))
        yield f"corrected: {its_verdict.value} {other.id}: {what}", STYLES[its_verdict]
    if result.unmet:
        yield f"rests on what is not established: {', '.join(result.unmet)}", "yellow"


def vacuous(claim: Claim) -> str:
    """Say why a claim that nothing meets says nothing."""
    fewest = claim.said.fewest_classes
    met = [*describe(claim.domain), *([f"k >= {fewest}"] if fewest > 2 else [])]
    conditions = ", ".join(met)
    return f"no values at all meet its conditions ({conditions}), so it says nothing; change them"


def _undecided(item: Evidence) -> str:
    what = f"{item.outcome.value}, " if item.outcome is not Outcome.INCONCLUSIVE else ""
    return _cut(f"{item.method}: {what}{compact(item.detail)}")


def _refutation(item: Evidence) -> Iterator[Row]:
    """Say where a statement fails and by how much."""
    found = item.counterexample
    if found is None:
        yield f"{item.method}: {item.detail}", "red"
        return
    at = ", ".join(f"{symbol_name(name)} = {value}" for name, value in found.parameters)
    yield f"fails at {at} ({item.method})" if at else f"fails ({item.method})", "red"
    if found.right in ("true", "false"):
        return  # a compound statement has no two sides to compare
    left, right = (_cut(x) for x in sides(found))
    first, second = found.names
    if found.left == found.right:
        yield f"{first} and {second} are equal there: {side(found.left, DIGITS)}", "red"
    else:
        gap = _cut(side(found.distance, GAP_DIGITS))
        yield f"{first} {left}, {second} {right}, difference {gap}", "red"


def _cut(text: str) -> str:
    room = LINES * (WIDTH - INDENT)
    return text if len(text) <= room else f"{text[: room - 2]} …"


def closing(report: ReportData, *, stable: bool = False) -> Iterator[Row]:
    """Say what was found in all."""
    counts = ", ".join(f"{n} {v.value}" for v, n in report.summary.items())
    plural = "" if len(report.results) == 1 else "s"
    took = "" if stable else f" in {report.seconds:.1f} s"
    yield f"{len(report.results)} claim{plural}{took}: {counts}", ""
    yield from ((row, "") for row in (*_whose(report), *_basis(report, stable=stable)))
    values = {f"{line(s)} = {line(v)}" for r in report.results for s, v in r.claim.at}
    if values:
        yield f"Looked at {', '.join(sorted(values))} alone; what excludes that is VACUOUS.", ""
    yield from ending(report)


def ending(report: ReportData) -> Iterator[Row]:
    """Say what the exit code says."""
    yield MEANING[report.exit_code], "green" if report.exit_code == 0 else "bold"
    for result in report.surprises:
        expected = result.claim.expected.value
        alarm = "; ALARM, two methods contradict each other" if result.alarm else ""
        yield f"- {result.claim.id}: {result.verdict.value}, expected {expected}{alarm}", ""


WHOSE = {
    Words.PRINTED: ("printed sentences", "printed sentence"),
    Words.READING: ("readings of them", "reading of them"),
    Words.OURS: ("ours", "ours"),
}


def _whose(report: ReportData) -> Iterator[str]:
    """Say how the source fares, apart from what is added to it."""
    found = {words: report.summary_of(words) for words in Words}
    if not found[Words.PRINTED] and not found[Words.READING]:
        return
    for words, counts in found.items():
        if counts:
            said = ", ".join(f"{n} {v.value}" for v, n in counts.items())
            total = sum(counts.values())
            yield f"- {total} {WHOSE[words][total == 1]}: {said}"


def _basis(report: ReportData, *, stable: bool) -> Iterator[str]:
    """Say what the verdicts rest on."""
    proofs = [r.proof for r in report.results if r.proof is not None]
    if not proofs and not report.enclosed:
        return
    took = "" if stable else f", in {sum(p.checked_seconds for p in proofs):.1f} s"
    enclosed = f"; {report.enclosed} on an enclosure of the flow" if report.enclosed else ""
    plural = "s" if len(proofs) != 1 else ""
    yield f"{len(proofs)} verdict{plural} on a proof that the kernel checked{took}{enclosed}."
    for other, count in Counter(p.second_kernel for p in proofs if p.second_kernel).items():
        yield f"{count} of these proofs {other} has accepted too."


def write_summary(writer: Writer, report: ReportData) -> bool:
    """Write what a reader of the paper asks first; nothing for a report that does not say it."""
    rows = headline(report)
    for row in rows:
        writer.labelled(row.label, "bold", row.words)
    if rows:
        writer.print()
    return bool(rows)


def write_all(writer: Writer, report: ReportData) -> None:
    """Write every result, on the whole ledger after its summary and what is false in the paper."""
    false = false_as_printed(report) if write_summary(writer, report) else ()
    if false:
        writer.head(FALSE_FIRST)
    for result in false:
        if result.as_expected:
            writer.write(result)
        else:
            writer.result(result)
    first = {result.claim.id for result in false}
    by_id = {r.claim.id: r for r in report.results if r.claim.id not in first}
    for claim in by_section(r.claim for r in by_id.values()):
        writer.result(by_id[claim.id])
    writer.summary(report)


def render(report: ReportData, *, verbose: bool = False, stable: bool = False) -> str:
    """Return the report as plain text."""
    page = io.StringIO()
    write_all(Writer(plain(page), verbose=verbose, stable=stable), report)
    return page.getvalue()


def render_result(result: ResultData) -> str:
    """Return one result as plain text."""
    page = io.StringIO()
    Writer(plain(page)).write(result)
    return page.getvalue()


def plain(file: IO[str]) -> Console:
    """Return a console that writes without colours."""
    return Console(file=file, width=WIDTH, color_system=None, highlight=False)
