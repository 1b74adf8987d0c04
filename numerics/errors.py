"""What can go wrong, in one family: catch ``NumericsError`` to catch all of it."""


class NumericsError(Exception):
    """Base of every error this package raises on purpose."""


class InputError(NumericsError, ValueError):
    """A parameter has a value that has no meaning here."""


class ResolutionError(NumericsError, ValueError):
    """Double precision cannot resolve what was asked for, in the coordinates asked for."""


class IntegrationError(NumericsError, RuntimeError):
    """The integrator could not reach the requested time."""


class MemoryLimitError(NumericsError, MemoryError):
    """What was asked for would not fit into memory."""
