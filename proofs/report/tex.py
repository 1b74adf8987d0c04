"""Words as LaTeX, in ASCII: what pdflatex can set with the packages of the shared macros."""

import logging
import re
import unicodedata
from functools import cache

# a bracket or a star must not become an argument of the command before it
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", '"': r"\textquotedbl{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "[": "{[}", "*": "{*}", **{c: rf"\{c}" for c in "&%$#_"},
}  # fmt: skip

OURS = {
    "√": r"\ensuremath{\surd}", "✓": r"\ensuremath{\checkmark}", "✗": r"\ensuremath{\times}",
    "◉": r"\ensuremath{\odot}", "−": r"\ensuremath{-}",
}  # fmt: skip

WITHOUT_FONT = re.compile("[\u0149\u0180-\u02af\u0390\u03d2\u0400-\u04ff]")
"""Letters whose commands need fonts that the documents do not load."""

ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=",
           "\u0306": "u", "\u0307": ".", "\u0308": '"', "\u030c": "v"}  # fmt: skip
POWER = re.compile(r"(?<=\d)e([-+]?\d+)\b")


def to_tex(text: str) -> str:
    r"""Write words so that they can stand in a LaTeX document.

    Powers of ten are set as such; a character that LaTeX has no command for is named by its code.

    Examples
    --------
    >>> print(to_tex("50% of √R, 2e-7"))
    50\% of \ensuremath{\surd}R, 2\ensuremath{\cdot10^{-7}}
    >>> print(to_tex("Vᵀ, Ḣ, 数"))
    V\ensuremath{^{T}}, \.{H}, {[}U+6570]
    """
    parts = POWER.split(" ".join(text.split()))
    words = ["".join(map(_character, part)) for part in parts[::2]]
    powers = [rf"\ensuremath{{\cdot10^{{{int(power)}}}}}" for power in parts[1::2]]
    return "".join(a + b for a, b in zip(words, [*powers, ""], strict=True))


def ascii_formula(latex: str) -> str:
    r"""Replace what is not ASCII in a formula.

    Examples
    --------
    >>> print(ascii_formula(r"\text{β of } x"))
    \text{\ensuremath{\beta} of } x
    """
    return "".join(c if c.isascii() else _character(c) for c in latex)


@cache
def _character(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
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
    if len(letters) == 2 and letters[0].isascii() and letters[1] in ACCENTS:
        return rf"\{ACCENTS[letters[1]]}{{{letters[0]}}}"
    return _code(character)


def _code(character: str) -> str:
    return f"{{[}}U+{ord(character):04X}]"
