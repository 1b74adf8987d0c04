"""Statements as one line of text: infix relations, Greek letters, large matrices by their size."""

import re
from typing import Any

import sympy as sp
from sympy.printing.pretty.pretty_symbology import greek_unicode
from sympy.printing.str import StrPrinter

import spectra
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.statement import (
    Collapsed,
    Empirical,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
    Weighting,
)

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
ENTRIES = 9
"""The most entries of a matrix that is written out."""

WORDS = {"erm": "ERM", "rw": "re-weighted"}

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

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return symbol_name(expr.name)

    def _print_Relational(self, expr: sp.Rel) -> str:
        left, right = (self._print(side) for side in expr.args)
        return f"{left} {SIGNS[expr.rel_op]} {right}"

    def _print_Infinity(self, expr: sp.Expr) -> str:  # noqa: ARG002
        return "∞"

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
        return f"{self.parenthesize(expr.arg, sp.printing.precedence.PRECEDENCE['Pow'])}ᵀ"


def line(value: Any) -> str:
    """Return a formula as one line of text.

    Examples
    --------
    >>> from spectra import R, delta
    >>> line(sp.Ge(sp.sqrt(R) * delta, 1))
    'sqrt(R)*δ ≥ 1'
    """
    return " ".join(LinePrinter().doprint(value).split())


def statement_line(statement: Statement) -> str:
    """Return a whole statement as one line of text."""
    if isinstance(statement, OutOfScope):
        return statement.text
    if isinstance(statement, Empirical):
        return f"{statement.text}: {line(statement.low)} < ratio < {line(statement.high)}"
    if isinstance(statement, Collapsed):
        if statement.recovered is not None:
            return line(statement.recovered)
        value = str(statement.value).lower()
        given = f"{statement.source}: " if statement.source not in ("", "True", "False") else ""
        return f"{given}a relation that sympy had already evaluated to {value}"
    if isinstance(statement, Trajectory):
        return f"β(t) = {line(statement.expr)} for {_mode(statement)}"
    if isinstance(statement, LearningTime):
        return f"T/δ → {line(statement.expr)} for {_mode(statement)}"
    if isinstance(statement, Limit):
        where = f"{line(statement.var)} → {line(statement.to)}"
        return f"{line(statement.expr)} → {line(statement.value)} as {where}"
    if isinstance(statement, Invariance):
        return f"VᵀΩ = ΛVᵀ in the row of {statement.mode}, {weighting_words(statement.weighting)}"
    if isinstance(statement, MatrixIdentity):
        said = f"{line(statement.left)} = {line(statement.right)}"
        return f"{said} if {', '.join(map(line, statement.given))}" if statement.given else said
    return line(statement)


def _mode(statement: Trajectory | LearningTime) -> str:
    return f"{statement.mode} of the {weighting_words(statement.weighting)} {statement.system} flow"


def weighting_words(weighting: Weighting) -> str:
    """Say how classes are weighted.

    Examples
    --------
    >>> weighting_words("rw"), weighting_words(sp.Rational(1, 3))
    ('re-weighted', 'γ = 1/3')
    """
    if isinstance(weighting, str):
        return WORDS[weighting]
    if not isinstance(weighting, spectra.Weights):
        return f"γ = {line(weighting)}" if weighting.is_number else f"{line(weighting)}-weighted"
    groups = (f"{line(g.size)} × {line(g.count)}" for g in weighting.imbalance.groups)
    return f"weighted ({', '.join(map(line, weighting.omega))}; classes {' and '.join(groups)})"
