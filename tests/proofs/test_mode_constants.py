"""What the equations of a mode contain: rates, margins, starts and decay."""

from dataclasses import fields

import pytest
import sympy as sp
from sympy import Expr, Lt, Rational, Symbol, sqrt

import spectra
from proofs import (
    ClaimError,
    Flow,
)
from proofs.claims.flow import CHOICES
from proofs.claims.flow_targets import NAMES
from proofs.claims.mode_constants import EQUATIONS, asked, mode
from spectra import ClassMeans, R, gamma

LAM, S, TAU = (Symbol(name, positive=True) for name in ("lambda", "s", "tau"))
ERM = Flow(gamma=0, decay=LAM)
THREE = spectra.groups((3, 2, 2), (4, 2, 1))
A, B = sp.symbols("a b", positive=True)
MIXED = spectra.groups([2, 3], [7, 5])
UNKNOWN = "no equation of"


@pytest.mark.parametrize(
    ("flow", "name", "wanted"),
    [
        (Flow(gamma=1, scales=(A, B)), "maj-maj", {"sigma": sqrt(R), "rate": (R + 1) / sqrt(R)}),
        (Flow(gamma=0, scales=(A, A)), "maj-maj", {"sigma": sqrt(R) / A**2, "leading": sqrt(R)}),
        (ERM, "min-min", {"sigma": 1 - LAM, "rate": 1 - LAM, "leading": 1 - LAM}),
        (Flow(gamma=0, loss="cross-entropy"), "maj-maj", {"margins": (1 / sqrt(R), 1), "group": 0}),
        (
            Flow(MIXED, gamma=0, loss="cross-entropy", data=ClassMeans(1, 2)),
            "min-min",
            # κ = 11 of seven samples and 9 of five; the other group has 3 and 2 classes
            {
                "margins": (sqrt(Rational(11, 7)), 3 / sqrt(5)),
                "rate": 3 * sqrt(5),
                "start": (sqrt(Rational(77, 107)), sqrt(Rational(30, 107))),
                "shared": (sqrt(Rational(55, 21)) / 2, sqrt(Rational(9, 2)) / 3),
            },
        ),
    ],
)
def test_the_constants_of_a_mode(flow: Flow, name: str, wanted: dict[str, object]) -> None:
    found = mode(name, flow)
    for part, value in wanted.items():
        known = found.softmax.get(part) or getattr(found, part)
        sides = (x if isinstance(x, tuple) else (x,) for x in (known, value))
        assert all(sp.simplify(x - y) == 0 for x, y in zip(*sides, strict=True)), part


@pytest.mark.parametrize(
    ("flow", "name", "message"),
    [
        (Flow(depth=3), "maj-min", UNKNOWN),
        (Flow(gamma=0, init="random"), "maj-maj", UNKNOWN),
        (Flow(gamma=0, decay=(LAM, S)), "maj-maj", UNKNOWN),
        (Flow(gamma=0, scales=(A, B), decay=LAM), "maj-maj", UNKNOWN),
        (Flow(gamma=0, scales=(A, B), data=ClassMeans(S, TAU)), "maj-maj", UNKNOWN),
        (Flow(decay=LAM, scales=(A, A)), "maj-min", UNKNOWN),
        (Flow(gamma=0, scales=(A, A), data=ClassMeans(S, TAU)), "maj-min", UNKNOWN),
        (Flow(decay=LAM, data=ClassMeans(S, TAU)), "maj-min", UNKNOWN),
        (Flow(decay=LAM, init="random"), "maj-min", UNKNOWN),
        (Flow(THREE, gamma=1), "between-1", UNKNOWN),
        (Flow(gamma=0, decay=LAM, data=ClassMeans(S, TAU)), "maj-min", UNKNOWN),
        (Flow(spectra.groups([1, 3], [5, 1])), "maj-maj", "its group has a single class"),
    ],
)
def test_a_mode_without_a_known_equation_says_so(flow: Flow, name: str, message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        mode(name, flow)


KNOWN = (
    (Flow(gamma=0, targets=[[2, 1], [0, 1]]), "mode 1"),
    (Flow(loss="cross-entropy"), "maj-min"),
    (Flow(THREE, gamma=1, loss="cross-entropy"), "g1-g1"),
    (Flow(data=ClassMeans(S, TAU)), "maj-min"),
    (Flow(data=ClassMeans(S, TAU), decay=LAM), "maj-maj"),
    (Flow(targets="frequency"), "maj-min"),
    (Flow(targets="frequency", gamma=0, decay=LAM), "maj-min"),
    (Flow(decay=LAM), "maj-min"),
    (Flow(gamma=0, depth=3), "maj-min"),
    (Flow(depth=3), "min-min"),
    (Flow(gamma=0, scales=(A, B)), "maj-min"),
    (Flow(scales=(A, B)), "min-min"),
    (Flow(gamma=0, init="balanced"), "maj-min"),
    (Flow(gamma=0, init="balanced", targets="one-hot"), "min"),
)


@pytest.mark.parametrize(("flow", "name"), KNOWN)
def test_a_parameter_that_no_equation_names_is_refused(
    flow: Flow, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mode(name, flow)
    changed = {**flow.changed, "novelty": 1}
    monkeypatch.setattr(Flow, "changed", property(lambda _: changed))
    mode.cache_clear()
    with pytest.raises(ClaimError, match=f"{UNKNOWN} {name} is known.*without novelty$"):
        mode(name, flow)


def test_these_are_all_equations_and_they_speak_of_what_can_be_asked() -> None:
    wanted = [asked(name, flow) for flow, name in KNOWN]
    used = [next(i for i, (_, x, y) in enumerate(EQUATIONS) if x <= a <= x | y) for a in wanted]
    assert sorted(set(used)) == list(range(len(EQUATIONS)))
    words = {x.name for x in fields(Flow)} | {
        f"{x}={y}" for x, known in {**CHOICES, "targets": NAMES}.items() for y in known
    }
    said = set().union(*(x | y for _, x, y in EQUATIONS))
    others = {"unequal weights", "one group", "more than two groups", "a mode between groups"}
    assert said - words == {*others, "two sizes"}


@pytest.mark.parametrize("exponent", [Rational(1, 2), gamma])
def test_a_plain_flow_is_that_of_its_weights(exponent: Expr) -> None:
    for name in ("maj-maj", "maj-min"):
        assert mode(name, Flow(gamma=exponent)) == mode(name, exponent)


def test_what_decay_has_to_meet_stays_a_relation_of_numbers() -> None:
    (kept,) = mode("min-min", Flow(gamma=0, decay=Rational(1, 2))).exists
    assert kept == Lt(Rational(1, 2), 1, evaluate=False)
    assert kept != sp.true


@pytest.mark.parametrize("decay", [sp.S.One, Rational(1, 2), LAM])
def test_where_weights_differ_the_mode_between_groups_turns_under_any_decay(decay: Expr) -> None:
    assert mode("maj-min", Flow(decay=decay)).decay[0] == decay
    assert not mode("maj-min", Flow(decay=decay, gamma=0)).decay
    assert not mode("maj-min", Flow()).decay
