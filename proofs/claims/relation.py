"""Relations of sympy as statements, and relations that keep both sides as they are typed."""

from dataclasses import dataclass, replace
from typing import Any, Self

import sympy as sp
from sympy.logic.boolalg import Boolean, BooleanAtom

from proofs.claims.as_sympy import as_sympy
from proofs.claims.statement import Statement, decimals
from proofs.errors import ClaimError
from proofs.kernel.axioms import AXIOMS
from spectra.display.latex_printer import words
from spectra.errors import short

MATRIX = (sp.MatrixBase, sp.MatrixExpr)


def see_axioms(owner: str, names: object) -> None:
    """Refuse what is no tuple of names of axioms."""
    if not isinstance(names, tuple | list):
        raise ClaimError(f"{owner}: axioms is {short(names)}; give names of proofs.kernel.AXIOMS")
    if unknown := [name for name in names if name not in AXIOMS]:
        raise ClaimError(f"{owner}: {unknown[0]!r} is no axiom; give names of proofs.kernel.AXIOMS")


@dataclass(frozen=True)
class Relation(Statement):
    """A relation between numbers, or an And, Or, Not or Implies of such.

    It stands for the formula of sympy that a claim was given. ``axioms`` are names in ``proofs.kernel.AXIOMS``
    of what a claim uses to come to its formula or to conclude from it; they are listed with those of the proof.
    """

    formula: Boolean
    axioms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        see_axioms(type(self).__name__, self.axioms)

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the formula."""
        return set(self.formula.free_symbols)

    def _sympystr(self, printer: Any) -> str:
        return str(printer._print(self.formula))

    def _latex(self, printer: Any) -> str:
        return str(printer._print(self.formula))

    def latex_parts(self, printer: Any) -> tuple[str, ...]:
        """Return the left side, and the sign with the right one."""
        whole = self._latex(printer)
        if isinstance(self.formula, sp.Rel):
            left = str(printer._print(self.formula.lhs))
            if whole.startswith(left):
                return left, whole.removeprefix(left).strip()
        return (whole,)

    def exact(self) -> Self:
        """Return the same relation with decimal numbers read as the decimals written."""
        return replace(self, formula=decimals(self.formula))


@dataclass(frozen=True)
class MatrixRelation(Relation):
    """An equality of two matrices, or its denial."""


AS_TYPED = "write proofs.eq(a, b), ne, lt, le, gt or ge, which keep both sides as typed"
"""What to do where sympy has evaluated a relation."""


@dataclass(frozen=True)
class Evaluated(Statement):
    """A relation that sympy had evaluated to true or false before it reached the claim."""

    value: bool

    def _sympystr(self, printer: Any) -> str:  # noqa: ARG002
        return f"a relation that sympy had already evaluated to {str(self.value).lower()}"

    def _latex(self, printer: Any) -> str:  # noqa: ARG002
        return words(str(self.value).lower())

    def latex_parts(self, printer: Any) -> tuple[str, ...]:  # noqa: ARG002
        """Return nothing: it is words."""
        return ()


def as_statement(given: Boolean | Statement | bool) -> Statement:
    """Return what a claim was given as one of the kinds of statement.

    Examples
    --------
    >>> from spectra import R
    >>> as_statement(R > 1).formula, as_statement(R > 0)
    (R > 1, Evaluated(value=True))
    """
    if isinstance(given, Statement):
        return given
    if isinstance(given, bool | BooleanAtom):
        return Evaluated(bool(given))
    matrices = isinstance(given, sp.Rel) and any(isinstance(side, MATRIX) for side in given.args)
    return MatrixRelation(given) if matrices else Relation(given)


def eq(left: object, right: object) -> sp.Eq:
    """Return ``left = right``, of numbers or of matrices, with both sides as typed.

    sympy's own ``Eq`` evaluates what it can, and then a claim cannot know what was meant.

    Examples
    --------
    >>> from spectra import R
    >>> eq(R, R), sp.Eq(R, R)
    (Eq(R, R), True)
    """
    return _as_typed(sp.Eq, left, right)


def ne(left: object, right: object) -> sp.Ne:
    """Return ``left ≠ right``, of numbers or of matrices, with both sides as typed."""
    return _as_typed(sp.Ne, left, right)


def lt(left: object, right: object) -> sp.Lt:
    """Return ``left < right`` with both sides as typed."""
    return _as_typed(sp.Lt, left, right)


def le(left: object, right: object) -> sp.Le:
    """Return ``left ≤ right`` with both sides as typed."""
    return _as_typed(sp.Le, left, right)


def gt(left: object, right: object) -> sp.Gt:
    """Return ``left > right`` with both sides as typed.

    Examples
    --------
    >>> from spectra import R
    >>> gt(R, 0), R > 0
    (R > 0, True)
    """
    return _as_typed(sp.Gt, left, right)


def ge(left: object, right: object) -> sp.Ge:
    """Return ``left ≥ right`` with both sides as typed."""
    return _as_typed(sp.Ge, left, right)


def _as_typed(kind: type[sp.Rel], *sides: object) -> sp.Rel:
    name = kind.__name__
    for side in sides:
        if isinstance(side, str):
            raise ClaimError(f"{name}: a side is the text {short(side)}; give a sympy expression")
    read = [_side(name, side) for side in sides]
    if kind not in (sp.Eq, sp.Ne) and any(isinstance(side, MATRIX) for side in read):
        raise ClaimError(f"{name}: matrices have no order; compare entries, or use eq or ne")
    return kind(*read, evaluate=False)


def _side(name: str, given: object) -> Any:
    """Return a side as sympy has it."""
    read = as_sympy(given)
    if not isinstance(read, (sp.Expr, *MATRIX)):
        what = f"{short(given)} ({type(given).__name__})"
        raise ClaimError(f"{name}: a side is {what}; give a number or a matrix of sympy")
    return read
