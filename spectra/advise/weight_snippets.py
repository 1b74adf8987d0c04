"""Class weights as code for scikit-learn and PyTorch, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spectra.advise.class_data import Name
    from spectra.advise.weighting import Weighting

DIGITS: Final = 6
FORMATS: Final = {"sklearn": "scikit-learn", "torch": "PyTorch", "json": "JSON"}

MOST_UNUSED: Final = 1000
"""Numbers without a class up to which a tensor is as long as the largest label asks for."""


@dataclass(frozen=True)
class Snippet:
    """A line of Python or JSON.

    Attributes
    ----------
    pieces : tuple of str
        Between these, and nowhere else, the line may be broken; a space joins them.
    comment : tuple of str
        Pieces of a comment above it, without the sign; empty for none.
    """

    pieces: tuple[str, ...]
    comment: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give the comment, if there is one, and the line."""
        above = f"# {' '.join(self.comment)}\n" if self.comment else ""
        return above + " ".join(self.pieces)


def snippet(
    weighting: Weighting, names: tuple[Name, ...], form: str, *, ascii_only: bool = False
) -> Snippet:
    """Return the weights as Python or JSON.

    Parameters
    ----------
    weighting : Weighting
    names : tuple of int or str, length k
    form : {"sklearn", "torch", "json"}
    ascii_only : bool
        Escape everything else in names, for a stream that cannot encode it.

    Examples
    --------
    >>> from spectra.advise import from_gamma
    >>> print(snippet(from_gamma([8, 2], 0.5), ("cat", "dog"), "sklearn"))
    class_weight = {'cat': 0.833333, 'dog': 1.66667}

    PyTorch goes by the number of the target, used or not:

    >>> print(snippet(from_gamma([8, 2], 0.5), (0, 2), "torch"))
    # weight[i] is that of target i; 0 where no label is i
    weight = torch.tensor([0.833333, 0.0, 1.66667])
    """
    values = [float(f"{x:.{DIGITS}g}") for x in weighting.omega.tolist()]
    if form == "torch":
        values, comment = _by_target(values, names, ascii_only=ascii_only)
        return Snippet(_pieces("weight = torch.tensor([", map(repr, values), "])"), comment)
    shown = [_shown(name, form, ascii_only=ascii_only) for name in names]
    entries = (f"{name}: {value!r}" for name, value in zip(shown, values, strict=True))
    return Snippet(_pieces("class_weight = {" if form == "sklearn" else "{", entries, "}"))


def _pieces(head: str, entries: Iterable[str], tail: str) -> tuple[str, ...]:
    first, *rest = entries
    pieces = [head + first, *rest]
    return (*(f"{piece}," for piece in pieces[:-1]), pieces[-1] + tail)


def _shown(name: Name, form: str, *, ascii_only: bool) -> str:
    """Write a name as Python or JSON does."""
    if form == "json":
        text = str(name)
        return json.dumps(text, ensure_ascii=ascii_only or not text.isprintable())
    return ascii(name) if ascii_only else repr(name)


def _by_target(
    values: list[float], names: tuple[Name, ...], *, ascii_only: bool
) -> tuple[list[float], tuple[str, ...]]:
    """Weights by the number of the target, and what is to be known of these numbers."""
    numbers = [name for name in names if isinstance(name, int)]
    k = len(names)
    if numbers == list(range(k)):
        return values, ()
    if len(numbers) == k and min(numbers) >= 0 and max(numbers) < 2 * k + MOST_UNUSED:
        places = dict(zip(numbers, values, strict=True))
        comment = "weight[i] is that of target i; 0 where no label is i"
        return [places.get(i, 0.0) for i in range(max(numbers) + 1)], tuple(comment.split())
    shown = [_shown(name, "torch", ascii_only=ascii_only) for name in names]
    listed = (*(f"{name}," for name in shown[:-1]), shown[-1])
    return values, (*f"targets must be 0 to {k - 1}, numbered in this order:".split(), *listed)
