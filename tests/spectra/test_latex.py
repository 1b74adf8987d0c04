"""The LaTeX document and its command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import spectra
from spectra import decompose, effective, step, to_latex, weights
from spectra.latex_document import document, main

COMMAND = [sys.executable, "-m", "spectra.latex"]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_document_compiles_without_warnings(tmp_path: Path) -> None:
    (tmp_path / "spectra.tex").write_text(document(), encoding="utf-8")
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "spectra.tex"]
    for _ in range(2):
        subprocess.run(latex, cwd=tmp_path, check=True, capture_output=True)
    log = (tmp_path / "spectra.log").read_text(encoding="latin-1")
    bad = [
        line
        for line in log.splitlines()
        if ("Warning" in line and "Font" not in line) or line.startswith(("Overfull", "Underfull"))
    ]
    assert bad == []


def test_every_derived_object_shows_itself_in_a_notebook() -> None:
    d = decompose(step())
    e = effective(d, weights(step()))
    for shown in (step(), d, d.levels[0], weights(step()), e, e.lam, step(4, 2), step(4, 0.5)):
        text = shown._repr_latex_()
        assert text.startswith("$")
        assert text.endswith("$")
        plain = text.replace(r"\{", "")
        assert plain.count("{") == plain.count("}")
        assert "SumZeroBasis" not in text


def test_formulas_are_written_in_the_notation_of_the_paper() -> None:
    assert to_latex(spectra.SumZeroBasis(spectra.m)) == r"\mathbb{F}_{k / 2}"
    assert r"\mathbb{F}_{k / 2} \otimes \mathbf{1}_{R}" in to_latex(decompose(step()).V)


def test_the_document_holds_the_derived_formulas() -> None:
    text = document()
    for formula in (
        decompose(step()).U,
        decompose(step()).V,
        effective(decompose(step()), weights(step())).defect,
        spectra.window(step(), which="projected"),
    ):
        assert to_latex(formula) in text


def test_the_command_writes_a_file_once_and_again_only_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.tex"
    assert main(["-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == document()
    target.write_text("mine", encoding="utf-8")
    assert main(["-o", str(target)]) == 2
    assert target.read_text(encoding="utf-8") == "mine"
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "--force" in error
    assert main(["-o", str(target), "--force"]) == 0
    assert target.read_text(encoding="utf-8") == document()
    assert [p.name for p in tmp_path.iterdir()] == ["out.tex"]


@pytest.mark.parametrize("path", ["missing/out.tex", "."])
def test_a_path_that_cannot_be_written_is_one_line_and_exit_code_2(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-o", str(tmp_path / path), "--force"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("latex: output ")


def test_a_closed_pipe_is_said_by_the_exit_code_alone() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(COMMAND, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (run.returncode, run.stderr) == (141, b"")


def test_an_interrupt_is_one_line_and_exit_code_130() -> None:
    program = (
        "import os, signal, sys, spectra.latex_document as l\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "l.document = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(l.main([]))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (130, b"latex: interrupted\n")


def test_importing_the_package_loads_no_heavy_library() -> None:
    program = (
        "import sys, spectra, spectra.errors, spectra.utils.atomic_files, spectra.utils.command\n"
        "import spectra.utils.confidence_interval, spectra.utils.progress\n"
        "heavy = 'sympy', 'numpy', 'scipy', 'matplotlib', 'jinja2', 'rich', 'z3', 'cvc5'\n"
        "print(*set(heavy) & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stdout.strip() == b""


def test_a_closed_output_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main([]) == 2
    monkeypatch.undo()
    assert capsys.readouterr().err.startswith("latex: standard output is closed: open it, or")
