"""The command: what it prints, and one clear line for what it refuses."""

import ast
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from advise_calls import CALLS, Captured, printed

from spectra.advise import Training, advise, from_gamma, of_counts
from spectra.advise.command import main
from spectra.advise.text_report import write
from spectra.utils.ascii_text import WIDTH
from spectra.utils.terminal import Stream

COMMAND = (sys.executable, "-m", "spectra.advise")
pytestmark = pytest.mark.usefixtures("few_starts")


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


@pytest.mark.parametrize("extra", [(), ("--paste", "sklearn")])
def test_text_on_a_stream_of_ascii_is_ascii(
    extra: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    shown = io.BytesIO()
    with io.TextIOWrapper(shown, encoding="ascii") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert main(["9", "5", "2", "--names", "a,b,é", "--delta", "3", *extra]) == 0
        stream.flush()
        assert b"9" in shown.getvalue()
        assert b"?" not in shown.getvalue()
    assert capsys.readouterr().err == ""


def test_a_long_name_on_a_stream_of_ascii_is_cut() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
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
