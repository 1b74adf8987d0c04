"""What some tests need and not every machine or run has."""

import os
from collections.abc import Iterable
from typing import NoReturn, TypeVar

import pytest

AT_LENGTH = bool(os.environ.get("AT_LENGTH"))
"""Whether to test also what is dear and much like what is tested anyway, as one stage of ``.ci/run`` does."""

dear = pytest.mark.skipif(not AT_LENGTH, reason="dear: one stage of .ci/run sets AT_LENGTH")
T = TypeVar("T")


def some(rows: Iterable[T]) -> list[T]:
    """Return every fifth of what is made by the hundred, or all of it at length."""
    return list(rows)[:: 1 if AT_LENGTH else 5]


def more(*rows: T) -> list[T]:
    """Return dear rows beside cheaper ones of the same test, at length; otherwise none."""
    return list(rows) if AT_LENGTH else []


def missing(reason: str) -> NoReturn:
    """Skip the test, or the module that is being imported; fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; where CI is set this must run")
    pytest.skip(reason, allow_module_level=True)
