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
    return InputError(f"{name} must be {need}, got {short(value)}: {remedy}")


LONGEST = 60
"""Characters of a value that a message shows."""


def short(value: object) -> str:
    """Write what was given for a message, whatever it is: on one line, and cut."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001  (an integer of too many digits, or an object's own fault)
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
