"""How figures look, and what a figure is: one that knows its caption."""

from __future__ import annotations

import base64
import html
import io
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

# tones that readers with any common form of colour blindness tell apart, and that are never the
# only sign: curves differ in line style or markers too
SPECTRAL, RANDOM = "#d95f02", "#0072b2"
TRUE, CLAIMED = "#0072b2", "#aa3377"
MODES = {"maj-maj": "#117733", "maj-min": "#0072b2", "min-min": "#444444"}
QUIET = "#666666"
LABELS, VECTORS = "Greys", "PRGn"

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
    "svg.hashsalt": "counterweight",
}
_CHARACTERS_PER_INCH = 17.5
_TITLE_CHARACTERS_PER_INCH = 11  # they are larger, and bold
_DPI = 200


class Captioned(Figure):
    """A figure whose caption is drawn below it, and known.

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
def style() -> Iterator[None]:
    """The settings of matplotlib under which figures are made and saved."""
    with mpl.rc_context():
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(RC)
        yield


def new_figure(width: float, height: float, title: str) -> Captioned:
    """An empty figure, in inches; call inside ``style()``."""
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
    lines = textwrap.fill(figure.caption.replace(" = ", "\xa0=\xa0"), width)
    figure.supxlabel(lines, x=0.01, ha="left", fontsize=7.5, color="#333333", linespacing=1.35)


def letter(axes: Axes, mark: str, title: str) -> None:
    """Title of a panel."""
    axes.set_title(f"({mark}) {title}")


def to_bytes(figure: Captioned, kind: str) -> bytes:
    """The figure as a file: the same bytes every time, with its caption as metadata."""
    metadata: dict[str, dict[str, str | None]] = {
        "png": {"Title": figure.title, "Description": figure.caption},
        "pdf": {"Title": figure.title, "Subject": figure.caption, "CreationDate": None},
        "svg": {"Title": figure.title, "Description": figure.caption, "Date": None},
    }
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format=kind, dpi=_DPI, metadata=metadata[kind])
    return buffer.getvalue()
