"""Whether given values are admissible: what holds for all values then holds at these."""

from __future__ import annotations

from typing import Any

from proofs.kernel import check, digest
from proofs.kernel.errors import ensure
from proofs.kernel.language import Tree, read_statement, substitute
from proofs.provers.finders.flows import at_a_time
from proofs.provers.finders.matrices import sizes
from proofs.provers.finders.scalars.find import find


def admissible(statement: dict[str, Any]) -> dict[str, Any] | None:
    """Return an object that shows that some values meet the assumptions, or that none do.

    Its verdict is REFUTED or VACUOUS, since its goal is false everywhere, and the kernel has checked
    it; None if neither is found out. Sizes of matrices must be whole numbers there.
    """
    goal = statement["goal"]
    if goal[0] == "flow":
        timed = at_a_time(read_statement(statement))
        statement = {"variables": timed.variables, "assume": timed.assume, "goal": goal}
    assume = [*statement["assume"], *_whole_sizes(statement)]
    false = {**statement, "assume": assume, "goal": ["!=", "0", "0"]}
    found = find(false)
    if found is not None:
        ensure(check(found).hash == digest(false), "it proves another statement")
    return found


def _whole_sizes(statement: dict[str, Any]) -> list[Tree]:
    """Say that the sizes of matrices are whole numbers, with the given values put in."""
    if statement["goal"][0] != "matrices":
        return []
    equations = (f for f in statement["assume"] if f[0] == "=")
    fixed = {name: value for _, name, value in equations if name in statement["variables"]}
    found: list[Tree] = []
    for size in sizes(statement["goal"]):
        put = substitute(size, fixed)
        found += [put] if put not in found else []
    return [["=", ["floor", size], size] for size in found]
