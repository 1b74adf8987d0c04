"""Deciding claims in several processes.

Claims are independent, so each goes to whichever process is free; what depends on a claim waits
for its finding only. The processes are forked before anything with threads is loaded, so that
they share what the ledger has derived and start in milliseconds.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from proofs.claims.claim import Claim
from proofs.engine.decide import Finding
from spectra.utils.command import cores

Decide = Callable[[Claim], Finding]
_work: dict[str, tuple[Claim, Decide]] = {}
"""What a process of the pool decides; nothing in the process that forks them."""

LEAST: Final = 12
"""Fewer claims than this are not worth another process."""


def available() -> int:
    """Return how many processes make sense here.

    One where processes cannot be forked, or where this one has threads, whose locks a fork
    would copy in whatever state they are in.
    """
    if "fork" not in multiprocessing.get_all_start_methods() or threads() > 1:
        return 1
    return cores()


def threads() -> int:
    """Return the number of threads of this process, those of libraries included."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


def _start(claims: Mapping[str, Claim], decide: Decide) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops its children
    _work.update((name, (claim, decide)) for name, claim in claims.items())


def _decide(claim_id: str) -> Finding:
    claim, decide = _work[claim_id]
    return decide(claim)


@contextmanager
def findings(
    claims: Mapping[str, Claim], jobs: int, decide: Decide
) -> Iterator[Callable[[str], Finding]]:
    """Decide claims in ``jobs`` processes; yield a function that waits for one finding.

    Parameters
    ----------
    claims : mapping of str to Claim
        By ID, the first wanted first.
    jobs : int
        At least 1; with 1 everything happens here, and only what is asked for.
    decide : callable
        From a claim to its finding.
    """
    if jobs <= 1 or len(claims) < LEAST:
        yield lambda claim_id: decide(claims[claim_id])
        return
    context = multiprocessing.get_context("fork")
    # leaving the block ends the processes, whatever they are doing
    with context.Pool(min(jobs, len(claims)), _start, (claims, decide)) as pool:
        pending = {claim_id: pool.apply_async(_decide, (claim_id,)) for claim_id in claims}
        yield lambda claim_id: pending[claim_id].get()
