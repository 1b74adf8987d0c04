"""The flows beside the network descend their losses and learn when the theory says."""

from __future__ import annotations

import numpy as np
import pytest

from numerics.experiment.class_level_flow import flows
from numerics.experiment.features import FEATURES, strengths
from numerics.experiment.predictions import order, predict
from numerics.experiment.settings import Settings
from numerics.experiment.summary import summarise

GROUPS = (2, 3), (0, 1)
LOSSES = ("ce", "square")


@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0])
def test_features_come_near_the_predicted_times(kind: str, gamma: float) -> None:
    runs = flows(Settings(), GROUPS, gamma, tuple(range(5)), kind)
    lines = [line for run in runs for line in summarise(run, "flow")]
    times = np.array([[line[f"probabilities {f}"] for f in FEATURES] for line in lines])
    measured = np.median(times / times[:, :1], axis=0)
    assert np.allclose(measured, predict(4, 10, gamma).times, rtol=0.2)
    wrong = predict(4, 10, 1 - gamma if gamma != 0.5 else 0.0).times
    assert not np.allclose(measured, wrong, rtol=0.2)


@pytest.mark.parametrize("kind", LOSSES)
def test_losses_fall_and_all_is_learned_at_the_end(kind: str) -> None:
    (run,) = flows(Settings(), GROUPS, 0.5, (0,), kind)
    total = (run.loss[0] * run.counts[0] * np.sqrt(1 / run.counts[0])).sum(axis=1)
    assert np.all(np.diff(total) < 1e-7)
    assert np.all(strengths(run.probability[0, -1]) > 0.99)
    assert np.allclose(run.probability[0].sum(axis=-1), 1, atol=1e-4)


def test_the_same_seed_is_the_same_start_whatever_the_others_are() -> None:
    alone = flows(Settings(), GROUPS, 0.0, (3,), "ce")[0]
    among = flows(Settings(), GROUPS, 0.0, (1, 2, 3), "ce")[2]
    assert np.allclose(alone.probability, among.probability, atol=1e-4)
    other = flows(Settings(), GROUPS, 0.0, (4,), "ce")[0]
    assert not np.allclose(alone.probability, other.probability, atol=1e-2)


def test_predictions_turn_round_at_one_half() -> None:
    assert order(predict(4, 10, 0.0).times) == "maj-maj < maj-min < min-min"
    assert order(predict(4, 10, 0.5).times) == "maj-maj = maj-min = min-min"
    assert order(predict(4, 10, 1.0).times) == "min-min < maj-min < maj-maj"
    assert predict(6, 10, 0.0).window == pytest.approx(np.sqrt(10) - 1)
    assert predict(4, 10, 1.0).window == pytest.approx(predict(4, 10, 0.0).window)
