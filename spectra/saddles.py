"""Learning times from saddle to saddle: any counts, any weights, small random initialisation.

A rule, not a theorem. Classes of equal count and weight form a group. Differences within a group
are invariant under the flow and grow at √(n ω²). Between groups the flow visits, rank after rank,
the saddles L = U Uᵀ Z, where U holds the first eigenvectors of P diag(nω) P; at a saddle what is
left grows at the singular values s of (P - U Uᵀ) diag(nω²)^½. The volume spanned by any j growing
directions has an exponent P_j that starts at -j and rises at s_1 + … + s_j. When P_1 reaches 0, one
more direction is learned, and the exponents of what is left are P_2, P_3, …

`Standing` says what each time rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from spectra.counts import growth_rates
from spectra.inputs import refuse
from spectra.sectors import Event, Sectors, Speed, split, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = npt.NDArray[np.float64]

MAX_GROUPS: Final = 200
"""Most groups whose saddles are worked out: the work grows as the fourth power of their number."""

MAX_RANGE: Final = 1e12
"""Largest ratio of two nω, or two nω², at which double precision resolves the saddles."""


class Standing(Enum):
    """What a learning time rests on."""

    THEOREM = "theorem"
    CONDITIONAL = "conditional"
    HEURISTIC = "heuristic"
    BOUND = "bound"


@dataclass(frozen=True, eq=False)
class SaddleTimes:
    """Limits of T/δ as δ → ∞ from small random starts, for k classes.

    Attributes
    ----------
    rates : ndarray, shape (k - 1,)
        Growth rates s_j at the origin, descending.
    times : ndarray, shape (k - 1,)
        Learning times T_j/δ, ascending; T_1 = 1/s_1 and T_j ≤ 1/s_j.
    standing : tuple of Standing, length k - 1
        What each time rests on.
    reason : str
        Why, in a sentence.
    class_times : ndarray, shape (k,), or None
        For each class the first time from which on half of what its label adds to its own logit
        is learned; None where the saddles are not known.
    """

    rates: Array
    times: Array
    standing: tuple[Standing, ...]
    reason: str
    class_times: Array | None

    @property
    def window(self) -> float:
        """ΔT = (T_last - T_first)/T_first; an upper bound where the last time is one."""
        return float(self.times[-1] / self.times[0] - 1)

    def scaled(self, factor: float) -> SaddleTimes:
        """Give the same for weights that are all `factor` times as large."""
        per_class = None if self.class_times is None else self.class_times / factor
        return replace(
            self, rates=self.rates * factor, times=self.times / factor, class_times=per_class
        )


def saddle_times(
    counts: Sequence[float] | Array,
    *,
    gamma: float | None = None,
    weights: Sequence[float] | Array | None = None,
    step_size: float = 0.0,
) -> SaddleTimes:
    """Limits of the learning times in units of δ.

    Parameters
    ----------
    counts : sequence of int, shape (k,)
        Samples of each class.
    gamma, weights : optional
        As in `growth_rates`: an exponent (1/2 if nothing is given) or a weight per class.
    step_size : float, default 0
        Step η of gradient descent on ½‖(Z - WH)Ω^½‖²; times are then η × steps, and ln(1 + ηs)/η
        takes the place of s. 0 is gradient flow.

    Returns
    -------
    SaddleTimes

    Raises
    ------
    InputError
        As `growth_rates`, or the step is negative.

    Notes
    -----
    T_j = 1/s_j for every j if P diag(nω) P and P diag(nω²) P have the same eigenvectors: under ERM,
    for two groups, and where nω² is constant. Where eigenvalues of P diag(nω) P coincide (nω is
    constant, as for inverse frequencies), the rule does not say which saddle is visited: from
    there on the times are the bounds 1/s_j. So are all but the first for more than `MAX_GROUPS`
    groups.

    Examples
    --------
    >>> found = saddle_times([100, 10, 1], weights=[0.3, 0.5, 1])
    >>> found.times.round(5).tolist(), (1 / found.rates).round(5).tolist()
    ([0.38861, 0.76405], [0.38861, 0.76438])
    >>> [item.value for item in found.standing]
    ['theorem', 'heuristic']
    """
    if not 0 <= step_size < np.inf:
        name = "step_size"
        raise refuse(name, step_size, "a number ≥ 0", "give a step, or 0 for gradient flow")
    rates = growth_rates(counts, gamma=gamma, weights=weights)
    sectors = split(counts, gamma, weights)
    speed = Speed(step_size)
    equal = _equality(sectors)
    obstacle = _obstacle(sectors)
    events = () if obstacle else walk(sectors, speed)
    if equal is not None:
        return _at_rates(sectors, rates, speed, *equal, events)
    if obstacle:
        return _bounds(rates, speed, obstacle)
    return _by_rule(sectors, rates, speed, events)


def _equality(sectors: Sectors) -> tuple[Standing, str] | None:
    """Say why every time is 1/s_j, where it is."""
    if sectors.is_unweighted:
        return Standing.THEOREM, "equal weights: T_j = 1/s_j is proved"
    if sectors.is_flat:
        said = "n ω² is constant: no time is below 1/s_1, and all equal it if the flow converges"
        return Standing.CONDITIONAL, said
    if len(sectors.size) <= 2:
        said = "two groups of classes: T_j = 1/s_j is proved from spectral starts"
        return Standing.THEOREM, said
    return None


def _obstacle(sectors: Sectors) -> str:
    """Say why the rule cannot be applied; empty if it can."""
    if len(sectors.size) > MAX_GROUPS:
        return (
            f"{len(sectors.size)} groups of classes are more than the {MAX_GROUPS} whose saddles "
            "are worked out: times after the first are at most 1/s_j"
        )
    if max(np.ptp(np.log(x)) for x in (sectors.p, sectors.d)) > np.log(MAX_RANGE):
        return (
            f"n ω or n ω² varies by more than {MAX_RANGE:.0e}, too much for the saddles: "
            "times after the first are at most 1/s_j"
        )
    return ""


def _at_rates(
    sectors: Sectors,
    rates: Array,
    speed: Speed,
    standing: Standing,
    reason: str,
    events: tuple[Event, ...],
) -> SaddleTimes:
    """Every time is 1/s_j."""
    times = 1 / speed(rates)
    known = sectors.class_times(events) if events else None
    if sectors.is_flat:
        known = np.full(len(rates) + 1, times[0])
    return SaddleTimes(rates, times, (standing,) * len(rates), reason, known)


def _bounds(rates: Array, speed: Speed, reason: str) -> SaddleTimes:
    standing = (Standing.THEOREM, *[Standing.BOUND] * (len(rates) - 1))
    return SaddleTimes(rates, 1 / speed(rates), standing, reason, None)


def _by_rule(
    sectors: Sectors, rates: Array, speed: Speed, events: tuple[Event, ...]
) -> SaddleTimes:
    """Order what the sectors give."""
    ordered = [e for e in events for _ in range(e.multiplicity)]
    unsure = next((j for j, e in enumerate(ordered) if not e.known), len(ordered))
    times = np.array([e.time for e in ordered])
    times[unsure:] = 1 / speed(rates[unsure:])
    times[0] = 1 / speed(rates[:1])[0]
    standing = [Standing.HEURISTIC] * unsure + [Standing.BOUND] * (len(ordered) - unsure)
    standing[0] = Standing.THEOREM
    if unsure == len(ordered):
        reason = "T_1 = 1/s_1 is proved; later times are by the saddle-to-saddle rule, not proved"
        return SaddleTimes(rates, times, tuple(standing), reason, sectors.class_times(events))
    reason = (
        f"T_1 = 1/s_1 is proved; at rank {unsure} eigenvalues of P diag(nω) P coincide, so that "
        "the rule names no saddle: from there on times are at most 1/s_j"
    )
    return SaddleTimes(rates, times, tuple(standing), reason, None)
