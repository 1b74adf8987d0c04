"""The engine: each claim decided once, and what rests on what."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field
from os import PathLike
from time import perf_counter

from proofs.claims.claim import Claim, by_section
from proofs.engine import selection
from proofs.engine.decide import Finding
from proofs.engine.kept_proofs import KeptProofs
from proofs.engine.tasks import decided_parts, findings
from proofs.ledger import PARTS, part
from proofs.report.report import Report, Result
from proofs.report.results import ESTABLISHED
from spectra.utils.progress import Reporter


def check(
    claims: Iterable[Claim | str] | None = None,
    *,
    select: Iterable[str] | None = None,
    among: Iterable[Claim] = (),
    progress: Callable[[int, int, str], None] | None = None,
    on_result: Callable[[Result], None] | None = None,
    search: bool = False,
    executor: Executor | None = None,
    workers: int = 0,
    keep: str | PathLike[str] | None = None,
) -> Report:
    """Decide claims.

    Parameters
    ----------
    claims : iterable of Claim or str, optional
        Claims, or IDs of known ones. Left out: the ledger of the paper and everything
        registered with :func:`proofs.claim`.
    select : iterable of str, optional
        What to keep: IDs, the beginnings of IDs, or places that the sources name, such as
        ``"(16)"`` or ``"Theorem C.2"``. What these refer to is decided as well, and shows in
        their results only.
    among : iterable of Claim
        Other claims that these may refer to, beside the known ones.
    progress : callable, optional
        Called with (number done, total, ID) before each claim and once at the end. Left out: a bar
        on a terminal, after two seconds.
    on_result : callable, optional
        Called with each :class:`Result` as soon as it is there.
    search : bool
        Find every proof anew, instead of checking those that the ledger ships.
    executor : concurrent.futures.Executor, optional
        Decides the claims, on whatever machines it has workers; it stays open.
    workers : int
        Processes of our own where no executor is given; 0 for none.
    keep : str or path-like, optional
        A folder in which proofs are kept as they are found; a run that was cut short goes on from
        there. What is taken from it the kernel checks again.

    Returns
    -------
    Report

    Raises
    ------
    UnknownClaimError
        If an ID names nothing; the message suggests the nearest.
    ClaimError
        If two claims share an ID, or what is given is neither a claim nor an ID.
    ParameterError
        If the folder holds something else, or cannot be written.
    WorkersError
        If the scheduler of the executor is gone.

    Examples
    --------
    >>> from proofs import Claim, gt
    >>> from spectra import R
    >>> report = check([Claim("x", gt(R + 1, R / 2 + 1), "arithmetic")])
    >>> report.verdicts["x"].value, report.exit_code
    ('PROVED', 0)
    """
    started = perf_counter()
    offered = selection.resolve(claims)
    chosen = selection.select(offered, select)
    linked = selection.linked_claims(chosen, [*offered, *among])
    results = []
    bar = Reporter("deciding", None if progress is None else lambda _: None)
    kept = None if keep is None else KeptProofs(keep)
    asked = findings(linked, search=search, executor=executor, workers=workers, keep=kept)
    with asked as find, bar:
        decider = Decider(linked, find)
        for number, item in enumerate(chosen):
            if progress is not None:
                progress(number, len(chosen), item.id)
            results.append(decider.result(item))
            bar.update((number + 1) / len(chosen))
            if on_result is not None:
                on_result(results[-1])
    if progress is not None:
        progress(len(chosen), len(chosen), "")
    return Report(tuple(results), perf_counter() - started)


def check_ledger(
    *,
    workers: int,
    progress: Callable[[int, int, str], None] | None = None,
    on_result: Callable[[Result], None] | None = None,
) -> Report:
    """Decide the whole ledger, each part where it is built; the report is ordered by section.

    Parameters
    ----------
    workers : int
        Processes.
    progress, on_result : callable, optional
        As for :func:`check`; progress is counted in parts.
    """
    started = perf_counter()
    parts, ready = dict[str, list[Claim]](), dict[str, Finding]()
    with closing(decided_parts(workers)) as decided:
        for names, rows in decided:
            for claim, finding in rows:
                parts.setdefault(claim.origin, []).append(claim)
                ready[claim.id] = finding
            if progress is not None:
                progress(len(parts), len(PARTS), names[-1])
    claims = by_section(claim for name in PARTS for claim in parts.get(name) or part(name))
    linked = {claim.id: claim for claim in claims}
    left = {name: claim for name, claim in linked.items() if name not in ready}
    results = []
    with findings(left, search=False, executor=None, workers=workers) as find:
        decider = Decider(linked, find, ready)
        for claim in claims:
            results.append(decider.result(claim))
            if on_result is not None:
                on_result(results[-1])
    return Report(tuple(results), perf_counter() - started)


@dataclass(frozen=True)
class Decider:
    """Decides each claim once, when its verdict is first needed.

    Attributes
    ----------
    claims : mapping of str to Claim
        All claims that may be needed, by ID.
    find : callable
        Decides the claim of an ID.
    findings : dict
        What is found so far, by ID.
    holding : dict
        Which of them hold with all that they depend on.
    """

    claims: Mapping[str, Claim]
    find: Callable[[str], Finding]
    findings: dict[str, Finding] = field(default_factory=dict)
    holding: dict[str, bool] = field(default_factory=dict)

    def finding(self, claim_id: str) -> Finding:
        """Return what the provers find of one claim."""
        if claim_id not in self.findings:
            self.findings[claim_id] = self.find(claim_id)
        return self.findings[claim_id]

    def established(self, claim_id: str) -> bool:
        """Whether a claim holds and so does all it depends on."""
        if claim_id not in self.holding:
            self.holding[claim_id] = self.finding(claim_id).verdict in ESTABLISHED and all(
                self.established(other) for other in self.claims[claim_id].depends_on
            )
        return self.holding[claim_id]

    def result(self, claim: Claim) -> Result:
        """Return what was found of a claim and of those it refers to."""
        finding = self.finding(claim.id)
        holds = self.established(claim.id)
        unmet = (i for i in claim.depends_on if not self.established(i))
        return Result(
            claim,
            finding.verdict,
            finding.evidence,
            finding.seconds,
            holds,
            () if finding.verdict not in ESTABLISHED else tuple(unmet),
            tuple((self.claims[i], self.finding(i).verdict) for i in claim.corrected_by),
        )
