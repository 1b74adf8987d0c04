"""The option ``--prove``: from a claim to a file that the kernel accepts by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.check_theorem import main
from proofs.ledger.shipped import FILE

CLAIMS = """
from sympy import exp, oo
import proofs
from spectra import R
proofs.claim("true", proofs.gt(R + 1 / R, 1), source="here")
proofs.claim("false", proofs.lt(R, 10), source="here", expected="REFUTED")
growth = proofs.Limit(proofs.Delay(exp(R)), R, oo, oo)
proofs.claim("flow", growth, source="here")
proofs.claim("words", proofs.OutOfScope("text", "reason"), source="here")
"""


def run(folder: Path, *more: str) -> int:
    (folder / "claims.py").write_text(CLAIMS)
    return main(["--claims", str(folder / "claims.py"), *more])


def checked(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "proofs.kernel", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_proof_and_a_disproof_are_written_and_accepted(tmp_path: Path) -> None:
    target = tmp_path / "objects.json"
    assert run(tmp_path, "true", "false", "--prove", "true", "-o", str(target)) == 0
    found = checked(target)
    assert found.returncode == 0
    assert "true: PROVED" in found.stdout
    assert "false: REFUTED" in found.stdout


def test_what_is_shipped_is_written_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "objects.json"
    assert main(["C3.erm.order", "--prove", "-o", str(target)]) == 0
    (written,) = target.read_text(encoding="utf-8").splitlines()[1:-1]
    assert written in FILE.read_text(encoding="utf-8")


def test_an_object_whose_statement_is_exchanged_is_rejected(tmp_path: Path) -> None:
    target = tmp_path / "objects.json"
    run(tmp_path, "true", "false", "--prove", "true", "-o", str(target))
    first, second = json.loads(target.read_text(encoding="utf-8"))
    first["statement"], second["statement"] = second["statement"], first["statement"]
    target.write_text(json.dumps([first, second]), encoding="utf-8")
    found = checked(target)
    assert found.returncode == 1
    assert found.stdout.count("REJECTED: the hash is not that of the statement") == 2


def test_what_has_no_proof_has_no_object_and_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "words", "--prove", "flow", "-o", str(tmp_path / "objects.json")) == 3
    assert "- flow: UNDECIDED, expected PROVED" in capsys.readouterr().out
    assert json.loads((tmp_path / "objects.json").read_text(encoding="utf-8")) == []


def test_at_a_value_the_object_is_that_of_what_holds_for_all(tmp_path: Path) -> None:
    everywhere, there = (tmp_path / name for name in ("everywhere.json", "there.json"))
    assert run(tmp_path, "--prove", "true", "-o", str(everywhere)) == 0
    assert run(tmp_path, "--prove", "true", "--R", "2", "-o", str(there)) == 0
    assert there.read_bytes() == everywhere.read_bytes()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--prove", "true"), "name it with -o FILE"),
        (("--prove", "nothing", "-o", "x.json"), "unknown claim ID 'nothing'"),
    ],
)
def test_wrong_usage_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(tmp_path, *more) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("shell", "code", "said"),
    [
        ("{} {} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}", 141, ""),
        (
            "{} {} >/dev/full",
            2,
            "kernel: the verdicts cannot be printed: No space left on device\n",
        ),
        ("{} {}.missing", 2, "kernel: "),
        ("{} --help {}", 0, ""),
    ],
)
def test_the_kernel_ends_without_a_traceback(
    tmp_path: Path, shell: str, code: int, said: str
) -> None:
    target = tmp_path / "objects.json"
    run(tmp_path, "true", "--prove", "true", "-o", str(target))
    target.write_text(json.dumps(json.loads(target.read_text("utf-8")) * 2000), encoding="utf-8")
    command = shell.format(f"{sys.executable} -m proofs.kernel", target)
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert found.returncode == code
    assert found.stderr.startswith(said)
    assert "Traceback" not in found.stderr
