"""Files of claims as a user writes them, for tests."""

from pathlib import Path

PREFACE = "import proofs\nfrom sympy import *\nfrom spectra import R, delta, k, t\n"
TRUE = "proofs.claim('true', sqrt(R + 1) > sqrt(R), source='here')\n"
FALSE = "proofs.claim('false', R < 10, source='here')\n"
IDLE = "proofs.claim('idle', proofs.OutOfScope('words', 'reason'), source='here')\n"
NOT_DECIDED = (
    "proofs.claim('open', proofs.OutOfScope('w', 'r'), source='here', expected='PROVED')\n"
)


def written(folder: Path, body: str) -> Path:
    path = folder / "mine.py"
    path.write_text(PREFACE + body, encoding="utf-8")
    return path
