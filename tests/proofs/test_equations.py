"""The equations that the proof checker is told of a mode, against the flow that numerics follows."""

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

import numerics
import spectra
from numerics import FlowProblem
from proofs import Flow, LearningTime
from proofs.reader.mode_equations import equations
from spectra import ClassMeans, R, delta

TIMES = np.linspace(0.5, 8, 6)
VALUES = {R: sp.Integer(10), delta: sp.Integer(2)}
GROUPS = spectra.groups((3, 2), (5, 2))
WEIGHTED = spectra.weights(GROUPS, omega=[1, sp.Rational(3, 2)])
DATA = ClassMeans(1, 2)
CLASSES = {"counts": (5, 5, 5, 2, 2), "weights": (1, 1, 1, 1.5, 1.5), "delta": 2}
STEP = {"k": 4, "R": 10, "delta": 2}


def strength(mode: str, flow: Flow) -> np.ndarray:
    found = equations(LearningTime(mode, sp.S.One, flow))
    fixed = {s: v.subs(VALUES | {spectra.k: 4}) for s, v in found.lets.items()}
    y = list(found.solutions)
    fields, start = zip(*found.solutions.values(), strict=True)
    f = sp.lambdify([y], [x.subs(fixed) for x in fields], "numpy")
    first = [float(x.subs(fixed).subs(VALUES)) for x in start]
    run = solve_ivp(lambda _, u: f(u), (0, 8), first, t_eval=TIMES, rtol=1e-11, atol=1e-13)
    return np.asarray(sp.lambdify([y], found.beta.subs(fixed), "numpy")(run.y))


@pytest.mark.parametrize("mode", ["maj-maj", "min-min"])
@pytest.mark.parametrize(
    ("flow", "problem"),
    [
        (Flow(gamma=1, loss="cross-entropy"), {**STEP, "gamma": 1}),
        (Flow(gamma=0, loss="cross-entropy", data=DATA), {**STEP, "gamma": 0, "data": DATA}),
        (Flow(GROUPS, WEIGHTED, "cross-entropy"), CLASSES),
    ],
)
def test_margins_under_cross_entropy(mode: str, flow: Flow, problem: dict[str, object]) -> None:
    solution = numerics.solve(FlowProblem(loss="cross-entropy", **problem), TIMES)  # type: ignore[arg-type]
    assert strength(mode, flow) == pytest.approx(solution.margins[mode], rel=1e-8)


def test_the_margin_beside_a_group_of_one_class() -> None:
    flow = Flow(spectra.groups((3, 1), (5, 2)), 0, "cross-entropy")
    problem = FlowProblem(counts=(5, 5, 5, 2), gamma=0, delta=2, loss="cross-entropy")
    true = numerics.solve(problem, TIMES).margins["maj-maj"]
    assert strength("maj-maj", flow) == pytest.approx(true, rel=1e-8)


@pytest.mark.parametrize(
    ("mode", "flow", "problem"),
    [
        ("maj-min", Flow(gamma=1, data=DATA), {"gamma": 1, "data": DATA}),
        ("min-min", Flow(gamma=1, scales=(1, 3)), {"gamma": 1, "scales": (1, 3)}),
        ("maj-min", Flow(gamma=0, scales=(2, 1)), {"gamma": 0, "scales": (2, 1)}),
        ("maj-maj", Flow(gamma=0, data=DATA), {"gamma": 0, "data": DATA}),
    ],
)
def test_strengths(mode: str, flow: Flow, problem: dict[str, object]) -> None:
    asked = FlowProblem(**STEP, **problem)  # type: ignore[arg-type]
    true = numerics.solve(asked, TIMES).beta[asked.mode_names.index(mode)]
    assert strength(mode, flow) == pytest.approx(true, rel=1e-8)
