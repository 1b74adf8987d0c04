"""Statements in LaTeX, and the report as a LaTeX document."""

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

import spectra
from proofs.claims.domain import Domain, bounds
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
)
from spectra import to_latex

if TYPE_CHECKING:
    from jinja2 import Environment

    from proofs.report.results import Report

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
        arrow = rf"\lim_{{{to_latex(statement.var)} \to {to_latex(statement.to)}}}"
        expr = to_latex(statement.expr)
        inside = rf"\left({expr}\right)" if isinstance(statement.expr, sp.Add) else expr
        return rf"{arrow} {inside} = {to_latex(statement.value)}"
    if isinstance(statement, Trajectory):
        left = rf"\beta^{{{_system(statement)}}}_{{{words(statement.mode)}}}(t)"
        return rf"{left} = {to_latex(statement.expr)}"
    if isinstance(statement, LearningTime):
        time = rf"T^{{{_system(statement)}}}_{{{words(statement.mode)}}}"
        return rf"\lim_{{\delta \to \infty}} {time}/\delta = {to_latex(statement.expr)}"
    if isinstance(statement, Invariance):
        return rf"(V^\top\Omega - \Lambda V^\top)_{{{words(statement.mode)}}} = 0"
    if isinstance(statement, MatrixIdentity):
        return " ".join(formula(statement))
    if isinstance(statement, OutOfScope):
        return words(statement.text)
    if isinstance(statement, Empirical):
        low, high = map(sp.latex, (statement.low, statement.high))
        ratio = words("median ratio")
        return rf"{words(statement.text)}\colon\ {low} < {ratio} < {high}"
    if isinstance(statement, Collapsed):
        if statement.recovered is not None:
            return to_latex(statement.recovered)
        return words(statement.source or str(statement.value).lower())
    return to_latex(statement)


def _system(statement: Trajectory | LearningTime) -> str:
    weighting = statement.weighting
    if isinstance(weighting, str):
        return words(f"{weighting}, {statement.system}")
    if isinstance(weighting, spectra.Weights):
        return words(f"two groups, {statement.system}")
    return rf"\gamma = {to_latex(weighting)}, {words(statement.system)}"


def formula(statement: Statement) -> tuple[str, ...]:
    r"""Return a statement as LaTeX in the parts that lines may hold; none if it is words.

    Examples
    --------
    >>> from spectra import R
    >>> formula(sp.Gt(R + 1, R, evaluate=False)), formula(OutOfScope("words", "reason"))
    (('R + 1', '> R'), ())
    """
    if isinstance(statement, OutOfScope):
        return ()
    if isinstance(statement, Collapsed):
        return () if statement.recovered is None else formula(statement.recovered)
    if isinstance(statement, MatrixIdentity):
        said = (to_latex(statement.left), f"= {to_latex(statement.right)}")
        last = len(statement.given) - 1
        given = (
            f"{'' if n else words(' if ')}{to_latex(condition)}{',' if n < last else ''}"
            for n, condition in enumerate(statement.given)
        )
        return (*said, *given)
    whole = statement_latex(statement)
    if isinstance(statement, sp.Rel):
        left = to_latex(statement.lhs)
        if whole.startswith(left):
            return left, whole.removeprefix(left).strip()
    return (whole,)


def domain_latex(domain: Domain) -> tuple[str, ...]:
    r"""Return the conditions on the symbols: their declarations, then the claim's assumptions.

    Examples
    --------
    >>> from proofs.claims.domain import domain_of
    >>> from spectra import R, k
    >>> domain_latex(domain_of([k, R], [R > 1]))
    ('R > 0', 'k \\geq 2\\text{ even}', 'R > 1')
    """
    lines = []
    for symbol in domain.symbols:
        kind = "even" if symbol.is_even else "integer" if symbol.is_integer else ""
        relation = (
            ", ".join(map(to_latex, bounds(symbol))) or rf"{to_latex(symbol)} \in \mathbb{{R}}"
        )
        lines.append(relation + (words(f" {kind}") if kind else ""))
    lines += [f"{to_latex(s)} = {to_latex(v)}" for s, v in domain.fixed]
    return (*lines, *(to_latex(a) for a in domain.assumptions))


def render(report: "Report", *, stable: bool = False) -> str:
    """Return the report as a LaTeX document, in ASCII, that pdflatex compiles.

    Parameters
    ----------
    report : Report
    stable : bool
        Leave out what differs from run to run: times.
    """
    from proofs.report.document import Page

    return _templates().get_template("report.tex.j2").render(page=Page(report, stable))


@cache
def _templates() -> "Environment":
    from proofs.report.document import SIGNS, WORDS, aside, caption, is_compound, sides
    from proofs.report.formula_text import line, statement_line, symbol_name
    from proofs.report.latex_text import ascii_formula, to_tex
    from proofs.report.number_text import compact
    from spectra.display.latex_printer import templates

    made = templates("proofs.report")
    made.lstrip_blocks = True
    made.filters |= {
        "aside": aside,
        "caption": caption,
        "compact": compact,
        "domain": lambda domain: tuple(map(ascii_formula, domain_latex(domain))),
        "formula": lambda statement: tuple(map(ascii_formula, formula(statement))),
        "line": line,
        "sides": sides,
        "statement_line": statement_line,
        "symbol": symbol_name,
        "tex": to_tex,
    }
    made.tests["compound"] = is_compound
    made.globals |= {"signs": SIGNS, "words": WORDS, "anchor": _anchor}
    return made


def _anchor(claim_id: str) -> str:
    """Return a name that LaTeX takes for the target of a link, whatever the ID."""
    if re.fullmatch(r"[A-Za-z0-9.\-]+", claim_id):
        return claim_id
    return "id-" + hashlib.sha256(claim_id.encode()).hexdigest()[:16]
