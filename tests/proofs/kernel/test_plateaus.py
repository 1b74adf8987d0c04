"""What is learned at t = τδ, as δ → ∞: what is proved, what is not, and what each part of a proof is needed for."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from kernel_objects import Object, claiming, stopped_by_one_condition
from needed import drawn, more

import proofs
from numerics import FlowProblem, limit_times, solve
from proofs import ClaimError, Flow, Plateau, Terminal, gt, lt
from proofs.claims.mode_constants import mode
from proofs.kernel import Rejected, check, digest
from proofs.provers.finders.kinds import find_claim
from proofs.reader.claims import read_claim
from proofs.reader.mode_equations import H1, H2, K1, K2, T1, T2, W, equations
from proofs.reader.scalars import UnreadableError
from spectra import ClassMeans, PerLevel, R, Weights, delta, gamma, groups, k, t

tau, a, b, lam, s, noise = sp.symbols("tau a b lambda s tau_0", positive=True)
MEANS = Flow(gamma=gamma, data=ClassMeans(s, noise))
TIME = 1 / mode("maj-min", MEANS).leading
MIDDLE, HALF = sp.sqrt(2 / (R + 1)), sp.Rational(1, 2)


def two_groups() -> tuple[Weights, sp.Expr]:
    """Return any weights of two groups of any sizes and counts, and when their maj-min is learned."""
    m1, m2, n1, n2 = sp.symbols("m_1 m_2 n_1 n_2", integer=True, positive=True)
    weighted = Weights(groups([m1, m2], [n1, n2]), PerLevel(("maj", "min"), (a, b)))
    return weighted, sp.sqrt((m1 + m2) / (m2 * n1 * a**2 + m1 * n2 * b**2))


ANY, ANY_TIME = two_groups()
SCALES, DECAY = Flow(gamma=0, scales=(a, b)), Flow(gamma=0, decay=lam)
ENTROPY = Flow(gamma=0, loss="cross-entropy")
THREE = Flow(imbalance=groups((2, 3, 4), (9, 4, 1)), gamma=0, loss="cross-entropy")
CROSSING = 1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R)
KNOWN: list[tuple[Plateau, tuple[Any, ...], str]] = [
    (Plateau("min-min", 0, "erm", at=HALF), (), "PROVED"),
    (Plateau("min-min", 1, "erm", at=HALF), (), "REFUTED"),
    (Plateau("min-min", 1, "erm", at=2), (), "PROVED"),
    (Plateau("min-min", HALF, "erm", at=2), (), "REFUTED"),
    (Plateau("min-min", 0, "erm", at=0), (), "PROVED"),
    (Plateau("maj-maj", 0, "erm", of="error", at=tau), (gt(tau * sp.sqrt(R), 1),), "PROVED"),
    (Plateau("maj-maj", 1, "erm", of="error", at=tau), (gt(tau * sp.sqrt(R), 1),), "REFUTED"),
    (Plateau("maj-min", 0, "erm", at=tau), (lt(tau, MIDDLE),), "PROVED"),
    (Plateau("maj-min", 1, "erm", at=tau), (gt(tau, MIDDLE),), "PROVED"),
    (Plateau("maj-min", 0, "erm", at=tau), (gt(tau, MIDDLE),), "REFUTED"),
    (Plateau("maj-min", 0, "erm", of="error", at=tau), (gt(tau, MIDDLE),), "PROVED"),
    (Plateau("maj-min", 0, ANY, at=tau), (lt(tau, ANY_TIME),), "PROVED"),
    (Plateau("maj-min", 1, ANY, at=tau), (gt(tau, ANY_TIME),), "PROVED"),
    (Plateau("maj-min", 0, MEANS, at=TIME / 2), (), "PROVED"),
    (Plateau("maj-min", 1, MEANS, at=2 * TIME), (), "PROVED"),
    (Plateau("maj-min", 0, MEANS, of="error", at=tau), (gt(tau, TIME),), "PROVED"),
    (Plateau("maj-maj", 0, SCALES, at=tau), (lt(tau * sp.sqrt(R), 1),), "PROVED"),
    (Plateau("maj-maj", 1, SCALES, at=tau), (gt(tau * sp.sqrt(R), 1),), "PROVED"),
    (Plateau("maj-maj", 0, SCALES, of="error", at=tau), (gt(tau * sp.sqrt(R), 1),), "PROVED"),
    (Plateau("min-min", 1, DECAY, at=tau), (lt(lam, 1), gt(tau * (1 - lam), 1)), "PROVED"),
    (Plateau("min-min", 1, DECAY, at=1), (lt(lam, 1),), "REFUTED"),
    (Plateau("maj-min", 1, Flow(gamma=0, decay=HALF), at=5), (sp.Eq(R, 10),), "PROVED"),
    (Plateau("maj-min", 0, "rw", "projected", at=1 / sp.sqrt(R + 1)), (gt(R, 1),), "PROVED"),
    (Plateau("maj-min", 0, "rw", at=tau), (lt(tau, 0),), "VACUOUS"),
    (Plateau("min-min", 0, ENTROPY, at=HALF), (), "PROVED"),
    (Plateau("min-min", 1, ENTROPY, at=HALF), (), "REFUTED"),
    (Plateau("g2-g2", 0, THREE, at=sp.Rational(1, 3)), (), "PROVED"),
]  # fmt: skip


DEAR = Plateau("maj-min", 0, ENTROPY, at=tau), (gt(R, 1), sp.Ge(k, 4), lt(tau, CROSSING)), "PROVED"


@pytest.mark.parametrize(("said", "conditions", "verdict"), [*KNOWN, *more(DEAR)])
def test_what_is_learned_by_a_time(
    said: Plateau, conditions: tuple[Any, ...], verdict: str
) -> None:
    found = find_claim(said, conditions)
    assert found is not None
    assert check(found).verdict == verdict


@pytest.mark.parametrize(
    ("said", "conditions"),
    [
        (Plateau("maj-min", 1, "erm", at=MIDDLE), ()),
        (Plateau("min-min", 0, "erm", at=1), ()),
        (Plateau("min-min", 0, ENTROPY, at=2), ()),
        (Plateau("min-min", 0, "erm", at=sp.Symbol("x", real=True)), (lt(sp.Symbol("x", real=True), HALF),)),
    ],
)  # fmt: skip
def test_at_the_time_itself_and_before_the_start_nothing_is_decided(
    said: Plateau, conditions: tuple[Any, ...]
) -> None:
    assert find_claim(said, conditions) is None


@drawn(5, 30)
@given(st.floats(0, 1), st.floats(1, 30), st.integers(2, 4), st.booleans())
def test_numbers_tend_to_what_is_proved(
    exponent: float, ratio: float, half: int, late: bool
) -> None:
    """At 0.7 and 1.4 of its time a strength is nearer to 0 or 1 for δ = 120 than for δ = 60, and near."""
    far = []
    for scale in (60, 120):
        problem = FlowProblem(2 * half, ratio, scale, exponent)
        times = (1.4 if late else 0.7) * scale * np.array(limit_times(problem))
        found = np.diag(solve(problem, times, estimate=False).beta)
        far.append(abs(found - late))
    assert (far[1] <= far[0] + 1e-9).all()
    assert (far[1] < 1e-3).all()


# the kernel -------------------------------------------------------------------------------------------


@cache
def before() -> Object:
    found = find_claim(Plateau("maj-min", 0, "erm", at=tau), (lt(tau, MIDDLE),))
    assert found is not None
    return found


@cache
def after() -> Object:
    found = find_claim(Plateau("min-min", 1, "erm", at=2))
    assert found is not None
    return found


def changed(**parts: Any) -> Object:
    return copy.deepcopy(before()) | parts


def said(**parts: Any) -> Object:
    """Return the proof of another statement."""
    other = before()["statement"] | parts
    return copy.deepcopy(before()) | {"statement": other, "hash": digest(other)}


DECLARED = before()["statement"]["variables"]
NEAR = 'fact(distance - gap, ">="), fact(distance + gap, ">=")'
CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a δ that does not grow": (
        'ensure("<" not in sign, f"{name} is declared {sign} 0, and does not grow")', "pass", "does not grow",
        said(variables=DECLARED | {"delta": ["real", "<="]}),
    ),
    "a δ that is bounded": (
        'ensure(met, f"something is assumed of {name}")', "pass", "assumed of delta",
        said(assume=[*before()["statement"]["assume"], ["<", "delta", "5"]]),
    ),
    "another value": (f"within = All(({NEAR}))", "within = All()", "near the value", claiming(before(), "1/1000")),
    "nothing near": (f"within = All(({NEAR}))", "within = All()", "near the value", changed(by=[])),
    "not above": (
        NEAR, 'fact(distance - gap, ">="), fact(distance, ">")', "near the value",
        changed(by=[before()["by"][0], before()["y"] + ".sign"]),
    ),
    "not below": (
        NEAR, 'fact(distance + gap, ">="), fact(distance, ">")', "near the value",
        changed(by=[before()["by"][1], before()["y"] + ".sign"]),
    ),
    "a time before the start": (
        'inner.require(data["positive"], fact(moment, ">="), "that it is not before the start")',
        "pass", "not before the start", changed(positive=[]),
    ),
    "a solution that may end": (
        "flow.see_bounded(scope, data[\"bounds\"])", "pass", "is bounded",
        changed(bounds={n: part | {"from": []} for n, part in before()["bounds"].items()}),
    ),
    "the same value again": (
        "scope.poly(shown_limit(scope, data, value))", "scope.poly(value)", "may be the one claimed",
        changed(verdict="REFUTED", true="0"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("ends.py", *CONDITIONS[name])


@pytest.mark.parametrize("threshold", ["delta", "y", "t"])
def test_what_delta_exceeds_does_not_know_delta_nor_the_solution(threshold: str) -> None:
    (label,) = after()["beyond"]
    found = copy.deepcopy(after()) | {"beyond": {label: threshold}}
    with pytest.raises(Rejected, match="not known here"):
        check(found)


def test_the_value_does_not_know_how_near_it_is() -> None:
    found = copy.deepcopy(after())
    with pytest.raises(Rejected, match="is no number"):
        check(found | {"verdict": "REFUTED", "true": found["y"]})


def test_the_time_does_not_know_delta() -> None:
    goal = list(after()["statement"]["goal"])
    goal[-3] = ["*", "2", "delta"]
    statement = after()["statement"] | {"goal": goal}
    found = copy.deepcopy(after()) | {"statement": statement, "hash": digest(statement)}
    with pytest.raises(Rejected, match="variable"):
        check(found)


def test_what_is_shown_at_the_time_is_not_carried_along() -> None:
    found = copy.deepcopy(before())
    stays = next(step for step in found["along"] if step["rule"] == "stays")
    found["late"] = [stays | {"name": "again"}, *found["late"]]
    with pytest.raises(Rejected, match="at one time only"):
        check(found)


# claims -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "match"),
    [
        ({"at": -1}, "at is -1; give a time over δ"),
        ({"at": sp.I}, "at is I; give a time over δ"),
        ({"at": sp.oo}, "at is oo"),
        ({"at": 2 * delta}, "at contains delta"),
        ({"at": 1, "expr": sp.exp(-t)}, "expr contains t"),
        ({"at": 1, "of": "loss"}, "of is 'loss'"),
        ({"at": 1, "weighting": Flow(depth=3)}, "3 factors"),
        ({"at": 1, "mode": "max-min"}, "mode is 'max-min'"),
    ],
)
def test_what_cannot_be_said_is_refused_by_name(parts: dict[str, Any], match: str) -> None:
    with pytest.raises(ClaimError, match=match):
        Plateau(**{"mode": "maj-min", "expr": 1} | parts)  # type: ignore[arg-type]


def test_what_is_not_known_is_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableError, match="no condition on δ"):
        read_claim(Plateau("maj-min", 1, at=2), (gt(delta, 3),))
    with pytest.raises(UnreadableError, match="no condition on t"):
        read_claim(Plateau("maj-min", 1, at=2), (gt(t, 3),))
    with pytest.raises(UnreadableError, match="an error is known"):
        read_claim(Plateau("maj-maj", 0, MEANS, of="error", at=2))


def test_a_flow_without_proof_is_compared_with_numbers() -> None:
    said = [
        proofs.claim("random", Plateau("maj-min", 1, Flow(gamma=0, init="random"), at=2), source="here"),
        proofs.claim("margin", Plateau("min-min", 1, Flow(gamma=0, loss="cross-entropy"), at=2), source="here"),
    ]  # fmt: skip
    found = proofs.check(said)
    assert set(found.verdicts.values()) == {"UNDECIDED"}
    for result in found.results:
        assert "and δ = 100 is claimed to be 1, computed" in result.evidence[-1].detail


def test_texts() -> None:
    said = Plateau("min-min", 0, "erm", at=HALF)
    assert sp.sstr(said) == "β → 0 at t/δ = 1/2 as δ → ∞ for min-min of the ERM full flow"
    assert sp.latex(said).endswith(r"(\frac{\delta}{2}) = 0")
    assert sp.latex(Plateau("min-min", 0, of="error", at=2)).startswith(
        r"\lim_{\delta \to \infty} E^"
    )


def test_an_error_with_class_means_is_the_distance_of_logits_from_labels() -> None:
    """Of features divided by √κ, and targets too: Σκᵢ(tᵢ/√κᵢ - whᵢ/√κᵢ)² = Σ(tᵢ - whᵢ)²."""
    found = equations(Terminal("maj-min", sp.S.Zero, MEANS, of="error"))
    at = {
        K1: 4,
        K2: 9,
        T1: sp.Rational(3, 2),
        T2: sp.Rational(5, 3),
        H1: sp.Rational(1, 2),
        H2: sp.Rational(2, 3),
    }
    assert found.error.subs(at | {W: 7}) == (3 - 7) ** 2 + (5 - 2 * 7) ** 2
    data = ClassMeans(s, noise)
    assert [found.lets[K1], found.lets[K2]] == [data.kappa(R), data.kappa(1)]
    assert found.lets[T1] ** 2 * found.lets[K1] == R / 2


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (Plateau("maj-min", 0, "erm", at=sp.Rational(1, 10)), "REFUTED"),
        (Plateau("maj-maj", 0, "erm", at=sp.Rational(1, 10)), "REFUTED"),
        (Plateau("maj-maj", 0, "erm", at=HALF), "REFUTED"),
        (Plateau("maj-maj", 1, "erm", at=HALF), "REFUTED"),
        (Plateau("min-min", 0, "erm", at=HALF), "PROVED"),
    ],
)
def test_a_plateau_is_looked_at_where_its_time_has_come_and_where_it_has_not(
    said: Plateau, verdict: str
) -> None:
    """For maj-maj, 1/10 is after 1/√R from R = 100 on only."""
    assert proofs.check([proofs.claim("it", said, source="here")]).verdicts["it"] == verdict
