"""What ``solve`` returns, and how a notebook shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import InputError
from numerics.flow.gaps import Gaps, by_sides, centre
from numerics.flow.generalisation import class_errors, shares, signal_to_noise
from numerics.flow.losses import changed
from numerics.flow.readout import Layered
from numerics.problem import checks, memory_guard
from spectra.errors import short
from spectra.utils.colours import CYCLE
from spectra.utils.line_chart import Chart, Line

if TYPE_CHECKING:
    from numerics.flow.readout import States
    from numerics.problem.flow_problem import FlowProblem
    from numerics.problem.status import Status
    from spectra.utils.arrays import Array


COLUMNS = 6
"""Times in the table."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A flow at chosen times.

    Attributes
    ----------
    problem : FlowProblem
        What was solved.
    times : ndarray, shape (T,)
        As given; gradient-flow time of Σ_i ω_i ℓ_i, for squared loss ½‖(Z - WH)Ω^½‖².
    status : Status
        ``"done"``; ``"settled"`` if nothing moved any more, within tolerance, before the last
        time (what the labels do not see may go on fading by parts in 1e9 at each growth time);
        ``"inaccurate"``; or ``"interrupted"`` by Ctrl-C, with the times done so far.
    message : str
        The status in words, with advice.
    error : float
        Estimated largest absolute error of ``beta``: the difference to a second integration
        with ten to some hundred times the tolerance, so that it rather overstates, and the
        tolerance of the first. It takes ``times`` and the initial values as exact, and is an
        estimate, not a bound.
    """

    problem: FlowProblem
    times: Array
    status: Status
    message: str
    error: float
    _states: States = field(repr=False)

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the rows of ``beta``."""
        return self.problem.mode_names

    @cached_property
    def beta(self) -> Array:
        """Strengths β_i(t) = u_iᵀLv_i/σ_i: shape (k - 1, T).

        Under squared loss they go to 1. Under cross-entropy they grow for ever: β of a mode within
        a group is the margin among its classes, and of maj-min k/2 times the margin that it adds
        on the other group, a mean over both weighted by the squares of their targets. With data
        L and the modes are of features divided by √κ_c.
        """
        repeats = self._states.repeats()
        memory_guard.require(
            float(sum(repeats)) * len(self.times),
            f"strengths of {sum(repeats)} modes at {len(self.times)} times", "take fewer times",
        )  # fmt: skip
        return np.repeat(self._states.strengths(), repeats, axis=0)

    @cached_property
    def singular_values(self) -> Array:
        """The k - 1 largest singular values of the k × n logits L: shape (k - 1, T).

        Descending at every time. Modes that do not decouple are accurate relative to the
        largest one.
        """
        return self._states.singular_values()

    @cached_property
    def margins(self) -> dict[str, Array]:
        """Own logit minus another class's, mean over pairs: arrays (T,).

        The keys are "maj-maj", "maj-min", "min-maj" and "min-min": first the samples, then the
        other class; only those of which there is a pair. Groups of counts that are not two are
        called "group 1", "group 2", … Here and below a class stands for its mean sample.
        """
        return by_sides(self.problem, self._gaps)

    @cached_property
    def loss(self) -> Array:
        """Loss of a sample of every class, without its weight: shape (k, T)."""
        return self._gaps.loss(self.problem.loss, centre(self.problem), changed(self.problem))

    @cached_property
    def accuracy(self) -> Array:
        """1 where a class has the largest of its logits at itself, else 0: shape (k, T).

        A tie counts as 0, also one of logits below the range of double precision.
        """
        return self._gaps.accuracy()

    @cached_property
    def test_margins(self) -> dict[str, Array]:
        """Margins on the class means of test inputs: π_c times those in training, at all times."""
        self._require_data("test_margins")
        share = shares(self.problem)[[part[0] for part in self._gaps.parts]]
        return by_sides(self.problem, self._gaps, share[:, None] * self._gaps.true)

    @cached_property
    def test_signal_to_noise(self) -> dict[str, Array]:
        """Margins of test inputs by their standard deviation z, mean over pairs: arrays (T,).

        A test input is given to the other class rather than to its own with probability Φ(-z).
        """
        self._require_data("test_signal_to_noise")
        return by_sides(self.problem, self._gaps, signal_to_noise(self.problem, self._gaps))

    @cached_property
    def test_errors(self) -> Array:
        """Probability that a test input of every class is given to another one: shape (k, T).

        To about 1e-12 from a spectral start with at most two groups, or of three classes, else to 1e-3,
        by a mean over 4096 fixed quasi-random directions of noise.
        """
        self._require_data("test_errors")
        return class_errors(self.problem, self._gaps)

    def test_error(self, balanced: bool = True) -> Array:
        """Probability that a test input is given to a wrong class: shape (T,).

        Parameters
        ----------
        balanced : bool
            All classes are as frequent in the test; else as in training.
        """
        checks.flag("balanced", balanced)
        counts = self.problem.class_counts
        frequency = np.ones_like(counts) if balanced else counts
        return np.asarray(frequency / frequency.sum() @ self.test_errors)

    def _require_data(self, what: str) -> None:
        if self.problem.data is None:
            raise InputError(
                f"{what} without data: give the problem data=spectra.ClassMeans(signal, noise, "
                "test_noise), of which test inputs are drawn"
            )

    @cached_property
    def _gaps(self) -> Gaps:
        return self._states.gaps()

    @property
    def W(self) -> Array:
        """Classifiers: shape (T, k, d)."""
        return self._factors[0]

    @property
    def H(self) -> Array:
        """Features: means of every class or context, shape (T, d, k); solved per sample, samples (T, d, n).

        No factor √n_c is in them, whatever the loss and the targets; see the notes of `FlowProblem`.
        """
        return self._factors[1]

    @property
    def layers(self) -> tuple[Array, ...]:
        """All factors, last layer first: W and H, with more between them if ``depth`` is above 2."""
        return self._states.layers() if isinstance(self._states, Layered) else self._factors

    @cached_property
    def _factors(self) -> tuple[Array, Array]:
        return self._states.factors()

    def _repr_html_(self) -> str:
        return solution_html(self)


def solution_html(solution: Solution) -> str:
    """Return a fragment of HTML: what was solved, curves of β, and a table."""
    names, rows = _rows(solution)
    problem = solution.problem
    size = f"{problem.num_classes} classes"
    ratio = "" if problem.R is None else f", R = {problem.R}"
    weights = f"γ = {problem.gamma}" if problem.weights is None else "weights given per class"
    more = "".join(f", {n} = {short(getattr(problem, n))}" for n in problem.extended)
    head = f"{problem.system} flow, {size}{ratio}, δ = {problem.delta}, {weights}{more}"
    parts = [f"<p><strong>{escape(head)}</strong></p>"]
    times = np.asarray(solution.times, dtype=float)
    drawable = len(times) > 1 and bool(np.isfinite(rows).any())
    if drawable:
        lines = tuple(Line(n, times.tolist(), r.tolist()) for n, r in zip(names, rows, strict=True))
        parts.append(Chart("Strength of each mode over time", "t", "β", lines).svg())
    parts += [_table(names, times, rows), _status(solution, len(rows))]
    return f'<div class="reweighting-theory">{"".join(parts)}</div>'


def _rows(solution: Solution) -> tuple[list[str], Array]:
    """Return one row of β for each level of a spectral start, else the first few modes."""
    names = list(solution.mode_names)
    if solution.problem.is_spectral:
        kept = [names.index(name) for name in dict.fromkeys(names)]
        kept = kept[: len(CYCLE)]
        return [names[i] for i in kept], solution.beta[kept]
    kept = list(range(min(len(names), len(CYCLE))))
    return [f"{i + 1}: {names[i]}" for i in kept], solution.beta[kept]


def _table(names: list[str], times: Array, rows: Array) -> str:
    """Return a table of at most `COLUMNS` times, the first and the last among them."""
    kept = np.unique(np.linspace(0, len(times) - 1, min(COLUMNS, len(times))).round().astype(int))
    head = "".join(f'<th scope="col">{times[i]:.6g}</th>' for i in kept)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{row[i]:.6g}</td>" for i in kept)
        + "</tr>"
        for name, row in zip(names, rows, strict=True)
    )
    return (
        f'<table><thead><tr><th scope="col">β at t =</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _status(solution: Solution, shown: int) -> str:
    total = len(solution.mode_names)
    distinct = len(set(solution.mode_names)) if solution.problem.is_spectral else total
    left = f"; {shown} of {distinct} different modes shown" if distinct > shown else ""
    said = f"{solution.status}: {solution.message}{left}"
    return f"<p><small>{escape(said)}</small></p>"
