"""Answer a question of the advice: follow its flow from a spectral start and from random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.advice.follow import follow, spread
from numerics.advice.group_flow import GroupFlow, Groups, spectral
from numerics.advice.grouping import group_classes, sample_classes
from numerics.problem.flow_problem import FlowProblem
from numerics.problem.initial_state import draw, gaussian_rows
from spectra.advise.solved import ClassTimes, Question
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.advice.follow import Told
    from spectra.utils.arrays import Array

STARTS: Final = ((16, 20), (48, 9), (128, 5))
"""Most classes, and how many random starts of so many are followed."""

SAMPLED, SAMPLED_STARTS = 101, 3
"""Of more classes than that: how many are followed for all, and their random starts."""


def class_times(question: Question) -> ClassTimes:
    """When each class is learned.

    Parameters
    ----------
    question : Question

    Returns
    -------
    ClassTimes
        Times of a spectral start to some thousandths of a growth time, of random ones to a percent.
        More than 96 kinds of classes are merged into at most 40 groups; within one, a class is as
        late as it is slow alone. Of more than 128 classes 101 are followed from random starts, and
        each other one is read off the nearest: their medians are within a tenth.

    Raises
    ------
    ResolutionError
        δ is too large for double precision.

    Examples
    --------
    >>> import numpy as np
    >>> from spectra.advise.solved import Question
    >>> asked = Question(np.array([10.0, 10, 1, 1]), ((np.inf, np.ones(4)),), "squared", 8.0)
    >>> class_times(asked).margin.round(3).tolist()
    [3.087, 3.087, 8.0, 8.0]
    """
    margin, groups, merged = spectral_times(question)
    right, lead, followed = _random(question)
    return ClassTimes(margin, right, lead, groups, merged, followed)


def spectral_times(question: Question) -> tuple[Array, int, bool]:
    """Times of the margin from a spectral start (k,), groups followed, and whether merged ones."""
    weights = np.array([omega for _, omega in question.phases])
    found = group_classes(question.counts, weights, question.kappa)
    width = len(found.groups.size) - 1
    phases = [
        (until, GroupFlow(found.phase(i), question.loss, question.decay, width))
        for i, (until, _) in enumerate(question.phases)
    ]
    with Reporter("following the flow") as report:
        told = follow(phases, spectral(phases[0][1], question.delta), question.delta, report)
    return told.margin[0, found.of_class] * found.lag, len(found.groups.size), found.merged


def _random(question: Question) -> tuple[Array, Array, int]:
    """From random starts, when labels are told apart and margins reached; classes followed."""
    k = len(question.counts)
    starts = next((number for most, number in STARTS if k <= most), 0)
    chosen, nearest = sample_classes(question.counts, SAMPLED if not starts else k)
    w, a = _drawn(question, starts) if starts else _sampled(k)
    counts, kappa = question.counts[chosen], question.kappa[chosen]
    phases = [
        (
            until,
            GroupFlow(
                Groups(np.ones(len(chosen)), counts, omega[chosen], kappa),
                question.loss, question.decay, w.shape[2], len(w),
            ),
        )
        for until, omega in question.phases
    ]  # fmt: skip
    flow, size = phases[0][1], np.exp(-question.delta)
    spread(flow, question.delta)
    start = flow.join(size * w, size * a, np.zeros((len(w), 0)))
    with Reporter("following random starts") as report:
        told = follow(phases, start, question.delta, report)
    alone = question.weights * np.sqrt(question.counts * question.kappa)
    lag = alone[chosen][nearest] / alone
    return told.apart[:, nearest] * lag, told.margin[:, nearest] * lag, len(chosen)


def _drawn(question: Question, starts: int) -> tuple[Array, Array]:
    """W and A of random starts of all classes, times e^δ."""
    counts = tuple(question.counts.astype(int).tolist())
    drawn = [
        draw(
            FlowProblem(
                counts=counts,
                delta=question.delta,
                gamma=0,
                init="random",
                seed=s,
                loss="cross-entropy",
            )
        )
        for s in range(starts)
    ]
    return np.array([one.W for one in drawn]), np.array([one.A for one in drawn])


def _sampled(k: int) -> tuple[Array, Array]:
    """The same of those classes that are followed for all k, in k hidden directions."""
    rows = np.array([gaussian_rows(2 * SAMPLED, k, s) for s in range(SAMPLED_STARTS)]) / np.sqrt(k)
    return rows[:, :SAMPLED], rows[:, SAMPLED:].swapaxes(1, 2)
