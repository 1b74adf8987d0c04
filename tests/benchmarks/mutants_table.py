"""Print how many mutants of each kind were tried and caught: ``python mutants_table.py``."""

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutations import agree, formulas, mutants
from rich.console import Console
from rich.table import Table
from verdicts import verdict

import proofs
from proofs import Verdict


def main() -> None:
    """Try every mutant of every formula and print the table."""
    started = perf_counter()
    counts: Counter[tuple[str, str]] = Counter()
    for formula in formulas():
        for mutant in mutants(formula):
            found = verdict(proofs.eq(formula.left, mutant.right))
            equal = agree(formula.left, mutant.right)
            outcome = "caught" if found is Verdict.REFUTED else "equal" if equal else "missed"
            counts[mutant.kind, "tried"] += 1
            counts[mutant.kind, outcome] += 1
    columns = ("tried", "caught", "equal", "missed")
    table = Table("mutation", *columns, caption=f"{perf_counter() - started:.1f} s")
    kinds = sorted({kind for kind, _ in counts})
    for kind in kinds:
        table.add_row(kind, *(str(counts[kind, c]) for c in columns))
    table.add_row("all", *(str(sum(counts[k, c] for k in kinds)) for c in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
