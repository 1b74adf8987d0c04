"""The interactive page as one file that needs nothing else: ``python docs/interactive/build.py FILE``."""

import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def page() -> str:
    """Put style and scripts into the page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        autoescape=False,  # everything put in is ours
    )
    return environment.get_template("page.html").render()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/interactive/build.py FILE")
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
