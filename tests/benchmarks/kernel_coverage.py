"""How many statements beyond the ledger the finders and the checker certify, and at what cost.

``python tests/benchmarks/kernel_coverage.py`` runs over statements that referees and textbooks write,
true ones and false neighbours, beside those of the tests of the finders;
``python -m proofs.check_theorem --search`` does so over the ledger. It ends with 1 if a verdict is not
what is expected, if a statement has become undecided, or if one of :data:`OPEN` is decided now.
Times are in milliseconds of the processor, sizes in bytes.
"""

from __future__ import annotations

import json
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from time import process_time

from angle_statements import STATEMENTS as OF_ANGLES
from bound_statements import STATEMENTS as OF_BOUNDS
from domain_statements import STATEMENTS as OF_DOMAINS
from equality_statements import STATEMENTS as OF_EQUALITIES
from learning_statements import STATEMENTS as OF_LEARNING
from mean_statements import STATEMENTS as OF_MEANS
from power_statements import STATEMENTS as OF_POWERS
from referee_statements import STATEMENTS
from remainder_statements import STATEMENTS as OF_REMAINDERS
from tail_statements import STATEMENTS as OF_TAILS
from textbook_statements import STATEMENTS as OF_TEXTBOOKS

from proofs.claims.relation import as_statement
from proofs.kernel import check
from proofs.provers.finders.kinds import find_claim

ROWS = [
    *STATEMENTS, *OF_LEARNING, *OF_DOMAINS, *OF_BOUNDS, *OF_TEXTBOOKS, *OF_EQUALITIES, *OF_ANGLES,
    *OF_TAILS, *OF_MEANS, *OF_REMAINDERS, *OF_POWERS,
]  # fmt: skip
OPEN = {
    "sum x^j/j! <= e^x": "x may be 0, where no power of it is divided by",
    "product of 1+2^-j <= e": "the logarithm of a product is not bounded by a sum",
    "erf^2 at all x": "one side after the other takes too many terms",
}
"""True statements that are not decided, by name, and what is missing."""


@dataclass(frozen=True)
class Result:
    """What became of one statement."""

    name: str
    expected: str
    verdict: str
    found: float
    checked: float
    size: int

    @property
    def is_as_expected(self) -> bool:
        """Whether it is decided rightly, or is one of those that are known to be open."""
        return self.verdict == ("-" if self.name in OPEN else self.expected)

    def __str__(self) -> str:
        """Return it as a line."""
        mark = "" if self.is_as_expected else f"  EXPECTED {self.expected}"
        times = f"{self.found:8.0f} {self.checked:7.1f} {self.size:7}"
        return f"{self.name:42} {self.verdict:9} {times}{mark}"


def result(number: int) -> Result:
    """Decide one statement."""
    name, made, assume, expected = ROWS[number]
    start = process_time()
    found = find_claim(as_statement(made), assume)
    took = 1000 * (process_time() - start)
    if found is None:
        return Result(name, expected, "-", took, 0, 0)
    start = process_time()
    verdict = check(found).verdict
    checked = 1000 * (process_time() - start)
    return Result(name, expected, verdict, took, checked, len(json.dumps(found)))


def main() -> int:
    """Print a line for each statement and the sums."""
    with ProcessPoolExecutor() as pool:
        results = []
        for one in pool.map(result, range(len(ROWS))):
            results.append(one)
            print(one, flush=True)
    certified = [r for r in results if r.verdict != "-"]
    times = [r.found for r in results]
    print(
        f"{len(certified)} of {len(results)} certified; found in {sum(times):.0f} ms (median "
        f"{statistics.median(times):.0f}), checked in {sum(r.checked for r in results):.0f} ms; "
        f"objects of {statistics.median(r.size for r in certified):.0f} bytes in the median"
    )
    wrong = [r for r in results if not r.is_as_expected]
    for one in wrong:
        print(f"not as expected: {one}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
