"""Cross-entropy with numbers added to logits: what is known of its times, and what is refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp
from sample_flow import sample_flow
from scipy.integrate import solve_ivp
from sympy import Rational
from sympy.printing.str import StrPrinter
from verdicts import evidence, verdict

import spectra
from numerics import FlowProblem
from proofs import Conserved, Flow, LearningTime, Verdict
from proofs.errors import ClaimError
from proofs.reader.flows import equations
from spectra import R, delta, k

SHIFT = (Rational(7, 10), Rational(-2, 5))
ENTROPY = Flow(gamma=0, loss="cross-entropy", shift=SHIFT)


@pytest.mark.parametrize(("mode", "group"), [("maj-maj", 0), ("min-min", 1)])
def test_the_equations_are_those_of_all_samples(mode: str, group: int) -> None:
    plainly = FlowProblem(4, 3, 2.0, gamma=0, loss="cross-entropy")
    times = np.linspace(0.5, 6, 5)
    full = sample_flow(replace(plainly, shift=tuple(map(float, SHIFT))), times)
    column = int(np.flatnonzero(full.labels == 2 * group)[0])
    margin = full.logits[:, 2 * group, column] - full.logits[:, 2 * group + 1, column]
    found = equations(LearningTime(mode, sp.S.One, ENTROPY))
    at = {k: 4, R: 3, delta: 2}
    lets = {name: x.subs(at) for name, x in found.lets.items()}
    ys = list(found.solutions)
    fields, starts = zip(*found.solutions.values(), strict=True)
    field = sp.lambdify([ys], [f.subs(lets) for f in fields])
    start = [float(x.subs(lets).subs(at)) for x in starts]
    run = solve_ivp(lambda _, y: field(y), (0, 6), start, t_eval=times, rtol=1e-11, atol=1e-13)
    reduced = sp.lambdify([ys], found.beta.subs(lets))(run.y)
    assert margin == pytest.approx(reduced, rel=1e-6)
    plain = sample_flow(plainly, times).logits
    assert abs(plain[-1, 2 * group, column] - plain[-1, 2 * group + 1, column] - margin[-1]) > 1e-3


def test_no_time_is_known_of_the_mode_between_groups() -> None:
    said = LearningTime("maj-min", sp.S.One, ENTROPY)
    assert verdict(said) is Verdict.UNDECIDED
    assert "where logits are shifted" in evidence(said)[0].detail


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
        ({"shift": (1, 0), "imbalance": spectra.groups((2, 2, 2), (4, 2, 1))}, "two groups"),
    ],
)
def test_shifts_without_a_meaning_are_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ClaimError, match=words):
        Flow(**{"gamma": 0, "loss": "cross-entropy", **more})


def test_a_shift_is_said_with_the_flow() -> None:
    assert ENTROPY.said(StrPrinter()) == "cross-entropy, logits shifted by 7/10 and -2/5"
