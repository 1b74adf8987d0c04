"""The flow as it stands, reduced to classes and nothing more, for the reference integrator.

Paper Eq. (18) with the sign that descends: with W (k, d), the columns A of √n_c times the class
means, and their weights Ω,

    Ẇ = (M - WA)ΩAᵀ - λ_W W,     Ȧ = Wᵀ(M - WA)Ω - λ_H A.

Deviations from the means enter Ẇ by their second moments only; a factor of each is a few more
columns of A, on which M is 0. No coordinates are chosen, nothing is solved in closed form, and the
vector field is written here again, so that an error elsewhere would show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from numerics.errors import InputError
from numerics.flow.readout import PlainStates
from numerics.integrators.adaptive import State
from numerics.integrators.mpmath_reference import integrate_reference
from numerics.problem.initial_state import draw, hidden_basis

if TYPE_CHECKING:
    from numerics.flow.readout import Run
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array
    from spectra.utils.progress import Reporter


_MOST_NUMBERS = 100  # in a state: a growth time of so many takes a second
_LARGEST_DELTA = 20.0  # it works with e^{-δ} as it is
_LATEST = 200.0  # growth times


@dataclass(frozen=True, eq=False)
class Reference:
    """A small problem at moderate δ; ``prepare`` and ``require_followable`` are those of a method."""

    problem: FlowProblem

    @cached_property
    def start(self) -> tuple[Array, Array, Array, Array]:
        """W (k, p) and A (p, q) times e^δ, weights of the columns (q,), hidden directions (d, p)."""
        problem = self.problem
        if problem.is_spectral:
            return problem.U, problem.V_c.T, problem.class_weights, hidden_basis(problem)
        drawn, weights = draw(problem), problem.class_weights
        columns = np.hstack([drawn.A, *drawn.spreads])
        every = np.append(weights, drawn.spread_weights(weights))
        return drawn.W, columns, every, np.eye(problem.d)

    def require_followable(self, last: float) -> None:
        """Refuse what the reference cannot follow, or not in any patience."""
        problem = self.problem
        if problem.system == "projected":
            _refuse("system = 'projected'", "the reference integrates the full flow")
        if problem.delta > _LARGEST_DELTA:
            _refuse(f"delta = {problem.delta!r}", f"the reference takes delta ≤ {_LARGEST_DELTA:g}")
        k = problem.num_classes
        width = k - 1 if problem.is_spectral else problem.d
        if 2 * k * width > _MOST_NUMBERS or sum(self._sizes) > _MOST_NUMBERS:
            _refuse(f"{k} classes in {width} dimensions",
                    f"the reference takes a state of at most {_MOST_NUMBERS} numbers")  # fmt: skip
        rate = float(np.max(np.sqrt(problem.class_counts) * problem.class_weights))
        if rate * last > _LATEST:
            _refuse(f"times up to {last:g}",
                    f"the reference goes up to {_LATEST / rate:g}, {_LATEST:g} growth times")  # fmt: skip

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances."""
        del count
        return self._run, rtol, rtol / 100

    def _run(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[PlainStates, float | None]:
        w, a, weights, hidden = self.start
        x = np.concatenate([w.ravel(), a.ravel()])
        found = integrate_reference(
            self._field(), x, -float(self.problem.delta), times, tolerance, report
        )
        states = [State(t, x, np.zeros(1)) for t, x in zip(times.tolist(), found, strict=False)]
        return PlainStates(self.problem, states, hidden, weights), None

    @property
    def _sizes(self) -> tuple[int, int]:
        w, a, *_ = self.start
        return w.size, a.size

    def _field(self) -> Callable[[Sequence[Any]], list[Any]]:
        """The vector field on numbers of mpmath."""
        from mpmath import fdot, mpf

        w, a, weights, _ = self.start
        (k, p), q = w.shape, a.shape[1]
        labels = np.zeros((k, q))
        labels[:, :k] = (np.eye(k) - 1 / k) * np.sqrt(self.problem.class_counts)
        target = [[mpf(value) for value in row] for row in labels.tolist()]
        omega = [mpf(value) for value in weights.tolist()]
        ours, theirs = map(mpf, self.problem.decays)

        def field(x: Sequence[Any]) -> list[Any]:
            rows = [x[i * p : (i + 1) * p] for i in range(k)]
            features = [x[k * p + j * q : k * p + (j + 1) * q] for j in range(p)]
            columns = list(zip(*features, strict=True))
            pull = [
                [omega[c] * (target[i][c] - fdot(rows[i], columns[c])) for c in range(q)]
                for i in range(k)
            ]
            down, across = list(zip(*rows, strict=True)), list(zip(*pull, strict=True))
            return [
                fdot(pull[i], features[j]) - ours * rows[i][j] for i in range(k) for j in range(p)
            ] + [
                fdot(down[j], across[c]) - theirs * features[j][c]
                for j in range(p)
                for c in range(q)
            ]

        return field


def _refuse(what: str, why: str) -> NoReturn:
    raise InputError(f"{what} with integrator = 'mpmath': {why}; use integrator='scipy'")
