"""Every command that the README and the documentation show runs, and prints what they show."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import whole_ledger
from needed import more

from numerics.experiment.summary import SHIPPED
from proofs.engine.decide import Finding, decide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs import Claim

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(p for p in sorted((ROOT / "docs").rglob("*.md")) if not {"_build", "auto_gallery"} & {*p.parts}),
]  # fmt: skip

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = re.compile(r"\d+(\.\d+)? s\b")

NOT_RUN = {
    "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/python -m "
    "proofs.check_theorem": ".ci/run runs it as it is written",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m "
    "pytest -q": ".ci/run runs it as it is written",
    "pipx run nox": "its parts are what .ci/run consists of, and this test is in one of them",
    "pip install -e '.[cnn]'": ".ci/run runs it",
    "python -m pip install -e .": ".ci/run runs it",
    "pip install torch --index-url https://download.pytorch.org/whl/cpu": "a large download",
    "python -m proofs.check_theorem --claims docs/examples/published.py": "a quarter of a minute; "
    "test_published.py decides some of its claims",
    "python -m numerics.experiment": "trains 60 networks; tests/numerics/experiment trains small ones",
    "python -m numerics.experiment -o results": "the same",
    "python -m numerics.gaussian_starts -o starts.csv": "half a minute; its own tests run it with a seed",
    "python -m numerics.gaussian_starts --loss cross-entropy --seeds 16 -o margins.csv": "two minutes; the "
    "tests of the other table run one of its flows",
}  # fmt: skip
"""Commands that are not run here, and why."""

DEAR = {
    "python -m proofs.check_theorem --format html -o report.html",
    "python -m numerics.figures --only 2 5 6",
    "python -m spectra.advise --profile exponential:12:500:100 --lr 0.1 --batch 128 --delta 8 -o advice.svg",
}
"""What takes long, and is run at length; pages of some claims, each of these figures, and other advice
with figures are made anyway."""

EXIT_CODES = {"python -m proofs.check_theorem --claims claims.py": 1}  # one of the two is false


@dataclass(frozen=True)
class Shown:
    """A command on a page, and the output under it, if there is any."""

    page: str
    command: str
    output: str | None = None


def shown() -> Iterator[Shown]:
    for path in PAGES:
        page = path.relative_to(ROOT).as_posix()
        for language, text in BLOCK.findall(path.read_text(encoding="utf-8")):
            if language == "sh":
                for line in text.splitlines():
                    yield Shown(page, line)
            elif language == "console":
                for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                    command, _, output = part.partition("\n")
                    yield Shown(page, command, output)
            elif language == "text":  # commands, each with a remark after spaces
                for line in text.splitlines():
                    if line.startswith("python -m "):
                        yield Shown(page, re.split(r" {2,}", line)[0])


SHOWN = list(shown())
COMMANDS = {item.command for item in SHOWN}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the pages speak of."""
    shutil.copy(ROOT / "docs/examples/claims.py", tmp_path)
    (tmp_path / "results").mkdir()
    shutil.copy(SHIPPED, tmp_path / "results")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let claims of the ledger be those that were decided for the other tests."""
    found = {result.claim.id: result for result in whole_ledger.report().results}

    def known(claim: Claim, *, search: bool = False, kept: str = "") -> Finding:
        result = found.get(claim.id)
        if search or result is None or result.claim != claim:
            return decide(claim, search=search, kept=kept)
        return Finding(result.verdict, result.evidence, result.seconds)

    monkeypatch.setattr(import_module("proofs.engine.tasks"), "decide", known)


def run(command: str) -> int:
    """Run a ``python -m`` command here; return its exit code."""
    python, option, module, *arguments = shlex.split(command)
    assert (python, option) == ("python", "-m"), f"{command}: run it, or say why not"
    spec = find_spec(module)
    assert spec is not None, f"{module} does not exist"
    package = spec.submodule_search_locations is not None
    code = import_module(f"{module}.__main__" if package else module).main(arguments)
    assert isinstance(code, int)
    return code


def without_times(text: str) -> str:
    return SECONDS.sub("… s", text).strip()


@pytest.mark.parametrize(
    "command",
    [*sorted(COMMANDS - {*NOT_RUN} - DEAR), *more(*zip(sorted(COMMANDS & DEAR), strict=True))],
)
def test_a_command_runs_and_prints_what_is_shown(
    folder: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    if "proofs.check_theorem" in command:
        request.getfixturevalue("decided_once")
    if "proofs.kernel" in command:
        assert run("python -m proofs.check_theorem --prove C1.5 -o proofs.json") == 0
        capsys.readouterr()
    assert run(command) == EXIT_CODES.get(command, 0)
    out, err = capsys.readouterr()
    assert out
    assert err == ""
    for item in SHOWN:
        if item.command == command and item.output is not None:
            assert without_times(item.output) == without_times(out), item.page


def test_every_exception_is_still_shown_somewhere() -> None:
    assert not {*NOT_RUN} - COMMANDS
    assert not ({*EXIT_CODES} | DEAR) - COMMANDS


def test_pages_show_commands_with_and_without_output() -> None:
    assert len(COMMANDS) > 10
    assert any(item.output for item in SHOWN)
    assert {"README.md", "docs/how-to/ask-for-advice.md"} <= {item.page for item in SHOWN}
