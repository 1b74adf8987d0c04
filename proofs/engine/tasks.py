"""A claim as a task for a worker: plain data that stays what it says on the way.

A claim of the ledger, or of a file, travels as its origin and its ID, and is built where it is
decided. Any other travels itself. sympy would evaluate a formula when it is unpickled; so formulas
are put together as they were, and what does not come out the same does not travel.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

from proofs.claims.verdict import Evidence, Outcome
from proofs.engine import claims_file
from proofs.engine.decide import Finding, decide, stopped
from proofs.engine.time_limit import LIMIT
from proofs.ledger import PARTS, RUNS, part
from proofs.provers.by_kind import prover
from spectra.utils.command import cores
from spectra.utils.own_pool import start_method
from spectra.utils.workers import Done, completed

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from proofs.claims.claim import Claim
    from proofs.engine.kept_proofs import KeptProofs

DIED = "two workers died while they decided this; the main process decided it"
GRACE = 1.25
"""A process that does not listen to Python is ended after so many times the limit."""


Parts: TypeAlias = tuple[str, ...]

LEAST = 12
"""Fewer claims than this are not worth a second process."""


def sensible_workers(claims: int) -> int:
    """Return in how many processes claims are decided if nobody says.

    In none where processes cannot be forked, and share what the ledger has derived; in one, which
    can be ended, if they are few.
    """
    if start_method() != "fork":
        return 0
    return cores() if claims >= LEAST else 1


@dataclass(frozen=True)
class Task:
    """What a worker is to decide.

    Attributes
    ----------
    claim : Claim
    search : bool
        Find its proof anew.
    kept : str
        Its proof objects from an earlier run.
    """

    claim: Claim
    search: bool
    kept: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        claim = self.claim
        if claim.origin:
            return _named, (claim.origin, claim.id, claim.at, self.search, self.kept)
        return _sent, (_pickled(claim), self.search, self.kept)


def work(task: Task) -> Finding:
    """Decide the claim of a task."""
    return decide(task.claim, search=task.search, kept=task.kept)


@contextmanager
def findings(
    claims: Mapping[str, Claim],
    *,
    search: bool,
    executor: Executor | None,
    workers: int,
    keep: KeptProofs | None = None,
) -> Iterator[Callable[[str], Finding]]:
    """Decide claims; yield a function that waits for the finding of an ID.

    Parameters
    ----------
    claims : mapping of str to Claim
        By ID, the first wanted first.
    search : bool
        Find proofs anew.
    executor : Executor, optional
    workers : int
        As for :func:`spectra.utils.workers.completed`; with neither, only what is asked for is
        decided.
    keep : KeptProofs, optional
        Where proofs are kept as they are found, and taken from.
    """

    def task(claim: Claim) -> Task:
        return Task(claim, search, keep.known(claim) if keep else "")

    def kept(claim: Claim, finding: Finding) -> Finding:
        if keep:
            keep.keep(claim, finding)
        return finding

    if executor is None and workers < 1:
        yield lambda claim_id: kept(claims[claim_id], work(task(claims[claim_id])))
        return
    names, known = list(claims), dict[str, Finding]()
    tasks = [task(claim) for claim in claims.values()]
    with closing(
        completed(work, tasks, executor=executor, workers=workers, most=GRACE * LIMIT)
    ) as found:

        def find(claim_id: str) -> Finding:
            while claim_id not in known:
                done = next(found)
                claim = claims[names[done.number]]
                known[claim.id] = kept(claim, _finding(claim, done))
            return known[claim_id]

        yield find


def decided_parts(workers: int) -> Generator[tuple[Parts, list[tuple[Claim, Finding]]]]:
    """Decide the ledger, each part by the process that builds it.

    Yields
    ------
    names, list of (Claim, Finding)
        Parts as soon as they are decided, with nothing in the list if a worker died of them or
        was ended: then their claims have to be decided one by one.
    """
    # many workers have done sooner with less that is shared
    runs = RUNS if 2 * workers <= len(RUNS) else [(name,) for name in chain(*RUNS)]
    with closing(completed(_decided, runs, workers=workers, most=GRACE * LIMIT)) as found:
        for done in found:
            lost = done.deaths or done.stopped
            yield runs[done.number], [] if lost else pickle.loads(done.result)


def _decided(names: Parts) -> bytes:
    """Build parts of the ledger and decide their claims."""
    claims = chain.from_iterable(map(part, names))
    return _as_typed([(claim, decide(claim)) for claim in claims])


def _finding(claim: Claim, done: Done[Finding]) -> Finding:
    """What a worker found, or what became of it."""
    if done.stopped:
        return stopped(claim, GRACE * LIMIT)
    if not done.deaths:
        return done.result
    said = Evidence("engine", Outcome.INCONCLUSIVE, DIED)
    return replace(done.result, evidence=(*done.result.evidence, said))


# how claims travel


def _named(origin: str, claim_id: str, at: Any, search: bool, kept: str) -> Task:
    """Build a claim where it is decided."""
    claims = part(origin) if origin in PARTS else claims_file.loaded(origin)
    (found,) = (claim for claim in claims if claim.id == claim_id)
    return Task(found.put(dict(at)), search, kept)


def _sent(content: bytes, search: bool, kept: str) -> Task:
    return Task(pickle.loads(content), search, kept)


class _Pickler(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, sp.Basic) and thing.args and not isinstance(thing, sp.MatrixBase):
            return _together, (type(thing), thing.args)
        return NotImplemented


def _together(kind: type[sp.Basic], parts: tuple[sp.Basic, ...]) -> sp.Basic:
    """Put a formula together without evaluating it, or checking the shapes of matrices again."""
    # sums and integrals are not evaluated, and know no such option
    options = {} if issubclass(kind, ExprWithLimits) else {"evaluate": False}
    try:
        found: Any = not issubclass(kind, sp.MatrixExpr) and kind(*parts, **options)
    except TypeError:
        found = None
    if type(found) is kind and found.args == parts:
        return found
    return sp.Basic.__new__(kind, *parts)


def _pickled(claim: Claim) -> bytes:
    """Return a claim as bytes.

    Raises
    ------
    PicklingError
        It is of a kind that only this process knows, or would not come out the same.
    """
    kind = type(claim.said)
    for name in (kind.__module__, prover.dispatch(kind).__module__):
        if not name.startswith("proofs."):
            raise pickle.PicklingError(f"{kind.__name__} is known to this process only")
    content = _as_typed(claim)
    again = pickle.loads(content)
    if again != claim or repr(again) != repr(claim):
        raise pickle.PicklingError(f"claim {claim.id} would change on the way")
    return content


def _as_typed(thing: object) -> bytes:
    """Return something as bytes, from which its formulas come as they are typed."""
    stream = io.BytesIO()
    _Pickler(stream).dump(thing)
    return stream.getvalue()
