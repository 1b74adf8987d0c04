"""Statements in LaTeX."""

import sympy as sp

import spectra
from proofs.statement import (
    Collapsed,
    Empirical,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{c: rf"\{c}" for c in "&%$#_"},
}  # fmt: skip


def words(text: str) -> str:
    r"""Set words among formulas.

    Examples
    --------
    >>> print(words("50% of f_1"))
    \text{50\% of f\_1}
    """
    return rf"\text{{{''.join(SPECIAL.get(c, c) for c in text)}}}"


def statement_latex(statement: Statement) -> str:
    """Return a statement as LaTeX.

    Examples
    --------
    >>> from spectra import R
    >>> statement_latex(sp.Gt(R + 1, R - 1, evaluate=False))
    'R + 1 > R - 1'
    """
    if isinstance(statement, Limit):
        arrow = rf"\lim_{{{sp.latex(statement.var)} \to {sp.latex(statement.to)}}}"
        expr = sp.latex(statement.expr)
        inside = rf"\left({expr}\right)" if isinstance(statement.expr, sp.Add) else expr
        return rf"{arrow} {inside} = {sp.latex(statement.value)}"
    if isinstance(statement, Trajectory):
        left = rf"\beta^{{{_system(statement)}}}_{{{words(statement.mode)}}}(t)"
        return rf"{left} = {sp.latex(statement.expr)}"
    if isinstance(statement, LearningTime):
        time = rf"T^{{{_system(statement)}}}_{{{words(statement.mode)}}}"
        return rf"\lim_{{\delta \to \infty}} {time}/\delta = {sp.latex(statement.expr)}"
    if isinstance(statement, Invariance):
        return rf"(V^\top\Omega - \Lambda V^\top)_{{{words(statement.mode)}}} = 0"
    if isinstance(statement, OutOfScope):
        return words(statement.text)
    if isinstance(statement, Empirical):
        low, high = map(sp.latex, (statement.low, statement.high))
        ratio = words("median ratio")
        return rf"{words(statement.text)}\colon\ {low} < {ratio} < {high}"
    if isinstance(statement, Collapsed):
        if statement.recovered is not None:
            return str(sp.latex(statement.recovered))
        return words(statement.source or str(statement.value).lower())
    return str(sp.latex(statement))


def _system(statement: Trajectory | LearningTime) -> str:
    weighting = statement.weighting
    if isinstance(weighting, str):
        return words(f"{weighting}, {statement.system}")
    if isinstance(weighting, spectra.Weights):
        return words(f"two groups, {statement.system}")
    return rf"\gamma = {sp.latex(weighting)}, {words(statement.system)}"
