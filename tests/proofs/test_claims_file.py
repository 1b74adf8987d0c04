"""A claims file: it runs once, prints aside, and each way of failing is one line with a remedy."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from proofs import ClaimError
from proofs.check_theorem import main
from proofs.claims.claim import registered
from proofs.engine.claims_file import load

PREFACE = "import proofs\nfrom sympy import *\nfrom spectra import R, delta, k, t\n"


def written(folder: Path, body: str, name: str = "mine.py") -> Path:
    path = folder / name
    path.write_text(PREFACE + body, encoding="utf-8")
    return path


def test_claims_come_in_the_order_of_the_file_and_stay_out_of_the_registry(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "proofs.claim('b', R > 1, source='s')\nproofs.claim('a', R > 2, source='s')\n",
    )
    assert [c.id for c in load(path)] == ["b", "a"]
    assert [c.id for c in load(path)] == ["b", "a"]
    assert not {"a", "b"} & registered().keys()


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    for formula in ("R > 1", "R > 2"):
        (found,) = load(written(tmp_path, f"proofs.claim('a', {formula}, source='s')\n"))
        assert str(found.statement) == formula


def test_a_file_may_import_its_neighbours_and_define_classes(tmp_path: Path) -> None:
    (tmp_path / "neighbour_of_claims.py").write_text("BOUND = 3\n")
    body = (
        "from dataclasses import dataclass\n"
        "from neighbour_of_claims import BOUND\n"
        "@dataclass\nclass Case:\n    bound: 'int'\n"
        "proofs.claim('a', R > Case(BOUND).bound, source='s')\n"
    )
    before = list(sys.path)
    (found,) = load(written(tmp_path, body))
    assert str(found.statement) == "R > 3"
    assert sys.path == before
    assert "__claims__" not in sys.modules
    del sys.modules["neighbour_of_claims"]


def test_what_a_file_prints_does_not_mix_with_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(written(tmp_path, "print('aside')\nproofs.claim('a', R > 1, source='s')\n"))
    assert capsys.readouterr() == ("", "aside\n")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def f(:\n", "line 4: .*; mend the syntax"),
        ("1/0\n", "line 4: ZeroDivisionError: division by zero; mend that line"),
        ("import sys\nsys.exit(0)\n", "line 5: SystemExit: 0"),
        ("x = 1\n", "registers no claim; call proofs.claim"),
        ("proofs.claim('a', R > 1)\n", "line 4: TypeError: .*'source'"),
        ("proofs.claim('a', nonsense, source='s')\n", "line 4: NameError: name 'nonsense'"),
        ("proofs.claim('a', 'R > 1', source='s')\n", "line 4: claim a: the statement is the text"),
        ("proofs.claim('a', 1 < R < 3, source='s')\n", r"write And\(a < b, b < c\)"),
        ("proofs.claim('a', R > 1 and R > 2, source='s')\n", r"write And\(a < b, b < c\)"),
        ("Matrix([R]) < Matrix([R])\n", "line 4: TypeError: .*matrices have no order"),
        ("Lt(Matrix([R]), Matrix([R]))\n", "line 4: TypeError: .*matrices have no order"),
        (
            "proofs.claim('a', R > 1, source='s')\nproofs.claim('a', R > 2, source='s')\n",
            "line 5: claim ID 'a' is registered twice; give each claim its own ID",
        ),
    ],
)
def test_a_file_that_fails_says_where_and_what_to_do(
    tmp_path: Path, body: str, message: str
) -> None:
    path = written(tmp_path, body)
    with pytest.raises(ClaimError, match=message) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failing_file_leaves_nothing_registered(tmp_path: Path) -> None:
    with pytest.raises(ClaimError):
        load(written(tmp_path, "proofs.claim('left-over', R > 1, source='s')\n1/0\n"))
    assert "left-over" not in registered()


def test_files_that_threads_load_keep_their_claims_apart(tmp_path: Path) -> None:
    slow = "import time\nfor i in range(5):\n    proofs.claim(f'{name}{i}', R > i, source='s')\n"
    files = {}
    for name in "abcd":
        (tmp_path / name).mkdir()
        body = f"name = '{name}'\n{slow}    time.sleep(0.005)\n"
        files[name] = written(tmp_path / name, body)
    with ThreadPoolExecutor(len(files)) as pool:
        found = dict(zip(files, pool.map(load, files.values()), strict=True))
    for name, claims in found.items():
        assert [claim.id for claim in claims] == [f"{name}{i}" for i in range(5)]
    assert not registered()


def test_a_path_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match=r"missing\.py does not exist; give the path of a Python"):
        load(tmp_path / "missing.py")
    with pytest.raises(ClaimError, match="is a folder; give the path"):
        load(tmp_path)
    for name, content in (("nul.py", b"\xff\xfe\x00"), ("latin.py", b"x = '\xe9'\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ClaimError, match=name):
            load(tmp_path / name)


def test_a_chain_goes_down_into_the_ledger_and_an_impact_up_from_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = (
        "proofs.claim('lemma', R + 1 > R, source='s', depends_on='C1.6.amplitude')\n"
        "proofs.claim('main', R + 2 > R, source='s', depends_on='lemma')\n"
    )
    file = str(written(tmp_path, body))
    assert main(["main", "--claims", file, "--chain", "--list"]) == 0
    chain = [row.split()[0] for row in capsys.readouterr().out.splitlines()]
    assert chain[-3:] == ["C1.6.amplitude", "lemma", "main"]
    up = ["C1.6.amplitude", "--claims", file, "--impact", "--list"]
    assert main([*up, "--with-ledger"]) == 0
    found = [row.split()[0] for row in capsys.readouterr().out.splitlines()]
    assert {"C1.6.amplitude", "C1.5.maj-min", "lemma", "main"} <= {*found}
    assert main(up) == 2
    assert (
        "it is in the ledger, which is not among these (--with-ledger)" in capsys.readouterr().err
    )
