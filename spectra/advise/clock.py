"""Times of the flow as they are written: in the flow's own time, or in optimiser steps and epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spectra.advise.table_rows import crop, names_of, steps_text, time_text
from spectra.utils.ascii_text import printable

if TYPE_CHECKING:
    from spectra.advise.advice import Advice
    from spectra.utils.arrays import Array, Indices


class Clock:
    """Flow time, or optimiser steps with epochs beside them; and which classes are alike."""

    def __init__(self, advice: Advice) -> None:
        self.advice = advice
        training = advice.training
        self.step = training.step_size(advice.weighted.effective)
        self.per_epoch = None if training.batch is None else advice.data.total / training.batch
        self.unit = "flow time" if self.step is None else "steps"
        kinds = np.stack([np.array(advice.data.counts), advice.weighted.weighting.omega])
        self.kind = np.unique(kinds, axis=1, return_inverse=True)[1].ravel()

    def __call__(self, time: float) -> str:
        """Write a time, in short."""
        return time_text(time) if self.step is None else steps_text(time / self.step)

    def full(self, time: float) -> str:
        """Write a time with its unit, and epochs."""
        if np.isinf(time):
            return "never"
        if self.step is None:
            return f"time {time_text(time)}"
        said = f"{self(time)} steps"
        return said if self.per_epoch is None else f"{said} ({self.epochs(time)} epochs)"

    def epochs(self, time: float) -> str:
        """Write a time in epochs."""
        if self.step is None or self.per_epoch is None:
            return ""
        return steps_text(time / self.step / self.per_epoch)

    def medians(self, times: Array) -> Array:
        """Median of each class over starts, and over the classes of its count and weight: (k,)."""
        found = np.asarray(np.median(times, axis=0))
        size = np.bincount(self.kind)
        for kind in np.flatnonzero(size > 1):
            which = self.kind == kind
            found[which] = np.median(times[:, which])
        return found

    def end(self, times: Array) -> float:
        """Median over starts of when the last class is there, of times (starts, k)."""
        return float(np.median(times.max(axis=1)))

    def every(self, times: Array) -> str:
        """Say by when every class is there, and which is mostly the last."""
        end, worst = self.end(times), float(times.max())
        said = f"every class by {self.full(end)}"
        if self(worst) != self(end):
            said += f", {self(worst)} at worst"
        if not self.kind.any():
            return said  # classes are alike
        last = np.bincount(self.kind[times.argmax(axis=1)]).argmax()
        return f"{said}, {self.name(np.flatnonzero(self.kind == last))} last"

    def name(self, which: Indices) -> str:
        """Name classes of one count."""
        names = crop(printable(names_of(self.advice, which.tolist())), 24)
        return f"{names} (n = {self.advice.data.counts[which[0]]:,})"
