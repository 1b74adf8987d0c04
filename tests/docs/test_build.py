"""The interactive page as a file: written where it is asked for, and over nothing but itself."""

import subprocess
import sys
from pathlib import Path

import pytest

BUILD = Path(__file__).parents[2] / "docs" / "interactive" / "build.py"


def build(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BUILD), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)


@pytest.mark.parametrize("arguments", [("--help",), (), ("page.html",)])
def test_nothing_is_written_unless_a_file_is_named(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    run = build(tmp_path, *arguments)
    assert run.returncode == (0 if arguments == ("--help",) else 2)
    assert "-o FILE" in run.stdout + run.stderr
    assert not list(tmp_path.iterdir())


def test_an_earlier_page_is_replaced_and_any_other_file_only_by_force(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert build(tmp_path, "-o", "page.html").returncode == 0
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert build(tmp_path, "-o", "page.html").returncode == 0
    assert page.read_text(encoding="utf-8") == whole
    page.write_text("mine", encoding="utf-8")
    run = build(tmp_path, "-o", "page.html")
    assert (run.returncode, page.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in run.stderr
    assert build(tmp_path, "-o", "page.html", "--force").returncode == 0
    assert page.read_text(encoding="utf-8") == whole
