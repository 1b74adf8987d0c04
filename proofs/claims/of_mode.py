"""What statements about a mode of a flow have in common."""

from typing import Any, Literal

import sympy as sp

import spectra
from proofs.claims.flow import SYSTEMS, Flow
from proofs.claims.statement import Statement, decimals, expression
from proofs.claims.weighting import (
    WEIGHTINGS,
    Weighting,
    symbols_in,
    weighting_words,
    weights_of,
)
from proofs.errors import ClaimError
from spectra import delta, t
from spectra.display.latex_printer import words
from spectra.errors import short
from spectra.spectrum.svd import within_names

MODES = ("maj-maj", "maj-min", "min-min")


class OfMode(Statement):
    """What statements about one mode have in common."""

    mode: str
    weighting: Weighting

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the weights."""
        return symbols_in(self.weighting)

    @property
    def fewest_classes(self) -> int:
        """Four for a mode within a group of k/2 classes, of which there is none at k = 2."""
        return 4 if any(size.has(spectra.k) for size in self.own_sizes) else 2

    @property
    def own_sizes(self) -> tuple[sp.Expr, ...]:
        """The size of the group within which the mode is; none of a mode between groups."""
        imbalance = weights_of(self.weighting).imbalance
        sizes = zip(within_names(imbalance), imbalance.sizes, strict=True)
        return tuple(sp.sympify(size) for name, size in sizes if self.mode == name)

    def aside(self, printer: Any) -> str:
        """Say the weights of groups, which the LaTeX leaves out."""
        at_length = isinstance(self.weighting, spectra.Weights | Flow)
        return weighting_words(self.weighting, printer) if at_length else ""


class OfFlow(OfMode):
    """What statements about a mode of one of the two flows have in common."""

    expr: sp.Expr
    system: Literal["full", "projected"]

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols of the weights and of the formula."""
        return super().free_symbols.union(self.expr.free_symbols)

    def _flow_text(self, printer: Any) -> str:
        weighted = weighting_words(self.weighting, printer)
        return f"{self.mode} of the {weighted} {self.system} flow"

    def _flow_latex(self, printer: Any) -> str:
        if isinstance(self.weighting, str):
            return words(f"{self.weighting}, {self.system}")
        if isinstance(self.weighting, Flow):
            return words(f"{self.weighting.loss}, {self.system}")
        if isinstance(self.weighting, spectra.Weights):
            return words(f"two groups, {self.system}")
        return rf"\gamma = {printer._print(self.weighting)}, {words(self.system)}"


class FromSmallStarts(OfFlow):
    """What statements on the limit δ → ∞ have in common."""

    @property
    def bound_symbols(self) -> set[sp.Symbol]:
        """The scale of the start, which tends to infinity, and the time."""
        return {delta, t}


def check_flow(owner: str, made: OfMode, system: str = "full") -> None:
    """Refuse an unknown mode, system or weighting; make an exponent exact."""
    one_of(owner, "system", system, SYSTEMS)
    given = made.weighting
    one_of(owner, "mode", made.mode, given.modes if isinstance(given, Flow) else MODES)
    if isinstance(given, Flow):
        if system != "full" and system != given.system:
            raise ClaimError(
                f"{owner}: system is {short(system)}, that of the flow {short(given.system)}"
            )
        if hasattr(made, "system"):
            object.__setattr__(made, "system", given.system)
        parts = (x for x in ("after", "at") if getattr(made, x, None) is not None)
        if given.depth > 2 and (part := next(parts, "")):
            raise ClaimError(
                f"{owner}: {part} is a time over δ, and those of {given.depth} factors grow like "
                "e^((depth-2)δ); take depth=2"
            )
    elif isinstance(given, spectra.Weights):
        if len(given.imbalance.groups) != 2:
            raise ClaimError(
                f"{owner}: weighting is that of {len(given.imbalance.groups)} groups; give "
                "proofs.Flow(gamma=weights), whose modes have names of their own"
            )
    elif isinstance(given, str):
        one_of(owner, "weighting", given, tuple(WEIGHTINGS))
    else:
        exponent = expression(owner, "weighting", given)
        if exponent.is_extended_real is False or exponent.has(sp.nan, sp.oo, sp.zoo):
            raise ClaimError(
                f"{owner}: weighting is {short(given)}; give a real exponent γ, 'erm' or 'rw'"
            )
        object.__setattr__(made, "weighting", decimals(exponent))
    still = {delta, t} if isinstance(made, FromSmallStarts) else {t}
    if moving := symbols_in(made.weighting) & still:
        names = " and ".join(sorted(map(str, moving)))
        raise ClaimError(f"{owner}: the flow has {names} among its numbers, which do not change")


def one_of(owner: str, name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Refuse what is none of the words allowed."""
    if not isinstance(value, str) or value not in allowed:
        raise ClaimError(f"{owner}: {name} is {short(value)}; choose one of {', '.join(allowed)}")
