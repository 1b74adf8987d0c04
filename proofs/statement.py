"""The kinds of statement: data, no behaviour.

A statement is a sympy relational (``Eq``, ``Ne``, ``Le``, ``Lt``, ``Ge``, ``Gt``, scalar or,
for ``Eq`` and ``Ne``, matrix), an ``And``/``Or``/``Not``/``Implies`` of scalar ones, or one of
the classes below. It is read as: for all admissible values of its symbols, under the claim's
assumptions.
"""

from dataclasses import dataclass
from typing import Literal

from sympy import Expr, Symbol, sympify
from sympy.logic.boolalg import Boolean

from proofs.errors import ClaimError
from spectra import delta, t

WEIGHTINGS = ("erm", "rw")
SYSTEMS = ("full", "projected")


def _expression(owner: str, name: str, value: object) -> Expr:
    # Text is refused: sympify would evaluate it, and a claim is a formula, not a program.
    if isinstance(value, str):
        msg = f"{owner}: {name} is the text {value!r}; give a sympy expression"
        raise ClaimError(msg)
    expr = sympify(value)
    if not isinstance(expr, Expr):
        msg = f"{owner}: {name} is {value!r} ({type(value).__name__}); give a sympy expression"
        raise ClaimError(msg)
    return expr


def _one_of(owner: str, name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        msg = f"{owner}: {name} is {value!r}; choose one of {', '.join(allowed)}"
        raise ClaimError(msg)


@dataclass(frozen=True)
class Limit:
    """``expr`` tends to ``value`` as ``var`` tends to ``to`` (from above if ``to`` is finite).

    Examples
    --------
    >>> from sympy import oo
    >>> from spectra import R
    >>> Limit(1 / R, R, oo, 0)
    Limit(expr=1/R, var=R, to=oo, value=0)
    """

    expr: Expr
    var: Symbol
    to: Expr
    value: Expr

    def __post_init__(self) -> None:
        for name in ("expr", "to", "value"):
            object.__setattr__(self, name, _expression("Limit", name, getattr(self, name)))
        if not isinstance(self.var, Symbol):
            msg = f"Limit: var is {self.var!r}; give the symbol that moves"
            raise ClaimError(msg)
        if self.value.has(self.var) or self.to.has(self.var):
            msg = f"Limit: neither to nor value may contain the moving symbol {self.var}"
            raise ClaimError(msg)


@dataclass(frozen=True)
class Trajectory:
    """From the spectral initialisation, β of ``mode`` equals ``expr`` for every t ≥ 0.

    ``system`` is "full" for the flow (18) and "projected" for (20); ``weighting`` is "erm"
    for Ω = I and "rw" for Eq. (12). ``expr`` is in t and, unless the claim's assumptions fix
    them, in R and δ. The time symbol is ``spectra.t``.
    """

    mode: str
    expr: Expr
    weighting: Literal["erm", "rw"] = "rw"
    system: Literal["full", "projected"] = "full"

    def __post_init__(self) -> None:
        object.__setattr__(self, "expr", _expression("Trajectory", "expr", self.expr))
        _check_mode("Trajectory", self.mode)
        _one_of("Trajectory", "weighting", self.weighting, WEIGHTINGS)
        _one_of("Trajectory", "system", self.system, SYSTEMS)


@dataclass(frozen=True)
class LearningTime:
    """The learning time T of ``mode`` satisfies T/δ → ``expr`` as δ → ∞.

    T is the first time at which β = ½, from the spectral initialisation. ``weighting`` and
    ``system`` are as in :class:`Trajectory`.
    """

    mode: str
    expr: Expr
    weighting: Literal["erm", "rw"] = "rw"
    system: Literal["full", "projected"] = "full"

    def __post_init__(self) -> None:
        object.__setattr__(self, "expr", _expression("LearningTime", "expr", self.expr))
        if moving := self.expr.free_symbols & {delta, t}:
            names = " and ".join(sorted(map(str, moving)))
            msg = f"LearningTime: expr contains {names}; it is a limit as δ → ∞, free of time"
            raise ClaimError(msg)
        _check_mode("LearningTime", self.mode)
        _one_of("LearningTime", "weighting", self.weighting, WEIGHTINGS)
        _one_of("LearningTime", "system", self.system, SYSTEMS)


@dataclass(frozen=True)
class Invariance:
    """The ansatz of ``mode`` is invariant under the full flow: VᵀΩ − ΛVᵀ = 0 in its row.

    If it is not, the time derivative of H at t = 0 already leaves the paper's ansatz.
    """

    mode: str
    weighting: Literal["erm", "rw"] = "rw"

    def __post_init__(self) -> None:
        _check_mode("Invariance", self.mode)
        _one_of("Invariance", "weighting", self.weighting, WEIGHTINGS)


@dataclass(frozen=True)
class OutOfScope:
    """A statement the toolkit cannot decide, in words, with the reason."""

    text: str
    reason: str


@dataclass(frozen=True)
class Collapsed:
    """A relational that sympy had already evaluated to true or false when it reached us."""

    value: bool
    source: str = ""
    recovered: Boolean | None = None


def _check_mode(owner: str, mode: object) -> None:
    _one_of(owner, "mode", mode, ("maj-maj", "maj-min", "min-min"))


Statement = Boolean | Limit | Trajectory | LearningTime | Invariance | OutOfScope | Collapsed
"""What :func:`proofs.claim` accepts."""
