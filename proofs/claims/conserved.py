"""Statements that a quantity does not change along a flow."""

from dataclasses import dataclass
from typing import Any

import sympy as sp

from proofs.claims.flow import Flow
from proofs.claims.statement import Statement, decimals, expression
from proofs.claims.weighting import weighting_words
from proofs.errors import ClaimError
from spectra import t
from spectra.errors import short


@dataclass(frozen=True)
class Conserved(Statement):
    """Along every solution of a flow, from any start and of any width d, ``expr`` keeps its value.

    ``expr`` is a matrix made of ``flow.W``, ``flow.H`` and constants by sums, products, transposes,
    powers and :class:`proofs.Trace`; scalar factors may contain ``spectra.t``. It is conserved if its
    derivative along Ẇ = EΩHᵀ - λ_W·W, Ḣ = WᵀEΩ - λ_H·H is 0 at every W and H. The residual E is
    Z - WH; under cross-entropy it is Y - softmax(WH), of which a proof uses no more than that its
    columns sum to 0. With data Ḣ has the factor G = ``flow.metric`` on the right of EΩ.
    ``logits`` asks of W and H with WH = ``logits``·Z only, a number times the labels: at 0 of all W and
    H whose logits are 0.

    A counterexample gives W by rows, one part for the classes of each group (of two groups the first
    is the majority), H by columns, one part for the samples of each group, and the row and column,
    counted from 0, in which the derivative of ``expr`` is not 0 there.

    Raises
    ------
    ClaimError
        ``expr`` is no matrix in W and H, or the flow has other factors.

    Examples
    --------
    >>> from sympy import Symbol, exp
    >>> flow = Flow(decay=Symbol("lambda", positive=True))
    >>> balance = flow.W.T * flow.W - flow.H * flow.H.T
    >>> Conserved(exp(2 * flow.decay[0] * t) * balance, flow).flow.gamma
    1/2
    """

    expr: sp.MatrixExpr
    flow: Flow
    logits: sp.Expr | None = None

    def __post_init__(self) -> None:
        if self.logits is not None:
            value = decimals(expression("Conserved", "logits", self.logits))
            object.__setattr__(self, "logits", value)
            if t in value.free_symbols:
                raise ClaimError(
                    "Conserved: logits contains t; it is asked at one time, of all W and H"
                )
        if not isinstance(self.flow, Flow):
            raise ClaimError(f"Conserved: flow is {short(self.flow)}; give a proofs.Flow")
        if not isinstance(self.expr, sp.MatrixExpr) or not self.expr.has(*self.flow.factors):
            raise ClaimError(
                f"Conserved: expr is {short(self.expr)}; give a matrix made of flow.W and flow.H, such as "
                "flow.W.T * flow.W - flow.H * flow.H.T"
            )
        if others := self.expr.atoms(sp.MatrixSymbol) - {*self.flow.factors}:
            names = ", ".join(sorted(map(str, others)))
            raise ClaimError(
                f"Conserved: expr contains {names}; W and H of this flow are flow.W and flow.H, and "
                "other matrices are written out"
            )
        if self.flow.system != "full" or self.flow.depth > 2:
            raise ClaimError(
                "Conserved: W and H are the two factors of the full flow; take system='full', depth=2"
            )

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the flow and those in factors; not W, H and their width."""
        inside = {x for x in self.expr.free_symbols if not isinstance(x, sp.MatrixSymbol)}
        inside |= set() if self.logits is None else self.logits.free_symbols
        return self.flow.free_symbols.union(inside - self.flow.W.shape[1].free_symbols)

    @property
    def bound_symbols(self) -> set[sp.Symbol]:
        """The time."""
        return {t}

    def _sympystr(self, printer: Any) -> str:
        weighted = weighting_words(self.flow, printer)
        said = f"{printer._print(self.expr)} is constant along the {weighted} flow"
        return (
            said
            if self.logits is None
            else f"{said}, where W*H = ({printer._print(self.logits)})*Z"
        )

    def _latex(self, printer: Any) -> str:
        return rf"\frac{{d}}{{dt}}\left({printer._print(self.expr)}\right) = 0"

    def aside(self, printer: Any) -> str:
        """Say which flow."""
        return weighting_words(self.flow, printer)
