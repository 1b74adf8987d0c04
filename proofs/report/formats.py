"""The formats by name; each loads when it is asked for."""

from typing import Literal, get_args

from proofs.report.results import Report

Name = Literal["text", "json", "html", "latex"]
NAMES: tuple[Name, ...] = get_args(Name)


def render(
    report: Report,
    name: Name,
    *,
    verbose: bool = False,
    stable: bool = False,
    ascii_only: bool = False,
) -> str:
    """Return a report in one of the formats.

    Parameters
    ----------
    report : Report
    name : str
        One of `NAMES`.
    verbose : bool
        In text: show formulas and all evidence, as the other formats always do.
    stable : bool
        Leave out what differs from run to run: times.
    ascii_only : bool
        For a stream that cannot encode anything else.
    """
    if name == "json":
        from proofs.report import json_report

        return json_report.render(report, stable=stable, ascii_only=ascii_only)
    if name == "html":
        from proofs.report import html_report

        page = html_report.render(report, stable=stable)
        return page.encode("ascii", "xmlcharrefreplace").decode() if ascii_only else page
    if name == "latex":
        from proofs.report import latex_report

        return latex_report.render(report, stable=stable)
    from proofs.report import text_report

    return text_report.render(report, verbose=verbose, stable=stable)
