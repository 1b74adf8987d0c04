"""The kind of statement that says what an expression tends to."""

from dataclasses import dataclass
from typing import Any

import sympy as sp

from proofs.claims.statement import Statement, expression
from proofs.errors import ClaimError


@dataclass(frozen=True)
class Limit(Statement):
    """``expr`` tends to ``value`` as ``var`` tends to ``to``.

    A finite ``to`` is approached from above, with ``direction="-"`` from below, with ``"+-"`` from
    both sides.

    Examples
    --------
    >>> from sympy import oo
    >>> from spectra import R
    >>> Limit(1 / R, R, oo, 0)
    Limit(expr=1/R, var=R, to=oo, value=0)
    """

    expr: sp.Expr
    var: sp.Symbol
    to: sp.Expr
    value: sp.Expr
    direction: str = "+"

    def __post_init__(self) -> None:
        for name in ("expr", "to", "value"):
            object.__setattr__(self, name, expression("Limit", name, getattr(self, name)))
        if self.direction not in ("+", "-", "+-"):
            raise ClaimError(f"Limit: direction is {self.direction!r}; choose '+', '-' or '+-'")
        if not isinstance(self.var, sp.Symbol):
            raise ClaimError(f"Limit: var is {self.var!r}; give the symbol that moves")
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

    def _sympystr(self, printer: Any) -> str:
        expr, var, to, value = map(printer._print, (self.expr, self.var, self.to, self.value))
        return f"{expr} → {value} as {var} → {to}{self._side}"

    def _latex(self, printer: Any) -> str:
        expr, var, to, value = map(printer._print, (self.expr, self.var, self.to, self.value))
        inside = rf"\left({expr}\right)" if isinstance(self.expr, sp.Add) else expr
        return rf"\lim_{{{var} \to {to}{self._side}}} {inside} = {value}"

    @property
    def _side(self) -> str:
        """The side of a finite point, where it is not the usual one."""
        infinite = self.to in (sp.oo, -sp.oo) or self.direction == "+"
        return "" if infinite else {"-": "^-", "+-": "^\\pm"}[self.direction]
