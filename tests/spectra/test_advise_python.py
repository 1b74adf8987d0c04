"""The advice from Python: whatever is given, what is wrong is an InputError in one line."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from advise_calls import Captured, printed, refused

from numerics.advice.answer import answer
from spectra.advise import (
    Training,
    advise,
    from_gamma,
    from_weights,
    of_counts,
    of_labels,
    profile,
    read,
)  # fmt: skip
from spectra.advise.schemes import schemes
from spectra.advise.training import RANGES
from spectra.errors import InputError

ODD: list[Any] = [
    None, True, "x", "", math.nan, math.inf, 10**400, -1, 1j, b"x", [], [1, None], ["a"], [1, 10**400],
    {}, {1: 2}, object(), int, np.array([[1.0, 2]]), np.array([1j, 2]), [math.nan, 1.0], [[1], [2, 3]],
]  # fmt: skip
DATA = of_counts([5, 3], None, "counts")
HALF = from_gamma(DATA.counts, 0.5)
FIELDS = [*RANGES, "batch", "budget", "reduction", "loss"]
CALLS: dict[str, Callable[[Any], object]] = {
    "counts": lambda x: of_counts(x, None, "counts"),
    "names": lambda x: None if x is None else of_counts([5, 3], x, "counts"),
    "labels": lambda x: of_labels(x, "labels"),
    "gamma": lambda x: from_gamma([5, 3], x),
    "gamma counts": lambda x: from_gamma(x, 0.5),
    "weights": lambda x: from_weights([5, 3], x),
    "profile": profile,
    "read": read,
    "data": lambda x: advise(x, HALF, Training()),
    "weighting": lambda x: advise(DATA, x, Training()),
    "training": lambda x: advise(DATA, HALF, x),
    "advice": answer,
    "schemes": lambda x: schemes(x, HALF.counts),
    "scheme counts": lambda x: schemes("log", x),
    **{name: lambda x, n=name: x is None or Training(**{n: x}) for name in FIELDS},  # type: ignore[misc]
}


@pytest.mark.parametrize("call", CALLS)
def test_what_is_no_argument_is_an_input_error(call: str) -> None:
    for odd in ODD:
        try:
            CALLS[call](odd)
        except InputError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017  (some of them may be right)
            assert len(str(error)) < 250  # noqa: PT017


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [1j, "x", True, math.nan, 10**400, [1], -1])
def test_no_training_is_made_of_what_is_no_number(name: str, value: Any) -> None:
    with pytest.raises(InputError):
        Training(**{name: value})


@pytest.mark.parametrize("value", [None, "x", 5, {"a": 1}, [1, None], [5, 10**400], [1j, 2]])
def test_no_counts_are_made_of_what_is_none(value: Any) -> None:
    with pytest.raises(InputError):
        of_counts(value, None, "counts")


def test_numbers_of_numpy_are_numbers() -> None:
    assert of_counts(np.array([5, 3]), None, "counts") == DATA  # type: ignore[arg-type]
    assert of_counts([np.int8(5), np.float32(3)], [np.int64(0), 1], "counts") == DATA  # type: ignore[list-item]
    assert Training(batch=np.int8(100)).batch == 100  # type: ignore[arg-type]
    half = from_gamma(np.array([5, 3]), np.float32(0.5))  # type: ignore[arg-type]
    assert half.omega.tolist() == HALF.omega.tolist()


def test_weights_of_other_classes_are_refused() -> None:
    with pytest.raises(InputError, match="of the same classes"):
        advise(DATA, from_gamma([5, 3, 1], 0.5), Training())


# options from the smallest to the largest number

OPTIONS = {
    "--snr": ["--delta", "2"], "--lr": ["--delta", "2"], "--delta": ["--lr", "1"],
    "--scale": ["--lr", "1"], "--decay": ["--delta", "2"], "--steps": ["--lr", "1", "--delta", "2"],
    "--gamma": [], "--tau": ["--paste", "logit"], "--batch": ["--lr", "1"], "--weights": [],
}  # fmt: skip


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("value", ["1e150", "1e200", "1e308"])
def test_huge_values_are_refused_by_name_with_a_range(
    capsys: Captured, option: str, value: str
) -> None:
    given = f"{value},1" if option == "--weights" else value
    said = refused(capsys, "5", "3", option, given, *OPTIONS[option])
    assert said.startswith(option)
    assert " to " in said or "between" in said


@pytest.mark.parametrize("option", ["--lr", "--delta", "--scale"])
def test_tiny_values_are_refused_by_name_with_a_range(capsys: Captured, option: str) -> None:
    for value in ("1e-300", "5e-324"):
        assert refused(capsys, "5", "3", option, value, *OPTIONS[option]).startswith(option)


@pytest.mark.usefixtures("few_starts")
@pytest.mark.parametrize(
    "given",
    [
        ("--lr", "1e-12", "--delta", "1e-12"),
        ("--lr", "1e12", "--delta", "300"),
        ("--decay", "1e-300"),
        ("--snr", "1e6:1e12", "--delta", "2"),
    ],
)
def test_values_at_the_ends_of_their_ranges_are_worked_out(
    capsys: Captured, given: tuple[str, ...]
) -> None:
    assert "nan" not in printed(capsys, "5", "3", *given)


def test_a_start_too_small_is_laid_to_delta(capsys: Captured) -> None:
    said = refused(capsys, "10000", "1000", "1", "--gamma", "0", "--delta", "250")
    assert said.startswith("--delta 250: from there the flow takes about")
    assert "(not up to 20.2)" in refused(
        capsys, "10000", "1000", "1", "--gamma", "0", "--delta", "90"
    )
