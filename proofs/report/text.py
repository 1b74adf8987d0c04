"""The report as text: at most 80 columns, grouped by section, plain unless on a terminal."""

import textwrap
from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from proofs.engine import Report, Result
from proofs.statement import Collapsed, LearningTime, Limit, OutOfScope, Trajectory
from proofs.verdict import Outcome, Verdict

WIDTH = 80
INDENT = 12

STYLES = {
    Verdict.PROVED: "green",
    Verdict.CERTIFIED: "cyan",
    Verdict.SUPPORTED: "blue",
    Verdict.REFUTED: "red",
    Verdict.UNDECIDED: "yellow",
    Verdict.VACUOUS: "yellow",
    Verdict.NOT_RUN: "dim",
}


def section(result: Result) -> str:
    """Return the part of the source before the first comma: the section it is grouped under."""
    return result.claim.source.split(",")[0]


def lines(result: Result, *, verbose: bool, corrections: Iterable[Result] = ()) -> list[Text]:
    """Return the lines that show one claim."""
    claim, verdict = result.claim, result.verdict
    found = [Text.assemble((f"{verdict.value:<{INDENT - 1}} ", STYLES[verdict]), claim.id)]
    found += _wrapped(claim.title or _short(result))
    if not result.as_expected:
        found += _wrapped(f"expected {claim.expected.value}", "bold")
    if verdict is Verdict.NOT_RUN or verdict is Verdict.UNDECIDED:
        for item in result.evidence:
            if item.outcome is Outcome.INCONCLUSIVE:
                found += _wrapped(f"{item.method}: {item.detail}", "dim")
    if result.counterexample is not None and verdict is Verdict.REFUTED:
        for item in result.evidence:
            if item.counterexample is not None:
                found += _wrapped(str(item.counterexample), "red")
    for other in corrections:
        line = f"corrected: {other.verdict.value} {other.claim.id}"
        found += _wrapped(f"{line}: {other.claim.title}" if other.claim.title else line, "green")
    if verdict in (Verdict.PROVED, Verdict.CERTIFIED) and not result.established:
        found += _wrapped("rests on something that is not established", "yellow")
    if verbose:
        for item in result.evidence:
            what = f"{item.method}: {item.outcome.value}, {item.detail} ({item.seconds:.3f} s)"
            found += _wrapped(what, "dim")
    return found


def _short(result: Result) -> str:
    statement = result.claim.statement
    if isinstance(statement, OutOfScope):
        return statement.text
    if isinstance(statement, Collapsed):
        return statement.source or f"{statement.value} (sympy evaluated it before it got here)"
    if isinstance(statement, (Trajectory, LearningTime)):
        what = "β" if isinstance(statement, Trajectory) else "lim T/δ"
        return f"{what} of {statement.mode} ({statement.weighting}, {statement.system}) = {statement.expr}"
    if isinstance(statement, Limit):
        return f"lim {statement.var} → {statement.to} of {statement.expr} = {statement.value}"
    return str(statement)


def _wrapped(text: str, style: str = "") -> list[Text]:
    room = WIDTH - INDENT
    return [
        Text(" " * INDENT + line, style=style)
        for line in textwrap.wrap(text, room, break_on_hyphens=False)
    ]


def summary(report: Report) -> str:
    """Return the closing lines: counts, and what the exit code says."""
    counts = ", ".join(f"{n} {v.value}" for v, n in report.summary.items())
    meaning = {
        0: "every verdict is as expected",
        1: "some verdict differs from what was expected",
        3: "nothing differs, but something was left undecided",
    }[report.exit_code]
    return f"{len(report.results)} claims: {counts}\n{meaning}"


def write(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Print the report."""
    by_id = {r.claim.id: r for r in report.results}
    for name, results in groupby(report.results, key=section):
        console.print(Text(name, style="bold"), Text("─" * max(0, WIDTH - len(name) - 1), "dim"))
        for result in results:
            right = [by_id[i] for i in result.claim.corrected_by if i in by_id]
            for line in lines(result, verbose=verbose, corrections=right):
                console.print(line, soft_wrap=True)
        console.print()
    for line in summary(report).splitlines():
        console.print(*(Text(x) for x in textwrap.wrap(line, WIDTH)), sep="\n", soft_wrap=True)


def render(report: Report, *, verbose: bool = False) -> str:
    """Return the report as plain text."""
    console = Console(width=WIDTH, no_color=True, force_terminal=False, record=False)
    with console.capture() as capture:
        write(report, console, verbose=verbose)
    return capture.get()
