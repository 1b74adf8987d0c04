"""Progress of work that takes long: to a function, or as a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from spectra.errors import InputError, short

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 2.0  # seconds before a bar is shown
_PAUSE = 0.05  # seconds before it is drawn again
_working: ContextVar[Reporter | None] = ContextVar("working", default=None)

Item = TypeVar("Item")


def tracked(title: str, items: Iterable[Item], fraction: Callable[[Item], float]) -> Iterator[Item]:
    """Yield the items; show a bar, as `Reporter` does, of the fraction that each stands for."""
    with Reporter(title) as report:
        for item in items:
            yield item
            report.update(fraction(item))


class Reporter:
    """Tells how much is done: a context manager around the work, with ``update(fraction)``.

    Work inside other work reports to the part of it that it is, see `part`, and shows no bar of
    its own: around work whose progress is shown elsewhere, put a reporter whose callback does
    nothing.

    Parameters
    ----------
    title : str
        What is being done.
    callback : callable
        Takes the fraction that is done. Not given: a bar on the standard error, if that is a
        terminal and the work takes more than two seconds.
    """

    def __init__(self, title: str, callback: Callable[[float], None] | None = None) -> None:
        if callback is not None and not callable(callback):
            raise InputError(f"progress is {short(callback)}: give a function of the fraction done")
        self._title, self._callback = title, callback
        self._due = monotonic() + _PATIENCE
        self._bar: tuple[Progress, TaskID] | None = None
        self._outer = _working.get() if callback is None else None
        self._silent: bool = callback is None and (
            self._outer._silent if self._outer is not None else not _is_terminal()
        )
        self._begin, self._share, self._done, self._added = 0.0, 1.0, 0.0, 0.0
        self._shared = False

    def __enter__(self) -> Self:
        self._before = _working.get()
        _working.set(self)
        return self

    @contextmanager
    def part(self, begin: float, end: float) -> Iterator[None]:
        """Let 0 to 1 stand for `begin` to `end` in the block, for what works inside it too."""
        before = low, share, _ = self._begin, self._share, self._shared
        self._begin, self._share, self._shared = low + share * begin, share * (end - begin), True
        try:
            yield
        finally:
            self._begin, self._share, self._shared = before

    def update(self, fraction: float) -> None:
        """Report the fraction done so far; it never goes back."""
        if self._silent:
            return
        self._done = max(self._done, self._begin + self._share * min(fraction, 1.0))
        if self._callback is not None:
            self._callback(self._done)
        elif self._outer is not None:
            self._outer.update(self._done if self._outer._shared else 0.0)
        elif (now := monotonic()) >= self._due:
            self._due = now + _PAUSE
            self._show()

    def advance(self, fraction: float) -> None:
        """Add a fraction to what is done; the sum may exceed 1 by rounding."""
        self._added += fraction
        self.update(self._added)

    def _show(self) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.markup import escape
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            self._bar = bar, bar.add_task(escape(self._title), total=1.0)
        self._bar[0].update(self._bar[1], completed=self._done)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _working.set(self._before)
        if self._bar is not None:
            self._bar[0].stop()


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
