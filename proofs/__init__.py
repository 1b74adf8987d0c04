"""What is claimed about re-weighted dynamics, and whether it holds.

Register statements with `claim`, decide them with `check`; ``python -m proofs.check_theorem``
runs the ledger of the paper.
"""

from proofs import interrupt

interrupt.prepare()  # the imports below take a second, and Ctrl-C may come in it

from proofs.claim import Claim, claim
from proofs.engine import check
from proofs.errors import (
    ClaimError,
    OutputError,
    ParameterError,
    ProofsError,
    UnknownClaimError,
)
from proofs.matrix_identity import MatrixIdentity
from proofs.quantities import Delay, HalfTime, LargeRatioDelay
from proofs.results import Report, Result
from proofs.statement import (
    Empirical,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Trajectory,
)
from proofs.verdict import Counterexample, Evidence, Outcome, Verdict

__all__ = [
    "Claim",
    "ClaimError",
    "Counterexample",
    "Delay",
    "Empirical",
    "Evidence",
    "HalfTime",
    "Invariance",
    "LargeRatioDelay",
    "LearningTime",
    "Limit",
    "MatrixIdentity",
    "OutOfScope",
    "Outcome",
    "OutputError",
    "ParameterError",
    "ProofsError",
    "Report",
    "Result",
    "Trajectory",
    "UnknownClaimError",
    "Verdict",
    "check",
    "claim",
]
