"""A flow that claims speak of: labels, weights, loss, weight decay and data."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal

import sympy as sp

import spectra
from proofs.claims.flow_targets import read_targets, singular_values
from proofs.claims.statement import decimals, expression
from proofs.errors import ClaimError
from spectra.errors import SpectraError, short
from spectra.spectrum.limit_times import LOSSES, Setting, setting
from spectra.spectrum.logit_terms import LogitTerms
from spectra.spectrum.svd import between_names, within_names

SYSTEMS = ("full", "projected")
DEEPEST = 100
APART = {
    "depth": ("loss", "data", "decay", "targets", "scales", "init"),
    "loss": ("targets", "scales"),
    "data": ("targets",),
}
"""Parameters, and others that they do not go with."""

CHOICES = {
    "loss": LOSSES,
    "system": SYSTEMS,
    "init": ("spectral", "balanced", "random"),
}
TERMS = {
    "shift": "logits shifted by {} and {}",
    "logit_scale": "logits times {} and {}",
    "margin": "margins of {} and {}",
}
"""What the loss does to logits, and how it is said."""

WIDTH = sp.Symbol("d", integer=True, positive=True)


@dataclass(frozen=True)
class Flow:
    """Gradient flow from spectral initialisation, the symbolic twin of ``numerics.FlowProblem``.

    Parameters
    ----------
    imbalance : spectra.Imbalance, optional
        Groups of classes of equal counts; STEP imbalance if not given.
    gamma : number, sympy.Expr or spectra.Weights
        Exponent of the class weights, 1/2 if not given, or the weights of the imbalance.
    loss : {"squared", "cross-entropy"}
    decay : number, sympy.Expr or a pair of them
        Weight decay of both factors, or of W and of H.
    data : spectra.ClassMeans, optional
        Features with class means, which learn at rates κ.
    system : {"full", "projected"}
        The flow (18), or (20).
    targets : {"sel", "one-hot", "frequency"} or Matrix
        Centred labels; labels as they are, whose modes are named like the groups; labels less the
        frequency n_c/n of each class, which sum to 0 over the samples; or a matrix of exact
        numbers with a row for each class and a column for each context, such as a support matrix, with
        ``gamma=0``. Its modes are "mode 1", "mode 2", … by descending singular value.
    scales : pair of numbers or sympy.Expr
        Sizes a, b > 0 of the factors at the start: W(0) = a·e^{-δ}UQᵀ and H(0) = b·e^{-δ}QVᵀ.
    depth : int
        Number of factors, from 2 on.
    init : {"spectral", "balanced", "random"}
        Where the flow starts; random is Gaussian, of the same norms. Balanced is Gaussian too, but for
        features that are turned and stretched so that WᵀW = HHᵀ. What is said of it is said of almost every
        start, in a hidden space of as many dimensions as the targets have, or more. Targets are not square
        and invertible there, as then half of the starts never learn all modes: of one-hot labels there have
        to be more samples than classes.
    shift, logit_scale, margin : pair of numbers or sympy.Expr
        Cross-entropy is that of f·z + ι for logits z, less M at the class of the sample, with ι, f > 0
        and M of the classes of each of two groups: a shift such as τ times the logarithm of a class's
        frequency, factors such as a power of it, and margins. What learning times tell is the margin
        of f·z.

    Raises
    ------
    ClaimError
        A parameter, or a combination of them, has no meaning.

    Notes
    -----
    The strength of a mode is measured by its own end, which decay lowers: β → 1 for each mode that
    decay leaves alive. Under cross-entropy, which has no end, the strength of a mode within a group is
    the margin of its samples over another class of the group, and maj-min is learned once all samples
    have a margin over the other group. That decay leaves a mode alive is a condition on the flow, as is
    of a mode within a group that this has two classes. That maj-min waits for modes within both groups
    under cross-entropy is known from two classes each on, which a claim has to assume.

    Examples
    --------
    >>> from sympy import Symbol
    >>> Flow(gamma=0, decay=Symbol("lambda", positive=True)).decay
    (lambda, lambda)
    """

    imbalance: spectra.Imbalance | None = None
    gamma: Any = sp.S.Half
    loss: Literal["squared", "cross-entropy"] = "squared"
    decay: Any = (0, 0)
    data: spectra.ClassMeans | None = None
    system: Literal["full", "projected"] = "full"
    targets: Any = "sel"
    scales: tuple[Any, Any] = (1, 1)
    depth: int = 2
    init: Literal["spectral", "balanced", "random"] = "spectral"
    shift: tuple[Any, Any] = (0, 0)
    logit_scale: tuple[Any, Any] = (1, 1)
    margin: tuple[Any, Any] = (0, 0)

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            value = getattr(self, name)
            if not isinstance(value, str) or value not in allowed:
                raise ClaimError(
                    f"Flow: {name} is {short(value)}; choose one of {', '.join(allowed)}"
                )
        object.__setattr__(self, "targets", read_targets(self.targets))
        given = self.imbalance
        if self.singular is not None:
            if given is not None or self.gamma != 0:
                raise ClaimError(
                    "Flow: a matrix of targets has contexts in the place of classes of samples; leave "
                    "imbalance out, and take gamma=0"
                )
            given = spectra.groups((self.targets.rows,), (1,))
        if given is None:
            given = (
                self.gamma.imbalance if isinstance(self.gamma, spectra.Weights) else spectra.step()
            )
        if not isinstance(given, spectra.Imbalance):
            raise ClaimError(f"Flow: imbalance is {short(given)}; give one such as spectra.step()")
        object.__setattr__(self, "imbalance", given)
        if not isinstance(self.gamma, spectra.Weights):
            exponent = expression("Flow", "gamma", self.gamma)
            object.__setattr__(self, "gamma", decimals(exponent))
        pair = self.decay if isinstance(self.decay, tuple) else (self.decay, self.decay)
        pair = tuple(decimals(expression("Flow", "decay", x)) for x in pair)
        object.__setattr__(self, "decay", pair)
        self._read_start()
        self._read_terms()
        if self.system == "projected" and self.differs:
            raise ClaimError(
                "Flow: system is 'projected', which is that of the paper's flow only, with squared "
                "loss and no decay; take system='full'"
            )

    def _pair(self, name: str, roles: str) -> tuple[sp.Expr, ...]:
        """Read a parameter of two numbers."""
        given = getattr(self, name)
        try:
            first, second = given
        except (TypeError, ValueError) as error:
            raise ClaimError(f"Flow: {name} is {short(given)}; give {roles}") from error
        return tuple(decimals(expression("Flow", name, x)) for x in (first, second))

    def _read_terms(self) -> None:
        """Check what the loss does to logits, and that it has a meaning."""
        for name in TERMS:
            found = self._pair(name, "(of one group, of the other)")
            object.__setattr__(self, name, found)
            if any(x.is_extended_real is False for x in found):
                raise ClaimError(f"Flow: {name} is {short(found)}; give real numbers")
        try:
            self.terms.require(self.loss, self.setting.weights.imbalance)
        except SpectraError as error:
            raise ClaimError(f"Flow: {error}") from error
        if self.init != "spectral":
            for name in self.terms.changed:
                raise ClaimError(
                    f"Flow: {name} with init: how such a flow moves is known for one of the two only; "
                    "leave one out"
                )

    @cached_property
    def terms(self) -> LogitTerms:
        """What the loss does to logits."""
        try:
            return LogitTerms(self.shift, self.logit_scale, self.margin)
        except SpectraError as error:
            raise ClaimError(f"Flow: {error}") from error

    def _read_start(self) -> None:
        """Check scales and depth, and what they go with."""
        scales = self._pair("scales", "(size of W, size of H)")
        if any(x.is_extended_positive is False for x in scales):
            raise ClaimError(f"Flow: scales is {short(self.scales)}; give positive sizes")
        if self.init == "balanced" and scales[0] != scales[1]:
            raise ClaimError(
                f"Flow: scales is {short(self.scales)} with init 'balanced', where WᵀW = HHᵀ: give one size twice"
            )
        object.__setattr__(self, "scales", scales)
        if isinstance(self.depth, bool) or self.depth not in range(2, DEEPEST + 1):
            raise ClaimError(
                f"Flow: depth is {short(self.depth)}; give a whole number from 2 to {DEEPEST}"
            )
        asked = self.changed
        for name, others in APART.items():
            if name in asked and (other := next((x for x in others if x in asked), None)):
                raise ClaimError(
                    f"Flow: {name} with {other}: how such a flow moves is known for one of the two "
                    "only; leave one out"
                )

    @cached_property
    def setting(self) -> Setting:
        """The flow as :mod:`spectra` reads it; what it refuses has no meaning here either."""
        imbalance = self.imbalance or spectra.step()
        try:
            return setting(imbalance, self.gamma, self.loss, self.decay, self.data)
        except SpectraError as error:
            raise ClaimError(f"Flow: {error}") from error

    @cached_property
    def singular(self) -> tuple[sp.Expr, ...] | None:
        """Singular values of a matrix of targets, each as often as it occurs."""
        return None if isinstance(self.targets, str) else singular_values(self.targets)

    @property
    def changed(self) -> dict[str, Any]:
        """All parameters that are not as by default, but for groups and weights, and what they are."""
        paper = {x.name: x.default for x in fields(self) if x.name not in ("imbalance", "gamma")}
        return {x: getattr(self, x) for x in paper if getattr(self, x) != paper[x]}

    @property
    def differs(self) -> bool:
        """Whether anything is asked that the paper's flow has not."""
        return bool(self.changed.keys() - {"system"})

    @property
    def grows(self) -> sp.Expr:
        """What learning times grow with: δ, or e^((L-2)δ)/(L-2) for L > 2 factors."""
        power = self.depth - 2
        return sp.exp(power * spectra.delta) / power if power else spectra.delta

    @property
    def modes(self) -> tuple[str, ...]:
        """Names of the modes: for one-hot labels those of the groups; numbers for a matrix."""
        if self.singular is not None:
            return tuple(f"mode {i}" for i in range(1, len(self.singular) + 1))
        imbalance = self.setting.weights.imbalance
        if self.targets == "one-hot":
            return tuple(group.name for group in imbalance.groups)
        return (*within_names(imbalance), *between_names(imbalance))

    @property
    def W(self) -> sp.MatrixSymbol:
        """The classifier, of any width d."""
        return sp.MatrixSymbol("W", self.setting.weights.imbalance.class_count, WIDTH)

    @property
    def H(self) -> sp.MatrixSymbol:
        """The features."""
        several = self.singular is not None
        count = self.targets.cols if several else self.setting.weights.imbalance.sample_count
        return sp.MatrixSymbol("H", WIDTH, count)

    @property
    def factors(self) -> tuple[sp.MatrixSymbol, sp.MatrixSymbol]:
        """W and H."""
        return self.W, self.H

    @property
    def metric(self) -> sp.MatrixExpr:
        """G = XᵀX of the inputs, as which features learn: Ḣ = WᵀEΩG; I without data."""
        return self._of_inputs(lambda data, _: (data.noise**2, data.signal**2))

    @property
    def inverse_metric(self) -> sp.MatrixExpr:
        """G⁻¹, where there is noise."""
        if self.data is not None and self.data.noise == 0:
            raise ClaimError("Flow: noise is 0, and G = XᵀX has no inverse; give noise")

        def parts(data: spectra.ClassMeans, count: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
            square = sp.sympify(data.noise) ** 2
            return 1 / square, -(data.signal**2) / (square * data.kappa(count))

        return self._of_inputs(parts)

    def _of_inputs(self, parts: Callable[..., tuple[sp.Expr, sp.Expr]]) -> sp.MatrixExpr:
        """Return a·I + b·11ᵀ on the samples of each class, for a and b by their count."""
        imbalance = self.setting.weights.imbalance
        if self.data is None:
            return sp.Identity(imbalance.sample_count)
        labels = imbalance.label_blocks().blocks
        found = []
        for i, group in enumerate(imbalance.groups):
            alone, shared = parts(self.data, group.count)
            same = labels[i, i].T * labels[i, i]
            found.append(alone * sp.Identity(group.size * group.count) + shared * same)
        return sp.BlockDiagMatrix(*found)

    @property
    def parameters(self) -> tuple[sp.Expr, ...]:
        """The numbers of the groups, the weights, decay, the start and data."""
        groups = self.setting.weights.imbalance.groups
        parts = [*self.setting.weights.omega, *self.setting.decay, *self.scales]
        parts += [x for name in TERMS for x in getattr(self, name)]
        parts += [x for g in groups for x in (g.size, g.count)]
        if self.data is not None:
            parts += [self.data.signal, self.data.noise]
        return tuple(map(sp.sympify, parts))

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the parameters."""
        return set().union(*(x.free_symbols for x in self.parameters))

    def said(self, printer: Any) -> str:
        """Say what differs from the paper's flow.

        Examples
        --------
        >>> from sympy.printing.str import StrPrinter
        >>> Flow(decay=2, loss="squared").said(StrPrinter())
        'decay 2'
        """
        shown, parts = printer._print, list[str]()
        if self.loss != "squared":
            parts.append(self.loss)
        first, second = self.setting.decay
        if first == second != 0:
            parts.append(f"decay {shown(first)}")
        elif first != second:
            parts.append(f"decay {shown(first)} of W and {shown(second)} of H")
        if self.data is not None:
            signal, noise = (shown(sp.sympify(x)) for x in (self.data.signal, self.data.noise))
            parts.append(f"class means {signal} in noise {noise}")
        if self.singular is not None:
            parts.append(f"targets {shown(self.targets)}")
        elif self.targets != "sel":
            parts.append(f"{self.targets} targets")
        if self.scales != (1, 1):
            parts.append("W and H from {} and {}".format(*map(shown, self.scales)))
        if self.depth != 2:
            parts.append(f"{self.depth} factors")
        if self.init != "spectral":
            parts.append(f"{self.init} start")
        for name in self.terms.changed:
            parts.append(TERMS[name].format(*map(shown, getattr(self, name))))
        return ", ".join(parts)
