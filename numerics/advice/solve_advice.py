"""Answer a question of the advice: follow its flow from a spectral start and from random ones."""

from __future__ import annotations

from dataclasses import replace
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
    from numerics.advice.follow import Told
    from spectra.utils.arrays import Array

STARTS: Final = ((16, 20), (48, 9), (128, 5))
"""Most classes, and how many random starts of so many are followed."""

SAMPLED: Final = (81, 3)
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
        late as it is slow alone. Of more than 128 classes 81 are followed from random starts, as if
        there were no more; each class is later than from a spectral start as the nearest of them is.

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
    k = len(question.counts)
    starts = next((starts for most, starts in STARTS if k <= most), 0)
    if starts:
        told = _random(question, starts)
        return ClassTimes(margin, told.apart, told.margin, groups, merged, k)
    most, starts = SAMPLED
    chosen, nearest = sample_classes(question.counts, most)
    phases = tuple((until, omega[chosen]) for until, omega in question.phases)
    few = replace(question, counts=question.counts[chosen], phases=phases)
    told, alone = _random(few, starts), spectral_times(few)[0][nearest]
    known = np.isfinite(margin) & np.isfinite(alone) & (alone > 0)
    later = np.divide(margin, alone, out=np.ones(k), where=known)
    right, lead = (x[:, nearest] * later for x in (told.apart, told.margin))
    return ClassTimes(margin, right, lead, groups, merged, most)


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


def _random(question: Question, starts: int) -> Told:
    """Random starts, class by class."""
    k = len(question.counts)
    flows = [
        GroupFlow(
            Groups(np.ones(k), question.counts, omega, question.kappa),
            question.loss, question.decay, k, starts,
        )
        for _, omega in question.phases
    ]  # fmt: skip
    spread(flows[0], question.delta)
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
    size = np.exp(-question.delta)
    start = flows[0].join(
        size * np.array([one.W for one in drawn]),
        size * np.array([one.A for one in drawn]),
        np.zeros((starts, 0)),
    )
    phases = [(until, flow) for (until, _), flow in zip(question.phases, flows, strict=True)]
    with Reporter("following random starts") as report:
        return follow(phases, start, question.delta, report)
