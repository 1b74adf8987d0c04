"""Formulas as MathML: what is in the formula is in the page, and nothing else."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from spectra import decompose, step, to_latex
from spectra.display.mathml import to_mathml


def tree(latex: str, *, display: bool = False) -> Element:
    return fromstring(to_mathml(latex, display=display))


def test_block_matrices_keep_their_shape_and_their_products() -> None:
    U = tree(to_latex(decompose(step()).U))
    (table,) = U.iter("mtable")
    assert [len(row) for row in table] == [3, 3]
    V = tree(to_latex(decompose(step()).V))
    assert sum(mo.text == "⊗" for mo in V.iter("mo")) == 1
    assert "𝔽" in "".join(V.itertext())
    assert "𝟏" in "".join(V.itertext())


def test_a_fraction_has_its_numerator_first() -> None:
    ((fraction,),) = tree(r"\frac{a}{b + 1}")
    assert ["".join(part.itertext()) for part in fraction] == ["a", "b+1"]


def test_a_limit_stands_under_its_sign() -> None:
    (under,) = tree(r"\lim_{x \to \infty} x").iter("munder")
    assert ["".join(part.itertext()) for part in under] == ["lim", "x→∞"]


def test_capital_greek_is_upright_as_in_print() -> None:
    (letter,) = tree(r"\Omega").iter("mi")
    assert (letter.text, letter.get("mathvariant")) == ("Ω", "normal")


def test_names_of_several_letters_are_upright() -> None:
    letters = list(tree(r"\mathrm{diag}").iter("mi"))
    assert [(x.text, x.get("mathvariant")) for x in letters] == [(c, "normal") for c in "diag"]


@pytest.mark.parametrize("broken", [r"\frac{", r"x_1_2", r"\left(x", "}"])
def test_what_cannot_be_converted_is_shown_as_it_is(broken: str) -> None:
    assert "".join(tree(broken).itertext()) == broken


def test_aligned_lines_are_the_rows_of_a_table() -> None:
    found = to_mathml(r"\begin{aligned}a &= 1 \\ b &= \begin{cases}2 & x\end{cases}\end{aligned}")
    assert found.count("<mtr>") == 3
    assert "&" not in found.replace("&lt;", "")
