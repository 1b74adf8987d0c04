"""Mutants of the theory: each is imported into a fresh copy of the process."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mutants.making import ROOT, Mutant
from mutants.running import Reach, copied, measured, read

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

    import pytest

RATES = ("spectra/test_rates.py", "spectra/test_groups.py", "spectra/test_decomposition.py")
FLOWS = ("numerics/test_mode_equations.py", "numerics/test_paper_flow.py")
TESTS = {
    "spectra/spectrum/mode_equations.py": FLOWS,
    "spectra/spectrum/class_weights.py": RATES,
    "spectra/spectrum/group_spectrum.py": RATES,
    "spectra/spectrum/rates.py": RATES,
    "spectra/spectrum/svd.py": RATES,
    "spectra/spectrum/learning_window.py": (
        *RATES,
        "spectra/test_latex.py",
        "spectra/test_limit_times.py",
    ),
    "numerics/flow/vector_fields.py": (
        *FLOWS,
        "numerics/test_reduction.py",
        "numerics/test_random_starts.py",
    ),
    "numerics/flow/two_group.py": (
        *FLOWS,
        "numerics/test_chart.py",
        "numerics/test_times.py",
        "numerics/test_descent.py",
        "numerics/test_sweep.py",
        "numerics/test_decay.py",
    ),
    "numerics/flow/losses.py": ("numerics/test_losses.py",),
    "numerics/flow/by_group.py": ("numerics/test_cross_entropy.py", "numerics/test_class_means.py"),
    "numerics/flow/gaps.py": ("numerics/test_cross_entropy.py", "numerics/test_class_means.py"),
    "numerics/flow/generalisation.py": ("numerics/test_class_means.py",),
    "numerics/flow/largest_of_many.py": ("numerics/test_class_means.py",),
    "numerics/flow/logistic.py": ("numerics/test_closed_form.py", "numerics/test_decay.py", *FLOWS),
    "numerics/flow/nuclear_norm.py": ("numerics/test_decay.py",),
    "numerics/validated/two_group_modes.py": (
        *FLOWS,
        "numerics/test_enclosure.py",
        "numerics/test_crossings.py",
        "numerics/test_boxes.py",
        "numerics/test_delay.py",
    ),
    "proofs/claims/mode_constants.py": (
        "numerics/test_mode_equations.py",
        "proofs/test_flow.py",
        "proofs/test_mode_constants.py",
        "proofs/test_shipped.py",
        "proofs/test_other_flows.py",
    ),
    "proofs/claims/limit_lemmas.py": ("numerics/test_mode_equations.py", "proofs/test_shipped.py"),
    "proofs/ledger/formulas.py": ("proofs/test_printed.py", "proofs/test_shipped.py"),
}
"""Files that hold formulas, and the tests that look at them; the likeliest to notice first."""

LOADED = (
    "sympy", "numpy", "scipy.integrate", "scipy.optimize", "scipy.linalg", "mpmath", "flint",
    "hypothesis", "rich.console",
)  # fmt: skip
"""What the tests import and is not ours: imported once."""


@dataclass(frozen=True)
class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a module its mutant when it is imported."""

    name: str
    code: CodeType

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """Find the one module."""
        del path, target
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutant."""
        exec(self.code, vars(module))  # noqa: S102


class Once:
    """A plugin of pytest that takes the place of the loop over tests."""

    def __init__(self, do: Callable[[list[pytest.Item]], bytes]) -> None:
        self.do, self.told = do, b"import"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do something with the tests, if all files of them could be imported."""
        if not session.testsfailed:
            self.told = self.do(session.items)
        return True


Tell = Callable[[Mutant, str | None], None]


def try_all(wanted: list[tuple[tuple[str, ...], list[Mutant]]], tell: Tell) -> None:
    """Run tests on the mutants of one file each."""
    os.environ["OMP_NUM_THREADS"] = "1"
    for name in LOADED:
        importlib.import_module(name)
    for tests, mutants in wanted:
        files = {str(mutant.path) for mutant in mutants}
        reach = read(copied(partial(_run, tests, partial(measured, files=files))))
        for mutant in mutants:
            told = copied(partial(_noticed, mutant, tests, reach))
            tell(mutant, reach.note(mutant, told))


def _noticed(mutant: Mutant, tests: tuple[str, ...], reach: Reach) -> bytes:
    code = compile(mutant.tree, str(mutant.path), "exec", dont_inherit=True)
    sys.meta_path.insert(0, Changed(mutant.name, code))
    return _run(tests, lambda items: reach.first_failing(reach.order(items, mutant)))


def _run(tests: tuple[str, ...], do: Callable[[list[pytest.Item]], bytes]) -> bytes:
    import pytest

    once = Once(do)
    options = ["-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--assert=plain"]
    pytest.main([*options, *(str(ROOT / "tests" / name) for name in tests)], plugins=[once])
    return once.told
