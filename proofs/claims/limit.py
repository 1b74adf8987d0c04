"""The kind of statement that says what an expression tends to."""

from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from proofs.claims.statement import Statement, expression
from proofs.errors import ClaimError
from spectra.errors import short


@dataclass(frozen=True)
class Limit(Statement):
    """``expr`` tends to ``value`` as ``var`` tends to ``to``.

    ``direction`` says from where, if ``to`` is finite: "+" from above, "-" from below, "+-" from both
    sides. A variable declared positive comes to 0 from above only, a negative one from below.

    Examples
    --------
    >>> from sympy import oo
    >>> from spectra import R
    >>> Limit(1 / R, R, oo, 0)
    Limit(expr=1/R, var=R, to=oo, value=0, direction='+-')
    >>> Limit(R, R, 0, 0).side
    '+'
    """

    expr: sp.Expr
    var: sp.Symbol
    to: sp.Expr
    value: sp.Expr
    direction: Literal["+", "-", "+-"] = "+-"

    def __post_init__(self) -> None:
        for name in ("expr", "to", "value"):
            object.__setattr__(self, name, expression("Limit", name, getattr(self, name)))
        if not isinstance(self.var, sp.Symbol):
            raise ClaimError(f"Limit: var is {short(self.var)}; give the symbol that moves")
        if self.direction not in ("+", "-", "+-"):
            raise ClaimError(f"Limit: direction is {short(self.direction)}; give '+', '-' or '+-'")
        if self.value.has(self.var) or self.to.has(self.var):
            raise ClaimError(
                f"Limit: neither to nor value may contain the moving symbol {self.var}"
            )

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbol that moves and the parameters."""
        return {self.var}.union(*(e.free_symbols for e in (self.expr, self.to, self.value)))

    @property
    def bound_symbols(self) -> set[sp.Symbol]:
        """The symbol that moves."""
        return {self.var}

    @property
    def side(self) -> str:
        """The side from which ``var`` comes, by its declaration too."""
        if self.to in (sp.oo, -sp.oo):
            return "+-"
        if self.to.is_zero and self.direction == "+-":
            return "+" if self.var.is_nonnegative else "-" if self.var.is_nonpositive else "+-"
        return self.direction

    def _sympystr(self, printer: Any) -> str:
        expr, var, to, value = map(printer._print, (self.expr, self.var, self.to, self.value))
        whence = {"+": " from above", "-": " from below"}.get(self.side, "")
        return f"{expr} → {value} as {var} → {to}{whence}"

    def _latex(self, printer: Any) -> str:
        expr, var, to, value = map(printer._print, (self.expr, self.var, self.to, self.value))
        inside = rf"\left({expr}\right)" if isinstance(self.expr, sp.Add) else expr
        sign = {"+": "^+", "-": "^-"}.get(self.side, "")
        return rf"\lim_{{{var} \to {to}{sign}}} {inside} = {value}"
