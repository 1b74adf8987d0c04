"""Configuration of the documentation."""

from importlib.metadata import version as installed_version

project = "counterweight"
author = "The counterweight authors"
copyright = f"2026, {author}"
release = version = installed_version("counterweight")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
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
napoleon_google_docstring = False
napoleon_use_rtype = False

# the examples in docstrings run with the tests; here only those of the pages run
doctest_test_doctest_blocks = ""
trim_doctest_flags = True
