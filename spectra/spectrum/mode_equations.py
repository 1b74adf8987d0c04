"""The differential equations of the modes of groups of classes, written once.

The functions take symbols, floats, arrays or balls alike. That (18) gives these equations is what
the claims ``C2.18.maj-min`` and ``B.any.alone`` of the ledger say.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import Any


def logistic_field(y: Any, rate: Any) -> Any:
    """Return y′ = 2σλ·y(1 - y), the field of a mode that is left alone, for σλ = ``rate``.

    Examples
    --------
    >>> logistic_field(0.5, 1.0)
    0.5
    """
    return 2 * rate * y * (1 - y)


def decaying_field(y: Any, rate: Any, decay: Any) -> Any:
    """Return y′ = 2y(s(1 - y) - λ): y is the part of its labels that a mode of rate s has under decay λ.

    Examples
    --------
    >>> decaying_field(0.5, 1.0, 0.25)
    0.25
    """
    return 2 * y * (rate * (1 - y) - decay)


def deep_field(x: Any, rate: Any, sigma: Any, depth: int) -> Any:
    """Return x′ = s·x^(L-1)·(1 - x^L/σ): x is the length of each of L factors of a mode of rate s.

    Examples
    --------
    >>> deep_field(1.0, 3.0, 2.0, 3)
    1.5
    """
    return rate * x ** (depth - 1) * (1 - x**depth / sigma)


def between_field(
    w: Any, h: Sequence[Any], targets: Sequence[Any], weights: Sequence[Any]
) -> tuple[Any, Any, Any]:
    """Return ẇ, ḣ₁, ḣ₂ of the mode between two groups.

    Parameters
    ----------
    w : scalar
        Length of the mode in W.
    h : sequence of two scalars
        Its lengths in H on the samples of each group.
    targets : sequence of two scalars
        Lengths t₁, t₂ of σv on the samples of each group.
    weights : sequence of two scalars
        Weights ω₁, ω₂ of a sample of each group.

    Examples
    --------
    >>> between_field(1.0, (0.5, 0.5), (1.0, 1.0), (2.0, 4.0))
    (1.5, 1.0, 2.0)
    """
    (h1, h2), (t1, t2), (o1, o2) = h, targets, weights
    return (
        o1 * t1 * h1 + o2 * t2 * h2 - w * (o1 * h1**2 + o2 * h2**2),
        w * (o1 * t1 - o1 * w * h1),
        w * (o2 * t2 - o2 * w * h2),
    )


def between_strength(w: Any, h: Sequence[Any], targets: Sequence[Any], square: Any) -> Any:
    """Return β = w(t₁h₁ + t₂h₂)/σ² of that mode, for σ² = ``square``.

    Examples
    --------
    >>> between_strength(1.0, (3.0, 4.0), (3.0, 4.0), 25.0)
    1.0
    """
    (h1, h2), (t1, t2) = h, targets
    return w * (t1 * h1 + t2 * h2) / square


def softmax_field(
    within: Sequence[Any], w: Any, h: Sequence[Any], own: Sequence[Any], other: Sequence[Any],
    sizes: Sequence[Any], rates: Sequence[Any], margins: Sequence[Any], shared: Sequence[Any],
    roots: Sequence[Any],
) -> tuple[list[Any], Any, list[Any], list[Any], list[Any]]:  # fmt: skip
    """Return ẋ, ẇ, ḣ, ṗ_o, ṗ_x of cross-entropy on two groups, as polynomials.

    Parameters
    ----------
    within : sequence of two scalars
        Amplitudes x of the modes within the groups.
    w, h : scalar, sequence of two scalars
        The mode between them.
    own, other : sequence of two scalars
        Probability p_o that a sample gives to another class of its group, and p_x to one of the other.
    sizes, rates : sequence of two scalars
        Classes m of a group, and s = ω√(nκ).
    margins, shared : sequence of two scalars
        c and b: the margin A = c·x² of a sample within its group, and what maj-min adds, B = b·w·h.
    roots : sequence of two scalars
        √(k·m′), with the classes m′ of the other group.

    Notes
    -----
    ẋ = sαx with α = m·p_o + m′·p_x, ḣ = gw with g = s√(km′)·p_x, ẇ = Σgh; and p_o, p_x are
    softmax(0, -A, -A(1 - 1/m) - B), whose logarithmic derivatives are those of the logits less their mean.

    Examples
    --------
    >>> softmax_field((1, 1), 1, (1, 0), (0, 0), (1, 0), (2, 2), (1, 1), (1, 1), (1, 1), (3, 3))[:3]
    ([2, 0], 3, [3, 0])
    """
    alpha = [m * p + n * q for m, n, p, q in zip(sizes, sizes[::-1], own, other, strict=True)]
    drive = [s * r * q for s, r, q in zip(rates, roots, other, strict=True)]
    dx = [s * a * x for s, a, x in zip(rates, alpha, within, strict=True)]
    dh = [g * w for g in drive]
    dw = sum(g * x for g, x in zip(drive, h, strict=True))
    down, dother = [], []
    for i, (p, q, m, n) in enumerate(zip(own, other, sizes, sizes[::-1], strict=True)):
        near = 2 * margins[i] * within[i] * dx[i]
        far = near - near / m + shared[i] * (dw * h[i] + w * dh[i])
        dp, (dq,) = _softmax_change(p, (q,), (m, (n,)), near, (far,))
        down.append(dp)
        dother.append(dq)
    return dx, dw, dh, down, dother


def softmax_groups_field(
    within: Sequence[Any], rows: Sequence[Sequence[Any]], features: Sequence[Sequence[Any]],
    own: Sequence[Any], other: Sequence[Sequence[Any]], sizes: Sequence[Any], rates: Sequence[Any],
    margins: Sequence[Any],
) -> tuple[list[Any], list[list[Any]], list[list[Any]], list[Any], list[list[Any]]]:  # fmt: skip
    """Return ẋ, ẇ, ḣ, ṗ, q̇ of cross-entropy on any number of groups, as polynomials.

    Parameters
    ----------
    within : sequence of G scalars
        Amplitudes x of the modes within the groups.
    rows, features : sequences of G vectors
        The mean w of the classifier's rows of a group, and the mean h of its samples' features, times
        √(n/κ): vectors of the directions that the modes between the groups use.
    own : sequence of G scalars
        Probability p that a sample gives to another class of its group.
    other : sequence of G sequences of G - 1 scalars
        Probabilities q that it gives to a class of each other group, in the order of the groups.
    sizes, rates, margins : sequences of G scalars
        Classes m of a group, s = ω√(nκ), and c = √(κ/n).

    Notes
    -----
    A sample of the group g has the margin A = c·x² over another class of its group, and over one of the
    group j the margin A(1 - 1/m) + B, B = c(w_g - w_j)·h_g. So ẋ = s(m·p + Σm_j·q_j)x, and with the
    pulls s_g·q_j each group moves ḣ_g = s_gΣ_j m_j q_j(w_g - w_j), w_g along h_g, and w_j against it.

    Examples
    --------
    >>> rows, features = ((1,), (0,)), ((2,), (0,))
    >>> softmax_groups_field((1, 1), rows, features, (0, 0), ((1,), (0,)), (2, 2), (1, 1), (1, 1))[:3]
    ([2, 0], [[4], [-4]], [[2], [0]])
    """
    groups = range(len(sizes))
    others = [[j for j in groups if j != g] for g in groups]
    others_sizes = [[sizes[j] for j in row] for row in others]
    parts = zip(sizes, others_sizes, own, other, strict=True)
    alpha = [m * p + sum(map(mul, n, q)) for m, n, p, q in parts]
    dx = [s * a * x for s, a, x in zip(rates, alpha, within, strict=True)]
    drows = [[0 * x for x in row] for row in rows]
    dfeatures = [[0 * x for x in row] for row in features]
    for g in groups:
        for j, q in zip(others[g], other[g], strict=True):
            for d, h in enumerate(features[g]):
                drows[g][d] += rates[g] * sizes[j] * q * h
                drows[j][d] -= rates[g] * sizes[g] * q * h
                dfeatures[g][d] += rates[g] * sizes[j] * q * (rows[g][d] - rows[j][d])
    down, dother = [], []
    for g in groups:
        near, far = 2 * margins[g] * within[g] * dx[g], []
        for j in others[g]:
            apart = (
                (drows[g][d] - drows[j][d]) * h + (rows[g][d] - rows[j][d]) * dfeatures[g][d]
                for d, h in enumerate(features[g])
            )
            far.append(near - near / sizes[g] + margins[g] * sum(apart))
        dp, dq = _softmax_change(own[g], other[g], (sizes[g], others_sizes[g]), near, far)
        down.append(dp)
        dother.append(dq)
    return dx, drows, dfeatures, down, dother


def _softmax_change(
    p: Any, q: Sequence[Any], sizes: tuple[Any, Sequence[Any]], near: Any, far: Sequence[Any]
) -> tuple[Any, list[Any]]:
    """Return ṗ and q̇ from how fast the margins over these classes grow, for m and those of other groups."""
    m, others = sizes
    mean = (m - 1) * p * near + sum(n * x * move for n, x, move in zip(others, q, far, strict=True))
    return p * (mean - near), [x * (mean - move) for x, move in zip(q, far, strict=True)]
