"""Whether the three packages come from one place: another one of such a name may hide them.

The other two packages read this file by its path, as `spectra` may be what is hidden.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("spectra", "numerics", "proofs")
"""The packages of the distribution; other distributions have packages of the same names."""


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
