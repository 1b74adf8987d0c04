"""The exceptions of this package."""

import difflib
from collections.abc import Iterable


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


def unknown(name: str, ids: Iterable[str]) -> str:
    """Say that an ID names nothing, and what may have been meant."""
    near = difflib.get_close_matches(name, list(ids), n=1, cutoff=0.3)
    hint = f"; the nearest is {near[0]!r}" if near else "; --list shows all"
    return f"unknown claim ID {name!r}{hint}"
