"""From the far end: wrong proofs that one condition alone stops, and one that holds."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import ONE, Line, cone

from proofs.kernel import Rejected, check

NEGATIVE = ["*", "-1", ["inv", "v"]]
AT_1 = step("def", "one", term=["inv", ONE], by=["is"])
IS = step("logic", "is", by=[], fact=["and"])


def inverse(name: str, of: str, label: str) -> list[Object]:
    """Introduce the inverse of what exceeds a number that is not negative."""
    return [
        cone(f"{name}p", of, [{"c": "1", "facts": [label]}, {"c": "1"}]),
        step("def", name, term=["inv", poly(of)], by=[f"{name}p"]),
    ]


def limit(form: Any, steps: Any, nulls: Any = ()) -> list[Object]:
    return [{"y": "y", "beyond": {"far": ONE}, "admissible": [], "nulls": dict(nulls), "form": form,
             "steps": list(steps), "by": [], "value": []}]  # fmt: skip


def far_end(f: Any, steps: Any, by: Any, ends: list[Object]) -> Object:
    """Go from 1 to infinity, where f tends to 0."""
    return step("far end", "g", variable="v", low=ONE, f=f, value="0", strict=False,
                steps=list(steps), by=list(by), limit=ends)  # fmt: skip


FALLING = ["inv", "v"], inverse("w", "v", "v_above")
TO_0 = limit("e", inverse("i", "y", "far"), {"e": ["inverse", "y"]})
RISING = limit(["*", "-1", "e"], inverse("i", "y", "far"), {"e": ["inverse", "y"]})

WRONG: dict[str, Line] = {
    "a function that rises": (
        "limits.py", 'inner.require(step["by"], fact(-slope(inner, f, y), rel), "the sign of the derivative")', "pass",
        "the sign of the derivative",
        proof(statement([">=", "-1", "0"]), [
            IS, AT_1, far_end(NEGATIVE, inverse("w", "v", "v_above"), [], RISING),
            cone("h", "- 1", [{"c": "1", "facts": ["g"]}], [["one.0", "one", []]])], ["h"]),
    ),
    "a function that falls for ever": (
        "limits.py", 'check_limit(scope, Statement({y: ("real", "")}, (), goal), step["limit"])', "pass",
        "f = F does not follow",
        proof(statement([">=", "-1", "0"]), [far_end(["*", "-1", "v"], [], [], limit("0", []))], ["g"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG)
def test_each_condition_has_power(line: Line) -> None:
    stopped_by_one_condition(*line)


def falls(**more: Any) -> Object:
    f, steps = FALLING
    positive = step("cone", "w0", p=poly("w"), factor=[{"c": "1", "facts": ["wp"]}],
                    sum=[{"c": "1"}], modulo=[["w.0", "w", ["wp"]]])  # fmt: skip
    square = cone("s", "w w", [{"c": "1", "facts": ["w0", "w0"]}])
    return far_end(f, [*steps, positive, square], ["s"], TO_0) | more


def test_what_falls_to_0_is_positive() -> None:
    said = statement([">", ["inv", "1"], "0"])
    checked = check(proof(said, [IS, AT_1, falls(strict=True)], ["g"]))
    assert checked.axioms.keys() >= {
        "mean value theorem",
        "null quantities",
        "continuity",
        "derivatives",
    }


def test_what_falls_to_1_is_not_below_1() -> None:
    near = limit(["+", "1", "e"], inverse("i", "y", "far"), {"e": ["inverse", "y"]})
    more = {"f": ["+", "1", FALLING[0]], "value": "1", "limit": near}
    equal = cone("h", "one", [{"c": "1", "facts": ["g"]}])
    said = statement([">=", ["inv", "1"], "0"])
    assert check(proof(said, [IS, AT_1, falls(**more), equal], ["h"])).verdict == "PROVED"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"value": "v"}, "'v' is no number and no variable here"),
        ({"value": "1"}, "the value of F"),
        ({"limit": limit("e", [], {"e": ["erf", "v"]})}, "not known to tend to infinity"),
        ({"limit": limit("e", [], {"e": ["sin", "y"]})}, "'sin' is not known to tend to 0"),
    ],
)
def test_a_part_that_is_wrong_is_named(more: Any, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        check(proof(statement([">=", ["inv", "1"], "0"]), [IS, AT_1, falls(**more)], ["g"]))


def test_the_function_has_a_value_where_it_is_compared() -> None:
    with pytest.raises(Rejected, match="has not been defined"):
        check(proof(statement(["=", "0", "0"]), [falls()]))
