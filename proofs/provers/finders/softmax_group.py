"""One of two groups under cross-entropy, as :mod:`proofs.provers.finders.softmax` speaks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


@dataclass
class Group:
    """A group's constants m, s, c, b, g = √(km′), a, its functions x, h, p, q, and m′.

    ``signs`` says of each that it is positive, and at last of P; ``ratio`` and ``whole`` are p/q and P/q;
    ``shift`` is what its logits are shifted by, less that of the other group, E its exponential where
    it is not 0, and K = mE + m′, of which 1/K is q at zero logits.
    X = e^(B+C) for its margins, and H = e^X.
    """

    m: Poly
    s: Poly
    c: Poly
    b: Poly
    g: Poly
    a: Poly
    x: Poly
    h: Poly
    p: Poly
    q: Poly
    other: Poly
    signs: dict[str, str] = field(default_factory=dict)
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

    @property
    def alpha(self) -> Poly:
        """What is left of the drive."""
        return self.m * self.p + self.other * self.q

    @property
    def own(self) -> Poly:
        """P."""
        return 1 - (self.m - 1) * self.p - self.other * self.q

    @property
    def margin(self) -> Poly:
        """A."""
        return self.c * self.x**2
