"""The tests that other Pythons, and the lowest versions of the dependencies, must pass.

Prints their paths. They are those whose outcome depends on more than mathematics: processes,
threads, files, printing, arrays, and one file of each solver; and the whole kernel.
"""

from pathlib import Path

NAMES = {
    "proofs": "kernel claim claims_file command documents enclosures engine relation report shipped "
    "threads time_limit workers",
    "numerics": "digits integrators problem random_starts solve sweep times",
    "spectra": "advise_command advise_reading commands decomposition inputs latex mathml rates "
    "workers",
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
