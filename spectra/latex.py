"""``python -m spectra.latex``; see :mod:`spectra.latex_document`."""

import sys
from collections.abc import Sequence

from spectra.utils.command import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    from spectra.latex_document import main

    return main(arguments)


if __name__ == "__main__":
    load("latex", "spectra.latex_document")
    sys.exit(main())
