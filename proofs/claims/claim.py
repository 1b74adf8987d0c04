"""Claims and the registry they are kept in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

import sympy as sp
from sympy.logic.boolalg import Boolean

import spectra
from proofs.claims import claim_inputs
from proofs.claims.domain import Domain, describe, domain_of
from proofs.claims.relation import as_statement
from proofs.claims.statement import Statement
from proofs.claims.verdict import Verdict
from proofs.errors import ClaimError
from spectra.errors import short

OURS = {s.name: s for s in (spectra.k, spectra.R, spectra.delta, spectra.t, spectra.gamma)}


BEFORE_COMMA = re.compile(r"(?:[^,(\[]|\([^()]*\)|\[[^\[\]]*\]|[(\[])*")
"""The beginning of a source: commas within brackets that are closed belong to it."""


BEYOND = "Beyond"
"""How a source begins that is no place of the paper a claims file is about."""


class Words(StrEnum):
    """Whose words a claim judges."""

    PRINTED = "printed"
    READING = "reading"
    OURS = "ours"


@dataclass(frozen=True)
class Claim:
    """One statement with a permanent ID.

    Attributes
    ----------
    id : str
        Permanent and unique.
    statement : Boolean or Statement
        What is said: a relation of sympy, or one of the other kinds.
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
    words : Words
        Whether it says what the source prints, a reading of that, or something of its author.
    origin : str
        The part of the ledger, or the file, from which it can be had again.
    """

    id: str
    statement: Boolean | Statement
    source: str
    title: str = ""
    assume: tuple[Boolean, ...] = ()
    depends_on: tuple[str, ...] = ()
    expected: Verdict = Verdict.PROVED
    corrected_by: tuple[str, ...] = ()
    at: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()
    words: Words = Words.OURS
    origin: str = field(default="", compare=False, repr=False)

    @cached_property
    def said(self) -> Statement:
        """The statement as one of the kinds: a relation is one too."""
        return as_statement(self.statement)

    @property
    def section(self) -> str:
        """The part of the source before the first comma that no brackets enclose."""
        found = BEFORE_COMMA.match(self.source)
        return (found[0].strip() if found else "") or "no source"

    @property
    def domain(self) -> Domain:
        """The admissible values."""
        found = domain_of(self.said.free_symbols, self.assume)
        too_few = dict(found.fixed).get(spectra.k) in range(2, self.said.fewest_classes)
        return replace(found, empty=True) if too_few else found

    @property
    def _symbols(self) -> set[sp.Symbol]:
        return self.said.free_symbols.union(*(a.free_symbols for a in self.assume))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the claim could overlook."""
        return tuple(
            f"{s} is not spectra.{s}: here it is any {_words_for(s)}"
            for s in sorted(self._symbols, key=str)
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
        """Return the same claim at given values of the symbols in it."""
        free = self._symbols - self.said.bound_symbols
        if self.said.fewest_classes > 2:
            free.add(spectra.k)
        mine = tuple((s, v) for s, v in values.items() if s in free)
        fixed = (sp.Eq(s, v, evaluate=False) for s, v in mine)
        return replace(self, assume=(*self.assume, *fixed), at=mine) if mine else self

    def everywhere(self) -> "Claim":
        """Return the same claim for all admissible values again."""
        return replace(self, assume=self.assume[: len(self.assume) - len(self.at)], at=())


AT_VALUES: Mapping[Verdict, tuple[Verdict, ...]] = {
    Verdict.PROVED: (Verdict.PROVED, Verdict.CERTIFIED),
    Verdict.REFUTED: (Verdict.REFUTED, Verdict.PROVED, Verdict.CERTIFIED),
}
"""What may be found at particular values, by what is expected for all."""


def _words_for(symbol: sp.Symbol) -> str:
    (first, *_) = describe(Domain((symbol,)))
    return f"real number with {first}" if first != f"{symbol} real" else "real number"


def by_section(claims: Iterable[Claim]) -> list[Claim]:
    """Sort claims by section, in the order in which the sections first appear; what is beyond, last."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.section, []).append(claim)
    ordered = sorted(found, key=lambda name: name.startswith(BEYOND))
    return [claim for name in ordered for claim in found[name]]


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
    statement : sympy relation or Statement
        Read as: for all admissible values of its symbols, under ``assume``. Decimal numbers in
        it are taken as the decimals written (0.1 is 1/10). A relation that sympy would evaluate
        at once, such as ``R > 0``, is written ``proofs.gt(R, 0)``.
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
    ...     claim("example", R**2 + 1 > R, source="arithmetic").expected.value
    'PROVED'
    """
    name = claim_inputs.claim_id(id)
    if name in _registry:
        raise ClaimError(f"claim ID {short(name)} is registered twice; give each claim its own ID")
    content = claim_inputs.statement(name, statement)
    assumptions = claim_inputs.assumptions(name, assume)
    fixed = {symbol for symbol, _ in domain_of((), assumptions).fixed}
    made = Claim(
        name,
        content,
        claim_inputs.text(name, "source", source),
        claim_inputs.text(name, "title", title),
        assumptions,
        claim_inputs.ids(name, "depends_on", depends_on),
        claim_inputs.verdict(name, expected, as_statement(content).expected(fixed)),
        claim_inputs.ids(name, "corrected_by", corrected_by),
    )
    made.domain  # noqa: B018  (refuses assumptions that make no sense, here and not later)
    _registry[name] = made
    return made
