"""The formats by name, each loaded when it is asked for; and the file that a report goes to."""

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
        The path exists (without ``force``), is not an ordinary file, or its folder is missing
        or cannot be written.
    """
    try:
        device = path.exists() and not path.is_file() and not path.is_dir()
        check_target(path, force=force or device)
    except InputError as error:
        raise OutputError(str(error)) from error
    except OSError as error:
        raise OutputError(
            f"output {str(path)!r} cannot be written ({error.strerror}): choose another path"
        ) from error
    if device:
        raise OutputError(
            f"output {str(path)!r} is a device, not a file: leave -o out to print the report"
        )


def write_file(path: Path, text: str, *, force: bool) -> None:
    """Write a report.

    Raises
    ------
    OutputError
        As `check_file`, or the system refuses to write.
    """
    check_file(path, force=force)
    try:
        write_whole(path, text, force=force)
    except InputError as error:
        raise OutputError(str(error)) from error
