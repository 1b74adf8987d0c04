"""Identities of matrices with arbitrary entries: refuted at exact examples, proved by words."""

from collections.abc import Iterator
from functools import lru_cache
from time import perf_counter

import sympy as sp

from proofs.domain import Domain
from proofs.matrix_identity import Assignment, MatrixIdentity
from proofs.provers import certificate, normal_form, words
from proofs.provers.refute import check_point
from proofs.verdict import Counterexample, Evidence, Outcome

SHOWN = 4
"""Entries of a matrix that a counterexample writes out, at most, unless it is diagonal."""


def decide(statement: MatrixIdentity, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on the identity: the examples must meet the conditions, whatever it says."""
    started = perf_counter()
    if domain.assumptions or domain.fixed:
        detail = "conditions of a matrix identity are among its own, `given`"
        yield Evidence("assumptions", Outcome.INCONCLUSIVE, detail)
        return
    for number, example in enumerate(statement.examples, 1):
        for condition in statement.given:
            if not _holds(condition, example):
                detail = f"example {number} does not satisfy {condition}, exactly"
                yield Evidence("examples", Outcome.INCONCLUSIVE, detail, perf_counter() - started)
                return
    for example in statement.examples:
        found = _difference(statement, example)
        if found is not None:
            seconds = perf_counter() - started
            yield Evidence("exact matrices", Outcome.REFUTES, str(found), seconds, "exact", found)
            return
    yield from _proof(statement)


def _proof(statement: MatrixIdentity) -> Iterator[Evidence]:
    started = perf_counter()
    method = "rewriting of words"
    try:
        found = words.prove(statement)
    except words.NoWordsError as error:
        yield Evidence(method, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)
        return
    if found is None:
        detail = "no proof found; it holds in the examples"
        yield Evidence(method, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
        return
    detail = "left less right is rewritten to 0 by what is given"
    yield Evidence(method, Outcome.PROVES, detail, perf_counter() - started, "words")
    started = perf_counter()
    method = "certificate"
    try:
        outcome = Outcome.PROVES if certificate.confirms(statement, found) else Outcome.INCONCLUSIVE
    except certificate.NotCertifiedError as error:
        yield Evidence(method, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)
        return
    yes = outcome is Outcome.PROVES
    detail = f"left less right {'is' if yes else 'is not'} the sum of {len(found)} multiples of it"
    yield Evidence(method, outcome, detail, perf_counter() - started, "certificate")


@lru_cache(maxsize=512)
def _holds(condition: sp.Eq, example: Assignment) -> bool:
    """Whether a condition is satisfied exactly."""
    left, right = (_value(side, dict(example)) for side in condition.args)
    return left.shape == right.shape and all(map(_is_zero, left - right))


def _is_zero(entry: sp.Expr) -> bool:
    if entry.is_Rational:
        return bool(entry == 0)
    try:
        return normal_form.vanishes(entry)
    except normal_form.NoNormalFormError:
        return False


def _difference(statement: MatrixIdentity, example: Assignment) -> Counterexample | None:
    """Compare both sides entry by entry; return the first entry that certainly differs."""
    values = dict(example)
    left, right = (_value(side, values) for side in (statement.left, statement.right))
    for index, (x, y) in enumerate(zip(left, right, strict=True)):
        if x == y:
            continue
        found = check_point(sp.Eq(x, y, evaluate=False), {})
        if found is not None:
            at = (*_shown(statement, example), ("entry", str(divmod(index, left.cols))))
            return Counterexample(at, found.left, found.right, found.distance)
    return None


def _shown(statement: MatrixIdentity, example: Assignment) -> Iterator[tuple[str, str]]:
    """Yield the sizes, scalars and small matrices of an example that the identity speaks of."""
    for symbol, value in example:
        if symbol not in statement.free_symbols:
            continue
        if not isinstance(value, sp.MatrixBase):
            yield str(symbol), str(value)
        elif value.rows == value.cols and value.is_diagonal():
            yield str(symbol), f"diag({', '.join(map(str, value.diagonal()))})"
        elif value.rows * value.cols <= SHOWN:
            yield str(symbol), str(value.tolist())


def _value(expr: sp.Basic, at: dict[sp.Basic, sp.Basic]) -> sp.ImmutableMatrix:
    """Return an expression of matrices at an example."""
    if isinstance(expr, sp.MatrixSymbol):
        return at[expr]
    if isinstance(expr, sp.Transpose):
        return _value(expr.arg, at).T
    if isinstance(expr, sp.MatAdd):
        first, *rest = (_value(arg, at) for arg in expr.args)
        return sum(rest, first)
    if isinstance(expr, sp.MatMul):
        factor, matrices = expr.as_coeff_matrices()
        first, *rest = (_value(matrix, at) for matrix in matrices)
        for matrix in rest:
            first = first * matrix
            if first.has(sp.Pow):
                first = first.applyfunc(sp.expand)
        return sp.sympify(factor).xreplace(at) * first
    if isinstance(expr, sp.MatPow):
        return _value(expr.base, at) ** int(expr.exp)
    rows, cols = (int(sp.sympify(size).xreplace(at)) for size in expr.shape)
    made = {sp.Identity: sp.eye, sp.ZeroMatrix: sp.zeros, sp.OneMatrix: sp.ones}[type(expr)]
    return sp.ImmutableMatrix(made(rows, cols))
