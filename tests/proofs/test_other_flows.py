"""Claims on flows with weight decay, another loss or class means, each beside a false neighbour."""

import re
from dataclasses import replace

import pytest
import sympy as sp
from needed import more
from sympy import Add, Eq, Expr, Lt, Rational, Symbol, exp, sqrt

import proofs
import spectra
from numerics import FlowProblem, solve, terminal_strengths
from proofs import (
    Claim,
    ClaimError,
    Flow,
    Invariance,
    LearningTime,
    Terminal,
    Trajectory,
    Verdict,
)
from proofs.claims.statement import Statement
from proofs.claims.verdict import ENCLOSURE, Outcome
from proofs.provers.enclosures.trajectory import evidence_on as enclosed
from proofs.reader.claims import read_claim
from proofs.report.formula_text import line
from spectra import ClassMeans, R, delta, gamma, t

LAM, S, TAU = (Symbol(name, positive=True) for name in ("lambda", "s", "tau"))
THREE = spectra.groups((3, 2, 2), (4, 2, 1))
ROOT = sqrt(R + 1)
ERM = Flow(gamma=0, decay=LAM)
MEANS = Flow(gamma=0, data=ClassMeans(S, TAU))


def verdict(statement: Statement, *assume: sp.Basic) -> Verdict:
    return proofs.check([Claim("it", statement, "a test", assume=assume)]).verdicts["it"]


def logistic(start: Expr, rate: Expr) -> Expr:
    return 1 / (1 + (start * exp(2 * delta) - 1) * exp(-2 * rate * t))


@pytest.mark.parametrize(
    ("flow", "mode", "start", "rate"),
    [
        (ERM, "min-min", 1 - LAM, 1 - LAM),
        (Flow(gamma=1, decay=Rational(1, 2)), "min-min", 1 - 1 / (2 * (R + 1)), R + Rational(1, 2)),
        (MEANS, "min-min", 1 / sqrt(S**2 + TAU**2), sqrt(S**2 + TAU**2)),
        (Flow(), "min-min", sp.S.One, ROOT),
    ],
)
def test_modes_within_a_group_stay_logistic(flow: Flow, mode: str, start: Expr, rate: Expr) -> None:
    assert verdict(Trajectory(mode, logistic(start, rate), flow)) is Verdict.PROVED
    assert (
        verdict(Trajectory(mode, logistic(start, rate * (1 + LAM / 100)), flow)) is Verdict.REFUTED
    )
    assert verdict(Trajectory(mode, logistic(start + R / 100, rate), flow)) is Verdict.REFUTED


@pytest.mark.parametrize("mode", ["maj-maj", "min-min"])
@pytest.mark.parametrize(
    "flow",
    [ERM, Flow(decay=LAM), MEANS, Flow(gamma=1, data=ClassMeans(S, TAU))],
)
def test_their_times_are_those_of_the_symbolic_limits(flow: Flow, mode: str) -> None:
    limits = spectra.learning_times(spectra.step(), flow.gamma, decay=flow.decay, data=flow.data)
    assert verdict(LearningTime(mode, limits[mode], flow)) is Verdict.PROVED
    assert verdict(LearningTime(mode, limits[mode] * Rational(1001, 1000), flow)) is Verdict.REFUTED


def test_a_flow_that_is_the_papers_is_read_as_the_paper() -> None:
    assert verdict(LearningTime("maj-min", 1 / ROOT, Flow())) is Verdict.PROVED
    assert verdict(LearningTime("maj-min", sqrt(2) / (sqrt(R) + 1), Flow())) is Verdict.REFUTED
    assert verdict(LearningTime("maj-min", sqrt(2) / (sqrt(R) + 1), Flow(system="projected"))) is (
        Verdict.PROVED
    )
    assert verdict(Invariance("min-min", Flow(gamma=gamma))) is Verdict.PROVED
    assert verdict(Invariance("maj-min", Flow())) is Verdict.REFUTED


@pytest.mark.parametrize(
    ("mode", "flow"),
    [
        ("maj-min", Flow(decay=(LAM, 2 * LAM))),
        ("min-min", Flow(decay=(LAM, 0))),
        ("min-min", Flow(init="random")),
        ("between-1", Flow(imbalance=THREE)),
    ],
)
def test_a_flow_without_a_known_equation_is_undecided_with_numbers(mode: str, flow: Flow) -> None:
    decays = any(flow.setting.decay)
    for said in (LearningTime(mode, 2 / ROOT, flow), Trajectory(mode, 1 / ROOT, flow)):
        result = proofs.check([Claim("it", said, "a test")])["it"]
        refuted = decays and isinstance(said, Trajectory)
        assert result.verdict is (Verdict.REFUTED if refuted else Verdict.UNDECIDED)
        assert any("no equation" in item.detail for item in result.evidence)
        assert re.search(r"computed \d\.\d+, apart by [1-9]", result.evidence[-1].detail)


FORMS = [
    (ERM, "maj-min", logistic(sqrt((R + 1) / 2) - LAM, sqrt((R + 1) / 2) - LAM)),
    (ERM, "min-min", logistic(1 - LAM, 1 - LAM)),
    (MEANS, "min-min", logistic(1 / sqrt(S**2 + TAU**2), sqrt(S**2 + TAU**2))),
]


@pytest.mark.parametrize(("flow", "mode", "form"), [FORMS[0], *more(*FORMS[1:])])
def test_what_is_true_is_not_refuted_by_an_enclosure(flow: Flow, mode: str, form: Expr) -> None:
    (item,) = enclosed(Trajectory(mode, form, flow), ())
    assert item.outcome is Outcome.INCONCLUSIVE
    assert not item.detail.endswith("at 0 points at which both could be enclosed")
    (item,) = enclosed(Trajectory(mode, form * (1 + Rational(1, 10**9)), flow), ())
    assert item.outcome is Outcome.REFUTES


@pytest.mark.parametrize(
    ("flow", "mode"),
    [
        (Flow(decay=LAM), "maj-min"),
        (Flow(gamma=1, decay=(LAM, LAM / 2)), "maj-maj"),
        (Flow(gamma=1, data=ClassMeans(1, 2)), "maj-min"),
        (Flow(gamma=0, loss="cross-entropy"), "maj-maj"),
        (Flow(gamma=0, loss="cross-entropy", data=ClassMeans(1, 2)), "min-min"),
    ],
)
def test_an_enclosure_refutes_what_is_false_by_the_strength_of_the_flow(
    flow: Flow, mode: str
) -> None:
    at = (Eq(R, 3), Eq(delta, 1), Eq(spectra.k, 4), Eq(LAM, Rational(1, 2)), Eq(t, Rational(1, 2)))
    (item,) = enclosed(Trajectory(mode, 1 / ROOT + 0 * LAM * t, flow), at)
    assert item.outcome is Outcome.REFUTES
    assert item.route == ENCLOSURE
    assert "not re-checked: no checker" in item.method
    first, second = (float(x.subs(LAM, 0.5)) for x in flow.setting.decay)
    problem = FlowProblem(4, 3, 1, gamma=float(flow.gamma), loss=flow.loss,
                          decay=(first, second), data=flow.data)  # fmt: skip
    true = solve(problem, [0.5]).beta[problem.mode_names.index(mode), 0]
    if first or second:
        true /= terminal_strengths(problem)[mode]
    assert item.counterexample is not None
    assert float(sp.sympify(item.counterexample.right.strip("[]").split()[0])) == pytest.approx(
        true, rel=1e-8
    )


@pytest.mark.parametrize(
    ("flow", "mode"),
    [
        (Flow(decay=(LAM, LAM / 2)), "maj-min"),
        (Flow(gamma=0, loss="cross-entropy"), "maj-min"),
        (Flow(gamma=1, decay=(LAM, LAM / 2)), "maj-maj"),
    ],
)
def test_numbers_agree_with_what_is_true_and_decide_nothing(flow: Flow, mode: str) -> None:
    times = spectra.learning_times(spectra.step(), flow.gamma, loss=flow.loss, decay=flow.decay)
    said = LearningTime(mode, times[mode], flow)
    result = proofs.check([Claim("it", said, "a test", assume=(sp.Gt(R, 1),))])["it"]
    assert result.verdict is Verdict.UNDECIDED
    (apart,) = re.findall(r"apart by (\S+)", result.evidence[-1].detail)
    assert float(apart) < 1e-8


def test_numbers_beside_a_trajectory_are_of_the_same_flow() -> None:
    # for unequal scales that are equal after all the closed form is known
    form = logistic(1 / LAM**2, sp.S.One)
    flow = Flow(gamma=0, scales=(LAM, Rational(1, 2)))
    near = (Eq(R, 10), Eq(delta, 4), Eq(LAM, Rational(1, 2)))
    result = proofs.check([Claim("it", Trajectory("min-min", form, flow), "a test", assume=near)])
    (apart,) = re.findall(r"apart by (\S+),", result["it"].evidence[-1].detail)
    assert float(apart) < 1e-8
    assert result["it"].verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("flow", "mode", "start", "rate"),
    [
        (ERM, "maj-min", sqrt((R + 1) / 2) - LAM, sqrt((R + 1) / 2) - LAM),
        (Flow(targets="one-hot"), "maj", sqrt(R), ROOT),
        (Flow(targets="one-hot", decay=LAM), "min", 1 - LAM / ROOT, ROOT - LAM),
        (Flow(gamma=0, scales=(S, S)), "maj-min", sqrt((R + 1) / 2) / S**2, sqrt((R + 1) / 2)),
        (Flow(imbalance=THREE, gamma=0), "between-2", sqrt(70) / 7, sqrt(70) / 7),
        (Flow(imbalance=THREE, gamma=1), "g2-g2", sqrt(2), sqrt(2) * Rational(18, 7)),
    ],
)
def test_modes_that_keep_their_vectors_are_logistic(
    flow: Flow, mode: str, start: Expr, rate: Expr
) -> None:
    assert verdict(Trajectory(mode, logistic(start, rate), flow)) is Verdict.PROVED
    assert verdict(LearningTime(mode, 1 / rate, flow)) is Verdict.PROVED
    assert verdict(LearningTime(mode, 1 / rate + 1, flow)) is Verdict.REFUTED


@pytest.mark.parametrize("exponent", [sp.S.Zero, gamma])
def test_class_means_move_the_time_between_groups(exponent: Expr) -> None:
    flow = Flow(gamma=exponent, data=ClassMeans(S, TAU))
    limit = spectra.learning_times(spectra.step(), exponent, data=flow.data)["maj-min"]
    assert verdict(LearningTime("maj-min", limit, flow)) is Verdict.PROVED
    without = spectra.learning_times(spectra.step(), exponent)["maj-min"]
    assert verdict(LearningTime("maj-min", without, flow)) is Verdict.REFUTED


def test_decay_that_kills_the_mode_leaves_nothing_to_say() -> None:
    assert verdict(LearningTime("min-min", 1 / (1 - LAM), ERM), sp.Ge(LAM, 1)) is Verdict.VACUOUS
    said = LearningTime("min-min", sp.S.One, Flow(gamma=0, decay=2))
    assert verdict(said) is Verdict.VACUOUS


def test_a_group_of_one_class_has_no_mode_within() -> None:
    flow = Flow(imbalance=spectra.step(2), gamma=0)
    result = proofs.check([Claim("it", LearningTime("maj-maj", 1 / sqrt(R), flow), "a test")])["it"]
    assert result.verdict is Verdict.UNDECIDED
    assert "its group has a single class" in result.evidence[0].detail


@pytest.mark.parametrize(
    ("sizes", "found"), [((1, 1), Verdict.REFUTED), ((1, 2), Verdict.UNDECIDED)]
)
def test_under_cross_entropy_small_groups_have_the_mode_between_them(
    sizes: tuple[int, int], found: Verdict
) -> None:
    """For three classes its time is not known here; that there is no such flow would be false."""
    flow = Flow(spectra.groups(sizes, (3, 1)), gamma=0, loss="cross-entropy")
    assert verdict(LearningTime("maj-min", sp.Integer(7), flow)) is found


OMEGA = Symbol("x", real=True)


@pytest.mark.parametrize(
    ("weight", "condition"), [(1 / (R - 1), R > 1), (sp.log(R), R > 1), (OMEGA, OMEGA > 0)]
)
def test_all_numbers_of_a_flow_have_to_have_a_value_and_weights_are_not_negative(
    weight: Expr, condition: sp.Rel
) -> None:
    # min-min does not depend on ω₁, but at a negative one there may be no solution for all times
    flow = Flow(gamma=spectra.weights(spectra.step(), omega=(weight, 1)))
    for statement in (LearningTime("min-min", 1, flow), Terminal("min-min", 1, flow)):
        assert verdict(statement) is Verdict.UNDECIDED
        assert verdict(statement, condition) is Verdict.PROVED
    assert verdict(LearningTime("min-min", 2, flow), condition) is Verdict.REFUTED


def test_other_counts_have_to_have_a_value() -> None:
    flow = Flow(spectra.groups((2, 2), (1 / (R - 1) ** 2, 1)), gamma=0)
    assert verdict(LearningTime("min-min", 1, flow)) is Verdict.UNDECIDED
    assert verdict(LearningTime("min-min", 1, flow), R > 1) is Verdict.PROVED


def test_the_ansatz_is_that_of_the_papers_flow() -> None:
    # class means, or another loss, turn the features of maj-min even if all weights are equal
    assert verdict(Invariance("maj-min", Flow(gamma=0))) is Verdict.PROVED
    for flow in (MEANS, Flow(gamma=0, loss="cross-entropy")):
        assert verdict(Invariance("maj-min", flow)) is Verdict.UNDECIDED
    alone = Flow(spectra.groups((1, 3), (5, 1)), gamma=0)
    assert verdict(Invariance("maj-maj", alone)) is Verdict.UNDECIDED
    assert verdict(Invariance("between-1", Flow(THREE, gamma=1))) is Verdict.REFUTED


def test_a_flow_may_have_one_group_only() -> None:
    alone = Flow(spectra.groups([3], [5]), gamma=0, decay=LAM)
    assert verdict(LearningTime("all-all", 1 / (sqrt(5) - LAM), alone)) is Verdict.PROVED
    assert verdict(LearningTime("all-all", 1 / sqrt(5), alone)) is Verdict.REFUTED


def test_the_numbers_of_a_flow_do_not_move() -> None:
    with pytest.raises(ClaimError, match="has t among"):
        Trajectory("min-min", sp.S.One, Flow(decay=t))
    with pytest.raises(ClaimError, match="has delta among"):
        LearningTime("min-min", sp.S.One, Flow(scales=(exp(delta), 1)))
    with pytest.raises(ClaimError, match="has t among"):
        Terminal("min-min", sp.S.One, t)
    with pytest.raises(ClaimError, match="has delta among"):
        LearningTime("min-min", sp.S.Zero, delta)


def test_an_end_without_value_at_some_point_is_compared_elsewhere() -> None:
    hole = Add(2, 1 / (R - 1), -1 / (R - 1), evaluate=False)
    assert verdict(Terminal("maj-min", hole)) is Verdict.REFUTED


def test_at_stated_values_a_claim_is_certified() -> None:
    said = Trajectory("min-min", logistic(1 - LAM, 1 - LAM), ERM)
    fixed = (Eq(R, 10), Eq(delta, 8), Eq(LAM, Rational(1, 2)))
    assert verdict(said, *fixed) is Verdict.CERTIFIED
    assert verdict(said, Lt(LAM, Rational(1, 2))) is Verdict.PROVED


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"loss": "hinge"}, "loss"),
        ({"system": "half"}, "system"),
        ({"decay": -1}, "decay"),
        ({"decay": "1"}, "decay"),
        ({"decay": 1, "loss": "cross-entropy"}, "decay"),
        ({"decay": 1, "system": "projected"}, "projected"),
        ({"data": 3}, "data"),
        ({"gamma": sp.I}, "gamma"),
        ({"targets": "soft"}, "targets"),
        ({"init": "zero"}, "init"),
        ({"scales": 2}, "scales"),
        ({"scales": (1, -1)}, "scales"),
        ({"depth": 1}, "depth"),
        ({"depth": 3, "decay": 1}, "depth with decay"),
        ({"loss": "cross-entropy", "targets": "one-hot"}, "loss with targets"),
    ],
)
def test_what_has_no_meaning_is_refused(given: dict[str, object], word: str) -> None:
    with pytest.raises(ClaimError, match=word):
        Flow(**given)  # type: ignore[arg-type]


def test_the_words_of_a_flow() -> None:
    flow = Flow(gamma=0, decay=LAM, data=ClassMeans(1, TAU))
    assert line(LearningTime("min-min", sp.S.One, flow)) == (
        "T/δ → 1 for min-min of the γ = 0, decay λ, class means 1 in noise τ full flow"
    )


def test_a_flow_of_many_factors_has_more_than_two_to_speak_of() -> None:
    flow = Flow(depth=3)
    with pytest.raises(ClaimError, match="depth"):
        proofs.Conserved(flow.W, flow)


def test_the_modes_of_a_flow_have_its_names() -> None:
    assert Flow(targets="one-hot").modes == ("maj", "min")
    with pytest.raises(ClaimError, match="g3-g3, between-1"):
        LearningTime("maj-min", sp.S.One, Flow(imbalance=THREE))


SIZES = [Symbol(name, integer=True, positive=True) for name in ("m_1", "m_2")]
COUNTS = sp.symbols("n_1 n_2", positive=True)
GROUPS = spectra.groups(SIZES, COUNTS)


@pytest.mark.parametrize(
    ("flow", "mode"),
    [
        (Flow(gamma=gamma, loss="cross-entropy"), "maj-maj"),
        (Flow(gamma=0, loss="cross-entropy", data=ClassMeans(1, TAU)), "min-min"),
    ],
)
def test_cross_entropy_learns_groups_when_squared_loss_does(flow: Flow, mode: str) -> None:
    limits = spectra.learning_times(spectra.step(), flow.gamma, data=flow.data)
    assert verdict(LearningTime(mode, limits[mode], flow)) is Verdict.PROVED
    assert verdict(LearningTime(mode, limits[mode] * Rational(1001, 1000), flow)) is Verdict.REFUTED


def test_so_it_does_for_groups_of_any_sizes_counts_and_weights() -> None:
    flow = Flow(GROUPS, spectra.weights(GROUPS, omega=[LAM, S]), "cross-entropy")
    said = LearningTime("min-min", 1 / (S * sqrt(COUNTS[1])), flow, level=Rational(9, 10))
    assert verdict(said) is Verdict.PROVED
    assert verdict(replace(said, expr=1 / (LAM * sqrt(COUNTS[1])))) is Verdict.REFUTED


def test_the_margin_of_a_mode_is_that_of_its_group() -> None:
    # at γ = 1/2 both modes have one rate, and margins of their own
    flow = Flow(loss="cross-entropy")
    goals = [
        read_claim(LearningTime(m, 1 / ROOT, flow)).statement["goal"]
        for m in ("maj-maj", "min-min")
    ]
    assert [goal[4] for goal in goals] == [
        ["*", ["^", f"x_{i}", 2], f"margins_{i}"] for i in (1, 2)
    ]


@pytest.mark.parametrize("mode", ["maj-min", "min-min"])
def test_factors_of_two_sizes_have_the_same_limit(mode: str) -> None:
    limit = spectra.learning_times(spectra.step(), 0)[mode]
    flow = Flow(gamma=0, scales=(S, TAU))
    assert verdict(LearningTime(mode, limit, flow)) is Verdict.PROVED
    assert verdict(LearningTime(mode, limit * Rational(1001, 1000), flow)) is Verdict.REFUTED


def test_and_the_same_end() -> None:
    flow = Flow(gamma=0, scales=(S, TAU))
    assert verdict(Terminal("min-min", sp.S.One, flow)) is Verdict.PROVED
    assert verdict(Terminal("min-min", Rational(9, 10), flow)) is Verdict.REFUTED


@pytest.mark.parametrize(("gamma", "mode"), [(0, "maj-min"), (Rational(1, 4), "min-min")])
def test_an_end_is_decided_where_rates_are_irrational_numbers(gamma: sp.Expr, mode: str) -> None:
    flow = Flow(gamma=gamma, decay=2)  # alive from some R > 4 on: rates are such as √5 - 2
    assert verdict(Terminal(mode, sp.S.One, flow)) is Verdict.PROVED
    assert verdict(Terminal(mode, sp.S.Zero, flow)) is Verdict.REFUTED


def test_between_three_groups_cross_entropy_is_undecided_and_says_what_is_known() -> None:
    flow = Flow(imbalance=THREE, gamma=0, loss="cross-entropy")
    said = LearningTime("between-1", sp.S.Half, flow)
    result = proofs.check([Claim("it", said, "a test")])["it"]
    assert result.verdict is Verdict.UNDECIDED
    assert "claim when one within a group is learned" in result.evidence[-1].detail
