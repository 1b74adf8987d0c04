"""``python -m spectra.advise``; see :mod:`spectra.advise.command`."""

import sys
from collections.abc import Sequence

from spectra.utils.command import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    from spectra.advise.command import main

    return main(arguments)


if __name__ == "__main__":
    load("advise", "spectra.advise.command")
    sys.exit(main())
