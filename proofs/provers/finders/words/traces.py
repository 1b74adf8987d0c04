"""Rewrite words inside traces, where a word may be turned: tr uv = tr vu, tr uᵀ = tr u."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from proofs.kernel.matrices import Word, trace_letter, turns

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.words.rewriting import Block, Rewriting, Used

HEAD = "trace "


def reduce_all(
    rewriting: Rewriting, block: Block, height: Callable[[Word], Poly]
) -> tuple[Block, Used]:
    """Rewrite the words of a block, also those inside traces; return what is left, and what was used.

    A source that is used inside a trace has "trace" as its last part. ``height`` returns the number
    of rows of a product.
    """
    inside = {word: c for key, c in block.items() if (word := _traced(key))}
    rest, used = rewriting.reduce({key: c for key, c in block.items() if not _traced(key)})
    one = rewriting.b.ring.constant(1)
    while inside:
        word, c = inside.popitem()
        for turn in turns(word):
            left, steps = rewriting.reduce({turn: one})
            if steps and all(_order(part) < _order(word) for part in left):
                break
        else:
            rewriting.put(rest, trace_letter(word), c)
            continue
        for source, d in steps.items():
            rewriting.put(used, (*source, "trace"), c * d)
        for part, d in left.items():
            if part:
                rewriting.put(inside, min(turns(part)), c * d)
            else:
                rewriting.put(rest, (), c * d * height(turn))
    return rest, used


def _order(word: Word) -> tuple[int, Word]:
    return len(word), min(turns(word), default=word)


def _traced(key: Word) -> Word:
    """Return the word inside, if it is a trace."""
    if len(key) != 1 or not key[0][0].startswith(HEAD):
        return ()
    return tuple((name, flip) for name, flip in json.loads(key[0][0].removeprefix(HEAD)))
