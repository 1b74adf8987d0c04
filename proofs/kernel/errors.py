"""What the checker raises; nothing else leaves it."""

from typing import NoReturn


class Rejected(Exception):
    """A proof object does not prove its statement; the message says which step fails and why."""


class UndefinedTerm(Rejected):
    """A term is used that no step has shown to be defined."""


def reject(reason: str) -> NoReturn:
    """Raise :class:`Rejected`."""
    raise Rejected(reason)


def ensure(condition: object, reason: str) -> None:
    """Raise :class:`Rejected` unless the condition holds."""
    if not condition:
        raise Rejected(reason)
