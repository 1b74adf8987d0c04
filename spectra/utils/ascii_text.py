"""Text for streams that cannot show every character: ASCII in its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

WIDTH: Final = 80
"""Columns on paper, and in a file."""

SIGNS: Final = {
    "─": "-", "—": "-", "–": "-", "−": "-", "…": "...", "→": "->", "±": "+/-", "≠": "!=",
    "≤": "<=", "≥": ">=", "≈": "~", "√": "sqrt", "∞": "oo", "·": "*", "×": "x", "⊗": "(x)",
    "⊥": "perp", "‖": "||", "ᵀ": "^T", "§": "Sec. ", "⟂": "perp", "∈": "in", "∂": "d", "∇": "grad",
    "∝": "prop. to", "“": '"', "”": '"', "‘": "'", "’": "'", "⟨": "<", "⟩": ">", "⁻": "-",
    "ẇ": "w'",
}  # fmt: skip
"""Signs, and what is written for them."""

_UNSEEN: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060\\u2065-\\u206f"
    "\\ud800-\\udfff\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\U000e0000-\\U000e0fff]"
)
"""Control and format characters, but for ends of lines and the invisible signs of MathML."""


def can_encode(encoding: str | None) -> bool:
    """Whether a stream of this encoding shows Greek letters and all of `SIGNS`."""
    try:
        "".join(("βΛ½", *SIGNS)).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def to_ascii(text: str, own: Mapping[str, str] | None = None, *, escape: bool = False) -> str:
    r"""Replace what ASCII lacks by what a reader would write instead.

    Parameters
    ----------
    text : str
    own : mapping of str to str, optional
        Replacements that take the place of those in `SIGNS`.
    escape : bool
        Escape letters of other scripts, so that different words stay different; else they lose
        their accents, or become a question mark.

    Examples
    --------
    >>> to_ascii("β → ½·√R ≤ Λᵀ"), to_ascii("café 数"), to_ascii("δ 数", escape=True)
    ('beta -> 1/2*sqrtR <= Lambda^T', 'cafe ?', 'delta \\u6570')
    """
    signs = {**SIGNS, **(own or {})}
    return "".join(c if c.isascii() else signs.get(c) or _letter(c, escape) for c in text)


def _letter(character: str, escape: bool) -> str:
    name = unicodedata.name(character, "")
    if name.startswith("GREEK") and " LETTER " in name:
        letter = name.split(" LETTER ")[1].split()[0].lower().replace("lamda", "lambda")
        return letter.capitalize() if "CAPITAL" in name else letter
    if escape:
        return character.encode("ascii", "backslashreplace").decode("ascii")
    if unicodedata.combining(character):
        return ""
    simpler = unicodedata.normalize("NFKD", character).replace("⁄", "/")
    return "".join(c for c in simpler if c.isascii()) or "?"


def printable(text: str) -> str:
    """Make one line of what may hold line breaks or control characters."""
    return "".join(c if c.isprintable() else "?" for c in text)


def visible(text: str) -> str:
    """Name the characters that are not seen, such as those that change the direction of text.

    Examples
    --------
    >>> visible("a\u202eb")
    'a[U+202E]b'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
