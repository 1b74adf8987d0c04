"""What holds for all values holds at given ones, if these are admissible."""

from __future__ import annotations

from typing import Any

from proofs.kernel import check, digest
from proofs.kernel.errors import ensure
from proofs.kernel.language import read_statement
from proofs.provers.finders.find import find
from proofs.provers.finders.flows import at_a_time
from proofs.provers.finders.matrices import sizes


def admissible(statement: dict[str, Any]) -> bool | None:
    """Whether some values meet the assumptions of a statement; None if that is not found out.

    The kernel has checked either answer. Sizes of matrices must be whole numbers there.
    """
    goal = statement["goal"]
    if goal[0] == "flow":
        timed = at_a_time(read_statement(statement))
        statement = {"variables": timed.variables, "assume": timed.assume, "goal": goal}
    whole = [["=", ["floor", size], size] for size in sizes(goal)] if goal[0] == "matrices" else []
    # this fails wherever the assumptions are met
    false = {**statement, "assume": [*statement["assume"], *whole], "goal": ["!=", "0", "0"]}
    found = find(false)
    if found is None:
        return None
    accepted = check(found)
    ensure(accepted.hash == digest(false), "it proves another statement")
    return accepted.verdict == "REFUTED"
