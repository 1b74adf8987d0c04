"""The exceptions of this package."""

import difflib
from collections.abc import Iterable

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
    near = difflib.get_close_matches(name.casefold(), small, n=1, cutoff=0.5)
    if near and (not elsewhere or difflib.SequenceMatcher(None, name, near[0]).ratio() > ALIKE):
        hint = f"the nearest is {small[near[0]]!r}"
    elif holding:
        shown = ", ".join(holding[:MOST]) + (", ..." if len(holding) > MOST else "")
        hint = f"it is a part of {shown}"
    else:
        hint = elsewhere or "--list shows all"
    return f"unknown claim ID {name!r}; {hint}"
