"""Write what README.md, and with it the index, says of a run of the ledger: its summary and its counts."""

import textwrap
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from proofs import check
from proofs.claims.claim import Words
from proofs.claims.verdict import Verdict
from proofs.report.headline import MORE, headline
from proofs.report.results import ReportData

README = Path(__file__).parent.parent / "README.md"
START, END = "<!-- summary: written by docs/summary.py -->", "<!-- end of summary -->"
COUNTS_START, COUNTS_END = "<!-- counts: written by docs/summary.py -->", "<!-- end of counts -->"
MEASURED = (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.INCONCLUSIVE)


def block(report: ReportData) -> str:
    """Return the summary of a report as Markdown."""
    return "\n".join(
        f"- **{row.label.capitalize()}.** " + (f"`{MORE}`" if row.words == MORE else row.words)
        for row in headline(report)
    )


def counts(report: ReportData) -> str:
    """Return how many claims of each verdict there are, and whose words they judge."""
    found, printed = report.summary, report.summary_of(Words.PRINTED)
    words = Counter(result.claim.words for result in report.results)
    text = (
        f"The ledger has {len(report.results)} claims: {found.get(Verdict.PROVED, 0)} proved, "
        f"{found.get(Verdict.CERTIFIED, 0)} certified at stated values, "
        f"{found.get(Verdict.REFUTED, 0)} refuted with a counterexample and a correction, "
        f"{_measured(found)} judged by measurements, {found.get(Verdict.UNDECIDED, 0)} undecided, "
        f"{found.get(Verdict.NOT_RUN, 0)} that nothing here can decide. {words[Words.PRINTED]} of them "
        f"are printed sentences of the paper: {printed.get(Verdict.PROVED, 0)} proved, "
        f"{printed.get(Verdict.REFUTED, 0)} refuted, {_measured(printed)} judged by measurements, "
        f"{printed.get(Verdict.NOT_RUN, 0)} undecidable here; {words[Words.READING]} are readings of "
        f"unclear ones; {words[Words.OURS]} are ours."
    )
    return textwrap.fill(text, 103)


def _measured(found: Mapping[Verdict, int]) -> int:
    return sum(found.get(verdict, 0) for verdict in MEASURED)


def written(text: str, start: str = START, end: str = END) -> str:
    """Return the block that a text holds."""
    return text.partition(start)[2].partition(end)[0].strip()


def put(text: str, new: str, start: str = START, end: str = END) -> str:
    """Return a text with another block."""
    before, _, rest = text.partition(start)
    return f"{before}{start}\n\n{new}\n\n{end}{rest.partition(end)[2]}"


if __name__ == "__main__":
    found = check()
    text = put(README.read_text("utf-8"), block(found))
    README.write_text(put(text, counts(found), COUNTS_START, COUNTS_END), encoding="utf-8")
