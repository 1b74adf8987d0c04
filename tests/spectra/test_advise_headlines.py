"""The first lines say what the table says: from when on classes are right, and when they lead."""

import json
import re

import numpy as np
import pytest
from advise_calls import Captured, printed

from spectra.advise import Training, advise, from_gamma, of_counts
from spectra.advise.clock import Clock
from spectra.advise.solved import Stop

pytestmark = pytest.mark.usefixtures("few_starts")


def said(capsys: Captured, *arguments: str) -> str:
    return " ".join(printed(capsys, *arguments).split())


def test_classes_that_decay_keeps_from_the_lead_are_not_said_to_be_never_right(
    capsys: Captured,
) -> None:
    out = said(capsys, "200", "20", "4", "--delta", "3", "--lr", "0.1", "--decay", "0.01")
    first = out[: out.index("Stop")]
    right, lead = first.split("Lead")
    assert "never" not in right
    assert "2 of 3 classes never reach it, as decay holds them back" in lead
    assert "with decay λ = 2.24 (--decay 0.01 per step)" in out


def test_decay_is_named_where_every_class_is_learned(capsys: Captured) -> None:
    out = said(capsys, "200", "20", "4", "--delta", "3", "--decay", "1e-6")
    assert "never" not in out[: out.index("Stop")]
    assert "with decay λ = 0.000224 (--decay 1e-06 per step)" in out


def test_a_budget_counts_classes_that_are_right_and_those_that_lead(capsys: Captured) -> None:
    asked = ("60", "20", "4", "--delta", "4", "--lr", "0.1", "--steps", "300")
    out = said(capsys, *asked)
    found = re.search(r"in 300 steps (\d) of 3 classes are right, and (\d) lead by 1", out)
    assert found is not None
    times = json.loads(printed(capsys, *asked, "--format", "json"))["solved"]["weighted"]
    for number, name in zip(found.groups(), ("right_steps", "lead_steps"), strict=True):
        assert int(number) == sum(step <= 300 for step in times[name])
    assert found[1] != found[2]


def test_every_class_is_there_when_the_last_one_of_each_start_is() -> None:
    data = of_counts([9, 9, 9], None, "counts")
    clock = Clock(advise(data, from_gamma(data.counts, 0.5), Training()))
    times = np.array([[1.0, 2.0, 9.0], [9.0, 1.0, 2.0], [2.0, 9.0, 1.0]])
    assert clock.end(times) == 9.0  # the medians of the classes are 2, 2 and 2
    assert clock.medians(times).tolist() == [2.0, 2.0, 2.0]
    assert clock.every(times) == "every class by time 9"  # of classes alike none is last


def test_one_class_is_last_where_classes_differ() -> None:
    data = of_counts([9, 4, 4], None, "counts")
    clock = Clock(advise(data, from_gamma(data.counts, 0.5), Training()))
    times = np.array([[1.0, 2.0, 5.0], [1.0, 6.0, 2.0], [9.0, 1.0, 2.0]])
    assert clock.every(times) == "every class by time 6, 9 at worst, 1, 2 (n = 4) last"


def test_classes_alike_are_not_ranked(capsys: Captured) -> None:
    out = said(capsys, "40", "40", "40", "--delta", "3", "--lr", "0.1")
    assert " last" not in out[: out.index("Stop")]
    assert "no weights:" not in out[: out.index("Stop")]  # the same weights


def test_two_classes_have_one_number_for_each_event(capsys: Captured) -> None:
    out = said(capsys, "500", "20", "--gamma", "1", "--delta", "5", "--lr", "0.1")
    stages = re.search(r"0 \(n = 500\) by ([\d.]+k?) steps\. Weights turn it", out)
    lead = re.search(r"0 500 \S+ \S+ \S+ \S+ \(\S+\) (\S+) 1 20", out)
    assert stages is not None
    assert lead is not None
    assert stages[1] == lead[1]


@pytest.mark.parametrize(("gain", "matters"), [(0.002, True), (0.0002, False)])
def test_stopping_early_is_advised_where_it_can_be_seen(gain: float, matters: bool) -> None:
    early = np.array([0.2, 0.3])
    assert Stop(1.0, 9.0, early, early + gain).matters is matters
    assert not Stop(9.0, 9.0, early, early + 1).matters


def test_a_gain_too_small_to_be_seen_is_said_to_be_none(capsys: Captured) -> None:
    out = said(capsys, "900", "100", "--snr", ".1:.1", "--delta", "6")
    assert "With these weights: stopping early changes nothing: the least" in out
    assert "Stop at" not in out
    assert "some class is not right yet. Stopping early changes nothing." in out


def test_squared_loss_has_no_log_odds(capsys: Captured) -> None:
    asked = ("50", "5", "--delta", "3", "--loss")
    assert "ln ω" not in said(capsys, *asked, "squared")
    assert "divide them by ω" in said(capsys, *asked, "squared")
    assert "subtract ln ω" in said(capsys, *asked, "cross-entropy")


def test_outputs_of_squared_loss_are_chances_times_weights_over_their_sum() -> None:
    chances, omega = np.array([0.2, 0.5, 0.3]), np.array([3.0, 1.0, 0.5])
    # for one input: minimise Σ_c p_c ω_c ‖e_c - f‖² over f
    rows = np.sqrt(chances * omega)
    best = np.linalg.lstsq(rows[:, None], rows[:, None] * np.eye(3), rcond=None)[0][0]
    back = best / omega
    assert back / back.sum() == pytest.approx(chances)


def test_the_start_is_said_in_norms(capsys: Captured) -> None:
    out = said(capsys, "50", "5", "5", "--scale", "1e-3")
    assert "begin at Frobenius norms √(k − 1) e^-δ = 0.0014" in out


def test_steps_of_all_examples_have_a_budget_too(capsys: Captured) -> None:
    asked = ("60", "20", "4", "--delta", "4", "--lr")
    assert "each of all examples" in said(capsys, *asked, "1e-4")
    assert "Caution" not in said(capsys, *asked, "0.1")


# visits of single samples


def test_small_batches_are_cautioned_about(capsys: Captured) -> None:
    asked = ("200", "20", "--delta", "3", "--lr", "0.1", "--batch")
    out = said(capsys, *asked, "2", "--gamma", "1")
    assert "Caution: batches are small." in out
    assert "expect 1 to 1.3 times these steps" in out
    assert "expect about 1.1 times these steps" in said(capsys, *asked, "2")
    assert "batches are small" not in said(capsys, *asked, "50")
    assert "batches are small" not in said(capsys, *asked[:-1])


def test_json_has_the_growth_of_an_epoch(capsys: Captured) -> None:
    asked = (
        "20",
        "5",
        "--gamma",
        "1",
        "--lr",
        "0.1",
        "--delta",
        "2",
        "--format",
        "json",
        "--batch",
    )
    growth = json.loads(printed(capsys, *asked, "5"))["solved"]["growth_of_an_epoch"]
    omega = np.array([25 / 40, 25 / 10])
    assert growth == pytest.approx((0.1 * omega * np.sqrt([20, 5]) / 5).tolist())
    assert json.loads(printed(capsys, *asked, "25"))["solved"]["growth_of_an_epoch"] is None
