"""Numbers of the flow without a formula, for use in statements.

Each is a sympy function that stays as it is written and that balls can enclose at exact arguments:
a relation between them holds, or fails, beyond rounding at the stated values. Of :class:`Delay` some
relations are proved for all ratios.

Examples
--------
>>> import proofs
>>> from sympy import Eq, log
>>> from spectra import R
>>> late = proofs.Delay(R) > log(R) / 4
>>> report = proofs.check([
...     proofs.Claim("late", late, "a doubt", assume=(Eq(R, 4, evaluate=False),)),
...     proofs.Claim("always", late, "a doubt", assume=(R > 1,)),
...     proofs.Claim("some", proofs.Delay(R) > 0, "a page", assume=(R > 1,)),
... ])
>>> [v.value for v in report.verdicts.values()]
['CERTIFIED', 'REFUTED', 'PROVED']
"""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Self

import sympy as sp
from sympy.core.symbol import Str

from proofs.claims.as_sympy import as_sympy
from proofs.claims.delay_of_flow import unscaled
from proofs.claims.flow import Flow
from proofs.claims.weighting import weighting_words
from proofs.errors import ClaimError
from spectra.display.latex_printer import words
from spectra.errors import short

if TYPE_CHECKING:
    from flint import arb

MODES = ("maj-maj", "maj-min", "min-min")
DIGITS = 40
"""Decimals asked of a quantity at most: what they do not separate stays undecided."""

FURTHEST = 10**6
"""Ratios R and 1/R up to here: beyond, a single delay takes seconds."""


class OfFlow(sp.Atom):  # type: ignore[misc]  # sympy has no types
    """A flow, among the arguments of a quantity."""

    flow: Flow

    def __new__(cls, flow: Flow) -> Self:
        """Wrap a flow."""
        made: Self = super().__new__(cls)
        made.flow = flow
        return made

    def __getnewargs__(self) -> tuple[Flow]:
        return (self.flow,)

    def _hashable_content(self) -> tuple[Flow]:
        return (self.flow,)

    def compare(self, other: sp.Basic) -> int:
        """Order two flows, by what they are made of; sympy sorts the parts of a sum."""
        if not isinstance(other, OfFlow):
            return int(super().compare(other))
        # symbols of one name may differ in what is assumed of them
        mine, theirs = (f"{x.flow} {sp.srepr(x.flow.parameters)}" for x in (self, other))
        return (mine > theirs) - (mine < theirs)

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the flow."""
        return self.flow.free_symbols

    def _sympystr(self, printer: Any) -> str:
        said = weighting_words(self.flow, printer)
        return said if self.flow.system == "full" else f"{said}, {self.flow.system}"

    def _latex(self, _printer: Any) -> str:
        return words(str(self))


class Quantity(sp.Function):  # type: ignore[misc]  # sympy has no types
    """A real number that balls enclose; its arguments are exact when they do."""

    latex_name: ClassVar[str]
    plain_name: ClassVar[str]
    is_real = True
    is_finite = True

    def __new__(cls, *arguments: Any, **options: Any) -> Self:
        """Refuse arguments that are no numbers or formulas."""
        for given in arguments:
            if not isinstance(as_sympy(given), sp.Expr | Str | OfFlow):
                raise ClaimError(
                    f"{cls.__name__}: {short(given)} is no number; give a sympy expression"
                )
        made: Self = super().__new__(cls, *arguments, **options)
        return made

    @staticmethod
    @abstractmethod
    def enclose(digits: int, *arguments: Fraction | str) -> arb:
        """Enclose the value to about ``digits`` decimals."""

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        inner = ", ".join(
            rf"\text{{{a.name}}}" if isinstance(a, Str) else printer._print(a) for a in self.args
        )
        name = self.latex_name if exp is None else f"{self.latex_name}^{{{exp}}}"
        return rf"{name}\left({inner}\right)" if inner else name

    def _sympystr(self, printer: Any) -> str:
        inner = ", ".join(a.name if isinstance(a, Str) else printer._print(a) for a in self.args)
        return f"{self.plain_name}({inner})" if inner else self.plain_name


class Delay(Quantity):
    """c(R), the limit of T √(R+1) - δ as δ → ∞, T the half-time of maj-min under the full flow.

    With the weights of paper Eq. (12); see :func:`numerics.delay_constant`. Of a :class:`Flow` it is the
    limit of T μ - δ, with the rate μ of the mode: c at some ratio, and logarithms.

    Examples
    --------
    >>> import spectra
    >>> Delay(Flow()), Delay(Flow(spectra.groups((2, 2), (7, 2))))
    (c(R), c(7/2) + log(sqrt(2))/2)
    """

    nargs = 1
    latex_name, plain_name = "c", "c"

    def __new__(cls, ratio: Any, **options: Any) -> Any:
        """Return the delay at a ratio, or what it is for a flow."""
        if not isinstance(ratio, Flow):
            return super().__new__(cls, ratio, **options)
        at, more = unscaled(ratio)
        return super().__new__(cls, at, **options) + more

    @staticmethod
    def enclose(digits: int, *arguments: Fraction | str) -> arb:
        """Enclose c(R)."""
        from numerics import NumericsError, delay_constant

        (ratio,) = arguments
        if not Fraction(1, FURTHEST) <= Fraction(ratio) <= FURTHEST:
            raise NumericsError(f"R = {ratio}: c(R) is enclosed for R and 1/R up to {FURTHEST}")
        return delay_constant(ratio, digits=digits)


class LargeRatioDelay(Quantity):
    """K, the limit of c(R) - (√2/4) ln R as R → ∞; see :func:`numerics.large_ratio_constant`."""

    nargs = 0
    latex_name, plain_name = r"K_\infty", "K∞"

    @staticmethod
    def enclose(digits: int, *arguments: Fraction | str) -> arb:  # noqa: ARG004
        """Enclose K, to the seven decimals there are."""
        from numerics import large_ratio_constant

        return large_ratio_constant()


class TransitionStrength(Quantity):
    """β₁(R), the limit of β of maj-min at t = δ/√(R+1) as δ → ∞, under the full flow.

    With the weights of paper Eq. (12); see :func:`numerics.transition_strength`.
    """

    nargs = 1
    latex_name, plain_name = r"\beta_1", "β₁"

    @staticmethod
    def enclose(digits: int, *arguments: Fraction | str) -> arb:
        """Enclose β₁(R)."""
        from numerics import NumericsError, transition_strength

        (ratio,) = arguments
        if not Fraction(1, FURTHEST) <= Fraction(ratio) <= FURTHEST:
            raise NumericsError(f"R = {ratio}: β₁(R) is enclosed for R and 1/R up to {FURTHEST}")
        return transition_strength(ratio, digits=digits)


class HalfTime(Quantity):
    """T, the first time at which β of a mode is ½ under the full flow, from spectral start e^{-δ}.

    Parameters
    ----------
    mode : str
        "maj-maj", "maj-min" or "min-min".
    R, delta, gamma : sympy expression
        Imbalance ratio, initial scale and, if not ½, weighting exponent; or a :class:`Flow` and the
        scale. It may have class means; under cross-entropy T is the first time at which the margin
        of which :class:`LearningTime` speaks is 1.

    Examples
    --------
    >>> crossed = Flow(gamma=0, loss="cross-entropy")
    >>> HalfTime("maj-maj", crossed, 8)
    T(maj-maj, γ = 0, cross-entropy, 8)
    """

    nargs = (3, 4)
    is_positive = True
    latex_name, plain_name = "T", "T"

    def __new__(cls, mode: object, *parameters: Any, **options: Any) -> Self:
        """Return the half-time of a mode."""
        name, (first, *rest) = getattr(mode, "name", mode), parameters or (None,)
        flow = getattr(first, "flow", first)
        modes = flow.modes if isinstance(flow, Flow) else MODES
        if not isinstance(name, str) or name not in modes:
            raise ClaimError(f"HalfTime: mode is {short(mode)}; choose one of {', '.join(modes)}")
        if isinstance(flow, Flow):
            if len(rest) != 1:
                raise ClaimError(f"HalfTime: {short(rest)} after the flow; give the scale δ alone")
            parameters = (OfFlow(flow), *rest)
        elif len(parameters) not in (2, 3):
            raise ClaimError(
                f"HalfTime: {short(parameters)} after the mode; give R, δ and maybe γ, or a flow and δ"
            )
        elif len(parameters) == 2:
            parameters = (*parameters, sp.Rational(1, 2))
        found: Self = super().__new__(cls, Str(name), *parameters, **options)
        return found

    def _eval_derivative(self, symbol: sp.Symbol) -> sp.Expr:
        # sympy would ask the mode for one
        return sp.Derivative(self, symbol, evaluate=False)

    def _eval_is_polynomial(self, symbols: set[sp.Symbol]) -> bool:
        # sympy asks in comparisons, and does not see the symbols of a flow
        return not self.free_symbols.intersection(symbols)

    @staticmethod
    def enclose(digits: int, *arguments: Fraction | str) -> arb:
        """Enclose T."""
        from flint import arb, fmpq

        from numerics import FlowProblem, certified_half_time

        mode, ratio, delta, gamma = arguments
        problem = FlowProblem(4, ratio, delta, gamma=gamma)  # type: ignore[arg-type]
        found = certified_half_time(problem, str(mode), digits=digits)
        if found.lower is None or found.upper is None:
            return arb.nan()
        low, high = (arb(fmpq(x.numerator, x.denominator)) for x in (found.lower, found.upper))
        return low.union(high)
