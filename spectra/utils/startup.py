"""What comes before anything else of ours: Ctrl-C is heard, and our packages are not hidden.

Each package begins with this file, `proofs` and `numerics` by its path, as `spectra` may be what is
hidden. Until Ctrl-C is heard it loads nothing that Python has not loaded for ``-m`` anyway.
"""

import _signal  # type: ignore[import-not-found]  # `signal` would load enum first
import os
import sys

INTERRUPTED = 130
"""Exit code at Ctrl-C."""

PACKAGES = ("spectra", "numerics", "proofs")
"""The packages of the distribution; other distributions have packages of the same names."""


def end_at_ctrl_c(name: str) -> None:
    """Let Ctrl-C end this process at once with one line, unless it is ignored or heard otherwise.

    An exception would pass through modules that are half initialised and report it in their own ways.

    Parameters
    ----------
    name : str
        Begins the line.
    """

    def stop(_number: int, _frame: object) -> None:
        try:
            os.write(2, f"{name}: interrupted\n".encode())
        finally:
            os._exit(INTERRUPTED)

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, stop)


if sys.argv[:1] == ["-m"]:  # until the module that is to run has been found
    _module = sys.orig_argv[-len(sys.argv)].removeprefix("-m")
    if _module.startswith(tuple(f"{package}." for package in PACKAGES)):
        end_at_ctrl_c(_module.rpartition(".")[2])


from importlib.util import find_spec
from pathlib import Path


def shadowing(packages: tuple[str, ...] = PACKAGES) -> str:
    """Say which of some packages another one hides, and how to mend it; "" if none is."""
    home = Path(__file__).resolve().parents[2]
    for package in packages:
        found = find_spec(package)
        origin = None if found is None else found.origin
        if origin is None:
            return (
                f"the package {package} is missing beside {home}; install reweighting-theory again"
            )
        if Path(origin).resolve().parents[1] != home:
            return (
                f"{origin} hides the package {package} of {home}; work in another folder, or rename "
                "or uninstall what hides it"
            )
    return ""


def require_spectra(asking: str) -> None:
    """Stop the command that is about to run, or the import, where `spectra` is hidden."""
    said = shadowing(("spectra",))
    if said and sys.argv[:1] == ["-m"]:
        sys.stderr.write(f"{asking}: {said}\n")
        sys.exit(2)
    if said:
        raise ImportError(said)
