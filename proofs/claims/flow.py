"""A flow that claims speak of: labels, weights, loss, weight decay and data."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import sympy as sp

import spectra
from proofs.claims.statement import decimals, expression
from proofs.errors import ClaimError
from spectra.errors import SpectraError
from spectra.spectrum.limit_times import LOSSES, Setting, setting

SYSTEMS = ("full", "projected")


@dataclass(frozen=True)
class Flow:
    """Gradient flow from spectral initialisation, the symbolic twin of ``numerics.FlowProblem``.

    Parameters
    ----------
    imbalance : spectra.Imbalance, optional
        One or two groups of classes; STEP imbalance if not given.
    gamma : number, sympy.Expr or spectra.Weights
        Exponent of the class weights, 1/2 if not given, or the weights of the imbalance.
    loss : {"squared", "cross-entropy"}
    decay : number, sympy.Expr or a pair of them
        Weight decay of both factors, or of W and of H.
    data : spectra.ClassMeans, optional
        Features with class means, which learn at rates κ.
    system : {"full", "projected"}
        The flow (18), or (20).

    Raises
    ------
    ClaimError
        A parameter, or a combination of them, has no meaning.

    Notes
    -----
    The strength of a mode is measured by its own end, which decay lowers: β → 1 for each mode that
    decay leaves alive. That it does is a condition on the flow, as is that a group has two classes.

    Examples
    --------
    >>> from sympy import Symbol
    >>> Flow(gamma=0, decay=Symbol("lambda", positive=True)).decay
    (lambda, lambda)
    """

    imbalance: spectra.Imbalance | None = None
    gamma: Any = sp.S.Half
    loss: Literal["squared", "cross-entropy"] = "squared"
    decay: Any = 0
    data: spectra.ClassMeans | None = None
    system: Literal["full", "projected"] = "full"

    def __post_init__(self) -> None:
        for name, allowed in (("loss", LOSSES), ("system", SYSTEMS)):
            value = getattr(self, name)
            if not isinstance(value, str) or value not in allowed:
                raise ClaimError(f"Flow: {name} is {value!r}; choose one of {', '.join(allowed)}")
        given = self.imbalance
        if given is None:
            given = (
                self.gamma.imbalance if isinstance(self.gamma, spectra.Weights) else spectra.step()
            )
        if not isinstance(given, spectra.Imbalance):
            raise ClaimError(f"Flow: imbalance is {given!r}; give one such as spectra.step()")
        object.__setattr__(self, "imbalance", given)
        if not isinstance(self.gamma, spectra.Weights):
            exponent = expression("Flow", "gamma", self.gamma)
            object.__setattr__(self, "gamma", decimals(exponent))
        pair = self.decay if isinstance(self.decay, tuple) else (self.decay, self.decay)
        pair = tuple(decimals(expression("Flow", "decay", x)) for x in pair)
        object.__setattr__(self, "decay", pair)
        if len(given.groups) > 2:
            raise ClaimError(
                f"Flow: imbalance has {len(given.groups)} groups; modes are followed for at most two"
            )
        differs = self.setting.differs
        if self.system == "projected" and differs:
            raise ClaimError(
                "Flow: system is 'projected', which is that of squared loss without decay and data; "
                "take system='full'"
            )

    @cached_property
    def setting(self) -> Setting:
        """The flow as :mod:`spectra` reads it; what it refuses has no meaning here either."""
        imbalance = self.imbalance or spectra.step()
        try:
            return setting(imbalance, self.gamma, self.loss, self.decay, self.data)
        except SpectraError as error:
            raise ClaimError(f"Flow: {error}") from error

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the groups, the weights, decay and data."""
        groups = self.setting.weights.imbalance.groups
        parts = [*self.setting.weights.omega, *self.setting.decay]
        parts += [x for g in groups for x in (g.size, g.count)]
        if self.data is not None:
            parts += [self.data.signal, self.data.noise]
        return set().union(*(sp.sympify(x).free_symbols for x in parts))

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
        return ", ".join(parts)
