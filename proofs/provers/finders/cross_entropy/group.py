"""One of the groups under cross-entropy, as :mod:`proofs.provers.finders.cross_entropy.within` speaks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


class Other(NamedTuple):
    """Another group's m′, and q, which a sample gives to a class of it, and the names of their signs."""

    m: Poly
    q: Poly
    of_m: str
    of_q: str


@dataclass(kw_only=True)
class Group:
    """A group's constants m, s, c, its functions x, p, and the other groups.

    ``signs`` says of each that it is positive, and at last of P.
    """

    m: Poly
    s: Poly
    c: Poly
    x: Poly
    p: Poly
    others: tuple[Other, ...]
    signs: dict[str, str] = field(default_factory=dict)

    @property
    def alpha(self) -> Poly:
        """What is left of the drive."""
        return sum((x.m * x.q for x in self.others), self.m * self.p)

    @property
    def own(self) -> Poly:
        """P."""
        return sum((-x.m * x.q for x in self.others), 1 - (self.m - 1) * self.p)

    @property
    def margin(self) -> Poly:
        """A."""
        return self.c * self.x**2


@dataclass(kw_only=True)
class OneOfTwo(Group):
    """One of two groups: also b, g = √(km′), a, and h, q and m′.

    ``ratio`` and ``whole`` are p/q and P/q; ``shift`` is what its logits are shifted by, less that of
    the other group, E its exponential where it is not 0, and K = mE + m′, of which 1/K is q at zero
    logits. X = e^(B+C) for its margins, and H = e^X.
    """

    b: Poly
    g: Poly
    a: Poly
    h: Poly
    q: Poly
    other: Poly
    ratio: Poly | None = None
    whole: Poly | None = None
    shift: Poly | int = 0
    E: Poly | None = None
    K: Poly | None = None
    X: Poly | None = None
    H: Poly | None = None

    @property
    def e(self) -> list[str]:
        """That E is positive, as a factor of products; none where it is 1."""
        return [] if self.E is None else [self.signs["E"]]
