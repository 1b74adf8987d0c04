"""What learning times under cross-entropy have beyond δ/s: claims, numbers, and integrals in claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sympy as sp
from mpmath import quad

import proofs
import spectra
from numerics import FlowProblem, learning_times, solve
from proofs import (
    Claim,
    ClaimError,
    Delay,
    Flow,
    HalfTime,
    LearningTime,
    Terminal,
    Verdict,
    eq,
    ge,
    gt,
    le,
)  # fmt: skip
from proofs.kernel.language import read_statement
from proofs.ledger.losses.constants import (
    BALANCED,
    CLAIMS,
    COUNT,
    FASTER,
    FIRST,
    LEVEL,
    NUMBER,
    ONE,
    PAIR,
    V,
    after,
    whole,
)
from proofs.ledger.losses.cross_entropy_family import COUNTS, SIZES, WEIGHTS
from proofs.provers.numerical import evidence_on
from proofs.reader.flows import read_flow
from proofs.reader.scalars import UnreadableError
from spectra import R, delta, k, t

if TYPE_CHECKING:
    from collections.abc import Callable

BY_ID = {claim.id: claim for claim in CLAIMS}
ERM = Flow(gamma=0, loss="cross-entropy")
SINGLE = Flow(spectra.groups((5,), (3,)), gamma=0, loss="cross-entropy")
THIRD = sp.Rational(1, 3)
A = sp.Symbol("a", positive=True)
B = sp.Symbol("b", positive=True)


def verdict(said: Any, *assume: Any) -> Verdict:
    return proofs.check([Claim("it", said, "a test", assume=assume)]).verdicts["it"]


def claimed(identifier: str) -> Any:
    """The value that a claim of the ledger gives to a learning time."""
    said = BY_ID[identifier].statement
    assert isinstance(said, LearningTime)
    return said.expr


# constants ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.1, 1.0, 3.0])
@pytest.mark.parametrize(("classes", "ratio"), [(4, 10), (10, 3)])
def test_the_constant_of_majorities_is_that_of_the_flow(
    classes: int, ratio: int, level: float
) -> None:
    """s₁T - δ at δ = 40 is the integral to seven digits; without m′ it is not."""
    problem = FlowProblem(k=classes, R=ratio, delta=40, gamma=0, loss="cross-entropy")
    found = learning_times(problem, level)["maj-maj"] - 40 / ratio**0.5
    at = {R: ratio, LEVEL: level}
    half = sp.Integer(classes) / 2
    claimed, alone = (
        float(after(sp.sqrt(R), R, half, others).subs(at).evalf()) for others in (half, 0)
    )
    assert found == pytest.approx(claimed, abs=1e-7)
    assert abs(alone - found) > 1e-3


def test_the_constant_of_balanced_classes_is_an_exponential_integral() -> None:
    said = BY_ID["B.ce.balanced.time"].statement
    assert isinstance(said, LearningTime)
    values = {s: {"m": 6, "n": 4, "omega": 3, "a": 2}[s.name] for s in said.expr.free_symbols}
    claimed = float(said.expr.subs(values).evalf())
    ei = float(sp.Ei(2) - sp.log(2) - sp.EulerGamma)
    assert claimed == pytest.approx((float(sp.log(4)) + ei / 6) / 12, rel=1e-12)
    inside = quad(lambda v: sp.N((sp.exp(v) - 1) / v), [0, 2])
    assert float(inside) == pytest.approx(ei, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (after(sp.sqrt(3), sp.Integer(3), sp.Integer(5)).subs(LEVEL, THIRD), Verdict.PROVED),
        (sp.log(THIRD * sp.sqrt(3)) / (2 * sp.sqrt(3)), Verdict.REFUTED),
    ],
    ids=["with the integral", "without it"],
)
def test_at_one_level(value: Any, expected: Verdict) -> None:
    said = LearningTime("all-all", value, SINGLE, level=THIRD, after=1 / sp.sqrt(3))
    assert verdict(said) is expected


def test_another_multiple_is_not_proved() -> None:
    said = replace(BY_ID["B.ce.balanced.time"].statement, after=sp.S.One)
    assert verdict(said) is Verdict.UNDECIDED


def test_the_multiple_stands_in_the_statement() -> None:
    said = LearningTime("min-min", B, ERM, level=A, after=1 / B)
    assert said.free_symbols >= {A, B}
    goal = read_flow(said).statement["goal"]
    assert goal[-4:] == ["a", ["inv", "b"], "delta", "b"]
    assert len(read_flow(replace(said, after=None)).statement["goal"]) == len(goal) - 1
    assert read_statement(read_flow(said).statement).moving == {"delta"}
    for moving in (delta, t, delta + 1):
        with pytest.raises(ClaimError, match="after contains"):
            LearningTime("min-min", B, ERM, after=moving)


def test_text_and_latex() -> None:
    inside = sp.Integral((sp.exp(V) - 1) / (k * V), (V, 0, LEVEL))
    value = (sp.log(LEVEL * sp.sqrt(R)) + inside) / (2 * sp.sqrt(R))
    said = LearningTime("maj-maj", value, ERM, level=LEVEL, after=1 / sp.sqrt(R))
    assert sp.sstr(said).startswith("T - δ·(1/sqrt(R)) → (log(sqrt(R)*a) + Integral(")
    latex = sp.latex(said)
    assert r"\infty} \left(T^{" in latex
    assert r"- \frac{\delta}{\sqrt{R}}\right) = " in latex
    assert r"\int\limits_{0}^{a}" in latex
    usual = replace(said, after=None)
    assert sp.sstr(usual).startswith("T/δ → ")
    assert r"/\delta = " in sp.latex(usual)


def test_numbers_beside_a_constant_that_is_not_decided() -> None:
    inside = sp.Integral((sp.exp(V) - 1) / (2 * V), (V, 0, LEVEL))
    for shift, words in ((0, "e-0"), (1, "1.0e+00")):
        said = LearningTime(
            "min-min", (sp.log(LEVEL) + inside) / 2 + shift, ERM, level=LEVEL, after=sp.S.One
        )
        (found,) = evidence_on(said, (eq(k, 4), eq(R, 10)))
        assert "at δ = 40 is claimed to be" in found.detail
        assert words in found.detail.partition("apart by")[2]


def test_numbers_between_groups_are_of_the_margin_that_the_claim_is_on() -> None:
    flow = Flow(spectra.step(4, 7), gamma=sp.Rational(1, 10), loss="cross-entropy")
    said = LearningTime("maj-min", sp.Rational(5, 2), flow, level=sp.S.One, relation="<=")
    (found,) = evidence_on(said, (eq(delta, 4),))
    computed = float(found.detail.partition("computed ")[2].partition(",")[0])
    problem = FlowProblem(4, 7, 4, gamma=0.1, loss="cross-entropy")
    margins = solve(problem, [computed]).margins
    assert min(margins["maj-min"][0], margins["min-maj"][0]) == pytest.approx(1, abs=1e-8)
    least = HalfTime("maj-min", flow, 4)
    report = proofs.check([Claim("it", gt(sp.Rational(249, 100), least), "a test")])
    assert report.verdicts["it"] == Verdict.CERTIFIED
    assert computed < 2.49 < learning_times(problem)["maj-min"]


def test_what_has_no_number_is_said() -> None:
    said = LearningTime(
        "maj-min", Delay(10) / sp.sqrt(11), Flow(spectra.step(4, 10)), after=1 / sp.sqrt(11)
    )
    (found,) = evidence_on(said, ())
    assert "no number is computed for" in found.detail
    never = LearningTime("min-min", sp.oo, Flow(gamma=0, decay=2))
    (found,) = evidence_on(never, ())
    assert found.detail.endswith("both infinite")


# integrals ----------------------------------------------------------------------------------------


def over(f: Any, high: Any = A, low: Any = 0) -> Any:
    return sp.Integral(f, (V, low, high))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (eq(over(V**2), A**3 / 3), Verdict.PROVED),
        (eq(over(V**2), A**3 / 2), Verdict.REFUTED),
        (eq(over(sp.cos(V)), sp.sin(A)), Verdict.PROVED),
        (le(over(sp.exp(-(V**2))), A), Verdict.PROVED),
        (ge(over(sp.exp(-(V**2))), A), Verdict.REFUTED),
        (ge(over((sp.exp(V) - 1) / V), A), Verdict.PROVED),
        (eq(over(1 / V, 1 + B, 1), sp.log(1 + B)), Verdict.PROVED),
        (eq(over(sp.exp(V), 1), sp.E - 2), Verdict.REFUTED),
        (gt(over(V), A), Verdict.REFUTED),
    ],
    ids=str,
)
def test_claims_on_integrals(said: Any, expected: Verdict) -> None:
    assert verdict(said) is expected


@pytest.mark.parametrize(
    "said",
    [
        ge(over(1 / V), 0),  # no value: 1/v has no bound at 0
        ge(over(sp.log(V), 1), -2),  # nor has log v
        ge(over(1 / (1 - V), 1), 0),  # nor a value at the upper end
        ge(over(V, 0, A), -(A**2)),  # from a to 0 < a
        ge(over(sp.floor(V)), 0),  # jumps
        ge(over(1 / (V - sp.Rational(1, 2)), 1), -100),  # a pole inside
    ],
    ids=str,
)
def test_an_integral_without_a_value_is_not_proved(said: Any) -> None:
    assert verdict(said) in (Verdict.UNDECIDED, Verdict.REFUTED)


@pytest.mark.parametrize(
    "made",
    [
        lambda: sp.Integral(sp.Integral(V * B, (V, 0, 1)), (B, 0, A)),
        lambda: sp.Integral(sp.Sum(V, (k, 1, 3)), (V, 0, 1)),
        lambda: sp.Sum(sp.Integral(V, (V, 0, 1)), (k, 1, 3)),
        lambda: sp.Integral(V, (V, 0, sp.Integral(V, (V, 0, 1)))),
    ],
    ids=["an integral in an integral", "a sum in it", "it in a sum", "as an end"],
)
def test_within_one_another_they_do_no_harm(made: Callable[[], Any]) -> None:
    assert verdict(ge(made(), 5)) in (Verdict.UNDECIDED, Verdict.REFUTED)


# numbers in the place of symbols, and the slower group ----------------------------------------------

SQUARES = Flow(spectra.groups((2, 2), (9, 4)), gamma=0, loss="cross-entropy")
FOUR = Flow(spectra.groups((3,), (4,)), gamma=0, loss="cross-entropy")
PLAIN = (sp.exp(V) - 1) / V


@pytest.mark.parametrize(
    ("flow", "mode", "value", "multiple"),
    [
        (FOUR, "all-all", (sp.log(2 * A) + sp.Integral(PLAIN, (V, 0, A)) / 3) / 4, sp.Rational(1, 2)),
        (SQUARES, "min-min", (sp.log(2 * A) + sp.Integral(PLAIN, (V, 0, A)) / 2) / 4, sp.Rational(1, 2)),
        (SQUARES, "maj-maj", (sp.log(3 * A) + sp.Integral(PLAIN / (2 + 2 * sp.exp(V / 2)), (V, 0, A))) / 6, THIRD),
    ],
)  # fmt: skip
def test_counts_that_are_squares(flow: Flow, mode: str, value: Any, multiple: Any) -> None:
    said = LearningTime(mode, value, flow, level=A, after=multiple)
    assert verdict(said) is Verdict.PROVED


@pytest.mark.parametrize("scale", [1.5, 8.0, 40.0])
def test_the_bracket_holds_of_flows(scale: float) -> None:
    """At any δ the time within a group is between what is claimed of it."""
    problem = FlowProblem(k=4, R=10, delta=scale, gamma=0, loss="cross-entropy")
    times = learning_times(problem, 0.5)
    for mode, count in (("maj-maj", 10), ("min-min", 1)):
        low, high = (
            float(
                claimed(f"B.ce.bracket.{name}")
                .xreplace(dict(zip(SIZES, (2, 2), strict=True)))
                .xreplace(dict(zip(COUNTS, (count, count), strict=True)))
                .xreplace(dict(zip(WEIGHTS, (1, 1), strict=True)))
                .subs({LEVEL: 0.5, delta: scale})
                .evalf()
            )
            for name in ("least", "most")
        )
        assert low <= times[mode] + 1e-9
        assert times[mode] <= high + 1e-9


def test_the_slower_group_is_late_as_the_constant_says() -> None:
    """T - δ/s comes near the constant from below, like 1/δ or faster."""
    said = claimed("B.ce.constant.slower")
    at = {**dict(zip(SIZES, (2, 2), strict=True)), **dict(zip(COUNTS, (10, 1), strict=True))}
    value = float(
        said.xreplace(at)
        .xreplace(dict(zip(WEIGHTS, (1, 1), strict=True)))
        .subs({LEVEL: 1.0})
        .evalf()
    )
    gaps = []
    for scale in (80.0, 320.0):
        problem = FlowProblem(k=4, R=10, delta=scale, gamma=0, loss="cross-entropy")
        gaps.append(value - (float(learning_times(problem, 1.0)["min-min"]) - scale))
    assert 0 < gaps[1] < gaps[0] / 4 < 1e-3


# what maj-min adds to margins ---------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(2, 2), (1, 3), (1, 1)])
def test_what_maj_min_adds_grows_beyond_all_bounds(sizes: tuple[int, int]) -> None:
    """In words of its own it is also less than any number, and no such thing of squared loss."""
    flow = Flow(spectra.groups(sizes, (9, 4)), gamma=0, loss="cross-entropy")
    assert verdict(Terminal("maj-min", sp.oo, flow, of="added")) is Verdict.PROVED
    assert verdict(Terminal("maj-min", 1, flow, of="added")) is Verdict.REFUTED


@pytest.mark.parametrize(
    "said",
    [
        Terminal("maj-min", sp.oo, Flow(gamma=0), of="added"),
        Terminal("maj-maj", sp.oo, ERM, of="added"),
        Terminal(
            "between-1", sp.oo, Flow(spectra.groups((2, 2, 2), (9, 4, 1)), gamma=0), of="added"
        ),
    ],
)
def test_only_maj_min_of_two_groups_adds_to_margins(said: Terminal) -> None:
    with pytest.raises(UnreadableError, match="adds to margins, under cross-entropy"):
        read_flow(said)


def test_what_is_observed_is_the_part_of_the_mode_alone() -> None:
    goal = read_flow(Terminal("maj-min", sp.oo, ERM, of="added")).statement["goal"]
    assert [part[0] for part in goal[4]] == ["m", "*", "*"]
    assert "margins_1" not in str(goal[4])
    with pytest.raises(ClaimError, match="of is 'rest'"):
        Terminal("maj-min", sp.oo, ERM, of="rest")  # type: ignore[arg-type]


PAIRED = sp.Ge(SIZES[0], 2), sp.Ge(SIZES[1], 2)
BELOW = sp.Gt(LEVEL, sp.exp(-2 * delta) / sp.sqrt(COUNT), evaluate=False)


@pytest.mark.parametrize("size", [1, NUMBER - 1, NUMBER + 1], ids=["none", "less", "more"])
def test_the_number_of_classes_stands_in_the_integral(size: sp.Expr) -> None:
    """The integrals run over one range, and what is integrated differs in sign."""
    said = LearningTime(
        "all-all", after(ONE, COUNT, sp.sympify(size)), BALANCED, level=LEVEL, after=1 / ONE
    )
    assert verdict(said, sp.Ge(NUMBER, 2)) is Verdict.REFUTED


@pytest.mark.parametrize("size", [1, NUMBER + 1], ids=["none", "more"])
def test_it_does_at_every_start(size: sp.Expr) -> None:
    for many, expected in ((NUMBER, Verdict.PROVED), (sp.sympify(size), Verdict.REFUTED)):
        said = LearningTime("all-all", whole(ONE, COUNT, many), BALANCED, level=LEVEL, relation="=")
        assert verdict(said, BELOW, sp.Ge(NUMBER, 2)) is expected


def test_the_faster_group_has_the_classes_of_the_other_one_in_its_integral() -> None:
    linear = sp.Integral((sp.exp(V) - 1) / (V * sum(SIZES)), (V, 0, LEVEL))
    logged = sp.log(LEVEL * sp.sqrt(COUNTS[0]))
    for value in (after(FIRST, COUNTS[0], SIZES[0]), (logged + linear) / (2 * FIRST)):
        said = LearningTime("maj-maj", value, PAIR, level=LEVEL, after=1 / FIRST)
        assert verdict(said, *FASTER) is Verdict.REFUTED


def test_a_bound_from_below_with_one_class_is_too_large() -> None:
    said = LearningTime(
        "maj-maj", whole(FIRST, COUNTS[0], sp.S.One), PAIR, level=LEVEL, relation=">="
    )
    below = sp.Gt(LEVEL, sp.exp(-2 * delta) / sp.sqrt(COUNTS[0]), evaluate=False)
    assert verdict(said, below, *PAIRED) is Verdict.REFUTED
