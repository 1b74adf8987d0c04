"""Polynomial vector fields whose coefficients are balls, as data, and their Taylor coefficients.

A field is a list of products and a list of linear rows. Nodes ``0 .. d-1`` are the variables; node
``d + j`` is the product of two earlier nodes; the derivative of variable ``i`` is a linear
combination of nodes. One description serves Taylor coefficients, bounds on what follows them, and
the Jacobian over a box.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from operator import add, mul
from typing import TYPE_CHECKING, TypeAlias

from flint import arb, arb_mat, arb_poly

if TYPE_CHECKING:
    from collections.abc import Sequence

Row: TypeAlias = tuple[tuple[arb, int], ...]
Series: TypeAlias = list[list[arb]]

_BLOCK = 14
"""Coefficients that are computed one by one: below, polynomial products do not pay."""


@dataclass(frozen=True)
class BallField:
    """The autonomous field ``x' = f(x)`` with polynomial ``f``.

    Parameters
    ----------
    dimension : int
        Number of variables d.
    products : tuple of (int, int)
        Node ``d + j`` is the product of the two nodes named by entry j, both earlier nodes.
    rows : tuple of tuple of (arb, int)
        Derivative of each variable: pairs (coefficient, node).
    """

    dimension: int
    products: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]

    @property
    def order_per_bit(self) -> float:
        """Order that makes an expansion cheapest, per bit: its cost grows little beyond linearly."""
        return 0.55

    def taylor(self, start: Sequence[arb], order: int) -> Series:
        """Taylor coefficients of the solution through `start`, for every node.

        Returns
        -------
        list of list of arb
            The first d lists hold the coefficients 0 .. `order` of the variables, the others the
            coefficients 0 .. `order` - 1 of the products. Each ball contains the coefficient of
            every solution that starts in the box `start`.

        Notes
        -----
        The coefficients come one after another, yet most of the work is done in products of whole
        polynomials: relaxed multiplication (van der Hoeven, J. Symb. Comput. 34, 2002).
        """
        series = [[x] for x in start] + [[] for _ in self.products]
        waiting = [[arb(0)] * order for _ in self.products]
        self._expand(series, waiting, 0, order)
        return series

    def _expand(self, series: Series, waiting: Series, low: int, high: int) -> None:
        """Extend products by their coefficients low .. high - 1, variables by one beyond.

        Coefficient n of a product is a sum over pairs of indices with sum n. Where a new index
        and all it pairs with lie on one side of the middle, the halves see to it; the pairs
        across are added to ``waiting`` by polynomial products once the first half is known.
        Needs low = 0 or high <= 2 low, so that no pair is new in both indices.
        """
        if high - low <= _BLOCK:
            for j in range(low, high):
                self._advance(series, waiting, low, j)
            return
        middle = (low + high + 1) // 2
        self._expand(series, waiting, low, middle)
        new = {i: arb_poly(series[i][low:middle]) for i in self._factors}
        old = {i: arb_poly(series[i][: high - low]) for i in self._factors} if low else new
        for wait, (a, b) in zip(waiting, self.products, strict=True):
            crossing = new[a] * old[b]
            if low:
                crossing += crossing if a == b else old[a] * new[b]
            found = crossing.coeffs()[middle - low : high - low]
            wait[middle : middle + len(found)] = map(add, wait[middle:high], found)
        self._expand(series, waiting, middle, high)

    def _advance(self, series: Series, waiting: Series, low: int, j: int) -> None:
        """Coefficient j of every product, by the pairs not waited for, and j + 1 of variables."""
        d = self.dimension
        for node, ((a, b), wait) in enumerate(zip(self.products, waiting, strict=True), d):
            if a == b and not low:
                half = (j + 1) // 2
                total = 2 * sum(map(mul, series[a][:half], series[a][j : j - half : -1]), arb(0))
                total = total if j % 2 else total + series[a][half] ** 2
            else:
                total = sum(map(mul, series[a][low : j + 1], series[b][j - low :: -1]), arb(0))
            if low:
                total += (
                    total
                    if a == b
                    else sum(map(mul, series[b][low : j + 1], series[a][j - low :: -1]), arb(0))
                )
            series[node].append(wait[j] + total)
        speed = self._matrix * arb_mat(len(series), 1, [terms[j] for terms in series])
        for terms, entry in zip(series, self.following(speed.entries(), j), strict=False):
            terms.append(entry)

    def following(self, speed: Sequence[arb], j: int) -> Sequence[arb]:
        """Coefficient j + 1 of the variables, where that of the field is j: here an integral."""
        return [entry / (j + 1) for entry in speed]

    @cached_property
    def _matrix(self) -> arb_mat:
        """The rows as a dense matrix: variables by nodes."""
        dense = [[arb(0)] * (self.dimension + len(self.products)) for _ in self.rows]
        for entries, row in zip(dense, self.rows, strict=True):
            for c, node in row:
                entries[node] += c
        return arb_mat(dense)

    @cached_property
    def _factors(self) -> tuple[int, ...]:
        """Nodes that occur in products."""
        return tuple(sorted(set(chain.from_iterable(self.products))))

    def tail_of_derivative(self, heads: Series, tails: Sequence[arb]) -> list[arb]:
        """Bound the part of order N and above of ``f(x)`` for power series x.

        Parameters
        ----------
        heads : list of list of arb
            For every node, upper bounds of ``|c_j| h^j``, j < N.
        tails : sequence of arb
            For every variable, an upper bound of ``sum |c_j| h^j`` over j >= N.

        Returns
        -------
        list of arb
            For each component of f(x), a bound of the same sum over j >= N.
        """
        bounds = list(tails)
        norms = [sum(head, arb(0)) for head in heads]
        for a, b in self.products:
            # suffixes[i] = sum of the last i + 1 entries of head b; entry i of head a meets the
            # last i entries of head b in orders >= N
            suffixes = list(accumulate(reversed(heads[b])))
            crossing = sum(map(mul, heads[a][1:], suffixes), arb(0))
            bounds.append(crossing + norms[a] * bounds[b] + bounds[a] * (norms[b] + bounds[b]))
        return [sum((abs(c) * bounds[node] for c, node in row), arb(0)) for row in self.rows]

    def value(self, box: Sequence[arb]) -> list[arb]:
        """Enclose f over `box`."""
        nodes = list(box)
        for a, b in self.products:
            nodes.append(nodes[a] * nodes[b])
        return [sum((c * nodes[node] for c, node in row), arb(0)) for row in self.rows]

    def jacobian(self, box: Sequence[arb]) -> list[list[arb]]:
        """Matrix of partial derivatives of f, entry by entry enclosed over `box`."""
        d = self.dimension
        values = list(box)
        gradients = [[arb(int(i == j)) for j in range(d)] for i in range(d)]
        for a, b in self.products:
            gradients.append(
                [values[a] * gradients[b][j] + gradients[a][j] * values[b] for j in range(d)]
            )
            values.append(values[a] * values[b])
        return [
            [sum((c * gradients[node][j] for c, node in row), arb(0)) for j in range(d)]
            for row in self.rows
        ]
