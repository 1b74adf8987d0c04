"""The tests that other Pythons, and the lowest versions of the dependencies, must pass.

Prints their paths. They are those whose outcome depends on more than mathematics: processes,
threads, files, printing, arrays, and a file or two of each package's own numbers.
"""

from pathlib import Path

NAMES = {
    "proofs": "claim claims_file command command_streams engine report shipped threads time_limit workers",
    "numerics": "integrators problem solve sweep",
    "spectra": "commands decomposition inputs latex mathml rates workers",
}


def paths() -> list[str]:
    """Return the files and folders of the short suite, from the root of the repository."""
    here = Path(__file__).parent
    found = []
    for folder, names in NAMES.items():
        for name in names.split():
            place = here / folder / name
            file = place if place.is_dir() else place.with_name(f"test_{name}.py")
            if not file.exists():
                raise FileNotFoundError(file)
            found.append(str(file.relative_to(here.parent)))
    return found


if __name__ == "__main__":
    print(*paths())
