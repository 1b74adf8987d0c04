"""The report as a LaTeX document."""

import hashlib
import re
from functools import cache

from jinja2 import Environment

from proofs.report.document import FILTERS, SIGNS, WORDS, Page, is_compound
from proofs.report.latex_text import ascii_formula, bookmark, to_tex
from proofs.report.results import ReportData
from spectra.display.latex_printer import templates


def render(report: ReportData, *, stable: bool = False) -> str:
    """Return the report as a LaTeX document, in ASCII, that pdflatex compiles.

    Parameters
    ----------
    report : ReportData
    stable : bool
        Leave out what differs from run to run: times.
    """
    return _templates().get_template("report.tex.j2").render(page=Page(report, stable))


@cache
def _templates() -> Environment:
    made = templates("proofs.report")
    made.lstrip_blocks = True
    made.filters |= FILTERS
    made.filters |= {"ascii": ascii_formula, "bookmark": bookmark, "tex": to_tex}
    made.tests["compound"] = is_compound
    made.globals |= {"signs": SIGNS, "words": WORDS, "anchor": _anchor}
    return made


def _anchor(claim_id: str) -> str:
    """Return a name that LaTeX takes for the target of a link, whatever the ID."""
    if re.fullmatch(r"[A-Za-z0-9.\-]+", claim_id):
        return claim_id
    return "id-" + hashlib.sha256(claim_id.encode()).hexdigest()[:16]
