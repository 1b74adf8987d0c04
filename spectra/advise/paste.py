"""Weights in the words of the libraries that take them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spectra.advise.data import Name
    from spectra.advise.weighting import Weighting

DIGITS: Final = 6
FORMATS: Final = {"sklearn": "scikit-learn", "torch": "PyTorch", "json": "JSON"}


def snippet(weighting: Weighting, names: tuple[Name, ...], form: str) -> str:
    """Return the weights as one line of Python or JSON.

    Examples
    --------
    >>> from spectra.advise import from_gamma
    >>> snippet(from_gamma([8, 2], 0.5), ("cat", "dog"), "sklearn")
    "class_weight = {'cat': 0.833333, 'dog': 1.66667}"
    """
    values = [float(f"{x:.{DIGITS}g}") for x in weighting.omega.tolist()]
    pairs = list(zip(names, values, strict=True))
    if form == "sklearn":
        return "class_weight = {" + ", ".join(f"{n!r}: {x!r}" for n, x in pairs) + "}"
    if form == "torch":
        return "weight = torch.tensor([" + ", ".join(f"{x!r}" for x in values) + "])"
    return json.dumps({str(name): value for name, value in pairs}, ensure_ascii=False)
