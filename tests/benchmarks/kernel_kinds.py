"""How many claims on matrices and flows the checker certifies, by kind, and at what cost.

``python tests/benchmarks/kernel_kinds.py`` finds and checks a proof object for each claim of the
ledger that is no scalar statement and no limit. Times are in seconds of processor time.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from time import process_time

from proofs.claims.flow_statements import Invariance, LearningTime, Trajectory
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.relation import MatrixRelation
from proofs.kernel import check
from proofs.ledger import ledger
from proofs.provers.finders.kinds import find_claim

KINDS = MatrixRelation, MatrixIdentity, Invariance, Trajectory, LearningTime


def main() -> None:
    """Print a line for each kind, and the axioms."""
    rows: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    asked: Counter[tuple[str, str]] = Counter()
    axioms: Counter[str] = Counter()
    for claim in ledger():
        if not isinstance(claim.said, KINDS):
            continue
        key = type(claim.said).__name__, claim.expected.value
        asked[key] += 1
        times = [process_time()]
        found = find_claim(claim.said, claim.assume)
        times.append(process_time())
        if found is None:
            print(f"{claim.id}: nothing found")
            continue
        checked = check(found)
        times.append(process_time())
        if checked.verdict != claim.expected.value:
            print(f"{claim.id}: {checked.verdict}, expected {claim.expected.value}")
            continue
        size = len(json.dumps(found, separators=(",", ":")))
        rows[key].append((times[1] - times[0], times[2] - times[1], size))
        axioms.update(checked.axioms.keys())
    print("kind            verdict   certified  found in  checked in  bytes (median)")
    for key, count in sorted(asked.items()):
        finding, checking, sizes = zip(*rows[key], strict=True)
        print(
            f"{key[0]:15} {key[1]:9} {len(sizes):3} of {count:3} {sum(finding):9.2f} {sum(checking):11.3f} "
            f"{sum(sizes):7} ({statistics.median(sizes):.0f})"
        )
    print(", ".join(f"{name} {count}" for name, count in sorted(axioms.items())))


if __name__ == "__main__":
    main()
