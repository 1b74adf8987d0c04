"""Progress of work that takes long: to a function, or as a bar on a terminal."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.progress import Progress, TaskID

_PATIENCE = 2.0  # seconds before a bar is shown


class Reporter:
    """Tells how much is done: a context manager around the work, with ``update(fraction)``.

    Parameters
    ----------
    title : str
        What is being done.
    callback : callable
        Takes the fraction that is done. Not given: a bar on the standard error, if that is a
        terminal and the work takes more than two seconds.
    """

    def __init__(self, title: str, callback: Callable[[float], None] | None = None) -> None:
        self._title, self._callback = title, callback
        self._due = monotonic() + _PATIENCE
        self._bar: tuple[Progress, TaskID] | None = None
        self._silent = callback is None and not sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def update(self, fraction: float) -> None:
        """Report the fraction done so far."""
        if self._silent:
            return
        if self._callback is not None:
            self._callback(fraction)
        elif self._bar is not None:
            self._bar[0].update(self._bar[1], completed=fraction)
        elif monotonic() > self._due:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            self._bar = bar, bar.add_task(self._title, total=1.0)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()
