"""Checks proofs: small, trusted, and by itself.

What lives here decides whether a proof object proves its statement. It imports the standard
library and python-flint, and nothing that searches may come in. The rules and axioms are explained
in ``docs/explanation/kernel.md``.
"""

from proofs.kernel import algebra, elementary, logic
from proofs.kernel.axioms import AXIOMS
from proofs.kernel.check import Checked, check
from proofs.kernel.errors import Rejected
from proofs.kernel.language import digest
from proofs.kernel.steps import RULES

__all__ = [
    "AXIOMS",
    "RULES",
    "Checked",
    "Rejected",
    "algebra",
    "check",
    "digest",
    "elementary",
    "logic",
]
