"""Learning times of the levels from small starts, T/δ as δ → ∞: two losses, weight decay, data."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import sympy as sp

from spectra.block_matrices.radicals import root, same, tidy
from spectra.errors import InputError, NotReducibleError, refuse
from spectra.labels.exact_inputs import HALF, Number, exact, is_word
from spectra.labels.imbalance import Imbalance, require_imbalance
from spectra.labels.per_level import PerLevel
from spectra.spectrum.class_means import ClassMeans, require_class_means
from spectra.spectrum.class_weights import Weights, weights
from spectra.spectrum.group_spectrum import spectrum
from spectra.spectrum.logit_terms import LogitTerms, Pair, changed_times
from spectra.spectrum.svd import Decomposition, decompose, within_names

Loss = Literal["squared", "cross-entropy"]
LOSSES: Final = get_args(Loss)
Decay: TypeAlias = Number | tuple[Number, Number]


@dataclass(frozen=True)
class Setting:
    """What is trained on, and how: checked."""

    weights: Weights
    loss: Loss
    decay: tuple[sp.Expr, sp.Expr]
    data: ClassMeans | None

    @property
    def decomposition(self) -> Decomposition:
        """The levels."""
        return decompose(self.weights.imbalance)

    @property
    def differs(self) -> bool:
        """Whether anything is asked that the paper's flow has not."""
        return self.loss != "squared" or self.data is not None or any(x != 0 for x in self.decay)

    @property
    def squares(self) -> tuple[sp.Expr, ...]:
        """n_g ω_g² κ_g of every group."""
        counts = self.weights.imbalance.counts
        kappa = [sp.S.One if self.data is None else self.data.kappa(n) for n in counts]
        return tuple(tidy(d * x) for d, x in zip(self.weights.squares, kappa, strict=True))

    def growth(self) -> PerLevel[sp.Expr]:
        """Growth rate of every level at the origin, without decay."""
        found = spectrum(self.weights.imbalance, self.squares)
        between = iter(found.between)
        values = (
            next(between) if part.group is None else found.within[part.group]
            for part in self.decomposition.parts
        )
        return PerLevel(self.decomposition.names, (root(x) for x in values))

    def net(self, rate: sp.Expr) -> sp.Expr:
        """Growth rate with decay."""
        first, second = self.decay
        if same(first, second):
            return rate - first
        half = (first - second) / 2
        return sp.sqrt(half**2 + rate**2) - (first + second) / 2


def setting(
    imbalance: Imbalance, gamma: Number | Weights, loss: Loss, decay: Decay, data: ClassMeans | None
) -> Setting:
    """Check what is asked for.

    Raises
    ------
    InputError
        An argument is outside its domain, or two do not go together.
    """
    if not is_word(loss, LOSSES):
        raise refuse("loss", loss, f"one of {', '.join(LOSSES)}", "choose the loss")
    require_imbalance(imbalance)
    require_class_means(data)
    given = gamma if isinstance(gamma, Weights) else weights(imbalance, gamma)
    if given.imbalance != imbalance:
        raise InputError("weights must be those of the imbalance: call weights(imbalance, gamma)")
    pair = decay if isinstance(decay, tuple) else (decay, decay)
    if len(pair) != 2:
        raise refuse("decay", decay, "a number or a pair", "give (decay of W, decay of H)")
    rates = tuple(exact("decay", x) for x in pair)
    if any(x.is_negative for x in rates):
        raise refuse("decay", decay, "at least 0", "give the rate at which weights decay")
    if loss == "cross-entropy" and any(x != 0 for x in rates):
        raise InputError(
            f"decay = {decay!r} with loss = 'cross-entropy': no learning times are known; take "
            "decay = 0, or loss = 'squared'"
        )
    return Setting(given, loss, (rates[0], rates[1]), data)


def learning_times(
    imbalance: Imbalance,
    gamma: Number | Weights = HALF,
    *,
    loss: Loss = "squared",
    decay: Decay = 0,
    data: ClassMeans | None = None,
    shift: Pair = (0, 0),
    logit_scale: Pair = (1, 1),
    margin: Pair = (0, 0),
) -> PerLevel[sp.Expr]:
    """Learning time of every level in units of δ, in the limit δ → ∞.

    Parameters
    ----------
    imbalance : Imbalance
    gamma : number, sympy.Expr or Weights, default 1/2
        Weighting exponent, or weights of the same imbalance.
    loss : {"squared", "cross-entropy"}
        A level is learned when it is halfway to its end (squared), or when its samples have a
        margin (cross-entropy); the limit does not depend on how large.
    decay : number or pair of numbers
        Weight decay λ of both factors, or of W and of H.
    data : ClassMeans, optional
        Features with class means.
    shift, logit_scale, margin : pair of numbers or sympy.Expr
        Cross-entropy of two groups is that of f·z + ι for logits z, less M at the class of the sample:
        ι, f > 0 and M of the classes of each group.

    Returns
    -------
    PerLevel of sympy.Expr
        By the name of the level; ``oo`` where decay is known to kill it. With symbols it holds where
        the time is positive. Time is that of the flow of ½‖(Z - WH)Ω^½‖².

    Raises
    ------
    InputError
        An argument is outside its domain, or two do not go together.
    NotReducibleError
        Levels between three or more groups, unless the weights are equal or close the window.

    Notes
    -----
    The start is spectral. For squared loss T = 1/(rate - λ). Under cross-entropy the level between
    two groups comes at 1/s₁ + (1 - μ/s₁)/(s₂√(m₁/k)), s₁ > s₂ the rates within the groups and m₁ the
    classes of the faster one: samples of a learned group drive it no more. For changed logits see
    :func:`spectra.spectrum.logit_terms.changed_times`.

    Examples
    --------
    >>> import spectra
    >>> learning_times(spectra.step(), 0)
    PerLevel(maj-maj=1/sqrt(R), maj-min=sqrt(2)/sqrt(R + 1), min-min=1)
    >>> learning_times(spectra.step(4, 10), 0, loss="cross-entropy")["maj-min"].evalf(5)
    0.68163
    >>> learning_times(spectra.step(), decay=0.5)["min-min"]
    1/(sqrt(R + 1) - 1/2)
    >>> from sympy import log
    >>> adjusted = learning_times(spectra.step(4, 10), 0, loss="cross-entropy", shift=(log(10), 0))
    >>> adjusted["maj-min"].evalf(5)
    0.76238
    """
    asked = setting(imbalance, gamma, loss, decay, data)
    rates = asked.growth()
    require_known(asked)
    terms = LogitTerms(shift, logit_scale, margin)
    terms.require(loss, imbalance)
    if terms.changed:
        paces = tuple(root(x) for x in asked.squares)
        own = tuple(within_names(imbalance))
        return changed_times(paces, tuple(imbalance.sizes), terms, tuple(rates.keys()), own)
    if loss == "cross-entropy" and len(rates) > 1:
        return _cross_entropy(asked, rates)
    return PerLevel(rates.keys(), (_time(tidy(rate), asked) for rate in rates))


def _time(rate: sp.Expr, asked: Setting) -> sp.Expr:
    net = asked.net(rate)
    return tidy(1 / rate) if net == rate else sp.oo if net.is_nonpositive else 1 / net


def require_known(asked: Setting) -> None:
    """Refuse levels whose times have no formula.

    Raises
    ------
    NotReducibleError
        Levels between three or more groups that mix as they are learned, or cross-entropy with a
        group of a single class.
    """
    sizes = asked.weights.imbalance.sizes
    if asked.loss == "cross-entropy" and len(sizes) > 1 and 1 in sizes and tuple(sizes) != (1, 1):
        raise NotReducibleError(
            "cross-entropy with a group of a single class: no formula is known; take groups of at "
            "least two classes, or numerics.learning_times at one δ"
        )
    if len(asked.weights.imbalance.groups) < 3:
        return
    equal = asked.data is None and all(same(x, asked.weights.omega[0]) for x in asked.weights.omega)
    flat = all(same(x, asked.squares[0]) for x in asked.squares)
    if asked.loss == "cross-entropy" or not (equal or flat):
        raise NotReducibleError(
            "levels between three or more groups mix as they are learned: no formula is known; take "
            "saddle_times(...) for numbers by a rule, or numerics.learning_times at one δ"
        )


def _cross_entropy(asked: Setting, rates: PerLevel[sp.Expr]) -> PerLevel[sp.Expr]:
    """Times of two groups of at least two classes each."""
    imbalance = asked.weights.imbalance
    names = within_names(imbalance)
    first, second = (rates[name] for name in names)
    after_first = _between(first, second, rates["maj-min"], imbalance.sizes[0], imbalance)
    after_second = _between(second, first, rates["maj-min"], imbalance.sizes[1], imbalance)
    times = {names[0]: tidy(1 / first), names[1]: tidy(1 / second)}
    times["maj-min"] = _where_larger(first, second, after_first, after_second)
    order = rates.keys()
    return PerLevel(order, map(times.__getitem__, order))


def _between(
    fast: sp.Expr, slow: sp.Expr, rate: sp.Expr, size: sp.Expr, imbalance: Imbalance
) -> sp.Expr:
    share = sp.sqrt(tidy(size / imbalance.class_count))
    return tidy(1 / fast) + tidy((1 - tidy(rate / fast)) / (slow * share))


def _where_larger(a: sp.Expr, b: sp.Expr, yes: sp.Expr, no: sp.Expr) -> sp.Expr:
    """Return `yes` where a ≥ b, else `no`; both hold where they are equal."""
    if same(a, b):
        return tidy(1 / a)
    ratio = tidy(a / b)
    if ratio.is_number:
        return yes if (ratio - 1).evalf(30) > 0 else no
    return sp.Piecewise((yes, sp.Ge(ratio, 1)), (no, True))
