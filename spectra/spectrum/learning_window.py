"""Learning window ΔT: how much later than the first feature the last one is learned."""

from functools import lru_cache
from itertools import combinations
from typing import Final, Literal, get_args

import sympy as sp

from spectra.block_matrices.radicals import root, same, tidy, without_powers
from spectra.block_matrices.rational_functions import RationalFunction
from spectra.errors import InputError, NotReducibleError, refuse
from spectra.labels.exact_inputs import HALF, Number, is_word
from spectra.labels.imbalance import Imbalance
from spectra.spectrum.class_means import ClassMeans
from spectra.spectrum.class_weights import Weights, weights
from spectra.spectrum.limit_times import Decay, Loss, Setting, require_known, setting
from spectra.spectrum.rates import effective
from spectra.spectrum.svd import decompose

Flow = Literal["true", "projected", "erm"]
FLOWS: Final = get_args(Flow)


def window(
    imbalance: Imbalance,
    gamma: Number | Weights = HALF,
    which: Flow = "true",
    *,
    loss: Loss = "squared",
    decay: Decay = 0,
    data: ClassMeans | None = None,
) -> sp.Expr:
    """Learning window ΔT = (Tmax - Tmin) / Tmin in the limit δ → ∞; paper, Section 4.

    Parameters
    ----------
    imbalance : Imbalance
        A symbolic group size stands for at least two classes, so that all levels exist.
    gamma : number, sympy.Expr or Weights, default 1/2
        Weighting exponent, or weights of the same imbalance; of no effect for "erm".
    which : {"true", "projected", "erm"}
        The full weighted flow, its projection (rates σλ), or unweighted training.
    loss, decay, data : optional
        As in :func:`spectra.learning_times`, for the full flow. The loss moves the level between
        the groups inside the window and leaves the window.

    Returns
    -------
    sympy.Expr
        Holds for every R > 0, and with decay where every level is learned; 0 where one level exists
        (k = 2).

    Raises
    ------
    InputError
        An argument is outside its domain.
    NotReducibleError
        Three or more groups of unlike nω², one of them a single class, and the slowest mode is between
        groups: its growth rate bounds its learning time but does not give it. (With two classes
        at least in each group the extreme rates are within groups, and are exact.)

    Notes
    -----
    A theorem for two groups (of any size), for "erm", and where nω² is constant if the flow
    converges; for three and more groups that no mode is later than its rate says rests on the rule
    of `saddle_times`.

    Examples
    --------
    >>> import spectra
    >>> window(spectra.step())
    0
    >>> window(spectra.step(), which="projected")
    -1 + sqrt(2)*sqrt(R + 1)/(sqrt(R) + 1)
    >>> window(spectra.step(), spectra.gamma)
    Max(1/R, R)**Abs(gamma - 1/2) - 1
    >>> window(spectra.from_counts([50, 20, 10, 1]), which="erm").evalf(6)
    1.95547
    >>> window(spectra.step(4, 9), 0, decay=0.5)
    4
    """
    if not is_word(which, FLOWS):
        raise refuse("which", which, f"one of {', '.join(FLOWS)}", "choose the flow to describe")
    if which == "erm" or not isinstance(gamma, Weights):
        gamma = weights(imbalance, 0 if which == "erm" else gamma)
    asked = setting(imbalance, gamma, loss, decay, data)
    if asked.differs:
        if which == "projected":
            raise InputError(
                "which = 'projected' is the system of squared loss without decay and data: take "
                "which = 'true'"
            )
        return _with_setting(asked)
    if which == "projected":
        return spread(effective(decompose(imbalance), gamma).projected_rate)
    if len(imbalance.groups) < 3 or any(size == 1 for size in imbalance.sizes):
        rates = effective(decompose(imbalance), gamma).true_rate
        if len(imbalance.groups) > 2:
            _require_slowest_alone(rates, gamma)
        return spread(rates)
    # the rates between groups lie between those within
    if gamma.gamma is None or all(n.is_number for n in imbalance.counts):
        return spread(tuple(root(x) for x in gamma.squares))
    counts = imbalance.counts
    return (sp.Max(*counts) / sp.Min(*counts)) ** sp.Abs(gamma.gamma - HALF) - 1


def _with_setting(asked: Setting) -> sp.Expr:
    """Window of the full flow with another loss, with decay or with class means."""
    sizes = asked.weights.imbalance.sizes
    if len(sizes) > 2 and 1 not in sizes and asked.loss == "squared":
        rates = tuple(root(x) for x in asked.squares)  # those between groups lie between these
    else:
        require_known(asked)
        rates = tuple(asked.growth())
    net = tuple(asked.net(tidy(rate)) for rate in _extremes(tuple(dict.fromkeys(rates))))
    return sp.oo if any(rate.is_nonpositive for rate in net) else spread(net)


def _require_slowest_alone(rates: tuple[sp.Expr, ...], given: Weights) -> None:
    """Refuse where the slowest rate is of a mode that mixes with others: it may be learned sooner."""
    if all(same(value, given.omega[0]) for value in given.omega):
        return
    if all(same(value, given.squares[0]) for value in given.squares):
        return
    sizes = given.imbalance.sizes
    alone = [root(d) for size, d in zip(sizes, given.squares, strict=True) if size != 1]
    if not any(all(at_least(rate, slow) for rate in rates) for slow in alone):
        raise NotReducibleError(
            "the slowest mode is between groups and may be learned sooner than its rate says: by how "
            "much no formula is known; take saddle_times(...).window for numbers by a rule, and "
            "rates for a bound"
        )


def spread(rates: tuple[sp.Expr, ...]) -> sp.Expr:
    """Largest over smallest of positive rates, less one, for all values of their symbols."""
    rates = tuple(dict.fromkeys(rates))
    if len(rates) == 1:
        return sp.S.Zero
    rates = _extremes(rates)
    top = [a for a in rates if all(at_least(a, b) for b in rates)]
    bottom = [b for b in rates if all(at_least(a, b) for a in rates)]
    if top and bottom:
        return tidy(top[0] / bottom[0]) - 1
    if len(rates) == 2:
        return _larger_ratio(tidy(rates[0] / rates[1])) - 1
    return sp.Max(*rates) / sp.Min(*rates) - 1


def _extremes(rates: tuple[sp.Expr, ...]) -> tuple[sp.Expr, ...]:
    """Leave out rates that are proved to lie between two others."""
    for middle in rates:
        others = [r for r in rates if r != middle]
        if any(lies_between(middle, a, b) for a, b in combinations(others, 2)):
            return _extremes(tuple(others))
    return rates


@lru_cache(maxsize=1024)
def at_least(a: sp.Expr, b: sp.Expr) -> bool:
    """Whether a ≥ b is proved for positive a and b."""
    if (a / b).is_number:
        return bool(same(a, b) or (a - b).evalf(30) > 0)
    gap, _ = without_powers(tidy(a**2 - b**2))
    return (gap if gap.is_number else RationalFunction.of(gap).factored()).is_nonnegative is True


def lies_between(x: sp.Expr, a: sp.Expr, b: sp.Expr) -> bool:
    """Whether x² is proved to be a weighted mean of a² and b², all positive."""
    if same(a, b):
        return same(x, a)
    share = tidy((x**2 - b**2) / (a**2 - b**2))
    return bool(share.is_nonnegative and tidy(1 - share).is_nonnegative)


def _larger_ratio(ratio: sp.Expr) -> sp.Expr:
    """The larger of a positive ratio and its inverse."""
    base, exponent = ratio.as_base_exp()
    if not exponent.is_number:
        return sp.Max(base, 1 / base) ** sp.Abs(exponent)
    return sp.Max(ratio, 1 / ratio)
