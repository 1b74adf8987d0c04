"""Whatever is given, an error is of the package's own kind."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import sympy as sp

import numerics
import proofs
import spectra
from numerics.errors import NumericsError
from proofs.errors import ProofsError
from spectra.errors import SpectraError

OURS = (SpectraError, NumericsError, ProofsError)
STEP = spectra.step()
ODD: list[Any] = [
    sp.Integer(4), np.int8(4), np.float32(2.5), 10**400, float("nan"), sp.oo, sp.nan, sp.I, None, "x y(",
    "1/0", b"4", [1, 2], (), {}, object(), True, sp.Symbol("q"), np.array([1, 2]), np.array(3), 1j,
    sp.Rational(1, 3), [10**400, 1], [np.int8(3), 2], [None], sp.Matrix([1, 2]),
]  # fmt: skip


def flow_problem(name: str, value: Any) -> numerics.FlowProblem:
    given: dict[str, Any] = {"k": 4, "R": 2, "delta": 3, name: value}
    return numerics.FlowProblem(**given)


Call = Callable[[Any], object]
CALLS: dict[str, Call] = {
    "from_counts": spectra.from_counts,
    "step k": lambda x: spectra.step(x, 2),
    "step R": lambda x: spectra.step(4, x),
    "groups": lambda x: spectra.groups(x, [2, 3]),
    "weights": lambda x: spectra.weights(STEP, x),
    "loss": lambda x: spectra.learning_times(STEP, loss=x),
    "which": lambda x: spectra.window(STEP, which=x),
    "growth_rates": spectra.growth_rates,
    "decompose": spectra.decompose,
    "effective": lambda x: spectra.effective(spectra.decompose(STEP), x),
    "ClassMeans": lambda x: spectra.ClassMeans(x, 1),
    "beta": lambda x: numerics.beta(x, 1, 1, 2),
    **{
        f"FlowProblem {name}": partial(flow_problem, name)
        for name in ("k", "R", "delta", "gamma", "counts", "weights", "system", "init", "loss")
    },
    "level": lambda x: numerics.learning_times(numerics.FlowProblem(4, 2, 3), level=x),
    "step size": lambda x: numerics.descend(numerics.FlowProblem(4, 2, 3), 3, x),
    "gt": lambda x: proofs.gt(x, 1),
    "Limit": lambda x: proofs.Limit(x, spectra.R, sp.oo, 0),
    "Flow imbalance": proofs.Flow,
    "Flow gamma": lambda x: proofs.Flow(gamma=x),
    "Trajectory": lambda x: proofs.Trajectory(x, 1, x),
    "depends_on": lambda x: proofs.claim(
        repr(x), proofs.gt(spectra.R, 0), source="s", depends_on=x
    ),
    "select": lambda x: proofs.check([], select=x),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_is_refused_is_refused_by_an_error_of_ours(name: str) -> None:
    refused = 0
    for value in ODD:
        try:
            CALLS[name](value)
        except OURS:
            refused += 1
    assert refused


def test_numbers_of_other_libraries_are_taken_as_numbers() -> None:
    problem = numerics.FlowProblem(4, 2, 3)
    assert spectra.step(np.int8(4), sp.Integer(2)) == spectra.step(4, 2)
    half, same = (numerics.learning_times(problem, level=x) for x in (sp.Rational(1, 2), 0.5))
    assert half == same
    assert numerics.descend(problem, 3, np.int8(1) * sp.Rational(1, 10)).times[1] == 0.1
    assert numerics.solve(problem, [1], digits=sp.Integer(20)).times
