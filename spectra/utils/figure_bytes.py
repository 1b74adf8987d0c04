"""A matplotlib figure as the bytes of a file: the same ones for the same figure."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UNDATED: Final = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}


def figure_bytes(
    figure: Figure, kind: str, *, dpi: int, metadata: Mapping[str, str] | None = None
) -> bytes:
    """Return a figure in a format such as "png", without a date."""
    stream = io.BytesIO()
    known = {**UNDATED.get(kind, {}), **(metadata or {})}
    figure.savefig(stream, format=kind, dpi=dpi, metadata=known)
    return stream.getvalue()
