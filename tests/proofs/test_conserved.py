"""Quantities of W and H that a flow keeps, each beside one that it does not keep."""

import numpy as np
import pytest
import sympy as sp
from sympy import Symbol, exp

import proofs
import spectra
from proofs import Claim, ClaimError, Conserved, Flow, Trace, Verdict
from proofs.kernel import Rejected, check
from proofs.provers.finders.matrices import filled, find_matrices
from proofs.reader.claims import read_claim
from proofs.reader.scalars import UnreadableError
from proofs.report.formula_text import line
from spectra import ClassMeans, R, gamma, t

LAM, MU, S, TAU = (Symbol(name, positive=True) for name in ("lambda", "mu", "s", "tau"))
CE = Flow(loss="cross-entropy")
DECAYS, MEANS = Flow(decay=LAM), Flow(data=ClassMeans(S, TAU))
SIZES = [Symbol(name, integer=True, positive=True) for name in ("m_1", "m_2", "n_1", "n_2")]
CE_MEANS = Flow(loss="cross-entropy", data=ClassMeans(S, TAU))
FOUR = Flow(spectra.groups((2, 2), (3, 1)), gamma=0, loss="cross-entropy")
GROUPS = Flow(imbalance=spectra.groups(SIZES[:2], SIZES[2:]), gamma=gamma)
CE_GROUPS = Flow(GROUPS.imbalance, gamma=gamma, loss="cross-entropy")


def verdict(expr: sp.MatrixExpr, flow: Flow, *assume: sp.Basic) -> Verdict:
    return proofs.check([Claim("it", Conserved(expr, flow), "a test", assume=assume)]).verdicts[
        "it"
    ]


def balance(flow: Flow, factor: int = 1) -> sp.MatrixExpr:
    return flow.W.T * flow.W - factor * flow.H * flow.H.T


def sums(flow: Flow) -> sp.MatrixExpr:
    return sp.OneMatrix(1, flow.W.shape[0]) * flow.W


@pytest.mark.parametrize(
    "flow", [Flow(gamma=gamma), CE, *(Flow(targets=x) for x in ("one-hot", "frequency"))]
)
def test_the_factors_stay_balanced(flow: Flow) -> None:
    assert verdict(balance(flow), flow) is Verdict.PROVED
    assert verdict(balance(flow, -1), flow) is Verdict.REFUTED


def test_groups_of_any_sizes_stay_balanced() -> None:
    assert verdict(balance(GROUPS), GROUPS) is Verdict.PROVED


def test_their_norms_stay_as_far_apart() -> None:
    flow = Flow()
    norms = [Trace(x) for x in (flow.W.T * flow.W, flow.H * flow.H.T)]
    assert verdict(norms[0] - norms[1], flow) is Verdict.PROVED
    assert verdict(norms[0] - 2 * norms[1], flow) is Verdict.REFUTED


def test_decay_lets_the_balance_fade() -> None:
    assert verdict(exp(2 * LAM * t) * balance(DECAYS), DECAYS) is Verdict.PROVED
    assert verdict(exp(LAM * t) * balance(DECAYS), DECAYS) is Verdict.REFUTED
    assert verdict(balance(DECAYS), DECAYS) is Verdict.REFUTED
    unequal = Flow(decay=(LAM, MU))
    assert verdict(exp((LAM + MU) * t) * balance(unequal), unequal) is Verdict.REFUTED


def test_class_means_are_balanced_with_their_metric() -> None:
    weighted = MEANS.W.T * MEANS.W - MEANS.H * MEANS.inverse_metric * MEANS.H.T
    assert verdict(weighted, MEANS) is Verdict.PROVED
    assert verdict(balance(MEANS), MEANS) is Verdict.REFUTED


def test_cross_entropy_keeps_column_sums_and_squared_loss_does_not() -> None:
    assert verdict(sums(CE), CE) is Verdict.PROVED
    assert verdict(sums(Flow()), Flow()) is Verdict.REFUTED


@pytest.mark.parametrize("flow", [CE, CE_GROUPS, CE_MEANS], ids=["STEP", "groups", "means"])
def test_what_rests_at_zero_logits_moves_where_logits_are_labels(flow: Flow) -> None:
    for moving in (flow.W * flow.W.T, flow.H.T * flow.H, Trace(flow.W * flow.W.T)):
        assert verdict(moving, flow) is Verdict.REFUTED
    sides = sums(flow)
    assert verdict(sides * sides.T, flow) is Verdict.PROVED


def test_what_cross_entropy_may_keep_for_reasons_of_its_own_is_not_refuted() -> None:
    # where columns of logits sum to 0 it rests, and elsewhere other losses do not tell
    assert verdict(sums(CE) * CE.W.T, CE) is Verdict.UNDECIDED


@pytest.mark.parametrize("c", [0, 1, -2, sp.log(2)])
def test_the_residual_at_logits_that_are_labels_is_that_of_softmax(c: sp.Expr) -> None:
    # the reader says that it is k/(e^c + k - 1) times the labels
    k, labels = 6, np.eye(6) - 1 / 6
    odds = np.exp(float(c) * labels)
    residual = np.eye(6) - odds / odds.sum(axis=0)
    assert residual == pytest.approx(float(k / (sp.exp(c) + k - 1)) * labels, abs=1e-12)


def test_the_residual_there_stands_in_the_statement() -> None:
    said = read_claim(Conserved(FOUR.W * FOUR.W.T, FOUR, logits=sp.Symbol("c", real=True)))
    (_, *given), change = said.statement["goal"][3], str(said.statement["goal"][4])
    assert [tree[2][1] for tree in given] == ["c"] * 4
    assert str(["*", "4", ["inv", ["+", "3", ["exp", "c"]]]]) in change


def test_logits_of_the_labels_are_asked_at_one_number() -> None:
    with pytest.raises(ClaimError, match="logits contains t"):
        Conserved(CE.W * CE.W.T, CE, logits=t)
    said = Conserved(CE.W * CE.W.T, CE, logits=MU)
    assert sp.sstr(said).endswith("where W*H = (mu)*Z")
    assert MU in said.free_symbols


@pytest.mark.parametrize("broken", [0, 1])
def test_a_counterexample_has_the_logits_that_are_asked(broken: int) -> None:
    """Broken: an entry of H is another one, so that WH is not cZ, which the kernel sees."""
    said = read_claim(Conserved(FOUR.W * FOUR.W.T, FOUR, logits=1))
    found = find_matrices(said.statement, filled(said.statement))
    assert found is not None
    assert found["verdict"] == "REFUTED"
    found["example"]["matrices"]["H_0"][0][0] = (
        "9" if broken else found["example"]["matrices"]["H_0"][0][0]
    )
    if not broken:
        check(found)
        return
    with pytest.raises(Rejected, match="meets a condition"):
        check(found)


def test_it_holds_for_admissible_values_only() -> None:
    assert verdict(balance(DECAYS), DECAYS, sp.Lt(LAM, 1), sp.Gt(LAM, 2)) is Verdict.VACUOUS


def test_all_of_a_quantity_has_to_have_a_value() -> None:
    flow = Flow()
    constant = sp.Identity(flow.W.shape[1])  # its derivative is 0
    assert verdict(balance(flow) + constant / R, flow) is Verdict.PROVED
    assert verdict(balance(flow) + constant / (R - 1), flow) is Verdict.UNDECIDED


@pytest.mark.parametrize("condition", [sp.Eq(t, 0), sp.Eq(R, t), sp.Ne(t, 1)])
def test_what_is_conserved_has_no_condition_on_the_time(condition: sp.Basic) -> None:
    flow = Flow()
    moving = (1 + t**2) * balance(flow)  # with derivative 0 at t = 0
    assert verdict(moving, flow) is Verdict.REFUTED
    assert verdict(moving, flow, condition) is Verdict.UNDECIDED


def test_zero_logits_are_not_asked_where_they_are_shifted() -> None:
    flow = Flow(loss="cross-entropy", shift=(1, 0))
    with pytest.raises(UnreadableError, match="not shifted"):
        read_claim(Conserved(flow.W.T * flow.W, flow, logits=0))


def test_at_zero_logits_it_is_asked_of_factors_whose_product_is_0() -> None:
    flow = Flow()
    norm = Trace(flow.W.T * flow.W)
    claim = Claim("it", Conserved(norm, flow, logits=0), "a test")
    assert proofs.check([claim]).verdicts["it"] is Verdict.PROVED
    assert verdict(norm, flow) is Verdict.REFUTED


def test_a_counterexample_says_in_words_what_it_shows() -> None:
    flow = Flow()
    (result,) = proofs.check([Claim("it", Conserved(balance(flow, -1), flow), "a test")]).results
    (found,) = [e.counterexample for e in result.evidence if e.counterexample is not None]
    names = [name for name, _ in found.parameters]
    assert "rows of W for the classes of group 2" in names
    assert "columns of H for the samples of group 1" in names
    assert names[-1] == "row and column"
    assert found.names == ("its derivative, in this entry", "if it were constant")


@pytest.mark.parametrize("name", ["W", "H_1"])
def test_symbols_may_be_called_like_parts_of_the_factors(name: str) -> None:
    flow, symbol = Flow(), Symbol(name, positive=True)
    assert verdict(symbol * balance(flow), flow) is Verdict.PROVED
    assert verdict(symbol * flow.W.T * flow.W - flow.H * flow.H.T, flow) is Verdict.REFUTED


def test_the_parts_of_many_groups_have_names_of_their_own() -> None:
    flow = Flow(spectra.groups([1] * 12, range(12, 0, -1)), gamma=0, loss="cross-entropy")
    declared = [x[1] for x in read_claim(Conserved(balance(flow), flow)).statement["goal"][1][1:]]
    assert len(set(declared)) == len(declared) == 12 * (2 + 12)


def test_what_is_no_quantity_of_the_flow_is_refused() -> None:
    flow = Flow()
    for expr in (R, sp.Identity(3), sp.MatrixSymbol("W", 4, 2)):
        with pytest.raises(ClaimError, match=r"flow\.W"):
            Conserved(expr, flow)
    with pytest.raises(ClaimError, match="contains C"):
        Conserved(flow.W.T * flow.W + sp.MatrixSymbol("C", *flow.W.shape[1:] * 2), flow)
    with pytest.raises(ClaimError, match="full"):
        Conserved(balance(flow), Flow(system="projected"))
    with pytest.raises(ClaimError, match="noise"):
        _ = Flow(data=ClassMeans(S, 0)).inverse_metric
    with pytest.raises(ClaimError, match="Flow"):
        Conserved(flow.W, "erm")  # type: ignore[arg-type]


def test_a_part_without_known_derivative_is_undecided() -> None:
    flow = Flow()
    result = proofs.check(
        [Claim("it", Conserved(flow.W.T * (flow.W * flow.H) ** -1, flow), "a test")]
    )
    assert result.verdicts["it"] is Verdict.UNDECIDED


def test_the_words() -> None:
    assert line(Conserved(balance(CE), CE)) == (
        "-H*Hᵀ + Wᵀ*W is constant along the γ = 1/2, cross-entropy flow"
    )


def test_what_is_read_is_the_derivative_of_each_factor() -> None:
    flow = Flow(decay=(LAM, MU))
    left = str(read_claim(Conserved(flow.H * flow.H.T, flow)).statement["goal"][4])
    assert "'mu'" in left
    assert "'lambda'" not in left
    other = str(read_claim(Conserved(flow.W.T * flow.W, flow)).statement["goal"][4])
    assert "'lambda'" in other
    assert "'mu'" not in other
    assert "['scale', '-1', ['*', ['blocks'" in left
    once, twice = (
        str(read_claim(Conserved(expr, flow)).statement["goal"][4]).count("'mu'")
        for expr in (flow.H * flow.H.T, (flow.H * flow.H.T) ** 2)
    )
    assert twice == 2 * once


def test_centred_labels_are_less_by_1_over_k_and_one_hot_labels_are_not() -> None:
    sides = (
        str(read_claim(Conserved(balance(flow), flow)).statement["goal"][4])
        for flow in (Flow(), Flow(targets="one-hot"))
    )
    assert ["['inv', 'k']" in side for side in sides] == [True, False]


def test_a_sum_with_a_part_of_unknown_derivative_is_not_read() -> None:
    flow = Flow()
    with pytest.raises(UnreadableError, match=r"the derivative of|is no matrix"):
        read_claim(Conserved(balance(flow) + (flow.H * flow.H.T) ** -1, flow))


def test_all_factors_of_a_product_stay_beside_the_derivative_of_one() -> None:
    flow = Flow()
    expr = sp.MatMul(exp(LAM * t), S, flow.W.T, flow.W, evaluate=False)
    side = read_claim(Conserved(expr, flow)).statement["goal"][4]
    assert len(side) == 4
    assert [str(part).count("'s'") for part in side[1:]] == [1, 1, 1]
