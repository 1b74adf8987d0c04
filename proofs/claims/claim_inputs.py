"""The parts of a claim: taken as they are, or refused with their name, value and remedy."""

from collections.abc import Iterable
from dataclasses import fields, replace
from types import FrameType

import sympy as sp
from sympy.logic.boolalg import Boolean, BooleanAtom

import spectra
from proofs.claims.domain import domain_of
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.statement import (
    Collapsed,
    Empirical,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)
from proofs.claims.verdict import Verdict
from proofs.engine.as_written import recover
from proofs.errors import ClaimError

SHOWN = 60
"""Characters of a formula that an error message shows."""


def claim_id(value: object) -> str:
    """Read a claim's ID: one word."""
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        raise ClaimError(f"claim ID {value!r} is not a word; use letters, digits, '.', '-', '/'")
    if value.startswith("-"):
        raise ClaimError(
            f"claim ID {value!r} starts like a command-line option; start with a letter or digit"
        )
    return value


def text(owner: str, name: str, value: object) -> str:
    """Read a part that is words."""
    if not isinstance(value, str):
        raise ClaimError(f"claim {owner}: {name} is {value!r}; give it as text")
    return value


def ids(owner: str, name: str, value: object) -> tuple[str, ...]:
    """Read one or more claim IDs."""
    if isinstance(value, str):
        return (value,)
    words = tuple(value) if isinstance(value, Iterable) else (value,)
    if not all(isinstance(word, str) for word in words):
        raise ClaimError(f"claim {owner}: {name} is {value!r}; give claim IDs")
    return words


def assumptions(owner: str, assume: object) -> tuple[Boolean, ...]:
    """Read one or more relations that a claim assumes."""
    items = assume if isinstance(assume, (tuple, list, set, frozenset)) else (assume,)
    found = []
    for item in items:
        value = sp.sympify(item) if isinstance(item, bool) else item
        if not isinstance(value, Boolean) or isinstance(value, sp.Symbol):
            raise ClaimError(f"claim {owner}: assumption {item!r} is not a relation such as R > 1")
        found.append(_decimals(value))
    return tuple(found)


def verdict(
    owner: str, expected: object, content: Statement, assume: tuple[Boolean, ...]
) -> Verdict:
    """Read the expected verdict, or take the one that goes without saying."""
    if expected is not None:
        if expected not in list(Verdict):
            names = ", ".join(v.value for v in Verdict)
            raise ClaimError(f"claim {owner}: expected is {expected!r}; choose one of {names}")
        return Verdict(str(expected))
    if isinstance(content, OutOfScope):
        return Verdict.NOT_RUN
    if isinstance(content, Empirical):
        return Verdict.SUPPORTED
    if isinstance(content, Trajectory):
        fixed = {s for s, _ in domain_of((), assume).fixed}
        if fixed >= {spectra.R, spectra.delta}:
            return Verdict.CERTIFIED
    return Verdict.PROVED


def _decimals(expr: sp.Basic) -> sp.Basic:
    """Read decimal numbers as written, and leave relations unevaluated."""
    if not expr.has(sp.Float):
        return expr
    if isinstance(expr, sp.Rel):
        return expr.func(*(_decimals(side) for side in expr.args), evaluate=False)
    if isinstance(expr, sp.And | sp.Or | sp.Not | sp.Implies):
        return expr.func(*(_decimals(part) for part in expr.args))
    return expr.xreplace({x: sp.Rational(str(x)) for x in expr.atoms(sp.Float) if x.is_finite})


def statement(owner: str, value: object, frame: FrameType) -> Statement:
    """Read what is claimed in the call that ``frame`` is executing."""
    if isinstance(value, Invariance | MatrixIdentity | OutOfScope | Empirical | Collapsed):
        return value
    if isinstance(value, Limit | Trajectory | LearningTime):
        parts = {f.name: getattr(value, f.name) for f in fields(value)}
        exact = {n: _decimals(v) for n, v in parts.items() if isinstance(v, sp.Basic)}
        return replace(value, **exact)
    if isinstance(value, bool | BooleanAtom):
        found = recover(owner, bool(value), frame)
        kept = None if found.recovered is None else _decimals(found.recovered)
        return replace(found, recovered=kept)
    if isinstance(value, Boolean) and not isinstance(value, sp.Symbol):
        return _decimals(value)
    raise ClaimError(f"claim {owner}: the statement is {_kind(value)}")


def _kind(statement: object) -> str:
    """Say what was given in place of a statement, and what to give."""
    compare = "compare two sides with Eq, Ne, Le, Lt, Ge or Gt"
    if isinstance(statement, str):
        return f"the text {statement!r}, which is not evaluated; {compare} of sympy expressions"
    if isinstance(statement, sp.Basic | sp.MatrixBase):
        shown = str(statement)
        shown = shown if len(shown) < SHOWN else f"{shown[:SHOWN]}…"
        return f"the formula {shown}, which says nothing by itself; {compare}"
    if isinstance(statement, tuple | list | set | frozenset):
        kind = type(statement).__name__
        return f"a {kind} of {len(statement)}; register one claim for each, or join them by And"
    if statement is None:
        return f"None, as from a function that returns nothing; {compare}"
    others = (
        "or use Limit, Trajectory, LearningTime, Invariance, MatrixIdentity, Empirical or "
        "OutOfScope"
    )
    return (
        f"{statement!r} ({type(statement).__name__}), which is not a relation; {compare}, {others}"
    )
