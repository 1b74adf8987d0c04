"""Line charts as SVG for pages and notebooks, and as TikZ for documents.

They adapt to a light or dark page, need no script, and are the same on every machine; for figures
to work on, use matplotlib.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from spectra.errors import InputError
from spectra.utils.colours import CYCLE

if TYPE_CHECKING:
    from jinja2 import Environment

DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 4", "4 2")
LEFT, RIGHT, TOP, BOTTOM = 66.0, 14.0, 12.0, 42.0
LEGEND_ROW = 19.0
TICKS = 6
CLOSE = 0.25
"""An axis goes on to the next tick if it ends nearer to it than this part of the way."""


@dataclass(frozen=True)
class Line:
    """One curve; where a value is not finite it is interrupted.

    Attributes
    ----------
    label : str
    x, y : sequence of float, shape (N,)
    lower, upper : sequence of float, shape (N,), optional
        A band around it, drawn behind.
    """

    label: str
    x: Sequence[float]
    y: Sequence[float]
    lower: Sequence[float] = ()
    upper: Sequence[float] = ()


@dataclass(frozen=True)
class Chart:
    """Curves over one axis.

    Attributes
    ----------
    title : str
        Read aloud by screen readers.
    x_label, y_label : str
    lines : tuple of Line
    mark : float, optional
        Where to draw a vertical rule.
    log : bool
        Decades on the vertical axis; values that are not positive are left out.
    """

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    mark: float | None = None
    log: bool = False
    width: float = 480.0
    height: float = 280.0

    def svg(self) -> str:
        """Return an SVG element for a page of HTML."""
        return _templates().get_template("chart.svg.j2").render(chart=self, drawn=Drawn.of(self))

    def tikz(self) -> str:
        """Return a picture for LaTeX with TikZ; the labels must be LaTeX."""
        return _templates().get_template("chart.tex.j2").render(chart=self, drawn=Drawn.of(self))


class Tick(NamedTuple):
    """A place on an axis: in the drawing, and in words."""

    at: float
    text: str


@dataclass(frozen=True)
class Drawn:
    """A chart in the coordinates of the drawing, y downwards."""

    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    curves: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
    bands: tuple[tuple[tuple[float, float], ...], ...]
    mark: float | None
    bottom: float

    @classmethod
    def of(cls, chart: Chart) -> Drawn:
        """Place everything."""
        legend = TOP + LEGEND_ROW * len(chart.lines)
        bottom = chart.height - BOTTOM
        xs = [x for line in chart.lines for x in line.x]
        ys = [y for line in chart.lines for y in (*line.y, *line.lower, *line.upper)]
        x_axis = Axis.around(xs, LEFT, chart.width - RIGHT)
        y_axis = Axis.around(ys, bottom, legend + 6, log=chart.log)

        def points(x: Sequence[float], y: Sequence[float]) -> Iterable[tuple[float, float] | None]:
            for a, b in zip(x, y, strict=True):
                place = x_axis.place(a), y_axis.place(b)
                yield place if all(map(math.isfinite, place)) else None

        bands = []
        for line in chart.lines:
            there = points(line.x, line.lower) if line.lower else ()
            back = reversed(list(points(line.x, line.upper))) if line.upper else ()
            bands.append(tuple(p for p in (*there, *back) if p is not None))
        return cls(
            x_axis.ticks(),
            y_axis.ticks(),
            tuple(_pieces(points(line.x, line.y)) for line in chart.lines),
            tuple(bands),
            None if chart.mark is None else x_axis.place(chart.mark),
            bottom,
        )


@dataclass(frozen=True)
class Axis:
    """From numbers to places: `low` is at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    @classmethod
    def around(
        cls, values: Iterable[float], start: float, end: float, *, log: bool = False
    ) -> Axis:
        """Return an axis that holds all finite values.

        Raises
        ------
        InputError
            If there is none.
        """
        kept = [v for v in values if math.isfinite(v) and (v > 0 or not log)]
        if not kept:
            raise InputError("nothing to draw: no value is finite; give one that is")
        low, high = min(kept), max(kept)
        if log:
            low, high = math.floor(math.log10(low)), math.ceil(math.log10(high))
        if low == high:
            low, high = low - 0.5, high + 0.5
        step = _step(high - low)
        ends = math.floor(low / step) * step, math.ceil(high / step) * step
        if low - ends[0] < CLOSE * step:
            low = ends[0]
        if ends[1] - high < CLOSE * step:
            high = ends[1]
        return cls(low, high, start, end, log)

    def place(self, value: float) -> float:
        """Return where a value is drawn, to a tenth; not a number if nowhere."""
        if self.log:
            value = math.log10(value) if value > 0 else math.nan
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Return round numbers along the axis, at most about `TICKS`."""
        step = _step(self.high - self.low)
        if self.log:
            step = max(1.0, math.ceil(step))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        values = [n * step for n in range(first, last + 1)]
        if self.log:
            return tuple(Tick(self.place(10.0**v), f"{v:.0f}") for v in values)
        return tuple(Tick(self.place(v), f"{v:.10g}") for v in values)


def _step(span: float) -> float:
    """Return a round distance of ticks: 1, 2 or 5 times a power of ten."""
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough)


def _pieces(
    points: Iterable[tuple[float, float] | None],
) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Cut a curve where it is interrupted."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    return tuple(tuple(piece) for piece in pieces if len(piece) > 1)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("spectra.utils"),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".svg.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "colours": CYCLE, "dashes": DASHES, "left": LEFT, "right": RIGHT, "top": TOP,
        "row": LEGEND_ROW,
    }  # fmt: skip
    return made
