"""The command: exit codes, files, and one clear line for each kind of bad input."""

import json
import os
import time
from pathlib import Path

import pytest
from refusals import refusal
from users_files import FALSE, NOT_DECIDED, PREFACE, TRUE, written

from proofs.claims import given_values
from proofs.command import main
from proofs.ledger import ledger
from proofs.report import formats

Captured = pytest.CaptureFixture[str]


def test_a_chain_is_shown_from_its_beginning(mine: Path, capsys: Captured) -> None:
    later = "proofs.claim('later', R > 0, source='here', depends_on=['true'])\n"
    mine.write_text(PREFACE + later.replace("R > 0", "proofs.gt(R, 0)") + TRUE, encoding="utf-8")
    assert main(["--claims", str(mine), "later", "--list"]) == 0
    alone = capsys.readouterr().out
    assert main(["--claims", str(mine), "later", "--chain", "--list"]) == 0
    chain = capsys.readouterr().out
    assert "true" not in alone
    assert chain.index("true") < chain.index("later")


def refused(arguments: list[str], capsys: Captured) -> str:
    return refusal(main, arguments, capsys, "check_theorem")


# exit codes


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (TRUE, 0, "Every verdict is as expected."),
        (FALSE, 1, "Some verdict differs from what was expected:"),
        (TRUE + NOT_DECIDED, 3, "Nothing differs, but something was left undecided:"),
        (FALSE + NOT_DECIDED, 1, "- open: NOT_RUN, expected PROVED"),
    ],
)
def test_the_exit_code_and_the_last_lines_agree(
    tmp_path: Path, capsys: Captured, body: str, code: int, said: str
) -> None:
    assert main(["--claims", str(written(tmp_path, body))]) == code
    assert said in capsys.readouterr().out


def test_help_and_version_are_no_errors(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    assert "exit code: 0 every verdict as expected" in " ".join(capsys.readouterr().out.split())
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("reweighting-theory ")


# which claims


def test_a_part_of_the_ledger_runs_as_expected(capsys: Captured) -> None:
    assert main(["3.2"]) == 0
    out = capsys.readouterr().out
    assert "Section 3.2" in out
    assert "corrected: PROVED 3.2.distinct.true" in out


def test_the_users_claims_run_alone_or_with_the_ledger(mine: Path, capsys: Captured) -> None:
    assert main(["--claims", str(mine), "--list"]) == 0
    assert capsys.readouterr().out.split() == ["true", "sqrt(R", "+", "1)", ">", "sqrt(R)"]
    assert main(["--claims", str(mine), "--with-ledger", "--list"]) == 0
    rows = capsys.readouterr().out.strip().split("\n")
    assert len(rows) == len(ledger()) + 1
    assert all(len(row) <= 80 for row in rows)
    assert (
        main(["--claims", str(mine), "--with-ledger", "--format", "json", "true", "1.gamma"]) == 0
    )
    found = [c["id"] for c in json.loads(capsys.readouterr().out)["claims"]]
    assert sorted(found) == ["1.gamma", "true"]


def test_json_of_a_file_holds_its_claims_only(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, TRUE + FALSE + "print('aside')\n")
    assert main(["--claims", str(path), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert [c["id"] for c in document["claims"]] == ["true", "false"]
    assert document["summary"] == {"PROVED": 1, "REFUTED": 1}
    assert err == "aside\n"


def test_relations_kept_as_typed_are_shown_so(tmp_path: Path, capsys: Captured) -> None:
    body = (
        "proofs.claim('a', proofs.gt(R, 0), source='s')\n"
        "proofs.claim('b', proofs.eq(R, R + 1), source='s')\n"
    )
    assert main(["--claims", str(written(tmp_path, body))]) == 1
    out = capsys.readouterr().out
    assert "PROVED        a\n              R > 0\n" in out
    assert "REFUTED       b\n              R = R + 1\n" in out


# values on the command line


def test_at_given_values_everything_in_the_file_is_looked_at_there(
    tmp_path: Path, capsys: Captured
) -> None:
    body = TRUE + (
        "proofs.claim('below', R < 10, source='s')\n"
        "proofs.claim('excluded', R > 1, source='s', assume=R > 7)\n"
        "proofs.claim('other', delta + 1 > sqrt(delta), source='s')\n"
    )
    path = written(tmp_path, body)
    assert main(["--claims", str(path), "--R", "5/2", "--format", "json"]) == 0
    claims = {c["id"]: c for c in json.loads(capsys.readouterr().out)["claims"]}
    assert {i: c["verdict"] for i, c in claims.items()} == {
        "true": "PROVED",
        "below": "PROVED",
        "excluded": "VACUOUS",
        "other": "PROVED",
    }
    assert claims["below"]["at"] == {"R": "5/2"}
    assert claims["other"]["at"] == {}
    assert main(["--claims", str(path), "--R", "1e1", "below"]) == 1
    assert "Looked at R = 10 alone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "value"),
    [("10", "10"), ("2.5", "5/2"), (".1", "1/10"), ("5/2", "5/2"), ("+3", "3"), ("1e3", "1000"),
     ("1.", "1"), ("4e-2", "1/25")],
)  # fmt: skip
def test_integers_decimals_and_fractions_are_exact_numbers(text: str, value: str) -> None:
    assert str(given_values.positive("--R", text)) == value


@pytest.mark.parametrize(
    "text",
    ["3", "0", "-2", "2.5", "nan", "inf", "four", "", "1e400", "102", "٤", "1_0", "k", "0x4",
     "__import__('os').remove('x')"],
)  # fmt: skip
def test_k_is_a_positive_even_integer(text: str, capsys: Captured) -> None:
    message = refused(["--k", text], capsys)
    assert message.startswith("--k is ")
    assert text in message
    assert message.endswith("give an even integer from 2 to 100, such as 4")


@pytest.mark.parametrize("name", ["--R", "--delta"])
@pytest.mark.parametrize(
    "text",
    ["0", "-1", "-5/2", "0/3", "NaN", "inf", "-inf", "ten", "", "1/0", "1e999999999", "sqrt(2)",
     "1 2", "9" * 5000, "1/2/3", "1e", "--list"],
)  # fmt: skip
def test_ratio_and_scale_are_positive_numbers(name: str, text: str, capsys: Captured) -> None:
    started = time.perf_counter()
    message = refused([name, text], capsys)
    assert message.startswith(f"{name} is ")
    assert text[:50] in message
    assert message.endswith("give a number greater than 0, such as 10, 2.5 or 5/2")
    assert time.perf_counter() - started < 1


# wrong usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["C2.16.full.maj-mid"], "unknown claim ID 'C2.16.full.maj-mid'; the nearest is "),
        ([""], "unknown claim ID ''"),
        (["--list", "--verdict", "refuted"], "--list decides nothing"),
        (["--with-ledger"], "--with-ledger goes with --claims FILE.py"),
        (["--form", "json"], "unrecognized arguments: --form"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--R"], "argument --R: expected one argument"),
        (["--claims"], "argument --claims: expected one argument"),
        (["--claims", "no-such-file.py"], "claims file no-such-file.py does not exist; give"),
        (["--claims", os.sep], "is a folder"),
    ],
)
def test_wrong_usage_is_one_line(arguments: list[str], message: str, capsys: Captured) -> None:
    assert message in refused(arguments, capsys)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def f(:\n", "line 4"),
        ("1/0\n", "ZeroDivisionError"),
        ("x = 1\n", "registers no claim"),
        (TRUE + TRUE, "line 5: claim ID 'true' is registered twice"),
        ("raise ValueError('two\\nlines')\n", "ValueError: two lines"),
        (TRUE.replace(")\n", ", depends_on='tru')\n"), "the nearest is 'true'"),
        (
            TRUE.replace(")\n", ", depends_on='true')\n"),
            "claims rest on each other: 'true' on 'true'",
        ),
    ],
)
def test_a_bad_claims_file_is_one_line(
    tmp_path: Path, capsys: Captured, body: str, message: str
) -> None:
    assert message in refused(["--claims", str(written(tmp_path, body))], capsys)


def test_a_users_id_must_not_be_one_of_the_ledger(tmp_path: Path, capsys: Captured) -> None:
    path = written(tmp_path, TRUE.replace("true", "1.gamma"))
    message = refused(["--claims", str(path), "--with-ledger"], capsys)
    assert message.endswith("claim ID '1.gamma' is taken by the ledger; choose another")
    assert main(["--claims", str(path)]) == 0


# files


def test_a_report_goes_to_a_file_whole(mine: Path, tmp_path: Path, capsys: Captured) -> None:
    for format_name in formats.NAMES:
        target = tmp_path / f"report.{format_name}"
        asked = ["--claims", str(mine), "--format", format_name, "-o", str(target)]
        assert main(asked) == 0
        assert capsys.readouterr().out.endswith("Every verdict is as expected.\n")
        assert "true" in target.read_text(encoding="utf-8")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["schema"] == 1
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["mine.py", *sorted(f"report.{name}" for name in formats.NAMES)]


def test_a_file_is_replaced_only_if_told_so(mine: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "report.txt"
    target.write_text("precious")
    asked = ["--claims", str(mine), "-o", str(target)]
    assert "exists: give another name, or --force to replace it" in refused(asked, capsys)
    assert target.read_text() == "precious"
    assert main([*asked, "--force"]) == 0
    assert target.read_text(encoding="utf-8").startswith("here ─")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("missing/report.txt", "is in a folder that does not exist: create it first"),
        (".", "is a directory: give the name of a file"),
        ("mine.py/report.txt", "is in a folder that does not exist"),
        ("n" * 300, "cannot be written (File name too long): choose another path"),
        (os.devnull, "is a device, not a file"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(
    mine: Path, tmp_path: Path, capsys: Captured, target: str, message: str
) -> None:
    mine.write_text("raise SystemError('this must not run')")
    asked = ["--claims", str(mine), "--force", "-o", str(tmp_path / target)]
    assert message in refused(asked, capsys)


def test_a_closed_folder_is_refused(
    mine: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # an administrator may write anywhere
    asked = ["--claims", str(mine), "-o", str(tmp_path / "report.txt")]
    assert "is in a folder that cannot be written: choose another" in refused(asked, capsys)


def test_a_full_disk_leaves_no_part_of_a_file(
    mine: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    asked = ["--claims", str(mine), "-o", str(tmp_path / "report.txt")]
    assert "(No space left on device)" in refused(asked, capsys)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.py"]
