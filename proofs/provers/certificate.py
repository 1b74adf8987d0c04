"""Check a certificate of a matrix identity: expand it, in sympy's non-commutative algebra.

The second route beside :mod:`proofs.provers.words`: it reads the statement anew, sees that all
shapes fit, and shares no code with what found the certificate.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import sympy as sp

from proofs.matrix_identity import MatrixIdentity


class NotCertifiedError(ValueError):
    """The certificate has a part that makes no sense."""


Shape = tuple[sp.Expr, sp.Expr]
Factor = tuple[sp.Expr, Shape]
"""A polynomial in non-commuting symbols, and the shape of the matrix it stands for."""

Letter = tuple[str, bool]
Key = tuple[tuple[Letter, ...], tuple[str, bool], tuple[Letter, ...]]


def confirms(statement: MatrixIdentity, certificate: Mapping[Key, sp.Expr]) -> bool:
    """Whether left - right = Σ c·x·(equation)·y, where every product exists.

    Raises
    ------
    NotCertifiedError
        If a letter or an equation is unknown, or shapes do not fit.
    """
    letters = _letters(statement)
    left, shape = _polynomial(statement.left)
    right, same = _polynomial(statement.right)
    if shape != same:
        msg = f"the sides are {shape} and {same}"
        raise NotCertifiedError(msg)
    equations: dict[tuple[str, bool], Factor] = {}
    total = left - right
    for (before, source, after), c in certificate.items():
        if source not in equations:
            equations[source] = _equation(statement, letters, *source)
        ahead, behind = (_read(letters, word) for word in (before, after))
        product, its_shape = _product([*ahead, equations[source], *behind])
        if its_shape != shape:
            msg = f"a term is {its_shape}, the identity {shape}"
            raise NotCertifiedError(msg)
        total -= _defined(c) * product
    return bool(sp.expand(total) == 0)


def _letters(statement: MatrixIdentity) -> dict[str, sp.MatrixExpr]:
    sides = (statement.left, statement.right, *statement.given)
    matrices = set().union(*(side.atoms(sp.MatrixSymbol) for side in sides))
    found = {matrix.name: matrix for matrix in matrices}
    if len(found) < len(matrices):
        msg = "two matrices have the same name"
        raise NotCertifiedError(msg)
    for ones in set().union(*(side.atoms(sp.OneMatrix) for side in sides)):
        for size in map(sp.expand, ones.shape):
            found[f"ones {size}"] = sp.OneMatrix(size, 1)
    return found


def _equation(
    statement: MatrixIdentity, letters: Mapping[str, sp.MatrixExpr], name: str, flip: bool
) -> Factor:
    """Return an equation of the certificate, as what is zero, and its shape."""
    if name.isdecimal() and int(name) < len(statement.given):
        sides = statement.given[int(name)].args
    elif name.startswith("ones ") and name in letters:
        ones = letters[name]
        square = sp.MatMul(sp.Transpose(ones), ones, evaluate=False)
        sides = (square, ones.shape[0] * sp.Identity(1))
    else:
        msg = f"no equation {name}"
        raise NotCertifiedError(msg)
    (left, shape), (right, same) = (_polynomial(side, flip) for side in sides)
    if shape != same:
        msg = f"the sides of an equation are {shape} and {same}"
        raise NotCertifiedError(msg)
    return left - right, shape


def _read(letters: Mapping[str, sp.MatrixExpr], word: Iterable[Letter]) -> list[Factor]:
    try:
        return [_polynomial(letters[name], flip) for name, flip in word]
    except KeyError as missing:
        msg = f"no matrix {missing}"
        raise NotCertifiedError(msg) from None


def _product(factors: list[Factor]) -> Factor:
    for (_, (_, cols)), (_, (rows, _)) in pairwise(factors):
        if cols != rows:
            msg = f"{cols} columns before {rows} rows"
            raise NotCertifiedError(msg)
    return sp.Mul(*(p for p, _ in factors)), (factors[0][1][0], factors[-1][1][1])


def _polynomial(expr: sp.MatrixExpr, flip: bool = False) -> Factor:
    """Return a matrix expression, or its transpose, in non-commuting symbols."""
    if isinstance(expr, sp.Transpose):
        return _polynomial(expr.arg, not flip)
    if isinstance(expr, sp.MatAdd):
        terms = [_polynomial(arg, flip) for arg in expr.args]
        if len({shape for _, shape in terms}) > 1:
            msg = f"a sum of different shapes: {expr}"
            raise NotCertifiedError(msg)
        return sp.Add(*(p for p, _ in terms)), terms[0][1]
    if isinstance(expr, sp.MatMul):
        factor, matrices = expr.as_coeff_matrices()
        ordered = reversed(matrices) if flip else matrices
        product, shape = _product([_polynomial(matrix, flip) for matrix in ordered])
        return _defined(factor) * product, shape
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
        name = f"{'transpose' if flip else 'matrix'}:{expr.name}"
        return sp.Symbol(name, commutative=False), (rows, cols)
    msg = f"{type(expr).__name__} is not known here"
    raise NotCertifiedError(msg)


def _defined(factor: sp.Expr) -> sp.Expr:
    """Return a scalar whose denominator is never zero."""
    denominator = sp.fraction(sp.together(factor))[1]
    if not denominator.is_nonzero:
        msg = f"{denominator} in a denominator may be zero"
        raise NotCertifiedError(msg)
    return factor


def _ones(size: sp.Expr, *, flip: bool = False) -> sp.Expr:
    if size == 1:
        return sp.S.One
    return sp.Symbol(f"{'1ᵀ' if flip else '1'}:{size}", commutative=False)
