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
from proofs.errors import ClaimError
from spectra.errors import short

if TYPE_CHECKING:
    from flint import arb

MODES = ("maj-maj", "maj-min", "min-min")
DIGITS = 40
"""Decimals asked of a quantity at most: what they do not separate stays undecided."""

FURTHEST = 10**6
"""Ratios R and 1/R up to here: beyond, a single delay takes seconds."""


class Quantity(sp.Function):  # type: ignore[misc]  # sympy has no types
    """A real number that balls enclose; its arguments are exact when they do."""

    latex_name: ClassVar[str]
    plain_name: ClassVar[str]
    is_real = True
    is_finite = True

    def __new__(cls, *arguments: Any, **options: Any) -> Self:
        """Refuse arguments that are no numbers or formulas."""
        for given in arguments:
            if not isinstance(as_sympy(given), sp.Expr | Str):
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

    With the weights of paper Eq. (12); see :func:`numerics.delay_constant`.
    """

    nargs = 1
    latex_name, plain_name = "c", "c"

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
        Imbalance ratio, initial scale and, if not ½, weighting exponent.
    """

    nargs = 4
    is_positive = True
    latex_name, plain_name = "T", "T"

    def __new__(cls, mode: object, *parameters: Any, **options: Any) -> Self:
        """Return the half-time of a mode."""
        name = getattr(mode, "name", mode)
        if name not in MODES:
            raise ClaimError(f"HalfTime: mode is {short(mode)}; choose one of {', '.join(MODES)}")
        if len(parameters) == 2:
            parameters = (*parameters, sp.Rational(1, 2))
        found: Self = super().__new__(cls, Str(name), *parameters, **options)
        return found

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
