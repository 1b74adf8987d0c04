"""The settings that all runs of a folder share, and the task of one run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from numerics.errors import InputError

SPLITS: Final = ("train", "test")
"""The parts of the data."""

DELTA: Final = 8.0
"""Flows start from Gaussian factors of norm e^(-δ)√(k-1), as of the paper's Figure 5."""

LEARNING_RATES: Final = {"adam": 1e-3, "sgd": 0.1}
"""Optimisers, and the step size that each takes if none is given."""

LOSSES: Final = ("ce", "square")
Groups = tuple[tuple[int, ...], tuple[int, ...]]
"""Majority and minority digits."""

MOST: Final = 100_000
RESOLUTION: Final = 25
"""Looks at the network are no further apart than a 25th of the step, and never less than 1."""


@dataclass(frozen=True)
class Settings:
    """What all runs of a folder share.

    Attributes
    ----------
    digits : tuple of int
        The classes, ascending; half of them are majorities in every task.
    samples : int
        Training samples of a majority class.
    ratio : int
        Imbalance ratio R; it divides ``samples``.
    optimizer : {"adam", "sgd"}
        ``sgd`` is without momentum.
    loss : {"ce", "square"}
        Cross-entropy, or ½‖z - logits‖² against centred labels, the paper's (4) and (9).
    learning_rate : float
    batch : int
        Samples of a batch; every epoch goes through a new shuffle, its last batch may be smaller.
    steps : int
    """

    digits: tuple[int, ...] = (0, 1, 2, 3)
    samples: int = 100
    ratio: int = 10
    optimizer: str = "adam"
    loss: str = "ce"
    learning_rate: float = LEARNING_RATES["adam"]
    batch: int = 64
    steps: int = 300

    def __post_init__(self) -> None:
        for name, least in (("samples", 2), ("ratio", 2), ("batch", 1), ("steps", 1)):
            whole(name, getattr(self, name), least, MOST)
        if self.samples % self.ratio:
            raise InputError(
                f"ratio is {self.ratio}, which does not divide samples ({self.samples}): "
                "a minority class gets samples / ratio; change one of them"
            )
        choice("optimizer", self.optimizer, tuple(LEARNING_RATES))
        choice("loss", self.loss, LOSSES)
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0):
            raise InputError(
                f"learning rate is {self.learning_rate}: give a positive number such as 0.001"
            )

    @property
    def minority_samples(self) -> int:
        """Training samples of a minority class."""
        return self.samples // self.ratio

    @property
    def looks(self) -> tuple[int, ...]:
        """Steps after which the network is looked at, from 0; denser at the start."""
        found = [0]
        while found[-1] < self.steps:
            found.append(min(self.steps, found[-1] + max(1, found[-1] // RESOLUTION)))
        return tuple(found)


@dataclass(frozen=True, order=True)
class Task:
    """One run: who is in the majority, how losses are weighted, which seed.

    Attributes
    ----------
    majority, minority : tuple of int
        Digits, ascending; equally many, at least two of each.
    gamma : float
        Class weights are proportional to the class frequency to the power -γ: 0 is ERM, 1/2
        the paper's Eq. (12), 1 the weights of its experiment.
    seed : int
        Of the drawn samples, the initial network and the batches; runs that differ in γ alone
        share all three.
    """

    majority: tuple[int, ...]
    minority: tuple[int, ...]
    gamma: float
    seed: int

    @property
    def groups(self) -> Groups:
        """Majorities and minorities."""
        return self.majority, self.minority

    @property
    def classes(self) -> tuple[int, ...]:
        """Digits in the order of rows and columns: majorities first."""
        return self.majority + self.minority

    @property
    def name(self) -> str:
        """A file name."""
        sides = (
            "-".join((side, *map(str, digits)))
            for side, digits in (("maj", self.majority), ("min", self.minority))
        )
        return "_".join((*sides, f"gamma-{self.gamma:g}", f"seed-{self.seed}"))


def whole(name: str, value: int, least: int, most: int) -> None:
    """Refuse a number outside its range."""
    if not least <= value <= most:
        raise InputError(f"{name} is {value}: give a whole number from {least} to {most}")


def choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not one of the allowed ones."""
    if value not in allowed:
        raise InputError(f"{name} is {value!r}: choose one of {', '.join(allowed)}")


def sides(majority: tuple[int, ...], minority: tuple[int, ...]) -> Groups:
    """Return majority and minority, each ascending, or say what is wrong with them."""
    if len(majority) != len(minority) or len(majority) < 2:
        raise InputError(
            f"{len(majority)} majority and {len(minority)} minority classes: give equally many, "
            "at least two of each, such as --majority 2 3 --minority 0 1"
        )
    both = majority + minority
    for digit in both:
        whole("digit", digit, 0, 9)
        if both.count(digit) > 1:
            raise InputError(
                f"digit {digit} is given twice: every class is in one group, and there once"
            )
    return tuple(sorted(majority)), tuple(sorted(minority))


def assignments(digits: tuple[int, ...]) -> tuple[Groups, ...]:
    """Every way to make half of the digits majorities.

    Examples
    --------
    >>> assignments((0, 1, 2, 3))[0], len(assignments((0, 1, 2, 3)))
    (((0, 1), (2, 3)), 6)
    """
    chosen = combinations(sorted(digits), len(digits) // 2)
    return tuple((some, tuple(sorted(set(digits) - set(some)))) for some in chosen)


def listed(digits: tuple[int, ...]) -> str:
    """Write digits into one cell."""
    return " ".join(map(str, digits))
