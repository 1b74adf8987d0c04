"""Check files of proof objects: ``python -m proofs.kernel FILE...``."""

import json
import sys
from pathlib import Path

from proofs.kernel import Rejected, check

USAGE = "usage: python -m proofs.kernel FILE...\nchecks files that hold a proof object or a list of them"


def main(names: list[str]) -> int:
    """Check each file; return 0 if every object is accepted, 1 if not, 2 on wrong usage."""
    if not names or names[0].startswith("-"):
        print(USAGE, file=sys.stderr)
        return 2
    failed = 0
    for name in names:
        try:
            data = json.loads(Path(name).read_text("utf-8"))
        except (OSError, ValueError) as error:
            print(f"{name}: cannot be read: {error}", file=sys.stderr)
            return 2
        for i, item in enumerate(data if isinstance(data, list) else [data]):
            label = item.get("id", i) if isinstance(item, dict) else i
            try:
                found = check(item)
                print(
                    f"{name}: {label}: {found.verdict}; axioms: {', '.join(sorted(found.axioms))}"
                )
            except Rejected as error:
                failed = 1
                print(f"{name}: {label}: REJECTED: {error}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
