"""How far the work is, on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from proofs.report.text_report import ID_WIDTH
from spectra.utils.terminal import Stream


@contextmanager
def progress(out: Stream) -> Iterator[Callable[[int, int, str], None] | None]:
    """Show how far the work is, below the report if both go to the same terminal."""
    where = out if out.is_terminal or sys.stderr is None else Stream(sys.stderr)
    if not where.is_terminal or where.is_dumb_terminal:
        yield None
        return
    # no bar is shown in a pipe or a file, and the main job starts sooner without these
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*parts, TimeElapsedColumn(), console=where, transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, total: int, claim_id: str) -> None:
            shown = f"{claim_id[:ID_WIDTH]:<{ID_WIDTH}}"
            bar.update(task, completed=done, total=total, description=shown)

        yield told
