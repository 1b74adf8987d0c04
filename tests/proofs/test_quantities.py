"""Numbers of the flow without a formula: compared beyond rounding at stated values, never further."""

import pickle
from fractions import Fraction
from typing import Any

import pytest
from numpy import array
from sympy import (
    And,
    Derivative,
    Eq,
    Expr,
    Float,
    Gt,
    Lt,
    Rational,
    Sum,
    Symbol,
    exp,
    latex,
    log,
    sqrt,
)
from verdicts import verdict

import proofs
import spectra
from numerics import FlowProblem, certified_half_time, delay_constant, learning_times, solve
from proofs import Claim, Delay, Flow, HalfTime, LargeRatioDelay, Verdict
from proofs.errors import ClaimError
from spectra import R, delta, k

QUARTER = log(R) / 4
AT_TEN = Eq(R, 10, evaluate=False)
OF_FOUR = (AT_TEN, Eq(k, 4, evaluate=False))
CROSSED = Flow(gamma=0, loss="cross-entropy")
FIRST, LAST = Rational("0.718184128"), Rational("0.905121811")
"""½ln√10 + ¼(Ei(½) - γ - ln ½), of four classes, and ½ln√10 + ¼(Ei(1) - γ): the constants of margins at 1."""


@pytest.mark.parametrize("ratio", [2, 3, Rational(7, 2)])
def test_a_relation_at_a_stated_ratio_is_certified_or_refuted(ratio: Rational) -> None:
    first = Lt(Delay(R), QUARTER)
    at = Eq(R, ratio, evaluate=False)
    early = ratio < Rational("3.4145")
    assert verdict(first, (at,)) is (Verdict.CERTIFIED if early else Verdict.REFUTED)
    assert verdict(Gt(Delay(R), QUARTER), (at,)) is (
        Verdict.REFUTED if early else Verdict.CERTIFIED
    )


def test_for_all_ratios_it_is_refuted_proved_or_left_open() -> None:
    assert verdict(Gt(Delay(R), QUARTER), (R > 1,)) is Verdict.REFUTED
    assert verdict(Gt(Delay(R), 0), (R > 1,)) is Verdict.PROVED
    assert verdict(Gt(log(R), Delay(R)), (R > 1,)) is Verdict.UNDECIDED


def test_what_holds_exactly_is_left_to_the_checker() -> None:
    same = Eq(Delay(Rational(1, 10)), Delay(10) - log(10) / 4, evaluate=False)
    assert verdict(same) is Verdict.PROVED
    assert verdict(Gt(Delay(sqrt(10)), 0, evaluate=False)) is Verdict.PROVED
    almost = Eq(Delay(Rational(1, 10)), Delay(10) - log(10) / 5, evaluate=False)
    assert verdict(almost) is Verdict.REFUTED


def test_one_false_part_refutes_a_conjunction_whose_first_part_holds() -> None:
    true, false = Lt(Delay(2), log(2) / 4), Gt(Delay(2), log(2) / 4)
    assert verdict(And(true, Lt(Delay(2), 1))) is Verdict.CERTIFIED
    assert verdict(And(true, false, evaluate=False)) is Verdict.REFUTED


def test_a_sum_may_stand_beside_a_quantity() -> None:
    i = Symbol("i", integer=True)
    six = Sum(i, (i, 1, 3)) * HalfTime("maj-maj", 10, 8)
    assert verdict(Gt(six, 15)) is Verdict.CERTIFIED
    assert verdict(Gt(six, 16)) is Verdict.REFUTED


def test_proved_and_certified_parts_are_certified_together() -> None:
    both = And(Gt(Delay(2), 0), Lt(sqrt(2), Rational(3, 2), evaluate=False), evaluate=False)
    assert verdict(both) is Verdict.CERTIFIED


@pytest.mark.parametrize("mode", ["maj-maj", "min-min"])
def test_half_times_of_modes_that_decouple_are_the_logistic_ones(mode: str) -> None:
    shift = log(sqrt(10)) / 2 if mode == "maj-maj" else 0
    exact = (20 + shift) / sqrt(11)
    close = Rational(1, 10**15)
    assert verdict(Lt(abs(HalfTime(mode, 10, 20) - exact), close)) is Verdict.CERTIFIED
    assert verdict(Lt(abs(HalfTime(mode, 10, 20) - exact - 2 * close), close)) is Verdict.REFUTED


def test_a_half_time_takes_an_exponent() -> None:
    erm = HalfTime("min-min", 10, 20, 0)
    assert verdict(Lt(abs(erm - 20), Rational(1, 10**14))) is Verdict.CERTIFIED
    assert erm.subs(R, 2) == erm


def test_half_times_of_a_flow_are_those_of_its_numbers() -> None:
    mine, old = HalfTime("maj-min", Flow(), 8), HalfTime("maj-min", 10, 8)
    close = Rational(1, 10**15)
    assert verdict(Lt(abs(mine - old), close), OF_FOUR) is Verdict.CERTIFIED
    assert verdict(Gt(abs(mine - old), close), OF_FOUR) is Verdict.REFUTED
    unequal = HalfTime("maj-maj", Flow(spectra.groups((3, 4), (5, 6)), gamma=0), 8)
    exact = log(sqrt(6) * exp(16) - 1) / (2 * sqrt(6))
    assert verdict(Lt(abs(unequal - exact), close)) is Verdict.CERTIFIED
    assert verdict(Gt(abs(unequal - exact), close)) is Verdict.REFUTED


def test_a_margin_comes_after_its_limit_by_the_constant_of_the_faster_group() -> None:
    late = sqrt(10) * HalfTime("maj-maj", CROSSED, 8) - 8
    close = Rational(1, 1000)
    assert verdict(Lt(abs(late - FIRST), close), OF_FOUR) is Verdict.CERTIFIED
    assert verdict(Lt(abs(late - LAST), close), OF_FOUR) is Verdict.REFUTED
    # the constant depends on the number of classes
    assert verdict(Lt(abs(late - FIRST), close), (AT_TEN,)) is Verdict.REFUTED


@pytest.mark.parametrize(("classes", "exponent"), [(4, 0), (2, Rational(1, 2))])
def test_between_groups_a_margin_is_the_least_of_all_samples(
    classes: int, exponent: Rational
) -> None:
    problem = FlowProblem(classes, 10, 4, gamma=float(exponent), loss="cross-entropy")
    found = certified_half_time(problem, "maj-min", digits=10, every=True)
    assert found.lower is not None
    margins = solve(problem, [float(found.lower)]).margins
    least = min(margins["maj-min"][0], margins["min-maj"][0])
    assert least == pytest.approx(1, abs=1e-7)
    time = HalfTime("maj-min", Flow(gamma=exponent, loss="cross-entropy"), 4)
    off = abs(time - Rational(found.lower))
    at = (AT_TEN, Eq(k, classes, evaluate=False))
    assert verdict(Lt(off, Rational(1, 10**8)), at) is Verdict.CERTIFIED
    # what the mode adds for one group has the level at another time
    alone = Rational(certified_half_time(problem, "maj-min", digits=10).lower)
    assert verdict(Lt(abs(time - alone), Rational(1, 10**4)), at) is Verdict.REFUTED


def test_what_rests_on_no_checker_says_so() -> None:
    (result,) = proofs.check(
        [Claim("x", Gt(HalfTime("maj-maj", CROSSED, 3), 1), "a test", assume=OF_FOUR)]
    ).results
    assert "not re-checked: no checker for half-times of this flow" in result.evidence[0].method
    decays = HalfTime("maj-maj", Flow(gamma=0, decay=Rational(1, 10)), 8)
    assert verdict(Gt(decays, 1), OF_FOUR) is Verdict.UNDECIDED


MEANS = spectra.ClassMeans(1, 2)


@pytest.mark.parametrize(
    ("sizes", "counts", "data"),
    [
        ((2, 2), (7, 2), None),
        ((3, 3), (5, 20), None),
        ((2, 2), (10, 1), MEANS),
        ((3, 3), (3, 7), MEANS),
    ],
)
def test_delays_of_flows_are_those_of_integrated_ones(
    sizes: tuple[int, int], counts: tuple[int, int], data: spectra.ClassMeans | None
) -> None:
    imbalance, rates = spectra.groups(sizes, counts), counts
    if data is not None:
        rates = tuple(n * data.kappa(n) for n in counts)
    weights = spectra.PerLevel([g.name for g in imbalance.groups], [1 / sqrt(n) for n in rates])
    found = Delay(Flow(gamma=spectra.Weights(imbalance, weights), data=data))
    of_class = [g for g, size in enumerate(sizes) for _ in range(size)]
    problem = FlowProblem(
        counts=[counts[g] for g in of_class], delta=30, data=data,
        weights=[float(1 / sqrt(rates[g])) for g in of_class],
    )  # fmt: skip
    # weights are such that every mode grows at the rate 1
    between = [x.group for x in problem.modes.levels for _ in range(x.multiplicity)].index(None)
    measured = learning_times(problem)[between] - 30
    known = found.replace(lambda x: isinstance(x, Delay), _computed)
    assert float(known) == pytest.approx(float(measured), abs=1e-9)


def _computed(delay: Expr) -> Expr:
    ratio = Fraction(int(delay.args[0].p), int(delay.args[0].q))
    return Float(float(delay_constant(ratio, digits=15).mid()))


def test_the_delay_of_the_papers_flow_is_that_at_its_ratio() -> None:
    assert Delay(Flow()) == Delay(R)
    for other in (CROSSED, Flow(decay=1), Flow(spectra.groups((2, 3), (7, 2)))):
        with pytest.raises(ClaimError, match=r"no formula is known.*as many classes"):
            Delay(other)
    with pytest.raises(ClaimError, match="grow at two rates"):
        Delay(Flow(gamma=0))


def test_a_quantity_of_a_flow_is_data() -> None:
    time = HalfTime("maj-maj", CROSSED, delta)
    assert pickle.loads(pickle.dumps(time)) == time
    assert time.free_symbols == {R, k, delta}
    assert time != HalfTime("maj-maj", Flow(gamma=0), delta)
    assert str(time) == "T(maj-maj, γ = 0, cross-entropy, delta)"
    with pytest.raises(ClaimError, match="give the scale δ alone"):
        HalfTime("maj-maj", CROSSED, 8, 1)
    with pytest.raises(ClaimError, match="mode is 'mid'; choose one of maj-maj"):
        HalfTime("mid", CROSSED, 8)
    with pytest.raises(ClaimError, match=r"mode is array\(\[1, 2\]\); choose one of maj-maj"):
        HalfTime(array([1, 2]), CROSSED, 8)
    for parameters in ((), (10,), (10, 8, 0, 1)):
        with pytest.raises(ClaimError, match="give R, δ and maybe γ, or a flow and δ"):
            HalfTime("maj-maj", *parameters)


def test_times_of_several_flows_add_in_any_order() -> None:
    flows = (Flow(), Flow(gamma=0), CROSSED, Flow(system="projected"))
    times = [HalfTime("maj-maj", flow, 8) for flow in flows]
    assert sum(times) == sum(reversed(times))
    assert len(set(map(str, times))) == len(times)
    assert verdict(Gt(times[0] + times[1], 5), OF_FOUR) is Verdict.CERTIFIED
    assert verdict(Gt(times[0] + times[1], 6), OF_FOUR) is Verdict.REFUTED


@pytest.mark.parametrize("loss", ["squared", "cross-entropy"])
def test_groups_of_no_whole_size_have_no_times(loss: Any) -> None:
    time = HalfTime("maj-min", Flow(spectra.groups((k / 4, 3 * k / 4), (5, 1)), loss=loss), 4)
    for classes, expected in ((4, Verdict.CERTIFIED), (6, Verdict.UNDECIDED)):
        assert verdict(Gt(time, Rational(1, 10)), (Eq(k, classes, evaluate=False),)) is expected


def test_a_scale_in_the_weights_is_not_that_of_the_start() -> None:
    at = (*OF_FOUR, Eq(delta, Rational(1, 2), evaluate=False))
    flow = Flow(gamma=delta)
    # with γ = 8 it is 1.27, and with γ = δ = ½ it is 2.59
    assert verdict(Gt(HalfTime("maj-maj", flow, 8), 2), at) is Verdict.UNDECIDED
    assert verdict(Gt(HalfTime("maj-maj", flow, delta), Rational(1, 10)), at) is Verdict.CERTIFIED


def test_without_weights_there_is_no_delay() -> None:
    imbalance = spectra.groups((2, 2), (4, 9))
    none = spectra.PerLevel([g.name for g in imbalance.groups], [0, 0])
    with pytest.raises(ClaimError, match="weights of 0 learn nothing"):
        Delay(Flow(gamma=spectra.Weights(imbalance, none)))


def test_the_limit_at_large_ratio_agrees_with_the_delays() -> None:
    rest = Delay(1000) - sqrt(2) / 4 * log(1000) - LargeRatioDelay()
    assert verdict(Lt(abs(rest), Rational(2, 100))) is Verdict.CERTIFIED
    assert verdict(Lt(abs(rest), Rational(1, 100))) is Verdict.REFUTED


def test_they_print_as_on_paper() -> None:
    assert str(Delay(R)) == "c(R)"
    assert latex(Delay(R) ** 2) == r"c^{2}\left(R\right)"
    assert str(LargeRatioDelay()) == "K∞"
    assert latex(HalfTime("maj-min", R, delta)) == (
        r"T\left(\text{maj-min}, R, \delta, \frac{1}{2}\right)"
    )


EVEN = Flow(spectra.groups((k / 2, k / 2), (5, 1)))


@pytest.mark.parametrize("given", [(R, 8), (Flow(gamma=0), 8), (EVEN, 8)])
def test_a_half_time_in_symbols_can_be_compared(given: tuple[Any, ...]) -> None:
    time = HalfTime("maj-maj", *given)
    assert (time > Rational(1, 10)).has(HalfTime)
    symbol = max(time.free_symbols, key=str)
    assert time.diff(symbol) == Derivative(time, symbol)


def test_a_mode_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ClaimError, match="mode is 'mid'; choose one of maj-maj"):
        HalfTime("mid", 10, 8)


def test_what_is_no_exact_number_is_left_open() -> None:
    claim = Claim("x", Gt(Delay(sqrt(10)), Rational(1, 2), evaluate=False), "a test")
    (result,) = proofs.check([claim]).results
    assert result.verdict is Verdict.UNDECIDED
