"""The main job: ``python -m proofs.check_theorem``; see :mod:`proofs.command`."""

import sys
from collections.abc import Sequence

from spectra.utils.command import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    from proofs.command import main

    return main(arguments)


if __name__ == "__main__":
    load("check_theorem", "proofs.command")
    sys.exit(main())
