"""Equality of matrices: entry by entry where sizes are numbers, by blocks where they are not."""

from collections.abc import Iterator
from fractions import Fraction
from time import perf_counter

import sympy as sp

import spectra
from proofs.domain import Domain
from proofs.provers import isotypic, normal_form, relation
from proofs.provers.points import admissible
from proofs.provers.relation import all_of
from proofs.verdict import Counterexample, Evidence, Outcome

__all__ = ["all_of", "decide", "is_matrix_relation"]

MATRIX = (sp.MatrixBase, sp.MatrixExpr)

SIZES = ((4, 2), (4, 3), (6, 2), (2, 2), (2, 3), (8, 5), (4, 1), (6, 3))
"""Numbers of classes and imbalance ratios at which symbolic sizes are made concrete."""


def is_matrix_relation(statement: sp.Basic) -> bool:
    """Whether a relation compares matrices."""
    return isinstance(statement, sp.Rel) and any(isinstance(a, MATRIX) for a in statement.args)


def decide(statement: sp.Rel, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on an equality (or its denial) between matrices."""
    left, right = (domain.apply(side) for side in statement.args)
    if domain.empty:
        yield Evidence("assumptions", Outcome.VACUOUS, "they contradict each other")
        return
    if not all(isinstance(side, MATRIX) for side in (left, right)):
        kind = "a matrix is compared with a number"
        yield Evidence("shapes", Outcome.INCONCLUSIVE, f"{kind}: {left} and {right}")
        return
    if all(sp.sympify(n).is_Integer for side in (left, right) for n in side.shape):
        yield from _entrywise(statement, _explicit(left), _explicit(right), domain)
    elif isinstance(statement, sp.Eq):
        yield from _blockwise(left, right, domain)
    else:
        detail = "only equality is decided for matrices of symbolic size"
        yield Evidence("blocks", Outcome.INCONCLUSIVE, detail)


def _explicit(matrix: sp.Basic) -> sp.ImmutableMatrix:
    if isinstance(matrix, sp.MatrixBase):
        return sp.ImmutableMatrix(matrix)
    return sp.ImmutableMatrix(spectra.instantiate(matrix, {}))


def _entrywise(
    statement: sp.Rel, left: sp.ImmutableMatrix, right: sp.ImmutableMatrix, domain: Domain
) -> Iterator[Evidence]:
    if left.shape != right.shape:
        detail = f"the shapes {left.shape} and {right.shape} differ"
        found = Counterexample((), str(left.shape), str(right.shape), "different shapes")
        outcome = Outcome.REFUTES if isinstance(statement, sp.Eq) else Outcome.INCONCLUSIVE
        yield Evidence("shapes", outcome, detail, route="shapes", counterexample=found)
        return
    pairs = {
        (a, b): (i // left.cols, i % left.cols)
        for i, (a, b) in enumerate(zip(left, right, strict=True))
    }
    if isinstance(statement, sp.Eq):
        named = [(f"entry {at}", sp.Eq(a, b, evaluate=False)) for (a, b), at in pairs.items()]
        yield from all_of(named, domain)
    else:
        differ = sp.Or(*(sp.Ne(a, b, evaluate=False) for (a, b) in pairs if a != b))
        yield from relation.decide(differ, domain)


def _blockwise(left: sp.Basic, right: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    started = perf_counter()
    found = _concrete_difference(left, right, domain)
    if found is not None:
        seconds = perf_counter() - started
        yield Evidence("exact matrices", Outcome.REFUTES, str(found), seconds, "exact", found)
        return
    started = perf_counter()
    rewritten = spectra.blocks_equal(left, right)
    outcome = Outcome.PROVES if rewritten else Outcome.INCONCLUSIVE
    detail = "both sides have the same block normal form" if rewritten else "normal forms differ"
    yield Evidence("block rewriting", outcome, detail, perf_counter() - started, "rewriting")
    started = perf_counter()
    try:
        scalars = isotypic.differences(left, right)
        agree = all(normal_form.vanishes(x) for x in scalars)
        detail = f"{len(scalars)} scalars between irreducible parts agree"
        outcome = Outcome.PROVES if agree else Outcome.INCONCLUSIVE
    except (isotypic.NoRepresentationError, normal_form.NoNormalFormError) as error:
        outcome, detail = Outcome.INCONCLUSIVE, str(error)
    seconds = perf_counter() - started
    yield Evidence("irreducible parts", outcome, detail, seconds, "representation")


def _concrete_difference(left: sp.Basic, right: sp.Basic, domain: Domain) -> Counterexample | None:
    """Look for a concrete size at which some entry certainly differs."""
    free = left.free_symbols | right.free_symbols
    for classes, ratio in SIZES:
        values = {spectra.k: Fraction(classes), spectra.R: Fraction(ratio)}
        point = {s: values.get(s, Fraction(2)) for s in domain.symbols}
        if not admissible(domain, point):
            continue
        exact = {s: sp.Rational(v.numerator, v.denominator) for s, v in point.items() if s in free}
        try:
            a, b = spectra.instantiate(left, exact), spectra.instantiate(right, exact)
        except (spectra.SpectraError, ValueError, TypeError):
            continue
        if a.shape != b.shape:
            return Counterexample(relation.show(point), str(a.shape), str(b.shape), "shapes differ")
        for index, (x, y) in enumerate(zip(a, b, strict=True)):
            found = relation.check_point(sp.Eq(x, y, evaluate=False), {})
            if found is not None:
                at = (*relation.show(point), ("entry", str((index // a.cols, index % a.cols))))
                return Counterexample(at, found.left, found.right, found.distance)
    return None
