"""The command: what it prints, and one clear line for what it refuses."""

import ast
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from spectra.advise import Training, advise, from_gamma, of_counts
from spectra.advise.command import main
from spectra.advise.text_report import write
from spectra.utils.terminal import WIDTH, Stream

COMMAND = (sys.executable, "-m", "spectra.advise")
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _few_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numerics.advice.solve_advice.STARTS", ((16, 3),))
    monkeypatch.setattr("spectra.advise.command.WINDOWS", 3)


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
    ("--profile", "exponential:9:500:100", "--lr", "0.1", "--reduction", "sum", "--batch", "128"),
    ("7", "7", "7", "--delta", "5"),
    ("9", "2", "--gamma", "0"),
    ("9", "5", "2", "--gamma", "-0.5", "--lr", "1e-9", "--reduction", "weighted-mean"),
    ("9", "5", "2", "--names", "x" * 200 + ",b,日本語\tクラス"),
    ("90", "9", "2", "--reduction", "weighted-mean", "--batch", "4", "--lr", "0.1", "--delta", "3"),
    (
        "90",
        "90",
        "2",
        "2",
        "--reduction",
        "weighted-mean",
        "--batch",
        "1",
        "--names",
        "猫と犬,ça,שלום,😀",
    ),
    (
        "30",
        "20",
        "7",
        "5",
        "--weights",
        "1,1.5,2,2",
        "--reduction",
        "weighted-mean",
        "--batch",
        "8",
    ),
]


@pytest.mark.parametrize("arguments", CALLS)
def test_the_text_fits_80_columns_and_is_plain_when_piped(
    capsys: Captured, arguments: tuple[str, ...]
) -> None:
    from rich.cells import cell_len

    out = printed(capsys, *arguments)
    assert "\x1b" not in out
    for line in out.splitlines():
        assert cell_len(line) <= WIDTH or "x" * 200 in line
        assert line == line.rstrip()
        assert all(c.isprintable() for c in line)
    assert out.rstrip().endswith("with -o FILE")
    assert "at at" not in out


FISH = (
    "great white shark,tiger shark hammer head,electric ray of the sea,cock of the rock bird,"
    "hen and chicken,ostrich struthio,brambling finch"
)


def test_weights_are_broken_between_classes_and_can_be_pasted(capsys: Captured) -> None:
    counts = ("800", "150", "50", "30", "20", "10", "5")
    out = printed(capsys, *counts, "--names", FISH)
    assert max(map(len, out.splitlines())) <= WIDTH
    python = out.partition("mean 1 over examples\n")[2].partition("\n--paste")[0]
    found: dict[str, Any] = {"torch": SimpleNamespace(tensor=list)}
    exec(python, found)  # noqa: S102  (our own lines)
    assert list(found["class_weight"]) == FISH.split(",")
    assert found["weight"] == list(found["class_weight"].values())
    long = printed(capsys, "9", "5", "2", "--names", f"a,{'b c ' * 30}d,e")
    assert any(line.startswith(f"    '{'b c ' * 30}d': ") for line in long.splitlines())


def test_columns_are_measured_in_the_cells_of_a_terminal(capsys: Captured) -> None:
    from rich.cells import cell_len

    out = printed(capsys, "100", "10", "5", "3", "--names", "猫と犬,ça,שלום,😀")
    rows = [line for line in out.splitlines() if line.split()[0:1] in (["猫と犬"], ["ça"], ["😀"])]
    assert len(rows) == 3
    assert len({cell_len(row) for row in rows}) == 1
    long = printed(capsys, "100", "10", "5", "--names", f"{'猫' * 60},b,c")
    assert all(cell_len(line) <= WIDTH for line in long.splitlines() if "'" not in line
               and '"' not in line)  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "weights", "said"),
    [
        ([0, 1, 2], 3, ""),
        ([0, 2, 3], 4, "# weight[i] is that of target i; 0 where no label is i"),
        ([1, 2, 3], 4, "# weight[i] is that of target i; 0 where no label is i"),
        ([-1, 1], 2, "# targets must be 0 to 1, numbered in this order: -1, 1"),
        ([7, 10**9], 2, "# targets must be 0 to 1, numbered in this order: 7, 1000000000"),
        (["ham", "spam"], 2, "# targets must be 0 to 1, numbered in this order: 'ham', 'spam'"),
    ],
)
def test_a_tensor_goes_by_the_number_of_the_target(
    tmp_path: Path, capsys: Captured, labels: list[Any], weights: int, said: str
) -> None:
    y = np.repeat(np.array(labels), [9, 4, 1][: len(labels)])
    np.save(tmp_path / "y.npy", y)
    call = (str(tmp_path / "y.npy"), "--labels", "--paste")
    *comment, line = printed(capsys, *call, "sampler").partition("\nsampler")[0].splitlines()
    assert comment == ([said] if said else [])
    found: dict[str, Any] = {"torch": SimpleNamespace(tensor=np.array)}
    exec(line, found)  # noqa: S102  (our own lines)
    exec(printed(capsys, *call, "sklearn"), found)  # noqa: S102
    assert len(found["weight"]) == weights
    expected = [found["class_weight"][label] for label in y.tolist()]
    targets = y if "target i" in said else np.unique(y, return_inverse=True)[1]
    assert found["weight"][targets].tolist() == expected
    shown = printed(capsys, *call[:2]).replace("\n# ", " ")
    assert said.removeprefix("# ") in " ".join(shown.splitlines())


def test_names_that_ascii_lacks_are_escaped_and_stay_the_same(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for form in ("json", "sklearn"):
        call = [*COMMAND, "9", "5", "--names", "δ,é", "--paste", form]
        out = subprocess.run(call, capture_output=True, env=environment, check=True).stdout
        assert out.isascii()
        read = json.loads if form == "json" else ast.literal_eval
        first = out.decode().splitlines()[0]
        assert list(read(first.removeprefix("class_weight = "))) == ["δ", "é"]


def test_small_batches_of_a_weighted_mean_are_cautioned_against(capsys: Captured) -> None:
    counts = ("200", "200", "4", "4")
    training = ("--reduction", "weighted-mean", "--batch")
    out = " ".join(printed(capsys, *counts, *training, "8").split())
    assert "as batches of 8 leave them: first 0, 1 (n = 200)" in out
    assert "everything at once" not in out
    assert "Largest to smallest weight: 7.071 as given, 4.114 on average" in out
    assert "Caution: batches this small undo weights" in out
    assert "γ = 0.9092 closes the window (theorem from spectral starts), in place of 1/2" in out
    assert "Caution: batches" not in printed(capsys, *counts, *training, "400")
    solved = " ".join(printed(capsys, *counts, *training, "8", "--lr", "0.03").split())
    assert "batches of 8 divided by their weights leave 4.11 to 1 of 7.07 to 1" in solved


def test_what_is_proved_at_one_half_is_said(capsys: Captured) -> None:
    for counts, said in (
        (("9", "9", "1"), "That times are equal too is a theorem from spectral starts."),
        (("9", "3", "1"), "That times are equal too is a theorem if the flow reaches its minimum."),
    ):
        assert said in " ".join(printed(capsys, *counts).split())


def test_step_is_learned_at_once_under_square_root_weights(capsys: Captured) -> None:
    out = " ".join(printed(capsys, "5000", "5000", "50", "50").split())
    assert out.index("Weights ∝ n^-γ, γ = 0.5: from 0.918 to 9.18") < out.index("Learned")
    assert out.index("Learned") < out.index("Stop --lr RATE --batch B says at which step")
    assert "first 0, 1 (n = 5,000) at 0.01414 δ, last 2, 3 (n = 50)" in out
    assert "everything at once, at 0.0154 δ; ΔT = 0." in out
    assert "class_weight = {0: 0.918182, 1: 0.918182, 2: 9.18182, 3: 9.18182}" in out
    assert "heuristic" not in out
    assert "ERM [theorem]" in out
    assert "Weighted [theorem from spectral starts]" in out


def test_two_classes_are_not_said_to_be_learned_at_once(capsys: Captured) -> None:
    out = " ".join(printed(capsys, "49900", "100").split())
    assert "at once" not in out
    assert "the one mode that tells both classes apart, at 0.004668 δ" in out


def test_given_weights_are_shown_with_their_own_mean(capsys: Captured) -> None:
    assert "from 1 to 3, mean 1.25 over" in printed(
        capsys, "800", "150", "50", "--weights", "1,2,3"
    )


def test_weights_of_a_scheme_are_pasted(capsys: Captured) -> None:
    balanced = printed(capsys, "80", "15", "5", "--gamma", "1", "--paste", "json")
    assert printed(capsys, "80", "15", "5", "--scheme", "balanced", "--paste", "json") == balanced
    assert printed(capsys, "80", "15", "5", "--scheme", "sqrt", "--paste", "json") != balanced


def test_paragraphs_fit_a_narrow_terminal_and_rows_stay_whole() -> None:
    out = io.StringIO()
    console = Stream(out)
    console.width = 60
    data = of_counts([49900, 100], None, "counts")
    write(console, advise(data, from_gamma(data.counts, 0.5), Training()))
    lines = out.getvalue().splitlines()
    assert all(len(line) <= 60 for line in lines if "weight" not in line)
    assert "classes  examples   ERM T/δ  weight       T/δ" in lines


def test_what_is_heuristic_and_what_is_a_bound_is_said_beside_it(capsys: Captured) -> None:
    out = printed(capsys, "100", "10", "1", "--gamma", "0.25")
    assert "Weighted [theorem and heuristic]" in out
    said = " ".join(out.split())
    assert "Both by the saddle-to-saddle rule, a heuristic, except at γ = 0 (theorem)" in said
    assert "γ = 0.5 (conditional theorem)." in said
    assert "by the rule. For very small starts, by the same rule" in said
    out = printed(capsys, "100", "10", "1", "--gamma", "1")
    assert "Weighted [theorem and heuristic]" in out
    assert "the saddle was taken from the orbit" in out
    assert "At γ = 1 the limit jumps" in out
    assert "in the limit  2.567  0.9212    0  0.4892   1.55" in out
    out = printed(capsys, *map(str, range(1, 18)), "--gamma", "1")
    assert "Weighted [theorem and bound]" in out
    assert "jumps" not in out
    assert "times are at most 1/s_j, by the saddle-to-saddle rule" in " ".join(out.split())
    assert "?" in out
    out = printed(capsys, "100", "10", "1", "--gamma", "1")
    assert "ΔT ≤ 2.567" in out
    assert "ΔT = 2.567" in out  # without weights it is a theorem


def test_a_learning_rate_that_is_too_large_is_cautioned_against(capsys: Captured) -> None:
    assert "Caution" not in printed(capsys, "50", "5", "1", "--lr", "0.1")
    assert "Caution: a step is coarse" in printed(capsys, "50", "5", "1", "--lr", "10")


def test_text_on_a_stream_of_ascii_is_ascii(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for extra in ([], ["--paste", "sklearn"]):
        call = [*COMMAND, "9", "5", "2", "--names", "a,b,é", "--delta", "3", *extra]
        run = subprocess.run(call, capture_output=True, env=environment, check=True)
        assert run.stdout.isascii()
        assert run.stderr == b""
        assert b"?" not in run.stdout
    call = [*COMMAND, "9", "5", "2", "--names", "a,b,日本語日本語日本語日本語日本語"]
    run = subprocess.run(call, capture_output=True, env=environment, check=True)
    (row,) = (line for line in run.stdout.decode().splitlines() if line.startswith("\\u65e5"))
    assert "...  " in row
    assert len(row) == WIDTH


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
    assert found["product"]["name"] == "reweighting-theory"
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
            assert "total" not in plan["steps"]  # a limit is no number of steps at one δ
        else:
            assert plan["steps"] is None
    undone = "weighted-mean" in arguments and "--batch" in arguments
    assert found["closing_gamma"] == (None if undone else 0.5)
    changed = found["weighted"]["effective_weights"] != found["weighted"]["weights"]
    assert changed is undone
    assert "not how well" in found["scope"]


def test_weights_alone_are_printed_in_full(capsys: Captured) -> None:
    data = ("--profile", "exponential:100:500:100")
    out = printed(capsys, *data, "--paste", "json")
    assert len(json.loads(out)) == 100
    out = printed(capsys, *data, "--paste", "torch")
    assert out.startswith("weight = torch.tensor([")
    assert max(map(len, out.splitlines())) <= WIDTH + 10


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


def test_a_figure_tells_theorems_from_the_rule() -> None:
    from spectra.advise import Training, advise, from_gamma, of_counts
    from spectra.advise.figure_report import draw

    def said(*counts: int) -> list[str]:
        data = of_counts(counts, None, "test")
        drawn = draw(advise(data, from_gamma(counts, 0.5), Training()))
        return [text.get_text() for text in drawn.axes[2].get_legend().get_texts()]

    assert said(100, 10, 1)[:3] == [
        "at most, by the rule (heuristic)",
        "theorem (at γ = 1/2 if the flow converges)",
        "limit δ → ∞, by the rule (heuristic)",
    ]
    assert not any("rule" in text for text in said(100, 10, 10))


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
    monkeypatch.setattr("spectra.utils.atomic_files.os.access", lambda *_: False)
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
        (("5", "3", "--snr", "0"), "--snr 0: give s/τ above 0"),
        (("5", "3", "--snr", "1:-1"), "--snr 1:-1: give s/τ above 0"),
        (("5", "3", "--tau", "2"), "--tau 2: it is for --paste logit"),
        (("5", "3", "--ignore", "5"), "--ignore with counts: it is for files"),
        (("5", "3", "--paste", "torch", "--format", "json"), "--paste torch with --format json"),
        (("5", "3", "--paste", "torch", "--scheme", "log,sqrt"), "--scheme log,sqrt: name one"),
        (("5", "3", "--paste", "torch", "--scheme", "drw:3"), "--scheme drw:3: name one"),
        (
            ("5", "3", "--paste", "torch", "--scheme", "log", "--gamma", "1"),
            "leave one of them out",
        ),
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
        (("5", "3", "--batch", "9", "--lr", "1"), "from 1 to"),
        (("5", "3", "--delta", "-3"), "--delta -3.0"),
        (("5", "3", "--scale", "2"), "between 0 and 1"),
        (("5", "3", "--scale", "0.1", "--delta", "2"), "give one"),
        (("5", "3", "--loss", "median"), "invalid choice"),
        (("5", "3", "--steps", "9"), "steps alone: give --lr"),
        (("5", "3", "--scheme", "cube"), "give balanced, sqrt, log, effective:β or drw:EPOCH"),
        (("5", "3", "--scheme", "effective:1"), "β between 0 and 1"),
        (("5", "3", "--scheme", "drw:4"), "give --lr and --batch"),
        (("5", "3", "2", "--paste", "bce"), "for two classes, and here are 3"),
        (("5", "3", "--paste", "json", "--tau", "2"), "for --paste logit"),
        (("5", "3", "--ignore", "255"), "for files"),
        (("9", "4", "1", "--delta", "90"), "take a smaller delta, or read the limits"),
        (("5", "3", "--batch", "4"), "--batch 4: it is about optimiser steps alone: give --lr"),
        (("5", "3", "--reduction", "weighted-mean"), "steps alone: give --lr"),
        (("5", "3", "--weights", "1e300,1e-300"), "weights from 1e-300 to 1e+300"),
        (("5", "3", "2", "--weights", "1e200,1e200,1e200"), "between 1e-100 and 1e+100"),
        (("9000000000000000", "1", "1", "--gamma", "10"), "give a smaller gamma"),
        (("-",), "standard input is not read"),
        (("/dev/stdin",), "standard input is not read"),
        (("/",), "/ is a directory"),
        (("--profile", "exponential:1000000000:500:10"), "CLASSES is 1000000000, needs 2 to"),
        (("--profile", "exponential:5:5:10"), "RATIO is 10, needs 1 to LARGEST (5)"),
        (("5", "3", "--names", "a,\udcff"), "half a character"),
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
    assert printed(capsys, "--version").startswith("reweighting-theory ")


# streams and signals


def test_a_closed_pipe_is_said_by_the_exit_code_alone() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    call = [*COMMAND, "--profile", "exponential:30:500:9", "--format", "json"]
    run = subprocess.run(call, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (run.returncode, run.stderr) == (141, b"")


def test_a_closed_output_is_one_line() -> None:
    program = "import sys; sys.stdout = None; from spectra.advise.command import main; main()"
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
        "import spectra.advise.command as command\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "command.advise = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(command.main(['9', '2']))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (130, b"advise: interrupted\n")
    assert signal.getsignal(signal.SIGINT) is not None


def test_the_command_loads_no_large_library_that_it_does_not_need() -> None:
    program = (
        "import sys\nfrom spectra.advise.command import main\nmain(['9', '2', '1'])\n"
        "print(set(sys.modules) & {'matplotlib', 'numerics', 'proofs', 'jinja2', 'sympy'})"
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
    assert "least: " in out
