"""From a claim to a proof object that the kernel has checked."""

from dataclasses import dataclass
from typing import Any

from proofs.claims.claim import Claim
from proofs.kernel import Rejected, check, digest
from proofs.provers.finders.kinds import find_claim, read_claim
from proofs.reader.scalars import UnreadableError


@dataclass(frozen=True)
class Proved:
    """What was found for a claim.

    Attributes
    ----------
    said : str
        The kernel's verdict with the axioms it rests on, or why there is none.
    proof : dict or None
        The proof object, JSON data with the claim's ID as ``"id"``.
    """

    said: str
    proof: dict[str, Any] | None = None


def prove(claim: Claim) -> Proved:
    """Look for a proof, or a disproof, of a claim and check it.

    Examples
    --------
    >>> import proofs
    >>> from spectra import R
    >>> above = proofs.claim("above", proofs.gt(R + 1 / R, 1), source="here")
    >>> prove(above).said.split(";")[0]
    'PROVED'
    """
    try:
        statement = read_claim(claim.said, claim.assume).statement
        found = find_claim(claim.said, claim.assume)
    except UnreadableError as error:
        return Proved(f"no proof: {error}")
    if found is None:
        return Proved("no proof was found")
    proof = {"id": claim.id, **found}
    try:
        checked = check(proof)
    except Rejected as error:
        return Proved(f"a proof was found that the kernel rejects: {error}")
    if checked.hash != digest(statement):
        return Proved("a proof was found of another statement")
    axioms = ", ".join(sorted(checked.axioms)) or "none"
    return Proved(f"{checked.verdict}; axioms: {axioms}", proof)
