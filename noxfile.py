#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.10.14"]
# ///
"""One command for everything: `nox` runs all of this, `nox -s docs` one part of it."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv|virtualenv"

PROJECT = nox.project.load_toml("pyproject.toml")
EDITABLE = ("-e", ".")


PYTHONS = ("python3.11", "python3.12", "python3.13")


def group(name: str) -> list[str]:
    """The requirements of one dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PROJECT, name))


def empty_folder(session: nox.Session) -> Path:
    """A folder of this session's own, emptied of what an earlier run left."""
    folder = Path(session.create_tmp()) / "out"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format, spelling and the state of the repository itself."""
    session.install(*group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")
    session.run("repo-review", "--show", "err", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Strict static typing."""
    session.install(*EDITABLE, *group("types"), *group("test"))
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """The tests and the examples in the docstrings."""
    session.install(*EDITABLE, *group("test"))
    session.run("pytest", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """The main job: every claim of the ledger gets the verdict it is expected to get."""
    session.install(*EDITABLE)
    session.run("python", "-m", "proofs.check_theorem", *session.posargs)


@nox.session(default=False)
def experiment(session: nox.Session) -> None:
    """The tests that train networks (installs PyTorch, which is large)."""
    session.install("-e", ".[cnn]", *group("test"))
    session.run("python", "-c", "import torch, sklearn")  # nothing may be skipped for want of them
    session.run("pytest", "tests/numerics/experiment", "numerics/experiment", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, without a warning, and the examples in it."""
    session.install(*EDITABLE, *group("docs"))
    for builder in ("html", "doctest"):
        session.run("sphinx-build", "-q", "-W", "-b", builder, "docs", f"docs/_build/{builder}")
    fetched = re.compile(
        r'<(?:script|img|iframe|link rel="(?:stylesheet|preload)")[^>]*"(?:https?:)?//'
    )
    pages = Path("docs/_build/html").rglob("*.html")
    if names := [str(p) for p in pages if fetched.search(p.read_text(encoding="utf-8"))]:
        session.error(f"these pages load something from the network: {names}")
    example = Path("docs/examples/claims.py")
    if example.read_text(encoding="utf-8") not in Path("README.md").read_text(encoding="utf-8"):
        session.error(f"README.md does not show {example} as it is")
    # exit code 1: the second of its claims is false, as it is meant to be
    session.run("python", "-m", "proofs.check_theorem", "--claims", str(example), success_codes=[1])


@nox.session
def formulas(session: nox.Session) -> None:
    """The LaTeX documents, compiled without a warning (font warnings excepted)."""
    if not shutil.which("pdflatex"):
        session.error("pdflatex is missing: install a TeX distribution, e.g. TeX Live")
    session.install(*EDITABLE)
    folder = empty_folder(session)
    target = str(folder / "formulas.tex")
    session.run("python", "-m", "spectra.latex", "-o", target)
    target = str(folder / "report.tex")
    session.run("python", "-m", "proofs.check_theorem", "--format", "latex", "-o", target)
    with session.chdir(folder):
        for name in ("formulas", "report"):
            compiled(session, name)


def compiled(session: nox.Session, name: str) -> None:
    """Compile a document; complain of what it complains of."""
    pdflatex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex")
    for _ in range(3):  # references once the contents have their length
        session.run(*pdflatex, external=True, silent=True)
    log = Path(f"{name}.log").read_text(encoding="utf-8", errors="replace")
    complaints = [
        line
        for line in log.splitlines()
        if (" Warning:" in line and "Font Warning:" not in line) or line.startswith("Overfull")
    ]
    if complaints:
        session.error("\n".join([f"pdflatex complains of {name}:", *complaints]))


@nox.session
def wheel(session: nox.Session) -> None:
    """The wheel, built from the sdist, holds the typed packages and nothing else."""
    session.install(*group("build"))
    folder = empty_folder(session)
    session.run("python", "-m", "build", "--outdir", str(folder), silent=True)
    (built,) = folder.glob("*.whl")
    names = zipfile.ZipFile(built).namelist()
    packages = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    found = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    if found != packages:
        session.error(f"the wheel holds {sorted(found)} instead of {sorted(packages)}")
    if untyped := [name for name in packages if f"{name}/py.typed" not in names]:
        session.error(f"py.typed is missing from {untyped}")
    data = [
        p for n in packages for kind in ("templates", "fonts") for p in Path(n).rglob(f"{kind}/*")
    ]
    if left_out := [str(path) for path in data if path.as_posix() not in names]:
        session.error(f"the wheel lacks {left_out}")

    for python in filter(starts, PYTHONS):
        for versions in ("newest", "lowest"):
            installed(session, folder / f"{python}-{versions}", python, versions, built.resolve())


def starts(python: str) -> bool:
    """Whether there is such an interpreter; a version manager may have a command for one that is not."""
    if shutil.which(python) is None:
        return False
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


def installed(session: nox.Session, home: Path, python: str, versions: str, built: Path) -> None:
    """Install a wheel outside the clone, with one end of the versions, and run the commands."""
    session.run(python, "-m", "venv", str(home), external=True)
    own = str(home.resolve() / "bin" / "python")
    limits = home / "limits.txt"
    needs = PROJECT["project"]["dependencies"] if versions == "lowest" else []
    limits.write_text("\n".join(need.replace(">=", "~=") + ".0" for need in needs))
    session.run(own, "-m", "pip", "install", "-q", "-c", str(limits), str(built), external=True)
    with session.chdir(home):
        for command in (("proofs.check_theorem", "4", "3.2"), ("spectra.advise", "90", "90", "9")):
            session.run(own, "-m", *command, external=True, silent=True)
        said = "import spectra, sys; sys.exit(not spectra.__file__.startswith(sys.prefix))"
        session.run(own, "-c", said, external=True)


@nox.session(default=False)
def hooks(session: nox.Session) -> None:
    """Every pre-commit hook on every file (fetches the hooks from the network)."""
    session.install("pre-commit")
    session.run("pre-commit", "run", "--all-files", *session.posargs)


if __name__ == "__main__":
    nox.main()
