"""The formats by name, each loaded when it is asked for; and the file that a report goes to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, get_args

from proofs.errors import OutputError
from proofs.report.results import ReportData
from spectra.errors import InputError
from spectra.utils.atomic_files import check_target, write_whole

Name = Literal["text", "json", "html", "latex"]
NAMES: tuple[Name, ...] = get_args(Name)


def render(
    report: ReportData,
    name: Name,
    *,
    verbose: bool = False,
    stable: bool = False,
    ascii_only: bool = False,
) -> str:
    """Return a report in one of the formats.

    Parameters
    ----------
    report : ReportData
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


def fragment(report: ReportData) -> str:
    """Return what a notebook shows of a report."""
    from proofs.report import html_report

    return html_report.fragment(report)


def check_file(path: Path, *, force: bool) -> None:
    """Refuse, before any work, a path that cannot or should not be written.

    Raises
    ------
    OutputError
        As `spectra.utils.atomic_files.check_target` refuses it.
    """
    with _as_output_error():
        check_target(path, force=force)


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a report.

    Raises
    ------
    OutputError
        As `check_file`, or the system refuses to write.
    """
    with _as_output_error():
        write_whole(path, text, force=force)


@contextmanager
def _as_output_error() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise OutputError(str(error)) from error
