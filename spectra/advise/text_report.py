"""The advice as text: at most 80 columns, plain unless on a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from rich.cells import cell_len

from spectra.advise import text_sentences, text_solved
from spectra.advise.advice import SCOPE
from spectra.advise.table_rows import columns, ratio_text, rows, time_of
from spectra.class_counts.saddle_times import Standing
from spectra.utils.ascii_text import WIDTH, can_encode, to_ascii

if TYPE_CHECKING:
    from rich.console import Console

    from spectra.advise.advice import Advice
    from spectra.advise.solved import Solved

HARD: Final = "\N{NO-BREAK SPACE}"
SIGNS: Final = "=≈≤"
"""Lines are not broken around these."""

OWN_SIGNS: Final = {
    "Δ": "Delta ", "Σ": "Sum ", "√": "sqrt ", "²": "^2", "½": "1/2", "¼": "1/4",
}  # fmt: skip
"""What is written here where a stream has no more than ASCII, unlike elsewhere."""

Line = tuple[str, str]
"""Text, and the style."""


CONTROLS: Final = dict.fromkeys((7, 8, 11, 12, 13))
"""Characters of a name that move the cursor; rich leaves them out, too."""


def write(console: Console, advice: Advice, solved: Solved | None = None) -> None:
    """Write the advice: what the flow at one δ says, or limits where none was followed."""
    from rich.text import Text  # with the rest of rich it takes as long as the advice

    for line, style in _lines(advice, solved, console.encoding, console.width):
        console.print(Text(line, style=style), soft_wrap=True)


def write_plain(out: TextIO, advice: Advice, solved: Solved | None = None) -> None:
    """Write the same without styles, as to a file."""
    out.writelines(
        f"{line.expandtabs().translate(CONTROLS)}\n"
        for line, _ in _lines(advice, solved, out.encoding, WIDTH)
    )


def _lines(
    advice: Advice, solved: Solved | None, encoding: str | None, width: int
) -> Iterator[Line]:
    ascii_only = not can_encode(encoding)
    shown = _ascii if ascii_only else str
    said = limits(advice, shown) if solved is None else text_solved.lines(advice, solved, shown)
    for text, style in (*said, *_weights(advice, ascii_only=ascii_only)):
        for line in _broken(text, width, ascii_only=ascii_only):
            yield line, style


def _ascii(text: str) -> str:
    return to_ascii(text, OWN_SIGNS, escape=True)


def limits(advice: Advice, shown: Callable[[str], str] = str) -> Iterator[Line]:
    """Say what holds for small starts, a line or a paragraph at a time."""
    yield text_sentences.headline(advice), "bold"
    yield "", ""
    yield from ((said, "") for said in text_sentences.order(advice))
    yield from _section("When each class is learned, for small starts, in units of δ")
    yield from _table(
        [["classes", "examples", "ERM T/δ", "weight", "T/δ"]]
        + [
            [row.name, f"{row.examples:,}", time_of(advice.erm, row),
             f"{advice.weighted.weighting.omega[row.classes[0]]:.4g}", time_of(advice.weighted, row)]
            for row in rows(advice)
        ],
        shown,
    )  # fmt: skip
    yield from ((said, "dim") for said in text_sentences.standing(advice))
    yield from _section("Window: how much later the last is learned than the first, ΔT")
    yield from _windows(advice, shown)
    yield from ((said, "") for said in text_sentences.window(advice))
    if not advice.weighted.keeps_weights:
        yield from _section(text_sentences.batch_title(advice))
        yield from _batch(advice, shown)
        yield from ((said, "") for said in text_sentences.batch(advice))
    yield "", ""
    yield SCOPE, "dim"


def _section(title: str) -> Iterator[Line]:
    yield "", ""
    yield title, "bold cyan"


def _weights(advice: Advice, *, ascii_only: bool) -> Iterator[Line]:
    """The weights, to be pasted."""
    yield from _section(text_sentences.weights_title(advice))
    yield from ((said, "") for said in text_sentences.snippets(advice, ascii_only=ascii_only))
    yield from ((said, "") for said in text_sentences.weights(advice))


def _table(table: Sequence[Sequence[str]], shown: Callable[[str], str]) -> Iterator[Line]:
    head, *others = columns(table, shown)
    yield head, "bold"
    yield from ((line, "") for line in others)


def _batch(advice: Advice, shown: Callable[[str], str]) -> Iterator[Line]:
    """Weights as given and as batches leave them."""
    given, left = advice.weighted.weighting.omega, advice.weighted.effective.omega
    table = [["classes", "examples", "weight", "on average"]]
    for row in rows(advice):
        i = row.classes[0]
        table.append([row.name, f"{row.examples:,}", f"{given[i]:.4g}", f"{left[i]:.4g}"])
    yield from _table(table, shown)


def _windows(advice: Advice, shown: Callable[[str], str]) -> Iterator[Line]:
    proved = all(p.standing in text_sentences.PROVED for p in advice.windows)
    table = [["γ", *(f"{p.gamma:g}" for p in advice.windows)]]
    table += [["ΔT" if proved else "ΔT at most", *(ratio_text(p.bound) for p in advice.windows)]]
    if not proved:
        known = [
            ratio_text(p.window) if p.standing is not Standing.BOUND else "?"
            for p in advice.windows
        ]
        table.append(["in the limit", *known])
    yield from _table(table, shown)


def _broken(said: str, width: int, *, ascii_only: bool) -> Iterator[str]:
    """Break a paragraph between words; weights are broken already, and rows of a table stay whole."""
    text = _ascii(said) if ascii_only else said
    later = re.match(r"[A-Z][a-z]+  +", text)
    is_row = "  " in text[later.end() if later else 0 :].strip()
    if cell_len(text) <= width or "\n" in text or is_row:
        yield text
        return
    for sign in SIGNS:
        text = text.replace(f" {sign} ", f"{HARD}{sign}{HARD}")
    start = text[: len(text) - len(text.lstrip(" "))]
    indent = " " * (later.end() if later else len(start) or 2)
    for line in _filled(text[len(start) :].split(" "), start, indent, width):
        yield line.replace(HARD, " ")


def _filled(pieces: Iterable[str], first: str, later: str, width: int) -> Iterator[str]:
    """Put as many pieces into each line as it has cells for, one at least."""
    line, is_empty = first, True
    for piece in pieces:
        joined = line + piece if is_empty else f"{line} {piece}"
        if not is_empty and cell_len(joined) > width:
            yield line
            joined = later + piece
        line, is_empty = joined, False
    if not is_empty:
        yield line
