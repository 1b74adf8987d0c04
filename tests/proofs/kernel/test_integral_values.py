"""Integrals at a point: balls that contain them, and what is not certain enough to be computed."""

from __future__ import annotations

from typing import Any

import pytest
from flint import arb

from proofs.kernel import Rejected
from proofs.kernel.points import precision, value


def over(body: Any, high: Any = "1", low: Any = "0", name: str = "v") -> Any:
    """Return the integral from low to high."""
    return ["integral", name, body, high, low]


@pytest.mark.parametrize(
    ("tree", "true"),
    [
        (over(["*", "v", "v"]), "0.333333333333333333333"),
        (over(["exp", "v"], ["pi"]), "22.1406926327792690057"),
        (over(["inv", "v"], "3", ["exp", "0"]), "1.09861228866810969140"),
        (over("1", "1/2", "1/2"), None),
        (["sum", "i", over(["*", "i", "v"]), "1", "2"], "1.5"),
        (over(["*", "v", "v"], over("v", "2")), "2.66666666666666666667"),
        (over(["floor", "v"], "5/2"), "2"),
        (over(["abs", "v"], "1", "-2"), "2.5"),
        (over(["cos", "v"], ["*", "1/2", ["pi"]]), "1"),
        (over(["power", "v", "3"]), "0.25"),
    ],
    ids=str,
)  # fmt: skip
def test_balls_contain_the_integral(tree: Any, true: str | None) -> None:
    with precision(100):
        if true is None:
            assert value(over("1", "1", "1")).contains(0)
            return
        found = value(tree)
        assert found.contains(arb(true).mid())
        assert found.rad() < 0.1


@pytest.mark.parametrize(
    "tree",
    [
        over(["inv", "v"]), over(["log", "v"]), over(["root", "v", "2"], "1", "-1"), over(["inv", ["+", "1", ["*", "-1", "v"]]]),
        over("v", ["pi"], ["pi"]), over(["power", "v", "v"]), over(["sum", "i", "v", "1", "2"]), over(["sum", "i", "v", "1", "1"]), over(["root", "v", "v"]),
        ["integral", "v", "v", "1"], ["integral", "v", "v", "1", "0", "0"], over("w"), over(["series", "i", "v", "1"]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_certain_is_not_computed(tree: Any) -> None:
    with pytest.raises((Rejected, TypeError)), precision(64):
        value(tree)
