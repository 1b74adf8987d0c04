"""All figures of an experiment, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerics.experiment import figure_features, figure_training
from numerics.experiment.drawing import save

if TYPE_CHECKING:
    from pathlib import Path

    from numerics.experiment.results import Results


def write_all(results: Results, folder: Path) -> None:
    """Draw the paper's Figures 1, 3 and 4 and two of our own, each as PNG and as PDF.

    Raises
    ------
    InputError
        The system refuses to write.
    """
    drawn = {
        "figure1": figure_training.confusion(results, "train"),
        "figure3": figure_training.training(results),
        "figure4": figure_training.confusion(results, "test"),
        "learned": figure_features.learned(results),
        "theory": figure_features.beside(results),
    }
    for name, figure in drawn.items():
        for kind in ("png", "pdf"):
            save(figure, folder / f"{name}.{kind}")
