"""Which claims are meant: by themselves, by ID, or because another claim refers to them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from proofs.claims import claim_inputs
from proofs.claims.claim import Claim, registered
from proofs.engine.places import at_place, is_kind, is_number, places_like
from proofs.errors import ClaimError, UnknownClaimError, unknown
from proofs.ledger import PARTS, ledger
from proofs.report.formula_text import line
from spectra.errors import short


def known() -> Mapping[str, Claim]:
    """Return the ledger and the registered claims, by ID."""
    ours = _ours()
    clash = ours.keys() & registered().keys()
    if clash:
        raise ClaimError(f"claim ID {min(clash)!r} is taken by the ledger; choose another")
    return MappingProxyType(ours | dict(registered()))


@cache
def _ours() -> dict[str, Claim]:
    return _by_id(ledger())


def _by_id(claims: Iterable[Claim]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for item in claims:
        if found.setdefault(item.id, item) != item:
            raise ClaimError(
                f"claim ID {short(item.id)} belongs to two claims; give each its own ID"
            )
    return found


def resolve(claims: object) -> list[Claim]:
    """Return the claims that are meant, each once."""
    if claims is None:
        return list(known().values())
    single = isinstance(claims, str) or getattr(claims, "ndim", 1) == 0
    given = claims if isinstance(claims, Iterable) and not single else [claims]
    found = []
    for item in given:
        if isinstance(item, str):
            found.append(registered().get(item) or _find(item, known()))
        elif isinstance(item, Claim):
            found.append(item)
        else:
            raise ClaimError(
                f"claims holds {short(item)} ({type(item).__name__}); give claims or their IDs"
            )
    return list(_by_id(found).values())


def select(claims: list[Claim], words: Iterable[str] | None) -> list[Claim]:
    """Keep the claims that words stand for: an ID, else the beginning of IDs, else a place.

    Upper and lower case are told apart only where both are IDs. A place is one that the sources
    of the claims name, see :mod:`proofs.engine.places`; ``Theorem`` and ``C.2`` as two words are
    one place.
    """
    if words is None:
        return claims
    kept: set[str] = set()
    given = claim_inputs.ids("check", "select", words)
    for word in _joined(given, [c.id for c in claims]):
        kept |= _meant(word, claims)
    return [c for c in claims if c.id in kept]


def _joined(words: Iterable[str], ids: list[str]) -> Iterator[str]:
    """Join the name of a kind of place and the number after it."""
    kind = ""
    for word in words:
        if kind and not is_number(word):
            yield kind
        elif kind:
            word = f"{kind} {word}"
        kind = word if is_kind(word) and word not in ids else ""
        if not kind:
            yield word
    if kind:
        yield kind


def _meant(word: str, claims: list[Claim]) -> set[str]:
    ids = [c.id for c in claims]
    small = word.casefold()
    for found in (
        {word} & set(ids),
        {i for i in ids if i.casefold() == small},
        {i for i in ids if word and i.casefold().startswith(small)},
        at_place(word, claims),
    ):
        if found:
            return found
    raise UnknownClaimError(unknown(word, ids, _elsewhere(word, claims)))


def _elsewhere(word: str, claims: list[Claim]) -> str:
    """Say where else a word occurs that is no ID: in titles, or as a kind of place."""
    if word in known():
        return "it is in the ledger, which is not among these (--with-ledger)"
    named = places_like(word, claims)
    if named:
        return f"the sources name {', '.join(named)}"
    titles = [c.id for c in claims if word.strip() and word.casefold() in c.title.casefold()]
    if titles:
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        return f"it is in the title of {titles[0]!r}{more} (-k finds titles)"
    return ""


def titled(claims: list[Claim], words: str) -> list[Claim]:
    """Keep the claims that hold all these words in ID, source, part and title; else in formulas."""
    wanted = words.casefold().split()
    said = {c.id: f"{c.id} {c.source} {_part(c)} {c.title}".casefold() for c in claims}
    found = _holding(said, wanted)
    if not found:
        formulas = ((c.id, line(c.said).casefold()) for c in claims)
        said = {i: f"{said[i]} {f} {f.replace('√', 'sqrt')}" for i, f in formulas}
        found = _holding(said, wanted)
    if not found:
        each = ", ".join(
            f"{short(w)} in {sum(w in text for text in said.values())}" for w in wanted
        )
        raise UnknownClaimError(
            f"no claim has all words of {short(words)} ({each or 'no word'}); --list shows the titles"
        )
    return [c for c in claims if c.id in found]


def _holding(said: Mapping[str, str], wanted: list[str]) -> set[str]:
    """Return the IDs of what holds all words; nothing for no words."""
    return {i for i, text in said.items() if wanted and all(word in text for word in wanted)}


def _part(claim: Claim) -> str:
    """Return the part of the ledger that a claim is in, as words; nothing for a file."""
    return claim.origin.replace("_", " ") if claim.origin in PARTS else ""


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
        others = (*item.depends_on, *item.corrected_by)
        waiting += [_referred(item, x, nearby) for x in others if x not in linked]
    _refuse_circles(linked)
    return linked


def _refuse_circles(linked: Mapping[str, Claim]) -> None:
    """Refuse claims that rest on each other, of which none would be established."""
    try:
        TopologicalSorter({name: item.depends_on for name, item in linked.items()}).prepare()
    except CycleError as error:
        circle = " on ".join(map(short, reversed(error.args[1])))
        raise ClaimError(
            f"claims rest on each other: {circle}; take one of these out of depends_on"
        ) from None


def chain(claims: Iterable[Claim], offered: Iterable[Claim]) -> list[Claim]:
    """Return claims with all they rest on, each after what it rests on itself."""
    nearby, found = _by_id(offered), dict[str, Claim]()

    def visit(item: Claim) -> None:
        if item.id not in found:
            for other in item.depends_on:
                visit(_referred(item, other, nearby))
            found[item.id] = item

    for item in claims:
        visit(item)
    return list(found.values())


def impact(claims: Iterable[Claim], offered: Iterable[Claim]) -> list[Claim]:
    """Return claims with all that rest on them, however far, in the order of what is offered."""
    offered = list(offered)
    found = {item.id for item in claims}
    before = 0
    while len(found) > before:
        before = len(found)
        found |= {item.id for item in offered if found.intersection(item.depends_on)}
    return [item for item in offered if item.id in found]


def _referred(item: Claim, other: str, nearby: Mapping[str, Claim]) -> Claim:
    """Return what a claim refers to: one offered with it, or one of the ledger."""
    where = nearby if other in nearby else {**nearby, **known()}
    return _find(other, where, f"claim {item.id} refers to an ")


def _find(claim_id: str, where: Mapping[str, Claim], before: str = "") -> Claim:
    if claim_id not in where:
        raise UnknownClaimError(before + unknown(claim_id, where))
    return where[claim_id]
