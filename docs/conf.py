"""Configuration of the documentation."""

import warnings
from importlib.metadata import version as installed_version

project = "counterweight"
author = "The counterweight authors"
copyright = f"2026, {author}"
release = version = installed_version("counterweight")

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.mathjax",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3

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
