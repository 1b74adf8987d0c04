"""The rules of the house: one direction, no circle, small rooms, names that shadow nothing."""

import ast
import sys
from statistics import median

import pytest
from house import PACKAGES, REACHES_UP, ROOMS, ROOT, circles, floor, imports, sources, upward

LONGEST, USUAL = 400, 150


def lines(module: str) -> int:
    return len(sources()[module].read_text(encoding="utf-8").splitlines())


def test_imports_run_one_way_between_packages_and_rooms() -> None:
    assert set(upward(imports())) == REACHES_UP


def test_no_modules_import_each_other() -> None:
    assert circles(imports()) == []


def test_no_file_is_long_and_most_are_short() -> None:
    sizes = {module: lines(module) for module in sources()}
    assert {m: n for m, n in sizes.items() if n > LONGEST} == {}
    assert median(n for n in sizes.values() if n > 2) < USUAL


@pytest.mark.parametrize("package", ROOMS)
def test_every_room_is_known_and_none_is_empty(package: str) -> None:
    inside = (m.removeprefix(f"{package}.") for m in sources() if m.startswith(f"{package}."))
    assert {m.partition(".")[0] for m in inside} == set(ROOMS[package])


def test_every_folder_says_what_lives_there() -> None:
    folders = [m for m, path in sources().items() if path.name == "__init__.py"]
    silent = [
        m for m in folders if not ast.get_docstring(ast.parse(sources()[m].read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_has_the_name_of_one_of_the_standard_library() -> None:
    shadowing = [m for m in sources() if m.rpartition(".")[2] in sys.stdlib_module_names]
    assert shadowing == []


def test_the_root_of_a_package_holds_rooms_not_files() -> None:
    for package in PACKAGES:
        entries = [
            p for p in (ROOT / package).iterdir() if not p.name.startswith(("_", "py.typed"))
        ]
        assert len(entries) <= 12, package


def test_a_circle_and_an_import_upwards_would_be_noticed() -> None:
    graph = {
        "spectra.utils.a": frozenset({"spectra.labels.b"}),
        "spectra.labels.b": frozenset({"spectra.labels.c"}),
        "spectra.labels.c": frozenset({"spectra.utils.a", "spectra.labels.d"}),
        "spectra.labels.d": frozenset[str](),
    }
    assert upward(graph) == [("spectra.utils.a", "spectra.labels.b")]
    assert circles(graph) == [["spectra.labels.b", "spectra.labels.c", "spectra.utils.a"]]
    assert floor("numerics.problem") > floor("spectra.latex")
    finders = "proofs.provers.finders"
    within = {f"{finders}.sums.a": frozenset({f"{finders}.flows"})}
    assert upward(within) == [(f"{finders}.sums.a", f"{finders}.flows")]
    assert upward({f"{finders}.flows": frozenset({f"{finders}.sums.a"})}) == []
