"""Every exponent, two groups of any size and any counts: the claims, tried on the full flow.

The formulas are typed in here; the flow is that of numerics, whose modes are numbered by
descending singular value.
"""

from math import log, sqrt

import numpy as np
import pytest
import strategies
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from needed import drawn
from verdicts import verdict

import proofs
import spectra
from numerics import FlowProblem, learning_times, limit_times
from proofs import (
    Claim,
    ClaimError,
    Flow,
    Invariance,
    LearningTime,
    Outcome,
    Terminal,
    Trajectory,
    Verdict,
)
from proofs.claims.verdict import ENCLOSURE
from proofs.provers.enclosures import trajectory
from proofs.report.formula_text import line
from spectra import R, delta, gamma, t, to_latex

TWO = strategies.two_groups
quick = drawn(4, 12)


def between(data: strategies.TwoGroups) -> tuple[float, float, float]:
    """σ, μ and the rate of the projected system."""
    (m1, m2), (n1, n2), (o1, o2) = data
    k, square = m1 + m2, m2 * n1 + m1 * n2
    mu = sqrt((m2 * n1 * o1**2 + m1 * n2 * o2**2) / k)
    return sqrt(square / k), mu, (m2 * n1 * o1 + m1 * n2 * o2) / sqrt(k * square)


def problem(data: strategies.TwoGroups, delta: float = 8.0, system: str = "full") -> FlowProblem:
    (m1, m2), (n1, n2), (o1, o2) = data
    return FlowProblem(
        counts=(n1,) * m1 + (n2,) * m2,
        weights=(o1,) * m1 + (o2,) * m2,
        delta=delta,
        system=system,  # type: ignore[arg-type]
    )


def middle(data: strategies.TwoGroups) -> int:
    """Number of the mode between the groups."""
    (m1, m2), (n1, n2), _ = data
    return (m1 if n1 > n2 else m2) - 1


# the flow


@quick
@given(TWO)
def test_two_groups_are_learned_at_one_over_their_rates(data: strategies.TwoGroups) -> None:
    (m1, m2), (n1, n2), (o1, o2) = data
    sigma, mu, _ = between(data)
    modes = [(sqrt(n1), sqrt(n1) * o1)] * (m1 - 1) + [(sqrt(n2), sqrt(n2) * o2)] * (m2 - 1)
    expected = [1 / rate for _, rate in sorted([*modes, (sigma, mu)], reverse=True)]
    assert list(limit_times(problem(data))) == pytest.approx(expected, rel=1e-7)


@quick
@given(TWO)
def test_the_projected_system_is_later_by_the_gap_of_the_squared_rates(
    data: strategies.TwoGroups,
) -> None:
    (m1, m2), (n1, n2), (o1, o2) = data
    assume(max(o1, o2) > 1.2 * min(o1, o2))
    sigma, _, projected = between(data)
    true, other = (
        limit_times(problem(data, system=system))[middle(data)] for system in ("full", "projected")
    )
    gap = m1 * m2 * n1 * n2 * (o1 - o2) ** 2 / ((m1 + m2) ** 2 * sigma**2)
    assert true**-2 - other**-2 == pytest.approx(gap, rel=1e-4)
    assert other == pytest.approx(1 / projected, rel=1e-7)
    assert other > true


@quick
@given(TWO, st.floats(3.0, 60.0))
def test_the_learning_time_is_between_its_two_bounds(
    data: strategies.TwoGroups, scale: float
) -> None:
    (m1, m2), (n1, n2), omega = data
    sigma, mu, _ = between(data)
    t = [sqrt(m2 * n1 / (m1 + m2)), sqrt(m1 * n2 / (m1 + m2))]
    cos = sum(o * x**2 for o, x in zip(omega, t, strict=True)) / (mu * sigma)
    low, high = min(omega), max(omega)
    least = (scale + log(sigma / 2) / 2) / mu
    most = (scale + log(mu / high) / 2 - log(1 + cos)) / mu
    late = 4 * sum(o * x**2 for o, x in zip(omega, t, strict=True)) / (low * sigma**2)
    most = max(most, 0) + 4 * high / (low * mu) * log(late)
    found = learning_times(problem(data, scale))[middle(data)]
    assert least <= found * (1 + 1e-9)
    assert found <= most


@quick
@given(strategies.ratios, strategies.gammas)
def test_the_window_of_every_exponent_is_a_power_of_the_ratio(ratio: float, g: float) -> None:
    times = limit_times(FlowProblem(4, ratio, 8, gamma=g))
    common = (ratio + 1) ** g
    rates = [ratio ** (0.5 - g), sqrt((ratio ** (1 - 2 * g) + 1) / 2), 1]
    assert list(times) == pytest.approx([1 / (common * x) for x in rates], rel=1e-7)
    window = max(times) / min(times) - 1
    assert window == pytest.approx(max(ratio, 1 / ratio) ** abs(g - 0.5) - 1, rel=1e-6, abs=1e-6)
    between_them = limit_times(FlowProblem(4, ratio, 8, gamma=g, system="projected"))["maj-min"]
    projected = (ratio ** (1 - g) + 1) / sqrt(2 * (ratio + 1))
    assert between_them == pytest.approx(1 / (common * projected), rel=1e-7)


@settings(max_examples=6)
@given(strategies.class_counts)
def test_at_one_half_any_counts_are_learned_at_one_time(counts: tuple[int, ...]) -> None:
    rate = sqrt(2 * sum(counts) / len(counts))
    times = limit_times(FlowProblem(counts=counts, delta=8))
    assert list(times) == pytest.approx([1 / rate] * (len(counts) - 1), rel=1e-5)


@settings(max_examples=6)
@given(strategies.class_counts, st.data())
def test_no_mode_comes_before_one_over_the_largest_rate_nor_after_one_over_the_smallest(
    counts: tuple[int, ...], draw: st.DataObject
) -> None:
    size = len(counts)
    omega = draw.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=size, max_size=size))
    centring = np.eye(size) - 1 / size
    squares = np.diag(np.array(counts) * np.array(omega) ** 2)
    rates = np.sqrt(np.linalg.eigvalsh(centring @ squares @ centring)[1:])
    start = FlowProblem(counts=counts, weights=omega, delta=8, init="random", seed=1)
    times = limit_times(start)
    # at the scales that a random start can be followed to, slopes may be off by three in a thousand
    assert min(times) >= (1 - 1e-2) / rates[-1]
    assert max(times) <= (1 + 1e-2) / rates[0]


# the statements


M1, M2 = sp.symbols("m_1 m_2", integer=True, positive=True)
N1, N2, O1, O2 = sp.symbols("n_1 n_2 omega_1 omega_2", positive=True)
DATA = spectra.groups([M1, M2], [N1, N2])
WEIGHTS = spectra.weights(DATA, omega=(O1, O2))
MU = sp.sqrt((M2 * N1 * O1**2 + M1 * N2 * O2**2) / (M1 + M2))
SWAPPED = sp.sqrt((M1 * N1 * O1**2 + M2 * N2 * O2**2) / (M1 + M2))
PROJECTED = (M2 * N1 * O1 + M1 * N2 * O2) / sp.sqrt((M1 + M2) * (M2 * N1 + M1 * N2))


def test_the_time_between_two_groups_is_that_of_the_full_flow_only() -> None:
    assert verdict(LearningTime("maj-min", 1 / MU, WEIGHTS)) is Verdict.PROVED
    assert verdict(LearningTime("maj-min", 1 / PROJECTED, WEIGHTS)) is Verdict.REFUTED
    assert verdict(LearningTime("maj-min", 1 / PROJECTED, WEIGHTS, "projected")) is Verdict.PROVED
    assert verdict(LearningTime("maj-min", 1 / MU, WEIGHTS, "projected")) is Verdict.REFUTED


def test_the_sizes_of_the_groups_are_not_the_other_way_round() -> None:
    swapped = LearningTime("maj-min", 1 / SWAPPED, WEIGHTS)
    assert verdict(swapped) is Verdict.REFUTED
    assert verdict(swapped, (sp.Eq(M1, M2),)) is Verdict.PROVED


def test_a_group_of_one_class_has_no_mode_within() -> None:
    claim = LearningTime("maj-maj", 1 / (sp.sqrt(N1) * O1), WEIGHTS)
    assert verdict(claim, (sp.Ge(M1, 2),)) is Verdict.PROVED
    assert verdict(claim, (sp.Eq(M1, 1),)) is Verdict.VACUOUS


def test_the_ansatz_between_groups_is_kept_by_equal_weights_only() -> None:
    assert verdict(Invariance("maj-min", WEIGHTS)) is Verdict.REFUTED
    assert verdict(Invariance("maj-min", WEIGHTS), (sp.Eq(O1, O2),)) is Verdict.PROVED
    assert verdict(Invariance("min-min", WEIGHTS)) is Verdict.PROVED


def test_an_exponent_stands_for_the_weights_that_have_it() -> None:
    root = sp.sqrt(R + 1)
    for half in (sp.Rational(1, 2), 0.5, "rw", spectra.weights(spectra.step())):
        assert verdict(LearningTime("maj-min", 1 / root, half)) is Verdict.PROVED
    assert verdict(LearningTime("maj-min", 1 / root, half), (sp.Eq(R, 10),)) is Verdict.PROVED
    assert LearningTime("maj-min", root, 0.25).weighting == sp.Rational(1, 4)
    assert verdict(LearningTime("maj-min", 1 / root, sp.Rational(1, 4))) is Verdict.REFUTED
    assert verdict(LearningTime("min-min", (R + 1) ** -gamma, gamma)) is Verdict.PROVED
    assert verdict(LearningTime("maj-maj", (R + 1) ** -gamma, gamma)) is Verdict.REFUTED


def test_a_false_trajectory_of_two_groups_is_refuted_in_two_ways() -> None:
    sigma = sp.sqrt((M2 * N1 + M1 * N2) / (M1 + M2))
    growth = sp.exp(-2 * PROJECTED * t)
    beta = 1 / (1 + (sigma * sp.exp(2 * delta) - 1) * growth)
    (found,) = proofs.check([Claim("a", Trajectory("maj-min", beta, WEIGHTS), "here")]).results
    assert found.verdict is Verdict.REFUTED
    assert {e.route for e in found.evidence if e.counterexample} == {"kernel", ENCLOSURE}
    assert verdict(Trajectory("maj-min", beta, WEIGHTS, "projected")) is Verdict.PROVED


@pytest.mark.parametrize("name", ["maj-maj", "maj-min", "min-min"])
@pytest.mark.parametrize(("sizes", "counts"), [([2, 3], [10, 1]), ([3, 2], [1, 10])])
def test_enclosures_look_at_the_mode_that_is_named(
    sizes: list[int], counts: list[int], name: str
) -> None:
    weights = spectra.weights(spectra.groups(sizes, counts), 0)
    sigma = sp.sqrt({"maj-maj": 10, "maj-min": sp.Rational(32, 5), "min-min": 1}[name])
    for factor, outcome in ((1, Outcome.INCONCLUSIVE), (2, Outcome.REFUTES)):
        beta = 1 / (1 + (sigma * sp.exp(2 * delta) - 1) * sp.exp(-2 * factor * sigma * t))
        (found,) = trajectory.evidence_on(Trajectory(name, beta, weights), ())
        assert found.outcome is outcome


@pytest.mark.parametrize(
    ("weighting", "message"),
    [
        ("half", "weighting is 'half'; choose one of erm, rw"),
        (sp.I, "give a real exponent"),
        (float("nan"), "give a real exponent"),
        (float("inf"), "give a real exponent"),
        (None, "give a sympy expression"),
        (spectra.weights(spectra.from_counts([3, 2, 1])), "weighting is that of 3 groups"),
    ],
)
def test_a_weighting_without_meaning_is_refused(weighting: object, message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        LearningTime("maj-min", R, weighting)


def test_statements_say_how_classes_are_weighted() -> None:
    lines = [line(LearningTime("min-min", R, w)) for w in ("rw", sp.Rational(1, 3), gamma)]
    assert [line.split(" for ")[1] for line in lines] == [
        "min-min of the re-weighted full flow",
        "min-min of the γ = 1/3 full flow",
        "min-min of the γ-weighted full flow",
    ]
    assert "(ω₁, ω₂; classes m₁ × n₁ and m₂ × n₂)" in line(LearningTime("maj-min", MU, WEIGHTS))
    assert r"\gamma = \gamma" in to_latex(LearningTime("min-min", R, gamma))
    assert "two groups" in to_latex(LearningTime("maj-min", MU, WEIGHTS))


@pytest.mark.parametrize(("end", "wanted"), [(1, Verdict.PROVED), (2, Verdict.REFUTED)])
def test_decay_within_a_group_whose_weights_are_roots_of_sums(end: int, wanted: Verdict) -> None:
    groups = spectra.groups([2, 3], [R, 1])
    flow = Flow(imbalance=groups, decay=sp.Symbol("lambda", positive=True))
    claim = Claim("end", Terminal("maj-maj", sp.Integer(end), flow), "a test")
    assert proofs.check([claim])["end"].verdict is wanted
