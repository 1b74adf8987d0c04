"""Equations that are read for flows with another loss, with class means, or with factors of two sizes."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import exp

import spectra
from proofs import Flow, Invariance, LearningTime, Terminal
from proofs.kernel.language import read_statement
from proofs.reader.flows import mode_exists, read_flow, read_invariance
from proofs.reader.mode_equations import DECAY, Equations, W, Y, equations, numbered
from proofs.reader.scalars import UnreadableError
from spectra import ClassMeans, delta

GROUPS = spectra.groups((3, 2), (5, 2))
SOFTMAX = Flow(GROUPS, spectra.weights(GROUPS, 0), "cross-entropy")
SHIFTED = Flow(GROUPS, SOFTMAX.gamma, "cross-entropy", shift=(2, sp.Rational(-1, 3)))
LOWERED = Flow(GROUPS, SOFTMAX.gamma, "cross-entropy", margin=(sp.Rational(1, 2), 3))
SCALED = Flow(GROUPS, SOFTMAX.gamma, "cross-entropy", logit_scale=(2, sp.Rational(1, 3)))
DECAYS = Flow(decay=sp.Rational(1, 3))
SIZES = Flow(gamma=0, scales=(3, 2))
MEANS = Flow(gamma=0, data=ClassMeans(1, 2))


def read(mode: str, flow: Flow) -> Equations:
    return equations(LearningTime(mode, sp.S.One, flow))


def motion(found: Equations, expr: sp.Expr) -> sp.Expr:
    """Return the derivative of an expression along the field that was read."""
    return sum(sp.diff(expr, y) * field for y, (field, _) in found.solutions.items())


@pytest.mark.parametrize(
    ("flow", "mode"),
    [
        (SOFTMAX, "maj-maj"),
        (SHIFTED, "min-min"),
        (SCALED, "maj-maj"),
        (DECAYS, "maj-min"),
        (SIZES, "maj-min"),
        (MEANS, "maj-min"),
    ],
)
def test_the_proof_checker_knows_all_names(flow: Flow, mode: str) -> None:
    read_statement(read_flow(LearningTime(mode, sp.S.One, flow)).statement)
    read_statement(read_flow(Terminal(mode, sp.S.One, flow)).statement)


def test_decay_takes_its_part_of_each_length() -> None:
    plain, lowered = (read("maj-min", flow) for flow in (Flow(), DECAYS))
    assert lowered.lets.items() > {DECAY: sp.Rational(1, 3)}.items()
    for y, (field, _) in lowered.solutions.items():
        assert sp.expand(field - plain.solutions[y][0] + DECAY * y) == 0


@pytest.mark.parametrize("flow", [SOFTMAX, SHIFTED, LOWERED])
def test_probabilities_are_those_of_the_logits_and_move_with_them(flow: Flow) -> None:
    found, sizes, added = read("maj-maj", flow), (3, 2), flow.shift
    x, h, p, q, margins, shared = (
        numbered(name, 2) for name in ("x", "h", "p", "q", "margins", "shared")
    )
    point = {y: value.evalf() for y, value in found.lets.items()} | {delta: sp.Rational(1, 3)}
    point |= {y: start.subs(point).evalf() for y, (_, start) in found.solutions.items()}
    rates = {y: field.subs(point) for y, (field, _) in found.solutions.items()}
    assert [point[y] for y in (W, *x)] == pytest.approx([exp(-1 / 3)] * 3)
    # features start along the targets, of length 1
    assert sum(point[y] ** 2 for y in h) == pytest.approx(exp(-2 / 3))
    for i, (m, n) in enumerate((sizes, sizes[::-1])):
        near = margins[i] * x[i] ** 2
        far = near - near / m + shared[i] * W * h[i] + added[i] - added[1 - i]
        raised = exp(flow.margin[i] - near), exp(flow.margin[i] - far)
        total = 1 + (m - 1) * raised[0] + n * raised[1]
        for y, share in ((p[i], raised[0] / total), (q[i], raised[1] / total)):
            moved = [sp.diff(share, z).subs(point) * rates[z] for z in (W, x[i], h[i])]
            assert point[y] == pytest.approx(share.subs(point))
            assert rates[y] == pytest.approx(sum(moved))
    for group, mode in enumerate(("maj-maj", "min-min")):
        assert read(mode, flow).beta == margins[group] * x[group] ** 2


def test_factors_of_two_sizes_stay_apart_and_are_logistic_where_they_are_equal() -> None:
    found = read("maj-min", SIZES)
    assert [start for _, start in found.solutions.values()] == [
        a * exp(-delta) for a in list(found.lets)[2:]
    ]
    assert list(found.lets.values())[2:] == [3, 2]
    assert motion(found, W**2 - Y**2).equals(0)
    sigma, rate = list(found.lets)[:2]
    beta = found.beta
    assert (beta - W * Y / sigma).equals(0)
    assert (motion(found, beta) - 2 * rate * beta * (1 - beta)).subs(W, Y).equals(0)
    assert (found.error - sigma**2 * (1 - beta) ** 2).equals(0)


def test_features_start_along_the_data_where_there_are_class_means() -> None:
    found = read("maj-min", MEANS)
    starts = [start.subs(found.lets) for _, start in found.solutions.values()]
    assert starts[0] == exp(-delta)
    assert sum(x**2 for x in starts[1:]).equals(exp(-2 * delta))
    lengths = sp.sqrt(spectra.R * (spectra.R + 4)), sp.sqrt(5)
    assert (starts[1] / starts[2]).equals(lengths[0] / lengths[1])


def test_a_mode_with_decay_exists_where_it_outgrows_it() -> None:
    decay = sp.Symbol("lambda", positive=True)
    found = mode_exists(LearningTime("min-min", sp.S.One, Flow(gamma=0, decay=decay)))
    assert sp.Lt(decay, 1, evaluate=False) in found
    assert mode_exists(LearningTime("min-min", sp.S.One, Flow())) == found[:1]


def test_the_ansatz_is_read_for_centred_labels_only() -> None:
    assert read_invariance(Invariance("min-min", Flow())).statement["goal"][0] == "matrices"
    with pytest.raises(UnreadableError, match="ansatz"):
        read_invariance(Invariance("maj", Flow(targets="one-hot")))
