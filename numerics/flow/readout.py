"""Computed states, and how strengths, singular values and factors are read from them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

import numpy as np

from numerics.flow.gaps import Gaps, class_gaps
from numerics.integrators.adaptive import State
from numerics.problem import memory_guard
from numerics.problem.initial_state import hidden_basis
from spectra.utils.arrays import Array, Indices

if TYPE_CHECKING:
    from numerics.flow.class_level import Reduction
    from numerics.flow.vector_fields import SampleFlow
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.progress import Reporter

Run = Callable[[Array, float, "Reporter"], tuple["States", float | None]]
"""States at ascending times, as far as reached, and the time of settling if that came first."""


_TINY = -100.0  # log of a logit from which on its scale is kept apart


class States(Protocol):
    """What a solution is read from; T is the number of times."""

    @property
    def count(self) -> int:
        """Number of times T."""
        ...

    def take(self, which: Indices) -> States:
        """States at some of the times, in any order."""
        ...

    def strengths(self) -> Array:
        """β of every distinct row, (rows, T)."""
        ...

    def repeats(self) -> list[int]:
        """Number of modes that share each row."""
        ...

    def singular_values(self) -> Array:
        """Singular values of L = WH, descending, (k - 1, T)."""
        ...

    def factors(self) -> tuple[Array, Array]:
        """W (T, k, d), and H (T, d, k) or (T, d, n)."""
        ...

    def gaps(self) -> Gaps:
        """How far the logit of a class is above another one on the mean sample of each class."""
        ...

    def columns(self) -> tuple[Array, Array, Array]:
        """W (T, k, d), X (T, d, c) and weights (c,): X is H times an isometry.

        The first k columns are √n_c times the class means, the others deviations from them, on
        which the labels are zero.
        """
        ...


@runtime_checkable
class Layered(Protocol):
    """States of more than two factors, maybe."""

    def layers(self) -> tuple[Array, ...]:
        """All of them, last layer first."""
        ...


@dataclass(frozen=True, eq=False)
class ModeStates:
    """States on the singular vectors, from spectral initialisation.

    Attributes
    ----------
    log_w, log_h : ndarray, shape (levels, T)
        ln w and ln h of every level; NaN for levels that mix with others.
    coupled : list of State
        Those, one state per time, in the coordinates of ``reduction``.
    """

    problem: FlowProblem
    log_w: Array
    log_h: Array
    reduction: Reduction | None
    coupled: list[State]

    @property
    def count(self) -> int:
        """Number of times."""
        return len(self.coupled)

    def take(self, which: Indices) -> Self:
        """States at some of the times."""
        coupled = [self.coupled[i] for i in which]
        return replace(
            self, log_w=self.log_w[:, which], log_h=self.log_h[:, which], coupled=coupled
        )  # fmt: skip

    def strengths(self) -> Array:
        """β of every level, (levels, T)."""
        beta = np.exp(self.log_w + self.log_h) / self._sigma[:, None]
        if self.reduction is not None:
            inside = np.array([self.reduction.beta(state) for state in self.coupled])
            for i, level in enumerate(self.problem.modes.levels):
                if level.column is not None:
                    beta[i] = inside[:, level.column]
        return np.asarray(beta)

    @property
    def _sigma(self) -> Array:
        return np.array([level.sigma for level in self.problem.modes.levels])

    def repeats(self) -> list[int]:
        """Multiplicity of every level."""
        return [level.multiplicity for level in self.problem.modes.levels]

    def singular_values(self) -> Array:
        """W h where modes decouple; of a small matrix where they do not."""
        levels = self.problem.modes.levels
        alone = [i for i, level in enumerate(levels) if self.reduction is None or
                 level.column is None]  # fmt: skip
        root = np.sqrt([self.problem.kappa[g.classes[0]] for g in self.problem.modes.groups])
        faster = np.array([1.0 if levels[i].group is None else root[levels[i].group]
                           for i in alone])[:, None]  # fmt: skip
        values = np.repeat(faster * np.exp(self.log_w[alone] + self.log_h[alone]),
                           [levels[i].multiplicity for i in alone], axis=0)  # fmt: skip
        if self.reduction is not None:
            logits = np.array([w @ a for w, a in map(self.reduction.factors, self.coupled)]) * root
            values = np.vstack([values, np.linalg.svd(logits, compute_uv=False).T])
        return np.asarray(-np.sort(-values, axis=0))

    def factors(self) -> tuple[Array, Array]:
        """W = Σ w_i u_i q_iᵀ and class means H = Σ h_i q_i v_iᵀ/√n_c, coupled modes in full."""
        problem, times = self.problem, self.log_w.shape[1]
        k = problem.num_classes
        memory_guard.require(
            4.0 * times * k * max(k, problem.d), f"W and H of {k} classes at {times} times",
            "take fewer times or classes, or read beta",
        )  # fmt: skip
        inner_w = np.zeros((times, k, k - 1))
        inner_a = np.zeros((times, k - 1, k))
        at, place = 0, {}
        for i, level in enumerate(problem.modes.levels):
            columns = slice(at, at + level.multiplicity)
            if self.reduction is None or level.column is None:
                w, h = np.exp((self.log_w[i], self.log_h[i]))[:, :, None, None]
                inner_w[:, :, columns] = w * problem.U[:, columns]
                inner_a[:, columns, :] = h * problem.V_c[:, columns].T
            else:
                place[level.column] = at
            at += level.multiplicity
        if self.reduction is not None:
            modes = [place[j] for j in range(len(place))]
            indicators = problem.modes.indicators
            for t, state in enumerate(self.coupled):
                w, a = self.reduction.factors(state)
                inner_w[t][:, modes] = problem.U[:, modes] @ w
                inner_a[t][modes] = a @ indicators.T
        q = hidden_basis(problem)
        return inner_w @ q.T, q @ inner_a * np.sqrt(problem.kappa / problem.class_counts)

    def gaps(self) -> Gaps:
        """From the amplitudes, group by group."""
        modes = self.problem.modes
        size = np.array([group.size for group in modes.groups])
        reach = 1 / np.sqrt([group.count for group in modes.groups])
        unit = self._unit()
        squares = np.exp(self.log_w + self.log_h - unit)
        within = np.zeros((self.count, len(size)))
        logits = np.zeros((self.count, len(size), len(size)))
        for square, level in zip(squares, modes.levels, strict=True):
            if level.group is not None:
                within[:, level.group] = square * reach[level.group]
            elif self.reduction is None:
                pair = np.outer(modes.left[:, level.column], modes.right[:, level.column])
                logits += square[:, None, None] * pair
        if self.reduction is not None:
            scaled = [
                State(state.time, state.x, state.scales - half)
                for state, half in zip(self.coupled, unit / 2, strict=True)
            ]
            pairs = map(self.reduction.factors, scaled)
            logits = modes.left @ np.array([w @ a for w, a in pairs])
        logits *= reach / np.sqrt(np.outer(size, size))
        own = within * (1 - 1 / size) + np.einsum("tgg->tg", logits)
        table = own[:, :, None] - np.swapaxes(logits, 1, 2)
        place = np.arange(len(size))
        table[:, place, place] = within
        parts = tuple(group.classes for group in modes.groups)
        return Gaps(parts, table, np.zeros_like(within), unit)

    def _unit(self) -> Array:
        """Twice the largest log-scale where all are far below 0, else 0: shape (T,)."""
        scales = np.array([np.max(state.scales, initial=-np.inf) for state in self.coupled])
        sizes = np.vstack([self.log_w + self.log_h, 2 * scales])
        largest = np.fmax.reduce(sizes, axis=0)
        return np.asarray(np.where(largest < _TINY, largest, 0.0))

    def columns(self) -> tuple[Array, Array, Array]:
        """W, the scaled class means (there are no deviations), and the class weights."""
        w, means = self.factors()
        return w, means * np.sqrt(self.problem.class_counts), self.problem.class_weights


@dataclass(frozen=True, eq=False)
class EveryMode(ABC):
    """States in which each mode is read on its own."""

    problem: FlowProblem
    states: list[State]

    @property
    def count(self) -> int:
        """Number of times."""
        return len(self.states)

    def take(self, which: Indices) -> Self:
        """States at some of the times."""
        return replace(self, states=[self.states[i] for i in which])

    def repeats(self) -> list[int]:
        """One row per mode."""
        return [1] * len(self.problem.sigma)

    @abstractmethod
    def factors(self) -> tuple[Array, Array]:
        """W and the class means of H, or every sample."""

    def gaps(self) -> Gaps:
        """Class by class, from the factors."""
        w, h = self.factors()
        return class_gaps(self.problem, w @ h)


@dataclass(frozen=True, eq=False)
class FactorStates(EveryMode):
    """States of the class-level flow from random initialisation."""

    reduction: Reduction

    def strengths(self) -> Array:
        """β of every mode."""
        return np.array([self.reduction.beta(state) for state in self.states]).T

    def singular_values(self) -> Array:
        """Of a few columns that have the same Gram matrix as the k × n logits."""
        rank = self.problem.num_classes - 1
        logits = np.array([self.reduction.compressed(state) for state in self.states])
        return np.asarray(np.linalg.svd(logits, compute_uv=False)[:, :rank].T)

    def factors(self) -> tuple[Array, Array]:
        """W and the class means of H."""
        pairs = [self.reduction.factors(state) for state in self.states]
        w = self.reduction.left @ np.array([pair[0] for pair in pairs])
        a = np.array([pair[1] for pair in pairs]) @ self.reduction.right.T
        hidden = self.reduction.hidden
        return w @ hidden.T, hidden @ a / np.sqrt(self.problem.class_counts)

    def columns(self) -> tuple[Array, Array, Array]:
        """W, scaled class means and factors of the moments, and their weights."""
        reduction, k = self.reduction, self.problem.num_classes
        w, means = self.factors()
        parts = [means * np.sqrt(self.problem.class_counts)]
        weights = [self.problem.class_weights, reduction.flow.omega[k:]]
        scaled = [reduction.scaled(state) for state in self.states]
        parts.append(reduction.hidden @ np.array([a[:, k:] for _, a in scaled]))
        if reduction.pooled:
            spreads = np.array([reduction.spread(*pair) for pair in scaled])
            parts.append(reduction.hidden @ spreads)
            weights.append(np.full(spreads.shape[2], reduction.flow.base))
        return w, np.concatenate(parts, axis=2), np.concatenate(weights)


@dataclass(frozen=True, eq=False)
class PlainStates(EveryMode):
    """States of W (k, p) and columns of A (p, q) in a hidden space of p dimensions.

    Attributes
    ----------
    hidden : ndarray, shape (d, p)
        Its directions.
    weights : ndarray, shape (q,)
        Weight of every column: √(n_c/κ_c) times the k class means, and factors of second moments.
    """

    hidden: Array
    weights: Array

    def strengths(self) -> Array:
        """β of every mode."""
        problem = self.problem
        w, a = self._split()
        inner = a[..., : problem.num_classes] @ problem.V_c
        return np.asarray(np.einsum("tip,tpi->it", problem.U.T @ w, inner) / problem.sigma[:, None])

    def singular_values(self) -> Array:
        """Of columns that have the same Gram matrix as the k × n logits."""
        w, a = self._split()
        k = self.problem.num_classes
        a[..., :k] *= np.sqrt(self.problem.kappa)
        return np.asarray(np.linalg.svd(w @ a, compute_uv=False)[:, : k - 1].T)

    def factors(self) -> tuple[Array, Array]:
        """W and the class means of H."""
        w, a, _ = self.columns()
        scale = np.sqrt(self.problem.kappa / self.problem.class_counts)
        return w, a[..., : self.problem.num_classes] * scale

    def columns(self) -> tuple[Array, Array, Array]:
        """W, the columns and their weights."""
        w, a = self._split()
        return w @ self.hidden.T, self.hidden @ a, self.weights

    def _split(self) -> tuple[Array, Array]:
        x = np.array([state.x for state in self.states])
        cut, width = self.problem.num_classes * self.hidden.shape[1], self.hidden.shape[1]
        return x[:, :cut].reshape(len(x), -1, width), x[:, cut:].reshape(len(x), width, -1)


@dataclass(frozen=True, eq=False)
class SampleStates(EveryMode):
    """States of the sample-level flow."""

    flow: SampleFlow

    def strengths(self) -> Array:
        """β of every mode, u_iᵀWHv_i/σ_i."""
        problem, labels = self.problem, self.problem.sample_classes
        right = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
        w, h = self.factors()
        return np.asarray(
            np.einsum("tid,tdi->it", problem.U.T @ w, h @ right) / problem.sigma[:, None]
        )

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

    def columns(self) -> tuple[Array, Array, Array]:
        """W, scaled class means with every deviation, and their weights."""
        problem, labels = self.problem, self.problem.sample_classes
        w, h = self.factors()
        average = np.eye(problem.num_classes)[labels] / np.sqrt(problem.class_counts)
        means = h @ average
        weights = problem.class_weights
        return (
            w,
            np.concatenate([means, h - means @ average.T], axis=2),
            np.append(weights, weights[labels]),
        )
