"""The network: three layers to an embedding of width 32, and a linear classifier on it."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

CHANNELS: Final = (8, 16)
WIDTH: Final = 32
"""Embedding dimension d of the paper's Section 2."""


class Network(nn.Module):  # type: ignore[misc]  # its types are not looked at
    """Two convolutions, each with a ReLU and 2 × 2 maximum pooling, a dense layer, a classifier.

    Parameters
    ----------
    classes : int
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        first, second = CHANNELS
        self.features = nn.Sequential(
            nn.Conv2d(1, first, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(first, second, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(second * 7 * 7, WIDTH),
            nn.ReLU(),
        )
        self.classifier = nn.Linear(WIDTH, classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits, shape (n, k), of images of shape (n, 1, 28, 28)."""
        logits: Tensor = self.classifier(self.features(images))
        return logits


def losses(kind: str, logits: Tensor, classes: Tensor) -> Tensor:
    """Return the loss of every sample: cross-entropy, or ½‖z - logits‖² for centred labels z."""
    if kind == "ce":
        return functional.cross_entropy(logits, classes, reduction="none")
    k = logits.shape[1]
    targets = functional.one_hot(classes, k) - 1 / k
    return 0.5 * ((targets - logits) ** 2).sum(1)


def probabilities(kind: str, logits: Tensor) -> Tensor:
    """Return what a sample gives to each class; see `Curves.probability`."""
    return torch.softmax(logits, 1) if kind == "ce" else logits + 1 / logits.shape[1]
