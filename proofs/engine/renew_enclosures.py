"""Renews the certificates of enclosures that the ledger ships."""

import json

from proofs.engine.decide import decide
from proofs.ledger import ledger
from proofs.ledger.shipped import ENCLOSURES
from proofs.provers.enclosures.enclosed import accepted


def main() -> None:
    """Decide the ledger and write every certificate that was accepted, one on a line."""
    with accepted() as found:
        for claim in ledger():
            decide(claim)
    rows = ({"asked": bits, "certificate": certificate} for bits, certificate in found)
    lines = sorted({json.dumps(row, separators=(",", ":")) for row in rows})
    ENCLOSURES.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
