"""How commands are told who does their work: ``--workers N`` or ``--scheduler ADDRESS``."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Final

from spectra.errors import InputError, WorkersError
from spectra.utils.command import cores

MOST: Final = 1024
"""Processes that may be asked for."""

PATIENCE: Final = 10
"""Seconds in which a scheduler must answer."""


def add_worker_options(parser: argparse.ArgumentParser, *also: str) -> None:
    """Add the options to a command.

    Parameters
    ----------
    parser : ArgumentParser
    *also : str
        Further names of the first.
    """
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--workers", *also, type=int, metavar="N", help="processes (as many as cores)")
    who.add_argument(
        "--scheduler", metavar="ADDRESS", help="workers of a cluster of dask.distributed"
    )


def asked_workers(args: argparse.Namespace) -> int:
    """Return how many processes of its own a command uses.

    Raises
    ------
    InputError
        A number that makes no sense.
    """
    if args.workers is None:
        return cores()
    if not 1 <= args.workers <= MOST:
        raise InputError(f"--workers is {args.workers}: give a whole number from 1 to {MOST}")
    return int(args.workers)


@contextmanager
def asked_executor(args: argparse.Namespace) -> Iterator[Executor | None]:
    """Provide the executor of the scheduler that is asked for, None if none is.

    Raises
    ------
    InputError
        ``dask.distributed`` is missing, or the address makes no sense.
    WorkersError
        Nobody answers there.
    """
    if args.scheduler is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "dask.distributed is missing: pip install 'reweighting-theory[distributed]' "
            "(in a clone: pip install -e '.[distributed]') installs it"
        ) from None
    # what it has to say of a lost connection is said by us, in a line
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    try:
        client = Client(args.scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise WorkersError(
            f"no scheduler answers at {args.scheduler}: start one with dask scheduler, and workers "
            f"with dask worker ({' '.join(str(error).split())[:80]})"
        ) from error
    try:
        yield client.get_executor()
    finally:
        client.close(timeout=PATIENCE)
