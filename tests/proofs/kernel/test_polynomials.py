"""Polynomials of the kernel: how they are read, and division without fractions."""

from __future__ import annotations

import pytest
from flint import fmpq
from kernel_objects import poly

from proofs.kernel import polynomials
from proofs.kernel.errors import Rejected
from proofs.kernel.polynomials import Ring

RING = Ring("xyz")


@pytest.mark.parametrize("exponent", ["0", "-1", "01", "", "1.0", "1/2", "x", "2^3", "²", " 2"])
def test_an_exponent_is_a_whole_number_from_1_on(exponent: str) -> None:
    with pytest.raises(Rejected, match=r"no power of a name|is no number"):
        RING.read(f"x^{exponent}")


@pytest.mark.parametrize(
    "text", ["", " ", "x +", "x  y", "x +y", "- x", "-x", "x - - y", "2x", "x*y", "1.5"]
)
def test_what_is_no_polynomial(text: str) -> None:
    with pytest.raises(Rejected, match=r"no power of a name|is no number"):
        RING.read(text)


def test_what_a_polynomial_says() -> None:
    x, y, _ = map(RING.generator, "xyz")
    assert RING.read("-3/2 x^2 y + y - 1") == fmpq(-3, 2) * x**2 * y + y - 1
    assert RING.read("x x^2 2 - 2 y + -1 x + 0 + x") == 2 * x**3 - 2 * y
    assert RING.read("0") == x - x
    assert RING.read("7").is_constant()


def test_a_name_is_removed_only_by_an_equation_that_contains_it() -> None:
    p, equation = RING.read(poly("x")), RING.read(poly("y"))
    with pytest.raises(Rejected, match="without x cannot remove x"):
        RING.remainder(p, equation, "x")


def test_division_without_fractions() -> None:
    p, equation = RING.read(poly("x x + z")), RING.read(poly("2 y x - 1"))
    rest, lead = RING.remainder(p, equation, "x")
    assert (rest, lead) == (RING.read(poly("1 + 4 y y z")), RING.read(poly("2 y")))


def test_no_more_than_so_many_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    p, equation = RING.read(poly("x")), RING.read(poly("x - y - z - 1"))
    monkeypatch.setattr(polynomials, "MOST_TERMS", 3)
    assert RING.remainder(p, equation, "x")[0] == RING.read(poly("y + z + 1"))
    monkeypatch.setattr(polynomials, "MOST_TERMS", 2)
    with pytest.raises(Rejected, match="more than 2 terms"):
        RING.remainder(p, equation, "x")


def test_values_are_put_for_all_names_at_once() -> None:
    x, y = RING.generator("x"), RING.generator("y")
    p = RING.read(poly("x x + 2 x y + z"))
    assert RING.put(p, {"x": y, "y": x + 1}) == RING.read(poly("3 y y + 2 x y - 2 y y + 2 y + z"))
    assert RING.put(p, {}) == p


def test_the_degree_in_a_name() -> None:
    p = RING.read(poly("x x y - x + 1"))
    x, y = RING.generator("x"), RING.generator("y")
    assert [RING.leading(p, name) for name in "xyz"] == [(2, y), (1, x**2), (0, p)]
    assert RING.leading(p - p, "x") == (0, p - p)
    assert RING.leading(5 * x**3 * y - y, "x") == (3, 5 * y)
