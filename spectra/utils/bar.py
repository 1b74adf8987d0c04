"""A bar for work that takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

PATIENCE: Final = 2.0
"""Seconds before a bar is shown."""


@contextmanager
def bar(title: str, total: float) -> Iterator[Callable[[float], None]]:
    """Give a function that takes the work done since it was last called.

    A bar appears on the standard error if that is a terminal and the work takes more than two
    seconds. It is not the Reporter of `numerics`, which has to work without loading sympy.

    Parameters
    ----------
    title : str
        What is being done; shown as it is.
    total : float
        Work in all; a bar stays full where it was estimated too low.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    due, done = monotonic() + PATIENCE, 0.0
    shown: Progress | None = None

    def advance(work: float) -> None:
        nonlocal done, shown
        done += work
        if shown is None and monotonic() > due:
            shown = _start(title, total)
        if shown is not None:
            shown.update(shown.task_ids[0], completed=min(done, total))

    try:
        yield advance
    finally:
        if shown is not None:
            shown.stop()


def _start(title: str, total: float) -> Progress:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    shown = Progress(console=Console(stderr=True), transient=True)
    shown.add_task(escape(title), total=total)
    shown.start()
    return shown
