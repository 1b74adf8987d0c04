"""Claims about networks: what a table of measurements says, and never more."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.claims.empirical import MEASURED, VERDICTS, Empirical
from proofs.claims.verdict import Evidence, Outcome, Verdict
from proofs.errors import ParameterError

if TYPE_CHECKING:
    from proofs.claims.claim import Claim

SAID = {verdict: outcome for outcome, verdict in VERDICTS.items()}


def evidence_on(statement: Empirical) -> Iterator[Evidence]:
    """Yield what the table says: the median ratios, and whether they lie in the range."""
    from numerics.experiment.findings import find

    table = _table(statement.ratios[0].over.table, statement.folder)
    for ratio in statement.ratios:
        for reading in ratio.readings:
            if not reading.of(table):
                where = "the table" if statement.folder is None else str(statement.folder)
                reason = f"{where} has no run of {reading}"
                yield Evidence("experiment", Outcome.INCONCLUSIVE, reason)
                return
    low, high = (float(x) for x in (statement.low, statement.high))
    bounds = (math.log(x) if x else -math.inf for x in (low, high))
    found = find(table, statement.ratios, *bounds)
    outcome = SAID[Verdict(found.outcome.value)]
    yield Evidence("experiment", outcome, f"{found}; {_asked(low, high)}", route=MEASURED)


def _asked(low: float, high: float) -> str:
    """Say which range was asked about."""
    if low and high < math.inf:
        return f"between {low:.3g} and {high:.3g}?"
    return f"above {low:.3g}?" if low else f"below {high:.3g}?"


@lru_cache(maxsize=4)
def _table(read: Callable[[Path | None], Sequence[Any]], folder: Path | None) -> Sequence[Any]:
    return read(folder)


def measured_in(folder: str, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims, those about networks to be judged by the runs in a folder.

    Raises
    ------
    ParameterError
        The folder holds no summary of runs.
    """
    from numerics.errors import NumericsError
    from numerics.experiment.findings import Reading

    path = Path(folder)
    try:
        _table(Reading.table, path)
    except NumericsError as error:
        raise ParameterError(f"--experiment: {error}") from error
    return [
        replace(claim, statement=replace(claim.statement, folder=path), origin="")
        if isinstance(claim.statement, Empirical)
        and isinstance(claim.statement.ratios[0].over, Reading)
        else claim
        for claim in claims
    ]
