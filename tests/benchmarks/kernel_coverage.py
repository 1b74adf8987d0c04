"""How many statements beyond the ledger the finders and the checker certify, and at what cost.

``python tests/benchmarks/kernel_coverage.py`` runs over statements that referees write, true ones and
false neighbours, beside those of the tests of the finders; ``python -m proofs.check_theorem --search``
does so over the ledger. Times are in milliseconds of the processor, sizes in bytes.
"""

from __future__ import annotations

import json
import statistics
from time import process_time
from typing import TYPE_CHECKING

from bound_statements import STATEMENTS as OF_BOUNDS
from domain_statements import STATEMENTS as OF_DOMAINS
from learning_statements import STATEMENTS as OF_LEARNING
from referee_statements import STATEMENTS

from proofs.claims.relation import as_statement
from proofs.kernel import check
from proofs.provers.finders.kinds import find_claim
from proofs.reader.scalars import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from referee_statements import Row


def run(rows: Iterable[Row]) -> None:
    """Print a line for each statement and the sums."""
    certified, count, finding, checking, sizes = 0, 0, [], [], []
    for name, made, assume, expected in rows:
        start = process_time()
        try:
            found = find_claim(as_statement(made), assume)
        except UnreadableError as error:
            print(f"{name:42} refused: {error}")
            continue
        count += 1
        finding.append(1000 * (process_time() - start))
        if found is None:
            print(f"{name:42} -          {expected:9} {finding[-1]:8.0f}")
            continue
        start = process_time()
        verdict = check(found).verdict
        checking.append(1000 * (process_time() - start))
        sizes.append(len(json.dumps(found, separators=(",", ":"))))
        certified += 1
        mark = "" if verdict == expected else f"  EXPECTED {expected}"
        print(f"{name:42} {verdict:9} {finding[-1]:8.0f} {checking[-1]:7.1f} {sizes[-1]:7}{mark}")
    print(
        f"{certified} of {count} certified; found in {sum(finding):.0f} ms (median "
        f"{statistics.median(finding):.0f}), checked in {sum(checking):.0f} ms; {sum(sizes)} bytes "
        f"(median {statistics.median(sizes):.0f})\n"
    )


if __name__ == "__main__":
    run([*STATEMENTS, *OF_LEARNING, *OF_DOMAINS, *OF_BOUNDS])
