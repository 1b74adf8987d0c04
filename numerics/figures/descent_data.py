"""The numbers behind the paper's figures of training dynamics, by gradient descent."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.figures.support_matrix import check_support, draw_support
from numerics.flow.descent_steps import iterate
from numerics.flow.sharpness import stability
from numerics.flow.vector_fields import FactorFlow
from numerics.integrators.adaptive import State
from numerics.problem import checks
from numerics.problem.flow_problem import FlowProblem
from numerics.problem.status import Status
from numerics.solvers.descend import descend
from spectra.errors import short

if TYPE_CHECKING:
    from numerics.solvers.descend import Descent
    from spectra.utils.arrays import Array, Indices


FIGURES = ("2d", "2e", "5", "6")


@dataclass(frozen=True, eq=False)
class Curves:
    """One run of gradient descent, T records.

    Attributes
    ----------
    steps : ndarray of int, shape (T,)
    loss : ndarray, shape (T,)
        ½‖(Z - WH)Ω^½‖².
    norm_W, norm_H : ndarray, shape (T,)
        Frobenius norms.
    gram_W, gram_H, logits : ndarray, shape (T,)
        Distances of WWᵀ, HᵀH and L from their limits UΣUᵀ, VΣVᵀ and Z, relative to these.
    singular_values : ndarray, shape (r, T)
        Of L, descending; r is the rank of Z.
    off_left, off_right : ndarray, shape (T,)
        ‖(I - UUᵀ)L‖ and ‖L(I - VVᵀ)‖ relative to ‖L‖: the part of the logits outside the
        singular subspaces of Z; nan while L is below the smallest double.
    """

    steps: Indices
    loss: Array
    norm_W: Array
    norm_H: Array
    gram_W: Array
    gram_H: Array
    logits: Array
    singular_values: Array
    off_left: Array
    off_right: Array


@dataclass(frozen=True, eq=False)
class Panel:
    """A loss, minimised from both initialisations with one step size."""

    weighting: str
    step_size: float
    spectral: Curves
    random: Curves


@dataclass(frozen=True, eq=False)
class FigureData:
    """What a figure shows.

    Attributes
    ----------
    figure : str
    labels : ndarray, shape (k, columns)
        One-hot labels, one column per sample, or the support matrix.
    U, sigma, V : ndarray
        Singular value decomposition of the centred labels, V with one row per column of them.
    mode_names : tuple of str
        Of every column of U.
    panels : tuple of Panel
    """

    figure: str
    labels: Array
    U: Array
    sigma: Array
    V: Array
    mode_names: tuple[str, ...]
    panels: tuple[Panel, ...]

    @property
    def end(self) -> float:
        """Flow time, steps times their size, at which the longest run ends."""
        return max(float(panel.spectral.steps[-1]) * panel.step_size for panel in self.panels)


def figure_data(
    figure: str,
    *,
    k: int = 4,
    R: int = 10,
    delta: float = 8.0,
    seed: int = 0,
    fraction: float = 0.05,
    support: npt.ArrayLike | None = None,
    targets: str = "sel",
) -> FigureData:
    """The data of a figure of the paper, made again; nothing is drawn.

    Parameters
    ----------
    figure : {"2d", "2e", "5", "6"}
        Fig. 2(d): ERM; 2(e): weights of Eq. (12); 5: both; 6: ERM on a support matrix.
    k, R, delta : int, int, float
        The problem (Figs. 2 and 5; δ also for Fig. 6).
    seed : int
        Of the random initialisation, and of the support matrix if none is given.
    fraction : float
        Step size as a part of the largest stable one, in (0, 1].
    support : array_like, shape (words, contexts)
        Zeros and ones, for Fig. 6. The paper does not print its example; not given, one is
        drawn by :func:`numerics.figures.draw_support`.
    targets : {"sel", "frequency"}
        For Fig. 6: centred over words as in the paper, or each word less its frequency.

    Returns
    -------
    FigureData

    Examples
    --------
    >>> from numerics import figure_data
    >>> (panel,) = figure_data("2e").panels
    >>> panel.spectral.singular_values[:, -1].round(3).tolist()
    [3.162, 2.345, 1.0]
    """
    checks.choice("figure", figure, FIGURES)
    checks.real("fraction", fraction, "a number in (0, 1]", lambda v: 0 < v <= 1)
    checks.real("delta", delta, "a finite number ≥ 0", lambda v: v >= 0)
    if not checks.is_whole(seed) or seed < 0:
        raise InputError(
            f"seed = {short(seed)}: give an integer ≥ 0, so that the figure can be made again"
        )
    if figure == "6":
        labels = draw_support(seed) if support is None else check_support(support)
        checks.choice("targets", targets, ("sel", "frequency"))
        target = labels - labels.mean(axis=0 if targets == "sel" else 1, keepdims=True)
        if not np.any(target):
            raise InputError(
                "support has columns that are all alike: less the frequencies of words nothing is left; "
                "give columns that differ, or targets='sel'"
            )
        return _support_figure(labels, target, float(delta), seed, fraction)
    problem = FlowProblem(k, R, delta, seed=seed)
    gammas = {"2d": (0.0,), "2e": (0.5,), "5": (0.0, 0.5)}[figure]
    spectral = [FlowProblem(k, R, delta, gamma) for gamma in gammas]
    runs = [(one, fraction * stability(one).largest_step) for one in spectral]
    end = max(_learned_after(one, eta) for one, eta in runs)  # of all panels: they share an axis
    panels = tuple(_panel(one, seed, eta, end) for one, eta in runs)
    labels = np.eye(k)[:, problem.sample_classes]
    right = problem.V_c[problem.sample_classes] / np.sqrt(
        problem.class_counts[problem.sample_classes, None]
    )
    return FigureData(figure, labels, problem.U, problem.sigma, right, problem.mode_names, panels)


def _learned_after(problem: FlowProblem, eta: float) -> float:
    """Flow time after which descent has learned all."""
    slowest = float((problem.sigma * problem.lam).min())
    return eta * (1.5 * float(problem.delta) + 6) / math.log1p(eta * slowest)


def _panel(spectral: FlowProblem, seed: int, eta: float, end: float) -> Panel:
    random = replace(spectral, init="random", seed=seed)
    runs = [descend(one, math.ceil(end / eta), eta) for one in (spectral, random)]
    if any(run.status is Status.INTERRUPTED for run in runs):
        raise KeyboardInterrupt  # a figure needs whole curves
    name = "ERM" if spectral.gamma == 0 else "RW"
    return Panel(name, eta, *(_of_run(run) for run in runs))


def _of_run(run: Descent) -> Curves:
    """Curves of a run on a classification problem."""
    problem = run.problem
    w, x, weights = run._states.columns()
    rest = x.shape[2] - problem.num_classes
    right = np.vstack([problem.V_c, np.zeros((rest, problem.num_classes - 1))])
    return _curves(run.steps, w, x, weights, problem.U, problem.sigma, right)


def _curves(
    steps: Indices, w: Array, x: Array, weights: Array, u: Array, sigma: Array, v: Array
) -> Curves:
    """Curves from factors W (T, k, d) and X (T, d, c), against the decomposition UΣVᵀ of Z."""
    target, logits = (u * sigma) @ v.T, w @ x
    size = float(np.linalg.norm(sigma))

    def distance(values: Array, limit: Array) -> Array:
        return np.asarray(np.linalg.norm(values - limit, axis=(1, 2)) / size)

    largest = np.max(np.abs(logits), axis=(1, 2), keepdims=True)
    unit = logits / np.where(largest > 0, largest, np.nan)  # whose squares do not underflow
    sizes = np.linalg.norm(unit, axis=(1, 2))
    return Curves(
        steps=steps,
        loss=0.5 * np.sum((target - logits) ** 2 * weights, axis=(1, 2)),
        norm_W=np.linalg.norm(w, axis=(1, 2)),
        norm_H=np.linalg.norm(x, axis=(1, 2)),
        gram_W=distance(w @ np.swapaxes(w, 1, 2), (u * sigma) @ u.T),
        gram_H=distance(np.swapaxes(x, 1, 2) @ x, (v * sigma) @ v.T),
        logits=distance(logits, target),
        singular_values=np.asarray(np.linalg.svd(logits, compute_uv=False)[:, : len(sigma)].T),
        off_left=np.linalg.norm(unit - u @ (u.T @ unit), axis=(1, 2)) / sizes,
        off_right=np.linalg.norm(unit - (unit @ v) @ v.T, axis=(1, 2)) / sizes,
    )


def _support_figure(
    labels: Array, target: Array, delta: float, seed: int, fraction: float
) -> FigureData:
    u, sizes, vt = np.linalg.svd(target, full_matrices=False)
    rank = int(np.sum(sizes > 1e-12 * sizes[0]))
    u, sigma, v = u[:, :rank], sizes[:rank], vt[:rank].T
    (words, contexts), d = labels.shape, rank + 1
    eta = fraction / float(sigma[0])  # the sharpness at the minimum is 2σ_1
    steps = math.ceil((1.5 * delta + 6) / math.log1p(eta * float(sigma[-1])))
    flow = FactorFlow(
        target=(u * sigma) @ v.T, omega=np.ones(contexts), rows=np.zeros(words, dtype=np.intp),
        columns=np.zeros(contexts, dtype=np.intp), width=d, base=1.0, constant=np.zeros((d, d)),
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    gaussian = [rng.standard_normal(shape) for shape in ((words, d), (d, contexts))]
    starts = [
        (np.hstack([u, np.zeros((words, 1))]), np.vstack([v.T, np.zeros((1, contexts))])),
        tuple(part * np.sqrt(rank) / np.linalg.norm(part) for part in gaussian),
    ]
    wanted = np.unique(np.linspace(0, steps, min(steps, 1000) + 1).round().astype(np.intp))
    curves = []
    for w, a in starts:
        begin = State(0.0, np.concatenate([w.ravel(), a.ravel()]), np.array([-delta]))
        states, _ = iterate(flow, begin, wanted, eta)
        if len(states) < len(wanted):  # steps this short do not diverge
            raise KeyboardInterrupt
        pairs = [flow.split(state.x * np.exp(state.scales[0])) for state in states]
        factors = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
        curves.append(_curves(wanted, *factors, np.ones(contexts), u, sigma, v))
    names = tuple(f"mode {i}" for i in range(1, rank + 1))
    return FigureData("6", labels, u, sigma, v, names, (Panel("ERM", eta, *curves),))
