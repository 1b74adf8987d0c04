"""Write the summary of a run of the ledger where README.md, and with it the index, opens with it."""

from pathlib import Path

from proofs import check
from proofs.report.headline import MORE, headline
from proofs.report.results import ReportData

README = Path(__file__).parent.parent / "README.md"
START, END = "<!-- summary: written by docs/summary.py -->", "<!-- end of summary -->"


def block(report: ReportData) -> str:
    """Return the summary of a report as Markdown."""
    rows = (row for row in headline(report) if row.label != MORE)
    return "\n".join(f"- **{row.label.capitalize()}.** {row.words}" for row in rows)


def written(text: str) -> str:
    """Return the block that a text holds."""
    return text.partition(START)[2].partition(END)[0].strip()


def put(text: str, new: str) -> str:
    """Return a text with another block."""
    before, _, rest = text.partition(START)
    return f"{before}{START}\n\n{new}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(put(README.read_text("utf-8"), block(check())), encoding="utf-8")
