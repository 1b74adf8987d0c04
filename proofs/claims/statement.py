"""What every kind of statement brings with it.

A statement is data. Its class says which symbols it contains, how it reads on a line and in LaTeX,
and how evidence adds up to its verdict. What decides it is registered apart, in
:mod:`proofs.provers.by_kind`. It is read as: for all admissible values of its symbols, under the
claim's assumptions.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import sympy as sp

from proofs.claims.as_sympy import as_sympy
from proofs.claims.verdict import Evidence, Verdict, combine
from proofs.errors import ClaimError
from spectra.display.latex_printer import words
from spectra.errors import short
from spectra.utils.exact_numbers import as_fraction


@dataclass(frozen=True)
class Statement(ABC):
    """One kind of statement; a subclass is a frozen dataclass with a docstring.

    It prints by sympy's protocol: ``_sympystr`` on a line of text, ``_latex`` in LaTeX.
    """

    def __init_subclass__(cls) -> None:
        """Refuse a kind that does not say what it means."""
        if not cls.__doc__:
            raise TypeError(f"{cls.__name__} has no docstring; say what such a statement means")

    formal: ClassVar[bool] = True
    """Whether it is about admissible values, which assumptions can exclude."""

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols whose admissible values it is about."""
        return set()

    @property
    def bound_symbols(self) -> set[sp.Symbol]:
        """Those of them that no value may be put in for."""
        return set()

    @property
    def fewest_classes(self) -> int:
        """The smallest number of classes for which there is such a statement."""
        return 2

    @abstractmethod
    def _sympystr(self, printer: Any) -> str:
        """Say it on one line of text."""

    @abstractmethod
    def _latex(self, printer: Any) -> str:
        """Say it in LaTeX, for math mode."""

    def latex_parts(self, printer: Any) -> tuple[str, ...]:
        """Say it in LaTeX in the parts that lines may hold; nothing if it is words."""
        return (self._latex(printer),)

    def aside(self, printer: Any) -> str:  # noqa: ARG002  (for kinds that leave something out)
        """Say in words what its LaTeX leaves out."""
        return ""

    def exact(self) -> Self:
        """Return the same statement with decimal numbers read as the decimals written."""
        parts = {f.name: getattr(self, f.name) for f in fields(self)}
        read = {n: decimals(v) for n, v in parts.items() if isinstance(v, sp.Basic)}
        changed = any(read[n] is not parts[n] for n in read)
        return replace(self, **read) if changed else self

    def expected(self, fixed: set[sp.Symbol]) -> Verdict:  # noqa: ARG002  (for kinds that ask)
        """Return the verdict that goes without saying, where these symbols have values."""
        return Verdict.PROVED

    def verdict(self, evidence: Iterable[Evidence]) -> Verdict:
        """Return the verdict that the evidence supports."""
        return combine(evidence)


@dataclass(frozen=True)
class OutOfScope(Statement):
    """A statement the toolkit cannot decide, in words, with the reason."""

    text: str
    reason: str

    formal = False

    def _sympystr(self, printer: Any) -> str:  # noqa: ARG002
        return self.text

    def _latex(self, printer: Any) -> str:  # noqa: ARG002
        return words(self.text)

    def latex_parts(self, printer: Any) -> tuple[str, ...]:  # noqa: ARG002
        """Return nothing: it is words."""
        return ()

    def expected(self, fixed: set[sp.Symbol]) -> Verdict:  # noqa: ARG002
        """Return NOT_RUN."""
        return Verdict.NOT_RUN

    def verdict(self, evidence: Iterable[Evidence]) -> Verdict:  # noqa: ARG002
        """Return NOT_RUN."""
        return Verdict.NOT_RUN


def decimals(expr: sp.Basic) -> sp.Basic:
    """Read decimal numbers as the decimals written, and evaluate nothing else.

    What is no decimal of Python stays as it is; the proof checker's reader refuses it.

    Examples
    --------
    >>> from spectra import R
    >>> decimals(sp.Gt(R, 0.1)), decimals(sp.Mul(0.5, R, 1 / R, evaluate=False))
    (R > 1/10, R/(2*R))
    """
    if isinstance(expr, sp.Float):
        # below the range of Python's floats digits are lost
        kept = expr.is_finite and sp.Float(float(expr)) == expr
        return sp.Rational(as_fraction(expr)) if kept else expr
    if not expr.has(sp.Float):
        return expr
    if isinstance(expr, sp.MatrixBase):
        return expr.applyfunc(decimals)
    parts = [decimals(part) for part in expr.args]
    plain = isinstance(expr, sp.Rel | sp.Add | sp.Mul | sp.Pow | sp.Function)
    return expr.func(*parts, evaluate=False) if plain else expr.func(*parts)


def expression(owner: str, name: str, value: object) -> sp.Expr:
    """Read a formula; text is refused, since sympify would evaluate it."""
    if isinstance(value, str):
        raise ClaimError(f"{owner}: {name} is the text {short(value)}; give a sympy expression")
    expr = as_sympy(value)
    if not isinstance(expr, sp.Expr):
        raise ClaimError(
            f"{owner}: {name} is {short(value)} ({type(value).__name__}); give a sympy expression"
        )
    return expr
