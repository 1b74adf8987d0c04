"""Claims and the registry they are kept in."""

import ast
import linecache
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, MappingProxyType

import sympy as sp
from sympy.logic.boolalg import Boolean, BooleanAtom

import spectra
from proofs.domain import Domain, domain_of
from proofs.errors import ClaimError
from proofs.statement import (
    Collapsed,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)
from proofs.verdict import Verdict

KINDS = (Limit, Trajectory, LearningTime, Invariance, OutOfScope, Collapsed)
RELATIONS = {"Eq": sp.Eq, "Ne": sp.Ne, "Le": sp.Le, "Lt": sp.Lt, "Ge": sp.Ge, "Gt": sp.Gt}
COMPARISONS = {ast.Lt: sp.Lt, ast.LtE: sp.Le, ast.Gt: sp.Gt, ast.GtE: sp.Ge}
OURS = {s.name: s for s in (spectra.k, spectra.R, spectra.delta, spectra.t, spectra.gamma)}


@dataclass(frozen=True)
class Claim:
    """One statement with a permanent ID.

    Attributes
    ----------
    id : str
        Permanent and unique.
    statement : Statement
        What is said; see :mod:`proofs.statement`.
    source : str
        Where it is said.
    title : str
        The statement in a few plain words.
    assume : tuple of Boolean
        Conditions beyond the declarations of the symbols.
    depends_on : tuple of str
        IDs of the claims it rests on.
    expected : Verdict
        The verdict its author expects.
    corrected_by : tuple of str
        IDs of the claims that say it right, where it is wrong.
    """

    id: str
    statement: Statement
    source: str
    title: str = ""
    assume: tuple[Boolean, ...] = ()
    depends_on: tuple[str, ...] = ()
    expected: Verdict = Verdict.PROVED
    corrected_by: tuple[str, ...] = ()

    @property
    def domain(self) -> Domain:
        """The admissible values."""
        return domain_of(symbols_of(self.statement), self.assume)


def symbols_of(statement: Statement) -> set[sp.Symbol]:
    """Return the free symbols a statement speaks about."""
    if isinstance(statement, Limit):
        parts = (statement.expr, statement.to, statement.value)
        return {statement.var}.union(*(e.free_symbols for e in parts))
    if isinstance(statement, Trajectory):
        return {spectra.R, spectra.delta, spectra.t} | statement.expr.free_symbols
    if isinstance(statement, LearningTime):
        return {spectra.R} | statement.expr.free_symbols
    if isinstance(statement, Invariance):
        return {spectra.R}
    if isinstance(statement, OutOfScope):
        return set()
    if isinstance(statement, Collapsed):
        return set() if statement.recovered is None else set(statement.recovered.free_symbols)
    return set(statement.free_symbols)


_registry: dict[str, Claim] = {}


def registered() -> Mapping[str, Claim]:
    """Return the claims registered so far, by ID, read-only."""
    return MappingProxyType(_registry)


@contextmanager
def fresh_registry() -> Iterator[Mapping[str, Claim]]:
    """Collect the claims registered inside the block apart from all others."""
    global _registry  # noqa: PLW0603  (one registry at a time is what registering means)
    kept, _registry = _registry, {}
    try:
        yield MappingProxyType(_registry)
    finally:
        _registry = kept


def claim(
    id: str,  # noqa: A002  (the public contract)
    statement: object,
    *,
    source: str,
    assume: object = (),
    depends_on: Iterable[str] = (),
    expected: Verdict | str | None = None,
    title: str = "",
    corrected_by: Iterable[str] = (),
) -> Claim:
    """Register a claim and return it.

    Parameters
    ----------
    id : str
        Permanent and unique among the registered claims.
    statement : sympy relation or one of :mod:`proofs.statement`
        Read as: for all admissible values of its symbols, under ``assume``. Decimal numbers in
        it are taken as the decimals written (0.1 is 1/10).
    source : str
        Where the statement is made.
    assume : relation, or iterable of relations
        Conditions beyond the declarations of the symbols.
    depends_on : iterable of str
        IDs it rests on: it counts as established only if they are.
    expected : Verdict, optional
        PROVED unless given; CERTIFIED for a trajectory at stated numbers.
    title : str, optional
        The statement in a few words.
    corrected_by : iterable of str, optional
        IDs of the claims that say it right.

    Returns
    -------
    Claim

    Raises
    ------
    ClaimError
        If the ID is taken or a part is of the wrong kind.

    Examples
    --------
    >>> from spectra import R
    >>> with fresh_registry():
    ...     claim("example", R + 1 > R - 1, source="arithmetic").expected.value
    'PROVED'
    """
    if not isinstance(id, str) or not id.strip() or any(c.isspace() for c in id):
        msg = f"claim ID {id!r} is not a word; use letters, digits, '.', '-', '/'"
        raise ClaimError(msg)
    if id in _registry:
        msg = f"claim ID {id!r} is registered twice; give each claim its own ID"
        raise ClaimError(msg)
    if not isinstance(source, str):
        msg = f"claim {id}: source is {source!r}; say in words where the statement is made"
        raise ClaimError(msg)
    content = _statement(id, statement, sys._getframe(1))
    assumptions = _assumptions(id, assume)
    made = Claim(
        id,
        content,
        source,
        title,
        assumptions,
        _words(id, "depends_on", depends_on),
        _expected(id, expected, content, assumptions),
        _words(id, "corrected_by", corrected_by),
    )
    made.domain  # noqa: B018  (refuses assumptions that make no sense, here and not later)
    _registry[id] = made
    return made


def _words(owner: str, name: str, value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    words = tuple(value)
    if not all(isinstance(word, str) for word in words):
        msg = f"claim {owner}: {name} is {value!r}; give claim IDs"
        raise ClaimError(msg)
    return words


def _assumptions(owner: str, assume: object) -> tuple[Boolean, ...]:
    items = assume if isinstance(assume, (tuple, list, set, frozenset)) else (assume,)
    found = []
    for item in items:
        value = sp.sympify(item) if isinstance(item, bool) else item
        if not isinstance(value, Boolean):
            msg = f"claim {owner}: assumption {item!r} is not a relation such as R > 1"
            raise ClaimError(msg)
        found.append(_decimals(value))
    return tuple(found)


def _expected(
    owner: str, expected: Verdict | str | None, content: Statement, assume: tuple[Boolean, ...]
) -> Verdict:
    if expected is not None:
        try:
            return Verdict(expected)
        except ValueError:
            names = ", ".join(v.value for v in Verdict)
            msg = f"claim {owner}: expected is {expected!r}; choose one of {names}"
            raise ClaimError(msg) from None
    if isinstance(content, OutOfScope):
        return Verdict.NOT_RUN
    if isinstance(content, Trajectory):
        fixed = {s for s, _ in domain_of((), assume).fixed}
        if fixed >= {spectra.R, spectra.delta}:
            return Verdict.CERTIFIED
    return Verdict.PROVED


def _decimals(expr: sp.Basic) -> sp.Basic:
    """Read decimal numbers as written."""
    return expr.replace(lambda e: isinstance(e, sp.Float), lambda e: sp.Rational(str(e)))


def _statement(owner: str, statement: object, frame: FrameType) -> Statement:
    if isinstance(statement, KINDS):
        return statement
    if isinstance(statement, (bool, BooleanAtom)):
        return _recover(bool(statement), frame)
    if isinstance(statement, Boolean):
        return _decimals(statement)
    kind = type(statement).__name__
    msg = (
        f"claim {owner}: the statement is a {kind}, not a relation; "
        "compare two sides with Eq, Ne, Le, Lt, Ge or Gt, or use Limit, Trajectory, LearningTime"
    )
    raise ClaimError(msg)


# sympy evaluates a relation as soon as it can, so `Eq(R*(R + 1), R**2 + R)` may be fine while
# `R > 0` arrives as `true`. The call's own source text still says what was meant: it is found
# through the position of the running call, its two sides are evaluated once more, and the
# relation is put together without evaluation.


def _recover(value: bool, frame: FrameType) -> Collapsed:
    node = _argument(frame)
    if node is None:
        return Collapsed(value)
    source = ast.unparse(node)
    pair = _sides(node)
    if pair is None:
        return Collapsed(value, source)
    relation, left, right = pair
    try:
        sides = [
            sp.sympify(eval(compile(ast.Expression(side), "<claim>", "eval"), frame.f_globals, frame.f_locals))  # noqa: S307
            for side in (left, right)
        ]
        return Collapsed(value, source, _decimals(relation(*sides, evaluate=False)))
    except Exception:  # noqa: BLE001  (only the display suffers: the truth value is already known)
        return Collapsed(value, source)


def _argument(frame: FrameType) -> ast.expr | None:
    """Find the expression passed as ``statement`` in the call that ``frame`` is executing."""
    positions = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    text = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        where = (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
        if where == positions:
            named = [k.value for k in node.keywords if k.arg == "statement"]
            return named[0] if named else node.args[1] if len(node.args) > 1 else None
    return None


def _sides(node: ast.expr) -> tuple[type[sp.Rel], ast.expr, ast.expr] | None:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        return COMPARISONS[type(node.ops[0])], node.left, node.comparators[0]
    if isinstance(node, ast.Call) and len(node.args) == 2:  # noqa: PLR2004
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name in RELATIONS:
            return RELATIONS[name], node.args[0], node.args[1]
    return None
