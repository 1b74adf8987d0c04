"""The article whose pictures move: they are drawn, and say what the flow does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser, complaints
from selenium.webdriver import Chrome

DOCS = Path(__file__).parents[2] / "docs"
PARTS = DOCS / "interactive"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw parts of the pages that have pictures, with what they load beside them."""
    folder = tmp_path_factory.mktemp("article")
    for name in ("five-pictures", "index"):
        text = (DOCS / f"{name}.md").read_text("utf-8")
        raw = re.findall(r"```\{raw\} html\n(.*?)```", text, re.DOTALL)
        body = "<!doctype html><meta charset='utf-8'><body>" + "".join(raw)
        (folder / f"{name}.html").write_text(body, encoding="utf-8")
    (folder / "_static").symlink_to(PARTS)
    return folder


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with browser() as chrome:
        yield chrome


@pytest.fixture
def article(window: Chrome, pages: Path) -> Iterator[Chrome]:
    window.get((pages / "five-pictures.html").as_uri())
    yield window
    assert complaints(window) == []


def test_the_first_page_shows_the_claimed_curve_and_the_true_one(
    window: Chrome, pages: Path
) -> None:
    window.get((pages / "index.html").as_uri())
    (note,) = notes(window)
    assert re.search(r"at 0\.35\d+ as claimed, at 0\.33\d+ in the flow", note)
    assert complaints(window) == []


def move(chrome: Chrome, label: str, value: float) -> None:
    chrome.execute_script(
        """const found = [...document.querySelectorAll("label")].find((l) => l.textContent.startsWith(arguments[0]));
        const slider = found.querySelector("input");
        slider.value = Math.log10(arguments[1]);
        slider.dispatchEvent(new Event("input"));""",
        label,
        value,
    )
    chrome.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 50))")


def notes(chrome: Chrome) -> list[str]:
    found: list[str] = chrome.execute_script(
        "return [...document.querySelectorAll('.picture p')].map((p) => p.textContent)"
    )
    return found


def test_five_pictures_are_drawn_and_said(article: Chrome) -> None:
    count = "return [...document.querySelectorAll('.picture > svg')].map((s) => s.querySelectorAll('path.curve').length)"
    assert article.execute_script(count) == [3, 3, 2, 2, 2]
    assert len(notes(article)) == 5
    legends = "return [...document.querySelectorAll('.picture .legend')].map((s) => [...s.children].map((e) => e.textContent))"
    modes, twice = ["maj-maj", "maj-min", "min-min"], ["as claimed", "in the flow"]
    assert article.execute_script(legends) == [modes, modes, twice, twice, twice]


def test_the_pictures_show_the_refutation_and_what_is_true(article: Chrome) -> None:
    move(article, "R", 10)
    move(article, "δ", 100)
    _, claimed, turns, apart, limit = notes(article)
    assert "maj-min 0.34" in claimed  # √2/(√10 + 1) = 0.3398
    part = re.search(r"as claimed 0\.09091 .* up to 0\.(\d+)", turns)
    assert part
    assert part[1].startswith(("49", "5"))
    times = re.search(r"at (0\.\d+) as claimed, at (0\.\d+) in the flow", apart)
    assert times
    assert float(times[1]) - float(times[2]) > 0.02
    assert float(times[2]) == pytest.approx(11**-0.5, abs=0.02)
    window = re.search(r": (0\.\d+) as claimed, (0\.\d+) in the flow", limit)
    assert window
    assert float(window[2]) < 0.01
    assert float(window[1]) > 0.12


def test_at_equal_counts_nothing_turns(article: Chrome) -> None:
    move(article, "R", 1)
    assert "as claimed 0.5000 at all times; in the flow up to 0.5000" in notes(article)[2]
