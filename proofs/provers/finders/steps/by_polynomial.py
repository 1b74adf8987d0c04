"""What is known of polynomials, which have no hash, by polynomial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly

T = TypeVar("T")


class ByPolynomial(Generic[T]):
    """Values by polynomials of one ring.

    Their texts would do as keys, but the memory that FLINT writes them in is not given back
    (python-flint 0.9). Polynomials that differ mostly do so in their first term, and are quickly compared.
    """

    def __init__(self) -> None:
        self._alike: dict[tuple[int, ...], tuple[list[Poly], list[T]]] = {}

    def get(self, p: Poly) -> T | None:
        """Return what is kept for a polynomial."""
        polys, values = self._near(p)
        return values[polys.index(p)] if p in polys else None

    def keep(self, p: Poly, value: T) -> T:
        """Return what is kept for a polynomial, this value if there was nothing."""
        polys, values = self._near(p)
        if p in polys:
            return values[polys.index(p)]
        polys.append(p)
        values.append(value)
        return value

    def _near(self, p: Poly) -> tuple[list[Poly], list[T]]:
        lead = p.leading_coefficient()
        return self._alike.setdefault((len(p), int(lead.p), int(lead.q)), ([], []))
