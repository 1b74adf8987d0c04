"""What a check returns: results that print themselves, in every format."""

from dataclasses import dataclass

from proofs.errors import UnknownClaimError, unknown
from proofs.report import formats, text_report
from proofs.report.results import ReportData, ResultData


class Result(ResultData):
    """A claim with what was found; it prints as in the report of the command."""

    def __str__(self) -> str:
        return text_report.render_result(self)


@dataclass(frozen=True, repr=False)
class Report(ReportData):
    """What was checked and found, in order.

    Attributes
    ----------
    results : tuple of Result
    seconds : float
        From the first claim to the last, by the clock on the wall.
    """

    results: tuple[Result, ...]

    def __getitem__(self, claim_id: str) -> Result:
        for result in self.results:
            if result.claim.id == claim_id:
                return result
        raise UnknownClaimError(unknown(str(claim_id), [r.claim.id for r in self.results]))

    def to_json(self, *, stable: bool = False) -> str:
        """Return the report as JSON text, schema 1; `stable` leaves out what a run depends on."""
        return formats.render(self, "json", stable=stable)

    def to_html(self, *, stable: bool = False) -> str:
        """Return the report as a page of HTML that needs no other file and no network."""
        return formats.render(self, "html", stable=stable)

    def to_latex(self, *, stable: bool = False) -> str:
        """Return the report as a LaTeX document that pdflatex compiles."""
        return formats.render(self, "latex", stable=stable)

    def _repr_html_(self) -> str:
        return formats.fragment(self)

    def __str__(self) -> str:
        return formats.render(self, "text")

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {v.value}" for v, n in self.summary.items())
        return f"<Report: {counts or 'no claims'}>"
