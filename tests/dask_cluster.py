"""A cluster of dask.distributed on this machine: a scheduler and two workers, real processes."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

QUIET: dict[str, Any] = {
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "stdin": subprocess.DEVNULL,
}
HERE = str(Path(__file__).parent)


def needs_dask() -> None:
    """Skip where the extra is not installed; in CI it must be."""
    if find_spec("distributed") is None:
        assert "CI" not in os.environ, "CI installs the extra `distributed`"
        pytest.skip("dask.distributed is not installed: pip install -e '.[distributed]'")


@dataclass
class Cluster:
    """Processes of a cluster, and where its scheduler listens."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(workers: int = 2) -> Iterator[Cluster]:
    """Start a cluster; end its processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    env = os.environ | {"PYTHONPATH": HERE, "DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "0"}

    def started(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", *words], env=env, **QUIET)

    where = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = started("distributed.cli.dask_scheduler", *where, "--port", str(port))
    crew = [
        started("distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", *where)
        for _ in range(workers)
    ]
    try:
        yield Cluster(address, scheduler, crew)
    finally:
        for process in (*crew, scheduler):
            process.kill()
            process.wait()


@contextmanager
def client(of: Cluster) -> Iterator[Any]:
    """Connect to a cluster and wait for its workers."""
    from distributed import Client

    with Client(of.address, timeout=60, set_as_default=False) as found:
        found.wait_for_workers(len(of.workers), timeout=60)
        yield found
