"""Formulas and statements as one line of text: Greek letters, large matrices by their size."""

import re
from typing import Any

import sympy as sp
from sympy.core.mul import _keep_coeff
from sympy.logic.boolalg import Boolean
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.pretty.pretty_symbology import greek_unicode
from sympy.printing.str import StrPrinter

from proofs.claims.relation import as_statement
from proofs.claims.statement import Statement
from spectra.display.latex_printer import as_written

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
ENTRIES = 9
"""The most entries of a matrix that is written out."""

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def symbol_name(name: str) -> str:
    """Write a symbol's name as on paper.

    Examples
    --------
    >>> symbol_name("delta"), symbol_name("omega_1"), symbol_name("l_maj")
    ('δ', 'ω₁', 'l_maj')
    """
    found = re.fullmatch(r"([A-Za-z]+)(?:_?([0-9]+)|(_.+))?", name)
    if found is None:
        return name
    base, number, rest = found.groups()
    letter = str(greek_unicode.get(base, base))
    return letter + (number or "").translate(SUBSCRIPTS) + (rest or "")


class LinePrinter(StrPrinter):  # type: ignore[misc]  # sympy has no types
    """sympy's one-line notation, closer to what is written on paper."""

    def _print(self, expr: Any, **options: Any) -> str:
        """Print a part; one that cannot be printed costs itself, not the report around it."""
        try:
            return str(super()._print(expr, **options))
        except Exception as error:  # noqa: BLE001  (of whatever sympy calls; it is said)
            return f"(cannot be typeset: {type(expr).__name__}, {type(error).__name__})"

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return symbol_name(expr.name)

    def _print_Relational(self, expr: sp.Rel) -> str:
        left, right = (self._print(side) for side in expr.args)
        return f"{left} {SIGNS[expr.rel_op]} {right}"

    def _print_Float(self, expr: sp.Float) -> str:
        return str(super()._print_Float(as_written(expr)))

    def _print_Infinity(self, expr: sp.Expr) -> str:  # noqa: ARG002
        return "∞"

    def _print_MatMul(self, expr: sp.MatMul) -> str:
        """Print as sympy does, which evaluates the negative of a product for each factor in it."""
        factor, matrices = expr.as_coeff_mmul()
        sign = "-" if factor.is_number and factor.is_negative else ""
        parts = _keep_coeff(-factor, matrices).args if sign else expr.args
        return sign + "*".join(self.parenthesize(part, PRECEDENCE["Mul"]) for part in parts)

    def _print_MatrixBase(self, expr: sp.MatrixBase) -> str:
        if expr.rows * expr.cols > ENTRIES:
            return f"({expr.rows} by {expr.cols} matrix)"
        rows = (", ".join(map(self._print, expr.row(i))) for i in range(expr.rows))
        return f"[{'; '.join(rows)}]"

    def _print_BlockMatrix(self, expr: sp.BlockMatrix) -> str:
        rows, cols = (self._print(size) for size in expr.shape)
        return f"({rows} by {cols} matrix)"

    def _print_MatrixSymbol(self, expr: sp.MatrixSymbol) -> str:
        return symbol_name(expr.name)

    def _print_OneMatrix(self, expr: sp.OneMatrix) -> str:
        rows, cols = expr.shape
        return "1" if cols == 1 else "1ᵀ" if rows == 1 else "11ᵀ"

    def _print_Transpose(self, expr: sp.Transpose) -> str:
        return f"{self.parenthesize(expr.arg, PRECEDENCE['Pow'])}ᵀ"


def line(value: Any) -> str:
    """Return a formula or a statement as one line of text.

    Examples
    --------
    >>> from spectra import R, delta
    >>> line(sp.Ge(sp.sqrt(R) * delta, 1))
    'sqrt(R)*δ ≥ 1'
    """
    return " ".join(LinePrinter().doprint(value).split())


def aside(statement: Boolean | Statement) -> str:
    """Say what the LaTeX of a statement leaves out, such as weights given at length."""
    return as_statement(statement).aside(LinePrinter())
