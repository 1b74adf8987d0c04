"""A run that was cut short goes on from the proofs it has found, and trusts none of them."""

import json
import shutil
from pathlib import Path

import pytest
import sympy as sp

import proofs
from proofs import Claim, ParameterError, Verdict, check
from proofs.command import main
from proofs.provers.finders import kinds

X = sp.Symbol("x", positive=True)
TRUE = Claim("x/y: true", proofs.ge(X + 1 / X, 2), "arithmetic")
FALSE = Claim("false", proofs.ge(X, 1), "a doubt", expected=Verdict.REFUTED)
OPEN = Claim("open", proofs.ge(X, 1), "a doubt")


def nothing_is_found(*_: object) -> None:
    """Stand for finders that were cut short."""


@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_goes_on_from_the_proofs_it_has_found(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = check([TRUE, FALSE], keep=tmp_path / "kept", workers=workers, search=True)
    monkeypatch.setattr(kinds, "find_claim", nothing_is_found)
    again = check([TRUE, FALSE], keep=tmp_path / "kept", workers=workers, search=True)
    assert again.verdicts == first.verdicts
    assert set(again.verdicts.values()) == {Verdict.PROVED, Verdict.REFUTED}
    assert check([TRUE], search=True).verdicts[TRUE.id] is Verdict.UNDECIDED


def test_a_kept_proof_of_another_statement_is_not_taken(tmp_path: Path) -> None:
    check([TRUE, FALSE], keep=tmp_path)
    (tmp_path / "runs/x%2Fy%3A%20true.json").replace(tmp_path / "runs/open.json")
    assert check([OPEN], keep=tmp_path).verdicts["open"] is Verdict.REFUTED


def test_a_kept_proof_is_checked(tmp_path: Path) -> None:
    check([TRUE], keep=tmp_path)
    (file,) = (tmp_path / "runs").iterdir()
    (kept,) = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps([kept | {"verdict": "REFUTED", "steps": []}]), encoding="utf-8")
    (result,) = check([TRUE], keep=tmp_path).results
    assert result.verdict is Verdict.PROVED  # it was looked for again
    assert result.evidence[0].detail.startswith("the kernel rejects the object")


def test_a_damaged_file_is_set_aside_and_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = tmp_path / "claims.py"
    claims.write_text(
        "import proofs\nfrom spectra import R\n"
        "proofs.claim('a', proofs.gt(R + 1, 1), source='arithmetic')\n"
    )
    asked = ["--claims", str(claims), "--keep", str(tmp_path / "kept")]
    assert main(asked) == 0
    file = tmp_path / "kept/runs/a.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9])
    with pytest.warns(UserWarning, match=r"a\.json holds no proof objects; it is kept as a"):
        assert main(asked) == 0
    assert file.read_bytes() == whole
    assert file.with_name("a.json.damaged").exists()
    shutil.copy(claims, tmp_path / "kept/settings.json")
    capsys.readouterr()
    assert main(asked) == 2
    assert capsys.readouterr().err.startswith("check_theorem: keep: ")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ParameterError, match="holds something else"):
        check([TRUE], keep=tmp_path)
