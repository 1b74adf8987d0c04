"""How much work a search may do, and what it says when it finds nothing."""

from proofs.kernel.errors import Rejected


class NotFoundError(Exception):
    """No proof was found within the limits."""


class Budget:
    """Steps of work that may still be done; counted, not timed."""

    def __init__(self, amount: int) -> None:
        self.left = amount

    def spend(self, amount: int = 1) -> None:
        """Take from what is left."""
        self.left -= amount
        if self.left < 0:
            raise NotFoundError("the budget of steps is used up")

    def __enter__(self) -> None:
        """Begin a search that may fail."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Go on after a search that has failed, unless nothing is left."""
        if kind is None or not issubclass(kind, (NotFoundError, Rejected)):
            return False
        self.spend(0)
        return True
