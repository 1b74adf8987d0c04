"""All flows of one advice: without weights, with them, under the schemes, and at test time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from numerics.advice.effort import require_followable
from numerics.advice.errors_at_test import stop, untested
from numerics.advice.solve_advice import class_times, spectral_times
from numerics.errors import NumericsError
from spectra.advise.advice import Advice
from spectra.advise.given_numbers import listed
from spectra.advise.schemes import Scheme
from spectra.advise.solved import DEFAULT_DELTA, ClassTimes, Question, Solved
from spectra.advise.weighting import from_gamma, from_weights
from spectra.errors import InputError, refuse

if TYPE_CHECKING:
    from spectra.advise.weighting import Weighting
    from spectra.utils.arrays import Array


def answer(advice: Advice, schemes: Sequence[Scheme] = (), gammas: Sequence[float] = ()) -> Solved:
    """Follow the flows that an advice is about.

    Parameters
    ----------
    advice : Advice
    schemes : sequence of Scheme
    gammas : sequence of float
        Exponents at which the window between the classes is wanted.

    Raises
    ------
    spectra.errors.InputError
        A flow cannot be followed: the message says why and what to do.

    Examples
    --------
    >>> from spectra.advise import Training, advise, from_gamma, of_counts
    >>> data = of_counts([40, 40, 4, 4], None, "counts")
    >>> found = answer(advise(data, from_gamma(data.counts, 0.5), Training(delta=8)))
    >>> (found.erm.margin / found.weighted.margin).round(2).tolist()
    [0.87, 0.87, 2.68, 2.68]
    """
    if not isinstance(advice, Advice):
        raise refuse("advice", advice, "an Advice", "work it out with spectra.advise.advise")
    for scheme in listed("schemes", schemes):
        if not isinstance(scheme, Scheme):
            raise refuse(
                "schemes", scheme, "a list of Scheme", "see spectra.advise.schemes.schemes"
            )
    listed("gammas", gammas)
    try:
        return _answer(advice, schemes, gammas)
    except NumericsError as error:
        raise InputError(str(error)) from error


def _answer(advice: Advice, schemes: Sequence[Scheme], gammas: Sequence[float]) -> Solved:
    training = advice.training
    counts = np.array(advice.data.counts, dtype=np.float64)
    delta = DEFAULT_DELTA if training.delta is None else training.delta
    plans = {"erm": advice.erm, "weighted": advice.weighted}

    def clock(weighting: Weighting, times: ClassTimes) -> ClassTimes:
        """Times by the clock of the weights asked for, where a step is of another size."""
        ours, theirs = (
            training.step_size(training.effective(x))
            for x in (weighting, advice.weighted.weighting)
        )
        return times if ours is None or theirs is None else times.scaled(theirs / ours)

    def question(weighting: Weighting, *before: tuple[float, Array]) -> Question:
        effective = training.effective(weighting)
        phases = (*before, (np.inf, effective.omega))
        decay = training.flow_decay(effective)
        return Question(counts, phases, training.loss, delta, decay, training.signal)

    asked = {name: question(plan.weighting) for name, plan in plans.items()}
    plain = advice.erm.effective
    deferred = {}
    for scheme in schemes:
        weighting = from_weights(advice.data.counts, scheme.weights.tolist())
        before = (
            [(training.time_of_epoch(scheme.epoch, plain), plain.omega)] if scheme.epoch else []
        )
        deferred[scheme.name] = weighting, question(weighting, *before)
    for name, (_, one) in deferred.items():
        require_followable(one, f"--scheme {name}")
    gamma = advice.weighted.weighting.gamma
    require_followable(asked["weighted"], "--weights" if gamma is None else f"--gamma {gamma:g}")
    require_followable(asked["erm"], "")
    times = {"weighted": class_times(asked["weighted"])}
    if np.array_equal(asked["erm"].weights, asked["weighted"].weights):
        times["erm"] = times["weighted"]
    else:
        times["erm"] = clock(advice.erm.weighting, class_times(asked["erm"]))
    others = {
        name: (weighting.omega, clock(weighting, class_times(one)))
        for name, (weighting, one) in deferred.items()
    }
    windows = {}
    for gamma in gammas:
        margin = spectral_times(question(from_gamma(advice.data.counts, gamma)))[0]
        known = np.isfinite(margin).all()
        windows[gamma] = float(margin.max() / margin.min() - 1) if known else np.inf
    stops, said = {}, ""
    if training.signal:
        why = {name: untested(one, times[name]) for name, one in asked.items()}
        said = why["erm"] or why["weighted"]
        stops = {
            name: stop(one, times[name], training.test_noise)
            for name, one in asked.items()
            if not why[name]
        }
    return Solved(
        training.loss, delta, training.delta is None, times["erm"], times["weighted"], others,
        stops, said, training.flat_gamma(counts), windows,
    )  # fmt: skip
