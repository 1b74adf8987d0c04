"""The kinds of statement about a mode of the flow: its strength, its time, its ansatz."""

from dataclasses import dataclass, field
from typing import Any, Literal

import sympy as sp

import spectra
from proofs.claims.flow import Flow
from proofs.claims.of_mode import FromSmallStarts, OfFlow, OfMode, check_flow, one_of
from proofs.claims.statement import decimals, expression
from proofs.claims.verdict import Verdict
from proofs.claims.weighting import (
    Weighting,
    flow_of,
    weighting_words,
)
from proofs.errors import ClaimError
from spectra import delta, t
from spectra.display.latex_printer import words

OBSERVED = ("strength", "error")
AT_THE_END = (*OBSERVED, "added", "part")
SIGNS = {"=": "=", "<=": "≤", ">=": "≥"}
LATEX_SIGNS = {"=": "=", "<=": r"\le", ">=": r"\ge"}


@dataclass(frozen=True)
class Trajectory(OfFlow):
    """From the spectral initialisation, β of ``mode`` equals ``expr`` for every t ≥ 0.

    ``system`` is "full" for the flow (18) and "projected" for (20). ``weighting`` is "erm" for
    Ω = I and "rw" for Eq. (12), both of STEP imbalance, as is an exponent γ (a number or an
    expression); ``spectra.weights`` of two groups are those of any sizes, counts and weights. A
    :class:`Flow` in their place says loss, decay, data and system too.
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
    expr: sp.Expr
    weighting: Weighting = "rw"
    system: Literal["full", "projected"] = "full"

    def __post_init__(self) -> None:
        object.__setattr__(self, "expr", expression("Trajectory", "expr", self.expr))
        check_flow("Trajectory", self, self.system)

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the weights and of the formula, δ and the time."""
        return super().free_symbols | {delta, t}

    def expected(self, fixed: set[sp.Symbol]) -> Verdict:
        """Return CERTIFIED at stated numbers."""
        return Verdict.CERTIFIED if {spectra.R, delta} <= fixed else Verdict.PROVED

    def _sympystr(self, printer: Any) -> str:
        return f"β(t) = {printer._print(self.expr)} for {self._flow_text(printer)}"

    def _latex(self, printer: Any) -> str:
        left = rf"\beta^{{{self._flow_latex(printer)}}}_{{{words(self.mode)}}}(t)"
        return f"{left} = {printer._print(self.expr)}"


@dataclass(frozen=True)
class LearningTime(FromSmallStarts):
    """The learning time T of ``mode`` satisfies T/δ → ``expr`` as δ → ∞.

    T is the first time at which β has the level ``level``, ½ unless it is given, from the spectral
    initialisation. ``weighting`` and ``system`` are as in :class:`Trajectory`. Under cross-entropy a
    margin has the level: of a mode within a group that of its samples over another class of it, of
    maj-min the least that a sample has over a class of the other group. For other numbers of groups than
    two that of a mode within one is known, and the claim is on all starts at which the modes between
    the groups are e^(-δ) times anything, not on the spectral one alone. A margin may have any positive
    level, a strength one between 0 and 1; if it is a symbol, its declaration or assumptions have to say so.

    Of L > 2 factors times grow with e^((L-2)δ)/(L-2), and the claim is on T over that.

    With ``after`` the claim is on what comes after that multiple of δ: T - after·δ → ``expr``. With a
    ``relation``, one of "=", "<=" and ">=", it is on T itself at every δ, and ``expr`` may contain δ.

    Examples
    --------
    >>> from sympy import Rational, log, sstr
    >>> sstr(LearningTime("min-min", log(3) / 2, "erm", level=Rational(3, 4), after=1))
    'T - δ·(1) → log(3)/2 for min-min of the ERM full flow, β = 3/4 at T'
    >>> sstr(LearningTime("min-min", delta, "erm", relation="<="))
    'T ≤ delta for min-min of the ERM full flow'
    """

    mode: str
    expr: sp.Expr
    weighting: Weighting = "rw"
    system: Literal["full", "projected"] = "full"
    level: sp.Expr = sp.S.Half
    after: sp.Expr | None = None
    relation: Literal["", "=", "<=", ">="] = ""

    def __post_init__(self) -> None:
        names = ("expr", "level") if self.after is None else ("expr", "level", "after")
        for name in names:
            value = expression("LearningTime", name, getattr(self, name))
            object.__setattr__(self, name, decimals(value))
        margin = isinstance(self.weighting, Flow) and self.weighting.loss == "cross-entropy"
        fits = self.level.is_real and 0 < self.level < (sp.oo if margin else 1)
        if self.level.is_number and not fits:
            wanted = "a positive one" if margin else "one between 0 and 1"
            raise ClaimError(f"LearningTime: level is {self.level}; give {wanted}")
        one_of("LearningTime", "relation", self.relation, ("", *SIGNS))
        if self.relation and self.after is not None:
            raise ClaimError("LearningTime: after is of a limit, and relation of all δ; give one")
        for name in names:
            bound = {t} if self.relation else {delta, t}
            if moving := getattr(self, name).free_symbols & bound:
                found = " and ".join(sorted(map(str, moving)))
                free = (
                    "it is free of the time"
                    if self.relation
                    else "it is a limit as δ → ∞, free of time"
                )
                raise ClaimError(f"LearningTime: {name} contains {found}; {free}")
        check_flow("LearningTime", self, self.system)

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the weights, of the formula and of the level."""
        parts = (self.level,) if self.after is None else (self.level, self.after)
        return super().free_symbols.union(*(part.free_symbols for part in parts))

    @property
    def bound_symbols(self) -> set[sp.Symbol]:
        """The time, and the scale of the start where it tends to infinity."""
        return {t} if self.relation else super().bound_symbols

    def per_growth(self, printer: Any) -> str:
        """Say what the time is divided by where it is a limit: δ, or what takes its place."""
        grown = flow_of(self.weighting).grows
        return "δ" if grown == delta else f"({printer._print(grown)})"

    def _sympystr(self, printer: Any) -> str:
        sign = "→"
        per = self.per_growth(printer)
        time = f"T/{per}" if self.after is None else f"T - δ·({printer._print(self.after)})"
        if self.relation:
            time, sign = "T", SIGNS[self.relation]
        said = f"{time} {sign} {printer._print(self.expr)} for {self._flow_text(printer)}"
        usual = self.level == sp.S.Half
        return said if usual else f"{said}, β = {printer._print(self.level)} at T"

    def _latex(self, printer: Any) -> str:
        usual = self.level == sp.S.Half
        level = "" if usual else rf",\,\beta = {printer._print(self.level)}"
        time = rf"T^{{{self._flow_latex(printer)}}}_{{{words(self.mode)}{level}}}"
        if self.relation:
            return rf"{time} {LATEX_SIGNS[self.relation]} {printer._print(self.expr)}"
        grown = flow_of(self.weighting).grows
        over = "/\\delta" if grown == delta else rf"/\left({printer._print(grown)}\right)"
        if self.after is not None:
            time, over = rf"\left({time} - {printer._print(self.after * delta)}", r"\right)"
        return rf"\lim_{{\delta \to \infty}} {time}{over} = {printer._print(self.expr)}"


@dataclass(frozen=True)
class Plateau(FromSmallStarts):
    """At t = τδ the strength of ``mode``, or its error, tends to ``expr`` as δ → ∞; τ is ``at``.

    From small starts modes are learned one after another, and between their times nothing moves: a
    strength tends to 0 where τ is less than the limit of T/δ, and to 1 where it is more. Under cross-entropy
    the margins of :class:`LearningTime` tend to 0 before their time, and grow for ever after it. The error,
    the other fields and the start are as in :class:`Terminal`.

    Examples
    --------
    >>> from sympy import Rational, sstr
    >>> sstr(Plateau("min-min", 0, "erm", at=Rational(1, 2)))
    'β → 0 at t/δ = 1/2 as δ → ∞ for min-min of the ERM full flow'
    """

    mode: str
    expr: sp.Expr
    weighting: Weighting = "rw"
    system: Literal["full", "projected"] = "full"
    of: Literal["strength", "error"] = "strength"
    at: sp.Expr = field(kw_only=True)

    def __post_init__(self) -> None:
        for name in ("expr", "at"):
            value = decimals(expression("Plateau", name, getattr(self, name)))
            object.__setattr__(self, name, value)
            if moving := value.free_symbols & {delta, t}:
                names = " and ".join(sorted(map(str, moving)))
                raise ClaimError(
                    f"Plateau: {name} contains {names}; the time is t = at·δ, as δ → ∞"
                )
        real = self.at.is_extended_real is not False
        if not real or self.at.is_extended_negative or self.at.has(sp.nan, sp.oo, sp.zoo):
            raise ClaimError(f"Plateau: at is {self.at}; give a time over δ, a number from 0 on")
        one_of("Plateau", "of", self.of, OBSERVED)
        check_flow("Plateau", self, self.system)

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the weights, of the formula and of the time."""
        return super().free_symbols.union(self.at.free_symbols)

    def _sympystr(self, printer: Any) -> str:
        name = "β" if self.of == "strength" else "error"
        at, value = printer._print(self.at), printer._print(self.expr)
        return f"{name} → {value} at t/δ = {at} as δ → ∞ for {self._flow_text(printer)}"

    def _latex(self, printer: Any) -> str:
        name = r"\beta" if self.of == "strength" else "E"
        left = rf"{name}^{{{self._flow_latex(printer)}}}_{{{words(self.mode)}}}"
        at, value = printer._print(self.at * delta), printer._print(self.expr)
        return rf"\lim_{{\delta \to \infty}} {left}({at}) = {value}"


@dataclass(frozen=True)
class Terminal(OfFlow):
    """As t → ∞, the strength of ``mode``, or its error, tends to ``expr``, which may be ``oo``.

    The error is the squared distance of the mode's logits from their targets: σ²(1 - β)² for a mode
    that keeps its direction, Σ(tᵢ - whᵢ)² for maj-min of the full flow. So it is 0 in the limit if and
    only if the mode fits the labels. Under weight decay a strength is measured against the mode's own
    end, as in every statement on a :class:`Flow`, so that it tends to 1 wherever decay leaves the mode
    alive; "part" is what the mode has of its labels, which decay lowers, or lets vanish. Errors are known
    without decay only.

    Under cross-entropy a strength is a margin, and tends to infinity; "added" is the least that maj-min adds
    to the margin of a sample over a class of the other group, beside what the modes within the groups give.
    ``weighting`` and ``system`` are as in :class:`Trajectory`.
    """

    mode: str
    expr: sp.Expr
    weighting: Weighting = "rw"
    system: Literal["full", "projected"] = "full"
    of: Literal["strength", "error", "added", "part"] = "strength"

    def __post_init__(self) -> None:
        value = expression("Terminal", "expr", self.expr)
        object.__setattr__(self, "expr", decimals(value))
        if self.expr.has(t):
            raise ClaimError("Terminal: expr contains t; it is a limit as t → ∞")
        one_of("Terminal", "of", self.of, AT_THE_END)
        check_flow("Terminal", self, self.system)

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the weights and of the formula, and δ."""
        return super().free_symbols | {delta}

    def _sympystr(self, printer: Any) -> str:
        name = {
            "strength": "β",
            "error": "error",
            "added": "what is added to margins",
            "part": "part of the labels",
        }[self.of]
        value = printer._print(self.expr)
        return f"{name}(t) → {value} as t → ∞ for {self._flow_text(printer)}"

    def _latex(self, printer: Any) -> str:
        name = {"strength": r"\beta", "error": "E", "added": "B", "part": "A"}[self.of]
        left = rf"{name}^{{{self._flow_latex(printer)}}}_{{{words(self.mode)}}}(t)"
        return rf"\lim_{{t \to \infty}} {left} = {printer._print(self.expr)}"


@dataclass(frozen=True)
class Invariance(OfMode):
    """The ansatz of ``mode`` is invariant under the full flow: VᵀΩ − ΛVᵀ = 0 in its row.

    If it is not, the time derivative of H at t = 0 already leaves the paper's ansatz.
    """

    mode: str
    weighting: Weighting = "rw"

    def __post_init__(self) -> None:
        check_flow("Invariance", self)

    def _sympystr(self, printer: Any) -> str:
        weighted = weighting_words(self.weighting, printer)
        return f"VᵀΩ = ΛVᵀ in the row of {self.mode}, {weighted}"

    def _latex(self, printer: Any) -> str:  # noqa: ARG002
        return rf"(V^\top\Omega - \Lambda V^\top)_{{{words(self.mode)}}} = 0"
