"""Check a proof object: what it proves of which statement, by which rules and axioms."""

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from proofs.kernel.delays import check_delays
from proofs.kernel.ends import check_plateau, check_terminal
from proofs.kernel.errors import Rejected, ensure
from proofs.kernel.flows import check_flow, check_time, check_when, differ
from proofs.kernel.formulas import FALSE, negation
from proofs.kernel.language import (
    INFINITIES,
    NAME,
    Statement,
    digest,
    leaves,
    read_statement,
    substitute,
)
from proofs.kernel.limits import check_empty, check_limit, is_isolated, with_another_value
from proofs.kernel.matrices import check_matrices
from proofs.kernel.points import precision, truth
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope
from proofs.kernel.steps import RULES, run
from proofs.kernel.zeros import at_values

VERSION = 2
GOALS = {
    "matrices": check_matrices, "flow": check_flow, "time": check_time, "terminal": check_terminal,
    "plateau": check_plateau, "delays": check_delays,
    **{f"when {rel}": check_when for rel in ("=", "<=", ">=")},
}  # fmt: skip
"""Goals that are no formulas, with what checks them once the scalars' steps are done."""

VALUED = ("time", "terminal", "plateau")
"""Goals that say at their end to what something tends."""

MALFORMED = LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError


@dataclass(frozen=True)
class Checked:
    """What a proof object has been found to show.

    Attributes
    ----------
    verdict : str
        PROVED, REFUTED or VACUOUS.
    hash : str
        That of the statement.
    rules, axioms : dict
        How often each was used.
    """

    verdict: str
    hash: str
    rules: dict[str, int]
    axioms: dict[str, int]


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the parts of an object; of two with one name a person may read the other one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"{[name for name, _ in pairs]} has a name twice")
    return found


@lru_cache(256)
def _accepted(text: str) -> Checked:
    return check(json.loads(text, object_pairs_hook=once))


def check_text(text: str) -> Checked:
    """Check a proof object as it is written; a text that was accepted is not checked again."""
    found = _accepted(text)
    return replace(found, rules=dict(found.rules), axioms=dict(found.axioms))


def check(data: Any) -> Checked:
    """Check a proof object.

    Parameters
    ----------
    data : dict
        The object as read from JSON.

    Returns
    -------
    Checked

    Raises
    ------
    Rejected
        If any part of it fails, with the step and the reason.
    """
    used: Counter[tuple[str, str]] = Counter()
    try:
        ensure(data["version"] == VERSION, f"version {data['version']!r} is unknown")
        ensure(data["hash"] == digest(data["statement"]), "the hash is not that of the statement")
        with precision(data["bits"]):
            _check(read_statement(data["statement"]), data, used)
    except MALFORMED as error:
        msg = f"malformed: {type(error).__name__}: {error}"
        raise Rejected(msg) from error
    rules = {name: count for (what, name), count in used.items() if what == "rule"}
    used.update(_axioms_of(rules))
    axioms = {name: count for (what, name), count in used.items() if what == "axiom"}
    return Checked(data["verdict"], data["hash"], rules, axioms)


def _axioms_of(rules: dict[str, int]) -> Counter[tuple[str, str]]:
    """Count the axioms that rules stand for."""
    known = rules.keys() & RULES.keys()
    return Counter(("axiom", axiom) for name in known for axiom in RULES[name][1] * rules[name])


def _check(statement: Statement, data: Any, used: Counter[tuple[str, str]]) -> None:
    """Check a point at which the goal fails, or a derivation."""
    verdict = data["verdict"]
    ensure(verdict in ("PROVED", "REFUTED", "VACUOUS"), f"verdict {verdict!r} is unknown")
    names = data["names"].split()
    ensure(all(map(NAME.fullmatch, names)), "what is introduced has no name")
    ring = Ring(names)
    if "instead" in data:
        return _check_other(Scope(ring, used=used), statement, data)
    at_point = verdict == "REFUTED" and "point" in data
    if verdict != "VACUOUS":
        point = data["point" if at_point else "witness"]
        closed = at_values(Scope(ring, used=used), statement, point, data.get("zero"))
        statement = closed if at_point else statement
    if at_point:
        used.update([("rule", "point"), ("axiom", "balls")])
    if at_point and "steps" not in data:
        ensure(truth(statement.goal) is False, "the goal does not certainly fail at the point")
    else:
        return _derive(ring, statement, data, used)
    return None


def _check_other(scope: Scope, statement: Statement, data: Any) -> None:
    """Refute a value: a proof of the same statement with another one is given, and they differ at a point."""
    true, goal = data["true"], statement.goal
    ensure(data["verdict"] == "REFUTED" and goal[0] in VALUED, "this is not shown by another value")
    there = at_values(scope, statement, data["point"], data.get("zero"))
    proved, said, claimed = check_text(data["instead"]), goal[:-1], there.goal[-1]
    if data.get("multiple"):  # T - Lδ has no limit, as T/δ tends to another number than L
        defined = claimed not in INFINITIES and truth(["=", claimed, claimed])
        ensure(defined, "what grows may exceed any multiple of δ, and the value is to be a number")
        *said, claimed, name, _ = there.goal
        ensure(claimed not in INFINITIES, "δ has no infinite multiple")
        said = [*goal[: len(said)], name]
    same = digest({**data["statement"], "goal": [*said, true]}) == proved.hash
    ensure(proved.verdict == "PROVED" and same, "it is not proved that this is the value")
    apart = differ(substitute(true, data["point"]), claimed)
    ensure(apart, "the true limit may be the one claimed")
    inside = Counter({("axiom", name): count for name, count in proved.axioms.items()})
    scope.used.update(inside - _axioms_of(proved.rules))
    scope.used.update({("rule", name): count for name, count in proved.rules.items()})
    scope.used.update([("rule", "another value"), ("rule", "point"), ("axiom", "balls")])


def _derive(ring: Ring, statement: Statement, data: Any, used: Counter[tuple[str, str]]) -> None:
    """Work off the steps, see that every term of the goal is defined, and that it follows."""
    verdict, moving = data["verdict"], statement.moving
    # an assumption on a moving variable is met or not on the way, and is not used here
    assume = tuple(["and"] if leaves(a) & moving else a for a in statement.assume)
    scope = Scope(ring, assume, used=used)
    for name, (kind, sign) in statement.variables.items():
        if name not in moving:
            scope.declare(name, kind, sign)
    run(scope, data["steps"])
    if verdict == "VACUOUS":
        if "far" in data:
            check_empty(scope, statement, data["far"])
        elif not is_isolated(statement):
            scope.require(data["by"], FALSE, "a contradiction")
    elif statement.goal[0] in GOALS:
        GOALS[statement.goal[0]](scope, statement, data)
        used["rule", statement.goal[0].partition(" ")[0]] += 1
    elif moving:
        if verdict == "REFUTED":
            statement = with_another_value(scope, statement, data)
        check_limit(scope, statement, data["limit"])
        used.update([("rule", "limit"), ("axiom", "null quantities"), ("axiom", "continuity")])
    else:
        goal = scope.formula(statement.goal)
        scope.require(data["by"], goal if verdict == "PROVED" else negation(goal), "the goal")
