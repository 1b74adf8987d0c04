"""Configuration of the documentation."""

import runpy
import warnings
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

project = "counterweight"
author = "The counterweight authors"
copyright = f"2026, {author}"
release = version = installed_version("counterweight")

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.mathjax",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3

# the notebook runs whenever the documentation is built, and a cell that fails fails the build
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

html_theme = "furo"
html_title = f"counterweight {release}"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
numpydoc_show_class_members = False
# sympy's own docstrings, met at the symbols, have sections that numpydoc does not know
warnings.filterwarnings("ignore", message="Unknown section Explanation")

# the examples in docstrings run with the tests; here only those of the pages run
doctest_test_doctest_blocks = ""
trim_doctest_flags = True


def write_interactive_page(app: Any, exception: Exception | None) -> None:
    """Put the interactive page beside the others, as one file."""
    if exception is None and app.builder.format == "html":
        build = runpy.run_path(str(Path(__file__).parent / "interactive" / "build.py"))
        (Path(app.outdir) / "explore.html").write_text(build["page"](), encoding="utf-8")


def setup(app: Any) -> None:
    """Connect what is made at the end of a build."""
    app.connect("build-finished", write_interactive_page)
