"""Answer a question of the advice: follow its flow from a spectral start and from random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.advice.follow import follow, spread
from numerics.advice.group_flow import GroupFlow, Groups, spectral
from numerics.advice.grouping import group_classes, sample_classes
from numerics.problem.flow_problem import FlowProblem
from numerics.problem.initial_state import draw
from spectra.advise.solved import ClassTimes, Question
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

STARTS: Final = ((16, 20), (48, 9), (128, 5))
"""Most classes, and how many random starts of so many are followed."""

SAMPLED: Final = (101, 3)
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
        late as it is slow alone. Of more than 128 classes 101 are followed from random starts, as if
        there were no more, and each other one is read off the nearest.

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
    most, starts = next((known for known in STARTS if k <= known[0]), SAMPLED)
    chosen, nearest = sample_classes(question.counts, most)
    counts, kappa = question.counts[chosen], question.kappa[chosen]
    flows = [
        GroupFlow(
            Groups(np.ones(len(chosen)), counts, omega[chosen], kappa),
            question.loss, question.decay, len(chosen), starts,
        )
        for _, omega in question.phases
    ]  # fmt: skip
    spread(flows[0], question.delta)
    drawn = [
        draw(
            FlowProblem(
                counts=tuple(counts.astype(int).tolist()),
                delta=question.delta,
                gamma=0,
                init="random",
                seed=s,
                loss="cross-entropy",
            )
        )
        for s in range(starts)
    ]
    size = np.exp(-question.delta)
    start = flows[0].join(
        size * np.array([one.W for one in drawn]),
        size * np.array([one.A for one in drawn]),
        np.zeros((starts, 0)),
    )
    phases = [(until, flow) for (until, _), flow in zip(question.phases, flows, strict=True)]
    with Reporter("following random starts") as report:
        told = follow(phases, start, question.delta, report)
    alone = question.weights * np.sqrt(question.counts * question.kappa)
    lag = alone[chosen][nearest] / alone
    return told.apart[:, nearest] * lag, told.margin[:, nearest] * lag, len(chosen)
