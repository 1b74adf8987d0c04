"""Refusing what would not fit into memory before anything is allocated."""

from __future__ import annotations

import os

from numerics.errors import MemoryLimitError


def require(numbers: float, what: str, remedy: str) -> None:
    """Refuse an amount of double-precision numbers that exceeds the memory that is free.

    Parameters
    ----------
    numbers : float
        How many.
    what, remedy : str
        What they hold, and what to do instead.

    Raises
    ------
    MemoryLimitError
        Naming both sizes.
    """
    wanted, free = 8 * numbers, available()
    if wanted > free:
        raise MemoryLimitError(
            f"{what} would take {_size(wanted)}, and {_size(free)} are free: {remedy}"
        )


def available() -> float:
    """Bytes of physical memory that are free; infinite where the system does not say."""
    try:
        with open("/proc/meminfo", encoding="ascii") as table:  # noqa: PTH123 (no file of ours)
            for line in table:
                if line.startswith("MemAvailable:"):
                    return 1024.0 * int(line.split()[1])
        return float(os.sysconf("SC_AVPHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return float("inf")


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} PB"
