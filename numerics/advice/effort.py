"""How many steps a flow will take, known from counts and weights before it is followed.

Steps are about as long as the fastest class grows or, once it is learned, is attracted; and the
last class is learned about as late as the slowest class alone grows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.advice.group_flow import Groups
from spectra.advise.solved import DEFAULT_DELTA
from spectra.errors import InputError

if TYPE_CHECKING:
    from spectra.advise.solved import Question
    from spectra.utils.arrays import Array

MOST_STEPS: Final = 12_000
"""Steps of the integrator after which a flow is given up."""

_AT_LEAST = 2.0  # growth times of the slowest class, if another one carries it along
_EXPONENTS = np.arange(-20, 41) / 10  # among which one that can be followed is looked for


def expected_steps(question: Question, weights: Array) -> float:
    """Steps that the flow with these weights will take, within a factor of about two.

    Examples
    --------
    >>> import numpy as np
    >>> from spectra.advise.solved import Question
    >>> even, steep = np.ones(3), np.array([1.0, 10, 1e5])
    >>> asked = Question(np.array([100.0, 10, 1]), ((np.inf, even),), "cross-entropy", 8.0)
    >>> round(expected_steps(asked, even)), round(expected_steps(asked, steep))
    (80, 80000)
    """
    counts, kappa, k = question.counts, question.kappa, len(question.counts)
    groups = Groups(np.ones(k), counts, weights, kappa)
    drive = groups.drive
    slowest = float(np.abs(drive - question.decay).min())
    if not slowest:
        return 0.0  # decay holds a class where it is: whether the flow settles is seen
    alike = int(np.sum(drive <= drive.min() * (1 + 1e-9))) > 1
    waits = alike or (question.loss != "squared" and k > 2)
    late = max(question.delta, _AT_LEAST) if waits else _AT_LEAST
    fastest = max(float(drive.max()), groups.fastest(question.loss) / 2)
    return late * fastest / slowest


def require_followable(question: Question, option: str) -> None:
    """Refuse weights under which a flow would take too many steps, before it is followed.

    Parameters
    ----------
    question : Question
    option : str
        What gave the weights, with its value; empty for no weights.

    Raises
    ------
    InputError
        With the cause, and what could be followed instead.
    """
    steps = max(expected_steps(question, omega) for _, omega in question.phases)
    if steps <= MOST_STEPS:
        return
    named, cause, remedy = _cause(question, option)
    raise InputError(
        f"{named}: {cause} the flow takes about {steps:.0e} steps of the integrator, and "
        f"{MOST_STEPS:,} are the most; {remedy}leave out what needs a flow (--lr, --delta, --scheme, "
        "…) to read the limits"
    )


def _cause(question: Question, option: str) -> tuple[str, str, str]:
    """Which option takes so many steps, why, and what could be given instead."""

    def would_do(other: Question) -> bool:
        return all(expected_steps(other, omega) <= MOST_STEPS for _, omega in question.phases)

    if would_do(replace(question, decay=0.0)):
        cause = "weight decay nearly cancels the growth of a class, so that"
        return option or "no weights", cause, "take another --decay, or "
    if would_do(replace(question, delta=DEFAULT_DELTA)):
        return f"--delta {question.delta:g}", "from there", "take a smaller one, or "
    what, values = ("weights", question.weights) if option else ("counts", question.counts)
    cause = (
        f"{what} from {values.min():.3g} to {values.max():.3g} set growth rates so far apart that"
    )
    return option or "no weights", cause, _remedy(question) if option else ""


def _remedy(question: Question) -> str:
    logs = np.log(question.counts / question.counts.max())
    with np.errstate(over="ignore"):
        able = [
            float(gamma)
            for gamma in _EXPONENTS
            if expected_steps(question, np.exp(-gamma * logs)) <= MOST_STEPS
        ]
    return f"take --gamma from {min(able):g} to {max(able):g}, or " if able else ""
