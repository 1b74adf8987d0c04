"""What this package raises."""


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
