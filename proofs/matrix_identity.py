"""Identities between matrices of any size with arbitrary entries: data, and its checks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sympy import (
    Basic,
    Eq,
    Expr,
    Float,
    ImmutableMatrix,
    MatrixBase,
    MatrixExpr,
    MatrixSymbol,
    Symbol,
    expand,
    nan,
    oo,
    sympify,
)

from proofs.domain import allows
from proofs.errors import ClaimError

Assignment: TypeAlias = tuple[tuple[MatrixSymbol | Symbol, ImmutableMatrix | Expr], ...]
"""A value for each matrix, size and scalar of an identity."""


@dataclass(frozen=True)
class MatrixIdentity:
    """``left`` equals ``right`` for all real matrices that satisfy ``given``, of any sizes.

    Matrices are ``MatrixSymbol`` with arbitrary entries, ``Identity``, ``OneMatrix`` and
    ``ZeroMatrix``, joined by sums, products, transposes and scalar factors. Sizes may be symbols.

    Attributes
    ----------
    left, right : MatrixExpr
    given : tuple of Eq
        Equations between matrices that are assumed.
    examples : tuple of mappings, or of pairs
        Exact values, of each matrix, size and scalar, that satisfy ``given``: they show that it
        can be met, and a false identity is refuted there. At least one.

    Raises
    ------
    ClaimError
        If a side is no expression of matrices, shapes differ, or an example lacks a value, has
        one of another shape, one that is not exact, or one that its symbol cannot have.

    Examples
    --------
    >>> from sympy import Identity, ImmutableMatrix, MatrixSymbol, Symbol
    >>> n = Symbol("n", integer=True, positive=True)
    >>> A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
    >>> inverse = Eq(A * B, Identity(n), evaluate=False)
    >>> two = {n: 1, A: ImmutableMatrix([[2]]), B: ImmutableMatrix([[1]]) / 2}
    >>> MatrixIdentity(B.T * A.T, Identity(n), inverse, two).right
    I
    """

    left: MatrixExpr
    right: MatrixExpr
    given: tuple[Eq, ...] = ()
    examples: tuple[Assignment, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in (("given", Eq), ("examples", Mapping)):
            value = getattr(self, name)
            several = (value,) if isinstance(value, kind) else value
            object.__setattr__(self, name, tuple(several))
        for name, sides in (("left and right", (self.left, self.right)), *self._conditions()):
            for side in sides:
                if not isinstance(side, MatrixExpr):
                    msg = f"MatrixIdentity: {name} has {side!r}; give an expression of matrices"
                    raise ClaimError(msg)
            first, second = (tuple(map(expand, side.shape)) for side in sides)
            if first != second:
                msg = f"MatrixIdentity: {name} are {first} and {second}; give equal shapes"
                raise ClaimError(msg)
        if not self.examples:
            msg = "MatrixIdentity: examples is empty; give values that satisfy the conditions"
            raise ClaimError(msg)
        object.__setattr__(self, "examples", tuple(map(_read_example, self.examples)))
        for example in self.examples:
            _check_example(example)
            if missing := self.free_symbols - {symbol for symbol, _ in example}:
                names = ", ".join(sorted(map(str, missing)))
                msg = f"MatrixIdentity: an example has no value for {names}"
                raise ClaimError(msg)

    def _conditions(self) -> Iterator[tuple[str, tuple[MatrixExpr, MatrixExpr]]]:
        for number, condition in enumerate(self.given, 1):
            if not isinstance(condition, Eq):
                msg = f"MatrixIdentity: condition {number} is {condition!r}; give an Eq of matrices"
                raise ClaimError(msg)
            yield f"condition {number}", condition.args

    @property
    def free_symbols(self) -> set[Symbol | MatrixSymbol]:
        """Matrices, sizes and scalars that it speaks of."""
        found: set[Symbol | MatrixSymbol] = set()
        return found.union(*(x.free_symbols for x in (self.left, self.right, *self.given)))


def _read_example(example: object) -> Assignment:
    """Read a mapping, or pairs, of symbols and values; text is refused, not evaluated."""
    given = example.items() if isinstance(example, Mapping) else example
    found = []
    for pair in given if isinstance(given, Iterable) else (given,):
        symbol, value = pair if isinstance(pair, tuple) and len(pair) == 2 else (None, pair)
        if not isinstance(symbol, Symbol | MatrixSymbol) or isinstance(value, str):
            msg = f"MatrixIdentity: an example has {pair!r}; give a symbol and its value"
            raise ClaimError(msg)
        if not isinstance(value, Basic):
            value = ImmutableMatrix(value) if isinstance(value, MatrixBase) else sympify(value)
        found.append((symbol, value))
    return tuple(found)


@lru_cache(maxsize=128)
def _check_example(example: Assignment) -> None:
    """Refuse values that are no numbers, of another shape, or that a symbol does not allow."""
    values = dict(example)
    for symbol, value in example:
        if value.free_symbols or value.has(Float, nan, oo, -oo):
            msg = f"MatrixIdentity: an example has {symbol} = {value}; give exact numbers"
            raise ClaimError(msg)
        if isinstance(symbol, MatrixSymbol):
            wanted = tuple(size.xreplace(values) for size in symbol.shape)
            if getattr(value, "shape", ()) != wanted:
                msg = f"MatrixIdentity: an example has {symbol} = {value}; its shape is {wanted}"
                raise ClaimError(msg)
        elif isinstance(value, Expr) and allows(symbol, value) is False:
            msg = f"MatrixIdentity: an example has {symbol} = {value}, which {symbol} cannot be"
            raise ClaimError(msg)
