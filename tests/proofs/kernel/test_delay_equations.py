"""Of which equations a delay is: those of the mode between two groups, by whatever names."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from proofs import Delay, gt
from proofs.claims.relation import Relation
from proofs.kernel import Rejected
from proofs.kernel.delays import see_mode
from proofs.reader.claims import read_claim
from spectra import R


def flow_with(change: Callable[[Any], Any]) -> Any:
    """Return the goal of c(R) > 0 with another flow, or another name in it."""
    return change(copy.deepcopy(read_claim(Relation(gt(Delay(R), 0))).statement["goal"]))


def again_as(old: str, new: str) -> Callable[[Any], Any]:
    return lambda goal: json.loads(json.dumps(goal).replace(f'"{old}"', f'"{new}"'))


@pytest.mark.parametrize(
    ("old", "new"), [("w", "v"), ("R_", "x"), ("delta", "eps"), ("omega_1", "o"), ("h_2", "w_")]
)
def test_its_names_are_its_own(old: str, new: str) -> None:
    see_mode(flow_with(again_as(old, new)))


@pytest.mark.parametrize(
    ("part", "value"),
    [(4, ["where"]), (5, ["solutions"]), (6, "w"), (7, "1/3"), (7, "R"), (8, "1")],
    ids=["constants", "functions", "observable", "level", "a level that moves", "rate"],
)
def test_no_part_of_it_may_change(part: int, value: Any) -> None:
    def change(goal: Any) -> Any:
        goal[part] = value
        return goal

    with pytest.raises(Rejected, match="exists"):
        see_mode(flow_with(change))


def test_a_variable_of_the_statement_is_none_of_its_names() -> None:
    goal = flow_with(again_as("w", "v"))
    see_mode(goal)
    goal[6] = json.loads(json.dumps(goal[6]).replace('"v"', '"w"'))
    with pytest.raises(Rejected, match="exists"):
        see_mode(goal)
