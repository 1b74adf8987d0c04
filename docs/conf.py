"""Configuration of the documentation."""

import runpy
import sys
import warnings
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import math_renderer

project = "reweighting-theory"
author = "The reweighting-theory authors"
copyright = f"2026, {author}"
release = version = installed_version("reweighting-theory")

extensions = [
    "math_renderer",
    "myst_nb",
    "numpydoc",
    "paper_table",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.viewcode",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "gallery", "auto_gallery/*.ipynb"]

myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3

# the notebook runs whenever the documentation is built, and a cell that fails fails the build
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

# so do the examples of the gallery
sphinx_gallery_conf = {
    "examples_dirs": "gallery",
    "gallery_dirs": "auto_gallery",
    "thumbnail_size": (720, 480),
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "run_stale_examples": True,
    "image_scrapers": ("gallery_scraper.figures",),
    "capture_repr": (),
    "abort_on_example_error": True,
    "download_all_examples": False,
    "write_computation_times": False,
    "show_signature": False,
    "min_reported_time": 60,
}

html_theme = "furo"
html_math_renderer = "mathml"
PICTURES = [
    f"interactive/{name}"
    for name in ("integrator.js", "flow.js", "chart.js", "pictures.js", "pictures.css")
]
html_static_path = ["_static", math_renderer.FONT, *PICTURES]
html_css_files = ["gallery.css"]
html_title = f"reweighting-theory {release}"

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
