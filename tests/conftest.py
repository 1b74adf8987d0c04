"""What holds for all tests: claims stay apart, time fails no example, commands hear Ctrl-C.

Fixtures that several files share are here.
"""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from users_files import IDLE, TRUE, written

from proofs.claims.claim import fresh_registry

collect_ignore_glob = ["benchmarks/*"]  # no tests there, but statements that take a second to build

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # the tests run in the background of a shell, and what they start would be deaf as well
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what looks at the whole ledger, so that only the first worker decides it."""
    whole = sys.modules.get("whole_ledger")
    if whole is None:
        return

    def is_later(item: pytest.Item) -> bool:
        names = vars(item.module) if isinstance(item, pytest.Function) else {}
        return not any(value is whole or value is whole.report for value in names.values())

    items.sort(key=is_later)


@pytest.fixture(autouse=True)
def _registry() -> Iterator[None]:
    """Let no test see the claims that another one registers."""
    with fresh_registry():
        yield


@pytest.fixture
def few_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow few random starts in the advice, and few windows in its figure."""
    monkeypatch.setattr("numerics.advice.solve_advice.STARTS", ((16, 3),))
    monkeypatch.setattr("numerics.advice.solve_advice.SAMPLED", (16, 2))
    monkeypatch.setattr("spectra.advise.command.WINDOWS", 3)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return written(tmp_path, TRUE)


@pytest.fixture
def idle(tmp_path: Path) -> Path:
    """Return a file whose claim takes no time."""
    return written(tmp_path, IDLE)
