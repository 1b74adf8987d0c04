"""Checks proofs: small, trusted, and by itself.

What lives here decides whether a proof object proves its statement. It imports the standard
library and python-flint, and nothing that searches may come in. The rules and axioms are explained
in ``docs/explanation/kernel.md``.
"""

from proofs.kernel import algebra as algebra
from proofs.kernel import elementary as elementary
from proofs.kernel import integrals as integrals
from proofs.kernel import logic as logic
from proofs.kernel import series as series
from proofs.kernel.axioms import AXIOMS as AXIOMS
from proofs.kernel.check import Checked as Checked
from proofs.kernel.check import check as check
from proofs.kernel.check import check_text as check_text
from proofs.kernel.errors import Rejected as Rejected
from proofs.kernel.language import digest as digest
from proofs.kernel.steps import RULES as RULES
