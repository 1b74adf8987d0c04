"""Products of matrices that sympy works out once, while many are built of the same parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import RLock
from typing import Final

import sympy as sp

_KEPT: Final = {
    kind: lru_cache(maxsize=None)(kind.doit) for kind in (sp.MatMul, sp.MatAdd, sp.BlockMatrix)
}
_one_at_a_time = RLock()


@contextmanager
def kept_products() -> Iterator[None]:
    """Let sympy keep what it has made of each sum and product of matrices in the block.

    ``A * B`` puts all that A and B consist of in order once more, each time; formulas cannot be changed,
    so the result is the same.

    Examples
    --------
    >>> A = sp.MatrixSymbol("A", 2, 2)
    >>> with kept_products():
    ...     print(A * A.T * 2)
    2*A*A.T
    """
    with _one_at_a_time:
        before = {kind: kind.doit for kind in _KEPT}
        try:
            for kind, doit in _KEPT.items():
                kind.doit = doit
            yield
        finally:
            for kind, doit in before.items():
                kind.doit = doit
