"""The lists of mutants speak of the code as it is."""

import tomllib

import pytest
from mutants import EQUIVALENT
from mutants.making import ROOT, mutants
from mutants.named import NAMED, named
from mutants.theory import TESTS

LISTED: dict[str, dict[str, str]] = tomllib.loads(EQUIVALENT.read_text("utf-8"))


@pytest.mark.parametrize("file", LISTED)
def test_mutants_that_change_nothing_are_there_with_a_reason(file: str) -> None:
    own = {mutant.key for mutant in mutants(ROOT / file, dropped=file in TESTS)}
    assert LISTED[file].keys() <= own
    assert all(len(reason.split()) > 3 for reason in LISTED[file].values())


def test_mutants_by_hand_change_one_place_of_the_code() -> None:
    assert len(named()) == len(NAMED)


def test_tests_of_mutants_exist() -> None:
    names = {name for tests in TESTS.values() for name in tests}
    names |= {name for *_, tests in NAMED.values() for name in tests}
    assert not [name for name in names if not (ROOT / "tests" / name).exists()]
