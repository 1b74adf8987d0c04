"""Products of matrices inside one block, and the rules that shorten them.

A block is a sum of scalar multiples of *products*; a product is a Kronecker product of *chains*; a
chain is a product of atoms (ones, F, Fᵀ, or any matrix the rules know nothing about). The empty
chain is an identity. The rules are those of the theory: FᵀF = I, Fᵀ1 = 0, 1ᵀF = 0,
FFᵀ = I - 11ᵀ/m, 1ᵀ1 = m and (A⊗B)(C⊗D) = AC⊗BD.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra.block_matrices.radicals import tidy
from spectra.block_matrices.sum_zero_basis import SumZeroBasis
from spectra.errors import NotReducibleError


@dataclass(frozen=True)
class Chain:
    """A product of atoms from `cols` dimensions to `rows`; no atoms make an identity."""

    rows: sp.Expr
    cols: sp.Expr
    atoms: tuple[sp.MatrixExpr, ...] = ()


Product = tuple[Chain, ...]
"""A Kronecker product of chains; the empty product is the scalar 1."""
Terms = dict[Product, sp.Expr]
"""A sum of scalar multiples of products; empty is zero."""


@lru_cache(maxsize=4096)
def size(expr: sp.Expr) -> sp.Expr:
    """Canonical form of a dimension, so that equal ones compare equal."""
    return sp.expand(sp.cancel(expr))


def ones(rows: sp.Expr, cols: sp.Expr) -> Chain:
    """All-ones matrix 1·1ᵀ."""
    column = () if rows == 1 else (sp.OneMatrix(rows, 1),)
    row = () if cols == 1 else (sp.OneMatrix(1, cols),)
    return Chain(rows, cols, column + row)


def transpose_atom(atom: sp.MatrixExpr) -> sp.MatrixExpr:
    """Transpose of one atom."""
    if isinstance(atom, sp.OneMatrix):
        return sp.OneMatrix(atom.cols, atom.rows)
    return atom.arg if isinstance(atom, sp.Transpose) else sp.Transpose(atom)


def transpose_product(product: Product) -> Product:
    """Transpose of a product."""
    return tuple(
        Chain(c.cols, c.rows, tuple(transpose_atom(a) for a in reversed(c.atoms))) for c in product
    )


def _shorten_pair(
    a: sp.MatrixExpr, b: sp.MatrixExpr
) -> list[tuple[sp.Expr, tuple[sp.MatrixExpr, ...]]] | None:
    """Rewrite the product of two neighbours, or None where no rule applies."""
    a_is_row = isinstance(a, sp.OneMatrix) and a.rows == 1
    b_is_column = isinstance(b, sp.OneMatrix) and b.cols == 1
    a_is_dual = isinstance(a, sp.Transpose) and isinstance(a.arg, SumZeroBasis)
    if a_is_row and b_is_column:  # 1ᵀ1 = m
        return [(a.cols, ())]
    if (a_is_row and isinstance(b, SumZeroBasis)) or (a_is_dual and b_is_column):  # 1ᵀF, Fᵀ1
        return []
    if a_is_dual and b == a.arg:  # FᵀF = I
        return [(sp.S.One, ())]
    if isinstance(a, SumZeroBasis) and b == sp.Transpose(a):  # FFᵀ = I - 11ᵀ/m
        m = a.rows
        return [(sp.S.One, ()), (-1 / m, ones(m, m).atoms)]
    return None


@lru_cache(maxsize=4096)
def _shorten(
    atoms: tuple[sp.MatrixExpr, ...],
) -> tuple[tuple[tuple[sp.MatrixExpr, ...], sp.Expr], ...]:
    """Apply the rules until none applies; sums appear because FFᵀ is one."""
    for i in range(len(atoms) - 1):
        rewritten = _shorten_pair(atoms[i], atoms[i + 1])
        if rewritten is None:
            continue
        total: dict[tuple[sp.MatrixExpr, ...], sp.Expr] = {}
        for factor, middle in rewritten:
            for rest, coefficient in _shorten(atoms[:i] + middle + atoms[i + 2 :]):
                total[rest] = total.get(rest, sp.S.Zero) + factor * coefficient
        return tuple(total.items())
    return ((atoms, sp.S.One),)


def _split(chain: Chain, cols: sp.Expr) -> tuple[Chain, Chain]:
    """Write a chain as a Kronecker product whose first factor has `cols` columns."""
    rest = size(chain.cols / cols)
    if rest.is_integer is False or not rest.as_numer_denom()[1].is_number:
        raise NotReducibleError(f"{chain.cols} is not a multiple of {cols}")
    if not chain.atoms:
        return Chain(cols, cols), Chain(rest, rest)
    last = chain.atoms[-1]
    if isinstance(last, sp.OneMatrix) and last.rows == 1:
        head = (*chain.atoms[:-1], *ones(sp.S.One, cols).atoms)
        return Chain(chain.rows, cols, head), ones(sp.S.One, rest)
    raise NotReducibleError(f"{last} is not a Kronecker product")


def _aligned(left: Product, right: Product) -> list[tuple[Chain, Chain]]:
    """Pair the factors of two products so that (A⊗B)(C⊗D) = AC⊗BD applies."""
    one = Chain(sp.S.One, sp.S.One)
    pairs = []
    a, b = list(left), list(right)
    while a or b:
        if a and b and a[0].cols == 1 and b[0].rows == 1:
            pairs.append((a.pop(0), b.pop(0)))
        elif a and a[0].cols == 1:
            pairs.append((a.pop(0), one))
        elif b and b[0].rows == 1:
            pairs.append((one, b.pop(0)))
        elif not (a and b):
            raise NotReducibleError("the factors of a Kronecker product do not match")
        elif a[0].cols == b[0].rows:
            pairs.append((a.pop(0), b.pop(0)))
        else:
            _split_first(a, b)
    return pairs


def _split_first(a: list[Chain], b: list[Chain]) -> None:
    """Split the first factor of either product to the size of the other's, in place."""
    try:
        a[0:1] = _split(a[0], b[0].rows)
    except NotReducibleError:
        (dual,) = transpose_product((b[0],))
        b[0:1] = transpose_product(_split(dual, a[0].cols))


def _merge(product: Product) -> Product:
    """Join neighbours: I⊗I = I, a column beside a row is their product, units vanish."""
    merged: list[Chain] = []
    for chain in product:
        if chain.rows == chain.cols == 1 and not chain.atoms:
            continue
        previous = merged[-1] if merged else None
        joined = _join(previous, chain) if previous is not None else None
        if joined is None:
            merged.append(chain)
        else:
            merged[-1] = joined
    return tuple(merged) if len(merged) == len(product) else _merge(tuple(merged))


def _join(a: Chain, b: Chain) -> Chain | None:
    """One chain for a⊗b where there is one."""
    if not a.atoms and not b.atoms:
        side = size(a.rows * b.rows)
        return Chain(side, side)
    if a.cols == 1 and b.rows == 1:
        return Chain(a.rows, b.cols, a.atoms + b.atoms)
    if a.rows == 1 and b.cols == 1:
        return Chain(b.rows, a.cols, b.atoms + a.atoms)
    if all(isinstance(x, sp.OneMatrix) for x in a.atoms + b.atoms) and a.atoms and b.atoms:
        return _join_ones(a, b)
    return None


def _join_ones(a: Chain, b: Chain) -> Chain | None:
    """All-ones beside all-ones is all-ones."""
    if any(c != ones(c.rows, c.cols) for c in (a, b)):
        return None
    return ones(size(a.rows * b.rows), size(a.cols * b.cols))


@lru_cache(maxsize=4096)
def multiply_products(left: Product, right: Product) -> tuple[tuple[Product, sp.Expr], ...]:
    """Multiply two products; the result is a sum of products."""
    partial: Terms = {(): sp.S.One}
    for a, b in _aligned(left, right):
        shortened = _shorten(a.atoms + b.atoms)
        partial = {
            (*product, Chain(a.rows, b.cols, atoms)): coefficient * factor
            for product, coefficient in partial.items()
            for atoms, factor in shortened
        }
    return tuple(collect((_merge(product), c) for product, c in partial.items()).items())


def collect(terms: Iterable[tuple[Product, sp.Expr]]) -> Terms:
    """Sum of terms: equal products are added, and what vanishes is left out."""
    total: Terms = {}
    for product, coefficient in terms:
        total[product] = total.get(product, sp.S.Zero) + coefficient
    short = {product: tidy(coefficient) for product, coefficient in total.items()}
    return {product: coefficient for product, coefficient in short.items() if coefficient != 0}


def kronecker_products(left: Product, right: Product) -> Product:
    """Kronecker product of two products."""
    return _merge(left + right)


def single(chain: Chain) -> Product:
    """Product of one chain."""
    return _merge((chain,))


def product_to_matrix(product: Product) -> sp.MatrixExpr:
    """Write a product as a sympy matrix expression."""
    factors = [_chain_to_matrix(c) for c in product]
    if not factors:
        return sp.Identity(1)
    return factors[0] if len(factors) == 1 else KroneckerProduct(*factors)


def _chain_to_matrix(chain: Chain) -> sp.MatrixExpr:
    if not chain.atoms:
        return sp.Identity(chain.rows)
    if chain == ones(chain.rows, chain.cols):
        return sp.OneMatrix(chain.rows, chain.cols)
    return chain.atoms[0] if len(chain.atoms) == 1 else sp.MatMul(*chain.atoms)
