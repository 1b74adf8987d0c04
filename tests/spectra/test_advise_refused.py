"""What the advice refuses, each in one line, and streams and signals."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from advise_calls import Captured, printed, refused

from spectra.advise.class_data import hints, of_labels

COMMAND = (sys.executable, "-m", "spectra.advise")
pytestmark = pytest.mark.usefixtures("few_starts")


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
        (("missing",), "ends in .csv, .tsv, .txt, .json or .npy"),
        (("5", "3", "--labels"), "for files"),
        (("5", "3", "--profile", "exponential:3:9:3"), "one or the other"),
        (("--profile", "linear:3"), "exponential:CLASSES:LARGEST:RATIO"),
        (("5", "3", "--gamma", "x"), "--gamma 'x'"),
        (("5", "3", "--gamma", "1/0"), "--gamma '1/0'"),
        (("5", "3", "--gamma", "inf"), "--gamma 'inf'"),
        (("5", "3", "--gamma", "11"), "from -10 to 10"),
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


@pytest.mark.parametrize(
    ("labels", "hint"),
    [
        ((-100, 0, 1, 255), "labels -100,255 look like ones"),
        ((-1, 0, 1), "label -1 looks like one"),
        ((-2, -1, 0, 1, 2), ""),
        ((-1, 1), ""),
        ((0, 1, *range(250, 256)), ""),
    ],
)
def test_all_labels_that_look_ignored_are_named_at_once(labels: tuple[int, ...], hint: str) -> None:
    found = hints(of_labels(dict.fromkeys(labels, 3), "labels"))
    assert [text.startswith(hint) for text in found] == [True] * bool(hint)


def test_a_flow_that_weight_decay_holds_back_names_it(capsys: Captured) -> None:
    call = ("10000", "500", "20", "--reduction", "weighted-mean", "--batch", "128", "--lr", "0.1")
    said = refused(capsys, *call, "--decay", "5e-4", "--snr", "1/5")
    assert "no weights: weight decay nearly cancels the growth of a class" in said
    assert "take another --decay" in said
