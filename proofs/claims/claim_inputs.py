"""Checks of the parts of a claim; errors name the part, the value and the remedy."""

from collections.abc import Iterable
from typing import Any, TypeGuard

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.claims.conserved import Conserved
from proofs.claims.empirical import Empirical
from proofs.claims.flow_statements import Invariance, LearningTime, Plateau, Terminal, Trajectory
from proofs.claims.limit import Limit
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.claims.statement import OutOfScope, Statement, decimals
from proofs.claims.verdict import Verdict
from proofs.errors import ClaimError
from spectra.errors import short

GIVEN = (
    Limit, Trajectory, LearningTime, Plateau, Terminal, Invariance, Conserved, MatrixIdentity, Empirical, OutOfScope,
)  # fmt: skip
"""Kinds of statement that the package brings, beside relations."""

LONGEST = 10_000
"""Bits of a number that a statement may contain."""

SHOWN = 60
"""Characters of a formula that an error message shows."""


def claim_id(value: object) -> str:
    """Read a claim's ID: one word."""
    if not isinstance(value, str) or not value or not value.isprintable() or " " in value:
        raise ClaimError(
            f"claim ID {short(value)} is not a word; use letters, digits, '.', '-', '/'"
        )
    if value.startswith("-"):
        raise ClaimError(
            f"claim ID {short(value)} starts like a command-line option; start with a letter or digit"
        )
    return value


def text(owner: str, name: str, value: object) -> str:
    """Read a part that is words."""
    if not isinstance(value, str):
        raise ClaimError(f"claim {owner}: {name} is {short(value)}; give it as text")
    return value


def _has_items(value: object) -> TypeGuard[Iterable[Any]]:
    """Whether a value can be gone through; arrays of no dimension only look so."""
    return isinstance(value, Iterable) and getattr(value, "ndim", 1) > 0


def ids(owner: str, name: str, value: object) -> tuple[str, ...]:
    """Read one or more claim IDs."""
    if isinstance(value, str):
        return (value,)
    words = tuple(value) if _has_items(value) else (value,)
    if not all(isinstance(word, str) for word in words):
        raise ClaimError(f"claim {owner}: {name} is {short(value)}; give claim IDs")
    return words


def assumptions(owner: str, assume: object) -> tuple[Boolean, ...]:
    """Read one or more relations that a claim assumes."""
    items = assume if isinstance(assume, (tuple, list, set, frozenset)) else (assume,)
    found = []
    for item in items:
        value = sp.sympify(item) if isinstance(item, bool) else item
        if not isinstance(value, Boolean) or isinstance(value, sp.Symbol):
            raise ClaimError(
                f"claim {owner}: assumption {short(item)} is not a relation such as R > 1"
            )
        found.append(decimals(value))
    return tuple(found)


def verdict(owner: str, expected: object, usual: Verdict) -> Verdict:
    """Read the expected verdict; left out, it is the usual one."""
    if expected is None:
        return usual
    if expected not in list(Verdict):
        names = ", ".join(v.value for v in Verdict)
        raise ClaimError(f"claim {owner}: expected is {short(expected)}; choose one of {names}")
    return Verdict(str(expected))


def statement(owner: str, value: object) -> Boolean | Statement:
    """Read what is claimed."""
    if isinstance(value, sp.Basic):
        for number in value.atoms(sp.Rational):
            if max(abs(number.p), number.q).bit_length() > LONGEST:
                raise ClaimError(
                    f"claim {owner}: the statement has a number of over {LONGEST} bits; write it by "
                    "a power or a name"
                )
    if isinstance(value, Statement):
        return value.exact()
    if isinstance(value, bool):
        return sp.sympify(value)
    if isinstance(value, Boolean) and not isinstance(value, sp.Symbol):
        return decimals(value)
    raise ClaimError(f"claim {owner}: the statement is {_what(value)}")


def _what(statement: object) -> str:
    """Say what was given in place of a statement, and what to give."""
    compare = "compare two sides with Eq, Ne, Le, Lt, Ge or Gt"
    if isinstance(statement, str):
        return (
            f"the text {short(statement)}, which is not evaluated; {compare} of sympy expressions"
        )
    if isinstance(statement, sp.Basic | sp.MatrixBase):
        shown = str(statement)
        shown = shown if len(shown) < SHOWN else f"{shown[:SHOWN]}…"
        return f"the formula {shown}, which says nothing by itself; {compare}"
    if isinstance(statement, tuple | list | set | frozenset):
        kind = type(statement).__name__
        return f"a {kind} of {len(statement)}; register one claim for each, or join them by And"
    if statement is None:
        return f"None, as from a function that returns nothing; {compare}"
    others = ", ".join(kind.__name__ for kind in GIVEN)
    return (
        f"{short(statement)} ({type(statement).__name__}), which is not a relation; {compare}, or use "
        f"{others} or another kind of proofs.Statement"
    )
