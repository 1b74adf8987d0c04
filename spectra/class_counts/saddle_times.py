"""Learning times from saddle to saddle: any counts, any weights, small random initialisation.

A rule, not a theorem. Classes of equal count and weight form a group. Differences within a group
are invariant under the flow and grow at √(n ω²). Between groups the flow visits, rank after rank,
the saddles L = U Uᵀ Z, where U holds the first eigenvectors of P diag(nω) P; where eigenvalues
coincide, `spectra.class_counts.heteroclinic_orbits` says which. At a saddle what is left grows at
the singular values s of (P - U Uᵀ) diag(nω²)^½. The volume spanned by any j growing directions has
an exponent P_j that starts at -j and rises at s_1 + … + s_j. When P_1 reaches 0, one more direction
is learned, and the exponents of what is left are P_2, P_3, …

`Standing` says what each time rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.class_counts.growth_rates import growth_rates
from spectra.class_counts.plain_inputs import plain_counts, plain_weights
from spectra.class_counts.saddle_walk import ClassGroups, Event, Speed, split, walk
from spectra.errors import refuse
from spectra.utils.exact_numbers import as_fraction, sequence

if TYPE_CHECKING:
    from spectra.labels.exact_inputs import Number
    from spectra.labels.imbalance import Imbalance
    from spectra.spectrum.class_weights import Weights
    from spectra.utils.arrays import Array


LARGEST_STEP: Final = 1e300
"""Steps of descent are shorter, so that what they are multiplied by is a double."""

MAX_GROUPS: Final = 128
"""Most groups whose saddles are worked out: the work grows as the fourth power of their number."""

MAX_RANGE: Final = 1e12
"""Largest ratio of two nω, or two nω², at which double precision resolves the saddles."""


class Standing(Enum):
    """What a learning time rests on."""

    THEOREM = "theorem"
    SPECTRAL = "theorem from spectral starts"
    CONDITIONAL = "conditional theorem"
    HEURISTIC = "heuristic"
    BOUND = "bound"


@dataclass(frozen=True, eq=False)
class SaddleTimes:
    """Limits of T/δ as δ → ∞ from small random starts, for k classes.

    Attributes
    ----------
    rates : ndarray, shape (k - 1,)
        Growth rates s_j at the origin, descending.
    bounds : ndarray, shape (k - 1,)
        1/s_j, or with a step size η/ln(1 + ηs_j): no T_j is larger, by the rule. That is proved
        for the first, and where `standing` is a theorem.
    times : ndarray, shape (k - 1,)
        Learning times T_j, ascending; the first is 1/s_1.
    standing : tuple of Standing, length k - 1
        What each time rests on.
    reason : str
        Why, in a sentence.
    """

    rates: Array
    bounds: Array
    times: Array
    standing: tuple[Standing, ...]
    reason: str

    @property
    def window(self) -> float:
        """ΔT = (T_last - T_first)/T_first; an upper bound, by the rule, where the last time is."""
        return float(self.times[-1] / self.times[0] - 1)

    @property
    def window_bound(self) -> float:
        """s_1/s_last - 1, which ΔT does not exceed: by the rule, unless all times are proved."""
        return float(self.bounds[-1] / self.bounds[0] - 1)

    def scaled(self, factor: float) -> SaddleTimes:
        """Give the same for weights that are all `factor` times as large."""
        return replace(
            self,
            rates=self.rates * factor,
            bounds=self.bounds / factor,
            times=self.times / factor,
        )


def saddle_times(
    counts: Iterable[Number] | Imbalance,
    *,
    gamma: Number | None = None,
    weights: Iterable[Number] | Weights | None = None,
    step_size: float = 0.0,
) -> SaddleTimes:
    """Limits of the learning times in units of δ.

    Parameters
    ----------
    counts, gamma, weights
        As in `growth_rates`: samples of each class, and an exponent (1/2 if nothing is given) or a
        weight per class.
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
    for two groups, and where nω² is constant. For more than `MAX_GROUPS` groups all but the first
    are bounds.

    Where eigenvalues of P diag(nω) P coincide (nω is constant, as for inverse frequencies), saddles
    are a continuum, and the one that is visited is where the orbit ends that leaves the saddle
    before along the direction that grows fastest: see `spectra.class_counts.heteroclinic_orbits`.
    From there on times are the bounds 1/s_j for more than
    `spectra.class_counts.saddle_walk.MAX_ORBIT_GROUPS` groups, with a step size (steps reach other
    saddles than the flow), and where two directions grow alike (the start decides).

    The limit may be far away: at a saddle the flow must first have turned from the directions that
    grow, those of nω², to those of nω. Where their orders disagree (γ > 1/2), half-times at δ below
    about 100 are nearer to the bounds. The closer eigenvalues of P diag(nω) P are, the slower the
    turn. Where they nearly coincide, flows at any δ in reach are learned as if they did, by the
    orbit, and in the limit at other times: the times given here jump as γ reaches 1.

    Examples
    --------
    >>> found = saddle_times([100, 10, 1], weights=[0.3, 0.5, 1])
    >>> found.times.round(5).tolist(), found.bounds.round(5).tolist()
    ([0.38861, 0.76405], [0.38861, 0.76438])
    >>> [item.value for item in found.standing]
    ['theorem', 'heuristic']

    Inverse frequencies, for which saddles coincide, and weights that are close to them:

    >>> exact, close = (saddle_times([100, 10, 1], gamma=gamma) for gamma in (1, 0.999))
    >>> round(exact.window, 4), round(close.window, 4), round(close.window_bound, 4)
    (1.5501, 0.7354, 2.5581)
    """
    step = as_fraction(step_size)
    if step is None or not 0 <= step < LARGEST_STEP:
        need = f"a number ≥ 0 and below {LARGEST_STEP:g}"
        raise refuse("step_size", step_size, need, "give a step, or 0 for gradient flow")
    n = sequence("counts", plain_counts(counts))
    omega = None if weights is None else sequence("weights", plain_weights(weights))
    rates = growth_rates(n, gamma=gamma, weights=omega)
    return times_of(split(n, gamma, omega), rates, Speed(float(step)))


def times_of(class_groups: ClassGroups, rates: Array, speed: Speed) -> SaddleTimes:
    """Apply the rule to classes that are split and whose rates are known."""
    bounds = 1 / speed(rates)
    equal = _equality(class_groups)
    if equal is not None:
        standing, reason = equal
        return SaddleTimes(rates, bounds, bounds, (standing,) * len(rates), reason)
    obstacle = _obstacle(class_groups)
    events = () if obstacle else walk(class_groups, speed)
    ordered = [e for e in events for _ in range(e.multiplicity) if e.known]
    sure = max(len(ordered), 1)
    times = bounds.copy()
    times[1:sure] = [e.time for e in ordered[1:]]
    kinds = [Standing.HEURISTIC] * sure + [Standing.BOUND] * (len(rates) - sure)
    kinds[0] = Standing.THEOREM
    reason = _reason(events, sure, obstacle)
    return SaddleTimes(rates, bounds, times, tuple(kinds), f"T_1 = 1/s_1 is proved; {reason}")


def _reason(events: tuple[Event, ...], sure: int, obstacle: str) -> str:
    """Say what later times rest on, when as many as `sure` are known."""
    coincide = "eigenvalues of P diag(nω) P coincide"
    doubt = next((e.doubt for e in events if e.doubt), "")
    if doubt:
        obstacle = f"at rank {sure} {coincide}, so that saddles do, and {doubt}"
    bounded = f"{obstacle}: {'then' if sure > 1 else 'later'} times are at most 1/s_j, by the"
    if sure == 1:
        return f"{bounded} saddle-to-saddle rule, not proved"
    rule = "later times are by the saddle-to-saddle rule, not proved"
    if any(e.by_orbit for e in events):
        rule += f"; where {coincide}, the saddle was taken from the orbit that leads to it"
    return f"{rule}; {bounded} same rule" if obstacle else rule


def _equality(class_groups: ClassGroups) -> tuple[Standing, str] | None:
    """Say why every time is 1/s_j, where it is."""
    if class_groups.is_unweighted:
        said = "equal weights: T_j = 1/s_j is proved (spectral and balanced starts)"
        return Standing.THEOREM, said
    if len(class_groups.size) <= 2:
        said = "two groups of classes: T_j = 1/s_j is proved from spectral starts"
        return Standing.SPECTRAL, f"{said}, and tried from random ones"
    if class_groups.is_flat:
        said = "n ω² is constant: no time is below 1/s_1, and all equal it if the flow converges"
        return Standing.CONDITIONAL, said
    return None


def _obstacle(class_groups: ClassGroups) -> str:
    """Say why the rule cannot be applied; empty if it can."""
    groups = len(class_groups.size)
    if groups > MAX_GROUPS:
        return f"{groups:,} groups of classes, saddles are worked out for {MAX_GROUPS}"
    if max(np.ptp(np.log(x)) for x in (class_groups.p, class_groups.d)) > np.log(MAX_RANGE):
        return f"n ω or n ω² varies by more than {MAX_RANGE:.0e}, too much for the saddles"
    return ""
