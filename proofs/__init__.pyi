from .claims.claim import Claim, claim
from .claims.flow_quantities import Delay, HalfTime, LargeRatioDelay
from .claims.matrix_identity import MatrixIdentity
from .claims.statement import Empirical, Invariance, LearningTime, Limit, OutOfScope, Trajectory
from .claims.verdict import Counterexample, Evidence, Outcome, Verdict
from .engine.check import check
from .errors import ClaimError, OutputError, ParameterError, ProofsError, UnknownClaimError
from .report.results import Report, Result

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
