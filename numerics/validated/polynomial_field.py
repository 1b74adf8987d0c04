"""Polynomial vector fields whose coefficients are balls, as data, and their Taylor coefficients.

A field is a list of products and a list of linear rows. Nodes ``0 .. d-1`` are the variables; node
``d + j`` is the product of two earlier nodes; the derivative of variable ``i`` is a linear
combination of nodes. One description serves Taylor coefficients, bounds on what follows them, and
the Jacobian over a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from operator import mul
from typing import TypeAlias

from flint import arb, arb_mat, arb_poly, ctx

Row: TypeAlias = tuple[tuple[arb, int], ...]
Series: TypeAlias = list[list[arb]]

_BLOCK, _BLOCKS = 32, 8
"""Coefficients found one by one between two polynomial products: at least, and parts of all."""


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
        """Order that makes an expansion cheapest, per bit: its cost grows like N^1.4."""
        return 0.42

    def taylor(self, start: Sequence[arb], order: int, decay: int = 0) -> Series:
        """Taylor coefficients of the solution through `start`, for every node.

        Parameters
        ----------
        start : sequence of arb
        order : int
        decay : int
            Bits by which the last term may be less accurate than the first.

        Returns
        -------
        list of list of arb
            The first d lists hold the coefficients 0 .. `order` of the variables, the others the
            coefficients 0 .. `order` - 1 of the products. Each ball contains the coefficient of
            every solution that starts in the box `start`.

        Notes
        -----
        Coefficient n of a product is a sum over pairs of indices with sum n. Coefficients are found
        block by block: the pairs of two indices before the block are added by one polynomial
        product, the others coefficient by coefficient.
        """
        precision = ctx.prec
        series: Series = [[x] for x in start] + [[] for _ in self.products]
        size = max(_BLOCK, order // _BLOCKS)
        for low in range(0, order, size):
            with ctx.workprec(precision - decay * low // order):
                self._extend(series, low, min(low + size, order))
        return series

    def _extend(self, series: Series, low: int, high: int) -> None:
        """Append the coefficients low .. high - 1 of products, and of variables those after."""
        before = {i: arb_poly([+x for x in series[i][:low]]) for i in self.factors}  # rounded
        known = [(before[a] * before[b]).coeffs()[low:high] for a, b in self.products]
        known = [terms + [arb(0)] * (high - low - len(terms)) for terms in known]
        for j in range(low, high):
            for terms, (a, b), old in zip(
                series[self.dimension :], self.products, known, strict=True
            ):
                x, y = series[a], series[b]
                total = old[j - low] + sum(map(mul, x[low : j + 1], y[j - low :: -1]), arb(0))
                if low:
                    total += sum(map(mul, y[low : j + 1], x[j - low :: -1]), arb(0))
                terms.append(total)
            nodes = [terms[j] for terms in series]
            speed = self.matrix * arb_mat(len(nodes), 1, nodes)
            for terms, entry in zip(series, self.following(speed.entries(), j), strict=False):
                terms.append(entry)

    def following(self, speed: Sequence[arb], j: int) -> Sequence[arb]:
        """Coefficient j + 1 of the variables, where that of the field is j: here an integral."""
        return [entry / (j + 1) for entry in speed]

    @cached_property
    def matrix(self) -> arb_mat:
        """The rows as a dense matrix: variables by nodes."""
        dense = [[arb(0)] * (self.dimension + len(self.products)) for _ in self.rows]
        for entries, row in zip(dense, self.rows, strict=True):
            for c, node in row:
                entries[node] += c
        return arb_mat(dense)

    @cached_property
    def factors(self) -> tuple[int, ...]:
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
