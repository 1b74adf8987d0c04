"""Identities of matrices with arbitrary entries: refuted at exact examples, proved by rewriting."""

from collections.abc import Iterator
from functools import lru_cache
from time import perf_counter

import sympy as sp

from proofs.claims.domain import Domain
from proofs.claims.matrix_example import Assignment
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.verdict import Counterexample, Evidence, Outcome
from proofs.provers.expressions.arb_evaluation import NoBallError, is_defined
from proofs.provers.expressions.definedness import is_everywhere
from proofs.provers.matrices import noncommutative_rewriting, rewriting_certificate
from proofs.provers.relations.counterexamples import check_point, vanishes_at


def evidence_on(statement: MatrixIdentity, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on the identity: the examples must meet the conditions, whatever it says."""
    started = perf_counter()
    if domain.assumptions or domain.fixed:
        detail = "conditions of a matrix identity are among its own, `given`"
        yield Evidence("assumptions", Outcome.INCONCLUSIVE, detail)
        return
    for number, example in enumerate(statement.examples, 1):
        if fault := _fault(statement, example):
            detail = f"example {number} {fault}"
            yield Evidence("examples", Outcome.INCONCLUSIVE, detail, perf_counter() - started)
            return
    for example in statement.examples:
        found = _difference(statement, example)
        if found is not None:
            seconds = perf_counter() - started
            yield Evidence("exact matrices", Outcome.REFUTES, str(found), seconds, "exact", found)
            return
    yield from _proof(statement)


def _fault(statement: MatrixIdentity, example: Assignment) -> str:
    """Say what keeps an example from being one: a value that is not real, a condition not met."""
    if odd := _no_number(example):
        return f"has {odd}, which is not shown to be a finite real number"
    point = {s: v for s, v in example if isinstance(s, sp.Symbol)}
    for scalar in sorted(statement.scalars, key=sp.default_sort_key):
        if not _is_number(scalar, tuple(point.items())):
            return f"gives {scalar} no value that is shown to be finite and real"
    for condition in statement.given:
        if not _holds(condition, example):
            return f"does not satisfy {condition}, exactly"
    return ""


@lru_cache(maxsize=128)
def _no_number(example: Assignment) -> str:
    for symbol, value in example:
        for entry in value if isinstance(value, sp.MatrixBase) else (value,):
            if not _is_number(entry):
                return f"{symbol} with {entry}" if entry != value else f"{symbol} = {value}"
    return ""


@lru_cache(maxsize=4096)
def _is_number(expr: sp.Expr, at: Assignment = ()) -> bool:
    """Whether balls enclose a finite real value; nothing is cancelled before."""
    try:
        return bool(expr.is_Rational) or is_defined(expr, dict(at))
    except NoBallError:
        return False


def _proof(statement: MatrixIdentity) -> Iterator[Evidence]:
    started = perf_counter()
    for scalar in sorted(statement.scalars, key=sp.default_sort_key):
        if not is_everywhere(scalar):
            detail = f"{scalar} may be undefined; declare its symbols so that it is not"
            yield Evidence("scalars", Outcome.INCONCLUSIVE, detail, perf_counter() - started)
            return
    method = "rewriting of words"
    try:
        found = noncommutative_rewriting.prove(statement)
    except noncommutative_rewriting.NoWordsError as error:
        yield Evidence(method, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)
        return
    if found is None:
        detail = "no proof found; it holds in the examples"
        yield Evidence(method, Outcome.INCONCLUSIVE, detail, perf_counter() - started)
        return
    detail = f"left less right is rewritten to 0{_met(statement)}"
    yield Evidence(method, Outcome.PROVES, detail, perf_counter() - started, "words")
    started = perf_counter()
    method = "certificate"
    try:
        outcome = (
            Outcome.PROVES
            if rewriting_certificate.confirms(statement, found)
            else Outcome.INCONCLUSIVE
        )
    except rewriting_certificate.NotCertifiedError as error:
        yield Evidence(method, Outcome.INCONCLUSIVE, str(error), perf_counter() - started)
        return
    verb = "is" if outcome is Outcome.PROVES else "is not"
    several = "s" if len(found) > 1 else ""
    terms = f"the sum of {len(found)} multiple{several} of known equations" if found else "0"
    detail = f"left less right {verb} {terms}"
    yield Evidence(method, outcome, detail, perf_counter() - started, "certificate")


def _met(statement: MatrixIdentity) -> str:
    """Say at which sizes the conditions are met in the examples."""
    if not statement.given:
        return ""
    symbols = sorted({s for size in statement.sizes for s in size.free_symbols}, key=str)
    at = (", ".join(f"{s} = {dict(e)[s]}" for s in symbols) for e in statement.examples)
    sizes = " and ".join(dict.fromkeys(at)) if symbols else "these sizes"
    return f" by what is given, which matrices at {sizes} satisfy"


@lru_cache(maxsize=512)
def _holds(condition: sp.Eq, example: Assignment) -> bool:
    """Whether a condition is satisfied exactly."""
    left, right = (_value(side, dict(example)) for side in condition.args)
    return left.shape == right.shape and all(map(_is_equal, left, right))


def _is_equal(x: sp.Expr, y: sp.Expr) -> bool:
    if x.is_Rational and y.is_Rational:
        return bool(x == y)
    try:
        return vanishes_at(x, y, {})
    except NoBallError:
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
    """Yield the sizes, scalars and matrices of an example that are in the identity."""
    for symbol, value in example:
        if symbol not in statement.symbols:
            continue
        if not isinstance(value, sp.MatrixBase):
            yield str(symbol), str(value)
        elif value.rows == value.cols and value.is_diagonal():
            yield str(symbol), f"diag({', '.join(map(str, value.diagonal()))})"
        else:
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
