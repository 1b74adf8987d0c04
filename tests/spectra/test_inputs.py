"""What is refused, and how it is said."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
from sympy import Rational, Symbol

import spectra
from spectra import PerLevel, from_counts, groups, step
from spectra.labels import per_level


@pytest.mark.parametrize(
    "k", [5, 0, -2, 1, 2.5, Fraction(7, 2), "4", nan, inf, True, None.__class__]
)
def test_a_number_of_classes_that_is_not_even_and_positive_is_refused(k: object) -> None:
    with pytest.raises(spectra.InputError, match=r"^k must be .*, got .*: give an even number"):
        step(k)


@pytest.mark.parametrize("ratio", [0, -1, nan, inf, -inf, "2", False, 1j])
def test_a_ratio_that_is_not_positive_and_finite_is_refused(ratio: object) -> None:
    with pytest.raises(spectra.InputError, match=r"^R must be .*, got .*: give a ratio above 0"):
        step(4, ratio)


@pytest.mark.parametrize("ratio", [0.1, Decimal("0.1"), Fraction(1, 10), Rational(1, 10)])
def test_a_decimal_means_the_number_it_prints_as(ratio: object) -> None:
    assert step(4, ratio).counts[0] == Rational(1, 10)


def test_bad_input_is_a_value_error_and_a_spectra_error() -> None:
    assert issubclass(spectra.InputError, ValueError)
    assert issubclass(spectra.InputError, spectra.SpectraError)


@pytest.mark.parametrize(
    ("sizes", "counts", "message"),
    [
        ([2], [1, 2], "sizes must be as long as counts"),
        ([], [], "at least one group"),
        ([0, 2], [1, 2], r"sizes\[0\] must be an integer of at least 1, got 0"),
        ([2, 1.5], [1, 2], r"sizes\[1\] must be an integer"),
        ([2, 2], [1, 0], r"counts\[1\] must be positive, got 0"),
        ([2, 2], [1, "a"], r"counts\[1\] must be a number, got 'a'"),
        ([1], [3], "two classes at least"),
    ],
)
def test_groups_say_which_entry_is_wrong(sizes: list[int], counts: list[int], message: str) -> None:
    with pytest.raises(spectra.InputError, match=message):
        groups(sizes, counts)


@pytest.mark.parametrize("found", [((2, 5), (2, 1)), (), [spectra.Group("a", 2, 5)], None])
def test_groups_of_an_imbalance_are_groups(found: Any) -> None:
    with pytest.raises(spectra.InputError, match=r"^groups must be .*: use spectra.step"):
        spectra.Imbalance(found)


@pytest.mark.parametrize(("size", "count"), [(0, 1), (1.5, 1), ("2", 1), (2, 0), (2, None)])
def test_the_numbers_of_a_group_are_read(size: Any, count: Any) -> None:
    with pytest.raises(spectra.InputError, match=r"^(size|count) must be"):
        spectra.Group("a", size, count)
    assert spectra.Group("a", 2, 0.5).count == Rational(1, 2)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([3, 0], r"counts\[1\] must be an integer of at least 1, got 0: leave out"),
        ([3, 1.5], r"counts\[1\] must be an integer"),
        ([3], "two classes at least"),
        ([], "two classes at least"),
        ("35", "pass a list"),
        ({"a": 1, "b": 2}, "values"),
        ([Symbol("n", integer=True, positive=True), 2], "groups"),
    ],
)
def test_counts_say_which_entry_is_wrong(counts: list[int], message: str) -> None:
    with pytest.raises(spectra.InputError, match=message):
        from_counts(counts)


def test_labels_of_fractional_counts_are_refused_with_the_way_out() -> None:
    with pytest.raises(spectra.InputError, match=r"groups\(\[m, m\], \[1, 2\]\)"):
        step(4, Rational(1, 2)).labels()
    assert groups([2, 2], [1, 2]).labels().shape == (4, 6)


def test_labels_that_do_not_fit_in_memory_are_refused_at_once() -> None:
    with pytest.raises(spectra.InputError, match="100000 by 50050000 matrix is too large"):
        step(100_000, 1000).labels()


@pytest.mark.parametrize("exponent", ["1/2", nan, inf])
def test_an_exponent_that_is_not_a_number_is_refused(exponent: object) -> None:
    with pytest.raises(spectra.InputError, match=r"^gamma must be"):
        spectra.weights(step(), exponent)


def test_values_per_level_are_looked_up_by_name_and_by_position() -> None:
    values: PerLevel[int] = PerLevel(["a", "b", "b"], [1, 2, 3])
    assert values["a"] == values[0] == 1
    assert values["b"] == values[1] == 2
    assert values[-1] == 3
    assert list(values) == list(values.values()) == [1, 2, 3]
    assert values.keys() == ("a", "b", "b")
    assert list(values.items()) == [("a", 1), ("b", 2), ("b", 3)]
    assert values[1:].keys() == ("b", "b")
    assert tuple(values) == (1, 2, 3)
    assert values.get("c") is None


def test_a_level_that_does_not_exist_is_an_error_that_lists_the_others() -> None:
    with pytest.raises(KeyError, match="there is no level 'c': the levels are a, b"):
        PerLevel(["a", "b"], [1, 2])["c"]
    with pytest.raises(ValueError, match=r"^names must be as many as values \(1\)"):
        PerLevel(["a", "b"], [1])


def test_the_module_of_values_per_level_needs_no_sympy() -> None:
    text = Path(per_level.__file__).read_text(encoding="utf-8")
    assert "import sympy" not in text
    assert "from sympy" not in text


@pytest.mark.parametrize("weight", ["1/2", None, True, nan, inf, -1, Symbol("w", negative=True)])
def test_a_weight_that_is_no_number_or_negative_is_refused_by_name(weight: object) -> None:
    with pytest.raises(spectra.InputError, match=r"omega\['min'\] must be .*: give the weight"):
        spectra.Weights(step(), PerLevel(("maj", "min"), (1, weight)))


@pytest.mark.parametrize("omega", [(1, 2), PerLevel(("maj",), (1,)), None, 3])
def test_weights_that_are_not_one_per_group_are_refused(omega: Any) -> None:
    with pytest.raises(spectra.InputError, match="omega must be a PerLevel with a weight"):
        spectra.Weights(step(), omega)


@pytest.mark.parametrize("names", [("maj", "min"), ("min", "maj")])
def test_weights_are_those_of_the_groups_that_they_name(names: tuple[str, str]) -> None:
    """Majorities have the weight 5, also where minorities are named first."""
    imbalance = spectra.groups([2, 3], [1, 4])
    omega = PerLevel(names, [{"maj": 5, "min": 1}[name] for name in names])
    for found in (spectra.Weights(imbalance, omega), spectra.weights(imbalance, omega=omega)):
        assert dict(found.omega.items()) == {"min": 1, "maj": 5}
        assert tuple(found.omega) == (1, 5)
        assert spectra.learning_times(imbalance, found)["min-min"] == 1


def test_weights_of_other_groups_are_refused() -> None:
    for names in (("a", "b"), ("maj", "maj")):
        with pytest.raises(spectra.InputError, match="omega must be a weight for each of maj, min"):
            spectra.Weights(step(), PerLevel(names, (1, 2)))


def test_weights_are_read_exactly() -> None:
    given = spectra.Weights(step(), PerLevel(("maj", "min"), (0.1, 0)))
    assert tuple(given.omega) == (Rational(1, 10), Rational(0))
    assert all(isinstance(w, Rational) for w in given.omega)
