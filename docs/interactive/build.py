"""The interactive page as one file that needs nothing else."""

import argparse
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from spectra.errors import InputError
from spectra.utils.atomic_files import write_whole


def page() -> str:
    """Put style and scripts into the page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        autoescape=False,  # the parts are files of this folder
    )
    return environment.get_template("page.html").render()


def main() -> int:
    """Write the page; an earlier one is replaced, any other file only if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="replace FILE, whatever it holds")
    options = parser.parse_args()
    written = page()
    try:
        write_whole(
            options.output, written, force=options.force or is_page(options.output, written)
        )
    except InputError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 2
    return 0


def is_page(path: Path, written: str) -> bool:
    """Whether a file begins as the page does, up to the end of its title."""
    head = written[: written.index("</title>")].encode()
    return path.is_file() and path.read_bytes()[: len(head)] == head


if __name__ == "__main__":
    sys.exit(main())
