"""What is claimed about re-weighted dynamics, and whether it holds.

Register statements with `claim`, decide them with `check`; ``python -m proofs.check_theorem``
runs the ledger of the paper.
"""

from proofs.claim import Claim, claim
from proofs.engine import Report, Result, check
from proofs.errors import ClaimError, OutputError, ProofsError, UnknownClaimError
from proofs.statement import Invariance, LearningTime, Limit, OutOfScope, Trajectory
from proofs.verdict import Counterexample, Evidence, Outcome, Verdict

__all__ = [
    "Claim",
    "ClaimError",
    "Counterexample",
    "Evidence",
    "Invariance",
    "LearningTime",
    "Limit",
    "Outcome",
    "OutOfScope",
    "OutputError",
    "ProofsError",
    "Report",
    "Result",
    "Trajectory",
    "UnknownClaimError",
    "Verdict",
    "check",
    "claim",
]
