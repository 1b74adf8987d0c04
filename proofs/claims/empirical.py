"""The kind of statement that says what networks are measured to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from proofs.claims.statement import Statement, expression
from proofs.claims.verdict import Evidence, Outcome, Verdict
from proofs.errors import ClaimError
from spectra.display.latex_printer import words

if TYPE_CHECKING:
    import sympy as sp

    from numerics.experiment.findings import LogRatio

MEASURED = "measurements"
"""The route of what a table of measurements says."""

VERDICTS = {
    Outcome.SUPPORTS: Verdict.SUPPORTED,
    Outcome.DISAGREES: Verdict.NOT_SUPPORTED,
    Outcome.INCONCLUSIVE: Verdict.INCONCLUSIVE,
}


@dataclass(frozen=True)
class Empirical(Statement):
    """What a network is said to do: the median of each of some ratios lies in an open range.

    Each of ``ratios`` is a ratio of two measured numbers, taken seed by seed; the median is that
    of the distribution which the seeds are drawn from. The table of measurements decides by
    confidence intervals, see :mod:`numerics.experiment.findings`; it never proves or refutes.

    Attributes
    ----------
    text : str
        What is said, in words.
    ratios : tuple of LogRatio
        All of them are to lie in the range.
    low, high : Expr
        Bounds of the ratio itself, not of its logarithm.
    folder : Path, optional
        What ``python -m numerics.experiment`` wrote; the runs that come with the package if it
        is not given.
    """

    text: str
    ratios: tuple[LogRatio, ...]
    low: sp.Expr
    high: sp.Expr
    folder: Path | None = None

    formal = False

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            value = expression("Empirical", name, getattr(self, name))
            object.__setattr__(self, name, value)
            if not value.is_extended_nonnegative:
                raise ClaimError(
                    f"Empirical: {name} is {value}; give a ratio's bound, from 0 to oo"
                )
        if not self.low < self.high:
            raise ClaimError(f"Empirical: no ratio lies between {self.low} and {self.high}")
        if not self.ratios:
            raise ClaimError("Empirical: ratios is empty; give at least one")

    def _sympystr(self, printer: Any) -> str:
        low, high = map(printer._print, (self.low, self.high))
        return f"{self.text}: {low} < ratio < {high}"

    def _latex(self, printer: Any) -> str:
        low, high = map(printer._print, (self.low, self.high))
        return rf"{words(self.text)}\colon\ {low} < {words('median ratio')} < {high}"

    def exact(self) -> Self:
        """Return the statement itself: its bounds are compared with measurements."""
        return self

    def expected(self, fixed: set[sp.Symbol]) -> Verdict:  # noqa: ARG002
        """Return SUPPORTED."""
        return Verdict.SUPPORTED

    def verdict(self, evidence: Iterable[Evidence]) -> Verdict:
        """Return what the measurements say; NOT_RUN where there are none."""
        said = (item.outcome for item in evidence if item.route == MEASURED)
        return next((VERDICTS[outcome] for outcome in said), Verdict.NOT_RUN)
