"""Where a report goes: a file that is written whole or not at all, and never over another."""

from pathlib import Path

from proofs.errors import OutputError
from spectra.errors import InputError
from spectra.utils.atomic_files import check_target, write_whole


def check_file(path: Path, *, force: bool) -> None:
    """Refuse, before any work, a path that cannot or should not be written.

    Raises
    ------
    OutputError
        The path exists (without ``force``), is not an ordinary file, or its folder is missing
        or cannot be written.
    """
    try:
        device = path.exists() and not path.is_file() and not path.is_dir()
        check_target(path, force=force or device)
    except InputError as error:
        raise OutputError(str(error)) from error
    except OSError as error:
        raise OutputError(
            f"output {str(path)!r} cannot be written ({error.strerror}): choose another path"
        ) from error
    if device:
        raise OutputError(
            f"output {str(path)!r} is a device, not a file: leave -o out to print the report"
        )


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a report.

    Raises
    ------
    OutputError
        As `check_file`, or the system refuses to write.
    """
    check_file(path, force=force)
    try:
        write_whole(path, text, force=force)
    except InputError as error:
        raise OutputError(str(error)) from error
