"""Words as LaTeX, in ASCII: what pdflatex can set with the packages of the shared macros."""

import logging
import re
import unicodedata
from functools import lru_cache

from spectra.display.latex_printer import SPECIAL
from spectra.utils.ascii_text import to_ascii

# a bracket or a star must not become an argument of the command before it
OUTSIDE = {
    **SPECIAL, '"': r"\textquotedbl{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", "[": "{[}", "*": "{*}",
}  # fmt: skip
"""Characters that mean something to LaTeX, or look otherwise, outside of formulas."""

OURS = {
    "√": r"\ensuremath{\surd}", "✓": r"\ensuremath{\checkmark}", "✗": r"\ensuremath{\times}",
    "◉": r"\ensuremath{\odot}", "−": r"\ensuremath{-}",
}  # fmt: skip

WITHOUT_FONT = re.compile(
    "[\u0149\u0180-\u02af\u0390\u03d2\u0400-\u04ff\U0001d49c-\U0001d4cf"
    "\u1fd3\u210b\u2110\u2112\u211b\u212c\u2130-\u2131\u2133\u2153-\u215e\u219c-\u219d"
    "\u21c5\u21f5\u221f\u222f-\u2231\u223b\u223e\u2246\u224b-\u224c\u2259\u225b"
    "\u2278-\u2279\u22a7-\u22a8\u22ab\u22b6-\u22b7\u22b9\u22be\u22d8-\u22d9\u22e8\u22f0"
    "\u2306\u2315\u2669\u266d-\u266f\u2a0f\u2a16"
    "]"
)
"""Characters whose commands need fonts or packages that the documents do not load."""

ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=",
           "\u0306": "u", "\u0307": ".", "\u0308": '"', "\u030c": "v"}  # fmt: skip
POWER = re.compile(r"(?<=\d)e([-+]?\d+)\b")


def to_tex(text: str) -> str:
    r"""Write words so that they can stand in a LaTeX document.

    Powers of ten are set as such; a character that LaTeX has no command for is named by its code.

    Examples
    --------
    >>> print(to_tex("50% of √R, 2e-7, --format"))
    50\% of \ensuremath{\surd}R, 2\ensuremath{\cdot10^{-7}}, -{}-format
    >>> print(to_tex("Vᵀ, Ḣ, 数"))
    V\ensuremath{^{T}}, \.{H}, {[}U+6570]
    """
    parts = POWER.split(" ".join(text.split()))
    words = ["".join(map(_character, part)) for part in parts[::2]]
    powers = [rf"\ensuremath{{\cdot10^{{{int(power)}}}}}" for power in parts[1::2]]
    joined = "".join(a + b for a, b in zip(words, [*powers, ""], strict=True))
    return re.sub("-(?=-)", "-{}", joined)  # two hyphens would become a dash


def bookmark(text: str) -> str:
    """Write words so that they can name a bookmark, which holds no formulas.

    Examples
    --------
    >>> print(bookmark("features at rates Ω^p, 50%"))
    features at rates Omega p, 50
    """
    return " ".join(re.sub(r"[^A-Za-z0-9.,:;()\-=/ ]", " ", to_ascii(text)).split())


def ascii_formula(latex: str) -> str:
    r"""Replace what is not ASCII in a formula.

    Examples
    --------
    >>> print(ascii_formula(r"\text{β of } x"))
    \text{\ensuremath{\beta} of } x
    """
    return "".join(c if c.isascii() else _character(c) for c in latex)


@lru_cache(maxsize=4096)
def _character(character: str) -> str:
    if character in OUTSIDE:
        return OUTSIDE[character]
    if character.isascii():
        return character if character.isprintable() else _code(character)
    return OURS.get(character) or _known(character) or _composed(character)


def _known(character: str) -> str | None:
    """Return what the table of LaTeX commands has for a character."""
    from pylatexenc.latexencode import unicode_to_latex

    if WITHOUT_FONT.match(character):
        return None
    logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # unknown ones are dealt with here
    found = str(unicode_to_latex(character, unknown_char_policy="keep", unknown_char_warning=False))
    return found if found.isascii() else None


def _composed(character: str) -> str:
    """Return an accented, raised or lowered letter put together, or the code of the character."""
    kind = unicodedata.decomposition(character).split(" ")[0]
    letters = unicodedata.normalize("NFKD", character)
    if kind in ("<super>", "<sub>") and letters.isascii():
        return rf"\ensuremath{{{'^' if kind == '<super>' else '_'}{{{letters}}}}}"
    if kind in ("<fraction>", "<font>") and letters.replace("⁄", "/").isascii():
        return letters.replace("⁄", "/")
    if len(letters) == 2 and letters[0].isascii() and letters[1] in ACCENTS:
        return rf"\{ACCENTS[letters[1]]}{{{letters[0]}}}"
    return _code(character)


def _code(character: str) -> str:
    return f"{{[}}U+{ord(character):04X}]"
