"""A run depends on its settings and its seed, and on nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from numerics.errors import InputError
from numerics.experiment import dataset, run_table
from numerics.experiment.features import strengths
from numerics.experiment.settings import Settings, Task

NEEDED = "the extra `cnn` is not installed: pip install -e '.[cnn]'"
torch = pytest.importorskip("torch", reason=NEEDED)
pytest.importorskip("sklearn", reason=NEEDED)

from numerics.experiment.training import Network, class_weights, losses, probabilities, train

SMALL = Settings(steps=30)
TASK = Task((2, 3), (0, 1), 0.5, 0)


@pytest.fixture(scope="module")
def digits() -> dataset.Images:
    return dataset.only(dataset.bundled(), SMALL.digits)


def test_the_bundled_digits_are_those_of_scikit_learn() -> None:
    found = dataset.bundled()
    assert found.train.shape == (1797, 28, 28)
    assert (found.train.min(), found.train.max()) == (0, 255)
    assert np.all(np.bincount(found.train_labels) >= 174)
    from sklearn.datasets import load_digits

    coarse = found.train.reshape(-1, 4, 7, 4, 7).mean(axis=(2, 4)) / 255
    exact = load_digits().images.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)) / 16
    assert np.abs(coarse - exact).mean() < 0.05
    assert np.abs(coarse[1:] - exact[:-1]).mean() > 0.1


def test_training_and_test_samples_are_apart_and_of_the_right_number(
    digits: dataset.Images,
) -> None:
    train_part, test_part = dataset.draw(digits, SMALL, TASK)
    assert np.bincount(train_part.classes).tolist() == [100, 100, 10, 10]
    assert np.bincount(test_part.classes).tolist() == [77] * 4
    seen = {image.tobytes() for image in train_part.images}
    assert not seen & {image.tobytes() for image in test_part.images}
    swapped = dataset.draw(digits, SMALL, replace(TASK, majority=(0, 1), minority=(2, 3)))[0]
    assert not {image.tobytes() for image in swapped.images} & {
        image.tobytes() for image in test_part.images
    }


def test_samples_depend_on_the_seed_but_not_on_the_weights(digits: dataset.Images) -> None:
    first, again, other = (
        dataset.draw(digits, SMALL, task)[0].images
        for task in (TASK, replace(TASK, gamma=1.0), replace(TASK, seed=1))
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_too_few_samples_are_refused(digits: dataset.Images) -> None:
    with pytest.raises(InputError, match=r"samples is 180, but of digit 0 there are 178 in"):
        dataset.check_enough(digits, replace(SMALL, samples=180))
    dataset.check_enough(digits, replace(SMALL, samples=170))


def test_the_same_run_twice_is_the_same_table(digits: dataset.Images) -> None:
    torch.manual_seed(99)
    first = train(digits, SMALL, TASK)
    torch.manual_seed(100)
    torch.set_num_threads(1)
    again = train(digits, SMALL, TASK)
    assert run_table.to_csv(first) == run_table.to_csv(again)
    for other in (replace(TASK, seed=1), replace(TASK, gamma=1.0)):
        assert run_table.to_csv(train(digits, SMALL, other)) != run_table.to_csv(first)


def test_weights_change_nothing_before_the_first_step(digits: dataset.Images) -> None:
    plain, weighted = (train(digits, SMALL, replace(TASK, gamma=g)) for g in (0.0, 1.0))
    assert np.array_equal(plain.loss[:, 0], weighted.loss[:, 0])
    assert not np.allclose(plain.loss[:, 5], weighted.loss[:, 5])


@pytest.mark.parametrize(
    ("optimizer", "rate", "loss"),
    [("adam", 0.001, "ce"), ("sgd", 0.1, "ce"), ("adam", 0.001, "square")],
)
def test_a_network_learns_the_digits(
    digits: dataset.Images, optimizer: str, rate: float, loss: str
) -> None:
    how = replace(SMALL, optimizer=optimizer, learning_rate=rate, loss=loss)
    run = train(digits, replace(how, ratio=2, steps=80), replace(TASK, gamma=1.0))
    assert np.all(strengths(run.confusion[0, -1]) > 0.7)
    assert np.all(np.abs(strengths(run.confusion[0, 0])) < 0.5)
    assert np.all(run.loss[0, -1] < run.loss[0, 0])
    if loss == "ce":
        assert np.allclose(run.probability.sum(axis=-1), 1, atol=1e-5)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 1.7])
def test_weights_are_powers_of_the_frequency_with_mean_one(gamma: float) -> None:
    counts = torch.tensor([100, 100, 10, 10])
    weights = class_weights(counts, gamma)
    assert float(weights[2] / weights[0]) == pytest.approx(10**gamma, rel=1e-5)
    assert float((weights * counts).sum() / counts.sum()) == pytest.approx(1)


def test_losses_are_those_of_the_paper() -> None:
    logits, classes = torch.randn(5, 4, generator=torch.manual_seed(0)), torch.arange(5) % 4
    log = torch.log_softmax(logits, 1)
    assert torch.allclose(losses("ce", logits, classes), -log[range(5), classes])
    z = torch.eye(4)[classes] - 0.25
    assert torch.allclose(losses("square", logits, classes), 0.5 * ((z - logits) ** 2).sum(1))
    assert torch.allclose(probabilities("square", z), torch.eye(4)[classes])
    assert torch.allclose(probabilities("ce", logits), log.exp())


def test_the_embedding_is_of_width_32() -> None:
    network = Network(4)
    assert network.classifier.in_features == 32
    assert network(torch.zeros(3, 1, 28, 28)).shape == (3, 4)
