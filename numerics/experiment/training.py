"""The network, and one run: draw the samples, train it, evaluate it at given steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from numerics.experiment.dataset import draw
from numerics.experiment.run_table import Curves

if TYPE_CHECKING:
    from numerics.experiment.dataset import Images, Sample
    from numerics.experiment.settings import Settings, Task

OPTIMIZERS = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}
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


def train(images: Images, settings: Settings, task: Task) -> Curves:
    """Train one network on one thread, so that its result depends on the arguments alone."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(task.seed)
            return _train(images, settings, task)
    finally:
        torch.set_num_threads(threads)


def _train(images: Images, settings: Settings, task: Task) -> Curves:
    parts = [_tensors(sample) for sample in draw(images, settings, task)]
    inputs, classes = parts[0]
    network = Network(len(task.classes)).to(memory_format=torch.channels_last)
    optimizer = OPTIMIZERS[settings.optimizer](network.parameters(), lr=settings.learning_rate)
    weights = class_weights(torch.bincount(classes), task.gamma)
    batches = _batches(len(classes), settings.batch, task.seed)
    seen = [[_look(network, settings.loss, *part) for part in parts]]
    for step in range(1, settings.steps + 1):
        batch = next(batches)
        optimizer.zero_grad()
        each = losses(settings.loss, network(inputs[batch]), classes[batch])
        (weights[classes[batch]] * each).mean().backward()
        optimizer.step()
        if step in settings.looks:
            seen.append([_look(network, settings.loss, *part) for part in parts])
    loss, decided, probability = (
        np.stack([[look[i].numpy() for look in pair] for pair in seen], axis=1) for i in range(3)
    )
    return Curves(
        task,
        np.array(settings.looks, dtype=np.float64),
        np.stack([torch.bincount(which).numpy() for _, which in parts]),
        loss,
        decided,
        probability,
    )


def class_weights(counts: Tensor, gamma: float) -> Tensor:
    """Return weights ∝ count^(-γ), shape (k,), whose mean over the training samples is 1."""
    counts = counts.double()
    raw = (counts / counts.sum()) ** -gamma
    return (raw * counts.sum() / (raw * counts).sum()).float()


def _tensors(sample: Sample) -> tuple[Tensor, Tensor]:
    inputs = torch.from_numpy(sample.images)[:, None]
    return inputs.contiguous(memory_format=torch.channels_last), torch.from_numpy(sample.classes)


def _batches(samples: int, size: int, seed: int) -> Iterator[Tensor]:
    rng = np.random.default_rng((seed, samples))
    while True:
        yield from torch.from_numpy(rng.permutation(samples)).split(size)


def _look(
    network: Network, kind: str, inputs: Tensor, classes: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Return loss (k,), decisions (k, k) and probabilities (k, k) by true class."""
    with torch.no_grad():
        logits = network(inputs)
    k = logits.shape[1]
    own = functional.one_hot(classes, k)
    decided = own.T @ functional.one_hot(logits.argmax(1), k)
    means = own.double() / own.sum(0)
    loss = means.T @ losses(kind, logits, classes).double()
    return loss, decided, means.T @ probabilities(kind, logits).double()
