"""What a notebook shows of a decomposition: the levels as a table, then the matrices."""

from collections.abc import Iterable
from html import escape

import sympy as sp

from spectra.display.latex_printer import to_latex
from spectra.display.mathml import to_mathml

LEFT = 'style="text-align: left"'
"""For every cell, since notebooks set cells to the right and heads to the middle."""


def levels_html(
    levels: Iterable[tuple[str, sp.Expr, sp.Expr]], matrices: Iterable[tuple[str, sp.MatrixExpr]]
) -> str:
    """Return a fragment of HTML, with formulas in MathML.

    Parameters
    ----------
    levels : iterable of (name, singular value, multiplicity)
    matrices : iterable of (name in LaTeX, matrix)
    """
    head = "".join(
        f'<th scope="col" {LEFT}>{name}</th>'
        for name in ("level", "singular value", "multiplicity")
    )
    body = "".join(
        f'<tr><th scope="row" {LEFT}>{escape(name)}</th>'
        f"<td {LEFT}>{_formula(value)}</td><td {LEFT}>{_formula(multiplicity)}</td></tr>"
        for name, value, multiplicity in levels
    )
    shown = "".join(
        '<div style="margin: 0.6em 0; overflow-x: auto">'
        + to_mathml(f"{name} = {to_latex(matrix)}", display=True)
        + "</div>"
        for name, matrix in matrices
    )
    return (
        f'<div class="reweighting-theory"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{shown}</div>"
    )


def _formula(value: object) -> str:
    return to_mathml(to_latex(value))
