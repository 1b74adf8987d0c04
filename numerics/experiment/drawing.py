"""What all figures share: colours, panels, and a file that is written whole or not at all."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from numerics.experiment.features import FEATURES
from spectra.utils.atomic_files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

FEATURE_COLOURS: Final = dict(zip(FEATURES, ("#009e73", "#e69f00", "#cc79a7"), strict=True))
GROUP_COLOURS: Final = {"majority": "#0072b2", "minority": "#d55e00"}
DPI: Final = 160
NAMES: Final = {0.0: "no weights", 0.5: "γ = ½", 1.0: "γ = 1"}


def panels(rows: int, columns: int, width: float, height: float) -> tuple[Figure, NDArray[Any]]:
    """Return a figure and its axes in rows, without the state that pyplot keeps."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def weighting(gamma: float) -> str:
    """Name an exponent."""
    return NAMES.get(gamma, f"γ = {gamma:g}")


def save(figure: Figure, path: Path) -> None:
    """Write a figure in the format that the name ends with, in place of what was there.

    Raises
    ------
    spectra.errors.InputError
        As `write_whole`: the system refuses to write.
    """
    kind = path.suffix[1:]
    stream = io.BytesIO()
    undated = {"CreationDate": None} if kind == "pdf" else None  # the same results, the same file
    figure.savefig(stream, format=kind, dpi=DPI, metadata=undated)
    figure.set_layout_engine("none")  # it is laid out: the next format is spared that
    write_whole(path, stream.getvalue(), force=True)
