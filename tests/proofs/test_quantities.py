"""Numbers of the flow without a formula: compared beyond rounding at stated values, never further."""

import pytest
from sympy import And, Eq, Gt, Lt, Rational, latex, log, sqrt
from verdicts import verdict

import proofs
from proofs import Claim, Delay, HalfTime, LargeRatioDelay, Verdict
from proofs.errors import ClaimError
from spectra import R, delta

QUARTER = log(R) / 4


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


def test_a_mode_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ClaimError, match="mode is 'mid'; choose one of maj-maj"):
        HalfTime("mid", 10, 8)


def test_what_is_no_exact_number_is_left_open() -> None:
    claim = Claim("x", Gt(Delay(sqrt(10)), Rational(1, 2), evaluate=False), "a test")
    (result,) = proofs.check([claim]).results
    assert result.verdict is Verdict.UNDECIDED
