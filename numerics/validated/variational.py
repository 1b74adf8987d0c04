"""The derivative of a solution by its initial state, as a polynomial field of its own."""

from __future__ import annotations

from numerics.validated.polynomial_field import BallField


def variational(field: BallField) -> BallField:
    """The field of a solution x of `field` together with V, V' = J(x) V.

    Parameters
    ----------
    field : BallField
        Of d variables.

    Returns
    -------
    BallField
        Of d + d² variables: x, then V column by column. By the product rule the derivative of a
        node is a sum of nodes, so that nothing but products is needed.

    Examples
    --------
    >>> from flint import arb
    >>> square = BallField(1, ((0, 0),), (((arb(1), 1),),))  # x' = x²
    >>> [float(v) for v in variational(square).value([arb(3), arb(1)])]  # V' = 2 x V
    [9.0, 6.0]
    """
    d = field.dimension
    size = d + d * d
    place = [*range(d), *range(size, size + len(field.products))]
    products = [(place[a], place[b]) for a, b in field.products]
    rows = [tuple((c, place[node]) for c, node in row) for row in field.rows]
    for column in range(d):
        derivative = [[d + column * d + i] for i in range(d)]
        for a, b in field.products:
            pairs = [(x, place[b]) for x in derivative[a]] + [(place[a], x) for x in derivative[b]]
            derivative.append([size + len(products) + i for i in range(len(pairs))])
            products += pairs
        rows += [tuple((c, x) for c, node in row for x in derivative[node]) for row in field.rows]
    return BallField(size, tuple(products), tuple(rows))
