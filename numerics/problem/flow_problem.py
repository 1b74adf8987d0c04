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
from numerics.problem import checks, extensions, memory_guard
from numerics.problem.singular_modes import Modes, find_modes
from numerics.problem.spectrum import Spectrum, numbered, of_modes, of_targets
from spectra.errors import short

if TYPE_CHECKING:
    import numpy.typing as npt

    from spectra.spectrum.class_means import ClassMeans
    from spectra.utils.arrays import Array, Indices

Real = float | Fraction

SYSTEMS = ("full", "projected")
INITS = ("spectral", "random", "balanced", "aligned")
LOSSES = ("squared", "cross-entropy")
EXTENSIONS = (
    "loss", "decay", "targets", "scales", "depth", "class_metric", "sample_metric", "feature_rates",
    "data", "shift", "logit_scale", "margin",
)  # fmt: skip
"""Parameters that change the flow from the paper's, each by a value other than its default."""

LOGIT_TERMS = ("shift", "logit_scale", "margin")
"""What cross-entropy may do to logits."""


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
    init : {"spectral", "random", "balanced", "aligned"}
        W = e^{-δ}UQᵀ and H = e^{-δ}QVᵀ; Gaussian, scaled to the same Frobenius norms; or
        Gaussian with HHᵀ = WᵀW, of the same norms, for which ERM has an exact solution.
        "aligned" is on the singular vectors of P T Ω^{(1+p)/2}, which grow first, with the metric P
        and the power p below: W = e^{-δ}UQᵀ and HΩ^{(1-p)/2} = e^{-δ}QVᵀ.
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

    loss : {"squared", "cross-entropy"}
        ½‖z_c - Wh‖² of a sample of class c, or -ln softmax(Wh)_c. Under cross-entropy the samples
        of a class share their features from the start: a random start draws one for each class.
    decay : real or (real, real)
        Weight decay: the loss gains ½λ_W‖W‖² + ½λ_H‖H‖²; one number stands for both.
    targets : {"sel", "one-hot", "frequency"} or array_like, shape (k, contexts)
        The matrix T in place of Z = Y - 1/k: Y itself, whose modes are the classes; Y less the
        frequencies n_c/n of the classes; or any columns, such as the soft labels or the next words
        of contexts. Then ``counts`` and ``weights`` are of contexts, one sample each if not given,
        and the modes are the singular vectors of T diag(√counts).
    scales : (real, real)
        Sizes a, b ≥ 0 of the factors at the start: W(0) = a e^{-δ}UQᵀ, H(0) = b e^{-δ}QVᵀ.
    depth : int
        L ≥ 2 factors, Z ≈ W_L … W_1, each at e^{-δ}. Times then grow as e^{(L-2)δ}.
    class_metric, sample_metric : "flat" or array_like
        P (k, k) or its diagonal, and Ω (n, n) or its diagonal, symmetric and positive semidefinite,
        in ½‖P^½(T - WH)Ω^½‖²; with gamma=0. "flat" gives every mode rate 1: ((TTᵀ)⁺)^½, ((TᵀT)⁺)^½.
    feature_rates : real
        The power p in Ḣ = Wᵀ(T - WH)Ω^p, which leaves Ẇ as it was; 1 is the paper's flow.
    data : ClassMeans
        Inputs with class means, on which the features are linear: those of a class of n samples
        then learn at the rate κ = τ² + s²n. Modes, σ and λ are those of features divided by √κ,
        whose labels are Z/√κ and whose weights are ωκ. With U, V of Z the start is W = e^{-δ}UQᵀ over
        a first layer e^{-δ}Q times the normalised rows of VᵀXᵀ. Needs init="spectral", or
        cross-entropy.
    shift, logit_scale, margin : sequence of real
        ι, f > 0 and M of every class, or with R of a majority and of a minority class: cross-entropy
        is that of f_c·z_c + ι_c for logits z, less M_y at the class y of the sample.

        Counts, weights and R are between 1e-100 and 1e100, and δ is at most 1e12.

    Raises
    ------
    InputError
        If a parameter, or a combination of them, has no meaning.

    Notes
    -----
    W is (k, d). Class by class H is (d, k), one column for each class or context: its mean feature,
    without a factor √n_c, whatever loss, targets, weights and start. All its samples have this
    feature, but those of a random start under squared loss. Only ``V_c``, to be orthonormal, stands for
    √n_c times a sample: a spectral start without data has H = e^{-δ}QV_cᵀ diag(1/√n_c).

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
    init: Literal["spectral", "random", "balanced", "aligned"] = "spectral"
    dim: int | None = None
    seed: int | None = None
    counts: Sequence[int] | None = None
    weights: Sequence[float] | None = None
    loss: Literal["squared", "cross-entropy"] = "squared"
    decay: Real | tuple[Real, Real] = 0
    targets: Literal["sel", "one-hot", "frequency"] | npt.ArrayLike = "sel"
    scales: tuple[Real, Real] = (1, 1)
    depth: int = 2
    class_metric: Literal["flat"] | npt.ArrayLike | None = None
    sample_metric: Literal["flat"] | npt.ArrayLike | None = None
    feature_rates: Real | None = None
    data: ClassMeans | None = None
    shift: Sequence[Real] | None = None
    logit_scale: Sequence[Real] | None = None
    margin: Sequence[Real] | None = None

    def __post_init__(self) -> None:
        checks.choice("system", self.system, SYSTEMS)
        checks.choice("init", self.init, INITS)
        checks.choice("loss", self.loss, LOSSES)
        self._set("targets", extensions.targets(self.targets))
        if self.contexts is not None:
            self._read_contexts(*self.contexts.shape)
        elif self.counts is None:
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
            self._set("weights", checks.weights(self.weights, len(self.class_counts)))
        checks.gamma_weights(self.gamma, self.class_weights)
        self._set("decay", checks.decay(self.decay))
        self._set("scales", extensions.scales(self.scales))
        extensions.depth(self.depth, self.delta)
        if self.feature_rates is not None:
            extensions.feature_rates(self.feature_rates, self.class_weights)
        if self.class_metric is not None:
            checked = extensions.metric("class_metric", self.class_metric, self.num_classes)
            self._set("class_metric", checked)
        if self.sample_metric is not None:
            self._read_sample_metric(self.sample_metric)
        modes = self.num_classes - 1 if self.targets == "sel" else len(self.sigma)
        self._set("dim", checks.width(self.dim, self.num_classes, modes))
        checks.seed(self.seed)
        if self.data is not None:
            extensions.class_means(self.data, self.class_counts)
        for name in LOGIT_TERMS:
            if (given := getattr(self, name)) is not None:
                groups = () if self.R is not None else self.modes.groups
                self._set(name, extensions.logit_term(name, given, self.num_classes, groups))
        values = {item.name: getattr(self, item.name) for item in fields(FlowProblem)}
        extensions.together(values, self.extended, weighted=bool(np.any(self.class_weights != 1)))
        if self.system == "projected" and not self.is_spectral:
            raise InputError(
                f"system = 'projected' with init = {short(self.init)}: the projected system is defined on "
                "the singular vectors; use init='spectral' or system='full'"
            )
        if self.init in ("random", "balanced"):
            self._sample_counts_exist(f"init = {short(self.init)}")
            if self.seed is None:
                self._set("seed", secrets.randbits(63))

    def _read_contexts(self, classes: int, contexts: int) -> None:
        """Classes and samples of a matrix of targets."""
        if self.R is not None or (self.k is not None and self.k != classes):
            name, value = ("R", self.R) if self.R is not None else ("k", self.k)
            raise InputError(
                f"{name} = {short(value)} with targets of {classes} rows: leave {name} out; counts=(...) "
                "are the samples of every context"
            )
        counts = (1,) * contexts if self.counts is None else checks.counts(self.counts)
        if len(counts) != contexts:
            raise InputError(
                f"{len(counts)} counts with targets of {contexts} columns: give one each"
            )
        self._set("counts", counts)
        self._set("k", classes)

    def _read_sample_metric(self, value: npt.ArrayLike) -> None:
        n = int(self.class_counts.sum())
        memory_guard.require(
            32.0 * n * (n + 2 * self.num_classes), f"a metric on {n} samples",
            "use fewer samples, or a class_metric",
        )  # fmt: skip
        self._sample_counts_exist("a sample metric")
        self._set("sample_metric", extensions.metric("sample_metric", value, n))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _sample_counts_exist(self, asked_by: str) -> None:
        if self.counts is None and (self.R or 0) % 1 != 0:
            raise InputError(
                f"R = {short(self.R)} with {asked_by}: single samples exist only for whole R; "
                "give an integer R, or counts=(...)"
            )

    @property
    def num_classes(self) -> int:
        """Number of classes k, whether given as ``k`` or through ``counts``."""
        if self.counts is None or self.contexts is not None:
            return int(self.k or 0)
        return len(self.counts)

    @cached_property
    def contexts(self) -> Array | None:
        """The targets if they are a matrix: shape (k, contexts)."""
        return None if isinstance(self.targets, str) else np.array(self.targets)

    @property
    def extended(self) -> tuple[str, ...]:
        """Names of the parameters by which the flow differs from the paper's."""
        bare = {item.name: item.default for item in fields(FlowProblem)}
        changed = [name for name in EXTENSIONS if getattr(self, name) != bare[name]]
        if "feature_rates" in changed and self.feature_rates == 1:
            changed.remove("feature_rates")
        if "decay" in changed and not any(self.decays):
            changed.remove("decay")
        return tuple(changed)

    @property
    def slowness(self) -> float:
        """What learning times grow with for small starts: δ, or (e^{(L-2)δ} - 1)/(L - 2)."""
        if self.depth == 2:
            return float(self.delta)
        return math.expm1((self.depth - 2) * float(self.delta)) / (self.depth - 2)

    @property
    def is_plain(self) -> bool:
        """Whether modes and classes of the paper's flow are followed, maybe under another loss."""
        known = {"loss", "decay", "data", *LOGIT_TERMS}
        return set(self.extended) <= known and self.init != "aligned"

    def logit_term(self, name: str) -> Array:
        """One of ``shift``, ``logit_scale`` and ``margin`` for every class: shape (k,)."""
        given = getattr(self, name)
        if given is None:
            return np.full(self.num_classes, float(name == "logit_scale"))
        return np.repeat(np.array(given), self.num_classes // len(given))

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
    def shrinkage(self) -> float:
        """√(λ_W λ_H), by which decay lowers the weighted singular values at rest."""
        ours, theirs = self.decays
        return math.sqrt(ours) * math.sqrt(theirs)

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
        mean = self.class_counts.sum() / len(self.class_counts)
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray((2 * mean / self.class_counts) ** float(self.gamma))

    @cached_property
    def kappa(self) -> Array:
        """Rate κ_c at which the features of every class learn: shape (k,), ones without data."""
        if self.data is None:
            return np.ones(self.num_classes)
        counts, which = np.unique(self.class_counts, return_inverse=True)
        return np.asarray([float(self.data.kappa(float(count))) for count in counts])[which]

    @property
    def has_equal_weights(self) -> bool:
        """Whether all classes have one weight, and their features one rate."""
        return float(np.ptp(self.class_weights)) == float(np.ptp(self.kappa)) == 0

    @cached_property
    def sample_classes(self) -> Indices:
        """Class of every sample, class after class: shape (n,). Whole counts only."""
        self._sample_counts_exist("single samples asked for")
        counts = self.class_counts.astype(np.intp)
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def modes(self) -> Modes:
        """Groups of interchangeable classes and the levels of the spectrum."""
        half = self.num_classes // 2
        side = np.repeat(np.arange(2), half) if self.counts is None else None
        key = -self.class_counts if side is None else side.astype(np.float64)
        counts, weights = self.class_counts / self.kappa, self.class_weights * self.kappa
        frequency = self.targets == "frequency"
        return find_modes(counts, weights, key, side is not None, frequency=frequency)

    @cached_property
    def spectrum(self) -> Spectrum:
        """Singular values and vectors of the targets, and a name for each."""
        if self.targets in ("sel", "frequency"):
            return of_modes(self.modes, numbered=self.counts is not None)
        return of_targets(self.contexts, self.class_counts)

    @property
    def sigma(self) -> Array:
        """Singular values σ_i of the targets in the order of ``mode_names``: shape (k - 1,)."""
        return self.spectrum.sigma

    @cached_property
    def lam(self) -> Array:
        """Effective weights λ_i = v_iᵀΩv_i: shape (k - 1,)."""
        if self.targets in ("sel", "frequency"):
            return self.modes.per_mode([level.lam for level in self.modes.levels])
        return np.asarray(self.class_weights @ self.V_c**2)

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the paper's three for STEP, else "mode 1", "mode 2", …

        With one-hot targets "class 1", "class 2", …; from an aligned start by descending rate.
        """
        if self.init == "aligned":
            return numbered("mode", len(self.sigma))
        return self.spectrum.names

    @property
    def U(self) -> Array:
        """Left singular vectors: shape (k, k - 1), zeros exact."""
        return self.spectrum.left

    @property
    def V_c(self) -> Array:
        """Right singular vectors at class level: shape (k, k - 1), orthonormal columns.

        A sample of class c has the row ``V_c[c] / √n_c`` in the sample-level V.
        """
        return self.spectrum.right
