"""The finders: what they find is accepted, what is false or undefined is never proved."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from finder_statements import EMPTY, FALSE, LONG, LONG_FALSE, NEVER_PROVED, TRUE
from needed import more

from proofs.claims.relation import as_statement
from proofs.kernel import check
from proofs.kernel.language import Statement
from proofs.provers.finders.kinds import find_claim
from proofs.provers.finders.points.search import meeting
from proofs.provers.finders.scalars import find as scalars
from proofs.provers.finders.scalars.find import find
from proofs.reader.scalars import read


@pytest.mark.parametrize(
    "name", [*(name for name in TRUE if name not in LONG), *more(*zip(sorted(LONG), strict=True))]
)
def test_true_statements_are_proved(name: str) -> None:
    goal, *assume = TRUE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "PROVED"


@pytest.mark.parametrize(
    "name",
    [
        *(name for name in FALSE if name not in LONG_FALSE),
        *more(*zip(sorted(LONG_FALSE), strict=True)),
    ],
)
def test_false_statements_are_refuted(name: str) -> None:
    goal, *assume = FALSE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "REFUTED"


@pytest.mark.parametrize("name", EMPTY)
def test_contradictions_are_found(name: str) -> None:
    goal, *assume = EMPTY[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "VACUOUS"


@pytest.mark.parametrize("wrong", [1, 2, None])
def test_another_way_is_tried_where_the_kernel_rejects_one(
    monkeypatch: pytest.MonkeyPatch, wrong: int | None
) -> None:
    goal, *assume = TRUE["a logarithm"]
    right, tried = scalars._written, []

    def written(*args: Any) -> dict[str, Any]:
        tried.append(args)
        is_right = wrong is not None and len(tried) > wrong
        return right(*args) if is_right else {"steps": [], "by": []}

    monkeypatch.setattr(scalars, "_written", written)
    found = find_claim(as_statement(goal), assume)
    if wrong is None:
        assert len(tried) > 2
        assert found is None
    else:
        assert len(tried) == wrong + 1
        assert found is not None
        assert check(found).verdict == "PROVED"


@pytest.mark.parametrize("name", NEVER_PROVED)
def test_nothing_is_proved_where_it_is_undefined_or_empty(name: str) -> None:
    goal, *assume = NEVER_PROVED[name]
    found = find(read(goal, assume).statement, budget=300)
    assert found is None or check(found).verdict != "PROVED"


def test_what_is_found_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "import sympy as sp, json\n"
        "from proofs.reader.scalars import read\n"
        "from proofs.provers.finders.scalars.find import find\n"
        "R, x = sp.symbols('R x', positive=True)\n"
        "made = [sp.sqrt(2) * sp.sqrt(R + 1) <= sp.sqrt(2) * (sp.sqrt(R) + 1), sp.Eq(R**x / R, R**(x - 1),\n"
        "    evaluate=False), sp.log(R + x) <= R + x - 1]\n"
        "print(json.dumps([find(read(m).statement) for m in made]))\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1
    assert "null" not in found.pop()


def test_points_are_found_for_more_symbols_than_all_combinations_of_two_values_allow() -> None:
    names = [f"x{i}" for i in range(40)]
    apart = ["!=", "x20", "x0"], [">", "x39", "x0"]
    statement = Statement(dict.fromkeys(names, ("real", ">")), apart, ["=", "x0", "x1"])
    point = next(meeting(statement, set()))
    assert set(point) == set(names)
    assert point["x20"] != point["x0"] != point["x39"]
