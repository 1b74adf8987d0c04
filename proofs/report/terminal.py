"""The terminal: colours where they are wanted, and how far the work is."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Literal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from proofs.report.text_report import ID_WIDTH, WIDTH


class Stream(Console):
    """A console of at most 80 columns that leaves a closed pipe to :func:`main`."""

    def __init__(self, file: IO[str]) -> None:
        # NO_COLOR leaves bold and dim to rich; a reader who sets it wants plain text
        colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        super().__init__(file=file, color_system=colours, highlight=False)
        self.width = min(self.width, WIDTH) if self.is_terminal else WIDTH

    def on_broken_pipe(self) -> None:
        """Raise as every other stream does; rich would leave with a code of its own."""
        raise BrokenPipeError


@contextmanager
def progress(out: Stream) -> Iterator[Callable[[int, int, str], None] | None]:
    """Show how far the work is, below the report if both go to the same terminal."""
    where = out if out.is_terminal or sys.stderr is None else Stream(sys.stderr)
    if not where.is_terminal or where.is_dumb_terminal:
        yield None
        return
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*parts, TimeElapsedColumn(), console=where, transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, total: int, claim_id: str) -> None:
            shown = f"{claim_id[:ID_WIDTH]:<{ID_WIDTH}}"
            bar.update(task, completed=done, total=total, description=shown)

        yield told
