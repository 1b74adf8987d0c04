"""Writing a file whole or not at all, and over an existing one only by force."""

import os
from pathlib import Path

from spectra.errors import InputError


def check_target(path: Path, *, force: bool) -> None:
    """Refuse, before any work, a path that cannot or should not be written.

    Raises
    ------
    InputError
        The path exists (without `force`), is no ordinary file, or its folder is missing or closed.
    """
    try:
        exists = path.exists()
    except OSError as error:
        raise _unwritable(path, error) from error
    if path.is_dir():
        raise InputError(f"output {str(path)!r} is a directory: give the name of a file")
    if exists and not path.is_file():
        raise InputError(
            f"output {str(path)!r} is a device, not a file: leave -o out, or name a file"
        )
    if exists and not force:
        raise InputError(
            f"output {str(path)!r} exists: give another name, or --force to replace it"
        )
    if not path.parent.is_dir():
        raise InputError(
            f"output {str(path)!r} is in a folder that does not exist: create it first"
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise InputError(
            f"output {str(path)!r} is in a folder that cannot be written: choose another"
        )


def write_whole(path: Path, content: str | bytes, *, force: bool) -> None:
    """Write a file atomically, text in UTF-8.

    Raises
    ------
    InputError
        As `check_target`, or the system refuses to write.
    """
    check_target(path, force=force)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"output {str(path)!r} cannot be written ({error.strerror}): choose another path"
    )
