from .claims.claim import Claim, claim
from .claims.conserved import Conserved
from .claims.empirical import Empirical
from .claims.flow import Flow
from .claims.flow_quantities import Delay, HalfTime, LargeRatioDelay, TransitionStrength
from .claims.flow_statements import Invariance, LearningTime, Plateau, Terminal, Trajectory
from .claims.limit import Limit
from .claims.matrix_identity import MatrixIdentity
from .claims.matrix_trace import Trace
from .claims.named import Named, NamedMatrix
from .claims.relation import Relation, eq, ge, gt, le, lt, ne
from .claims.statement import OutOfScope, Statement
from .claims.verdict import Counterexample, Evidence, Outcome, Verdict
from .engine.check import check
from .errors import ClaimError, OutputError, ParameterError, ProofsError, UnknownClaimError
from .provers.by_kind import prover
from .report.report import Report, Result

__all__ = [
    "Claim",
    "ClaimError",
    "Conserved",
    "Counterexample",
    "Delay",
    "Empirical",
    "Evidence",
    "Flow",
    "HalfTime",
    "Invariance",
    "LargeRatioDelay",
    "LearningTime",
    "Limit",
    "MatrixIdentity",
    "Named",
    "NamedMatrix",
    "OutOfScope",
    "Outcome",
    "OutputError",
    "ParameterError",
    "Plateau",
    "ProofsError",
    "Relation",
    "Report",
    "Result",
    "Statement",
    "Terminal",
    "Trace",
    "Trajectory",
    "TransitionStrength",
    "UnknownClaimError",
    "Verdict",
    "check",
    "claim",
    "eq",
    "ge",
    "gt",
    "le",
    "lt",
    "ne",
    "prover",
]
