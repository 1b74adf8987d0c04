"""Computed states, and how strengths, singular values and factors are read from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from numerics.initial import hidden_basis

if TYPE_CHECKING:
    from numerics.fields import SampleFlow
    from numerics.integrate import State
    from numerics.problem import FlowProblem
    from numerics.reduction import Reduction

Array = npt.NDArray[np.float64]


class States(Protocol):
    """What a solution is read from; T is the number of times.

    1. ``strengths`` is β per distinct row, and ``repeats`` how many modes share each row.
    2. ``singular_values`` has shape (k - 1, T), descending.
    3. ``factors`` gives W (T, k, d) and H (T, d, k) or (T, d, n).
    """

    def strengths(self) -> Array:
        """β of every distinct row, (rows, T)."""
        ...

    def repeats(self) -> list[int]:
        """Number of modes that share each row."""
        ...

    def singular_values(self) -> Array:
        """Singular values of L = WH, (k - 1, T)."""
        ...

    def factors(self) -> tuple[Array, Array]:
        """W and H."""
        ...


@dataclass(frozen=True, eq=False)
class ModeStates:
    """States on the singular vectors: log-amplitudes a, b (levels, T) of w = √σ e^a, h = √σ e^b.

    Levels that couple carry NaN there and are read from ``coupled``, one state per time.
    """

    problem: FlowProblem
    a: Array
    b: Array
    reduction: Reduction | None
    coupled: list[State]

    def strengths(self) -> Array:
        """β of every level, (levels, T)."""
        beta = np.exp(self.a + self.b)
        if self.reduction is not None:
            inside = np.array([self.reduction.beta(state) for state in self.coupled])
            for i, level in enumerate(self.problem.modes.levels):
                if level.column is not None:
                    beta[i] = inside[:, level.column]
        return beta

    def repeats(self) -> list[int]:
        """Multiplicity of every level."""
        return [level.multiplicity for level in self.problem.modes.levels]

    def singular_values(self) -> Array:
        """σβ where modes decouple; of a small matrix where they do not."""
        levels = self.problem.modes.levels
        alone = [i for i, level in enumerate(levels) if self.reduction is None or
                 level.column is None]  # fmt: skip
        sigma = np.array([levels[i].sigma for i in alone])[:, None]
        values = np.repeat(sigma * np.exp(self.a + self.b)[alone],
                           [levels[i].multiplicity for i in alone], axis=0)  # fmt: skip
        if self.reduction is not None:
            pairs = [self.reduction.factors(state) for state in self.coupled]
            logits = np.array([w @ a for w, a in pairs])
            values = np.vstack([values, np.linalg.svd(logits, compute_uv=False).T])
        return np.asarray(-np.sort(-values, axis=0))

    def factors(self) -> tuple[Array, Array]:
        """W = Σ w_i u_i q_iᵀ and class means H = Σ h_i q_i v_iᵀ/√n_c, coupled modes in full."""
        problem, times = self.problem, self.a.shape[1]
        k = problem.num_classes
        inner_w = np.zeros((times, k, k - 1))
        inner_a = np.zeros((times, k - 1, k))
        at, place = 0, {}
        for i, level in enumerate(problem.modes.levels):
            columns = slice(at, at + level.multiplicity)
            if self.reduction is None or level.column is None:
                root = np.sqrt(level.sigma)
                w, h = root * np.exp(self.a[i]), root * np.exp(self.b[i])
                inner_w[:, :, columns] = w[:, None, None] * problem.U[:, columns]
                inner_a[:, columns, :] = h[:, None, None] * problem.V_c[:, columns].T
            else:
                place[level.column] = at
            at += level.multiplicity
        if self.reduction is not None:
            modes = [place[j] for j in range(len(place))]
            indicators = _indicators(problem)
            for t, state in enumerate(self.coupled):
                w, a = self.reduction.factors(state)
                inner_w[t][:, modes] = problem.U[:, modes] @ w
                inner_a[t][modes] = a @ indicators.T
        q = hidden_basis(problem)
        return inner_w @ q.T, q @ inner_a / np.sqrt(problem.class_counts)


@dataclass(frozen=True, eq=False)
class FactorStates:
    """States of the class-level flow from random initialisation."""

    problem: FlowProblem
    reduction: Reduction
    states: list[State]

    def strengths(self) -> Array:
        """β of every mode."""
        return np.array([self.reduction.beta(state) for state in self.states]).T

    def repeats(self) -> list[int]:
        """One row per mode."""
        return [1] * (self.problem.num_classes - 1)

    def singular_values(self) -> Array:
        """Of W[A, (Σ S)^½], which has the same Gram matrix as the k × n logits."""
        rank = self.problem.num_classes - 1
        values = []
        for state in self.states:
            w, a = self.reduction.factors(state)
            logits = w @ np.hstack([a, self.reduction.deviations(state)])
            values.append(np.linalg.svd(logits, compute_uv=False)[:rank])
        return np.array(values).T

    def factors(self) -> tuple[Array, Array]:
        """W and the class means of H."""
        pairs = [self.reduction.factors(state) for state in self.states]
        w = self.reduction.left @ np.array([pair[0] for pair in pairs])
        a = np.array([pair[1] for pair in pairs]) @ self.reduction.right.T
        return w, a / np.sqrt(self.problem.class_counts)


@dataclass(frozen=True, eq=False)
class SampleStates:
    """States of the sample-level flow."""

    problem: FlowProblem
    flow: SampleFlow
    states: list[State]

    def strengths(self) -> Array:
        """β of every mode, u_iᵀWHv_i/σ_i."""
        problem, labels = self.problem, self.problem.sample_classes
        right = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
        w, h = self.factors()
        return np.asarray(
            np.einsum("tid,tdi->it", problem.U.T @ w, h @ right) / problem.sigma[:, None]
        )

    def repeats(self) -> list[int]:
        """One row per mode."""
        return [1] * (self.problem.num_classes - 1)

    def singular_values(self) -> Array:
        """Of the k × n logits."""
        w, h = self.factors()
        return np.asarray(
            np.linalg.svd(w @ h, compute_uv=False)[:, : self.problem.num_classes - 1].T
        )

    def factors(self) -> tuple[Array, Array]:
        """W and H."""
        pairs = [self.flow.split(state.x) for state in self.states]
        return np.array([w for w, _ in pairs]), np.array([h for _, h in pairs])


def _indicators(problem: FlowProblem) -> Array:
    """Normalised indicators of the groups, (k, G)."""
    result = np.zeros((problem.num_classes, len(problem.modes.groups)))
    for g, group in enumerate(problem.modes.groups):
        result[group.classes, g] = 1 / np.sqrt(group.size)
    return result
