"""Which claims are meant: by themselves, by ID, or because another claim refers to them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from proofs.claims.claim import Claim, registered
from proofs.errors import ClaimError, UnknownClaimError, unknown
from proofs.ledger import ledger


def known() -> Mapping[str, Claim]:
    """Return the ledger and the registered claims, by ID."""
    ours = _by_id(ledger())
    clash = ours.keys() & registered().keys()
    if clash:
        raise ClaimError(f"claim ID {min(clash)!r} is taken by the ledger; choose another")
    return MappingProxyType(ours | dict(registered()))


def _by_id(claims: Iterable[Claim]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for item in claims:
        if found.setdefault(item.id, item) != item:
            raise ClaimError(f"claim ID {item.id!r} belongs to two claims; give each its own ID")
    return found


def resolve(claims: object) -> list[Claim]:
    """Return the claims that are meant, each once."""
    if claims is None:
        return list(known().values())
    given = claims if isinstance(claims, Iterable) and not isinstance(claims, str) else [claims]
    found = []
    for item in given:
        if isinstance(item, str):
            found.append(registered().get(item) or _find(item, known()))
        elif isinstance(item, Claim):
            found.append(item)
        else:
            raise ClaimError(
                f"claims holds {item!r} ({type(item).__name__}); give claims or their IDs"
            )
    return list(_by_id(found).values())


def select(claims: list[Claim], words: Iterable[str] | None) -> list[Claim]:
    """Keep the claims of the given IDs; a word that is no ID stands for all that begin so."""
    if words is None:
        return claims
    ids = [c.id for c in claims]
    kept: set[str] = set()
    for word in [words] if isinstance(words, str) else words:
        found = {word} if word in ids else {i for i in ids if word and i.startswith(word)}
        if not found:
            raise UnknownClaimError(unknown(word, ids))
        kept |= found
    return [c for c in claims if c.id in kept]


def linked_claims(chosen: list[Claim], offered: list[Claim]) -> dict[str, Claim]:
    """Return the claims with all they refer to, by ID; refuse what could not be decided."""
    nearby, linked = _by_id(offered), {}
    waiting = list(reversed(chosen))
    while waiting:
        item = waiting.pop()
        if item.id in linked:
            continue
        item.domain  # noqa: B018  (refuses assumptions that make no sense before any work)
        linked[item.id] = item
        for other in (*item.depends_on, *item.corrected_by):
            if other not in linked:
                where = nearby if other in nearby else {**nearby, **known()}
                waiting.append(_find(other, where, f"claim {item.id} refers to an "))
    return linked


def chain(claims: Iterable[Claim], offered: Iterable[Claim]) -> list[Claim]:
    """Return claims with all they rest on, each after what it rests on itself."""
    nearby, found = _by_id(offered), dict[str, Claim]()

    def visit(item: Claim) -> None:
        if item.id not in found:
            for other in item.depends_on:
                visit(_find(other, nearby, f"claim {item.id} refers to an "))
            found[item.id] = item

    for item in claims:
        visit(item)
    return list(found.values())


def _find(claim_id: str, where: Mapping[str, Claim], before: str = "") -> Claim:
    if claim_id not in where:
        raise UnknownClaimError(before + unknown(claim_id, where))
    return where[claim_id]
