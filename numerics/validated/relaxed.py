"""Taylor coefficients of solutions, with most of the work in products of whole polynomials.

Coefficient n of a product is a sum over pairs of indices with sum n. Where a new index and all it
pairs with lie on one side of the middle of an interval of indices, the halves see to it; the pairs
across are added by polynomial products once the first half is known: relaxed multiplication (van der
Hoeven, J. Symb. Comput. 34, 2002).
"""

from __future__ import annotations

from operator import add, mul
from typing import TYPE_CHECKING

from flint import arb, arb_mat, arb_poly, ctx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerics.validated.polynomial_field import BallField, Series


class Expansion:
    """The expansion of one solution of a field.

    Parameters
    ----------
    field : BallField
    start : sequence of arb
        Where the solution starts.
    order : int
        Variables are expanded to this order, products to one less.
    decay : int
        Bits by which the last term is smaller than the first where the series will be summed: later
        coefficients are then computed with as many bits less.

    Attributes
    ----------
    series : list of list of arb
        Coefficients of the variables and of the products, as far as known.
    waiting : list of list of arb
        What is known of later coefficients of the products.
    """

    block = 14
    """How many coefficients are computed one by one: below, polynomial products do not pay."""

    def __init__(self, field: BallField, start: Sequence[arb], order: int, decay: int = 0) -> None:
        self.field, self.order, self.decay = field, order, decay
        self.precision = ctx.prec
        self.series: Series = [[x] for x in start] + [[] for _ in field.products]
        self.waiting: Series = [[arb(0)] * order for _ in field.products]
        self.expand(0, order)

    def expand(self, low: int, high: int) -> None:
        """Extend products by their coefficients low .. high - 1, variables by one beyond.

        Needs low = 0 or high <= 2 low, so that no pair is new in both indices.
        """
        if high - low <= self.block:
            with ctx.workprec(self.precision - self.decay * low // self.order):
                self.advance(low, high)
            return
        middle = (low + high + 1) // 2
        self.expand(low, middle)
        with ctx.workprec(self.precision - self.decay * middle // self.order):
            self.multiply(low, middle, high)
        self.expand(middle, high)

    def multiply(self, low: int, middle: int, high: int) -> None:
        """Add the pairs across the middle to what coefficients middle .. high - 1 wait for."""
        series, factors = self.series, self.field.factors
        new = {i: arb_poly(series[i][low:middle]) for i in factors}
        old = {i: arb_poly(series[i][: high - low]) for i in factors} if low else new
        for wait, (a, b) in zip(self.waiting, self.field.products, strict=True):
            crossing = new[a] * old[b]
            if low:
                crossing += crossing if a == b else old[a] * new[b]
            found = crossing.coeffs()[middle - low : high - low]
            wait[middle : middle + len(found)] = map(add, wait[middle:high], found)

    def advance(self, low: int, high: int) -> None:
        """The coefficients low .. high - 1, one by one."""
        field, series = self.field, self.series
        d = field.dimension
        for j in range(low, high):
            for node, (a, b) in enumerate(field.products, start=d):
                total = self._pairs(a, b, low, j)
                series[node].append(self.waiting[node - d][j] + total)
            self.append([terms[j] for terms in series], field.matrix, j)

    def append(self, nodes: list[arb], matrix: arb_mat, j: int) -> None:
        """Coefficient j + 1 of the variables from the matrix that gives their derivative."""
        speed = matrix * arb_mat(len(nodes), 1, nodes)
        for terms, entry in zip(
            self.series, self.field.following(speed.entries(), j), strict=False
        ):
            terms.append(entry)

    def _pairs(self, a: int, b: int, low: int, j: int) -> arb:
        """Sum over the pairs of indices with sum j of which one, if low > 0, is at least low."""
        x, y = self.series[a], self.series[b]
        if a == b and not low:
            half = (j + 1) // 2
            total = 2 * sum(map(mul, x[:half], x[j : j - half : -1]), arb(0))
            return total if j % 2 else total + x[half] ** 2
        total = sum(map(mul, x[low : j + 1], y[j - low :: -1]), arb(0))
        if low:
            total += sum(map(mul, y[low : j + 1], x[j - low :: -1]), arb(0)) if a != b else total
        return total


class QuadraticExpansion(Expansion):
    """The expansion for a field whose products are of variables only.

    Beyond the first block every unknown coefficient meets only known ones, so that the recursion is
    linear: coefficient j of the derivative is a matrix times the coefficients j of the variables,
    what the products wait for, and the latest coefficients of the factors. Coefficients of products
    are left out.
    """

    block = 10

    _count = 0
    """Coefficients of every factor in the matrix of the recursion."""

    def advance(self, low: int, high: int) -> None:
        """The coefficients low .. high - 1 of the derivative, hence the next ones of the state."""
        field, factors = self.field, self.field.factors
        if not low:
            super().advance(low, high)
            return
        if self._count < high - low:
            self._count = min(low, self.block)
            self._matrix = self._recursion(self._count)
        recent = [arb(0)] * (self._count * len(factors))
        for j in range(low, high):
            recent = [self.series[f][j] for f in factors] + recent[: -len(factors)]
            known = [terms[j] for terms in (*self.series[: field.dimension], *self.waiting)]
            self.append(known + recent, self._matrix, j)

    def _recursion(self, count: int) -> arb_mat:
        """Matrix of the recursion, with `count` coefficients of every factor."""
        field, series = self.field, self.series
        place = {f: i for i, f in enumerate(field.factors)}
        pairs = [[arb(0)] * (len(place) * count) for _ in field.products]
        for entries, (a, b) in zip(pairs, field.products, strict=True):
            for m in range(count):
                entries[m * len(place) + place[a]] += series[b][m]
                entries[m * len(place) + place[b]] += series[a][m]
        rows = field.matrix.tolist()
        latest = arb_mat([row[field.dimension :] for row in rows]) * arb_mat(pairs)
        return arb_mat([row + more for row, more in zip(rows, latest.tolist(), strict=True)])
