"""The interactive page, in a browser: what it shows, and that people can use it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import evaluate, view
from browser import requests as addresses

from numerics import FlowProblem, learning_times

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

NAMES = ("R", "k", "delta", "gamma", "decay")
START = {"R": 10, "k": 4, "delta": 8, "gamma": 0.5, "decay": 0, "loss": "squared"}


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
