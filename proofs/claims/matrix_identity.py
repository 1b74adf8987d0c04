"""Identities between matrices of any size with arbitrary entries: data, and its checks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from sympy import (
    BlockMatrix,
    Eq,
    Expr,
    Float,
    Identity,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Symbol,
    Transpose,
    ZeroMatrix,
    expand,
    sympify,
)
from sympy.matrices.expressions.kronecker import KroneckerProduct

from proofs.claims.matrix_example import Assignment, check, read
from proofs.claims.matrix_trace import Trace
from proofs.claims.named import NamedMatrix
from proofs.claims.relation import see_axioms
from proofs.claims.statement import Statement
from proofs.errors import ClaimError
from spectra import SumZeroBasis
from spectra.display.latex_printer import words
from spectra.errors import short

JOINED = (Transpose, MatAdd, MatMul, MatPow, Trace, KroneckerProduct, BlockMatrix, NamedMatrix)
PARTS = (MatrixSymbol, Identity, OneMatrix, ZeroMatrix, SumZeroBasis, *JOINED)
"""What an expression of matrices is made of here; of powers, those with a positive integer."""


@dataclass(frozen=True)
class MatrixIdentity(Statement):
    """``left`` equals ``right`` for all real matrices that satisfy ``given``, of any sizes.

    Matrices are ``MatrixSymbol`` with arbitrary entries, ``Identity``, ``OneMatrix`` and
    ``ZeroMatrix``, and ``spectra.SumZeroBasis``, joined by sums, products, powers, transposes, traces,
    blocks, ``A ⊗ OneMatrix`` and scalar factors. Sizes may be symbols; all are positive integers.

    Attributes
    ----------
    left, right : MatrixExpr
    given : tuple of Eq
        Equations between matrices that are assumed.
    examples : tuple of mappings, or of pairs
        Exact real values, of each matrix, size and scalar, that satisfy ``given``: they show that
        it can be met, and a false identity is refuted there. At least one.
    axioms : tuple of str
        Names in ``proofs.kernel.AXIOMS`` of what a claim uses to conclude from the identity: "flow",
        say, where an identity of derivatives shows that a formula is the solution. They are listed
        with those of the proof.

    Raises
    ------
    ClaimError
        If a side is no expression of such matrices, two symbols have one name, shapes differ,
        an axiom is unknown, or an example lacks a value, has one of another shape, one that is not
        exact and real, or one that its symbol cannot have.

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
    axioms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in (("given", Eq), ("examples", Mapping)):
            value = getattr(self, name)
            several = (value,) if isinstance(value, kind) else value
            if not isinstance(several, Iterable):
                need = "give a condition, or several in a tuple" if kind is Eq else "give a mapping"
                raise ClaimError(f"MatrixIdentity: {name} is {short(value)}; {need}")
            object.__setattr__(self, name, tuple(several))
        for name, sides in (("left and right", (self.left, self.right)), *self._conditions()):
            for side in sides:
                _check_side(name, side)
            first, second = map(_shape, sides)
            if first != second:
                raise ClaimError(
                    f"MatrixIdentity: {name} are {first} and {second}; give equal shapes"
                )
        for name, times in Counter(str(symbol) for symbol in self.symbols).items():
            if times > 1:
                raise ClaimError(
                    f"MatrixIdentity: {times} symbols have the name {name}; give each its own"
                )
        see_axioms("MatrixIdentity", self.axioms)
        if not self.examples:
            raise ClaimError(
                "MatrixIdentity: examples is empty; give values that satisfy the conditions"
            )
        object.__setattr__(self, "examples", tuple(map(read, self.examples)))
        for example in self.examples:
            check(example, self.symbols, self.sizes)

    def _conditions(self) -> Iterator[tuple[str, tuple[MatrixExpr, MatrixExpr]]]:
        for number, condition in enumerate(self.given, 1):
            if not isinstance(condition, Eq):
                raise ClaimError(
                    f"MatrixIdentity: condition {number} is {short(condition)}; give an Eq of matrices"
                )
            yield f"condition {number}", condition.args

    @cached_property
    def symbols(self) -> set[Symbol | MatrixSymbol]:
        """Matrices, sizes and scalars in it; each may have any value."""
        found: set[Symbol | MatrixSymbol] = set()
        return found.union(*map(_symbols_of, self._sides()))

    @cached_property
    def parts(self) -> set[MatrixExpr]:
        """Expressions of matrices that its sides and conditions are made of, and they."""
        return set[MatrixExpr]().union(*map(_parts_of, self._sides()))

    @cached_property
    def sizes(self) -> set[Expr]:
        """Numbers of rows and of columns of its parts."""
        return set[Expr]().union(*map(_sizes_of, self._sides()))

    def _sides(self) -> Iterator[MatrixExpr]:
        yield from (self.left, self.right)
        for equation in self.given:
            yield from equation.args

    @cached_property
    def scalars(self) -> set[Expr]:
        """Scalar factors, as they are written."""
        return {scalar for part in self.parts for scalar in _scalars(part)}

    def _sympystr(self, printer: Any) -> str:
        left, right, *given = map(printer._print, (self.left, self.right, *self.given))
        said = f"{left} = {right}"
        return f"{said} if {', '.join(given)}" if given else said

    def _latex(self, printer: Any) -> str:
        return " ".join(self.latex_parts(printer))

    def latex_parts(self, printer: Any) -> tuple[str, ...]:
        """Return the left side, the right one, and each condition."""
        left, right, *given = map(printer._print, (self.left, self.right, *self.given))
        last = len(given) - 1
        conditions = (
            f"{'' if n else words(' if ')}{condition}{',' if n < last else ''}"
            for n, condition in enumerate(given)
        )
        return (left, f"= {right}", *conditions)


def parts(expr: MatrixExpr) -> Iterator[MatrixExpr]:
    """Yield an expression of matrices and all that are in it.

    Examples
    --------
    >>> A = MatrixSymbol("A", 2, 3)
    >>> list(parts(2 * A.T))
    [2*A.T, A.T, A]
    """
    yield expr
    if isinstance(expr, JOINED):
        for arg in expr.blocks if isinstance(expr, BlockMatrix) else expr.args:
            if arg.is_Matrix:
                yield from parts(arg)


@lru_cache(maxsize=1000)
def _parts_of(side: MatrixExpr) -> frozenset[MatrixExpr]:
    # claims share their conditions
    return frozenset(parts(side))


@lru_cache(maxsize=1000)
def _sizes_of(side: MatrixExpr) -> frozenset[Expr]:
    return frozenset(sympify(size) for part in _parts_of(side) for size in part.shape)


@lru_cache(maxsize=1000)
def _symbols_of(side: MatrixExpr) -> frozenset[Symbol | MatrixSymbol]:
    return frozenset(side.free_symbols).union(*(size.free_symbols for size in _sizes_of(side)))


def _check_side(name: str, side: object) -> None:
    """Refuse what is no expression of the known parts with exact scalars."""
    if not isinstance(side, MatrixExpr):
        raise ClaimError(
            f"MatrixIdentity: {name} has {short(side)}; give an expression of matrices"
        )
    _check_parts(name, side)


@lru_cache(maxsize=1000)
def _check_parts(name: str, side: MatrixExpr) -> None:
    for part in parts(side):
        if not _is_known(part):
            known = "sums, products, transposes, traces, blocks and positive powers of symbols, "
            known += "Identity, OneMatrix, SumZeroBasis"
            raise ClaimError(
                f"MatrixIdentity: {name} has {part} ({type(part).__name__}); give {known} and "
                "ZeroMatrix, and any other matrix as a symbol with conditions"
            )
        if not _fits(part):
            raise ClaimError(
                f"MatrixIdentity: {name} has {part}, where shapes do not fit; give equal sizes"
            )
        for scalar in _scalars(part):
            if scalar.has(Float, MatrixExpr) or not scalar.is_commutative:
                raise ClaimError(
                    f"MatrixIdentity: {name} has the factor {scalar}; give exact scalars"
                )


def _is_known(part: MatrixExpr) -> bool:
    if isinstance(part, MatPow):
        return bool(part.exp.is_Integer and part.exp > 0)
    repeated = not isinstance(part, KroneckerProduct) or isinstance(part.args[-1], OneMatrix)
    return type(part) in PARTS and repeated


def _fits(part: MatrixExpr) -> bool:
    """Whether a sum, product or power exists; sympy lets sizes pass that may be equal."""
    shapes = [_shape(arg) for arg in part.args if arg.is_Matrix]
    if isinstance(part, MatMul):
        return all(cols == rows for (_, cols), (rows, _) in pairwise(shapes))
    if isinstance(part, MatPow):
        return bool(shapes[0][0] == shapes[0][1])
    return not isinstance(part, MatAdd) or len(set(shapes)) == 1


@lru_cache(maxsize=1000)
def _shape(expr: MatrixExpr) -> tuple[Expr, Expr]:
    rows, cols = map(expand, expr.shape)
    return rows, cols


def _scalars(part: MatrixExpr) -> Iterator[Expr]:
    if isinstance(part, MatMul):
        yield from (arg for arg in part.args if not arg.is_Matrix)
