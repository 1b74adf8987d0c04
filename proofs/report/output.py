"""Where a report goes: a file that is written whole or not at all, and never over another."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofs.errors import OutputError
from spectra.errors import InputError
from spectra.utils.atomic_files import check_target, write_whole


def check_file(path: Path, *, force: bool) -> None:
    """Refuse, before any work, a path that cannot or should not be written.

    Raises
    ------
    OutputError
        As `spectra.utils.atomic_files.check_target` refuses it.
    """
    with _as_output_error():
        check_target(path, force=force)


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a report.

    Raises
    ------
    OutputError
        As `check_file`, or the system refuses to write.
    """
    with _as_output_error():
        write_whole(path, text, force=force)


@contextmanager
def _as_output_error() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise OutputError(str(error)) from error
