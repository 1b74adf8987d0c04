"""The defined terms: when each exists, what defines it, its value in balls, its derivative.

A term ``x = op(a, b, ...)`` may be used once its conditions are proved. From then on ``x`` is a
generator of the polynomials, and ``facts`` hold of it. Each line of :data:`FUNCTIONS` is an axiom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import arb

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, Formula, Some, fact
from proofs.kernel.polynomials import LARGEST_POWER, Poly, power

Ball: TypeAlias = Any
Args: TypeAlias = tuple[Poly, ...]


@dataclass(frozen=True)
class Function:
    """One kind of term.

    Attributes
    ----------
    size : int
        Number of arguments.
    ball : callable
        Encloses the value where the term is known to be defined.
    axiom : str
        Name under which the facts stand in ``axioms.toml``.
    needs : pairs of an argument's position and a relation
        The term is defined where each of these arguments has this relation to 0.
    accepts : callable
        From the scope and the arguments, whether their kinds allow the term.
    facts : callable
        From the term and its arguments, what then holds.
    slope : callable, optional
        From what finds other terms, the term and its arguments, the derivative by the first.
    continuous, integer, positive : bool
        Whether it is continuous wherever it is defined; whether its values are integers; whether
        it is positive where its first argument is.
    """

    size: int
    ball: Callable[..., Ball]
    axiom: str
    needs: tuple[tuple[int, str], ...] = ()
    accepts: Callable[..., bool] = lambda *_: True
    facts: Callable[..., list[Formula]] = lambda *_: []
    slope: Callable[..., Poly] | None = None
    continuous: bool = True
    integer: bool = False
    positive: bool = False


def whole(n: Poly, least: int) -> int:
    """Return a constant that is a whole number, not less than ``least``."""
    value = n.leading_coefficient()
    fits = n.is_constant() and value.q == 1 and least <= value <= LARGEST_POWER
    ensure(fits, f"{n} is no whole number from {least} on")
    return int(value.p)


def _choice(first: Poly, second: Poly, x: Poly, sign: int) -> list[Formula]:
    """Say that x is the larger (sign 1) or smaller (sign -1) of two values."""
    gap = sign * (first - second)
    one = All((fact(gap, ">="), fact(x - first, "=")))
    return [Some((one, All((fact(gap, "<"), fact(x - second, "=")))))]


def _at_zero(value: int) -> Callable[[Poly, Poly], list[Formula]]:
    return lambda x, a: [fact(x - value, "=")] if a.is_zero() else []


def _between(value: int) -> Callable[[Poly, Poly], list[Formula]]:
    return lambda x, a: [fact(1 - x, ">="), fact(1 + x, ">="), *_at_zero(value)(x, a)]


def _erf_slope(find: Callable[[str, Args], Poly], _x: Poly, a: Poly) -> Poly:
    root = find("root", (find("pi", ()), 2 * a**0))
    return 2 * find("exp", (-(a**2),)) * find("inv", (root,))


F = Function
# a ball under a root may reach below 0; the value that it stands for is known not to
FUNCTIONS: dict[str, Function] = {
    "inv": F(1, lambda a: 1 / a, "field", ((0, "!="),),
             facts=lambda x, a: [fact(x * a - 1, "=")], slope=lambda _, x, _a: -(x**2), positive=True),
    "root": F(2, lambda a, n: a.nonnegative_part().root(int(n.unique_fmpz())), "roots", ((0, ">="),),
              facts=lambda x, a, n: [fact(x ** whole(n, 2) - a, "="), fact(x, ">=")], positive=True,
              slope=lambda find, x, _a, n: find("inv", (n * x ** (whole(n, 2) - 1),))),
    "exp": F(1, lambda a: a.exp(), "exponential",
             facts=lambda x, _: [fact(x, ">")], slope=lambda _f, x, _a: x),
    "log": F(1, lambda a: a.log(), "logarithm", ((0, ">"),), slope=lambda find, _, a: find("inv", (a,))),
    "abs": F(1, abs, "absolute value", facts=lambda x, a: _choice(a, -a, x, 1)),
    "max": F(2, lambda a, b: a.max(b), "absolute value", facts=lambda x, a, b: _choice(a, b, x, 1)),
    "min": F(2, lambda a, b: a.min(b), "absolute value", facts=lambda x, a, b: _choice(a, b, x, -1)),
    "floor": F(1, lambda a: a.floor(), "integers", continuous=False, integer=True,
               facts=lambda x, a: [fact(a - x, ">="), fact(x + 1 - a, ">")]),
    "half": F(1, lambda a: a / 2, "integers", accepts=lambda scope, a: scope.is_even(a), integer=True,
              facts=lambda x, a: [fact(2 * x - a, "=")]),
    "power": F(2, lambda a, n: a ** int(n.unique_fmpz()), "integer powers", ((1, ">="),),
               accepts=lambda scope, _, n: scope.is_integral(n),
               slope=lambda find, _, a, n: n * find("power", (a, n - 1)),
               facts=lambda x, a, n: [fact(x - power(a, whole(n, 0)), "=")] if n.is_constant() else []),
    "pi": F(0, arb.pi, "trigonometry"),
    "sin": F(1, lambda a: a.sin(), "trigonometry",
             facts=_between(0), slope=lambda find, _, a: find("cos", (a,))),
    "cos": F(1, lambda a: a.cos(), "trigonometry",
             facts=_between(1), slope=lambda find, _, a: -find("sin", (a,))),
    "atan": F(1, lambda a: a.atan(), "trigonometry",
              facts=_at_zero(0), slope=lambda find, _, a: find("inv", (1 + a**2,))),
    "erf": F(1, lambda a: a.erf(), "error function", slope=_erf_slope,
             facts=lambda x, a: [*_at_zero(0)(x, a), fact(1 - x, ">"), fact(1 + x, ">")]),
    "sum": F(-1, lambda *_: arb.nan(), "finite sums", continuous=False),
    "product": F(-1, lambda *_: arb.nan(), "finite sums", continuous=False),
    "series": F(-1, lambda *_: arb.nan(), "series", continuous=False),
    "integral": F(-1, lambda *_: arb.nan(), "integrals", continuous=False),
}  # fmt: skip


def function(op: str) -> Function:
    """Return the function of a term; that of a sum has its summand behind its name."""
    return FUNCTIONS[op.partition(" ")[0]]
