"""Flows of claims that fit any matrix of targets, such as a support matrix."""

from typing import Any

import pytest
from sympy import Expr, ImmutableMatrix, Matrix, Rational, Symbol, exp, sqrt

import proofs
import spectra
from proofs import Claim, Conserved, Flow, Invariance, LearningTime, Terminal, Trajectory, Verdict
from proofs.claims.flow_targets import singular_values
from proofs.errors import ClaimError
from proofs.ledger.formulas import logistic
from spectra import R, delta, t

RING = Matrix([[1, 1, 0], [0, 1, 1], [1, 0, 1]])
SUPPORT = Matrix([[1, 0, 1, 0], [1, 1, 0, 0], [0, 1, 0, 1]])
CUBIC = Matrix([[2, 1, 0], [0, 1, 1], [1, 0, 3]])
LAM = Symbol("lambda", positive=True)
FLOW, WORDS = Flow(targets=RING, gamma=0), Flow(targets=SUPPORT, gamma=0)
DECAYS = Flow(targets=RING, gamma=0, decay=LAM)


def decided(said: Any) -> Any:
    return proofs.check([Claim("it", said, "a test")])["it"]


def test_modes_are_numbered_by_their_singular_values() -> None:
    assert FLOW.modes == ("mode 1", "mode 2", "mode 3")
    assert FLOW.singular == (2, 1, 1)
    assert WORDS.singular == (sqrt(2 + sqrt(2)), sqrt(2), sqrt(2 - sqrt(2)))
    assert (WORDS.W.shape[0], WORDS.H.shape[1]) == (3, 4)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (LearningTime("mode 1", Rational(1, 2), FLOW), Verdict.PROVED),
        (LearningTime("mode 2", Rational(1, 2), FLOW), Verdict.REFUTED),
        (LearningTime("mode 1", 1 / sqrt(2 + sqrt(2)), WORDS), Verdict.PROVED),
        (LearningTime("mode 1", 1 / (2 - LAM), DECAYS), Verdict.PROVED),
        (LearningTime("mode 1", Rational(1, 2), DECAYS), Verdict.REFUTED),
        (Trajectory("mode 2", logistic(1, 1), FLOW), Verdict.PROVED),
        (Trajectory("mode 1", logistic(1, 2), FLOW), Verdict.REFUTED),
        (Terminal("mode 3", 1, WORDS), Verdict.PROVED),
        (Conserved(WORDS.W.T * WORDS.W - WORDS.H * WORDS.H.T, WORDS), Verdict.PROVED),
        (Conserved(WORDS.W.T * WORDS.W + WORDS.H * WORDS.H.T, WORDS), Verdict.REFUTED),
    ],
)
def test_what_is_said_of_them_is_decided(said: object, verdict: Verdict) -> None:
    assert decided(said).verdict is verdict


@pytest.mark.parametrize(
    ("flow", "computed"),
    [
        (Flow(targets=RING, gamma=0, init="random"), "computed 0.5,"),
        (Flow(targets=CUBIC, gamma=0), "computed 0.29198"),
    ],
)
def test_without_a_prover_they_are_undecided_with_numbers(flow: Flow, computed: str) -> None:
    result = decided(LearningTime("mode 1", Rational(1, 2), flow))
    assert result.verdict is Verdict.UNDECIDED
    assert computed in result.evidence[-1].detail


@pytest.mark.parametrize(
    ("mode", "limit", "more", "verdict"),
    [
        ("maj-min", sqrt((R + 1) / (2 * R)), {"gamma": 0}, Verdict.PROVED),
        ("maj-min", sqrt(2 / (R + 1)), {"gamma": 0}, Verdict.REFUTED),
        ("maj-min", sqrt((R + 1) / (2 * (R**2 + 1))), {}, Verdict.PROVED),
        ("maj-min", 1 / sqrt(R + 1), {}, Verdict.REFUTED),
        ("min-min", 1 / (sqrt(R + 1) - LAM), {"decay": LAM}, Verdict.PROVED),
        ("maj-min", 1 / (sqrt(2 * R / (R + 1)) - LAM), {"gamma": 0, "decay": LAM}, Verdict.PROVED),
    ],
)
def test_times_of_labels_less_frequencies(
    mode: str, limit: Expr, more: dict[str, Any], verdict: Verdict
) -> None:
    assert decided(LearningTime(mode, limit, Flow(targets="frequency", **more))).verdict is verdict


def test_sizes_of_both_factors_scale_the_start_of_labels_less_frequencies() -> None:
    flow = Flow(targets="frequency", gamma=0, scales=(LAM, LAM))
    sigma = sqrt(2 * R / (R + 1))
    said = Trajectory("maj-min", logistic(sigma / LAM**2, sigma), flow)
    assert decided(said).verdict is Verdict.PROVED


def test_labels_less_frequencies_sum_to_zero_over_the_samples() -> None:
    imbalance = spectra.groups((2, 1), (3, 4))
    found = Matrix(imbalance.frequency_blocks().as_explicit())
    mean = Matrix([3, 3, 4]) / 10
    assert found == Matrix(imbalance.label_blocks().as_explicit()) - mean * Matrix.ones(1, 10)
    assert found * Matrix.ones(10, 1) == Matrix.zeros(3, 1)


@pytest.mark.parametrize(
    ("more", "computed"),
    [
        ({"gamma": 0, "init": "random"}, "computed 0.7416198487,"),
        ({"decay": (LAM, 2 * LAM)}, "no equation of maj-min is known"),
        ({"decay": LAM, "init": "random"}, "no equation of maj-min is known"),
        ({"gamma": 1, "scales": (LAM, LAM)}, "no equation of maj-min is known"),
    ],
)
def test_other_flows_of_labels_less_frequencies_are_undecided(
    more: dict[str, Any], computed: str
) -> None:
    flow = Flow(targets="frequency", **more)
    result = decided(LearningTime("maj-min", sqrt((R + 1) / (2 * R)), flow))
    assert result.verdict is Verdict.UNDECIDED
    assert any(computed in item.detail for item in result.evidence)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"targets": "labels"}, "choose one of sel, one-hot, frequency, or give a matrix"),
        ({"targets": [[0, 0]], "gamma": 0}, "nothing to learn"),
        ({"targets": [[0.5, 1]], "gamma": 0}, "no exact real number"),
        ({"targets": [[1] * 33], "gamma": 0}, "at most 32"),
        ({"targets": [[2, 1]], "gamma": 0}, "at least 2 classes"),
        ({"targets": RING}, "take gamma=0"),
        ({"targets": RING, "gamma": 0, "imbalance": spectra.step()}, "leave imbalance out"),
        ({"targets": RING, "gamma": 0, "loss": "cross-entropy"}, "loss with targets"),
        ({"targets": RING, "gamma": 0, "depth": 3}, "depth with targets"),
        ({"targets": "frequency", "loss": "cross-entropy"}, "loss with targets"),
        ({"targets": RING, "gamma": 0, "data": spectra.ClassMeans(1, 1)}, "data with targets"),
    ],
)
def test_what_does_not_go_with_them_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ClaimError, match=said):
        Flow(**more)


def test_the_ansatz_of_the_paper_is_not_that_of_a_matrix() -> None:
    assert decided(Invariance("mode 1", FLOW)).verdict is Verdict.UNDECIDED


def test_values_that_agree_to_many_digits_are_in_order() -> None:
    near = 1 + Rational(1, 10**40)
    assert singular_values(ImmutableMatrix.diag(1, near)) == (near, 1)
    with pytest.raises(ClaimError, match="agree to 1000 digits"):
        singular_values(ImmutableMatrix.diag(1, 1 + Rational(1, 10**2000)))


A, B = Symbol("a", positive=True), Symbol("b", positive=True)


@pytest.mark.parametrize("mode", ["maj-maj", "maj-min", "min-min"])
@pytest.mark.parametrize("scales", [(A, B), (1, 2), (A, 1 / A)], ids=str)
def test_the_strength_of_equal_factors_is_not_that_of_others(mode: str, scales: Any) -> None:
    equal = 1 / (1 + (exp(2 * delta) - 1) * exp(-2 * t))
    # the last one differs in its derivative alone
    assert decided(Trajectory(mode, equal, Flow(gamma=0, scales=scales))).verdict is Verdict.REFUTED
    assert decided(Trajectory("min-min", equal, Flow(gamma=0))).verdict is Verdict.PROVED
