"""The advice: what it says must be what the theory and the flow say."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import gammas, positive_weights, small_counts

from numerics import FlowProblem, descend, learning_times, stability
from spectra import InputError, effective, growth_rates, step, weights, window
from spectra.advise import Training, advise, from_gamma, from_weights, of_counts, profile
from spectra.advise.advice import Advice
from spectra.advise.training import checked
from spectra.advise.weight_snippets import snippet
from spectra.class_counts.saddle_times import Standing
from spectra.spectrum.svd import decompose


def given_counts(*counts: int) -> Advice:
    return advice_on(counts, 0.5)


def advice_on(counts: tuple[int, ...], gamma: float, **known: float) -> Advice:
    data = of_counts(counts, None, "test")
    return advise(data, from_gamma(counts, gamma), Training(**known))  # type: ignore[arg-type]


# windows


@pytest.mark.parametrize("ratio", [2, 10, 100])
def test_step_has_the_windows_of_the_symbolic_theory(ratio: int) -> None:
    found = advice_on((ratio, ratio, 1, 1), 0.5)
    for point in found.windows:
        expected = float(window(step(4, ratio), point.gamma))
        assert point.window == pytest.approx(expected, abs=1e-12)
        assert point.bound == pytest.approx(expected, abs=1e-12)
    assert next(p.standing for p in found.windows) is Standing.THEOREM
    assert found.erm.times.window == pytest.approx(math.sqrt(ratio) - 1)


@given(small_counts)
@settings(max_examples=30)
def test_gamma_one_half_closes_the_window_of_any_counts_and_no_other_does(
    counts: tuple[int, ...],
) -> None:
    found = given_counts(*counts)
    assert found.weighted.times.window == 0
    assert found.weighted.weighting.flatness == 1
    others = [p.bound for p in found.windows if p.gamma != 0.5]
    if len(set(counts)) > 1:
        assert min(others) > 0
    else:
        assert max(others) < 1e-9
        assert found.crossover is None


@given(small_counts, positive_weights)
@settings(max_examples=30)
def test_weights_as_given_are_as_far_from_flat_as_their_rates_bound(
    counts: tuple[int, ...], chosen: list[float]
) -> None:
    weighting = from_weights(counts, chosen[: len(counts)])
    bound = weighting.times().window_bound
    assert bound <= weighting.flatness - 1 + 1e-9  # interlacing
    flat = from_weights(counts, from_gamma(counts, 0.5).omega.tolist())
    assert flat.times().window == pytest.approx(0, abs=1e-9)
    assert flat.fitted_gamma == pytest.approx(0.5 if len(set(counts)) > 1 else 0)


def test_the_nearest_exponent_of_powers_is_their_own() -> None:
    counts = (50, 9, 2, 2)
    for gamma in (-0.5, 0.0, 0.3, 1.0):
        powers = [7 * n**-gamma for n in counts]
        assert from_weights(counts, powers).fitted_gamma == pytest.approx(gamma, abs=1e-12)
    assert from_weights((3, 3), [1, 2]).fitted_gamma == 0


# weights and their scale


@given(small_counts, gammas)
@settings(max_examples=50)
def test_weights_are_powers_of_mean_one_over_examples(
    counts: tuple[int, ...], gamma: float
) -> None:
    weighting = from_gamma(counts, gamma)
    n = np.array(counts, dtype=float)
    assert (n * weighting.omega).sum() == pytest.approx(n.sum())
    assert weighting.mean == pytest.approx(1)
    assert weighting.omega * n**gamma == pytest.approx(weighting.omega[0] * n[0] ** gamma)
    rates = growth_rates(counts, weights=weighting.omega)
    assert weighting.times().rates == pytest.approx(rates)
    if gamma == 1:
        assert weighting.omega == pytest.approx(n.sum() / (len(n) * n))


def test_inverse_frequency_weights_are_those_called_balanced() -> None:
    omega = from_gamma((8, 2, 2), 1).omega
    assert omega == pytest.approx(12 / (3 * np.array([8, 2, 2])))


def test_pasted_weights_are_python_and_json_that_hold_the_weights() -> None:
    import ast
    import json

    names = ("it's", "é")
    weighting = from_gamma((8, 2), 0.5)
    for form, names_of in (("sklearn", names), ("torch", None), ("json", names)):
        lines = snippet(weighting, names, form).splitlines()
        text = next(line for line in lines if " = " in line or form == "json")
        if form == "json":
            found = json.loads(text)
        else:
            body = text.partition(" = ")[2].removeprefix("torch.tensor(")
            found = ast.literal_eval(body.removesuffix(")") if form == "torch" else body)
        values = list(found.values()) if names_of else found
        assert values == pytest.approx(weighting.omega, rel=1e-5)
        assert names_of is None or tuple(found) == names


# classes


def test_without_weights_large_classes_come_first_and_with_large_exponents_last() -> None:
    for gamma, order in ((0.0, 1), (0.25, 1), (0.75, -1), (1.0, -1)):
        times = advice_on((100, 100, 30, 30, 9, 9, 2, 2), gamma).weighted.class_times
        assert np.all(order * np.diff(times) >= 0)
        assert order * (times[-1] - times[0]) > 0


@pytest.mark.parametrize("gamma", [0.0, 0.3, 0.5, 0.9])
def test_two_groups_are_learned_at_the_times_of_the_flow(gamma: float) -> None:
    counts = (40, 40, 40, 3, 3)
    found = advice_on(counts, gamma).weighted
    problem = FlowProblem(counts=counts, weights=found.weighting.omega.tolist(), delta=300)
    slopes = np.sort(np.array(learning_times(problem)) / 300)
    assert slopes == pytest.approx(found.times.times, rel=0.02)
    within = 1 / (np.sqrt(np.array(counts)) * found.weighting.omega)
    assert found.class_times == pytest.approx(within)


def test_times_of_classes_guide_to_what_a_flow_from_a_random_start_does() -> None:
    from numerics import solve

    counts, delta = (100, 30, 10, 3, 1), 8.0
    for gamma in (0.25, 0.75):
        found = from_gamma(counts, gamma)
        guide = found.class_times() * delta
        times = np.linspace(0.3 * guide.min(), 2 * guide.max(), 300)
        half = []
        for seed in (1, 2):
            problem = FlowProblem(
                counts=counts, weights=found.omega.tolist(), delta=delta, init="random", seed=seed
            )
            run = solve(problem, times)
            own = np.einsum("tkd,tdk->kt", run.W, run.H) / (1 - 1 / len(counts))
            half.append(times[(own >= 0.5).argmax(axis=1)])
        seen = np.mean(half, axis=0)
        assert np.all(seen / guide > 0.8)
        assert np.all(seen / guide < 2.2)
        assert np.argmin(seen) == np.argmin(guide)
        assert np.argmax(seen) in np.flatnonzero(guide == guide.max())


def test_many_groups_read_the_times_of_classes_off_the_counts_between_the_modes() -> None:
    counts = tuple(range(1, 1200))
    found = from_gamma(counts, 0.0)
    assert found.groups > 1024
    alone = found.class_times()
    times = found.times().times
    order = np.argsort(alone)
    # interlacing: class j by size lies between modes j - 1 and j
    assert np.all(alone[order][1:] >= times * (1 - 1e-12))
    assert np.all(alone[order][:-1] <= times * (1 + 1e-12))


# steps


def test_steps_of_full_batches_are_those_of_descent() -> None:
    counts, rate, deltas = (40, 40, 3, 3), 1.5, (30.0, 60.0)
    found = advice_on(counts, 0.5, learning_rate=rate).weighted
    assert found.steps is not None
    assert found.steps.step_size == pytest.approx(rate / 86)
    assert found.steps.is_exact
    reached = []
    for delta in deltas:
        problem = FlowProblem(
            counts=counts, weights=found.weighting.omega.tolist(), delta=delta, dim=4
        )
        number = int(1.5 * delta * found.steps.per_delta[-1])
        run = descend(problem, number, found.steps.step_size, record=1)
        reached.append((run.beta > 0.5).argmax(axis=1))
    slopes = (reached[1] - reached[0]) / (deltas[1] - deltas[0])
    assert slopes == pytest.approx(np.full(3, found.steps.per_delta[0]), rel=0.02)
    naive = 1 / (found.steps.step_size * found.times.rates[0])
    assert abs(slopes[0] / naive - 1) > 0.04


@given(small_counts, gammas)
@settings(max_examples=20)
def test_the_largest_learning_rate_is_on_the_safe_side_of_that_of_the_hessian(
    counts: tuple[int, ...], gamma: float
) -> None:
    weighting = from_gamma(counts, gamma)
    problem = FlowProblem(counts=counts, weights=weighting.omega.tolist(), delta=8)
    exact = stability(problem).sharpness
    assert exact <= weighting.sharpness * (1 + 1e-9)
    assert weighting.sharpness <= 4 * exact


def test_the_bound_on_curvature_is_attained_by_step() -> None:
    counts = (16, 16, 1, 1)
    omega = [float(w) for w in weights(step(4, 16)).classes()]
    found = from_weights(counts, omega)
    assert found.sharpness == pytest.approx(math.sqrt(17) * (4 + 1))
    rates = [float(x) for x in effective(decompose(step(4, 16)), weights(step(4, 16))).true_rate]
    assert found.times().rates == pytest.approx([rates[0]] * 3)


def test_losses_differ_by_what_they_divide_by() -> None:
    weighting = from_weights((6, 2), [1.0, 3.0])  # mean weight 12/8
    assert Training(0.1, None, "sum").step_size(weighting) == pytest.approx(0.1)
    assert Training(0.1, 4, "sum").step_size(weighting) == pytest.approx(0.05)
    assert Training(0.1, None, "mean").step_size(weighting) == pytest.approx(0.1 / 8)
    assert Training(0.1, 4, "mean").step_size(weighting) == pytest.approx(0.1 / 8)
    assert Training(0.1, None, "weighted-mean").step_size(weighting) == pytest.approx(0.1 / 12)
    assert Training(None).step_size(weighting) is None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"learning_rate": 0.0}, "--lr"),
        ({"learning_rate": math.inf}, "--lr"),
        ({"batch": 0}, "--batch 0: give a whole number from 1"),
        ({"batch": 9}, "--batch 9: give a number from 1 to that of the examples, 8"),
        ({"delta": -1.0}, "--delta"),
        ({"scale": 1.0}, "--scale"),
        ({"scale": math.nan}, "--scale"),
        ({"delta": 3.0, "scale": 0.1}, "give one"),
        ({"decay": -1e-4}, "--decay"),
        ({"signal": -1.0}, "--snr"),
        ({"signal": 1.0, "test_noise": 0.0}, "--snr"),
        ({"budget": 0}, "--steps 0"),
    ],
)
def test_training_without_meaning_is_refused(known: dict[str, float], said: str) -> None:
    scale = known.pop("scale", None)
    with pytest.raises(InputError, match=said):
        checked(Training(**known), scale, 8)  # type: ignore[arg-type]


def test_an_initial_scale_is_a_delta() -> None:
    found = checked(Training(0.1, 8), 1e-3, 8)
    assert found.delta == pytest.approx(3 * math.log(10))
    assert found.batch is None  # all examples


# where the order turns round


def test_the_crossover_is_where_two_classes_have_the_same_half_time() -> None:
    counts, delta = (64, 64, 1, 1), 9.0
    found = advice_on(counts, 0.5, delta=delta).crossover
    assert found is not None
    assert found.gamma == 0.5
    assert found.at_delta is not None
    assert found.at_delta < 0.5
    for gamma, head_first in ((found.at_delta - 0.01, True), (found.at_delta + 0.01, False)):
        times = learning_times(FlowProblem(4, 64, delta, gamma=gamma))
        assert (times["maj-maj"] < times["min-min"]) is head_first


def test_two_classes_have_one_mode_and_nothing_to_cross() -> None:
    found = given_counts(5, 1)
    assert found.crossover is None
    assert found.erm.times.window == 0


# scale


def test_a_vocabulary_is_summed_up_with_ties_in_its_tail() -> None:
    counts = tuple(max(1, round(3e5 / (rank + 2.7))) for rank in range(128_000))
    found = given_counts(*counts)
    assert len(found.erm.times.times) == 127_999
    assert found.weighted.times.window == 0
    ranked = np.sort(np.array(counts))[::-1]
    assert found.erm.times.bounds[1000] == pytest.approx(1 / math.sqrt(ranked[1000]), rel=0.01)
    assert found.windows[0].bound == pytest.approx(found.windows[4].bound, rel=0.05)


@given(st.floats(10.1, 1e6) | st.just(math.nan))
def test_an_exponent_out_of_range_is_refused(gamma: float) -> None:
    with pytest.raises(InputError, match="--gamma"):
        from_gamma((3, 1), gamma)


@pytest.mark.parametrize("chosen", [[1.0], [1.0, 0.0], [1.0, -1.0], [1.0, math.nan]])
def test_weights_that_are_none_are_refused(chosen: list[float]) -> None:
    with pytest.raises(InputError, match="--weights"):
        from_weights((3, 1), chosen)


def test_cifar_100_lt_waits_nine_times_longer_for_its_last_class() -> None:
    data = profile("exponential:100:500:100")
    found = advise(data, from_gamma(data.counts, 0.5), Training())
    assert found.erm.times.window == pytest.approx(math.sqrt(100) - 1, rel=0.02)


def test_weights_far_apart_give_every_class_a_time() -> None:
    times = from_weights([10_000, 500, 20], [1e8, 1.0, 1e-3]).class_times()
    assert times[1:] == pytest.approx(1 / np.sqrt(500 / 2), rel=1e-6)  # (0, 1, -1)/√2, in the limit
