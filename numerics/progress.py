"""Progress of work that takes long: to a function, or as a bar on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from rich.progress import Progress, TaskID

_PATIENCE = 2.0  # seconds before a bar is shown
_silenced = False

Item = TypeVar("Item")


@contextmanager
def silence() -> Iterator[None]:
    """Show no bars in the block: whoever does the work shows how far it is."""
    global _silenced
    before, _silenced = _silenced, True
    try:
        yield
    finally:
        _silenced = before


def tracked(title: str, items: Iterable[Item], fraction: Callable[[Item], float]) -> Iterator[Item]:
    """Yield the items; show a bar, as `Reporter` does, of the fraction that each stands for."""
    with Reporter(title) as report:
        for item in items:
            yield item
            report.update(fraction(item))


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
        self._silent = callback is None and (
            _silenced or sys.stderr is None or not sys.stderr.isatty()
        )

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
            bar.update(self._bar[1], completed=fraction)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()
