"""Cross-entropy that changes logits: what is known of its times, and what is refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from needed import more
from sample_flow import sample_flow
from scipy.integrate import solve_ivp
from sympy import Rational
from sympy.printing.str import StrPrinter
from verdicts import evidence, verdict

import spectra
from numerics import FlowProblem
from proofs import Conserved, Flow, LearningTime, Verdict
from proofs.claims.mode_constants import mode as constants
from proofs.errors import ClaimError
from proofs.reader.mode_equations import equations
from spectra import R, delta, k

SHIFT, SCALE, MARGIN = ((Rational(7, 10), Rational(-2, 5)), (1, Rational(1, 2)),
                        (Rational(1, 4), 1))  # fmt: skip
ENTROPY = Flow(gamma=0, loss="cross-entropy", shift=SHIFT)
SCALED = Flow(gamma=0, loss="cross-entropy", shift=SHIFT, logit_scale=SCALE)
CHANGES: list[dict[str, Any]] = [
    {"shift": SHIFT},
    {"logit_scale": SCALE},
    {"margin": MARGIN},
    {"shift": SHIFT, "logit_scale": SCALE, "margin": MARGIN},
]


@pytest.mark.parametrize("mode", ["maj-maj", "maj-min", "min-min"])
@pytest.mark.parametrize("changes", CHANGES, ids=lambda x: " ".join(x))
def test_the_equations_are_those_of_all_samples(mode: str, changes: dict[str, Any]) -> None:
    plainly = FlowProblem(4, 3, 2.0, gamma=0, loss="cross-entropy")
    times = np.linspace(0.5, 6, 5)
    numbers: dict[str, Any] = {name: tuple(map(float, pair)) for name, pair in changes.items()}
    full = sample_flow(replace(plainly, **numbers), times)
    flow = Flow(gamma=0, loss="cross-entropy", **changes)

    def margin(logits: Any) -> Any:
        """Of the logits times their factors, without what is added to them."""
        logits = logits * np.repeat(np.array(flow.logit_scale, float), 2)[:, None]
        first, last = (int(np.flatnonzero(full.labels == c)[0]) for c in (0, 2))
        if mode == "maj-min":
            sides = (
                logits[:, 0, first] - logits[:, 2, first],
                logits[:, 2, last] - logits[:, 0, last],
            )
            return np.minimum(*sides)
        column, c = (first, 0) if mode == "maj-maj" else (last, 2)
        return logits[:, c, column] - logits[:, c + 1, column]

    found = equations(LearningTime(mode, sp.S.One, flow))
    at = {k: 4, R: 3, delta: 2}
    lets = {name: x.subs(at) for name, x in found.lets.items()}
    ys = list(found.solutions)
    fields, starts = zip(*found.solutions.values(), strict=True)
    field = sp.lambdify([ys], [f.subs(lets) for f in fields])
    start = [float(x.subs(lets).subs(at)) for x in starts]
    run = solve_ivp(lambda _, y: field(y), (0, 6), start, t_eval=times, rtol=1e-11, atol=1e-13)
    observed = sp.lambdify([ys], found.beta.subs(lets))
    reduced = [observed(y) for y in run.y.T]
    assert margin(full.logits) == pytest.approx(reduced, rel=1e-6)
    plain = margin(sample_flow(plainly, times).logits)
    assert abs(plain - margin(full.logits)).max() > 1e-3


def test_candidates_for_the_time_between_groups_are_those_of_spectra() -> None:
    """At R = 9 a mode within a group comes first; with large factors of minorities maj-min does."""
    for scale, count, place in (((1, 1), R, 0), ((1, 4), 1, 2)):
        flow = Flow(gamma=0, loss="cross-entropy", shift=(sp.log(count), 0), logit_scale=scale)
        found = constants("maj-min", flow)
        options = (found.rate, found.leading, *found.sooner)
        shift = sp.log(9 if count == R else 1), 0
        named = {"loss": "cross-entropy", "shift": shift, "logit_scale": scale}
        wanted = spectra.learning_times(spectra.step(4, 9), 0, **named)["maj-min"]  # type: ignore[arg-type]
        assert float((1 / options[place]).subs({R: 9, k: 4})) == pytest.approx(float(wanted))


OWN = sp.Symbol("a", positive=True)
FIRST = (k - 1 + sp.exp(-OWN)) / k


@pytest.mark.parametrize(
    ("mode", "exponent", "margins", "time"),
    [
        ("min-min", sp.S.Half, (0, OWN), FIRST / sp.sqrt(R + 1)),
        *more(
            ("maj-maj", 0, (OWN, OWN), FIRST / sp.sqrt(R)),
            ("min-min", 1, (OWN, OWN), FIRST / (R + 1)),
            ("maj-maj", sp.S.Half, (OWN, OWN), FIRST / sp.sqrt(R + 1)),
        ),
    ],
)
def test_what_is_fastest_with_margins_is_learned_at_its_rate(
    mode: str, exponent: sp.Expr, margins: tuple[Any, Any], time: sp.Expr
) -> None:
    said = LearningTime(mode, time, Flow(gamma=exponent, loss="cross-entropy", margin=margins))
    assert verdict(said, (sp.Ge(R, 1),)) is Verdict.PROVED
    later = replace(said, expr=time * sp.Rational(1001, 1000))
    assert verdict(later, (sp.Ge(R, 1),)) is Verdict.REFUTED


@pytest.mark.parametrize("power", [sp.Rational(1, 4), *more((sp.Rational(1, 3),), (sp.S.Half,))])
def test_margins_that_fall_with_counts_let_majorities_come_first(power: sp.Rational) -> None:
    share = OWN * R**-power
    flow = Flow(gamma=0, loss="cross-entropy", margin=(share, OWN))
    said = LearningTime("maj-maj", FIRST.subs(OWN, share) / sp.sqrt(R), flow)
    assert verdict(said, (sp.Ge(R, 1),)) is Verdict.PROVED
    assert verdict(replace(said, expr=FIRST / sp.sqrt(R)), (sp.Gt(R, 1),)) is Verdict.REFUTED


def test_at_any_level_of_its_margin() -> None:
    level = sp.Symbol("ell", positive=True)
    flow = Flow(gamma=0, loss="cross-entropy", margin=(OWN, OWN))
    said = LearningTime("maj-maj", FIRST / sp.sqrt(R), flow, level=level)
    assert verdict(said, (sp.Ge(R, 1), sp.Lt(level, 1))) is Verdict.PROVED


@pytest.mark.parametrize(
    ("mode", "time", "more"),
    [
        ("min-min", FIRST, {"margin": (OWN, OWN)}),
        ("maj-maj", 1 / sp.sqrt(R), {"margin": (-1, -1)}),
        ("maj-maj", FIRST / sp.sqrt(R), {"margin": (OWN, OWN), "logit_scale": (2, 1)}),
        ("maj-maj", FIRST / sp.sqrt(R), {"margin": (OWN, OWN), "shift": (1, 0)}),
    ],
    ids=["later", "negative", "factors", "shifts"],
)
def test_what_no_proof_is_known_of_is_neither_proved_nor_refuted(
    mode: str, time: sp.Expr, more: dict[str, Any]
) -> None:
    flow = Flow(gamma=0, loss="cross-entropy", **more)
    said = LearningTime(mode, time, flow)
    assert verdict(said, (sp.Gt(R, 1),)) is Verdict.UNDECIDED


def test_a_mode_that_margins_move_is_not_decided_but_compared_with_numbers() -> None:
    flow = Flow(gamma=0, loss="cross-entropy", margin=(0, 1))
    said = LearningTime("maj-min", sp.S.One, flow)
    assert verdict(said, (sp.Ge(R, 1), sp.Ge(k, 4))) is Verdict.UNDECIDED
    assert "lim T/δ is claimed" in evidence(said)[-1].detail


def test_what_sums_to_zero_are_columns_divided_by_the_factors() -> None:
    W, _ = SCALED.factors
    half = sp.OneMatrix(1, k / 2)
    weighted = sp.BlockMatrix([[half, 2 * half]])
    assert verdict(Conserved(weighted * W, SCALED)) is Verdict.PROVED
    assert verdict(Conserved(sp.OneMatrix(1, k) * W, SCALED)) is not Verdict.PROVED
    assert verdict(Conserved(sp.OneMatrix(1, k) * ENTROPY.W, ENTROPY)) is Verdict.PROVED


def test_what_holds_for_all_residuals_is_conserved_and_nothing_else_is_refuted() -> None:
    W, H = ENTROPY.factors
    assert verdict(Conserved(W.T * W - H * H.T, ENTROPY)) is Verdict.PROVED
    assert verdict(Conserved(W.T * W, ENTROPY)) is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"shift": (1, 0), "loss": "squared"}, "cross-entropy"),
        ({"shift": (1, 2, 3)}, "of one group"),
        ({"shift": 1}, "of one group"),
        ({"shift": (sp.I, 0)}, "real numbers"),
        ({"shift": (1, 0), "imbalance": spectra.groups((2, 2, 2), (4, 2, 1))}, "3 groups"),
        ({"logit_scale": (1, 0)}, "positive"),
        ({"margin": (1,)}, "of one group"),
        ({"margin": (0, 1), "init": "random"}, "margin with init"),
    ],
)
def test_shifts_without_a_meaning_are_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ClaimError, match=words):
        Flow(**{"gamma": 0, "loss": "cross-entropy", **more})


def test_a_shift_is_said_with_the_flow() -> None:
    assert ENTROPY.said(StrPrinter()) == "cross-entropy, logits shifted by 7/10 and -2/5"
    other = Flow(gamma=0, loss="cross-entropy", logit_scale=SCALE, margin=MARGIN)
    assert other.said(StrPrinter()).endswith("logits times 1 and 1/2, margins of 1/4 and 1")
