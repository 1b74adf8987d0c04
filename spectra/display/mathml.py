"""MathML of formulas, for pages that a browser shows without any script."""

import html
import re
import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element, tostring

__all__ = ["to_mathml"]

WORDS = re.compile(r"\\text\{((?:[^{}\\]|\\[a-z]+\{\}|\\.)*)\}")
"""Words among formulas; they may hold commands without arguments and escaped characters."""

ALIGNED = ((r"\begin{aligned}", r"\begin{array}{rl}"), (r"\end{aligned}", r"\end{array}"))
"""An environment that the converter does not know, and one that looks like it."""

NAMED = {r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"}

UNDER = frozenset({"lim", "max", "min", "sup", "inf"})
"""Operators whose subscript goes below them in a displayed formula."""


@lru_cache(maxsize=8192)  # a report of the ledger shows some thousand formulas
def to_mathml(latex: str, *, display: bool = False) -> str:
    r"""MathML of a formula given in LaTeX.

    Parameters
    ----------
    latex : str
        For math mode, as `to_latex` gives it. What cannot be converted is shown as it is.
    display : bool
        A line of its own, with full-size fractions, also inside matrices.

    Examples
    --------
    >>> to_mathml(r"\mathbf{1}_{k}")
    '<math display="inline"><mrow><msub><mrow><mn>𝟏</mn></mrow><mrow><mi>k</mi></mrow></msub></mrow></math>'
    >>> to_mathml(r"\text{if}\ x")
    '<math display="inline"><mrow><mtext>if</mtext><mtext>\xa0</mtext><mi>x</mi></mrow></math>'
    >>> to_mathml(r"\text{50\% < f\_1}")
    '<math display="inline"><mrow><mtext>50%\xa0&lt;\xa0f_1</mtext></mrow></math>'
    """
    from latex2mathml.converter import convert_to_element

    texts: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        texts.append(_plain(found[1]))
        return rf"\text{{{len(texts) - 1}}}"

    for unknown, known in ALIGNED:
        latex = latex.replace(unknown, known)
    kind = "block" if display else "inline"
    try:
        root = convert_to_element(WORDS.sub(put_aside, latex), xmlns="", display=kind)
    except Exception:  # noqa: BLE001  (the converter has no base of its errors; see above)
        root = Element("math", {"display": kind})
        note = Element("mtext")
        note.text = latex
        root.append(note)
        return tostring(root, encoding="unicode")
    root.attrib.pop("xmlns", None)
    for element in root.iter():
        _mend(element, texts, display=display)
    return tostring(root, encoding="unicode")


def _mend(element: Element, texts: list[str], *, display: bool) -> None:
    """Replace entities, and markup that browsers show wrongly."""
    if element.tag == "mtext":
        # a number stands for text that was taken out above; other text is space between formulas
        found = element.text or ""
        words = texts[int(found)] if found.isdecimal() else html.unescape(found)
        # browsers drop ordinary spaces at the ends
        element.text = words.replace(" ", "\N{NO-BREAK SPACE}")
        return
    element.text = html.unescape(element.text or "") or None
    variant = element.attrib.pop("mathvariant", None)
    if variant == "bold":
        element.text = "".join(map(_bold, element.text or ""))
    elif element.tag == "mi" and (variant == "normal" or re.fullmatch("[Α-Ω]", element.text or "")):
        element.set("mathvariant", "normal")  # upright, as in TeX
    elif element.tag == "mo" and element.text == "/":
        element.attrib |= {"lspace": "0", "rspace": "0"}  # no space on its sides, as in TeX
    if align := element.attrib.pop("columnalign", None):
        # Chromium aligns what is not text by the second only
        element.set("style", f"text-align: {align}; text-align: -webkit-{align}")
    if element.tag == "mtable" and display:
        element.set("displaystyle", "true")
    if element.tag == "msub" and element[0].text in UNDER:
        element.tag = "munder"


def _plain(words: str) -> str:
    """Undo the escapes of LaTeX."""
    for command, character in NAMED.items():
        words = words.replace(command, character)
    return re.sub(r"\\([{}&%$#_])", r"\1", words)


def _bold(character: str) -> str:
    """Return the bold letter or digit, where there is one."""
    name = unicodedata.name(character, "")
    kind = "CAPITAL" if "CAPITAL" in name else "SMALL" if "SMALL" in name else ""
    word = name.removeprefix("GREEK ").split()[-1] if name else ""
    bold = f"DIGIT {word}" if name.startswith("DIGIT") else f"{kind} {word}"
    try:
        return unicodedata.lookup(f"MATHEMATICAL BOLD {bold}")
    except KeyError:
        return character
