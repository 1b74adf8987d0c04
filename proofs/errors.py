"""The exceptions of this package."""

import difflib
import re
from collections.abc import Iterable, Mapping

ALIKE = 0.75
"""How alike two IDs must be for one to be taken for the other misspelt."""

MOST = 6
"""IDs that one line suggests."""


class ProofsError(Exception):
    """Base of every error raised on purpose by :mod:`proofs`."""


class ClaimError(ProofsError, ValueError):
    """A claim, or the file that registers it, is not usable as it stands."""


class ParameterError(ProofsError, ValueError):
    """A value is outside its domain, or does not go with the others."""


class UnknownClaimError(ProofsError, LookupError):
    """No claim has the requested ID."""


class OutputError(ProofsError, OSError):
    """A report cannot be written where it was asked for."""


def unknown(name: str, ids: Iterable[str], elsewhere: str = "") -> str:
    """Say that an ID names nothing, and what may have been meant.

    Parameters
    ----------
    name : str
    ids : iterable of str
        Those that there are.
    elsewhere : str
        Where the word occurs though no ID is like it.
    """
    small = {i.casefold(): i for i in ids}
    holding = [i for folded, i in small.items() if name and name.casefold() in folded]
    numbered = _numbered(name.casefold(), small)
    near = difflib.get_close_matches(name.casefold(), small, n=1, cutoff=0.5)
    if numbered:
        hint = f"there are {', '.join(numbered)}"
    elif near and (not elsewhere or difflib.SequenceMatcher(None, name, near[0]).ratio() > ALIKE):
        hint = f"the nearest is {small[near[0]]!r}"
    elif holding:
        shown = ", ".join(holding[:MOST]) + (", ..." if len(holding) > MOST else "")
        hint = f"it is a part of {shown}"
    else:
        hint = elsewhere or "--list shows all"
    return f"unknown claim ID {name!r}; {hint}"


def _numbered(name: str, ids: Mapping[str, str]) -> list[str]:
    """Return the beginnings of IDs that differ from a name such as ``C2.99`` in its number alone."""
    family = re.fullmatch(r"(.+\.)\d+[a-z]?", name)
    begin = re.compile(re.escape(family[1]) + r"\d+[a-z]?(?=\.|$)") if family else None
    found = ((i, begin.match(folded)) for folded, i in ids.items()) if begin else ()
    return sorted({i[: match.end()] for i, match in found if match}, key=lambda i: (len(i), i))
