"""The differential equations of the modes of two groups, written once.

The functions take symbols, floats, arrays or balls alike. That (18) gives these equations is what
the claims ``C2.18.maj-min`` and ``B.any.alone`` of the ledger say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def logistic_field(y: Any, rate: Any) -> Any:
    """Return y′ = 2σλ·y(1 - y), the field of a mode that is left alone, for σλ = ``rate``.

    Examples
    --------
    >>> logistic_field(0.5, 1.0)
    0.5
    """
    return 2 * rate * y * (1 - y)


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
        mean = (m - 1) * p * near + n * q * far
        down.append(p * (mean - near))
        dother.append(q * (mean - far))
    return dx, dw, dh, down, dother
