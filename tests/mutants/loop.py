"""Mutants of kernel and reader: the tests are collected once, each mutant runs in a copy of the process."""

from __future__ import annotations

import gc
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from mutants.making import ROOT, Mutant
from mutants.running import NONE, Reach, copied, measured, read

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

TESTS = ROOT / "tests" / "proofs" / "kernel"
SLOW = (
    "test_finders",
    "test_points",
    "test_enclosures",
    "seed",
    "test_mutants",
    "test_mutated",
    "without_the_rest",
)
"""Tests that search, look at many objects at random, start Python, or are of other code: they are left out."""


class Loop:
    """A plugin of pytest that takes the place of the loop over tests.

    Parameters
    ----------
    wanted : list of Mutant
    tell : function
        It is called with each mutant and the test that notices it, None if none does.
    """

    def __init__(self, wanted: list[Mutant], tell: Callable[[Mutant, str | None], None]) -> None:
        self.wanted, self.tell = wanted, tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests on each mutant."""
        import kernel_objects

        def checked(wrong: Any) -> Any:
            return SimpleNamespace(verdict=wrong["verdict"])

        # that a kernel without a condition accepts a proof says nothing of the mutant
        kernel_objects.without = lambda *_: SimpleNamespace(check=checked)  # type: ignore[assignment]
        chosen = [item for item in session.items if not any(x in item.nodeid for x in SLOW)]
        gc.collect()
        gc.freeze()
        files = {str(mutant.path) for mutant in self.wanted}
        reach = read(copied(partial(measured, chosen, files)))
        for mutant in self.wanted:
            items = reach.order(chosen, mutant)
            told = copied(partial(_noticed, reach, mutant, items))
            self.tell(mutant, reach.note(mutant, told))
        return True


def _noticed(reach: Reach, mutant: Mutant, items: list[pytest.Item]) -> bytes:
    from mutants.putting import put  # it imports the product

    try:
        put(mutant)
    except Exception:  # noqa: BLE001
        return _at_import(mutant)
    return reach.first_failing(items)


def _at_import(mutant: Mutant) -> bytes:
    """See that the module cannot be imported with the mutant, as it could not be put in."""
    module = ModuleType(mutant.name)
    try:
        exec(compile(mutant.tree, str(mutant.path), "exec", dont_inherit=True), vars(module))  # noqa: S102
    except Exception:  # noqa: BLE001
        return b"import"
    return NONE
