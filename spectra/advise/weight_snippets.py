"""Class weights as code to be pasted, for the libraries that people train with, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.cells import cell_len

from spectra.errors import InputError
from spectra.utils.ascii_text import WIDTH

if TYPE_CHECKING:
    from spectra.advise.class_data import Name
    from spectra.advise.weighting import Weighting

DIGITS: Final = 6

MOST_UNUSED: Final = 1000
"""Numbers without a class up to which a tensor is as long as the largest label asks for."""

BINARY: Final[dict[tuple[str, ...], str]] = {
    ("0", "1"): "1",
    ("false", "true"): "true",
    ("-1", "1"): "1",
}
"""Labels that say themselves which class is positive; of others it is the rarer one."""

FORMATS: Final = {
    "sklearn": """\
{class_weight}
# LogisticRegression(class_weight=class_weight).fit(X, y). "balanced": gamma = 1
# A sample_weight given to fit is multiplied with this. With "balanced" it may
# also change what is balanced: recent versions count each class by its sum.
""",
    "imblearn": """\
{class_weight}
# BalancedRandomForestClassifier(class_weight=class_weight), for one. Over- and
# under-sampling change the counts: weigh what is drawn, and do not do both.
{counts}
""",
    "torch": """\
{weight}
# divided by the number of examples, which keeps weights (--reduction mean):
loss = (weight[y] * F.cross_entropy(logits, y, reduction="none")).mean()
# F.cross_entropy(logits, y, weight=weight), nn.CrossEntropyLoss(weight=weight)
# divide by the weights in the batch: a step is larger or smaller by what the
# batch holds; small batches undo weights (--reduction weighted-mean --batch B).
# Accumulating gradients: add up losses of reduction="sum", and divide once by
# the examples of all batches: a mean of such means weighs batches.
""",
    "bce": """\
# positive class (target 1): {positive}{why}; negative: {negative}
pos_weight = torch.tensor([{ratio}])
loss = nn.BCEWithLogitsLoss(pos_weight=pos_weight)(logit, target)
# The loss is {scale} times that of weights of mean 1, and so is a step.
""",
    "sampler": """\
{weight}
sampler = torch.utils.data.WeightedRandomSampler(
    weight[labels].double(), num_samples=len(labels), replacement=True)
# DataLoader(dataset, batch_size=B, sampler=sampler) and a loss without weights:
# both would weigh twice. A draw is of class c with probability n_c w_c / n.
""",
    "keras": """\
{by_target}
# model.fit(x, y, class_weight=class_weight): the loss of a batch is divided by
# its number of examples (--reduction mean), which keeps weights.
""",
    "hf": """\
{weight}


class WeightedTrainer(Trainer):
    def compute_loss(
        self, model, inputs, return_outputs=False, num_items_in_batch=None
    ):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        each = F.cross_entropy(outputs.logits, labels, reduction="none")
        total = (weight.to(labels.device)[labels] * each).sum()
        # the number of examples, of all batches whose gradients are accumulated
        loss = total / (num_items_in_batch or len(labels))
        return (loss, outputs) if return_outputs else loss
""",
    "logit": """\
# tau ln(frequency), tau = {tau}: added to the logits in training, not in tests
{offset}
loss = F.cross_entropy(logits + offset, y)
# or train without weights and subtract it from the logits in tests (tau = 1:
# classes are then taken to be equally frequent)
""",
    "json": "{json}\n",
}
"""Code by name: `{weight}` and the like stand for the numbers."""

LIBRARIES: Final = " | ".join(FORMATS)


def snippet(
    weighting: Weighting,
    names: tuple[Name, ...],
    form: str,
    *,
    tau: float = 1.0,
    ascii_only: bool = False,
) -> str:
    """Return the weights as code, in lines of at most 80 characters where names are short.

    Parameters
    ----------
    weighting : Weighting
    names : tuple of int or str, length k
    form : str
        A key of `FORMATS`.
    tau : float
        Of the offsets of logits.
    ascii_only : bool
        Escape everything else in names, for a stream that cannot encode it.

    Raises
    ------
    InputError
        Another number of classes than two, where the form is for two.

    Examples
    --------
    >>> from spectra.advise import from_gamma
    >>> print(snippet(from_gamma([8, 2], 0.5), ("cat", "dog"), "keras"))
    # targets must be 0 to 1, numbered in this order: 'cat', 'dog'
    class_weight = {0: 0.833333, 1: 1.66667}
    # model.fit(x, y, class_weight=class_weight): the loss of a batch is divided by
    # its number of examples (--reduction mean), which keeps weights.
    <BLANKLINE>

    PyTorch goes by the number of the target, used or not:

    >>> print(weights_line(from_gamma([8, 2], 0.5), (0, 2), "torch"))
    # weight[i] is that of target i; 0 where no label is i
    weight = torch.tensor([0.833333, 0.0, 1.66667])
    """
    shown = [_shown(name, ascii_only=ascii_only) for name in names]
    values = _rounded(weighting.omega)
    parts = {"tau": f"{tau:g}"}
    if form == "bce":
        if len(names) != 2:
            raise InputError(f"--paste bce: for two classes, and here are {len(names)}")
        told = BINARY.get(tuple(sorted(str(name).lower() for name in names)))
        positive = int(weighting.counts.argmin())
        if told is not None:
            positive = [str(name).lower() for name in names].index(told)
        parts["why"] = "" if told else "; it is the rarer"
        scale = float(weighting.omega[1 - positive])
        ratio = float(weighting.omega[positive]) / scale
        parts |= {"positive": shown[positive], "negative": shown[1 - positive],
                  "ratio": f"{ratio:.{DIGITS}g}", "scale": f"{1 / scale:.4g}"}  # fmt: skip
    elif form == "logit":
        offset = tau * np.log(weighting.counts / weighting.counts.sum())
        parts["offset"] = _tensor("offset", _rounded(offset), names, shown)
    elif form == "json":
        parts["json"] = _json(values, names, ascii_only=ascii_only)
    elif form == "keras":
        entries = dict(enumerate(_by_target(values, names)[0]))
        comment = _comment(names, shown)
        parts["by_target"] = comment + _dictionary("class_weight", entries.items())
    elif form in ("sklearn", "imblearn"):
        parts["class_weight"] = _dictionary("class_weight", zip(shown, values, strict=True))
        whole = zip(shown, weighting.counts.astype(int).tolist(), strict=True)
        parts["counts"] = _dictionary("counts", whole)
    else:
        parts["weight"] = _tensor("weight", values, names, shown)
    text = FORMATS[form]
    for key, value in parts.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def weights_line(
    weighting: Weighting, names: tuple[Name, ...], form: str, *, ascii_only: bool = False
) -> str:
    """Return the weights alone: a dictionary for scikit-learn, or a tensor for PyTorch."""
    shown = [_shown(name, ascii_only=ascii_only) for name in names]
    values = _rounded(weighting.omega)
    if form == "torch":
        return _tensor("weight", values, names, shown)
    return _dictionary("class_weight", zip(shown, values, strict=True))


def _rounded(values: np.ndarray) -> list[float]:
    return [float(f"{x:.{DIGITS}g}") for x in values.tolist()]


def _filled(pieces: Iterable[str], later: str) -> Iterator[str]:
    """Put as many pieces into each line as fit, one at least."""
    line = ""
    for piece in pieces:
        if line and cell_len(line) + 1 + cell_len(piece) > WIDTH:
            yield line
            line = later + piece
        else:
            line = f"{line} {piece}" if line else piece
    yield line


def _broken(head: str, entries: list[str], tail: str) -> str:
    pieces = [*(f"{entry}," for entry in entries[:-1]), entries[-1] + tail]
    pieces[0] = head + pieces[0]
    return "\n".join(_filled(pieces, "    "))


def _dictionary(name: str, entries: Iterable[tuple[object, object]]) -> str:
    return _broken(f"{name} = {{", [f"{key}: {value!r}" for key, value in entries], "}")


def _json(values: list[float], names: tuple[Name, ...], *, ascii_only: bool) -> str:
    keys = [
        json.dumps(text, ensure_ascii=ascii_only or not text.isprintable())
        for text in map(str, names)
    ]
    entries = [f"{key}: {value!r}" for key, value in zip(keys, values, strict=True)]
    return _broken("{", entries, "}")


def _tensor(name: str, values: list[float], names: tuple[Name, ...], shown: list[str]) -> str:
    placed, unused = _by_target(values, names)
    comment = "# weight[i] is that of target i; 0 where no label is i\n".replace("weight", name)
    head = comment if unused else _comment(names, shown)
    return head + _broken(f"{name} = torch.tensor([", [repr(value) for value in placed], "])")


def _numbers(names: tuple[Name, ...]) -> list[int] | None:
    """Names as numbers of targets, if they can be."""
    numbers = [name for name in names if isinstance(name, int)]
    k = len(names)
    fits = len(numbers) == k and min(numbers) >= 0 and max(numbers) < 2 * k + MOST_UNUSED
    return numbers if fits else None


def _by_target(values: list[float], names: tuple[Name, ...]) -> tuple[list[float], bool]:
    """Values by the number of the target, and whether some numbers are of no class."""
    numbers = _numbers(names)
    if numbers is None:
        return values, False
    places = dict(zip(numbers, values, strict=True))
    found = [places.get(i, 0.0) for i in range(max(numbers) + 1)]
    return found, len(found) > len(values)


def _comment(names: tuple[Name, ...], shown: list[str]) -> str:
    """Say how targets must be numbered, where names do not."""
    if _numbers(names) is not None:
        return ""
    words = f"# targets must be 0 to {len(names) - 1}, numbered in this order:".split()
    pieces = [*words, *(f"{name}," for name in shown[:-1]), shown[-1]]
    return "\n".join(_filled(pieces, "# ")) + "\n"


def _shown(name: Name, *, ascii_only: bool) -> str:
    return ascii(name) if ascii_only else repr(name)
