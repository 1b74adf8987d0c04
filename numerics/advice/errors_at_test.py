"""Test errors along a flow of groups, and when to stop: class means with Gaussian noise.

Weight decay acts on the features as it does on the matrix that makes them, W₁X, so that a test
input still gets π of the logits of a training sample of its class.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.advice.follow import pieces
from numerics.advice.group_flow import GroupFlow, spectral
from numerics.advice.grouping import group_classes
from numerics.flow.gaps import Gaps
from numerics.flow.generalisation import class_errors
from numerics.integrators.adaptive import Step, states_at
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.stopping import forgotten, least_error
from spectra.advise.solved import ClassTimes, Question, Stop
from spectra.spectrum.class_means import ClassMeans

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

MOST_TESTED: Final = 12
"""Classes up to which test errors are worked out for three or more kinds of classes."""

STIFFEST: Final = 300.0
"""Ratio of growth rates above which they are not."""

LATE: Final = 3.0
"""Times the last learning time: until then test errors are looked at."""


def untested(question: Question, times: ClassTimes) -> str:
    """Why test errors are not worked out; empty if they are.

    Parameters
    ----------
    question : Question
    times : ClassTimes
        Of the same question.
    """
    if not times.margin.max():
        return "every class is learned at the start: take a smaller start (a larger δ) or signal"
    if np.isinf(times.margin).any():
        return "a class is never learned: take less decay"
    if len(np.unique(np.vstack([question.counts, question.weights]), axis=1).T) <= 2:
        return ""
    if question.pace.max() / question.pace.min() > STIFFEST:
        return "growth rates are too far apart to follow test errors to the end"
    if len(question.counts) > MOST_TESTED:
        return f"they are worked out for two kinds of classes, or up to {MOST_TESTED} classes"
    return ""


def stop(question: Question, times: ClassTimes, test_noise: float) -> Stop:
    """The best time to stop, and test errors then and at the end.

    Parameters
    ----------
    question : Question
        With a signal and one phase, and not `untested`.
    times : ClassTimes
        Of the same question.
    test_noise : float
        ν, as a part of a training sample's own noise.
    """
    last = LATE * float(times.margin.max())
    first = forgotten(float(question.pace.min()), times.margin.tolist())

    def balanced(at: Array) -> Array:
        return np.asarray(errors_at(question, test_noise, at).mean(axis=0))

    best = least_error(balanced, first, last)
    errors = errors_at(question, test_noise, np.array([best.time, last]))
    return Stop(best.time, last, errors[:, 0], errors[:, 1])


def errors_at(question: Question, test_noise: float, times: Array) -> Array:
    """Test error of every class (k, T) at ascending times, from a spectral start.

    Examples
    --------
    >>> from spectra.advise.solved import Question
    >>> asked = Question(np.array([9.0, 1]), ((np.inf, np.ones(2)),), "squared", 8.0, signal=0.5)
    >>> errors_at(asked, 0.1, np.array([4.0, 40.0])).round(3).tolist()
    [[0.0, 0.0], [0.15, 0.145]]
    """
    weights = question.weights[None]
    found = group_classes(question.counts, weights, question.kappa)
    width = len(found.groups.size) - 1
    flow = GroupFlow(found.groups, question.loss, question.decay, width)
    start = spectral(flow, question.delta)
    here = Step(0.0, 0.0, start, lambda _: start)
    states, _ = states_at(chain([here], pieces(flow, start, question.delta, times)), times)
    table = np.concatenate([flow.leads(state) for state in states])
    parts = [np.flatnonzero(found.of_class == g) for g in range(width + 1)]
    if width > 1:  # worked out class by class
        table = table[:, found.of_class[:, None], found.of_class]
        parts = list(np.arange(len(question.counts))[:, None])
        np.einsum("tcc->tc", table)[...] = 0.0
    none = np.zeros((len(times), len(parts)))
    return class_errors(_data(question, test_noise), Gaps(tuple(parts), table, none, none[:, 0]))


def _data(question: Question, test_noise: float) -> FlowProblem:
    """Counts and data, as test errors are told by; the flow is followed here."""
    return FlowProblem(
        counts=tuple(question.counts.astype(int).tolist()),
        weights=tuple(question.weights.tolist()),
        delta=question.delta,
        data=ClassMeans(question.signal, 1, test_noise),
    )
