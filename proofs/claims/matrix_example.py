"""Exact values for the matrices, sizes and scalars of an identity: read and checked."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

from sympy import (
    Expr,
    Float,
    I,
    ImmutableMatrix,
    MatrixBase,
    MatrixSymbol,
    Symbol,
    nan,
    oo,
    zoo,
)

from proofs.claims.as_sympy import as_sympy
from proofs.claims.domain import allows
from proofs.errors import ClaimError
from spectra.errors import short

Assignment: TypeAlias = tuple[tuple[MatrixSymbol | Symbol, ImmutableMatrix | Expr], ...]
"""A value for each matrix, size and scalar of an identity."""

LARGEST = 64
"""Rows or columns of a matrix in an example."""


def check(example: Assignment, symbols: set[Symbol | MatrixSymbol], sizes: Iterable[Expr]) -> None:
    """Refuse an example that lacks a value, or has one that cannot be.

    Raises
    ------
    ClaimError
        If a symbol has no value; if a value is not exact and real, or not of the shape or kind
        that its symbol declares; or if a size is no integer from 1 to ``LARGEST``.
    """
    _check_each(example)
    values = dict(example)
    if missing := symbols - values.keys():
        names = ", ".join(sorted(map(str, missing)))
        raise ClaimError(f"MatrixIdentity: an example has no value for {names}")
    for size in sizes:
        found = size.xreplace(values)
        if not (found.is_Integer and 0 < found <= LARGEST):
            raise ClaimError(
                f"MatrixIdentity: an example has the size {size} = {found}; "
                f"give values at which every size is an integer from 1 to {LARGEST}"
            )


def read(example: object) -> Assignment:
    """Read a mapping, or pairs, of symbols and values; text is refused, not evaluated."""
    given = example.items() if isinstance(example, Mapping) else example
    found: dict[MatrixSymbol | Symbol, ImmutableMatrix | Expr] = {}
    for pair in given if isinstance(given, Iterable) else (given,):
        symbol, value = pair if isinstance(pair, tuple) and len(pair) == 2 else (None, pair)
        if not isinstance(symbol, Symbol | MatrixSymbol) or isinstance(value, str):
            raise ClaimError(
                f"MatrixIdentity: an example has {short(pair)}; give a symbol and its value"
            )
        if symbol in found:
            raise ClaimError(f"MatrixIdentity: an example has two values for {symbol}; give one")
        found[symbol] = _exact(symbol, value)
    return tuple(found.items())


def _exact(symbol: object, value: object) -> ImmutableMatrix | Expr:
    if isinstance(value, MatrixBase):
        return ImmutableMatrix(value)
    made = as_sympy(value)
    if made is None:
        raise ClaimError(
            f"MatrixIdentity: an example has {symbol} = {short(value)}; give a number or a Matrix"
        )
    return made


@lru_cache(maxsize=128)
def _check_each(example: Assignment) -> None:
    """Refuse values that are no numbers, of another shape, or that a symbol does not allow."""
    values = dict(example)
    for symbol, value in example:
        if value.free_symbols or value.has(Float, I, nan, oo, -oo, zoo):
            raise ClaimError(
                f"MatrixIdentity: an example has {symbol} = {value}; give exact real numbers"
            )
        if isinstance(symbol, MatrixSymbol):
            wanted = tuple(size.xreplace(values) for size in symbol.shape)
            if not isinstance(value, ImmutableMatrix) or value.shape != wanted:
                raise ClaimError(
                    f"MatrixIdentity: an example has {symbol} = {value}; its shape is {wanted}"
                )
        elif not isinstance(value, Expr) or value.is_Matrix or allows(symbol, value) is not True:
            raise ClaimError(
                f"MatrixIdentity: an example has {symbol} = {value}, which {symbol} cannot be"
            )
