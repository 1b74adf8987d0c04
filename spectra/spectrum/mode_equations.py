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
