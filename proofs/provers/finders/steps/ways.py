"""Searches that are built on each other, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from proofs.kernel.formulas import Formula
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

Link: TypeAlias = "Callable[[Builder, str, tuple[Poly, ...]], None]"
"""Writes a new term by others and keeps what is known of it."""


@dataclass(frozen=True)
class Ways:
    """Searches that call each other: a file that one of them is built on finds it here.

    Attributes
    ----------
    show : callable
        Proves ``p rel 0`` with an effort; the name of the step, or None.
    prove : callable
        Proves a formula with an effort and a number of splits.
    links : mapping
        By function, what links a new term to those it depends on.
    repeat : callable
        Introduces a sum, product or series.
    sign : callable
        Shows the sign of a sum or product.
    limit : callable
        Returns what a tree tends to as a variable of a kind grows, and the proof of it.
    grow : callable
        Proves ``p rel 0`` by growth from a point at which p vanishes.
    """

    show: Callable[[Builder, Poly, str, int], str | None]
    prove: Callable[[Builder, Formula, int, int], str | None]
    links: Mapping[str, Link]
    repeat: Callable[[Builder, str, tuple[Poly, ...]], str]
    sign: Callable[[Builder, str], None]
    limit: Callable[[Builder, Tree, str, str], tuple[Tree, list[dict[str, Any]]]]
    grow: Callable[[Builder, Poly, str], str | None]
