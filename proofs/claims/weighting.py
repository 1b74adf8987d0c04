"""How classes are weighted: a word, an exponent γ, the weights of two groups, or a flow."""

from typing import Any, Literal, TypeAlias

import sympy as sp

import spectra
from proofs.claims.flow import Flow

WEIGHTINGS = {"erm": sp.S.Zero, "rw": sp.Rational(1, 2)}
"""The exponent γ that each word stands for."""

IN_WORDS = {"erm": "ERM", "rw": "re-weighted"}

Weighting: TypeAlias = Literal["erm", "rw"] | sp.Expr | spectra.Weights | Flow
"""How classes are weighted: a word or an exponent γ for STEP, the weights of any two groups, or a flow."""


def weights_of(weighting: Weighting) -> spectra.Weights:
    """Return the class weights a weighting stands for.

    Examples
    --------
    >>> weights_of("rw").omega
    PerLevel(maj=sqrt(R + 1)/sqrt(R), min=sqrt(R + 1))
    """
    if isinstance(weighting, Flow):
        return weighting.setting.weights
    if isinstance(weighting, spectra.Weights):
        return weighting
    return spectra.weights(spectra.step(), exponent_of(weighting))


def flow_of(weighting: Weighting, system: Literal["full", "projected"] = "full") -> Flow:
    """Return the flow that a weighting stands for.

    Examples
    --------
    >>> flow_of("erm").gamma
    0
    """
    if isinstance(weighting, Flow):
        return weighting
    given = weighting if isinstance(weighting, spectra.Weights) else exponent_of(weighting)
    return Flow(gamma=given, system=system)


def exponent_of(weighting: Literal["erm", "rw"] | sp.Expr) -> sp.Expr:
    """Return the exponent γ that a word stands for, or that is given."""
    return WEIGHTINGS[weighting] if isinstance(weighting, str) else weighting


def symbols_in(weighting: Weighting) -> set[sp.Symbol]:
    """Return the symbols of a weighting: R for STEP imbalance, else those of the groups."""
    if not isinstance(weighting, spectra.Weights | Flow):
        return {spectra.R, *exponent_of(weighting).free_symbols}
    return flow_of(weighting).free_symbols


def weighting_words(weighting: Weighting, printer: Any) -> str:
    """Say how classes are weighted.

    Examples
    --------
    >>> from sympy.printing.str import StrPrinter
    >>> [weighting_words(w, StrPrinter()) for w in ("rw", sp.Rational(1, 3))]
    ['re-weighted', 'γ = 1/3']
    """
    if isinstance(weighting, str):
        return IN_WORDS[weighting]
    if isinstance(weighting, Flow):
        plain = weighting.setting.weights
        is_step = plain.gamma is not None and plain.imbalance == spectra.step()
        weighted = weighting_words(plain.gamma if is_step else plain, printer)
        return ", ".join(filter(None, (weighted, weighting.said(printer))))
    if not isinstance(weighting, spectra.Weights):
        shown = printer._print(weighting)
        return f"γ = {shown}" if weighting.is_number else f"{shown}-weighted"
    sizes = ((printer._print(g.size), printer._print(g.count)) for g in weighting.imbalance.groups)
    classes = " and ".join(f"{size} × {count}" for size, count in sizes)
    return f"weighted ({', '.join(map(printer._print, weighting.omega))}; classes {classes})"
