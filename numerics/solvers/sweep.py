"""The mode between the groups of STEP imbalance for many (R, δ) at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.flow.stiffness import refuse_stiff
from numerics.flow.two_group import RankOne, follow_many
from numerics.integrators.adaptive import FLOOR
from numerics.problem import checks, memory_guard
from numerics.solvers.kept_parts import KeptParts, finished
from numerics.solvers.solve import MAX_RTOL, MIN_RTOL
from spectra.errors import short
from spectra.utils.progress import Reporter
from spectra.utils.workers import check_executor

if TYPE_CHECKING:
    import os
    from concurrent.futures import Executor

    from spectra.utils.arrays import Array


PART: Final = 4096
"""Problems that advance together; more are several tasks."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """The maj-min mode over a grid.

    Attributes
    ----------
    R : ndarray, shape (r,)
    delta : ndarray, shape (d,)
    times : ndarray, shape (r, d, T)
        As given, broadcast.
    beta : ndarray, shape (r, d, T)
    """

    R: Array
    delta: Array
    times: Array
    beta: Array


def sweep(
    R: npt.ArrayLike,
    delta: npt.ArrayLike,
    times: npt.ArrayLike,
    *,
    gamma: float = 0.5,
    rtol: float = 1e-10,
    progress: Callable[[float], None] | None = None,
    executor: Executor | None = None,
    keep: str | os.PathLike[str] | None = None,
) -> Sweep:
    """Strength of the maj-min mode on a grid of (R, δ), from spectral initialisation.

    Problems advance together, up to 4096, each with its own step size: a thousand cost as much
    as a few dozen on their own.

    Parameters
    ----------
    R, delta : array_like, shapes (r,) and (d,)
        Imbalance ratios > 0 and scales δ ≥ 0. (The mode does not depend on k.)
    times : array_like
        Times ≥ 0, in any order, of a shape that broadcasts to (r, d, T): for example (T,) for
        the same times everywhere.
    gamma : float
        Class weights are ω_c = (2n/(k n_c))^γ.
    rtol : float
        Tolerance per step, as in ``solve``.
    progress : callable
        Takes the fraction done. Not given: a bar on a terminal, after two seconds.
    executor : concurrent.futures.Executor, optional
        Has workers that do parts of the grid; the strengths are the same to the last bit.
    keep : path-like, optional
        A folder for the parts of the grid, each written when it is done: the same call goes on from
        there. One that is damaged, or of other settings, is set aside with a warning.

    Returns
    -------
    Sweep

    Raises
    ------
    InputError
        If a parameter has no meaning.
    MemoryLimitError
        If the grid would not fit.

    Examples
    --------
    >>> from numerics import sweep
    >>> import numpy as np
    >>> R, delta = np.array([4.0, 10.0]), np.array([8.0, 16.0])
    >>> rescaled = np.array([0.9, 1.0, 1.2])
    >>> times = delta[:, None] / np.sqrt(R + 1)[:, None, None] * rescaled
    >>> sweep(R, delta, times).beta[1].round(3)
    array([[0.062, 0.224, 0.755],
           [0.013, 0.223, 0.961]])
    """
    ratios = _axis("R", R, checks.LEAST, checks.MOST)
    scales = _axis("delta", delta, 0.0, checks.LARGEST_DELTA)
    checks.real("gamma", gamma, "a finite number", lambda _: True)
    checks.real("rtol", rtol, f"a number in [{MIN_RTOL:g}, {MAX_RTOL:g}]",
                  lambda v: MIN_RTOL <= v <= MAX_RTOL)  # fmt: skip
    asked = np.atleast_1d(checks.numbers("times", times))
    shape = (len(ratios), len(scales), asked.shape[-1])
    memory_guard.require(
        6.0 * shape[0] * shape[1] * (shape[2] + 30),
        f"a grid of {shape} strengths",
        "make it smaller",
    )
    try:
        asked = np.broadcast_to(asked, shape)
    except ValueError:
        raise InputError(
            f"times has shape {asked.shape}: give one that broadcasts to {shape}"
        ) from None
    checks.times(asked.ravel())
    flat = asked.reshape(-1, shape[2])
    order = np.argsort(flat, axis=1, kind="stable")
    grid = np.repeat(ratios, len(scales)), np.tile(scales, len(ratios))
    ordered = np.take_along_axis(flat, order, axis=1)
    steps = _flows(*grid, float(gamma)).stiff_steps(ordered[:, -1])
    refuse_stiff(float(ordered[:, -1].max()), float(steps.max()))
    parts = [slice(begin, begin + PART) for begin in range(0, len(flat), PART)]
    tasks = [
        _Part(grid[0][part], grid[1][part], ordered[part], float(gamma), rtol) for part in parts
    ]
    check_executor(executor)
    settings = {
        "R": ratios,
        "delta": scales,
        "times": asked,
        "gamma": float(gamma),
        "rtol": float(rtol),
    }
    kept = None if keep is None else KeptParts(keep, {"computation": "sweep", **settings})
    found = np.empty(ordered.shape)
    with Reporter("sweeping", progress) as report:
        done = finished(
            _follow, tasks, kept, name="part", executor=executor,
            packed=lambda beta: {"beta": beta}, unpacked=lambda arrays: arrays["beta"],
        )  # fmt: skip
        for number in range(len(parts)):
            with report.part(number / len(parts), (number + 1) / len(parts)):
                part = next(done)
                found[parts[part.number]] = part.result
                report.update(1)
    beta = np.empty_like(found)
    np.put_along_axis(beta, order, found, axis=1)
    return Sweep(ratios, scales, asked, beta.reshape(shape))


class _Part(NamedTuple):
    """A part of the grid, as plain data."""

    ratio: Array
    delta: Array
    times: Array
    gamma: float
    rtol: float


def _follow(part: _Part) -> Array:
    """Strengths of a part of the grid at its times."""
    flows = _flows(part.ratio, part.delta, part.gamma)
    with Reporter("sweeping") as report:
        return flows.beta(follow_many(flows, part.times, max(part.rtol, FLOOR), report))


def _flows(ratio: Array, delta: Array, gamma: float) -> RankOne:
    """The modes of all problems; class weights as those of ``FlowProblem``."""
    one = np.ones_like(ratio)
    with np.errstate(over="ignore", under="ignore"):
        weights = np.stack([((ratio + 1) / ratio) ** gamma, (ratio + 1) ** gamma])
    checks.gamma_weights(gamma, weights)
    return RankOne(
        targets=np.sqrt([ratio / 2, 0.5 * one]),
        weights=weights,
        start=np.sqrt([ratio / (ratio + 1), 1 / (ratio + 1)]),
        delta=delta,
    )


def _axis(name: str, values: npt.ArrayLike, least: float, most: float) -> Array:
    array = np.atleast_1d(checks.numbers(name, values))
    if array.ndim != 1 or not np.all((array >= least) & (array <= most)) or not array.size:
        raise InputError(
            f"{name} = {short(values)}: give numbers from {least:g} to {most:g}, in a row"
        )
    return array
