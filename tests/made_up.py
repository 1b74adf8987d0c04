"""Runs, summaries and image files made up for tests."""

from __future__ import annotations

import gzip
import struct
from typing import TYPE_CHECKING

import numpy as np

from numerics.experiment.run_table import Curves
from numerics.experiment.settings import Task
from numerics.experiment.summary import QUANTITIES, Summary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TASK = Task((2, 3), (0, 1), 0.5, 7)


def curves(task: Task = TASK, looks: int = 6, seed: int = 0) -> Curves:
    """Return a run of random confusion matrices."""
    rng = np.random.default_rng(seed)
    counts = np.array([[10, 10, 5, 5], [8, 8, 8, 8]])
    decided = np.stack(
        [
            [[rng.multinomial(n, np.full(4, 0.25)) for n in row] for _ in range(looks)]
            for row in counts
        ]
    )
    probability = rng.dirichlet(np.ones(4), (2, looks, 4))
    loss = rng.exponential(size=(2, looks, 4))
    return Curves(task, np.arange(float(looks)), counts, loss, decided, probability)


def line(seed: int, gamma: float = 0.0, values: Mapping[str, float] | None = None) -> Summary:
    """Return a run's summary; quantities that are not given are 1."""
    given = values or {}
    assert given.keys() <= set(QUANTITIES)
    numbers = tuple(given.get(quantity, 1.0) for quantity in QUANTITIES)
    return Summary("cnn", Task((2, 3), (0, 1), gamma, seed), "train", numbers)


# image files

PIXELS = np.random.default_rng(0).integers(0, 256, (20, 28, 28), dtype=np.uint8)
LABELS = np.arange(20, dtype=np.uint8) % 10


def encoded(values: np.ndarray, rank: int | None = None) -> bytes:
    """Return an IDX file of unsigned bytes."""
    rank = values.ndim if rank is None else rank
    return struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, rank, *values.shape) + values.tobytes()


def put(folder: Path, dot: str = "-", packed: bool = False) -> Path:
    """Write the four files of a small MNIST."""
    for part in ("train", "t10k"):
        for kind, values in (("images", PIXELS), ("labels", LABELS)):
            name = f"{part}-{kind}{dot}idx{values.ndim}-ubyte"
            body = encoded(values)
            if packed:
                (folder / f"{name}.gz").write_bytes(gzip.compress(body))
            else:
                (folder / name).write_bytes(body)
    return folder
