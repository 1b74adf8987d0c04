"""That margins over the other group grow beyond every level, for groups of any sizes."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

import proofs
import spectra
from proofs import Claim, Flow, Terminal, Verdict
from spectra import R, gamma, k

MANY, MORE = (sp.Symbol(name, integer=True, positive=True) for name in ("m_1", "m_2"))
MIXED = {
    "k classes": Flow(gamma=gamma, loss="cross-entropy"),
    "any sizes": Flow(spectra.groups((MANY, MORE), (R, 1)), gamma=gamma, loss="cross-entropy"),
    "one and any": Flow(spectra.groups((1, MANY), (R, 1)), gamma=gamma, loss="cross-entropy"),
    "one and one": Flow(spectra.groups((1, 1), (R, 1)), gamma=gamma, loss="cross-entropy"),
}


def verdict(said: Any, *assume: Any) -> Verdict:
    return proofs.check([Claim("it", said, "a test", assume=assume)]).verdicts["it"]


@pytest.mark.parametrize("flow", MIXED.values(), ids=MIXED)
@pytest.mark.parametrize("of", ["strength", "added"])
def test_margins_grow_whether_or_not_a_group_has_a_single_class(flow: Flow, of: Any) -> None:
    assert verdict(Terminal("maj-min", sp.oo, flow, of=of)) is Verdict.PROVED
    assert verdict(Terminal("maj-min", 1, flow, of=of)) is Verdict.REFUTED


def test_so_they_do_from_four_classes_on() -> None:
    flow = MIXED["k classes"]
    assert verdict(Terminal("maj-min", sp.oo, flow), sp.Ge(k, 4)) is Verdict.PROVED
    assert verdict(Terminal("maj-min", 5, flow), sp.Ge(k, 4)) is Verdict.REFUTED
