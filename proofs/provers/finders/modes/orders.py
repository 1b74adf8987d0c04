"""Which of two rates is the larger, in the terms that they stand for, as powers of parameters."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from proofs.kernel.formulas import entails, fact
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.points import truth
from proofs.provers.finders.modes.opening import entered
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal
    from proofs.provers.finders.points.search import Point


class OrderNotFoundError(NotFoundError):
    """Which of two rates is the larger is not shown; it may be by itself, before all else."""


def known_in_terms(mode: Mode, p: Poly, rel: str) -> str:
    """Say of the names of constants what is known of the terms they stand for.

    Raises
    ------
    NotFoundError
        If nothing of the kind is known.
    """
    s, b = mode.script, mode.script.b
    trees = {name: tree for _, name, tree in mode.goal[2][1:]}
    spoken = sorted(b.ring.names_in(p) & set(trees))
    written = b.ring.put(p, {name: b.scope.poly(trees[name]) for name in spoken})
    wanted = fact(written, rel)
    for label, known in b.scope.facts.items():
        if entails(known, wanted):
            names: list[Removal] = [(f"{name}.is", b.ring.generator(name)) for name in spoken]
            same = b.add("logic", by=[label], fact=b.write_formula(wanted))
            return s.cone(p, (1, [s.keep(same, written)]), modulo=names)
    raise NotFoundError(f"{b.show(p)} {rel} 0 is not known")


def ordered(
    statement: Statement, work: Callable[[Mode], dict[str, Any]], points: Iterable[Point]
) -> dict[str, Any]:
    """Return what is put together on a mode, where two rates are ordered by themselves if it takes that.

    Parameters
    ----------
    statement : Statement
    work : callable
        Puts together a proof, and raises `OrderNotFoundError`.
    points : iterable
        Where the assumptions hold: an order that fails there is not tried.
    """
    try:
        return work(entered(statement))
    except OrderNotFoundError:
        for order in _orders(statement, list(points)):
            with suppress(NotFoundError):
                return work(entered(statement, first=[order]))
        raise


def _orders(statement: Statement, points: list[Point]) -> Iterator[Tree]:
    """Yield how the rates of two groups may be ordered; numbers need no proof."""
    first, second = (tree for _, _, tree in statement.goal[2][3:5])
    if leaves(["and", first, second]) & set(statement.variables):
        for order in ([">=", first, second], [">=", second, first]):
            if not any(truth(substitute(order, point)) is False for point in points):
                yield order
