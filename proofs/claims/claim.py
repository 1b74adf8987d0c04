"""Claims and the registry they are kept in."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType

import sympy as sp
from sympy.logic.boolalg import Boolean

import spectra
from proofs.claims import claim_inputs
from proofs.claims.domain import Domain, describe, domain_of
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
    symbols_in,
)
from proofs.claims.verdict import Verdict
from proofs.errors import ClaimError

OURS = {s.name: s for s in (spectra.k, spectra.R, spectra.delta, spectra.t, spectra.gamma)}


@dataclass(frozen=True)
class Claim:
    """One statement with a permanent ID.

    Attributes
    ----------
    id : str
        Permanent and unique.
    statement : Statement
        What is said; see :mod:`proofs.claims.statement`.
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
    at : tuple of (Symbol, Expr)
        Values at which alone it is looked at; part of ``assume`` as well.
    """

    id: str
    statement: Statement
    source: str
    title: str = ""
    assume: tuple[Boolean, ...] = ()
    depends_on: tuple[str, ...] = ()
    expected: Verdict = Verdict.PROVED
    corrected_by: tuple[str, ...] = ()
    at: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()

    @property
    def domain(self) -> Domain:
        """The admissible values."""
        found = domain_of(symbols_of(self.statement), self.assume)
        missing = self._needs_four and dict(found.fixed).get(spectra.k) == 2
        return replace(found, empty=True) if missing else found

    @property
    def _needs_four(self) -> bool:
        """Whether it is about a mode within a group, of which there is none at k = 2."""
        about_mode = isinstance(self.statement, Trajectory | LearningTime | Invariance)
        return about_mode and self.statement.mode != "maj-min"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the claim could overlook."""
        symbols = symbols_of(self.statement).union(*(a.free_symbols for a in self.assume))
        return tuple(
            f"{s} is not spectra.{s}: here it is any {_words_for(s)}"
            for s in sorted(symbols, key=str)
            if s.name in OURS and s != OURS[s.name]
        )

    def expects(self, verdict: Verdict) -> bool:
        """Whether a verdict is the expected one.

        At given values (``at``) what holds everywhere must hold unless the values are
        excluded, and what fails somewhere may hold.
        """
        if not self.at:
            return verdict is self.expected
        return verdict in (Verdict.VACUOUS, *AT_VALUES.get(self.expected, (self.expected,)))

    def put(self, values: Mapping[sp.Symbol, sp.Expr]) -> "Claim":
        """Return the same claim at given values of those symbols that it speaks about."""
        free = symbols_of(self.statement).union(*(a.free_symbols for a in self.assume))
        if isinstance(self.statement, Limit):
            free.discard(self.statement.var)
        if self._needs_four:
            free.add(spectra.k)
        mine = tuple((s, v) for s, v in values.items() if s in free)
        fixed = (sp.Eq(s, v, evaluate=False) for s, v in mine)
        return replace(self, assume=(*fixed, *self.assume), at=mine) if mine else self

    def everywhere(self) -> "Claim":
        """Return the same claim for all admissible values again."""
        return replace(self, assume=self.assume[len(self.at) :], at=())


AT_VALUES: Mapping[Verdict, tuple[Verdict, ...]] = {
    Verdict.PROVED: (Verdict.PROVED, Verdict.CERTIFIED),
    Verdict.REFUTED: (Verdict.REFUTED, Verdict.PROVED, Verdict.CERTIFIED),
}
"""What may be found at particular values, by what is expected for all."""


def _words_for(symbol: sp.Symbol) -> str:
    (first, *_) = describe(Domain((symbol,)))
    return f"real number with {first}" if first != f"{symbol} real" else "real number"


def symbols_of(statement: Statement) -> set[sp.Symbol]:
    """Return the free symbols a statement speaks about."""
    if isinstance(statement, Limit):
        parts = (statement.expr, statement.to, statement.value)
        return {statement.var}.union(*(e.free_symbols for e in parts))
    if isinstance(statement, Trajectory):
        return {spectra.delta, spectra.t}.union(
            symbols_in(statement.weighting), statement.expr.free_symbols
        )
    if isinstance(statement, LearningTime):
        return symbols_in(statement.weighting).union(statement.expr.free_symbols)
    if isinstance(statement, Invariance):
        return symbols_in(statement.weighting)
    if isinstance(statement, MatrixIdentity | OutOfScope | Empirical):
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
    global _registry
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
    statement : sympy relation or one of :mod:`proofs.claims.statement`
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
    name = claim_inputs.claim_id(id)
    if name in _registry:
        raise ClaimError(f"claim ID {name!r} is registered twice; give each claim its own ID")
    content = claim_inputs.statement(name, statement, sys._getframe(1))
    assumptions = claim_inputs.assumptions(name, assume)
    made = Claim(
        name,
        content,
        claim_inputs.text(name, "source", source),
        claim_inputs.text(name, "title", title),
        assumptions,
        claim_inputs.ids(name, "depends_on", depends_on),
        claim_inputs.verdict(name, expected, content, assumptions),
        claim_inputs.ids(name, "corrected_by", corrected_by),
    )
    made.domain  # noqa: B018  (refuses assumptions that make no sense, here and not later)
    _registry[name] = made
    return made
