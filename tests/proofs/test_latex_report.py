"""The report as LaTeX: it compiles, and holds what the run found."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from needed import drawn
from small_reports import CHAIN, HOSTILE, found

import proofs
from proofs import Claim, OutOfScope, Report, Result, Verdict
from proofs.report import latex_report
from proofs.report.formula_latex import formula
from proofs.report.latex_text import to_tex
from spectra.latex_document import document

MACROS = Path(latex_report.__file__).parents[2] / "spectra" / "templates" / "macros.tex"


def compiled(folder: Path, body: str) -> list[str]:
    """Compile a document; return what pdflatex complains of, font warnings excepted."""
    (folder / "report.tex").write_text(body, encoding="ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
        assert done.returncode == 0, done.stdout.decode("latin-1")[-2000:]
    log = (folder / "report.log").read_text(encoding="latin-1")
    return [
        row
        for row in log.splitlines()
        if ("Warning" in row and "Font" not in row) or row.startswith(("Overfull", "Underfull"))
    ]


needs_latex = pytest.mark.skipif(
    shutil.which("pdflatex") is None, reason="pdflatex is not installed"
)


@needs_latex
def test_the_document_compiles_without_warnings(tmp_path: Path) -> None:
    wide = proofs.check(["C2.20.projection", "C2.19b.matrix", *CHAIN])
    assert compiled(tmp_path, wide.to_latex()) == []


@needs_latex
def test_whatever_the_words_the_document_compiles(tmp_path: Path) -> None:
    claims = [
        Claim(f"id%_#{n}", OutOfScope(HOSTILE, HOSTILE), HOSTILE, chr(n) + HOSTILE)
        for n in (0x2713, 0x1D40, 0x416, 0x259, 0x6570, 0x1F600, 0x2192)
    ]
    long = Claim("w" * 200, OutOfScope("w" * 300, "reason"), "w" * 90, depends_on=("id%_#259",))
    results = [Result(c, Verdict.NOT_RUN, (), 0.0) for c in (*claims, long)]
    compiled(tmp_path, Report(tuple(results)).to_latex())


@needs_latex
def test_every_character_that_has_a_command_compiles(tmp_path: Path) -> None:
    # between these blocks no character has a command
    blocks = ((0xA0, 0x3100), (0xA700, 0xA800), (0xFB00, 0x10800), (0x1D400, 0x1D800))
    all_of_them = (chr(n) for start, end in blocks for n in range(start, end))
    shown = {to_tex(character) for character in all_of_them if character.isprintable()}
    boxes = "".join(rf"\hbox{{{words}}}" for words in sorted(shown) if not words.startswith("{[}"))
    macros = MACROS.read_text(encoding="ascii")
    assert len(boxes) > 1000
    body = rf"\documentclass{{article}}{macros}\begin{{document}}{boxes}\end{{document}}"
    compiled(tmp_path, body)


def test_the_document_holds_the_formulas_of_the_run() -> None:
    body = found().to_latex()
    for result in found().results:
        for part in formula(result.claim.statement):
            assert part in body
    assert body.isascii()
    assert body.count(r"\claim{") == len(CHAIN)


def test_both_documents_need_no_more_than_the_base_of_latex() -> None:
    base = {
        "fontenc",
        "textcomp",
        "geometry",
        "amsmath",
        "amssymb",
        "graphicx",
        "color",
        "hyperref",
    }
    report = proofs.check(["C2.16.full.maj-min", *CHAIN])
    pictures = report.to_latex()
    assert pictures.count(r"\ifpictures\fit") >= 2
    for text in (pictures, document()):
        needed = re.findall(r"(?m)^\\usepackage(?:\[.*?\])?\{(.*?)\}", text)
        assert set(",".join(needed).split(",")) == base
        outside = re.sub(r"(?s)\\ifpictures\\fit.*?\\fi$", "", text, flags=re.MULTILINE)
        assert "tikzpicture" not in outside


def test_both_documents_share_their_macros() -> None:
    macros = MACROS.read_text(encoding="ascii")
    assert macros.strip() in document()
    assert macros.strip() in found().to_latex()


@given(st.text(max_size=30))
@drawn(20, 100)
def test_words_become_ascii_without_bare_commands(text: str) -> None:
    shown = to_tex(text)
    assert shown.isascii()
    # with what is escaped taken away, no special character is left but those of commands
    assert not set(re.sub(r"\\[&%$#_{}^\"'`~=.]|\\ensuremath\{[^}]*\}+", "", shown)) & set("&%$#")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1e-7", r"1\ensuremath{\cdot10^{-7}}"),
        ("e-7", "e-7"),
        ("2e+3x", "2e+3x"),
        ("☃", "{[}U+2603]"),
    ],
)
def test_powers_of_ten_and_unknown_characters(text: str, shown: str) -> None:
    assert to_tex(text) == shown
