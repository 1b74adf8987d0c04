"""Statements and their conditions in LaTeX, in the parts that lines may hold."""

from sympy.logic.boolalg import Boolean

from proofs.claims.domain import Domain, bounds
from proofs.claims.named import definitions
from proofs.claims.relation import as_statement
from proofs.claims.statement import Statement
from spectra import to_latex
from spectra.display.latex_printer import printer, words


def formula(statement: Boolean | Statement) -> tuple[str, ...]:
    r"""Return a statement as LaTeX in the parts that lines may hold; none if it is words.

    Examples
    --------
    >>> from proofs import OutOfScope, gt
    >>> from spectra import R
    >>> formula(gt(R + 1, R)), formula(OutOfScope("words", "reason"))
    (('R + 1', '> R'), ())
    """
    return as_statement(statement).latex_parts(printer())


def definitions_latex(said: Statement) -> tuple[tuple[str, str], ...]:
    r"""Return the names of derived quantities in a statement, and what they stand for.

    Examples
    --------
    >>> from proofs import Named, gt
    >>> from spectra import R
    >>> definitions_latex(as_statement(gt(Named("gap", R - 1), 2)))
    (('\\text{gap}', 'R - 1'),)
    """
    return tuple((to_latex(named), to_latex(named.value)) for named in definitions(said))


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
