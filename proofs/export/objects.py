"""The proof objects of claims, and what each becomes in Coq."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from proofs.claims.claim import Claim
from proofs.engine.check import check
from proofs.engine.tasks import sensible_workers
from proofs.errors import ParameterError
from proofs.export.coq.text import CORE
from proofs.export.coq.theorem import identifier, theorem
from proofs.kernel import Rejected

CORE_FILE = "core.v"
NOT_SCALAR = {
    "limit": "a limit", "matrices": "an equation of matrices", "flow": "on the solution of an equation",
    "time": "on a learning time", "terminal": "on the end of a solution",
    "plateau": "on what is learned by a time", "delays": "on delays", "when": "on a learning time",
}  # fmt: skip
"""Statements that are not exported, by the head of the goal."""


@dataclass(frozen=True)
class Exported:
    """A proof object and its Coq file.

    Attributes
    ----------
    claim_id, statement_hash : str
    text : str
        The file; empty if there is none.
    reason : str
        Why there is none.
    """

    claim_id: str
    statement_hash: str
    text: str = ""
    reason: str = ""

    @property
    def theorem(self) -> str:
        """The theorem's name, which is also that of the file."""
        return f"claim_{identifier(self.claim_id)}"


def objects(claims: Iterable[Claim]) -> dict[str, dict[str, Any]]:
    """Return the proof objects that verdicts on claims rest on, by the claims' IDs."""
    claims = list(claims)
    report = check(claims, workers=sensible_workers(len(claims)))
    proofs = {result.claim.id: result.proof for result in report.results}
    return {name: json.loads(proof.text) for name, proof in proofs.items() if proof is not None}


def export(claim_id: str, data: Any) -> Exported:
    """Write an object as a Coq file, or say why it has none.

    Examples
    --------
    >>> from proofs.claims.claim import Claim
    >>> from proofs.claims.relation import gt
    >>> from spectra import R
    >>> found = objects([Claim("above", gt(R + 1, R / 2 + 1), "arithmetic")])
    >>> print(export("above", found["above"]).text.partition("Proof")[0][139:], end="")
    Theorem claim_above :
      forall R : real,
      R > 0 ->
      1 + R > 1 + (1 / 2) * R.
    """
    head = data["statement"]["goal"][0].partition(" ")[0]
    if head in NOT_SCALAR:
        return Exported(claim_id, data["hash"], reason=f"statement {NOT_SCALAR[head]}")
    try:
        return Exported(claim_id, data["hash"], theorem(claim_id, data))
    except Rejected as error:
        return Exported(claim_id, data["hash"], reason=str(error))


def files(exported: Iterable[Exported]) -> dict[str, str]:
    """Return the text of each file by its name, with the one that all of them require.

    Raises
    ------
    ParameterError
        If two claims would have one file.
    """
    owners: dict[str, str] = {}
    found = {CORE_FILE: CORE}
    for item in exported:
        if item.text:
            first = owners.setdefault(item.theorem, item.claim_id)
            if first != item.claim_id:
                raise ParameterError(
                    f"claims {first!r} and {item.claim_id!r} would have one file {item.theorem}.v; "
                    "export them one at a time, by their IDs"
                )
            found[f"{item.theorem}.v"] = item.text
    return found
