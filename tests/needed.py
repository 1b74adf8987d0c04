"""What some tests need and not every machine or run has.

With AT_LENGTH set there is also what is dear and much like what is tested anyway. All of it is marked
``at_length``, so that one stage of ``.ci/run`` runs that alone: ``AT_LENGTH=1 pytest -m at_length``.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

import pytest
from hypothesis import settings

AT_LENGTH = bool(os.environ.get("AT_LENGTH"))
Test = Callable[..., None]

at_length = pytest.mark.at_length


def dear(test: Test) -> Test:
    """Run a test at length only."""
    reason = "dear: one stage of .ci/run sets AT_LENGTH"
    return at_length(pytest.mark.skipif(not AT_LENGTH, reason=reason)(test))


def more(*rows: tuple[object, ...]) -> Iterator[object]:
    """Yield dear rows, a value for each name, beside cheaper ones of the same test: at length only."""
    yield from (pytest.param(*row, marks=at_length) for row in rows if AT_LENGTH)


def some(values: Iterable[object]) -> list[object]:
    """Return every fifth of what is made by the hundred, and the others at length."""
    every = list(values)
    others = [value for number, value in enumerate(every) if number % 5]
    return [*every[::5], *more(*zip(others, strict=True))]


def drawn(few: int, many: int, **more: Any) -> Callable[[Test], Test]:
    """Draw a few examples, and many of them at length."""
    wanted = settings(max_examples=many if AT_LENGTH else few, **more)
    return lambda test: at_length(wanted(test))


def missing(reason: str) -> NoReturn:
    """Skip the test, or the module that is being imported; fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; where CI is set this must run")
    pytest.skip(reason, allow_module_level=True)
