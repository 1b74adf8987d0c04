"""Calls of the advice command, and what it prints or refuses."""

import pytest
from refusals import refusal

from spectra.advise.command import main

Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, *arguments: str) -> str:
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return str(out)


def refused(capsys: Captured, *arguments: str) -> str:
    return refusal(main, arguments, capsys, "advise")


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
