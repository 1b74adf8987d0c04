"""Learning times of products of L factors: how much later the mode between two groups is learned.

With L factors at e^{-δ} learning times grow as e^{(L-2)δ}/(L - 2). In this unit a mode that keeps
its right singular vector v is learned at 1/(σλ). The mode between two groups does not: near the
origin its features r(cos φ, sin φ), φ the angle to Ωv, obey

    ṙ = μ r^{L-1} cos φ,    φ̇ = -μ r^{L-2} sin φ,

so that r sin φ stays, and it is learned at F/μ, with c = cos φ(0) = λ/|Ωv| and

    F(L, c) = (L - 2) ∫₀¹ u^{L-3} du / √(1 - (1 - c²)u²) = ₂F₁(½, (L-2)/2; L/2; 1 - c²).
"""

import math
from typing import Final

import sympy as sp

from spectra.block_matrices.radicals import same, tidy
from spectra.errors import InputError, refuse
from spectra.labels.exact_inputs import HALF, Number, exact
from spectra.labels.imbalance import Imbalance, require_imbalance
from spectra.spectrum.class_weights import weights
from spectra.spectrum.learning_window import spread
from spectra.spectrum.rates import effective
from spectra.spectrum.svd import decompose

LONGEST: Final = 24
"""Depth up to which the delay is written out; its elementary form grows with the depth."""


def delay_factor(depth: Number, cosine: Number) -> sp.Expr:
    """F(L, c): the learning time of the mode between two groups, times its growth rate.

    Parameters
    ----------
    depth : int, sympy.oo or sympy.Expr
        Number of factors L ≥ 2.
    cosine : number or sympy.Expr
        Cosine c of the angle between v and Ωv, 0 < c < 1: projected over true rate.

    Returns
    -------
    sympy.Expr
        Elementary for an integer L up to 24: F(2) = 1, F(3) = φ/sin φ, F(4) = 2/(1 + c), and
        F(L + 2) = L (F(L) - c)/((L - 1) sin²φ). 1/c as L → ∞. For other L
        the hypergeometric function.

    Examples
    --------
    >>> from sympy import Symbol
    >>> c = Symbol("c", positive=True)
    >>> delay_factor(2, c), delay_factor(4, c)
    (1, 2/(c + 1))
    >>> delay_factor(3, c)
    atan(sqrt(1 - c**2)/c)/sqrt(1 - c**2)
    """
    c = exact("cosine", cosine, remedy="give the cosine of an angle, in (0, 1)")
    if c.is_positive is False or (c - 1).is_nonnegative:
        raise refuse(
            "cosine", cosine, "between 0 and 1", "give projected over true rate, if they differ"
        )
    if depth is sp.oo or (isinstance(depth, float) and depth == math.inf):
        return 1 / c
    remedy = "give an integer ≥ 2, a symbol or sympy.oo"
    layers = exact("depth", depth, remedy=remedy)
    if layers.is_number and not (layers.is_Integer and layers >= 2):
        raise refuse("depth", depth, "at least 2 factors", remedy)
    if not layers.is_number or layers > LONGEST:
        return sp.hyper([HALF, (layers - 2) / 2], [layers / 2], 1 - c**2)
    return _elementary(int(layers), c)


def _elementary(depth: int, c: sp.Expr) -> sp.Expr:
    if depth == 2:
        return sp.S.One
    sine = sp.sqrt(tidy(1 - c**2))
    if depth == 3:
        return sp.atan(sine / c) / sine
    if depth == 4:
        return 2 / (1 + c)
    below = sp.Rational(depth - 2)
    return below * (_elementary(depth - 2, c) - c) / ((below - 1) * sine**2)


def depth_window(imbalance: Imbalance, depth: Number, gamma: Number = HALF) -> sp.Expr:
    """Learning window ΔT of L factors in the limit of small starts.

    Parameters
    ----------
    imbalance : Imbalance
        Of one or two groups.
    depth : int, sympy.oo or sympy.Expr
        Number of factors L ≥ 2; with 2 it is :func:`spectra.window`.
    gamma : number or sympy.Expr, default 1/2
        Weighting exponent.

    Returns
    -------
    sympy.Expr
        For STEP imbalance at γ = 1/2, F(L, c) - 1, for R ≠ 1: 0 for L = 2, and as L → ∞ the window
        of the projected flow, which the paper gives. Max over Min where the order depends on the
        values of the symbols.

    Raises
    ------
    InputError
        The imbalance has more groups, or L is no depth.

    Examples
    --------
    >>> import spectra
    >>> from sympy import oo
    >>> depth_window(spectra.step(4, 9), 3).evalf(6)
    0.0367476
    >>> depth_window(spectra.step(), 2), depth_window(spectra.step(), 4, gamma=0)
    (0, Max(1/sqrt(R), sqrt(R)) - 1)
    >>> depth_window(spectra.step(), oo) == spectra.window(spectra.step(), which="projected")
    True
    """
    require_imbalance(imbalance)
    if len(imbalance.groups) > 2:
        raise InputError(
            f"imbalance has {len(imbalance.groups)} groups: with more than two factors the modes "
            "between three or more have no known learning times; give at most two groups"
        )
    found = effective(decompose(imbalance), weights(imbalance, gamma))
    delay_factor(depth, HALF)  # checks the depth, also where no mode is delayed
    pairs = list(zip(found.projected_rate, found.true_rate, strict=True))
    late = [sp.S.One if same(p, r) else delay_factor(depth, tidy(p / r)) for p, r in pairs]
    rates = tuple(dict.fromkeys(found.true_rate))
    if all(factor == 1 for factor in late):
        return spread(rates)
    if len(rates) == 1:
        (delayed,) = set(late) - {sp.S.One}  # F ≥ 1: it comes last
        return delayed - 1 if len(set(late)) > 1 else sp.S.Zero
    times = {tidy(1 / r) * factor for r, factor in zip(found.true_rate, late, strict=True)}
    if all(x.is_number for x in times):
        ordered = sorted(times, key=lambda x: x.evalf(30))
        return ordered[-1] / ordered[0] - 1
    return sp.Max(*times) / sp.Min(*times) - 1
