"""Certificates of enclosures, ways to break them, and checkers without one condition."""

from __future__ import annotations

import inspect
import sys
from fractions import Fraction
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from proofs.enclosures import quantities, steps
from proofs.provers.enclosures.flow_runs import Certificate, Question, record

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

HALF, ONE = Fraction(1, 2), Fraction(1)
STEP = {"sizes": [2, 2], "counts": ["10", "1"], "delta": "2", "gamma": "1/2"}
OF: dict[str, Question] = {
    "half-time": {"quantity": "half-time", "group": None, "groups": STEP},
    "long step": {
        "quantity": "half-time", "group": None, "groups": {**STEP, "delta": "1/5", "gamma": "0"},
    },
    "within maj": {"quantity": "half-time", "group": 0, "groups": STEP},
    "strength within": {"quantity": "strength", "group": 0, "groups": STEP, "time": "1/2"},
    "within": {"quantity": "half-time", "group": 1, "groups": STEP},
    "strength": {"quantity": "strength", "group": None, "groups": STEP, "time": "4/5"},
    "weights": {
        "quantity": "strength", "group": None, "time": "1/3",
        "groups": {"sizes": [2, 3], "counts": ["9", "2"], "delta": "1", "weights": ["1", "5/2"]},
    },
    "unequal groups": {
        "quantity": "half-time", "group": 1,
        "groups": {"sizes": [2, 3], "counts": ["9", "2"], "delta": "2", "gamma": "3/4"},
    },
    "delay": {"quantity": "delay", "ratio": "10"},
    "transition strength": {"quantity": "transition strength", "ratio": "10"},
    "large-ratio delay": {"quantity": "large-ratio delay"},
}  # fmt: skip


@cache
def recorded(name: str) -> Certificate:
    found = record(OF[name], 8 if name == "long step" else 60)
    assert found is not None
    return found


def scaled(number: list[int], factor: Fraction) -> list[int]:
    """A dyadic number times a factor, to some 60 bits more."""
    mantissa, exponent = number
    return [int(mantissa * 2**60 * factor), exponent - 60]


def added(number: list[int], more: Fraction) -> list[int]:
    mantissa, exponent = number
    lower = min(exponent, -300)
    return [mantissa * 2 ** (exponent - lower) + int(more * 2**-lower), lower]


# each breaks a certificate, and is stopped by one condition


def shrink_box(data: Certificate) -> None:
    for part in data["steps"][1]["box"]:
        part[1] = scaled(part[1], HALF)


def end_early(data: Certificate) -> None:
    data["steps"][1]["length"] = scaled(data["steps"][1]["length"], Fraction(99, 100))


def end_late(data: Certificate) -> None:
    data["steps"][1]["length"] = scaled(data["steps"][1]["length"], Fraction(11, 10))


def halve_rest(data: Certificate) -> None:
    data["steps"][1]["rest"] = [scaled(x, HALF) for x in data["steps"][1]["rest"]]


def halve_rest_of_departure(data: Certificate) -> None:
    data["departure"]["rest"] = [scaled(x, HALF) for x in data["departure"]["rest"]]


def narrow_start(data: Certificate) -> None:
    data["steps"][1]["radius"] = scaled(data["steps"][1]["radius"], HALF)


def narrow_start_a_little(data: Certificate) -> None:
    data["steps"][-1]["radius"] = scaled(data["steps"][-1]["radius"], Fraction(63, 64))


def move_centre(data: Certificate) -> None:
    data["steps"][1]["centre"][2] = added(data["steps"][1]["centre"][2], Fraction(1, 10**9))


def part_slower(data: Certificate) -> None:
    for item in data["steps"]:
        item["growth"] = added(item["growth"], Fraction(-1, 10))


def other_ratio(data: Certificate) -> None:
    another_ratio(data)
    data["crossing"] = [[0, 0], data["steps"][-1]["length"]]


def another_ratio(data: Certificate) -> None:
    data["of"] = {**data["of"], "ratio": "10000000001/1000000000"}


def cross_later(data: Certificate) -> None:
    high = data["crossing"][1]
    data["crossing"] = [high, added(high, Fraction(1, 1000))]


def cross_earlier(data: Certificate) -> None:
    low = data["crossing"][0]
    data["crossing"] = [added(low, Fraction(-1, 1000)), low]


def drop_cuts(data: Certificate) -> None:
    for item in data["steps"]:
        item["cuts"] = []


def stop_before(data: Certificate) -> None:
    data["of"] = {**data["of"], "time": "2"}


def stop_first_stage(data: Certificate) -> None:
    data["steps"] = data["steps"][:6]


def change_groups(**parts: object) -> Callable[[Certificate], None]:
    def change(data: Certificate) -> None:
        data["of"] = {**data["of"], "groups": {**data["of"]["groups"], **parts}}

    return change


def weigh_negatively(data: Certificate) -> None:
    groups = {key: value for key, value in STEP.items() if key != "gamma"}
    data["of"] = {**data["of"], "groups": {**groups, "weights": ["1", "-1"]}}


ELSEWHERE = (
    "steps.py", 'ensure(longest(off) + away <= steps[-1].radius, "a step starts elsewhere")', "pass",
    "a step starts elsewhere",
)  # fmt: skip
REST = (
    "steps.py", 'ensure(is_bound(mode, series, rest, length, integrated), "the bound of the rest is too small")',
    "pass", "the bound of the rest is too small",
)  # fmt: skip
BEFORE = 'ensure(mode.strength(box_at(steps[-1], low)) < half, "β may be ½ before")'
AFTER = 'ensure(mode.strength(box_at(steps[-1], high)) > half, "β may be ½ after")'
Line = tuple[str, "Callable[[Certificate], None]", tuple[str, str, str, str]]
BROKEN: dict[str, Line] = {
    "a box shrunk": ("half-time", shrink_box, (
        "steps.py", 'ensure(all(b.contains_interior(x) for b, x in inside), "solutions may leave the box")',
        "pass", "solutions may leave the box")),
    "a step cut short": ("half-time", end_early, ELSEWHERE),
    "a remainder halved": ("half-time", halve_rest, REST),
    "a remainder of the departure halved": ("delay", halve_rest_of_departure, (
        "quantities.py", 'ensure(accepted, "the bound of the rest of the orbit is too small")', "pass",
        "the rest of the orbit")),
    "a start too narrow": ("half-time", narrow_start, ELSEWHERE),
    "a start too narrow by little": ("half-time", narrow_start_a_little, ELSEWHERE),
    "a start moved": ("half-time", move_centre, ELSEWHERE),
    "solutions that part slower": ("half-time", part_slower, (
        "steps.py", 'ensure(mode.part_at_most(growth, box), "solutions may part faster")', "pass",
        "solutions may part faster")),
    "a wrong ratio": ("delay", other_ratio, ELSEWHERE),
    "a wrong scale of the start": ("half-time", change_groups(delta="2000000001/1000000000"), ELSEWHERE),
    "wrong weights": ("strength", change_groups(gamma="500000001/1000000000"), ELSEWHERE),
    "a crossing moved to later": ("half-time", cross_later, ("steps.py", BEFORE, "pass", "½ before")),
    "a crossing moved to earlier": ("half-time", cross_earlier, ("steps.py", AFTER, "pass", "½ after")),
    "a crossing that may not be the only one": ("long step", drop_cuts, (
        "steps.py", 'ensure(mode.strength(box) < half or mode.slope(box) > 0, "β may pass ½ twice")',
        "pass", "β may pass ½ twice")),
    "a time outside the steps": ("strength", stop_before, (
        "steps.py", 'ensure(0 <= tau <= self.length, "a time outside its step")', "pass",
        "a time outside its step")),
    "a ratio that moves the time": ("transition strength", another_ratio, ELSEWHERE),
    "a first stage that has not ended": ("large-ratio delay", stop_first_stage, (
        "quantities.py",
        'ensure(x >= 8 and p <= 0 and p + 1 / x >= 0 and h1 > 0 and h2 > 0, "the region is not reached")',
        "pass", "the region is not reached")),
    "a start above the level": ("within", change_groups(delta="1/10"), (
        "quantities.py", 'ensure(odds > 1, "β is not below ½ at the start")', "pass",
        "β is not below ½ at the start")),
    "a mode within one class": ("within", change_groups(sizes=[3, 1]), (
        "quantities.py",
        'ensure(group in (0, 1) and of["groups"]["sizes"][group] > 1, "no mode within this group")',
        "pass", "no mode within this group")),
    "a negative weight": ("within", weigh_negatively, (
        "quantities.py", 'ensure(found > 0, f"{data!r} is not positive")', "pass", "is not positive")),
    "a group without classes": ("within maj", change_groups(sizes=[4, 0]), (
        "quantities.py", "type(m) is int and m > 0 for m in sizes", "True for m in sizes",
        "are no numbers of classes")),
    "a third group": ("within", change_groups(sizes=[2, 2, 2]), (
        "quantities.py", 'ensure(len(sizes) == len(counts) == 2, "there are two groups")', "pass",
        "there are two groups")),
    "weights beside an exponent": ("within", change_groups(weights=["1", "2"]), (
        "quantities.py",
        """ensure(len(weights) == 2 and "gamma" not in data, "there is one weight for each group")""",
        "pass", "there is one weight")),
}  # fmt: skip
"""What is broken, how, and the condition that stops it: file, text, replacement, words."""


def weakened(monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str) -> ModuleType:
    """The checker with a piece of its text replaced."""
    module = ModuleType("none")
    for used in (steps, quantities):
        text = inspect.getsource(used)
        if str(used.__file__).endswith(file):
            assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        module = ModuleType(used.__name__)
        monkeypatch.setitem(sys.modules, used.__name__, module)
        exec(compile(text, str(used.__file__), "exec"), module.__dict__)  # noqa: S102
    return module
