"""LaTeX of formulas, in the notation of the paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import sympy as sp
from sympy.printing.latex import LatexPrinter

from spectra.utils.ascii_text import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def to_latex(obj: object) -> str:
    r"""LaTeX of a formula or of anything derived in this package, for math mode.

    Parameters
    ----------
    obj : sympy expression, Imbalance, Decomposition, Weights, Effective, Level or PerLevel
        Sums of blocks, ones (bold 1), identities and sum-zero bases print as in the paper.

    Examples
    --------
    >>> import spectra
    >>> print(to_latex(spectra.window(spectra.step(), which="projected")))
    -1 + \frac{\sqrt{2} \sqrt{R + 1}}{\sqrt{R} + 1}
    """
    return str(printer().doprint(obj))


def printer() -> Printer:
    """Return the printer of every formula of the project."""
    return Printer({"root_notation": True, "fold_frac_powers": True})


PLAIN: Final = re.compile(r"[^\W_][\w'()+-]*\Z")
"""A name as formulas have them: letters, digits and what raises or lowers them."""

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
    return rf"\text{{{''.join(SPECIAL.get(c, c) for c in visible(text))}}}"


class Displayed:
    """Display of an object: by its ``_latex`` method in a notebook, by ``_text`` in a terminal."""

    def _repr_latex_(self) -> str:
        return f"${to_latex(self)}$"

    def _text(self) -> list[tuple[str, str]]:
        """Lines of a name and what it stands for."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Give the class, and a line for each part that a reader would ask for."""
        lines = self._text()
        width = max((len(name) for name, _ in lines), default=0)
        body = "".join(f"\n  {name:<{width}}  {value}" for name, value in lines)
        return f"{type(self).__name__}{body}"


def size_latex(size: sp.Expr) -> str:
    """LaTeX of a dimension, small enough for a subscript."""
    return str(sp.latex(size, fold_short_frac=True))


def rows(*lines: str) -> str:
    """Equations one below the other, aligned at the ampersand."""
    body = r" \\ ".join(lines)
    return rf"\begin{{aligned}}{body}\end{{aligned}}"


def templates(*packages: str) -> Environment:
    """Templates of LaTeX documents: those of the packages, and the macros that all share."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "spectra")]),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"latex": to_latex, "size": size_latex}
    return environment


def as_written(number: sp.Float) -> sp.Float:
    """Return a decimal of Python with the digits that Python writes, which sympy cuts to 15.

    Examples
    --------
    >>> as_written(sp.Float(0.1 + 0.2)), sp.Float(0.1 + 0.2)
    (0.30000000000000004, 0.300000000000000)
    """
    text = repr(float(number))
    digits = len(text.partition("e")[0].replace(".", "").strip("-").lstrip("0"))
    exact = number.is_finite and sp.Float(float(number)) == number
    return sp.Float(text, max(1, digits)) if exact else number


class Printer(LatexPrinter):  # type: ignore[misc]  # sympy is untyped
    """LaTeX printer of block matrices with named sizes."""

    def _print(self, expr: Any, **options: Any) -> str:
        """Print a part; one that cannot be printed costs itself, not the document around it."""
        try:
            return str(super()._print(expr, **options))
        except Exception as error:  # noqa: BLE001  (of whatever sympy calls; it is said)
            return words(f"cannot be typeset: {type(expr).__name__}, {type(error).__name__}")

    def _deal_with_super_sub(self, string: str, style: str = "plain") -> str:
        """Read a name as sympy does, if it is one; anything else is words."""
        return (
            str(super()._deal_with_super_sub(string, style))
            if PLAIN.match(string)
            else words(string)
        )

    def _hprint_Function(self, func: str) -> str:
        """Print the name of a function, which sympy then puts its arguments into by ``%``."""
        if PLAIN.match(func):
            return str(super()._hprint_Function(func))
        return words(func).replace("%", "%%")

    def _print_LogOp(self, args: Any, char: str) -> str:
        """Leave room around "and", "or" and "implies": they bind weaker than a relation."""
        return str(super()._print_LogOp(args, rf"\;{char}\;"))

    def _print_Float(self, expr: sp.Float) -> str:
        return str(super()._print_Float(as_written(expr)))

    def _print_Identity(self, expr: Any) -> str:
        if expr.rows == 1:
            return "1"
        return rf"\mathbb{{I}}_{{{size_latex(expr.rows)}}}"

    def _print_ZeroMatrix(self, expr: Any) -> str:  # noqa: ARG002  (printing protocol)
        return r"\mathbf{0}"

    def _print_OneMatrix(self, expr: Any) -> str:
        column, row = (rf"\mathbf{{1}}_{{{size_latex(s)}}}" for s in expr.shape)
        if expr.cols == 1:
            return column
        return rf"{row}^{{\top}}" if expr.rows == 1 else rf"{column} {row}^{{\top}}"

    def _print_Transpose(self, expr: Any) -> str:
        inner = self.parenthesize(expr.arg, 0) if expr.arg.is_MatMul else self._print(expr.arg)
        return rf"{inner}^{{\top}}"

    def _print_MatAdd(self, expr: Any) -> str:
        """Print the terms without a minus sign first."""
        terms = sorted((self._print(a) for a in expr.args), key=lambda t: t.startswith("-"))
        return " ".join([terms[0], *(t if t.startswith("-") else f"+ {t}" for t in terms[1:])])

    def _print_MatMul(self, expr: Any) -> str:
        """Print the scalar, then the factors; a product of ones or a Kronecker product is plain."""
        scalar, factors = expr.as_coeff_matrices()
        if list(factors) == [sp.Identity(1)]:
            return str(self._print(scalar))
        tight = [self._factor(f, alone=len(factors) == 1) for f in factors]
        return self._scalar(scalar) + r" ".join(tight)

    def _scalar(self, scalar: sp.Expr) -> str:
        if scalar == 1:
            return ""
        if scalar == -1:
            return "- "
        text = self._print(scalar)
        return rf"\left({text}\right) " if scalar.is_Add else f"{text} "

    def _factor(self, factor: Any, *, alone: bool) -> str:
        text = str(self._print(factor))
        loose = factor.is_MatAdd or (
            not alone and (factor.is_MatMul or factor.func.__name__ == "KroneckerProduct")
        )
        return rf"\left({text}\right)" if loose and not isinstance(factor, sp.OneMatrix) else text
