"""Places of a source as a reader types them: ``16``, ``(16)``, ``C.2``, ``Theorem C.2``."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise

from proofs.claims.claim import Claim

KINDS = {
    "app": "section", "appendix": "section", "cor": "corollary", "corollary": "corollary",
    "eq": "equation", "eqn": "equation", "equation": "equation", "fig": "figure",
    "figure": "figure", "footnote": "footnote", "lemma": "lemma", "prop": "proposition",
    "proposition": "proposition", "sec": "section", "section": "section", "table": "table",
    "theorem": "theorem", "thm": "theorem",
}  # fmt: skip
"""Kinds of places, by the words for them that are in use."""

CLOSE = 0.75
"""How like such a word another one must be for it to be a slip of the pen."""

TOKEN = re.compile(r"\(\w+\)|\w+(?:\.\w+)*")
GLUED = re.compile(rf"\b({'|'.join(KINDS)})\.?(?=\d|[a-z]\.\d)")
"""A kind of place that no space parts from its number: ``eq4``, ``Fig.5``, ``thmC.2``."""

EQUATION = re.compile(r"\(?([0-9]+)([a-z]?)\)?")

Tokens = tuple[str, ...]


NUMBER = re.compile(r"\(?[0-9]\S*|[A-Za-z](\.[0-9.]+)?")


def is_number(word: str) -> bool:
    """Whether a word can be the number of a place, such as ``C.2``, ``(16)`` or ``B``."""
    return NUMBER.fullmatch(word) is not None


def equation_number(word: str) -> str:
    """Return the number of an equation as sources write it; "" if a word is none.

    Examples
    --------
    >>> equation_number("16"), equation_number("Eq. (19b)"), equation_number("C.2")
    ('(16)', '(19b)', '')
    """
    found = tokens(word)
    bare = found[1:] if found[:1] == ("equation",) else found
    equation = EQUATION.fullmatch(bare[0]) if len(bare) == 1 else None
    return f"({equation[1]}{equation[2]})" if equation else ""


def places_like(word: str, claims: Iterable[Claim]) -> list[str]:
    """Return the places that sources name and that are of the same kind as a word."""
    found = tokens(word)
    pairs = [pair for c in claims for pair in pairwise(("", *tokens(c.source)))]
    if equation_number(word):
        named = {b for _, b in pairs if b[0] == "(" and EQUATION.fullmatch(b)}
        return sorted(named, key=lambda token: (int(re.sub(r"\D", "", token)), token))
    kinds = get_close_matches(found[0], KINDS.values(), 1, CLOSE) if found else []
    if kinds:
        same = {(a, b) for a, b in pairs if a == kinds[0] and is_number(b)}
        named = {f"{a} {b}" for a, b in same or pairs if a in KINDS.values() and is_number(b)}
    else:
        named = {b for _, b in pairs if "." in b and is_number(b)} if is_number(word) else set()
    return sorted(name.title() for name in named)


def is_kind(word: str) -> bool:
    """Whether a word names a kind of place, so that its number is the next word."""
    return word.casefold().rstrip(".") in KINDS or word == "§"


def tokens(text: str) -> Tokens:
    """Split words into what can be compared: ``Figures 2 and 5`` is ``figure 2 and figure 5``.

    Examples
    --------
    >>> tokens("Thm. C.2, proof (19b)"), tokens("Figures 2 and 5")
    (('theorem', 'c.2', 'proof', '(19b)'), ('figure', '2', 'and', 'figure', '5'))
    """
    found: list[str] = []
    several = ""
    parted = GLUED.sub(r"\1 ", text.replace("§", " section ").casefold())
    for token in TOKEN.findall(parted):
        kind = KINDS.get(token) or KINDS.get(token.removesuffix("s"), "")
        if kind:
            several = kind if token not in KINDS else ""
        elif several and found[-1] == "and" and "(" not in token:
            found.append(several)
        found.append(kind or token)
    return tuple(found)


def at_place(word: str, claims: Iterable[Claim]) -> set[str]:
    """Return the IDs of the claims whose source names a place; none if it names no place.

    A bare number is that of an equation or of a section. ``(18a)`` is taken for ``(18)`` where
    no source has the letter.
    """
    sources = {claim.id: tokens(claim.source) for claim in claims}
    for wanted in _readings(word):
        found = {name for name, source in sources.items() if _runs(wanted, source)}
        if found:
            return found
    return set()


def _readings(word: str) -> Iterable[Tokens]:
    """Yield what a word may stand for, the likeliest first."""
    found = tokens(word)
    equation = equation_number(word)
    if equation:
        yield (equation,)
        yield (equation.rstrip("abcdefghijklmnopqrstuvwxyz)") + ")",)
        yield ("section", equation.strip("()"))
    elif found and (found[0] in KINDS.values() or is_number(found[0])):
        yield found


def _runs(wanted: Tokens, source: Tokens) -> bool:
    """Whether some tokens stand in a source one after the other; ``B`` stands for ``B.3`` as well."""
    *before, last = wanted
    return any(
        source[n - len(before) : n] == tuple(before)
        and (token == last or (bool(before) and token.startswith(f"{last}.")))
        for n, token in enumerate(source)
        if n >= len(before)
    )
