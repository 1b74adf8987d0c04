"""``python -m numerics.experiment``; see :mod:`numerics.experiment.command`."""

import sys
from collections.abc import Sequence

from spectra.utils.command import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    from numerics.experiment.command import main

    return main(arguments)


if __name__ == "__main__":
    load("experiment", "numerics.experiment.command")
    sys.exit(main())
