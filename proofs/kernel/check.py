"""Check a proof object: what it proves of which statement, by which rules and axioms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from proofs.kernel.errors import Rejected, reject
from proofs.kernel.formulas import FALSE, negation
from proofs.kernel.flows import check_flow, check_time
from proofs.kernel.language import Statement, bound, digest, leaves, read_statement, substitute
from proofs.kernel.limits import check_limit
from proofs.kernel.matrices import check_matrices
from proofs.kernel.points import meets, precision, truth
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run

VERSION = 1
VERDICTS = ("PROVED", "REFUTED", "VACUOUS")
GOALS = {"matrices": check_matrices, "flow": check_flow, "time": check_time}
"""Goals that are no formulas, with what checks them once the scalars' steps are done."""

BINDERS = {"def": "name", "mean value": "variable"}
"""Rules that introduce a generator, and the part of the step that names it."""


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
    try:
        return _check(data)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        raise Rejected(f"malformed: {type(error).__name__}: {error}") from error
    except RecursionError as error:
        raise Rejected("nested too deeply") from error


def _check(data: Any) -> Checked:
    if data["version"] != VERSION or data["verdict"] not in VERDICTS:
        reject(f"version {data['version']!r} or verdict {data['verdict']!r} is unknown")
    found = digest(data["statement"])
    if data["hash"] != found:
        reject("the hash is not that of the statement")
    statement = read_statement(data["statement"])
    used: Counter[tuple[str, str]] = Counter()
    with precision(data["bits"]):
        _check_verdict(statement, data, used)
    rules, axioms = ({n: c for (k, n), c in used.items() if k == what} for what in ("rule", "axiom"))
    return Checked(data["verdict"], found, rules, axioms)


def _check_verdict(statement: Statement, data: Any, used: Counter[tuple[str, str]]) -> None:
    if data["verdict"] != "REFUTED" or "point" not in data:
        return _proved(statement, data, used)
    if statement.is_limit:
        reject("a limit is not refuted at a point")
    moving = statement.moving
    point = meets(statement, data["point"], moving)
    used["rule", "point"] += 1
    used["axiom", "balls"] += 1
    closed = Statement(
        {name: statement.variables[name] for name in moving},
        tuple(substitute(a, point) for a in statement.assume if leaves(a) & moving),
        substitute(statement.goal, point),
    )
    if "steps" in data:
        return _proved(closed, {**data, "witness": {}}, used)
    if truth(closed.goal) is not False:
        reject("the goal does not certainly fail at the point")
    return None


def _proved(statement: Statement, data: Any, used: Counter[tuple[str, str]]) -> None:
    """Check witness, definedness and derivation, in this order."""
    moving = statement.moving
    if data["verdict"] != "VACUOUS":
        meets(statement, data["witness"], moving)
    names = [*statement.variables, *sorted(bound(statement.goal)), *_introduced(data)]
    ring = Ring(dict.fromkeys(names))
    assume = tuple(["and"] if leaves(a) & moving else a for a in statement.assume)
    scope = Scope(ring, assume, used=used)
    for name, (kind, sign) in statement.variables.items():
        if name not in moving:
            scope.declare(name, kind, sign)
    run(scope, data["steps"])
    if data["verdict"] == "VACUOUS":
        scope.require(data["by"], FALSE, "a contradiction")
    elif statement.is_limit:
        if data["verdict"] != "PROVED":
            reject("a limit is not refuted so")
        check_limit(scope, statement, data["limit"])
        used["rule", "limit"] += 1
        used.update(("axiom", name) for name in ("null quantities", "continuity"))
    elif statement.goal[0] in GOALS:
        GOALS[statement.goal[0]](scope, statement, data)
        used["rule", statement.goal[0]] += 1
    else:
        # every term of the goal is looked up here, outside all branches: this shows it defined
        goal = scope.formula(statement.goal)
        wanted = goal if data["verdict"] == "PROVED" else negation(goal)
        scope.require(data["by"], wanted, "the goal")


def _introduced(data: Any) -> Iterator[str]:
    """Yield the names that steps anywhere in an object introduce as generators."""
    if isinstance(data, list):
        for part in data:
            yield from _introduced(part)
    elif isinstance(data, dict):
        if data.get("rule") in BINDERS:
            yield str(data[BINDERS[data["rule"]]])
        if "y" in data and "nulls" in data:
            yield str(data["y"])
        for part in data.values():
            yield from _introduced(part)
