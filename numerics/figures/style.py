"""The style of the figures, and the figure class that holds its caption."""

from __future__ import annotations

import base64
import html
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from spectra.utils.colours import BLUE, VERMILION
from spectra.utils.figure_bytes import figure_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SPECTRAL, RANDOM = VERMILION, BLUE
TRUE, CLAIMED = BLUE, "#aa3377"
MODES = {"maj-maj": "#117733", "maj-min": BLUE, "min-min": "#444444"}
QUIET = "#666666"
LABELS, VECTORS = "Greys", "PRGn"
DASHED = (0, (5, 2))
GUIDE: dict[str, Any] = {"color": QUIET, "linestyle": (0, (1, 2)), "linewidth": 0.9, "zorder": 0}
"""A dotted line at a limit."""

RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.5,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "pdf.fonttype": 42,
    "svg.hashsalt": "reweighting-theory",
}
_CHARACTERS_PER_INCH = 17.5
_TITLE_CHARACTERS_PER_INCH = 11  # titles are larger and bold
_DPI = 200


class Captioned(Figure):
    """A figure with a caption, which is drawn below it.

    Attributes
    ----------
    title, caption : str
        What it shows, and what was run for it.
    listing : str
        Data to be read in characters: the matrix that was drawn, for Fig. 6.
    """

    title: str = ""
    caption: str = ""
    listing: str = ""

    def _repr_html_(self) -> str:
        """Notebooks and galleries show the figure, whether they use pyplot or not."""
        data = base64.b64encode(to_bytes(self, "png")).decode()
        alternative = html.escape(f"{self.title}. {self.caption}", quote=True)
        return (
            f'<img style="max-width: 100%" src="data:image/png;base64,{data}" alt="{alternative}">'
        )


@contextmanager
def applied() -> Iterator[None]:
    """The settings of matplotlib under which figures are made and saved; also a decorator."""
    with mpl.rc_context():
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(RC)
        yield


def new_figure(width: float, height: float, title: str) -> Captioned:
    """An empty figure, in inches; call inside ``applied()``."""
    layout = ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.06)
    figure = Captioned(figsize=(width, height), layout=layout)
    figure.title = title
    lines = textwrap.fill(title, int(width * _TITLE_CHARACTERS_PER_INCH))
    figure.suptitle(lines, x=0.01, ha="left", fontsize=10, fontweight="bold")
    return figure


def set_caption(figure: Captioned, caption: str) -> None:
    """Draw the caption below the axes."""
    figure.caption = " ".join(caption.split())
    width = int(figure.get_figwidth() * _CHARACTERS_PER_INCH)
    unbroken = re.sub(" ([=≠]) ", "\xa0\\1\xa0", figure.caption)
    lines = textwrap.fill(unbroken, width)
    figure.supxlabel(lines, x=0.01, ha="left", fontsize=7.5, color="#333333", linespacing=1.35)


def title_panels(panels: Iterable[Axes], titles: Iterable[str], first: str = "a") -> None:
    """Number panels by letters, and title them."""
    marks = cycle(ascii_lowercase[ascii_lowercase.index(first) :])
    for axes, title, mark in zip(panels, titles, marks, strict=False):
        axes.set_title(f"({mark}) {title}")


def row_of_panels(
    titles: Sequence[str], width: float, height: float, title: str, *, share: bool = False
) -> tuple[Captioned, Sequence[Axes]]:
    """A figure of panels side by side, each `width` inches wide; call inside ``applied()``."""
    figure = new_figure(width * len(titles) + 0.6, height, title)
    panels: Sequence[Axes] = np.atleast_1d(figure.subplots(1, len(titles), sharey=share)).tolist()
    title_panels(panels, titles)
    return figure, panels


def to_bytes(figure: Captioned, kind: str) -> bytes:
    """The figure as a file: the same bytes every time, with its caption as metadata."""
    about = "Subject" if kind == "pdf" else "Description"
    metadata = {"Title": figure.title, about: figure.caption}
    with applied():
        return figure_bytes(figure, kind, dpi=_DPI, metadata=metadata)
