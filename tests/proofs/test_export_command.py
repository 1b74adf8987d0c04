"""The command that writes proof objects as Coq files, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from coq_proofs import needs_coq
from needed import dear
from refusals import refusal

from proofs.errors import ProofsError
from proofs.export import second_kernel
from proofs.export.command import main
from proofs.export.objects import Exported, files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


Captured = pytest.CaptureFixture[str]


@pytest.fixture
def mine(tmp_path: Path) -> list[str]:
    """The arguments that export three claims, one of which is no scalar statement."""
    claims = tmp_path / "mine.py"
    claims.write_text(
        "import proofs\nfrom sympy import *\nfrom spectra import R\n"
        "proofs.claim('root', proofs.gt(sqrt(R + 1), sqrt(R)), source='here')\n"
        "proofs.claim('limit', proofs.Limit(1 / R, R, oo, 0), source='here')\n"
        "proofs.claim('words', proofs.OutOfScope('w', 'r'), source='here')\n"
    )
    return ["--coq", "-o", str(tmp_path / "out"), "--claims", str(claims)]


def refused(arguments: list[str], capsys: Captured) -> str:
    return refusal(main, arguments, capsys, "export")


def test_the_command_writes_a_file_for_each_scalar_claim(
    mine: list[str], tmp_path: Path, capsys: Captured
) -> None:
    assert main(mine) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "root: claim_root.v",
        "limit: statement a limit",
        f"1 of 2 proof objects are written for Coq, to {tmp_path / 'out'}",
    ]
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"core.v", "claim_root.v"}
    assert (tmp_path / "out/claim_root.v").read_text().endswith("Print Assumptions claim_root.\n")


def test_files_are_replaced_by_force_only(
    mine: list[str], tmp_path: Path, capsys: Captured
) -> None:
    assert main(mine) == 0
    capsys.readouterr()
    (tmp_path / "out/claim_root.v").write_text("mine")
    assert "core.v' exists: give another name, or --force" in refused(mine, capsys)
    (tmp_path / "out/core.v").unlink()
    assert "claim_root.v' exists" in refused(mine, capsys)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["claim_root.v"]
    assert main([*mine, "--force"]) == 0
    assert (tmp_path / "out/claim_root.v").read_text() != "mine"


def test_bad_input_is_one_line(mine: list[str], tmp_path: Path, capsys: Captured) -> None:
    assert "--coq" in refused(["-o", "x"], capsys)
    assert "give --compile as well" in refused([*mine, "--table", "t"], capsys)
    assert "give a positive number" in refused([*mine, "--compile", "--seconds", "0"], capsys)
    assert "unknown claim ID 'none'" in refused([*mine, "none"], capsys)
    (tmp_path / "file").write_text("")
    assert "choose another" in refused(["--coq", "-o", str(tmp_path / "file" / "out")], capsys)


def test_without_coq_the_command_says_how_to_get_it(
    mine: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("PATH", "")
    assert "apt-get install coq" in refused([*mine, "--compile"], capsys)


def test_two_claims_do_not_share_a_file() -> None:
    same = [Exported("a.b", "", "text"), Exported("a-b", "", "text")]
    with pytest.raises(ProofsError, match=r"would have one file claim_a_b\.v"):
        files(same)


@dear
@needs_coq
def test_the_table_says_what_coq_said(mine: list[str], tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "table.json"
    assert main([*mine, "--compile", "--table", str(target)]) == 0
    assert capsys.readouterr().out.endswith("1 accepted, 1 not exported\n")
    root, limit = json.loads(target.read_text())["claims"]
    assert (root["outcome"], root["claim"]) == ("accepted", "root")
    assert "ClassicalDedekindReals.sig_forall_dec" in root["axioms"]
    assert (limit["outcome"], limit["detail"]) == ("not exported", "statement a limit")


@needs_coq
def test_rejection_and_time_end_the_command_with_other_codes(
    mine: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def judged(*_: object, seconds: float) -> Iterator[second_kernel.Judged]:
        yield second_kernel.Judged("root", "", outcome, "why")

    monkeypatch.setattr(second_kernel, "judge", judged)
    for outcome, code in (("rejected", 1), ("timeout", 3)):
        assert main([*mine, "--compile", "--force"]) == code
        assert capsys.readouterr().out == f"root: {outcome}: why (0.0 s)\n1 {outcome}\n"


@needs_coq
def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "long.v").write_text("Goal True. do 1000000000 idtac. Abort.\n")
    outcome, printed, _ = second_kernel.compile_file(tmp_path, "long.v", 0.5)
    assert (outcome, printed) == ("timeout", "stopped after 0.5 s")
