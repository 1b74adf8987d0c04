"""The numbers of the interactive page are those of the library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from browser import complaints, evaluate
from sympy import nsimplify

import spectra
from numerics import FlowProblem, learning_times, limit_times, solve, terminal_strengths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome


@pytest.fixture(scope="module")
def functions(window: Chrome, file: Path) -> Iterator[Chrome]:
    """The page opened once: what these tests ask for does not depend on what it shows."""
    window.get(file.as_uri())
    yield window
    assert complaints(window) == []


CASES = [
    (10, 4, 8, 0.5), (2, 4, 1, 0.5), (100, 6, 64, 0.5), (1, 4, 8, 0.5), (10, 2, 8, 0.3),
    (1000, 4, 1000, 0.5), (1000, 4, 1000, 1), (137.5, 8, 20, 0.8), (10, 4, 8, 0), (3, 10, 1000, 0.25),
]  # fmt: skip
"""R, k, δ, γ: usual, extreme, without weights, and with the coupled mode alone."""

DECAYED = [
    (10, 4, 8, 0.5, 0.5), (10, 4, 8, 0, 1.2), (10, 4, 8, 1, 5), (100, 6, 64, 0.8, 3), (10, 2, 20, 0.3, 2),
    (10, 4, 8, 0.5, 4), (10, 4, 8, 0, 1),
]  # fmt: skip
"""With decay: below and above the thresholds of some modes, of all, and at that of one."""


def found(page: Chrome, case: tuple[float, ...], system: str, times: list[float]) -> dict[str, Any]:
    """What the page computes: strengths, half-times and limits of T/δ, mode by mode."""
    result: dict[str, Any] = evaluate(page,
        """const [R, k, delta, gamma, system, times] = arguments;
        const modes = Flow.model(R, k, gamma).flatMap((m) => Array(m.multiplicity).fill(m));
        return {
          names: modes.map((m) => m.name),
          beta: modes.map((m) => Flow.strengths(m, delta, times, system)),
          half: modes.map((m) => Flow.halfTime(m, delta, system)),
          limits: modes.map((m) => 1 / Flow.rate(m, system)),
          window: Flow.spread(modes.map((m) => 1 / Flow.rate(m, system))),
        };""",
        *case, system, times,
    )  # fmt: skip
    return result


def problem(case: tuple[float, ...], system: str = "full") -> FlowProblem:
    ratio, k, delta, gamma = case
    return FlowProblem(int(k), ratio, delta, gamma, system=system)  # type: ignore[arg-type]


def interesting(case: tuple[float, ...], system: str) -> list[float]:
    """Times over the whole flow, and many where a mode is learned."""
    half = np.unique(learning_times(problem(case, system)))
    close = np.concatenate([t * np.linspace(0.9, 1.2, 25) for t in half])
    return sorted(map(float, [*np.linspace(0, 1.3 * half[-1], 30), *close]))


@pytest.mark.parametrize("system", ["full", "projected"])
@pytest.mark.parametrize("case", CASES)
def test_every_mode_agrees_with_the_library_to_1e_minus_6(
    functions: Chrome, case: tuple[float, ...], system: str
) -> None:
    times, ours = interesting(case, system), problem(case, system)
    theirs = found(functions, case, system, times)
    assert theirs["names"] == list(ours.mode_names)
    assert np.abs(np.array(theirs["beta"]) - solve(ours, times, estimate=False).beta).max() < 1e-6
    assert np.array(theirs["half"]) == pytest.approx(np.array(learning_times(ours)), rel=1e-8)


def test_the_claimed_curve_of_maj_min_does_not_agree_with_the_flow(functions: Chrome) -> None:
    case = CASES[0]
    times = interesting(case, "full")
    claimed = np.array(found(functions, case, "projected", times)["beta"])
    apart = np.abs(claimed - solve(problem(case), times, estimate=False).beta).max(axis=1)
    assert apart[[0, 2]].max() < 1e-6
    assert apart[1] > 0.28


@pytest.mark.parametrize(
    ("gamma", "which", "system"),
    [(0.5, "true", "full"), (0.5, "projected", "projected"), (0.8, "true", "full"),
     (1.0, "projected", "projected"), (0.0, "erm", "full")],
)  # fmt: skip
def test_limits_of_windows_are_those_of_the_formulas(
    functions: Chrome, gamma: float, which: Any, system: str
) -> None:
    theirs = found(functions, (10, 4, 8, gamma), system, [0.0])["window"]
    ours = spectra.window(spectra.step(4, 10), nsimplify(gamma), which=which)
    assert theirs == pytest.approx(float(ours), abs=1e-12)


def test_the_integration_keeps_the_conserved_quantity(functions: Chrome) -> None:
    drift = evaluate(
        functions,
        """const run = Flow.integration(Flow.model(100, 4, 0.5)[1].coupled, 64);
        run.to(20);
        return run.drift();""",
    )
    assert drift < 1e-9


def test_the_curve_drawn_is_the_curve_computed(page: Chrome) -> None:
    path = evaluate(
        page, "return document.querySelector('#chart-true .curve.maj-min').getAttribute('d')"
    )
    points = np.array(re.findall(r"[ML]([\d.]+) ([\d.]+)", path), dtype=float)
    (left, bottom), height = points[0], 250 - 12 - 44
    marks = evaluate(
        page,
        """return [...document.querySelectorAll('#chart-true .tick[text-anchor=middle]')]
        .map((t) => [Number(t.textContent), Number(t.getAttribute('x'))])""",
    )
    (zero, _), (value, x) = marks[0], marks[-1]
    assert zero == 0
    times = 8 * (points[:, 0] - left) * value / (x - left)
    ours = solve(FlowProblem(4, 10, 8), np.maximum(times, 0), estimate=False).beta[1]
    assert np.abs((bottom - points[:, 1]) / height - ours).max() < 2e-3


@pytest.mark.parametrize("case", DECAYED)
def test_modes_that_decay_agree_with_the_library(
    functions: Chrome, case: tuple[float, ...]
) -> None:
    ratio, k, delta, gamma, decay = case
    ours = FlowProblem(int(k), ratio, delta, gamma, decay=decay)
    half, ends = np.array(learning_times(ours)), np.array(terminal_strengths(ours))
    finite = half[np.isfinite(half)]
    close = np.concatenate(
        [np.linspace(0, 3 * delta, 30), *(t * np.linspace(0.9, 1.2, 25) for t in finite)]
    )
    times = sorted(map(float, close))
    theirs = evaluate(
        functions,
        """const [R, k, delta, gamma, decay, times] = arguments;
        const modes = Flow.model(R, k, gamma, decay).flatMap((m) => Array(m.multiplicity).fill(m));
        return {
          beta: modes.map((m) => Flow.strengths(m, delta, times, "full")),
          half: modes.map((m) => String(Flow.halfTime(m, delta, "full"))),
          ends: modes.map((m) => 2 * Flow.level(m, "full")),
          limits: modes.map((m) => String(1 / Flow.rate(m, "full"))),
        };""",
        *case, times,
    )  # fmt: skip
    assert np.abs(np.array(theirs["beta"]) - solve(ours, times, estimate=False).beta).max() < 1e-6
    assert theirs["ends"] == pytest.approx(ends, abs=1e-12)
    for name, wanted in (("half", half), ("limits", np.array(limit_times(ours)))):
        assert [float(x) for x in theirs[name]] == pytest.approx(wanted, rel=1e-8), name


@pytest.mark.parametrize("case", [CASES[i] for i in (0, 1, 3, 4, 6, 7, 8, 9)])
def test_margins_under_cross_entropy_agree_with_the_library(
    functions: Chrome, case: tuple[float, ...]
) -> None:
    ratio, k, delta, gamma = case
    ours = FlowProblem(int(k), ratio, delta, gamma, loss="cross-entropy")
    half = np.array(learning_times(ours))
    close = np.concatenate([t * np.linspace(0.9, 1.2, 15) for t in np.unique(half)])
    times = sorted(map(float, [*np.linspace(0, 1.4 * half.max(), 20), *close]))
    theirs = evaluate(
        functions,
        """const [R, k, delta, gamma, times] = arguments;
        const modes = Softmax.model(R, k, gamma);
        return Object.fromEntries(modes.map((m) => [m.name, {
          margin: Softmax.strengths(m, delta, times), half: Softmax.halfTime(m, delta),
          limit: 1 / Softmax.rate(m),
        }]));""",
        *case, times,
    )  # fmt: skip
    assert list(theirs) == list(dict.fromkeys(ours.mode_names))
    margins = solve(ours, times, estimate=False).margins
    own, other = ("min-min", "min-maj") if ratio**gamma <= ratio**0.5 else ("maj-maj", "maj-min")
    part = (1 - 2 / k) * margins[own] if k > 2 else 0  # what the modes within the later group add
    wanted = {**margins, "maj-min": margins[other] - part}
    for name, found in theirs.items():
        gap = np.abs(found["margin"] - wanted[name]) / np.maximum(wanted[name], 1)
        assert gap.max() < 1e-6, name
        at = ours.mode_names.index(name)
        assert found["half"] == pytest.approx(half[at], rel=1e-7)
        assert found["limit"] == pytest.approx(np.array(limit_times(ours))[at], rel=1e-12)
