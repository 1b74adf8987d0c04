"""The engine: each claim to the provers for its kind, their evidence to a verdict."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from types import MappingProxyType

import sympy as sp

from proofs.claim import Claim, registered
from proofs.domain import Domain
from proofs.errors import ClaimError, ProofsError, UnknownClaimError
from proofs.statement import (
    Collapsed,
    Invariance,
    LearningTime,
    Limit,
    OutOfScope,
    Statement,
    Trajectory,
)
from proofs.verdict import Counterexample, Evidence, Outcome, Verdict, combine

OPEN = (Verdict.UNDECIDED, Verdict.VACUOUS, Verdict.NOT_RUN)
"""Verdicts that decide nothing."""

ESTABLISHED = (Verdict.PROVED, Verdict.CERTIFIED)


@dataclass(frozen=True)
class Result:
    """A claim with what was found.

    Attributes
    ----------
    claim : Claim
    verdict : Verdict
    evidence : tuple of Evidence
    seconds : float
    established : bool
        Proved or certified, and so is all it depends on.
    """

    claim: Claim
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    seconds: float
    established: bool = False

    @property
    def counterexample(self) -> Counterexample | None:
        """The first counterexample among the evidence."""
        found = (e.counterexample for e in self.evidence if e.outcome is Outcome.REFUTES)
        return next((c for c in found if c is not None), None)

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the one its author expects."""
        return self.verdict is self.claim.expected


@dataclass(frozen=True)
class Report:
    """What was checked and found, in order.

    Attributes
    ----------
    results : tuple of Result
    """

    results: tuple[Result, ...]

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict of each claim, by ID."""
        return MappingProxyType({r.claim.id: r.verdict for r in self.results})

    @property
    def summary(self) -> Mapping[Verdict, int]:
        """How many claims got each verdict."""
        counts = {v: sum(r.verdict is v for r in self.results) for v in Verdict}
        return MappingProxyType({v: n for v, n in counts.items() if n})

    @property
    def exit_code(self) -> int:
        """0 all as expected, 1 some verdict differs, 3 something stayed undecided."""
        surprises = [r for r in self.results if not r.as_expected]
        if any(r.verdict not in OPEN for r in surprises):
            return 1
        return 3 if surprises else 0

    def __getitem__(self, claim_id: str) -> Result:
        for result in self.results:
            if result.claim.id == claim_id:
                return result
        raise UnknownClaimError(_unknown(claim_id, [r.claim.id for r in self.results]))

    def to_json(self) -> str:
        """Return the report as JSON text, schema 1."""
        from proofs.report.json import render  # noqa: PLC0415  (formats load when asked for)

        return render(self)

    def __str__(self) -> str:
        from proofs.report.text import render  # noqa: PLC0415

        return render(self)


def check(
    claims: Iterable[Claim | str] | None = None,
    *,
    select: Iterable[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Report:
    """Decide claims.

    Parameters
    ----------
    claims : iterable of Claim or str, optional
        Claims, or IDs of known ones. Left out: the ledger of the paper and everything
        registered with :func:`proofs.claim`.
    select : iterable of str, optional
        IDs, or the beginnings of IDs, to keep.
    progress : callable, optional
        Called with (number done, total, ID) before each claim and once at the end.

    Returns
    -------
    Report

    Raises
    ------
    UnknownClaimError
        If an ID names nothing; the message suggests the nearest.

    Examples
    --------
    >>> from proofs import Claim
    >>> from spectra import R
    >>> report = check([Claim("x", sp.Gt(sp.sqrt(R + 1), sp.sqrt(R)), "arithmetic")])
    >>> report.verdicts["x"].value, report.exit_code
    ('PROVED', 0)
    """
    chosen = _select(list(_resolve(claims)), select)
    results = []
    for number, item in enumerate(chosen):
        if progress is not None:
            progress(number, len(chosen), item.id)
        results.append(decide(item))
    if progress is not None:
        progress(len(chosen), len(chosen), "")
    return Report(_establish(results))


def known() -> Mapping[str, Claim]:
    """Return the ledger and the registered claims, by ID."""
    from proofs.ledger import ledger  # noqa: PLC0415  (the ledger imports Claim)

    ours = {c.id: c for c in ledger()}
    clash = ours.keys() & registered().keys()
    if clash:
        msg = f"claim ID {min(clash)!r} is taken by the ledger; choose another"
        raise ClaimError(msg)
    return MappingProxyType(ours | dict(registered()))


def _resolve(claims: Iterable[Claim | str] | None) -> Iterator[Claim]:
    if claims is None:
        yield from known().values()
        return
    if isinstance(claims, (str, Claim)):
        claims = [claims]
    for item in claims:
        if isinstance(item, Claim):
            yield item
        elif item in registered():
            yield registered()[item]
        elif item in known():
            yield known()[item]
        else:
            raise UnknownClaimError(_unknown(str(item), known()))


def _select(claims: list[Claim], select: Iterable[str] | None) -> list[Claim]:
    if select is None:
        return claims
    wanted = [select] if isinstance(select, str) else list(select)
    ids = [c.id for c in claims]
    for word in wanted:
        if not any(i.startswith(word) for i in ids):
            raise UnknownClaimError(_unknown(word, ids))
    return [c for c in claims if any(c.id.startswith(word) for word in wanted)]


def _unknown(name: str, ids: Iterable[str]) -> str:
    everything = list(ids)
    near = difflib.get_close_matches(name, everything, n=1, cutoff=0.3)
    hint = f"; the nearest is {near[0]!r}" if near else "; --list shows all"
    return f"unknown claim ID {name!r}{hint}"


def _establish(results: list[Result]) -> tuple[Result, ...]:
    """Mark what is proved and rests, all the way down, on what is proved."""
    by_id = {r.claim.id: r for r in results}
    memo: dict[str, bool] = {}

    def holds(claim_id: str, path: tuple[str, ...]) -> bool:
        if claim_id in path or claim_id not in by_id:
            return False
        if claim_id not in memo:
            found = by_id[claim_id]
            memo[claim_id] = found.verdict in ESTABLISHED and all(
                holds(d, (*path, claim_id)) for d in found.claim.depends_on
            )
        return memo[claim_id]

    return tuple(
        Result(r.claim, r.verdict, r.evidence, r.seconds, holds(r.claim.id, ())) for r in results
    )


def decide(claim: Claim) -> Result:
    """Decide one claim by all the provers its kind needs."""
    started = perf_counter()
    if isinstance(claim.statement, OutOfScope):
        evidence = (Evidence("scope", Outcome.INCONCLUSIVE, claim.statement.reason),)
        return Result(claim, Verdict.NOT_RUN, evidence, 0.0)
    found: list[Evidence] = []
    try:
        found.extend(_evidence(claim.statement, claim.domain))
    except ProofsError:
        raise
    except Exception as error:  # noqa: BLE001  (one claim must not take the others down: it is reported)
        detail = f"a prover failed: {type(error).__name__}: {error}"
        found.append(Evidence("engine", Outcome.INCONCLUSIVE, detail))
    return Result(claim, combine(found), tuple(found), perf_counter() - started)


def _evidence(statement: Statement, domain: Domain) -> Iterator[Evidence]:
    # the provers load what they need (flows, solvers) when the first claim of their kind comes
    from proofs.provers import collapsed, flow, limits, matrix, relation  # noqa: PLC0415

    if isinstance(statement, Collapsed):
        return collapsed.decide(statement, domain)
    if isinstance(statement, Limit):
        return limits.decide(statement, domain)
    if isinstance(statement, Trajectory):
        return flow.decide_trajectory(statement, domain)
    if isinstance(statement, LearningTime):
        return flow.decide_learning_time(statement, domain)
    if isinstance(statement, Invariance):
        return flow.decide_invariance(statement, domain)
    if matrix.is_matrix_relation(statement):
        return matrix.decide(statement, domain)
    return relation.decide(statement, domain)
