"""The exceptions of this package."""


class SpectraError(Exception):
    """Base of every error raised by `spectra`."""


class InputError(SpectraError, ValueError):
    """An argument is outside its domain; the message names it, its value and the remedy."""


class UnknownNameError(SpectraError, KeyError):
    """A name that labels no value was looked up."""

    def __str__(self) -> str:
        """Give the message itself, where KeyError would give its repr."""
        return str(self.args[0])


class NotReducibleError(SpectraError):
    """The block calculus met an expression that its rules do not reduce."""


class WorkersError(SpectraError, RuntimeError):
    """Those who should do the work are gone; what they finished is kept."""


def refuse(name: str, value: object, need: str, remedy: str) -> InputError:
    """Build the error for an argument outside its domain."""
    return InputError(f"{name} must be {need}, got {value!r}: {remedy}")
