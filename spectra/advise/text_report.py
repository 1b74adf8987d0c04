"""The advice as text: at most 80 columns, plain unless on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from spectra.advise import text_sentences
from spectra.advise.advice import SCOPE
from spectra.advise.table_rows import Row, crop, ratio_text, rows
from spectra.advise.weight_snippets import Snippet
from spectra.class_counts.saddle_times import Standing
from spectra.utils.ascii_text import can_encode, to_ascii
from spectra.utils.terminal import WIDTH

if TYPE_CHECKING:
    from rich.console import Console

    from spectra.advise.advice import Advice

HARD: Final = "\N{NO-BREAK SPACE}"
SIGNS: Final = "=≈≤"
"""Lines are not broken around these."""

OWN_SIGNS: Final = {
    "Δ": "Delta ", "Σ": "Sum ", "√": "sqrt ", "²": "^2", "½": "1/2", "¼": "1/4",
}  # fmt: skip
"""What is written here where a stream has no more than ASCII, unlike elsewhere."""

Line = tuple[str | Snippet, str]
"""Text or weights, and the style."""


def write(console: Console, advice: Advice) -> None:
    """Write the advice."""
    ascii_only = not can_encode(console.encoding)
    for said, style in lines(advice, ascii_only=ascii_only):
        for line in _broken(said, ascii_only=ascii_only):
            console.print(Text(line, style=style), soft_wrap=True)


def _ascii(text: str) -> str:
    return to_ascii(text, OWN_SIGNS, escape=True)


def lines(advice: Advice, *, ascii_only: bool = False) -> Iterator[Line]:
    """Say everything, a line or a paragraph at a time."""
    yield text_sentences.headline(advice), "bold"
    yield from _section("Order of learning")
    yield from ((said, "") for said in text_sentences.order(advice))
    yield "", ""
    shown = _ascii if ascii_only else str
    yield from _table(advice, shown)
    yield from ((said, "dim") for said in text_sentences.standing(advice))
    yield from _section("Window: how much later the last is learned than the first, ΔT")
    yield from _windows(advice)
    yield from ((said, "") for said in text_sentences.window(advice))
    if not advice.weighted.keeps_weights:
        yield from _section(text_sentences.batch_title(advice))
        yield from _batch(advice, shown)
        yield from ((said, "") for said in text_sentences.batch(advice))
    if advice.weighted.steps is not None:
        yield from _section("Optimiser steps")
        yield from ((said, "") for said in text_sentences.steps(advice))
    yield from _section(text_sentences.weights_title(advice))
    yield from ((said, "") for said in text_sentences.weights(advice))
    yield from ((found, "") for found in text_sentences.snippets(advice, ascii_only=ascii_only))
    yield "", ""
    yield SCOPE, "dim"


def _section(title: str) -> Iterator[Line]:
    yield "", ""
    yield title, "bold cyan"


def _table(advice: Advice, shown: Callable[[str], str]) -> Iterator[Line]:
    """Times of some classes."""
    with_steps = advice.weighted.steps is not None
    delta = advice.training.delta
    unit = "steps" if delta is not None else "steps/δ"
    heads = ["classes", "examples", "ERM T/δ", "weight", "T/δ"]
    heads += [f"ERM {unit}", unit] if with_steps else []
    widths = [17, 11, 12, 8, 11, 12, 9] if with_steps else [34, 11, 12, 9, 12]
    # the Greek letter spelt out leaves no room for steps
    heads = [shown(head.replace("steps/δ", "steps/δ" if shown is str else "steps/d"))
             for head in heads]  # fmt: skip
    yield _columns(heads, widths), "bold"
    for row in rows(advice):
        yield _columns(list(map(shown, _cells(row, with_steps=with_steps))), widths), ""


def _cells(row: Row, *, with_steps: bool) -> list[str]:
    cells = [row.classes, f"{row.examples:,}", row.erm, row.weight, row.weighted]
    return [*cells, row.erm_steps, row.weighted_steps] if with_steps else cells


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    name = crop(cells[0], widths[0] - 1)
    padded = [name + " " * (widths[0] - cell_len(name))]
    padded += [f"{cell:>{width}}" for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return "".join(padded).rstrip()


def _batch(advice: Advice, shown: Callable[[str], str]) -> Iterator[Line]:
    """Weights as given and as batches leave them."""
    widths = [34, 11, 12, 16]
    yield _columns(["classes", "examples", "weight", "on average"], widths), "bold"
    for row in rows(advice):
        cells = [shown(row.classes), f"{row.examples:,}", row.weight, row.effective]
        yield _columns(cells, widths), ""


def _windows(advice: Advice) -> Iterator[Line]:
    widths = [14] + [11] * len(advice.windows)
    yield _columns(["γ", *(f"{p.gamma:g}" for p in advice.windows)], widths), "bold"
    bounds = [ratio_text(p.bound) for p in advice.windows]
    if all(p.standing in text_sentences.PROVED for p in advice.windows):
        yield _columns(["ΔT", *bounds], widths), ""
        return
    yield _columns(["ΔT at most", *bounds], widths), ""
    limits = [
        ratio_text(p.window) if p.standing is not Standing.BOUND else "?" for p in advice.windows
    ]
    yield _columns(["in the limit", *limits], widths), ""


def _broken(said: str | Snippet, *, ascii_only: bool) -> Iterator[str]:
    """Break a paragraph between words, and weights between classes only."""
    if isinstance(said, Snippet):
        yield from _filled(said.comment, "# ", "# ")
        yield from _filled(said.pieces, "", "  ")
        return
    text = _ascii(said) if ascii_only else said
    if cell_len(text) <= WIDTH:
        yield text
        return
    for sign in SIGNS:
        text = text.replace(f" {sign} ", f"{HARD}{sign}{HARD}")
    start = text[: len(text) - len(text.lstrip(" "))]
    for line in _filled(text.split(" "), start, "  "):
        yield line.replace(HARD, " ")


def _filled(pieces: Iterable[str], first: str, later: str) -> Iterator[str]:
    """Put as many pieces into each line as it has cells for, one at least."""
    line, is_empty = first, True
    for piece in filter(None, pieces):
        joined = line + piece if is_empty else f"{line} {piece}"
        if not is_empty and cell_len(joined) > WIDTH:
            yield line
            joined = later + piece
        line, is_empty = joined, False
    if not is_empty:
        yield line
