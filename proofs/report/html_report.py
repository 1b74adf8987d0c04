"""The report as one HTML file that needs nothing else: no network, no other file."""

import base64
import re
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from proofs.report.document import FILTERS, SIGNS, WORDS, Page, is_compound
from proofs.report.results import ReportData
from spectra.display.mathml import to_mathml
from spectra.utils.ascii_text import visible

MINUS = re.compile(r"(?<![\w.)])-(?=[\d.])")
"""The sign of a number."""

POWER = re.compile(r"(?<=\d)e([-+]?\d+)\b")
"""The power of ten in a number such as 1.5e-7."""


def render(report: ReportData, *, stable: bool = False) -> str:
    """Return the report as a page.

    Parameters
    ----------
    report : ReportData
    stable : bool
        Leave out what differs from run to run: times.
    """
    page = Page(report, stable)
    return visible(_templates().get_template("report.html.j2").render(page=page))


def fragment(report: ReportData) -> str:
    """Return what a notebook shows of a report: the counts and a table of verdicts."""
    return visible(_templates().get_template("notebook.html.j2").render(page=Page(report)))


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("proofs.report"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= FILTERS
    made.filters |= {
        "anchor": lambda claim_id: quote(claim_id, safe=""),
        "inline": lambda latex: Markup(to_mathml(latex)),
        "math": lambda latex: Markup(to_mathml(latex, display=True)),
        "numbers": numbers,
    }
    made.tests["compound"] = is_compound
    made.globals |= {"signs": SIGNS, "words": WORDS, "font": _font, "part": _part}
    return made


def numbers(text: str) -> Markup:
    """Write powers of ten as on paper.

    Examples
    --------
    >>> numbers("1.5e-7 < x")
    Markup('1.5·10<sup>−7</sup> &lt; x')
    """
    signed = MINUS.sub("−", str(escape(text)))
    return Markup(POWER.sub(_power, signed))


def _power(found: re.Match[str]) -> str:
    return f"·10<sup>{found[1].replace('-', '−').removeprefix('+')}</sup>"


def _part(name: str) -> Markup:
    """Return a style sheet or script as it stands in its file."""
    return Markup(files("proofs.report").joinpath("templates", name).read_text(encoding="utf-8"))


def _font() -> Markup:
    """Return the font for formulas in the form that a style sheet can hold."""
    data = files("proofs.report").joinpath("fonts", "stix-two-math.woff2").read_bytes()
    return Markup(base64.b64encode(data).decode("ascii"))
