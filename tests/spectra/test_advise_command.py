"""The command: what it prints, and one clear line for what it refuses."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spectra.advise import text
from spectra.advise.__main__ import main

COMMAND = (sys.executable, "-m", "spectra.advise")
Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, *arguments: str) -> str:
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return str(out)


def refused(capsys: Captured, *arguments: str) -> str:
    """Run the command; check that it refuses in one line, and return the line."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("advise: ")
    assert err.count("\n") == 1
    return str(err).removeprefix("advise: ").rstrip()


CALLS = [
    ("5000", "5000", "50", "50"),
    ("100", "10", "1", "--gamma", "1", "--lr", "0.01", "--scale", "1e-3"),
    ("100", "10", "1", "--gamma", "3/4", "--lr", "1", "--batch", "10", "--delta", "8"),
    ("30", "20", "7", "5", "--weights", "1,1.5,2,2", "--names", "a,b,c,d"),
    ("--profile", "exponential:20:500:100", "--lr", "0.1", "--loss", "sum", "--batch", "128"),
    ("7", "7", "7", "--delta", "5"),
    ("9", "2", "--gamma", "0"),
    ("9", "5", "2", "--gamma", "-0.5", "--lr", "1e-9", "--loss", "weighted-mean"),
    ("9", "5", "2", "--names", "x" * 200 + ",b,日本語\tクラス"),
]


@pytest.mark.parametrize("arguments", CALLS)
def test_the_text_fits_80_columns_and_is_plain_when_piped(
    capsys: Captured, arguments: tuple[str, ...]
) -> None:
    from rich.cells import cell_len

    out = printed(capsys, *arguments)
    assert "\x1b" not in out
    for line in out.splitlines():
        assert cell_len(line) <= text.WIDTH or "weight = " in line or "日" in line
        assert line == line.rstrip()
        assert all(c.isprintable() for c in line)
    assert out.rstrip().endswith("test data.")
    assert "at at" not in out


def test_step_is_learned_at_once_under_square_root_weights(capsys: Captured) -> None:
    out = printed(capsys, "5000", "5000", "50", "50")
    assert "first 0, 1 (n = 5,000) at 0.01414 δ, last 2, 3 (n = 50)" in out
    assert "everything at once, at 0.0154 δ; ΔT = 0." in out
    assert "class_weight = {0: 0.918182, 1: 0.918182, 2: 9.18182, 3: 9.18182}" in out
    assert "heuristic" not in out
    assert "ERM [theorem]" in out
    assert "Weighted [theorem from spectral starts]" in out


def test_what_is_heuristic_and_what_is_a_bound_is_said_beside_it(capsys: Captured) -> None:
    out = printed(capsys, "100", "10", "1", "--gamma", "0.25")
    assert "Weighted [theorem and heuristic]" in out
    assert "In the limit: by the rule for δ → ∞, a heuristic." in out
    out = printed(capsys, "100", "10", "1", "--gamma", "1")
    assert "Weighted [theorem and heuristic]" in out
    assert "the saddle was taken from the orbit" in out
    assert "At γ = 1 the limit jumps" in out
    assert "in the limit        2.567     0.9212          0     0.4892       1.55" in out
    out = printed(capsys, *map(str, range(1, 18)), "--gamma", "1")
    assert "Weighted [theorem and bound]" in out
    assert "jumps" not in out
    assert "?" in out
    out = printed(capsys, "100", "10", "1", "--gamma", "1")
    assert "ΔT ≤ 2.567" in out
    assert "ΔT = 2.567" in out  # without weights it is a theorem


def test_a_learning_rate_that_is_too_large_is_cautioned_against(capsys: Captured) -> None:
    small = printed(capsys, "50", "5", "1", "--lr", "0.1")
    assert "Caution" not in small
    assert "Stable at the end" in small
    large = printed(capsys, "50", "5", "1", "--lr", "100")
    assert large.count("Caution") == 2


def test_text_on_a_stream_of_ascii_is_ascii(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for extra in ([], ["--paste", "sklearn"]):
        call = [*COMMAND, "9", "5", "2", "--names", "a,b,é", "--lr", "1", *extra]
        run = subprocess.run(call, capture_output=True, env=environment, check=True)
        assert run.stdout.isascii()
        assert run.stderr == b""
        assert b"?" not in run.stdout.replace(b"  ?", b"")


def test_colours_are_for_terminals_alone_and_not_where_they_are_unwanted() -> None:
    import pty

    for unwanted in (False, True):
        leader, follower = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color"}
        environment.pop("NO_COLOR", None)
        if unwanted:
            environment["NO_COLOR"] = "1"
        with subprocess.Popen(
            [*COMMAND, "9", "2"], stdout=follower, stderr=subprocess.PIPE, env=environment
        ) as run:
            os.close(follower)
            seen = b""
            while True:
                try:
                    piece = os.read(leader, 4096)
                except OSError:
                    break
                if not piece:
                    break
                seen += piece
            assert run.wait() == 0
        os.close(leader)
        assert (b"\x1b[" in seen) is not unwanted


# JSON


@pytest.mark.parametrize("arguments", CALLS)
def test_json_holds_the_same_for_every_class(capsys: Captured, arguments: tuple[str, ...]) -> None:
    found = json.loads(printed(capsys, *arguments, "--format", "json"))
    assert found["schema"] == 1
    assert found["product"]["name"] == "counterweight"
    k = len(found["input"]["counts"])
    assert len(found["input"]["names"]) == k == len(found["recommended_weights"])
    for plan in (found["erm"], found["weighted"]):
        assert len(plan["weights"]) == len(plan["class_times_per_delta"]) == k
        for name in ("rates", "times_per_delta", "bounds_per_delta"):
            assert len(plan[name]) == k - 1
        assert sum(run["modes"] for run in plan["standing"]) == k - 1
        assert plan["times_per_delta"][0] == pytest.approx(1 / plan["rates"][0])
        if "--lr" in arguments:
            per_delta = np.array(plan["steps"]["per_delta"])
            assert len(per_delta) == len(plan["steps"]["bound_per_delta"]) == k - 1
            exact = "--batch" not in arguments
            assert plan["steps"]["conversion"] == ("exact" if exact else "approximate")
            if found["training"]["delta"] is not None:
                total = per_delta * found["training"]["delta"]
                assert plan["steps"]["total"] == pytest.approx(total.tolist())
        else:
            assert plan["steps"] is None
    assert found["closing_gamma"] == 0.5
    assert "not how well" in found["scope"]


def test_weights_alone_are_printed_in_full(capsys: Captured) -> None:
    data = ("--profile", "exponential:100:500:100")
    out = printed(capsys, *data, "--paste", "json")
    assert len(json.loads(out)) == 100
    out = printed(capsys, *data, "--paste", "torch")
    assert out.startswith("weight = torch.tensor([")
    assert out.count("\n") == 1


# figures


@pytest.mark.parametrize(
    ("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_a_figure_is_written_once_and_again_only_by_force(
    tmp_path: Path, capsys: Captured, ending: str, start: bytes
) -> None:
    target = tmp_path / f"a.{ending}"
    out = printed(capsys, "9", "5", "2", "-o", str(target))
    assert out.startswith("3 classes")
    assert target.read_bytes().startswith(start)
    target.write_bytes(b"mine")
    assert "--force" in refused(capsys, "9", "5", "2", "-o", str(target))
    assert target.read_bytes() == b"mine"
    printed(capsys, "9", "5", "2", "-o", str(target), "--force")
    assert target.read_bytes().startswith(start)
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("arguments", [*CALLS[:8], ("1", "1", "1", "1")])
def test_every_advice_can_be_drawn(
    tmp_path: Path, capsys: Captured, arguments: tuple[str, ...]
) -> None:
    printed(capsys, *arguments, "-o", str(tmp_path / "a.svg"))


@pytest.mark.parametrize("name", ["a.txt", "a", "missing/a.png", "folder.png"])
def test_a_figure_that_cannot_be_written_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: Captured, name: str
) -> None:
    (tmp_path / "folder.png").mkdir()
    said = refused(capsys, "no-such-file.csv", "-o", str(tmp_path / name))
    assert name in said
    assert "no-such-file" not in said


def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spectra.files.os.access", lambda *_: False)
    assert "cannot be written" in refused(capsys, "3", "1", "-o", str(tmp_path / "a.png"))


# what is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no counts"),
        (("5",), "one class"),
        (("5", "0"), "count 2 is 0"),
        (("5", "-1"), "-1"),
        (("5", "2.5"), "count 2 is '2.5'"),
        (("5", "nan"), "count 2 is 'nan'"),
        (("5", "1e400"), "count 2"),
        (("5", "x"), "'x' among the counts is not a number"),
        (("a.csv", "b.csv"), "one file only"),
        (("missing.csv",), "No such file"),
        (("missing",), "ends in .csv, .json or .npy"),
        (("5", "3", "--labels"), "for files"),
        (("5", "3", "--profile", "exponential:3:9:3"), "one or the other"),
        (("--profile", "linear:3"), "exponential:CLASSES:LARGEST:RATIO"),
        (("5", "3", "--gamma", "x"), "--gamma 'x'"),
        (("5", "3", "--gamma", "1/0"), "--gamma '1/0'"),
        (("5", "3", "--gamma", "inf"), "--gamma 'inf'"),
        (("5", "3", "--gamma", "11"), "between -10 and 10"),
        (("5", "3", "--weights", "1"), "1 weights for 2 classes"),
        (("5", "3", "--weights", "1,-1"), "weight 2 is -1.0"),
        (("5", "3", "--weights", "1,x"), "--weights 'x'"),
        (("5", "3", "--weights", "missing.json"), "No such file"),
        (("5", "3", "--weights", "1,1e-300"), "weights"),
        (("5", "3", "--weights", "1,2", "--gamma", "1"), "not allowed with"),
        (("5", "3", "--names", "a"), "1 names for 2 classes"),
        (("5", "3", "--names", "a,a"), "given to two classes"),
        (("5", "3", "--names", "a,"), "missing"),
        (("5", "3", "--lr", "-1"), "--lr -1.0"),
        (("5", "3", "--lr", "0"), "--lr 0.0"),
        (("5", "3", "--batch", "2.5"), "whole number"),
        (("5", "3", "--batch", "9"), "from 1 to"),
        (("5", "3", "--delta", "-3"), "--delta -3.0"),
        (("5", "3", "--scale", "2"), "between 0 and 1"),
        (("5", "3", "--scale", "0.1", "--delta", "2"), "give one"),
        (("5", "3", "--loss", "median"), "invalid choice"),
        (("5", "3", "--frobnicate"), "unrecognized arguments"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    capsys: Captured, arguments: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, *arguments)


def test_names_and_kinds_go_with_files(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "labels.npy"
    np.save(path, np.array([0, 1, 1, 2, 2, 2]))
    assert "--counts or --labels" in refused(capsys, str(path))
    out = printed(capsys, str(path), "--labels", "--names", "low,mid,high", "--format", "json")
    assert json.loads(out)["input"]["names"] == ["low", "mid", "high"]
    assert json.loads(out)["input"]["counts"] == [1, 2, 3]


def test_help_and_version_are_no_errors(capsys: Captured) -> None:
    assert "exit code: 0" in " ".join(printed(capsys, "--help").split())
    assert printed(capsys, "--version").startswith("counterweight ")


# streams and signals


def test_a_closed_pipe_is_said_by_the_exit_code_alone() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    call = [*COMMAND, "--profile", "exponential:30:500:9", "--format", "json"]
    run = subprocess.run(call, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (run.returncode, run.stderr) == (141, b"")


def test_a_closed_output_is_one_line() -> None:
    program = "import sys; sys.stdout = None; from spectra.advise.__main__ import main; main()"
    run = subprocess.run([sys.executable, "-c", program, "9", "2"], capture_output=True, check=True)
    assert run.stderr == b"advise: standard output is closed: open it, or send it to a file\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run([*COMMAND, "9", "2"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert b"No space left" in run.stderr


def test_an_interrupt_is_one_line_and_exit_code_130() -> None:
    program = (
        "import os, signal, sys\n"
        "import spectra.advise.__main__ as command\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "command.advise = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(command.main(['9', '2']))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (130, b"advise: interrupted\n")
    assert signal.getsignal(signal.SIGINT) is not None


def test_the_command_loads_no_plotting_library_unless_it_draws() -> None:
    program = (
        "import sys\nfrom spectra.advise.__main__ import main\nmain(['9', '2', '1'])\n"
        "print(set(sys.modules) & {'matplotlib', 'numerics', 'proofs', 'jinja2'})"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stdout.splitlines()[-1] == b"set()"


def test_a_large_vocabulary_is_summarised(tmp_path: Path, capsys: Captured) -> None:
    counts: Any = [max(1, round(2e5 / (rank + 2.7))) for rank in range(128_000)]
    path = tmp_path / "counts.json"
    path.write_text(json.dumps(counts), encoding="utf-8")
    out = printed(capsys, str(path), "--counts")
    assert out.startswith("128,000 classes")
    assert len(out.splitlines()) < 50
    assert "smallest: " in out
