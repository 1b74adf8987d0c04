"""Exact eigenpairs of the small matrix on the group indicators."""

from typing import TypeAlias

from sympy import CRootOf, Dummy, Expr, ImmutableMatrix, Matrix, Poly, S, cancel, sqrt

from spectra.errors import SpectraError
from spectra.scalars import is_zero, tidy

Vector: TypeAlias = tuple[Expr, ...]
EigenPair: TypeAlias = tuple[Expr, Vector]


def eigenpairs(matrix: ImmutableMatrix, sizes: Vector, d: Vector) -> list[EigenPair]:
    """Eigenpairs of p·diag(d)·p with p the projection off √sizes, the all-ones one dropped.

    Parameters
    ----------
    matrix : sympy.ImmutableMatrix, shape (G, G)
        The matrix p·diag(d)·p itself.
    sizes, d : tuple of sympy.Expr, length G
        Group sizes, and the diagonal.

    Returns
    -------
    list of (value, unit vector), length G - 1

    Raises
    ------
    SpectraError
        A symbolic matrix of four or more groups: its eigenvalues have no closed form.
    """
    trivial = Matrix([sqrt(s) for s in sizes])
    if not all(is_zero(e) for e in matrix * trivial):
        msg = "the all-ones direction is not in the kernel"
        raise SpectraError(msg)
    return [
        (value, _unit(vector))
        for value, multiplicity in _eigenvalues(matrix)
        for vector in _eigenvectors(matrix, value, multiplicity, trivial, d)
    ]


def _eigenvalues(matrix: ImmutableMatrix) -> list[tuple[Expr, int]]:
    """Roots of the characteristic polynomial divided by its root 0 of the all-ones direction."""
    x = Dummy("x")
    coefficients = [tidy(c) for c in matrix.charpoly(x, simplify=tidy).all_coeffs()]
    if coefficients[-1] != 0:
        msg = "the characteristic polynomial lacks the root 0"
        raise SpectraError(msg)
    polynomial = Poly(coefficients[:-1], x)
    if polynomial.degree() < 2:
        factors = [(polynomial, 1)] if polynomial.degree() else []
    else:
        factors = polynomial.factor_list()[1]
    return [(root, power) for factor, power in factors for root in _roots(factor)]


def _roots(factor: Poly) -> list[Expr]:
    """Roots of an irreducible factor: radicals up to degree 2, isolated algebraic numbers above."""
    if factor.degree() == 1:
        a, b = factor.all_coeffs()
        return [tidy(-b / a)]
    if factor.degree() == 2:
        a, b, c = factor.all_coeffs()
        radical = sqrt(tidy(b**2 - 4 * a * c))
        return [tidy((-b + radical) / (2 * a)), tidy((-b - radical) / (2 * a))]
    if not factor.domain.is_QQ and not factor.domain.is_ZZ:
        msg = (
            f"{factor.degree() + 1} groups have no closed-form spectrum for symbolic or irrational "
            "values: give rational counts and a weighting exponent that keeps n·ω² rational"
        )
        raise SpectraError(msg)
    return [CRootOf(factor, i) for i in reversed(range(factor.degree()))]


def _eigenvectors(
    matrix: ImmutableMatrix, value: Expr, multiplicity: int, trivial: Matrix, d: Vector
) -> list[Matrix]:
    if value.has(CRootOf):  # off √sizes, (diag(d) - value) x is a multiple of √sizes
        return [Matrix([q / (x - value) for q, x in zip(trivial, d, strict=True)])]
    if matrix.rows == 2:  # the complement of √sizes is a line
        return [Matrix([-trivial[1], trivial[0]])]
    shifted = (matrix - value * S.One * Matrix.eye(matrix.rows)).applyfunc(tidy)
    kernel = shifted.nullspace(simplify=tidy, iszerofunc=is_zero)
    kernel = [v.applyfunc(cancel) for v in kernel]
    if value == 0:
        msg = "the spectrum has a zero eigenvalue besides the all-ones direction"
        raise SpectraError(msg)
    if len(kernel) != multiplicity:
        msg = f"found {len(kernel)} eigenvectors of {value}, not {multiplicity}"
        raise SpectraError(msg)
    return _orthogonal(kernel)


def _orthogonal(vectors: list[Matrix]) -> list[Matrix]:
    """Gram-Schmidt inside one eigenspace."""
    done: list[Matrix] = []
    for v in vectors:
        for u in done:
            v = (v - u * v.dot(u) / u.dot(u)).applyfunc(tidy)
        done.append(v)
    return done


def _unit(vector: Matrix) -> Vector:
    """Unit vector whose last non-zero entry is positive."""
    norm = sqrt(tidy(sum(e**2 for e in vector)))
    entries = [tidy(e / norm) for e in vector]
    last = next(e for e in reversed(entries) if e != 0)
    sign = -1 if last.could_extract_minus_sign() else 1
    return tuple(tidy(sign * e) for e in entries)
