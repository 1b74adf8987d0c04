"""What is to be solved: labels, weights, scale, system and initialisation."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from numerics.errors import InputError
from numerics.problem import checks, memory_guard
from numerics.problem.singular_modes import Modes, find_modes, sum_zero

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices

Real = float | Fraction

SYSTEMS = ("full", "projected")
INITS = ("spectral", "random", "balanced")
EXTENSIONS = ("decay",)
"""Parameters that change the flow from the paper's, each by a value other than its default."""


@dataclass(frozen=True)
class FlowProblem:
    """Gradient flow of ½‖(Z - WH)Ω^½‖² from an initialisation of scale e^{-δ}.

    Parameters
    ----------
    k : int
        Number of classes, even, at least 2: the first k/2 are majority classes of R samples,
        the others minority classes of one sample.
    R : real
        Imbalance ratio R > 0. Not an integer: everything but single samples still exists.
    delta : real
        δ ≥ 0; W and H start with every mode at e^{-δ}.
    gamma : real
        Class weights are ω_c = (2n/(k n_c))^γ: 0 is ERM, 1/2 is paper Eq. (12).
    system : {"full", "projected"}
        The flow itself, paper Eq. (18) with the sign that descends, or Eq. (20), the system
        in which every mode keeps its right singular vector.
    init : {"spectral", "random", "balanced"}
        W = e^{-δ}UQᵀ and H = e^{-δ}QVᵀ; Gaussian, scaled to the same Frobenius norms; or
        Gaussian with HHᵀ = WᵀW, of the same norms, for which ERM has an exact solution.
    dim : int
        Hidden width d ≥ k - 1; k if not given.
    seed : int
        Seed of the random initialisation, or of a random rotation Q of the spectral one. A
        random initialisation without a seed draws one and keeps it in ``seed``.
    counts : sequence of int
        Samples of every class, in place of k and R. Modes are then numbered by descending
        singular value.
    weights : sequence of real
        Weight of every class, in place of gamma.

    decay : real or (real, real)
        Weight decay: the loss gains ½λ_W‖W‖² + ½λ_H‖H‖²; one number stands for both.

        Counts, weights and R are between 1e-100 and 1e100, and δ is at most 1e12.

    Raises
    ------
    InputError
        If a parameter, or a combination of them, has no meaning.

    Notes
    -----
    Shapes: W is (k, d), H is (d, n). At class level a class is one column, √n_c times its mean
    feature, so that right singular vectors stay orthonormal.

    Examples
    --------
    >>> problem = FlowProblem(4, 10, 8)
    >>> problem.mode_names
    ('maj-maj', 'maj-min', 'min-min')
    >>> problem.sigma.round(4).tolist()
    [3.1623, 2.3452, 1.0]
    >>> problem.lam.round(4).tolist()
    [1.0488, 1.255, 3.3166]
    """

    k: int | None = None
    R: Real | None = None
    delta: Real = math.nan
    gamma: Real = checks.DEFAULT_GAMMA
    system: Literal["full", "projected"] = "full"
    init: Literal["spectral", "random", "balanced"] = "spectral"
    dim: int | None = None
    seed: int | None = None
    counts: Sequence[int] | None = None
    weights: Sequence[float] | None = None
    decay: Real | tuple[Real, Real] = 0

    def __post_init__(self) -> None:
        checks.choice("system", self.system, SYSTEMS)
        checks.choice("init", self.init, INITS)
        if self.counts is None:
            checks.even_classes(self.k)
            checks.positive("R", self.R)
        else:
            checks.counts_alone(self.k, self.R, self.counts)
            self._set("counts", checks.counts(self.counts))
            self._set("k", len(self.counts))
        memory_guard.require(
            8.0 * self.num_classes, f"counts and weights of {self.num_classes} classes",
            "take fewer classes",
        )  # fmt: skip
        checks.delta(self.delta)
        checks.real("gamma", self.gamma, "a finite number", lambda _: True)
        if self.weights is not None:
            checks.weights_alone(self.gamma)
            self._set("weights", checks.weights(self.weights, self.num_classes))
        self._set("decay", checks.decay(self.decay))
        self._set("dim", checks.width(self.dim, self.num_classes))
        checks.seed(self.seed)
        if any(self.decays) and self.system == "projected":
            raise InputError(
                f"decay = {self.decay!r} with system = 'projected': the projected system is studied "
                "without decay; use system='full'"
            )
        if not self.is_spectral:
            if self.system == "projected":
                raise InputError(
                    f"system = 'projected' with init = {self.init!r}: the projected system is defined on "
                    "the singular vectors; use init='spectral' or system='full'"
                )
            self._sample_counts_exist(f"init = {self.init!r}")
            if self.seed is None:
                self._set("seed", secrets.randbits(63))
        checks.gamma_weights(self.gamma, self.class_weights)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _sample_counts_exist(self, asked_by: str) -> None:
        if self.counts is None and (self.R or 0) % 1 != 0:
            raise InputError(
                f"R = {self.R!r} with {asked_by}: single samples exist only for whole R; "
                "give an integer R, or counts=(...)"
            )

    @property
    def num_classes(self) -> int:
        """Number of classes k, whether given as ``k`` or through ``counts``."""
        return len(self.counts) if self.counts is not None else int(self.k or 0)

    @property
    def d(self) -> int:
        """Hidden width."""
        return self.num_classes if self.dim is None else int(self.dim)

    @property
    def decays(self) -> tuple[float, float]:
        """Decay λ_W of W and λ_H of H."""
        ours, theirs = self.decay if isinstance(self.decay, tuple) else (self.decay, self.decay)
        return float(ours), float(theirs)

    @property
    def is_spectral(self) -> bool:
        """Whether the start lies on the singular vectors, so that modes of one level stay alike."""
        return self.init == "spectral"

    @property
    def spanned(self) -> float:
        """Hidden width that a random start spans and its flow never leaves: min(d, k + n)."""
        return min(self.d, self.num_classes + float(self.class_counts.sum()))

    @cached_property
    def class_counts(self) -> Array:
        """Samples n_c of every class: shape (k,), real numbers if R is."""
        if self.counts is not None:
            return np.array(self.counts, dtype=np.float64)
        half = self.num_classes // 2
        return np.repeat([float(self.R or 0), 1.0], half)

    @cached_property
    def class_weights(self) -> Array:
        """Weights ω_c = (2n/(k n_c))^γ, or the given ones: shape (k,)."""
        if self.weights is not None:
            return np.array(self.weights, dtype=np.float64)
        mean = self.class_counts.sum() / self.num_classes
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray((2 * mean / self.class_counts) ** float(self.gamma))

    @property
    def has_equal_weights(self) -> bool:
        """Whether all classes have one weight."""
        return float(np.ptp(self.class_weights)) == 0

    @cached_property
    def sample_classes(self) -> Indices:
        """Class of every sample, class after class: shape (n,). Whole counts only."""
        self._sample_counts_exist("single samples asked for")
        return np.repeat(np.arange(self.num_classes), self.class_counts.astype(np.intp))

    @cached_property
    def modes(self) -> Modes:
        """Groups of interchangeable classes and the levels of the spectrum."""
        half = self.num_classes // 2
        side = np.repeat(np.arange(2), half) if self.counts is None else None
        return find_modes(self.class_counts, self.class_weights, side)

    @cached_property
    def sigma(self) -> Array:
        """Singular values σ_i of Z in the order of ``mode_names``: shape (k - 1,)."""
        return self._per_mode([level.sigma for level in self.modes.levels])

    @cached_property
    def lam(self) -> Array:
        """Effective weights λ_i = v_iᵀΩv_i: shape (k - 1,)."""
        return self._per_mode([level.lam for level in self.modes.levels])

    @cached_property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the paper's three for STEP, else "mode 1", "mode 2", …"""
        if self.counts is not None:
            return tuple(f"mode {i}" for i in range(1, self.num_classes))
        return tuple(level.name for level in self.modes.levels for _ in range(level.multiplicity))

    @cached_property
    def U(self) -> Array:
        """Left singular vectors: shape (k, k - 1), zeros exact."""
        return self._vectors(self.modes.left)

    @cached_property
    def V_c(self) -> Array:
        """Right singular vectors at class level: shape (k, k - 1), orthonormal columns.

        A sample of class c has the row ``V_c[c] / √n_c`` in the sample-level V.
        """
        return self._vectors(self.modes.right)

    def _per_mode(self, values: list[float]) -> Array:
        return np.repeat(values, [level.multiplicity for level in self.modes.levels])

    def _vectors(self, constant: Array) -> Array:
        """Assemble class vectors from those constant on groups and the sum-zero ones."""
        memory_guard.require(
            2.0 * self.num_classes**2, f"singular vectors of {self.num_classes} classes",
            "take fewer classes; sigma, lam and the strengths of modes need no vectors",
        )  # fmt: skip
        result = np.zeros((self.num_classes, self.num_classes - 1))
        at = 0
        for level in self.modes.levels:
            columns = slice(at, at + level.multiplicity)
            if level.group is not None:
                group = self.modes.groups[level.group]
                result[group.classes, columns] = sum_zero(np.ones(group.size))
            else:
                for g, group in enumerate(self.modes.groups):
                    result[group.classes, columns] = constant[g, level.column] / np.sqrt(group.size)
            at += level.multiplicity
        return result


def require_problem(value: object) -> None:
    """Refuse anything but a FlowProblem."""
    if not isinstance(value, FlowProblem):
        raise InputError(f"problem = {value!r}: give a FlowProblem")


def require_only(problem: FlowProblem, what: str, *known: str) -> None:
    """Refuse a flow that differs from the paper's in more than the known parameters."""
    require_problem(problem)
    for item in fields(FlowProblem):
        if item.name in EXTENSIONS and item.name not in known:
            value = getattr(problem, item.name)
            if value is not item.default and value != item.default:
                raise InputError(
                    f"{item.name} = {checks.short(value)}: {what} knows no such flow; solve, "
                    "learning_times and limit_times do"
                )
