"""Formulas as MathML, made when a page is: nothing is fetched and no script runs.

The font is that of the HTML report.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

from spectra.display.mathml import to_mathml

FONT = "../proofs/report/fonts/stix-two-math.woff2"
STYLE = "math.css"

_log = getLogger(__name__)


def mathml(node: nodes.Element, *, display: bool) -> str:
    """Convert a formula; complain of commands that the converter left as they are."""
    made = to_mathml(node.astext().replace(r"\|", "‖").strip(), display=display)
    if "\\" in made or "<mi>&amp;</mi>" in made:
        _log.warning("no MathML of %r", node.astext(), location=node)
    return made


def inline(page: Any, node: nodes.Element) -> None:
    page.body.append(mathml(node, display=False))
    raise nodes.SkipNode


def block(page: Any, node: nodes.Element) -> None:
    page.body.append(page.starttag(node, "div", CLASS="math"))
    page.body.append(mathml(node, display=True) + "</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.add_css_file(STYLE)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
