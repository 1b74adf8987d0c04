"""Facts on the constants of a mode that are shown in the terms they stand for, as powers of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.formulas import entails, fact
from proofs.provers.finders.steps.builder import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal


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
    raise NotFoundError(f"{p} {rel} 0 is not known")
