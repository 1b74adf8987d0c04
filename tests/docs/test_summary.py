"""README.md and the index of the documentation open with what the run found."""

from pathlib import Path

import summary
from whole_ledger import report

ROOT = Path(__file__).parents[2]


def test_the_readme_says_what_the_run_says() -> None:
    found = summary.written(summary.README.read_text("utf-8"))
    assert found == summary.block(report()), "run: python docs/summary.py"
    assert found.count("\n- **") == 5


def test_the_readme_says_how_many_claims_there_are() -> None:
    text = summary.README.read_text("utf-8")
    found = summary.written(text, summary.COUNTS_START, summary.COUNTS_END)
    assert found == summary.counts(report()), "run: python docs/summary.py"


def test_another_run_would_be_written_instead() -> None:
    text = summary.put(summary.README.read_text("utf-8"), "- **False.** nothing.")
    assert summary.written(text) == "- **False.** nothing."
    assert "## Check every statement" in text


def test_the_index_takes_it_from_the_readme() -> None:
    index = (ROOT / "docs/index.md").read_text("utf-8")
    assert f":start-after: {summary.START}" in index
    assert f":end-before: {summary.END}" in index
    assert index.index("{include} ../README.md") < index.index("What do you want to do?")
