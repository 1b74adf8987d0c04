"""What this package raises."""


class ProofsError(Exception):
    """Base of every error raised on purpose by :mod:`proofs`."""


class ClaimError(ProofsError, ValueError):
    """A claim, or the file that registers it, is not usable as it stands."""


class UnknownClaimError(ProofsError, LookupError):
    """No registered claim has the requested ID."""


class OutputError(ProofsError, OSError):
    """A report cannot be written where it was asked for."""
