"""Signs of constants, as an expansion for a large variable needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import terms
from proofs.provers.finders.functions.terms import MOST_CASES, introduce
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import reduce
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def sign(b: Builder, tree: Tree) -> int:
    """Return the sign of a constant; NotFoundError if it is not found."""
    try:
        introduce(b, tree)
        p = b.scope.poly(tree)
        digest(b)
        if reduce(b, p).poly.is_zero():
            return 0
        for effort in (0, 1, 2):
            for one in (1, -1):
                if show(b, one * p, ">", effort) is not None:
                    return one
        for one in (1, -1) if _chooses(tree) else ():
            if b.ways.prove(b, fact(one * p, ">"), 1, MOST_CASES) is not None:
                return one
    except Rejected as error:
        raise NotFoundError(str(error)) from error
    raise NotFoundError("the sign of a constant is open")


def is_zero(b: Builder, tree: Tree) -> bool:
    """Whether a constant is found to be 0."""
    if not _may_vanish(tree):
        return False
    try:
        introduce(b, tree)
        p = reduce(b, b.scope.poly(tree)).poly
        return bool(p.is_zero()) or (_chooses(tree) and _vanishes(b, p))
    except (NotFoundError, Rejected):
        return False


def _vanishes(b: Builder, p: Poly) -> bool:
    """Prove that a choice is 0, case by case, and keep that."""
    wanted = fact(p, "=")
    label = b.ways.prove(b, wanted, 1, MOST_CASES)
    if label is not None:
        b.equalities.append(b.add("logic", by=[label], fact=b.write_formula(wanted)))
        b.cache.clear()
    return label is not None


def _chooses(tree: Tree) -> bool:
    """Whether a tree has a maximum, minimum or absolute value in it."""
    return any(term[0] in ("abs", "max", "min") for term in terms(tree))


def _may_vanish(tree: Tree) -> bool:
    """Whether a constant tree might be 0 by cancellation."""
    if isinstance(tree, str):
        return tree == "0"
    return tree[0] in ("+", "*", "log", "sin", "abs", "max", "min", "atan", "^")
