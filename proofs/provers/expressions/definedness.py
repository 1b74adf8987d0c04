"""Where an expression is defined: conditions read off as it is written, nothing cancelled."""

from collections.abc import Iterator

import sympy as sp

EVERYWHERE = (
    sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.asinh, sp.Abs, sp.sign,
    sp.Max, sp.Min,
)  # fmt: skip
"""Functions that are real for all real arguments."""


def conditions(expr: sp.Basic) -> Iterator[sp.Basic]:
    """Yield conditions under which ``expr`` is real and finite, for real values of its symbols.

    Those that follow from the declarations of the symbols are left out; ``false`` stands for one
    that is not known.

    Examples
    --------
    >>> from spectra import R
    >>> x = sp.Symbol("x", real=True)
    >>> list(conditions(sp.log(x - 1) / (R + 1))), list(conditions(1 / x + sp.sqrt(R)))
    ([x - 1 > 0], [Ne(x, 0)])
    """
    if isinstance(expr, sp.Pow) and expr.base != sp.E:
        yield from _of_power(expr)
    elif isinstance(expr, sp.log):
        yield from () if expr.args[0].is_positive else (sp.Gt(expr.args[0], 0, evaluate=False),)
    elif not isinstance(expr, (sp.Add, sp.Mul, sp.Pow, *EVERYWHERE)) and not _is_atom(expr):
        yield sp.false
    for arg in expr.args:
        yield from conditions(arg)


def is_everywhere(expr: sp.Basic) -> bool:
    """Whether ``expr`` is certainly defined for all values that its symbols are declared to have."""
    return not any(True for _ in conditions(expr))


def as_built(expr: sp.Basic) -> bool:
    """Whether sympy would write ``expr`` as it is, so that nothing in it is left to cancel.

    Examples
    --------
    >>> x = sp.Symbol("x", real=True)
    >>> as_built(x + 1 / x), as_built(sp.Mul(x, 1 / x, evaluate=False))
    (True, False)
    """
    inner = all(map(as_built, expr.args))
    return inner and not (isinstance(expr, sp.Expr) and expr.args and expr.func(*expr.args) != expr)


def _is_atom(expr: sp.Basic) -> bool:
    real_number = isinstance(expr, (sp.Rational, sp.Float, sp.NumberSymbol)) and expr.is_finite
    return real_number or isinstance(expr, sp.Symbol)


def _of_power(expr: sp.Pow) -> Iterator[sp.Basic]:
    base, exponent = expr.args
    if exponent.is_integer and exponent.is_nonnegative:
        return
    if exponent.is_integer:
        if not base.is_nonzero:
            yield sp.Ne(base, 0, evaluate=False)
    elif not base.is_positive and not (exponent.is_positive and base.is_nonnegative):
        yield (sp.Ge if exponent.is_positive else sp.Gt)(base, 0, evaluate=False)
