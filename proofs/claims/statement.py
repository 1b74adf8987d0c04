"""The kinds of statement: data, no behaviour.

A statement is a sympy relational (``Eq``, ``Ne``, ``Le``, ``Lt``, ``Ge``, ``Gt``, scalar or,
for ``Eq`` and ``Ne``, matrix), an ``And``/``Or``/``Not``/``Implies`` of scalar ones, or one of
the classes below, or a
:class:`~proofs.claims.matrix_identity.MatrixIdentity`. It is read as: for all admissible values of its symbols, under the claim's
assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sympy import Expr, Float, Rational, S, Symbol, nan, oo, sympify, zoo
from sympy.logic.boolalg import Boolean

import spectra
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.errors import ClaimError
from spectra import delta, t

if TYPE_CHECKING:
    from pathlib import Path

    from numerics.experiment.findings import LogRatio

WEIGHTINGS = {"erm": S.Zero, "rw": Rational(1, 2)}
"""The exponent γ that each word stands for."""

SYSTEMS = ("full", "projected")
MODES = ("maj-maj", "maj-min", "min-min")

Weighting: TypeAlias = Literal["erm", "rw"] | Expr | spectra.Weights
"""How classes are weighted: a word or an exponent γ for STEP, or the weights of any two groups."""


def _expression(owner: str, name: str, value: object) -> Expr:
    # Text is refused: sympify would evaluate it, and a claim is a formula, not a program.
    if isinstance(value, str):
        raise ClaimError(f"{owner}: {name} is the text {value!r}; give a sympy expression")
    expr = sympify(value)
    if not isinstance(expr, Expr):
        raise ClaimError(
            f"{owner}: {name} is {value!r} ({type(value).__name__}); give a sympy expression"
        )
    return expr


def _one_of(owner: str, name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ClaimError(f"{owner}: {name} is {value!r}; choose one of {', '.join(allowed)}")


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
            raise ClaimError(f"Limit: var is {self.var!r}; give the symbol that moves")
        if self.value.has(self.var) or self.to.has(self.var):
            raise ClaimError(
                f"Limit: neither to nor value may contain the moving symbol {self.var}"
            )


@dataclass(frozen=True)
class Trajectory:
    """From the spectral initialisation, β of ``mode`` equals ``expr`` for every t ≥ 0.

    ``system`` is "full" for the flow (18) and "projected" for (20). ``weighting`` is "erm" for
    Ω = I and "rw" for Eq. (12), both of STEP imbalance, as is an exponent γ (a number or an
    expression); ``spectra.weights`` of two groups are those of any sizes, counts and weights.
    ``expr`` is in t and, unless the claim's assumptions fix them, in R (or what the groups
    contain) and δ. The time symbol is ``spectra.t``.

    Examples
    --------
    >>> from sympy import exp
    >>> from spectra import delta, gamma, t
    >>> Trajectory("min-min", 1 / (1 + (exp(2 * delta) - 1) * exp(-2 * t)), gamma).weighting
    gamma
    """

    mode: str
    expr: Expr
    weighting: Weighting = "rw"
    system: Literal["full", "projected"] = "full"

    def __post_init__(self) -> None:
        object.__setattr__(self, "expr", _expression("Trajectory", "expr", self.expr))
        _check_flow("Trajectory", self)


@dataclass(frozen=True)
class LearningTime:
    """The learning time T of ``mode`` satisfies T/δ → ``expr`` as δ → ∞.

    T is the first time at which β = ½, from the spectral initialisation. ``weighting`` and
    ``system`` are as in :class:`Trajectory`.
    """

    mode: str
    expr: Expr
    weighting: Weighting = "rw"
    system: Literal["full", "projected"] = "full"

    def __post_init__(self) -> None:
        object.__setattr__(self, "expr", _expression("LearningTime", "expr", self.expr))
        if moving := self.expr.free_symbols & {delta, t}:
            names = " and ".join(sorted(map(str, moving)))
            raise ClaimError(
                f"LearningTime: expr contains {names}; it is a limit as δ → ∞, free of time"
            )
        _check_flow("LearningTime", self)


@dataclass(frozen=True)
class Invariance:
    """The ansatz of ``mode`` is invariant under the full flow: VᵀΩ − ΛVᵀ = 0 in its row.

    If it is not, the time derivative of H at t = 0 already leaves the paper's ansatz.
    """

    mode: str
    weighting: Weighting = "rw"

    def __post_init__(self) -> None:
        _check_flow("Invariance", self)


@dataclass(frozen=True)
class OutOfScope:
    """A statement the toolkit cannot decide, in words, with the reason."""

    text: str
    reason: str


@dataclass(frozen=True)
class Empirical:
    """What a network is said to do: the median of each of some ratios lies in an open range.

    Each of ``ratios`` is a ratio of two measured numbers, taken seed by seed; the median is that
    of the distribution which the seeds are drawn from. The table of measurements decides by
    confidence intervals, see :mod:`numerics.experiment.findings`; it never proves or refutes.

    Attributes
    ----------
    text : str
        What is said, in words.
    ratios : tuple of LogRatio
        All of them are to lie in the range.
    low, high : Expr
        Bounds of the ratio itself, not of its logarithm.
    folder : Path, optional
        What ``python -m numerics.experiment`` wrote; the runs that come with the package if it
        is not given.
    """

    text: str
    ratios: tuple[LogRatio, ...]
    low: Expr
    high: Expr
    folder: Path | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            value = _expression("Empirical", name, getattr(self, name))
            object.__setattr__(self, name, value)
            if not value.is_extended_nonnegative:
                raise ClaimError(
                    f"Empirical: {name} is {value}; give a ratio's bound, from 0 to oo"
                )
        if not self.low < self.high:
            raise ClaimError(f"Empirical: no ratio lies between {self.low} and {self.high}")
        if not self.ratios:
            raise ClaimError("Empirical: ratios is empty; give at least one")


@dataclass(frozen=True)
class Collapsed:
    """A relational that sympy had already evaluated to true or false when it reached us."""

    value: bool
    source: str = ""
    recovered: Boolean | None = None


def _check_flow(owner: str, made: Trajectory | LearningTime | Invariance) -> None:
    """Refuse an unknown mode, system or weighting; make an exponent exact."""
    _one_of(owner, "mode", made.mode, MODES)
    if not isinstance(made, Invariance):
        _one_of(owner, "system", made.system, SYSTEMS)
    given = made.weighting
    if isinstance(given, spectra.Weights):
        if len(given.imbalance.groups) != 2:
            count = len(given.imbalance.groups)
            raise ClaimError(
                f"{owner}: weighting is that of {count} groups; modes are followed for two groups"
            )
    elif isinstance(given, str):
        _one_of(owner, "weighting", given, tuple(WEIGHTINGS))
    else:
        exponent = _expression(owner, "weighting", given)
        if exponent.is_extended_real is False or exponent.has(nan, oo, zoo):
            raise ClaimError(
                f"{owner}: weighting is {given!r}; give a real exponent γ, 'erm' or 'rw'"
            )
        decimals = {x: Rational(str(x)) for x in exponent.atoms(Float)}
        object.__setattr__(made, "weighting", exponent.xreplace(decimals))


def weights_of(weighting: Weighting) -> spectra.Weights:
    """Return the class weights a weighting stands for.

    Examples
    --------
    >>> weights_of("rw").omega
    PerLevel(maj=sqrt(R + 1)/sqrt(R), min=sqrt(R + 1))
    """
    if isinstance(weighting, spectra.Weights):
        return weighting
    exponent = WEIGHTINGS[weighting] if isinstance(weighting, str) else weighting
    return spectra.weights(spectra.step(), exponent)


def symbols_in(weighting: Weighting) -> set[Symbol]:
    """Return the symbols a weighting speaks of: R for STEP imbalance, else what the groups hold."""
    if not isinstance(weighting, spectra.Weights):
        return {spectra.R} | (set() if isinstance(weighting, str) else weighting.free_symbols)
    groups = weighting.imbalance.groups
    parts = (*weighting.omega, *(x for g in groups for x in (g.size, g.count)))
    return set().union(*(sympify(x).free_symbols for x in parts))


Statement = (
    Boolean
    | Limit
    | Trajectory
    | LearningTime
    | Invariance
    | MatrixIdentity
    | OutOfScope
    | Empirical
    | Collapsed
)
"""What :func:`proofs.claim` accepts."""
