"""Certificates of enclosures: what is recorded is accepted, and what one condition must stop."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
import sympy as sp
from broken_certificates import (
    BROKEN,
    HALF,
    OF,
    ONE,
    STEP,
    end_early,
    end_late,
    recorded,
    scaled,
    weakened,
)
from flint import arb, arb_poly, ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.linalg import eigvalsh
from scipy.integrate import solve_ivp
from strategies import exact_ratios

import proofs
from numerics import FlowProblem, certified_half_time, delay_constant, enclose
from numerics.validated import delay_constant as module_of_delay
from numerics.validated import unstable_manifold
from numerics.validated.arb_tools import to_ball
from numerics.validated.two_group_modes import BallModes, between_field, between_observed
from proofs import Delay, HalfTime, LargeRatioDelay
from proofs.claims.flow_quantities import Quantity, TransitionStrength
from proofs.claims.flow_statements import Trajectory
from proofs.enclosures import quantities, steps
from proofs.enclosures.quantities import check_enclosure, late
from proofs.enclosures.steps import Mode, Step, check_crossing, expand, integrated
from proofs.kernel import Rejected
from proofs.provers.enclosures import enclosed, flow_runs
from proofs.provers.enclosures.flow_runs import record
from proofs.reader import mode_equations as read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerics.validated.polynomial_field import BallField
    from numerics.validated.unstable_manifold import Departure

few = settings(max_examples=8)


@pytest.mark.parametrize("name", OF)
def test_what_was_recorded_is_accepted(name: str) -> None:
    assert check_enclosure(recorded(name)).rad() < 1e-4


@pytest.mark.parametrize("name", BROKEN)
def test_one_condition_stops_a_broken_certificate(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, change, (file, old, new, words) = BROKEN[name]
    broken = deepcopy(recorded(base))
    change(broken)
    with pytest.raises(Rejected, match=words):
        check_enclosure(broken)
    assert weakened(monkeypatch, file, old, new).check_enclosure(broken).is_finite()


def test_a_step_longer_than_its_bounds_is_rejected() -> None:
    broken = deepcopy(recorded("half-time"))
    end_late(broken)
    with pytest.raises(Rejected, match="the bound of the rest"):
        check_enclosure(broken)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("version", 2),
        ("bits", "many"),
        ("steps", []),
        ("steps", [{**recorded("half-time")["steps"][0], "order": 0}]),
        ("steps", [{**recorded("half-time")["steps"][0], "length": [-1, 0]}]),
        ("steps", None),
        ("crossing", [[1, 0]]),
        ("crossing", [[0.5, 0], [1, 0]]),
        ("crossing", [[1, 10**9], [1, 0]]),
        ("of", {**OF["half-time"], "quantity": "none"}),
        ("of", {**OF["half-time"], "groups": {**STEP, "counts": ["10", "-1"]}}),
        ("of", {**OF["half-time"], "groups": {**STEP, "sizes": [2, 0]}}),
        ("of", {**OF["half-time"], "groups": {**STEP, "sizes": [2, 2, 2]}}),
        ("of", {**OF["half-time"], "groups": {**STEP, "weights": ["1", "1"]}}),
    ],
)
def test_a_malformed_certificate_is_rejected(part: str, value: object) -> None:
    with pytest.raises(Rejected):
        check_enclosure({**recorded("half-time"), part: value})


@pytest.mark.parametrize(
    ("read", "data", "words"),
    [
        (steps.number, [True, 0], "no dyadic number"),
        (steps.number, [1, 10**7], "out of range"),
        (steps.size, [-1, 0], "negative"),
        (steps.order_of, {"order": True}, "no order"),
        (steps.order_of, {"order": 0}, "no order"),
        (steps.order_of, {"order": 10**5}, "no order"),
    ],
)
def test_numbers_are_read_strictly(
    read: Callable[[object], object], data: object, words: str
) -> None:
    with pytest.raises(Rejected, match=words):
        read(data)


def test_a_run_of_another_field_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(modes: BallModes) -> BallField:
        targets, (first, second) = modes.targets(), modes.weight_balls()
        return between_field(targets, (first * (1 + arb(2) ** -40), second))

    monkeypatch.setattr(BallModes, "between_field", wrong)
    found = record(OF["half-time"], 60)
    assert found is not None
    with pytest.raises(Rejected, match="starts elsewhere"):
        check_enclosure(found)


def test_an_orbit_that_is_left_too_late_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(weight: arb, bits: int) -> Departure | None:
        left = unstable_manifold.depart(weight, bits)
        return left and replace(left, largest=(arb(0),) * 3)

    monkeypatch.setattr(unstable_manifold, "first_length", lambda *_: Fraction(3, 4))
    monkeypatch.setattr(module_of_delay, "depart", late)
    broken = record(OF["delay"], 60)
    assert broken is not None
    with pytest.raises(Rejected, match="before the orbit is left"):
        check_enclosure(broken)
    condition = 'ensure(mode.strength(largest) < arb(1) / 2, "β may be ½ before the orbit is left")'
    assert weakened(monkeypatch, "quantities.py", condition, "pass").check_enclosure(broken)


def test_a_ball_that_says_nothing_is_rejected() -> None:
    groups = {**STEP, "delta": "1" + 400 * "0"}
    of = {"quantity": "strength", "group": 1, "groups": groups, "time": "1"}
    with pytest.raises(Rejected, match="the whole line"):
        check_enclosure({"version": 1, "bits": 64, "of": of})


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enclose anew, and keep nothing of a run that is not the real one for later tests."""
    monkeypatch.setattr(enclosed, "_value", enclosed._value.__wrapped__)


@pytest.mark.usefixtures("nothing_kept")
def test_a_certificate_of_something_else_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_runs, "record", lambda _question, _bits: recorded("delay"))
    found = enclosed.value(Delay, 7, (Fraction(7),))
    assert found.reason == "a certificate of something else"
    assert found.ball.overlaps(delay_constant(7))


@pytest.mark.usefixtures("nothing_kept")
def test_what_is_not_checked_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = deepcopy(recorded("delay"))
    end_early(broken)
    monkeypatch.setattr(flow_runs, "record", lambda question, _bits: {**broken, "of": question})
    claim = proofs.Claim("late", proofs.gt(Delay(11), sp.Rational(1, 2)), source="a test")
    (evidence,) = proofs.check([claim]).results[0].evidence
    assert evidence.method == (
        "enclosure of the flow (numerics.validated), not re-checked: a step starts elsewhere"
    )


def test_a_quantity_without_a_checker_says_so() -> None:
    class Seven(Quantity):
        nargs = 0

        @staticmethod
        def enclose(digits: int, *arguments: Fraction | str) -> arb:
            return arb(7)

    assert enclosed.value(Seven, 5, ()).method.endswith(
        "not re-checked: no checker for this quantity"
    )


# the checker's equations are those of the theory


numbers = st.fractions(min_value=Fraction(1, 9), max_value=9, max_denominator=9)


@few
@given(omega=st.tuples(numbers, numbers), t=st.tuples(numbers, numbers),
       state=st.tuples(numbers, numbers, numbers))  # fmt: skip
def test_the_equations_are_those_of_numerics_and_of_the_reader(
    omega: tuple[Fraction, Fraction], t: tuple[Fraction, Fraction], state: tuple[Fraction, ...]
) -> None:
    weights, targets, x = ([to_ball(v) for v in group] for group in (omega, t, state))
    mode = Mode((weights[0] * targets[0], weights[1] * targets[1]), (weights[0], weights[1]))
    field, observed = between_field(targets, weights), between_observed(targets, weights)
    assert_same(mode.field(x), field.value(x))
    assert_same([mode.strength(x), mode.slope(x)], [observed.value(x), observed.slope(x)])
    found = read.equations(Trajectory("maj-min", sp.S.One, "rw"))
    at = dict(
        zip((read.O1, read.O2, read.T1, read.T2), map(sp.Rational, (*omega, *t)), strict=True)
    )
    at |= dict(zip((read.W, read.H1, read.H2), map(sp.Rational, state), strict=True))
    at[read.SIGMA] = sp.sqrt(at[read.T1] ** 2 + at[read.T2] ** 2)
    stated = [right.subs(at) for right, _ in found.solutions.values()] + [found.beta.subs(at)]
    assert_same([*mode.field(x), mode.strength(x)], [to_ball(Fraction(str(v))) for v in stated])
    series = [arb_poly(terms) for terms in expand(mode, x, 9, integrated)]
    for terms, right in zip(series, mode.field(series), strict=True):
        assert_same(terms.derivative().coeffs()[:9], right.coeffs()[:9])


def step(*polynomials: list[float], rest: float = 0, radius: float = 0, growth: float = 0) -> Step:
    """A step of length 1 and order 3 that nothing has checked."""
    terms = [arb_poly(list(map(arb, p))) for p in polynomials]
    return Step(arb(1), 3, terms, [arb(rest)] * 3, arb(radius), arb(growth))


def test_within_a_step_the_rest_is_as_small_as_its_order_says() -> None:
    state, _ = step([0], [0], [0], rest=2).at(arb(1) / 2)
    assert all(x.contains(arb(1) / 8) and not x.contains(arb("0.126")) for x in state)


def test_over_a_step_all_bounds_add_up() -> None:
    box = step([0], [0], [0], rest=1, radius=2, growth=1).over(arb(0), arb(1))
    assert all(x.contains(1 + 2 * arb(1).exp()) for x in box)
    assert all(not x.contains(7) for x in box)


FALLING, ABOVE = ([1.0], [2.0], [-1.5]), ([1.1], [1.1], [1.1])
RISING = ([0.65, 0.1], [0.65, 0.1], [0.65, 0.1])


def test_a_strength_may_fall_below_the_level_but_not_above() -> None:
    mode = Mode((arb(1), arb(1)), (arb(1), arb(1)))
    data = {"steps": [{"cuts": []}, {"cuts": [[1, -1]]}], "crossing": [[0, 0], [1, 0]]}
    for x, below in ((FALLING, True), (ABOVE, False)):
        state = step(*x).over(arb(0), arb(1))
        assert (mode.strength(state) < arb(1) / 2) == below
        assert mode.slope(state) < 0
    found = check_crossing(mode, [step(*FALLING), step(*RISING)], data)
    assert found.contains(1)
    assert found.contains(2)
    with pytest.raises(Rejected, match="twice"):
        check_crossing(mode, [step(*ABOVE), step(*RISING)], data)


def test_bounds_of_the_orbit_hold_for_all_that_its_rest_allows() -> None:
    omega, data = (arb("0.3"), arb(1)), recorded("delay")["departure"]
    wide = {**data, "rest": [scaled(x, Fraction(10**15)) for x in data["rest"]]}
    _, state, largest = quantities.check_departure(omega, wide)
    assert all(
        x.abs_upper() <= most * (1 + arb(2) ** -25) for x, most in zip(state, largest, strict=True)
    )


def test_what_follows_the_first_stage_is_bounded() -> None:
    def speed(_: float, v: list[float]) -> list[float]:
        w, h1, h2, _ = v
        p = 0.5**0.5 - w * h2
        return [0.5**0.5 * h1 + h2 * p, 0.5**0.5 * w, w * p, h2 * p / (w + h1)]

    for part in (0.0, 0.3, 1.0):
        h2 = (0.5**0.5 + part / 9) / 3
        state = [3.0, (9 - h2 * h2) ** 0.5, h2]
        end = solve_ivp(speed, (0, 5), [*state, 0], method="LSODA", rtol=1e-9, atol=1e-12).y[3, -1]
        # the edges of the region themselves are not certain in balls
        inside = [arb(state[0]), arb(state[1]), arb(min(max(h2, 0.23571), 0.27272))]
        found = late(inside)
        assert found.contains(end)
        reach = 0.5**0.5 + 1 / 9
        slowest = (0.5 * (1 - (reach / 9) ** 2)) ** 0.5 - reach / 81
        assert abs(found.lower() + reach / 81 / (4 * slowest)) < 1e-9


@pytest.mark.parametrize(
    "state",
    [(2.7, 2.6, 0.28), (3, 2.98, 0.23), (3, 2.98, 0.28), (3, -2.98, 0.25), (-3, 2.98, -0.25)],
)
def test_the_region_of_the_second_stage_must_be_reached(state: tuple[float, ...]) -> None:
    with pytest.raises(Rejected, match="region"):
        late(list(map(arb, state)))


def assert_same(left: Sequence[Any], right: Sequence[Any]) -> None:
    for a, b in zip(left, right, strict=True):
        assert a.overlaps(b)
        assert (a - b).abs_upper() < 1e-9 * (1 + abs(b))


@few
@given(state=st.tuples(numbers, numbers, numbers))
def test_solutions_part_at_most_as_fast_as_the_largest_eigenvalue(
    state: tuple[Fraction, ...],
) -> None:
    x = [to_ball(v) for v in state]
    mode = Mode((arb(2), arb(3)), (arb(1), arb(4)))
    field = between_field((arb(2), arb("0.75")), (arb(1), arb(4)))
    symmetric = [[float(entry) for entry in row] for row in field.jacobian(x)]
    largest = float(eigvalsh(symmetric)[-1])
    assert mode.part_at_most(arb(largest) + abs(largest) / 1000 + 1e-6, x)
    assert not mode.part_at_most(arb(largest) - abs(largest) / 1000 - 1e-6, x)


@few
@given(ratio=exact_ratios, delta=st.fractions(1, 9), gamma=st.sampled_from([0, HALF, ONE]))
def test_checked_balls_agree_with_those_of_numerics(
    ratio: Fraction, delta: Fraction, gamma: Fraction
) -> None:
    delta += max(Fraction(0), 1 / ratio)  # so that β starts below ½
    found = enclosed.value(HalfTime, 12, ("maj-min", ratio, delta, Fraction(gamma)))
    assert found.method.endswith("re-checked")
    problem = FlowProblem(4, ratio, delta, gamma=Fraction(gamma))
    half = certified_half_time(problem, "maj-min", digits=12)
    with ctx.workprec(100):
        assert found.ball.overlaps(to_ball(half.lower or ONE).union(to_ball(half.upper or ONE)))
    late = enclosed.value(Delay, 12, (ratio,))
    assert late.method.endswith("re-checked")
    assert late.ball.overlaps(delay_constant(ratio, digits=12))


def test_strengths_that_were_checked_are_those_of_numerics() -> None:
    for name, problem, row in (
        ("strength", FlowProblem(4, 10, 2), 1),
        ("strength within", FlowProblem(4, 10, 2), 0),
        (
            "weights",
            FlowProblem(counts=(9, 9, 2, 2, 2), weights=(1, 1, 2.5, 2.5, 2.5), delta=1),
            1,
        ),
    ):
        true = enclose(problem, [OF[name]["time"]], digits=12).beta[row, 0]
        assert check_enclosure(recorded(name)).overlaps(true)
        assert check_enclosure(recorded(name)).rad() < 1e-12


@pytest.mark.parametrize(
    ("quantity", "arguments"),
    [
        (HalfTime, ("maj-maj", Fraction(10), Fraction(20), HALF)),
        (LargeRatioDelay, ()),
        (TransitionStrength, (Fraction(10),)),
    ],
)
def test_the_other_quantities_are_checked_too(
    quantity: type[Quantity], arguments: tuple[Fraction | str, ...]
) -> None:
    found = enclosed.value(quantity, 6, arguments)
    assert found.method == "enclosure of the flow (numerics.validated), re-checked"
    assert abs(found.ball.mid() - quantity.enclose(6, *arguments).mid()) < 1e-9


def test_the_weights_of_groups_of_unequal_size_are_those_of_numerics() -> None:
    problem = FlowProblem(counts=(9, 9, 2, 2, 2), delta=2, gamma=0.75)
    half = certified_half_time(problem, 3, digits=12)
    assert abs(check_enclosure(recorded("unequal groups")) - float(half.lower or 0)) < 1e-9
