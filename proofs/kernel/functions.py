"""The defined terms: when each exists, what defines it, its value in balls, its derivative.

A term ``x = op(a, b, ...)`` may be used once its conditions are proved. From then on ``x`` is a
generator of the polynomials, and ``facts`` hold of it. Each line of :data:`FUNCTIONS` is an axiom.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from flint import arb, fmpq

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, Formula, Some, fact
from proofs.kernel.language import LARGEST_POWER
from proofs.kernel.polynomials import Poly, Ring

if TYPE_CHECKING:
    from collections.abc import Callable

Ball = Any
Args = tuple[Poly, ...]


class Known(Protocol):
    """What a function asks of the scope."""

    ring: Ring

    def find(self, op: str, args: Args) -> Poly:
        """Return the generator of a term."""

    def is_integral(self, p: Poly) -> bool:
        """Whether a polynomial takes integer values."""

    def is_even(self, p: Poly) -> bool:
        """Whether a polynomial takes even values."""


def _none(*_: object) -> list[Formula]:
    return []


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
        Name under which the facts stand in :mod:`proofs.kernel.axioms`.
    needs : pairs of an argument's position and a relation
        The term is defined where each of these arguments has this relation to 0.
    accepts : callable, optional
        From the scope and the arguments, whether their kinds allow the term.
    facts : callable
        From the term and its arguments, what then holds.
    slope : callable, optional
        From the scope, the term and its arguments, the derivative by the first argument.
    continuous, integer : bool
        Whether it is continuous wherever it is defined; whether its values are integers.
    """

    size: int
    ball: Callable[..., Ball]
    axiom: str
    needs: tuple[tuple[int, str], ...] = ()
    accepts: Callable[[Known, Args], bool] | None = field(default=None)
    facts: Callable[..., list[Formula]] = _none
    slope: Callable[[Known, Poly, Args], Poly] | None = field(default=None)
    continuous: bool = True
    integer: bool = False


def order(n: Poly) -> int:
    """Return which root is meant."""
    value = n.leading_coefficient() if n.is_constant() and not n.is_zero() else fmpq(0)
    ensure(value.q == 1 and 2 <= value <= LARGEST_POWER, "a root has a whole order from 2 on")
    return int(value.p)


def _choice(first: Poly, second: Poly, x: Poly, sign: int) -> list[Formula]:
    """Say that x is the larger (sign 1) or smaller (sign -1) of two values."""
    gap = sign * (first - second)
    one = All((fact(gap, ">="), fact(x - first, "=")))
    return [Some((one, All((fact(-gap, ">"), fact(x - second, "=")))))]


def _at_zero(value: int) -> Callable[[Poly, Poly], list[Formula]]:
    return lambda x, a: [fact(x - value, "=")] if a.is_zero() else []


def _bounded(value: int) -> Callable[[Poly, Poly], list[Formula]]:
    at_zero = _at_zero(value)
    return lambda x, a: [fact(1 - x, ">="), fact(1 + x, ">="), *at_zero(x, a)]


def _erf_slope(scope: Known, _x: Poly, args: Args) -> Poly:
    root = scope.find("root", (scope.find("pi", ()), scope.ring.constant(2)))
    return 2 * scope.find("exp", (-(args[0] ** 2),)) * scope.find("inv", (root,))


def _root_slope(scope: Known, x: Poly, args: Args) -> Poly:
    n = order(args[1])
    return scope.find("inv", (n * x ** (n - 1),))


def _root_ball(a: Ball, n: Ball) -> Ball:
    # a ball that reaches below 0 stands for a value that is known to be at least 0
    return a.nonnegative_part().root(int(n.unique_fmpz()))


def _power_facts(x: Poly, a: Poly, n: Poly) -> list[Formula]:
    if n.is_zero() or n == 1:
        return [fact(x - (1 if n.is_zero() else a), "=")]
    return []


F = Function
FUNCTIONS: dict[str, Function] = {
    "inv": F(1, lambda a: 1 / a, "field", ((0, "!="),),
             facts=lambda x, a: [fact(x * a - 1, "=")], slope=lambda _s, x, _a: -(x**2)),
    "root": F(2, _root_ball, "roots", ((0, ">="),), slope=_root_slope,
              facts=lambda x, a, n: [fact(x ** order(n) - a, "="), fact(x, ">=")]),
    "exp": F(1, lambda a: a.exp(), "exponential",
             facts=lambda x, _a: [fact(x, ">")], slope=lambda _s, x, _a: x),
    "log": F(1, lambda a: a.log(), "logarithm", ((0, ">"),), slope=lambda s, _x, a: s.find("inv", a)),
    "abs": F(1, abs, "absolute value", facts=lambda x, a: _choice(a, -a, x, 1)),
    "max": F(2, lambda a, b: a.max(b), "absolute value", facts=lambda x, a, b: _choice(a, b, x, 1)),
    "min": F(2, lambda a, b: a.min(b), "absolute value", facts=lambda x, a, b: _choice(a, b, x, -1)),
    "floor": F(1, lambda a: a.floor(), "integers", continuous=False, integer=True,
               facts=lambda x, a: [fact(a - x, ">="), fact(x + 1 - a, ">")]),
    "half": F(1, lambda a: a / 2, "integers", accepts=lambda s, a: s.is_even(a[0]), integer=True,
              facts=lambda x, a: [fact(2 * x - a, "=")]),
    "power": F(2, lambda a, n: a ** int(n.unique_fmpz()), "integer powers", ((1, ">="),),
               accepts=lambda s, a: s.is_integral(a[1]), facts=_power_facts, continuous=False),
    "pi": F(0, arb.pi, "trigonometry"),
    "sin": F(1, lambda a: a.sin(), "trigonometry",
             facts=_bounded(0), slope=lambda s, _x, a: s.find("cos", a)),
    "cos": F(1, lambda a: a.cos(), "trigonometry",
             facts=_bounded(1), slope=lambda s, _x, a: -s.find("sin", a)),
    "atan": F(1, lambda a: a.atan(), "trigonometry",
              facts=_at_zero(0), slope=lambda s, _x, a: s.find("inv", (1 + a[0] ** 2,))),
    "erf": F(1, lambda a: a.erf(), "error function", facts=_at_zero(0), slope=_erf_slope),
    "sum": F(-1, lambda *_: arb.nan(), "finite sums", continuous=False),
    "product": F(-1, lambda *_: arb.nan(), "finite sums", continuous=False),
    "series": F(-1, lambda *_: arb.nan(), "geometric series", continuous=False),
}  # fmt: skip


def function(op: str) -> Function:
    """Return the function of a term; that of a sum has its summand behind its name."""
    return FUNCTIONS[op.partition(" ")[0]]
