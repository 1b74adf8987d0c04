"""The parts of a long computation, kept in a folder as they are finished.

A file holds arrays, as ``numpy.load`` reads them, and after them a checksum of these, of the settings
and of the name of the part: so what is damaged, or comes from elsewhere, is seen before it is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from spectra.utils.result_folder import ResultFolder, made_with
from spectra.utils.workers import Done, completed

if TYPE_CHECKING:
    from concurrent.futures import Executor

    Arrays = Mapping[str, Any]

Task = TypeVar("Task")
Result = TypeVar("Result")

SHORT: Final = 60
"""Settings that read no longer than this stand in the record as they are; of others, a checksum."""


class KeptParts:
    """A folder of the parts of one computation.

    Parameters
    ----------
    keep : str or path-like
    settings : mapping of str to object
        All that the results depend on.

    Raises
    ------
    InputError
        The folder holds something else, or parts of other settings, or cannot be written.
    """

    def __init__(self, keep: object, settings: Mapping[str, object]) -> None:
        said = {name: described(value) for name, value in settings.items()}
        self._folder = ResultFolder(keep, ".npz")
        self._folder.open({"settings": {**said}, **made_with("numpy", "scipy")})
        self._settings = json.dumps(said, sort_keys=True).encode()

    def keep(self, name: str, arrays: Arrays) -> None:
        """Write a finished part."""
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        content = stream.getvalue()
        self._folder.keep(name, content + self._seal(name, content))

    def take(self, name: str) -> Arrays | None:
        """Read a part; None if it is not there. One that is damaged is set aside with a warning."""
        for said in self._folder.set_aside([name], self._damage):
            warnings.warn(said, stacklevel=2)
        path = self._folder.file(name)
        if not path.exists():
            return None
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)

    def _damage(self, path: Path, name: str) -> str | None:
        try:
            content = path.read_bytes()
        except OSError as error:
            return f"part {str(path)!r} cannot be read ({error.strerror})"
        size = hashlib.sha256().digest_size
        if content[-size:] == self._seal(name, content[:-size]):
            return None
        return f"part {str(path)!r} is damaged, or is one of another computation"

    def _seal(self, name: str, content: bytes) -> bytes:
        return hashlib.sha256(b"\0".join((self._settings, name.encode(), content))).digest()


def finished(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    kept: KeptParts | None,
    *,
    name: str,
    packed: Callable[[Result], Arrays | None],
    unpacked: Callable[[Arrays], Result],
    executor: Executor | None,
) -> Generator[Done[Result]]:
    """Yield what is kept of some tasks, then the others as they are done, when they are written.

    Parameters
    ----------
    work, tasks, executor
        As for :func:`spectra.utils.workers.completed`.
    kept : KeptParts or None
        None keeps nothing.
    name : str
        Of this set of tasks; their numbers follow it.
    packed, unpacked : callable
        From a result to arrays, and back; None for a result that is not whole.
    """
    missing = []
    for number in range(len(tasks)):
        arrays = None if kept is None else kept.take(f"{name}-{number:06d}")
        if arrays is None:
            missing.append(number)
        else:
            yield Done(number, unpacked(arrays))
    for done in completed(work, [tasks[number] for number in missing], executor=executor):
        number = missing[done.number]
        if kept is not None and (found := packed(done.result)) is not None:
            kept.keep(f"{name}-{number:06d}", found)
        yield done._replace(number=number)


def described(value: object) -> str:
    """Write a setting for a record: as it reads, or if that is long by a checksum.

    Examples
    --------
    >>> described(0.5), described(np.arange(3.0))
    ('0.5', '(3,) numbers of sha256 b0c45303f7f11848')
    """
    if isinstance(value, np.ndarray):
        exact = np.ascontiguousarray(value, dtype=np.float64)
        digest = hashlib.sha256(exact.tobytes()).hexdigest()
        return f"{value.shape} numbers of sha256 {digest[:16]}"
    text = repr(value)
    return (
        text if len(text) <= SHORT else f"sha256 {hashlib.sha256(text.encode()).hexdigest()[:16]}"
    )
