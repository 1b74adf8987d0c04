"""What a proof of a time less a multiple of δ consists of, and one of a time at any δ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Script


@dataclass(frozen=True)
class Fade:
    """What a time has beyond δ/s + V, by 1/s: a number times e^(-ηδ), and why η > 0, or times 1/δ without η."""

    size: Poly
    rate: Poly | None = None
    positive: str = ""


@dataclass(frozen=True)
class LaterTimes:
    """Two times δ/s + V + … between which a level is met for the first time; see :class:`Times`."""

    fades: dict[str, Fade]
    beyond: Poly
    positive: list[str]
    bounds: dict[str, Any]
    sides: Mapping[str, Callable[[Script, str], str]]


@dataclass(frozen=True)
class AnyTime:
    """Bounds of the solution, why a time is positive, and what shows each side of it; see :class:`Times`."""

    bounds: dict[str, Any]
    positive: list[str]
    sides: Mapping[str, Callable[[Script, str], str]]
