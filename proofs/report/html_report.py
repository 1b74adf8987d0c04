"""The report as one HTML file that needs nothing else: no network, no other file."""

import base64
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from proofs.report.document import SIGNS, WORDS, Page, aside, caption, is_compound, sides
from proofs.report.formula_text import line, statement_line, symbol_name
from proofs.report.latex_report import domain_latex, formula
from proofs.report.number_text import compact
from proofs.report.results import Report
from spectra import to_latex
from spectra.display.mathml import to_mathml

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MINUS = re.compile(r"(?<![\w.)])-(?=[\d.])")
"""The sign of a number."""

POWER = re.compile(r"(?<=\d)e([-+]?\d+)\b")
"""The power of ten in a number such as 1.5e-7."""


def render(report: Report, *, stable: bool = False) -> str:
    """Return the report as a page.

    Parameters
    ----------
    report : Report
    stable : bool
        Leave out what differs from run to run: times.
    """
    page = Page(report, stable)
    return _templates().get_template("report.html.j2").render(page=page)


def fragment(report: Report) -> str:
    """Return what a notebook shows of a report: the counts and a table of verdicts."""
    return _templates().get_template("notebook.html.j2").render(page=Page(report))


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("proofs.report"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "aside": aside,
        "anchor": lambda claim_id: quote(claim_id, safe=""),
        "caption": caption,
        "compact": compact,
        "domain": domain_latex,
        "formula": formula,
        "inline": lambda latex: _markup(to_mathml(latex)),
        "latex": to_latex,
        "line": line,
        "math": lambda latex: _markup(to_mathml(latex, display=True)),
        "numbers": numbers,
        "sides": sides,
        "statement_line": statement_line,
        "svg": lambda chart: _markup(chart.svg()),
        "symbol": symbol_name,
    }
    made.tests["compound"] = is_compound
    made.globals |= {"signs": SIGNS, "words": WORDS, "font": _font, "part": _part}
    return made


def numbers(text: str) -> "Markup":
    """Write powers of ten as on paper.

    Examples
    --------
    >>> numbers("1.5e-7 < x")
    Markup('1.5·10<sup>−7</sup> &lt; x')
    """
    from markupsafe import escape

    signed = MINUS.sub("−", str(escape(text)))
    return _markup(POWER.sub(_power, signed))


def _power(found: re.Match[str]) -> str:
    return f"·10<sup>{found[1].replace('-', '−').removeprefix('+')}</sup>"


def _markup(text: str) -> "Markup":
    from markupsafe import Markup

    return Markup(text)


def _part(name: str) -> "Markup":
    """Return a style sheet or script as it stands in its file."""
    return _markup(files("proofs.report").joinpath("templates", name).read_text(encoding="utf-8"))


def _font() -> "Markup":
    """Return the font for formulas in the form that a style sheet can hold."""
    data = files("proofs.report").joinpath("fonts", "stix-two-math.woff2").read_bytes()
    return _markup(base64.b64encode(data).decode("ascii"))
