"""Change the product in one place at a time, and see that the tests notice: ``python tests/mutants``.

``python tests/mutants proofs/kernel/limits.py`` makes the mutants of files whose path ends so,
``--every 3`` takes every third, ``--again FILE`` those that survived by the printed table of an
earlier run, ``--tests FILE`` runs a part of the tests of kernel and reader. Mutants of kernel and
reader are put into the modules in use, those of the theory into a fresh import of them. Mutants
that change nothing that matters are listed in ``equivalent.toml``, each with the reason.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest

from mutants import EQUIVALENT
from mutants.loop import TESTS, Loop
from mutants.making import ROOT, Mutant, is_message, listed, mutants
from mutants.named import named
from mutants.running import without_shrinking
from mutants.theory import TESTS as TESTS_OF_THEORY
from mutants.theory import try_all

TRUSTED = [
    *sorted((ROOT / "proofs" / "kernel").glob("*.py")),
    *sorted((ROOT / "proofs" / "reader").glob("*.py")),
]
"""Kernel and reader."""

TESTS_OF_TRUSTED = [TESTS, TESTS.parent / "test_conserved.py"]


class Results:
    """What came of each mutant, printed as it comes."""

    def __init__(self) -> None:
        self.killed: Counter[Path] = Counter()
        self.survived: Counter[Path] = Counter()
        self.by: Counter[str] = Counter()

    def tell(self, mutant: Mutant, by: str | None) -> None:
        """Note which test noticed a mutant, None if none did."""
        if (self.killed.total() + self.survived.total()) % 100 == 99:
            print(f"{mutant.place}, {dict(self.by)}", flush=True)
        self.by[by if by in ("import", "time or memory") else "test"] += by is not None
        (self.killed if by else self.survived)[mutant.path] += 1
        if by is None:
            print(f"survived: {mutant.place}: {mutant.key}", flush=True)


def main() -> int:
    """Make the mutants, run the tests, print the table; return 1 if one survives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--again", type=Path)
    parser.add_argument("--tests", nargs="+", default=TESTS_OF_TRUSTED, type=Path)
    given = parser.parse_args()
    files = [*TRUSTED, *(ROOT / name for name in TESTS_OF_THEORY)]
    # what __main__ does is print what the kernel says
    files = [f for f in files if f.name not in ("__init__.py", "__main__.py")]
    files = [f for f in files if not given.files or str(f).endswith(tuple(given.files))]
    lines = given.again.read_text("utf-8").splitlines() if given.again else []
    again = {line.split(": ", 2)[2] for line in lines if line.startswith("survived: ")}
    equivalent: dict[str, dict[str, str]] = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    made = {
        f: list(mutants(f))
        if f in TRUSTED
        else [m for m in mutants(f, dropped=True) if not is_message(m)]
        for f in files
    }
    made = {f: own[:: given.every] for f, own in made.items()}
    known = {f: equivalent.get(listed(f), {}) for f in files}
    tried = {
        f: [m for m in own if m.key not in known[f] and (not lines or m.key in again)]
        for f, own in made.items()
    }
    results = Results()
    os.environ["AT_LENGTH"] = "1"
    without_shrinking()
    # a fresh import needs a process that has not imported the product yet
    theory = [(TESTS_OF_THEORY[listed(f)], tried[f]) for f in files if f not in TRUSTED]
    by_hand = (
        [(tests, [m]) for tests, m in named()] if "named" in (given.files or ["named"]) else []
    )
    try_all([*by_hand, *((tests, own) for tests, own in theory if own)], results.tell)
    if inner := [m for f in files if f in TRUSTED for m in tried[f]]:
        loop = Loop(inner, results.tell)
        options = ["-q", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", "--assert=plain"]
        tests = [str(TESTS / name) for name in given.tests]
        pytest.main([*options, "--hypothesis-seed=0", *tests], plugins=[loop])
    print(f"noticed by: {dict(results.by)}")
    print(f"{'file':40} mutants  killed  equivalent  survived")
    for f in files:
        equal = sum(m.key in known[f] for m in made[f])
        numbers = f"{len(made[f]):7} {results.killed[f]:7} {equal:11} {results.survived[f]:9}"
        print(f"{listed(f):40} {numbers}")
    print(f"by hand: {len(by_hand)}")
    return int(results.survived.total() > 0)


if __name__ == "__main__":
    sys.exit(main())
