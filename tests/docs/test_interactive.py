"""The interactive page, in a browser: its numbers are those of the library, and people can use it."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from browser import browser, complaints
from browser import requests as addresses
from sympy import nsimplify

import spectra
from numerics import FlowProblem, learning_times, limit_times, solve, terminal_strengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

BUILD = Path(__file__).parents[2] / "docs" / "interactive" / "build.py"
NAMES = ("R", "k", "delta", "gamma", "decay")
START = {"R": 10, "k": 4, "delta": 8, "gamma": 0.5, "decay": 0, "loss": "squared"}
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


def view(chrome: Chrome, width: int, height: int, *, dark: bool = False) -> None:
    """Change the size of the window, a phone below 600, and the colour scheme."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})


def evaluate(chrome: Chrome, script: str, *arguments: object) -> Any:
    """What a script returns; a promise is waited for."""
    return chrome.execute_script(script, *arguments)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "explore.html"
    path.write_text(runpy.run_path(str(BUILD))["page"](), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with browser("--hide-scrollbars") as chrome:
        view(chrome, 1280, 900)
        yield chrome


@pytest.fixture
def page(window: Chrome, file: Path) -> Iterator[Chrome]:
    """The page as it opens; it must not have complained by the end of the test."""
    window.get("about:blank")
    window.get(file.as_uri())
    yield window
    assert complaints(window) == []


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


# the numbers


@pytest.mark.parametrize("system", ["full", "projected"])
@pytest.mark.parametrize("case", CASES)
def test_every_mode_agrees_with_the_library_to_1e_minus_6(
    page: Chrome, case: tuple[float, ...], system: str
) -> None:
    times, ours = interesting(case, system), problem(case, system)
    theirs = found(page, case, system, times)
    assert theirs["names"] == list(ours.mode_names)
    assert np.abs(np.array(theirs["beta"]) - solve(ours, times, estimate=False).beta).max() < 1e-6
    assert np.array(theirs["half"]) == pytest.approx(np.array(learning_times(ours)), rel=1e-8)


def test_the_claimed_curve_of_maj_min_does_not_agree_with_the_flow(page: Chrome) -> None:
    case = CASES[0]
    times = interesting(case, "full")
    claimed = np.array(found(page, case, "projected", times)["beta"])
    apart = np.abs(claimed - solve(problem(case), times, estimate=False).beta).max(axis=1)
    assert apart[[0, 2]].max() < 1e-6
    assert apart[1] > 0.28


@pytest.mark.parametrize(
    ("gamma", "which", "system"),
    [(0.5, "true", "full"), (0.5, "projected", "projected"), (0.8, "true", "full"),
     (1.0, "projected", "projected"), (0.0, "erm", "full")],
)  # fmt: skip
def test_limits_of_windows_are_those_of_the_formulas(
    page: Chrome, gamma: float, which: Any, system: str
) -> None:
    theirs = found(page, (10, 4, 8, gamma), system, [0.0])["window"]
    ours = spectra.window(spectra.step(4, 10), nsimplify(gamma), which=which)
    assert theirs == pytest.approx(float(ours), abs=1e-12)


def test_the_integration_keeps_the_conserved_quantity(page: Chrome) -> None:
    drift = evaluate(
        page,
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
def test_modes_that_decay_agree_with_the_library(page: Chrome, case: tuple[float, ...]) -> None:
    ratio, k, delta, gamma, decay = case
    ours = FlowProblem(int(k), ratio, delta, gamma, decay=decay)
    half, ends = np.array(learning_times(ours)), np.array(terminal_strengths(ours))
    finite = half[np.isfinite(half)]
    close = np.concatenate(
        [np.linspace(0, 3 * delta, 30), *(t * np.linspace(0.9, 1.2, 25) for t in finite)]
    )
    times = sorted(map(float, close))
    theirs = evaluate(
        page,
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
    page: Chrome, case: tuple[float, ...]
) -> None:
    ratio, k, delta, gamma = case
    ours = FlowProblem(int(k), ratio, delta, gamma, loss="cross-entropy")
    half = np.array(learning_times(ours))
    close = np.concatenate([t * np.linspace(0.9, 1.2, 15) for t in np.unique(half)])
    times = sorted(map(float, [*np.linspace(0, 1.4 * half.max(), 20), *close]))
    theirs = evaluate(
        page,
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


# what is shown


def rows(page: Chrome, panel: str) -> list[list[str]]:
    shown: list[list[str]] = evaluate(
        page,
        """return [...document.querySelectorAll(`#body-${arguments[0]} tr`)]
        .map((row) => [...row.cells].map((cell) => cell.textContent))""",
        panel,
    )
    return shown


def text(page: Chrome, element: str) -> str:
    return str(page.find_element("id", element).text)


def put(page: Chrome, name: str, value: str) -> dict[str, Any]:
    """Type into a number field; return what is drawn."""
    from selenium.webdriver import Keys

    field = page.find_element("id", f"number-{name}")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(value, Keys.TAB)
    return drawn(page)


def drawn(page: Chrome) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(
        evaluate(
            page,
            """await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            return document.documentElement.dataset.drawn;""",
        )
    )
    return state


def test_the_tables_hold_times_and_windows(page: Chrome) -> None:
    times = learning_times(FlowProblem(4, 10, 8))
    for row, name, time in zip(rows(page, "true"), times._names, times, strict=True):
        assert row[0] == name
        assert [float(cell) for cell in row[1:]] == pytest.approx(
            [time, time / 8, 11**-0.5], rel=1e-4
        )
    assert text(page, "limit-true") == "0"
    assert float(text(page, "limit-claimed")) == pytest.approx(0.12689, abs=1e-5)
    assert float(text(page, "limit-erm")) == pytest.approx(10**0.5 - 1, abs=1e-4)
    assert "up to 0.286" in text(page, "gap")


@pytest.mark.parametrize(("name", "value"), [("R", "1"), ("gamma", "0")])
def test_where_the_claim_holds_the_page_says_so(page: Chrome, name: str, value: str) -> None:
    put(page, name, value)
    assert "coincide" in text(page, "gap")


@pytest.mark.parametrize("how", ["decay", "loss"])
def test_what_the_paper_does_not_claim_is_said_and_not_drawn(page: Chrome, how: str) -> None:
    if how == "decay":
        put(page, "decay", "0.5")
    else:
        page.find_element("css selector", "[data-loss='cross-entropy']").click()
        assert drawn(page)["loss"] == "cross-entropy"
        assert not page.find_element("id", "number-decay").is_enabled()
    assert "Nothing is drawn here" in text(page, "about-claimed")
    for part in ("chart-claimed", "table-claimed", "compared"):
        assert not page.find_element("id", part).is_displayed()
    assert page.find_element("id", "chart-true").is_displayed()
    assert not page.find_elements("css selector", "#chart-true .reference")
    page.find_element("id", "reset").click()
    assert drawn(page) == START
    assert page.find_element("id", "chart-claimed").is_displayed()


def test_a_mode_that_decay_keeps_down_is_never_learned(page: Chrome) -> None:
    put(page, "decay", "1.2")
    assert rows(page, "erm")[2][1:] == ["∞"] * 3
    assert len(page.find_elements("css selector", "#chart-erm .mark")) == 2
    put(page, "decay", "100")
    assert text(page, "window-true") == "–"


def test_two_classes_have_one_mode(page: Chrome) -> None:
    put(page, "k", "2")
    for panel in ("erm", "claimed", "true"):
        assert [row[0] for row in rows(page, panel)] == ["maj-min"]


def test_more_classes_repeat_the_modes_within_groups(page: Chrome) -> None:
    put(page, "k", "10")
    assert [row[0] for row in rows(page, "true")] == ["maj-maj × 4", "maj-min", "min-min × 4"]


# controls


def test_every_slider_moves_by_the_keyboard_there_and_back(page: Chrome) -> None:
    from selenium.webdriver import Keys

    start = drawn(page)
    for name in NAMES:
        slider = page.find_element("id", f"slider-{name}")
        seen = [start[name]]
        for _ in range(3):
            slider.send_keys(Keys.ARROW_RIGHT)
            seen.append(drawn(page)[name])
        assert seen == sorted(set(seen)), name
        for _ in range(3):
            slider.send_keys(Keys.ARROW_LEFT)
        assert drawn(page)[name] == pytest.approx(start[name], rel=0.01)
        slider.send_keys(Keys.END)
        last = drawn(page)[name]  # which waits until the page has followed
        assert slider.get_attribute("aria-valuetext") == str(last).removesuffix(".0")


@pytest.mark.parametrize(
    ("name", "typed", "taken"),
    [("R", "1e9", 1000), ("R", "-3", 1), ("R", "137.5", 137.5), ("k", "5", 6), ("k", "1", 2),
     ("delta", "0", 1), ("delta", "1000", 1000), ("gamma", "2", 1), ("gamma", "-", 0.5),
     ("decay", "-1", 0)],
)  # fmt: skip
def test_a_number_typed_is_taken_or_mended(
    page: Chrome, name: str, typed: str, taken: float
) -> None:
    assert put(page, name, typed)[name] == taken
    assert float(str(page.find_element("id", f"number-{name}").get_attribute("value"))) == taken


def test_buttons_set_the_exponent_and_start_again(page: Chrome) -> None:
    put(page, "R", "50")
    inverse = page.find_element("css selector", "[data-gamma='1']")
    inverse.click()
    assert drawn(page)["gamma"] == 1
    assert inverse.get_attribute("aria-pressed") == "true"
    page.find_element("id", "reset").click()
    assert drawn(page) == START


def test_the_address_holds_the_parameters(page: Chrome, file: Path) -> None:
    put(page, "R", "50")
    assert "R=50" in page.current_url
    page.get("about:blank")
    page.get(f"{file.as_uri()}#R=100&k=6&delta=64&gamma=0.7&loss=cross-entropy&other=1")
    assert drawn(page) == START | {
        "R": 100,
        "k": 6,
        "delta": 64,
        "gamma": 0.7,
        "loss": "cross-entropy",
    }
    page.get("about:blank")
    page.get(f"{file.as_uri()}#R=nonsense&k=7&loss=toString&decay=0.5")
    assert drawn(page) == START | {"k": 8, "decay": 0.5}


# reading it


def test_the_page_is_one_file_that_asks_for_nothing(page: Chrome, file: Path) -> None:
    page.refresh()
    assert set(addresses(page)) == {file.as_uri()}
    links = re.findall(r"https?://[^\"'\s]+", file.read_text(encoding="utf-8"))
    assert set(links) == {"http://www.w3.org/2000/svg"}  # a name, not an address


def test_everything_has_a_name_for_those_who_do_not_see_it(page: Chrome) -> None:
    for element in page.find_elements(
        "css selector", "input, button, section, form, svg[role=img]"
    ):
        assert element.accessible_name
    charts = page.find_elements("css selector", "svg[role=img]")
    assert len(charts) == 3
    assert "Half learned: maj-maj at" in charts[2].accessible_name


def test_modes_differ_by_line_and_shape_and_not_by_colour_alone(page: Chrome) -> None:
    looks = evaluate(
        page,
        """return ["maj-maj", "maj-min", "min-min"].map((mode) => [
          getComputedStyle(document.querySelector(`#chart-true .curve.${mode}`)).strokeDasharray,
          document.querySelector(`#chart-true .mark.${mode}`).getAttribute("d").length,
        ])""",
    )
    dashes, shapes = zip(*looks, strict=True)
    assert len(set(dashes)) == len(set(shapes)) == 3


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_window(page: Chrome, width: int) -> None:
    view(page, width, 844)
    page.refresh()
    wide = evaluate(page, "return document.documentElement.scrollWidth")
    view(page, 1280, 900)
    assert wide == width


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_curves_stand_out_from_the_ground(page: Chrome, dark: bool) -> None:
    view(page, 1280, 900, dark=dark)
    tones = evaluate(
        page,
        """const style = getComputedStyle(document.documentElement);
        return Object.fromEntries(["ground", "panel", "text", "quiet", "accent", "maj-maj",
          "maj-min", "min-min"].map((n) => [n, style.getPropertyValue(`--${n}`).trim()]));""",
    )
    view(page, 1280, 900)
    grounds = [luminance(tones.pop(name)) for name in ("ground", "panel")]
    assert (max(grounds) < 0.1) is dark
    for name, tone in tones.items():
        for ground in grounds:
            high, low = sorted((luminance(tone), ground), reverse=True)
            assert (high + 0.05) / (low + 0.05) > 4.5, name


def luminance(tone: str) -> float:
    """Relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    parts = re.findall("..", tone[1:]) if len(tone) == 7 else [2 * c for c in tone[1:]]
    linear = [
        v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4
        for v in (int(part, 16) / 255 for part in parts)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_inside_another_page_it_takes_the_theme_and_tells_its_height(
    window: Chrome, file: Path
) -> None:
    outer = file.with_name("outer.html")
    outer.write_text(
        """<!doctype html><title>outer</title><link rel="icon" href="data:,">
        <script>addEventListener("message", ({data}) => { window.told = data; });</script>
        <iframe src="explore.html" style="width: 100%"></iframe>""",
        encoding="utf-8",
    )
    window.get(outer.as_uri())
    evaluate(window, "frames[0].postMessage({theme: 'dark'}, '*')")
    told = evaluate(
        window,
        """while (!window.told) await new Promise((done) => setTimeout(done, 20));
        return window.told;""",
    )
    window.switch_to.frame(0)
    assert evaluate(window, "return document.documentElement.dataset.theme") == "dark"
    assert not window.find_element("css selector", "header").is_displayed()
    assert told["exploreHeight"] > 500
