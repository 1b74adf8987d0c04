"""Equality of matrices: entry by entry where sizes are numbers, by blocks where they are not."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from time import perf_counter

import sympy as sp

import spectra
from proofs.claims.domain import Domain
from proofs.claims.relation import MATRIX
from proofs.claims.verdict import Counterexample, Evidence, Outcome
from proofs.provers.expressions import radical_normal_form
from proofs.provers.expressions.definedness import conditions
from proofs.provers.expressions.sample_points import Point, admissible, exact, points
from proofs.provers.matrices import schur_blocks
from proofs.provers.relations import relation
from proofs.provers.relations.counterexamples import check_point, show
from proofs.provers.relations.relation import all_of
from proofs.provers.smt.real_arithmetic import PATIENT, shown_by

HALF = Fraction(1, 2)
SIZES: tuple[tuple[int, Fraction], ...] = (
    (4, Fraction(2)), (2, Fraction(3)), (4, Fraction(3)), (6, Fraction(2)), (2, Fraction(2)),
    (4, HALF), (8, Fraction(5)), (4, Fraction(1)), (6, Fraction(3)), (8, HALF / 2), (4, Fraction(40)),
)  # fmt: skip
"""Numbers of classes and imbalance ratios at which symbolic sizes are made concrete."""

FIRST, MOST = 2, 16
"""Sizes looked at before a proof is tried, and in one go."""

LARGEST = 12
"""Classes of an explicit matrix."""


def evidence_on(statement: sp.Rel, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on an equality (or its denial) between matrices.

    Nothing is proved unless every scalar factor is shown to be defined, cancelled or not.
    """
    found = list(_evidence(statement, domain))
    proved = any(item.outcome is Outcome.PROVES for item in found)
    if proved and (scalar := _undefined_scalar(statement, domain)) is not None:
        yield Evidence("values", Outcome.INCONCLUSIVE, f"{scalar} may be undefined")
        return
    yield from found


def _undefined_scalar(statement: sp.Rel, domain: Domain) -> sp.Expr | None:
    """Return a scalar factor, as it is written, that is not shown to be defined, if any."""
    products = (node for node in sp.preorder_traversal(statement) if isinstance(node, sp.MatMul))
    scalars = {arg: None for product in products for arg in product.args if not arg.is_Matrix}
    for scalar in scalars:
        needed = set(conditions(domain.apply(scalar)))
        if needed and not shown_by("z3", PATIENT)(sp.And(*needed), domain):
            return scalar
    return None


def _evidence(statement: sp.Rel, domain: Domain) -> Iterator[Evidence]:
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
    elif isinstance(statement, sp.Ne):
        yield _ever_equal(left, right, domain)
    else:
        detail = "only equality and its denial are decided for matrices"
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
        yield from relation.evidence_on(differ, domain)


def _blockwise(left: sp.Basic, right: sp.Basic, domain: Domain) -> Iterator[Evidence]:
    """Look at the smallest matrices, try both proofs, and then look at more matrices."""
    evidence = _differs_at(left, right, domain, SIZES[:FIRST])
    if evidence is not None:
        yield evidence
        return
    started = perf_counter()
    rewritten = spectra.blocks_equal(left, right)
    outcome = Outcome.PROVES if rewritten else Outcome.INCONCLUSIVE
    detail = "both sides have the same block normal form" if rewritten else "normal forms differ"
    first = Evidence("block rewriting", outcome, detail, perf_counter() - started, "rewriting")
    second, scalars = _by_parts(left, right)
    if Outcome.PROVES not in (first.outcome, second.outcome):
        evidence = _differs_at(left, right, domain, [*SIZES[FIRST:], *_suspects(scalars, domain)])
        if evidence is not None:
            yield evidence
            return
    yield first
    yield second


def _ever_equal(left: sp.Basic, right: sp.Basic, domain: Domain) -> Evidence:
    """Look for a size at which every entry is equal, exactly: that refutes Ne."""
    started = perf_counter()
    for size in SIZES:
        point = _point(domain, *size)
        if not admissible(domain, point):
            continue
        pair = _instantiated(left, right, point)
        if pair is None:
            continue
        a, b = pair
        try:
            same = a.shape == b.shape and all(
                radical_normal_form.vanishes(x - y) for x, y in zip(a, b, strict=True)
            )
        except radical_normal_form.NoNormalFormError:
            continue
        if same:
            where = show(point)
            found = Counterexample(where, "a matrix", "the same matrix", "0, exactly")
            seconds = perf_counter() - started
            return Evidence("exact matrices", Outcome.REFUTES, str(found), seconds, "exact", found)
    detail = "they differ at every size looked at, which does not prove it of all"
    return Evidence("exact matrices", Outcome.INCONCLUSIVE, detail, perf_counter() - started)


def _by_parts(left: sp.Basic, right: sp.Basic) -> tuple[Evidence, list[sp.Expr]]:
    """Compare the actions between irreducible parts; return the scalars that differ as well."""
    started = perf_counter()
    try:
        scalars = schur_blocks.differences(left, right)
        other = [x for x in scalars if not radical_normal_form.vanishes(x)]
        outcome = Outcome.INCONCLUSIVE if other else Outcome.PROVES
        detail = (
            f"{len(scalars) - len(other)} of {len(scalars)} scalars between irreducible parts agree"
        )
    except (schur_blocks.NoRepresentationError, radical_normal_form.NoNormalFormError) as error:
        outcome, detail, other = Outcome.INCONCLUSIVE, str(error), []
    seconds = perf_counter() - started
    return Evidence("irreducible parts", outcome, detail, seconds, "representation"), other


def _suspects(scalars: list[sp.Expr], domain: Domain) -> Iterator[Point]:
    """Yield sizes at which a scalar between irreducible parts differs."""
    for point in points(domain, 400):
        if point.get(spectra.k, Fraction(2)) > LARGEST:
            continue
        if any(check_point(sp.Eq(x, 0, evaluate=False), point, settle=False) for x in scalars):
            yield point


def _differs_at(
    left: sp.Basic, right: sp.Basic, domain: Domain, sizes: Iterable[Point | tuple[int, Fraction]]
) -> Evidence | None:
    """Return evidence from the first size at which some entry certainly differs."""
    started = perf_counter()
    tried = 0
    for size in sizes:
        point = size if isinstance(size, dict) else _point(domain, *size)
        if not admissible(domain, point):
            continue
        found = _concrete_difference(left, right, point)
        if found is not None:
            seconds = perf_counter() - started
            return Evidence("exact matrices", Outcome.REFUTES, str(found), seconds, "exact", found)
        tried += 1
        if tried > MOST:
            break
    return None


def _point(domain: Domain, classes: int, ratio: Fraction) -> Point:
    values: Point = {spectra.k: Fraction(classes), spectra.R: Fraction(ratio)}
    return {s: values.get(s, Fraction(2)) for s in domain.symbols}


def _instantiated(
    left: sp.Basic, right: sp.Basic, point: Point
) -> tuple[sp.ImmutableMatrix, sp.ImmutableMatrix] | None:
    """Put numbers into both sides; None if the blocks have no such size."""
    free = left.free_symbols | right.free_symbols
    numbers = {s: exact(v) for s, v in point.items() if s in free}
    try:
        return spectra.instantiate(left, numbers), spectra.instantiate(right, numbers)
    except (spectra.SpectraError, ValueError, TypeError):
        return None


def _concrete_difference(left: sp.Basic, right: sp.Basic, point: Point) -> Counterexample | None:
    """Compare explicit matrices entry by entry."""
    pair = _instantiated(left, right, point)
    if pair is None:
        return None
    a, b = pair
    if a.shape != b.shape:
        return Counterexample(show(point), str(a.shape), str(b.shape), "shapes differ")
    seen = set()
    for index, (x, y) in enumerate(zip(a, b, strict=True)):
        if x == y or (x, y) in seen:
            continue
        seen.add((x, y))
        found = check_point(sp.Eq(x, y, evaluate=False), {})
        if found is not None:
            at = (*show(point), ("entry", str((index // a.cols, index % a.cols))))
            return Counterexample(at, found.left, found.right, found.distance)
    return None
