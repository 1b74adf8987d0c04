"""Change the theory in one place at a time, and see that the tests notice.

``python tests/mutants_of_theory.py`` makes the mutants of the files below and prints the table;
names at the end of the command choose files, ``--every 3`` takes every third mutant. Each mutant
is imported into a fresh copy of the process, which runs the tests beside the file until one fails.
Mutants that change nothing that matters are listed in ``mutants_equivalent.toml`` with the reason.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutants import EQUIVALENT, ROOT, Mutant, mutants

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

RATES = ("spectra/test_rates.py", "spectra/test_groups.py", "spectra/test_decomposition.py")
FLOWS = ("numerics/test_mode_equations.py", "numerics/test_paper_flow.py")
TESTS = {
    "spectra/spectrum/mode_equations.py": FLOWS,
    "spectra/spectrum/class_weights.py": RATES,
    "spectra/spectrum/group_spectrum.py": RATES,
    "spectra/spectrum/rates.py": RATES,
    "spectra/spectrum/svd.py": RATES,
    "spectra/spectrum/learning_window.py": (*RATES, "spectra/test_latex.py"),
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
    "proofs/claims/mode_constants.py": ("numerics/test_mode_equations.py", "proofs/test_flow.py"),
}
"""Files that hold formulas, and the tests that look at them; the likeliest to notice first."""

LOADED = (
    "sympy", "numpy", "scipy.integrate", "scipy.optimize", "scipy.linalg", "mpmath", "flint",
    "hypothesis", "rich.console",
)  # fmt: skip
SECONDS = 200
"""A copy of the process that takes longer has noticed the mutant."""


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


def changed(mutant: Mutant) -> Changed:
    """Compile a mutant under the name of its module."""
    name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)
    return Changed(name, compile(mutant.tree, str(mutant.path), "exec", dont_inherit=True))


def noticed(mutant: Mutant | None, tests: tuple[str, ...]) -> bool:
    """Run tests on a mutant in a copy of the process; return whether one fails."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os._exit(_run(mutant, tests))
    _, status = os.waitpid(child, 0)
    return status != 0


def _run(mutant: Mutant | None, tests: tuple[str, ...]) -> int:
    import pytest

    if mutant is not None:
        sys.meta_path.insert(0, changed(mutant))
    paths = [str(ROOT / "tests" / name) for name in tests]
    alone = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--assert=plain"]
    return int(pytest.main([*alone, *paths]))


def main() -> int:
    """Make the mutants, run the tests, print the table; return 1 if one survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    given = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    for name in LOADED:
        importlib.import_module(name)
    listed: dict[str, dict[str, str]] = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    survivors = 0
    print("file                                     mutants  killed  equivalent  survived")
    for name, tests in TESTS.items():
        if given.files and not any(name.endswith(x) for x in given.files):
            continue
        if noticed(None, tests):
            raise SystemExit(f"{name}: its tests fail without a mutant")
        own = [m for m in mutants(ROOT / name) if not _is_message(m)][:: given.every]
        known = listed.get(name, {})
        tried = [m for m in own if m.key not in known]
        with ThreadPoolExecutor(given.workers) as pool:
            found = list(pool.map(lambda m, tests=tests: noticed(m, tests), tried))
        left = [m for m, seen in zip(tried, found, strict=True) if not seen]
        print(f"{name:40} {len(own):7} {sum(found):7} {len(own) - len(tried):11} {len(left):9}")
        for mutant in left:
            print(f"  survived: {mutant.place}: {mutant.key}", flush=True)
        survivors += len(left)
    return int(bool(survivors))


def _is_message(mutant: Mutant) -> bool:
    """Whether a mutant changes only words that a reader sees, or what is said of a mistake."""
    changed_part = mutant.key.partition(": ")[2]
    try:
        before = ast.parse(changed_part.partition(" -> ")[0].strip())
    except SyntaxError:
        return False
    return any(
        isinstance(x, ast.Constant) and isinstance(x.value, str) for x in ast.walk(before)
    ) or any(isinstance(x, ast.Raise) for x in ast.walk(before))


if __name__ == "__main__":
    sys.exit(main())
