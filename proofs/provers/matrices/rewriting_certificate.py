"""Check a certificate of a matrix identity: expand it, in sympy's non-commutative algebra.

The second route beside :mod:`proofs.provers.matrices.noncommutative_rewriting`: it reads the
statement anew, sees that all shapes fit, and shares no code with what found the certificate.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

import sympy as sp

from proofs.claims.matrix_identity import MatrixIdentity
from proofs.provers.expressions.definedness import is_everywhere


class NotCertifiedError(ValueError):
    """The certificate has a part that makes no sense."""


Shape = tuple[sp.Expr, sp.Expr]
Factor = tuple[sp.Expr, Shape]
"""A polynomial in non-commuting symbols, and the shape of the matrix it stands for."""

Letter = tuple[sp.MatrixSymbol | sp.OneMatrix, bool]
Source = tuple[sp.Eq | sp.OneMatrix, bool]
Key = tuple[tuple[Letter, ...], Source, tuple[Letter, ...]]
"""Letters before an equation, the equation, and letters behind; each transposed or not.

A column of ones stands for 1ᵀ1 = n where an equation is asked for.
"""


def confirms(statement: MatrixIdentity, certificate: Mapping[Key, sp.Expr]) -> bool:
    """Whether left - right = Σ c·x·(equation)·y, where every product exists.

    Raises
    ------
    NotCertifiedError
        If a letter or an equation is not the statement's, or shapes do not fit.
    """
    left, shape = _polynomial(statement.left)
    right, same = _polynomial(statement.right)
    if shape != same:
        raise NotCertifiedError(f"the sides are {shape} and {same}")
    equations: dict[Source, Factor] = {}
    total = left - right
    for (before, source, after), c in certificate.items():
        if source not in equations:
            equations[source] = _equation(statement, *source)
        ahead, behind = (_read(word) for word in (before, after))
        product, its_shape = _product([*ahead, equations[source], *behind])
        if its_shape != shape:
            raise NotCertifiedError(f"a term is {its_shape}, the identity {shape}")
        total -= _defined(c) * product
    return bool(sp.expand(total) == 0)


def _equation(statement: MatrixIdentity, equation: sp.Eq | sp.OneMatrix, flip: bool) -> Factor:
    """Return an equation of the certificate, as what is zero, and its shape."""
    if equation in statement.given:
        sides = equation.args
    elif isinstance(equation, sp.OneMatrix) and equation.shape[1] == 1:
        square = sp.MatMul(sp.Transpose(equation), equation, evaluate=False)
        sides = (square, equation.shape[0] * sp.Identity(1))
    else:
        raise NotCertifiedError(f"{equation} is not given")
    (left, shape), (right, same) = (_polynomial(side, flip) for side in sides)
    if shape != same:
        raise NotCertifiedError(f"the sides of an equation are {shape} and {same}")
    return left - right, shape


def _read(word: Iterable[Letter]) -> list[Factor]:
    return [_polynomial(matrix, flip) for matrix, flip in word]


def _product(factors: list[Factor]) -> Factor:
    for (_, (_, cols)), (_, (rows, _)) in pairwise(factors):
        if cols != rows:
            raise NotCertifiedError(f"{cols} columns before {rows} rows")
    return sp.Mul(*(p for p, _ in factors)), (factors[0][1][0], factors[-1][1][1])


def _polynomial(expr: sp.MatrixExpr, flip: bool = False) -> Factor:
    """Return a matrix expression, or its transpose, in non-commuting symbols."""
    if isinstance(expr, sp.Transpose):
        return _polynomial(expr.arg, not flip)
    if isinstance(expr, sp.MatAdd):
        terms = [_polynomial(arg, flip) for arg in expr.args]
        if len({shape for _, shape in terms}) > 1:
            raise NotCertifiedError(f"a sum of different shapes: {expr}")
        return sp.Add(*(p for p, _ in terms)), terms[0][1]
    if isinstance(expr, sp.MatMul):
        factor, matrices = expr.as_coeff_matrices()
        for scalar in expr.args:
            if not scalar.is_Matrix:
                _defined(scalar)  # as it is written: the factor has them multiplied
        ordered = reversed(matrices) if flip else matrices
        product, shape = _product([_polynomial(matrix, flip) for matrix in ordered])
        return factor * product, shape
    if isinstance(expr, sp.MatPow) and expr.exp.is_Integer and expr.exp > 0:
        return _product([_polynomial(expr.base, flip)] * int(expr.exp))
    rows, cols = (sp.expand(size) for size in (reversed(expr.shape) if flip else expr.shape))
    if isinstance(expr, sp.Identity):
        return sp.S.One, (rows, cols)
    if isinstance(expr, sp.ZeroMatrix):
        return sp.S.Zero, (rows, cols)
    if isinstance(expr, sp.OneMatrix):
        return _ones(rows) * _ones(cols, flip=True), (rows, cols)
    if isinstance(expr, sp.MatrixSymbol):
        return _symbol(expr, flip), (rows, cols)
    raise NotCertifiedError(f"{type(expr).__name__} is not known here")


def _defined(factor: sp.Expr) -> sp.Expr:
    """Return a scalar that has a value everywhere."""
    if not is_everywhere(factor):
        raise NotCertifiedError(f"{factor} may be undefined")
    return factor


def _ones(size: sp.Expr, *, flip: bool = False) -> sp.Expr:
    return sp.S.One if size == 1 else _symbol(sp.OneMatrix(size, 1), flip)


@lru_cache(maxsize=1000)
def _symbol(matrix: sp.MatrixExpr, flip: bool) -> sp.Symbol:
    # the name tells apart what prints alike: sizes of one name, a symbol named like a product
    return sp.Symbol(f"{sp.srepr(matrix)}{'ᵀ' if flip else ''}", commutative=False)
