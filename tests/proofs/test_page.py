"""The page in a real browser: it opens, filters, follows links, and obeys the keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import browser, complaints, opened, requests
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import proofs
from proofs import Claim, OutOfScope, Report, Result, Verdict

IDS = ("C2.16.full.maj-min", "C2.16.full.maj-maj", "C2.19b.maj-maj", "C2.13.product", "C3.rw.maj-maj",
       "C2.spectrum", "4.bound", "2.steps")  # fmt: skip
ODD = "odd/é%25\"<b>'&"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = proofs.check(IDS)
    odd = Claim(
        ODD,
        OutOfScope("words", "reason"),
        "Z: a section with a name that is wider than a phone by far, last",
        "<img src='http://x.test/'>",
    )
    results = (*report.results, Result(odd, Verdict.NOT_RUN, (), 0.0))
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(Report(results).to_html(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with browser("--window-size=1200,900") as started:
        yield started


@pytest.fixture
def seen(chrome: Chrome, page: Path) -> Chrome:
    opened(chrome, page)
    return chrome


def shown(chrome: Chrome) -> list[str]:
    return [
        a.get_attribute("id") or ""
        for a in chrome.find_elements(By.CSS_SELECTOR, ".claim")
        if a.is_displayed()
    ]


def press(chrome: Chrome, *keys: str) -> None:
    for key in keys:
        chrome.switch_to.active_element.send_keys(key)


def script(chrome: Chrome, code: str, *values: object) -> Any:
    return chrome.execute_script(f"return {code}", *values)


def focused(chrome: Chrome) -> str:
    return chrome.switch_to.active_element.get_attribute("id") or ""


def test_it_opens_without_a_complaint_and_asks_for_nothing(chrome: Chrome, page: Path) -> None:
    opened(chrome, page)
    assert complaints(chrome) == []
    assert requests(chrome) == [page.as_uri()]
    assert len(shown(chrome)) == len(IDS) + 1


def test_the_watch_for_requests_and_complaints_would_see_them(
    chrome: Chrome, tmp_path: Path
) -> None:
    # the false neighbour of the test above
    bad = tmp_path / "bad.html"
    bad.write_text("<img src='http://x.test/a.png'><script>nothing()</script>")
    opened(chrome, bad)
    assert "http://x.test/a.png" in requests(chrome)
    assert any("nothing is not defined" in said for said in complaints(chrome))


def open_all(chrome: Chrome) -> None:
    chrome.find_element(By.ID, "-fold").click()
    chrome.execute_async_script("setTimeout(arguments[0], 200)")


def test_claims_are_one_line_each_until_they_are_opened(seen: Chrome) -> None:
    heights = "[...document.querySelectorAll('.claim')].map((c) => c.offsetHeight)"
    assert max(script(seen, heights)) < 40
    seen.find_element(By.CSS_SELECTOR, ".claim[id='4.bound'] summary .title").click()
    assert script(seen, "document.getElementById('4.bound').offsetHeight") > 100
    open_all(seen)
    assert min(script(seen, heights)) > 60


def test_formulas_are_set_in_the_font_of_the_page(seen: Chrome) -> None:
    open_all(seen)
    assert script(seen, "document.fonts.check('16px \"STIX Two Math subset\"', '√')")
    numerator, denominator = (
        script(
            seen,
            f"document.querySelector('.formula mfrac').children[{i}].getBoundingClientRect().y",
        )
        for i in (0, 1)
    )
    assert numerator < denominator
    assert (
        script(seen, "document.querySelector('.formula mtable').getBoundingClientRect().height")
        > 40
    )


def test_it_filters_by_verdict_section_and_words(seen: Chrome) -> None:
    seen.find_element(By.CSS_SELECTOR, "input[value=PROVED]").click()
    assert set(shown(seen)) == {"C2.16.full.maj-min", "2.steps", ODD}
    seen.find_element(By.CSS_SELECTOR, "input[value=NOT_RUN]").click()
    assert shown(seen) == ["C2.16.full.maj-min"]
    assert seen.find_element(By.TAG_NAME, "output").text == f"1 of {len(IDS) + 1} shown"
    headings = [h.text for h in seen.find_elements(By.TAG_NAME, "h3") if h.is_displayed()]
    assert headings == ["Theorem C.2"]
    seen.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    assert len(shown(seen)) == len(IDS) + 1
    seen.find_element(By.CSS_SELECTOR, "select").send_keys("Section 4")
    assert shown(seen) == ["4.bound"]
    press(seen, Keys.ESCAPE)
    seen.find_element(By.ID, "-text").send_keys("MAJ-MAJ full")
    assert set(shown(seen)) >= {"C2.16.full.maj-maj", "C3.rw.maj-maj"}
    assert "4.bound" not in shown(seen)
    seen.find_element(By.ID, "-text").send_keys(" no such words")
    assert shown(seen) == []


@pytest.mark.parametrize(
    "typed", ["√2·√(R+1)", "sqrt(2)*sqrt(R + 1)", r"\sqrt{2}\sqrt{R+1}", "√2 √(R + 1)"]
)
def test_a_formula_is_found_as_it_is_typed(seen: Chrome, typed: str) -> None:
    seen.find_element(By.ID, "-text").send_keys(typed)
    assert shown(seen) == ["4.bound"]
    seen.find_element(By.ID, "-text").send_keys("+3")
    assert shown(seen) == []


def test_the_address_keeps_the_filters(chrome: Chrome, page: Path) -> None:
    opened(chrome, page)
    chrome.find_element(By.ID, "-text").send_keys("maj-min")
    chrome.find_element(By.CSS_SELECTOR, "input[value=PROVED]").click()
    address, before = chrome.current_url, shown(chrome)
    assert "verdict=" in address
    chrome.get("about:blank")
    chrome.get(address)
    assert shown(chrome) == before == ["C2.16.full.maj-min"]


def test_the_filters_stay_in_sight(seen: Chrome) -> None:
    open_all(seen)
    script(seen, "void scrollTo(0, document.getElementById('2.steps').offsetTop)")
    top = "document.querySelector('.filters').getBoundingClientRect().y"
    assert abs(script(seen, top)) < 2


@pytest.mark.parametrize("claim_id", ["C3.rw.maj-maj", ODD])
def test_every_claim_has_an_address(chrome: Chrome, page: Path, claim_id: str) -> None:
    opened(chrome, page)
    link = next(a for a in chrome.find_elements(By.CSS_SELECTOR, "a.id") if a.text == claim_id)
    anchor = "#" + (link.get_attribute("href") or "").split("#")[1]
    opened(chrome, page, anchor)
    assert focused(chrome) == claim_id
    top = script(chrome, "document.activeElement.getBoundingClientRect().y")
    assert 0 <= top < 900


def test_a_link_to_a_claim_that_is_filtered_out_shows_it(seen: Chrome) -> None:
    seen.find_element(By.ID, "-text").send_keys("C2.16.full.maj-min")
    target = "C2.13.product"
    assert target not in shown(seen)
    script(seen, "void (location.hash = arguments[0])", target)
    seen.execute_async_script("setTimeout(arguments[0], 100)")
    assert target in shown(seen)
    assert focused(seen) == target


def test_the_graph_shows_what_a_claim_rests_on(seen: Chrome) -> None:
    node = '.node[data-id="C3.rw.maj-maj"]'
    script(seen, "document.querySelector(arguments[0]).focus()", node)
    near = {n.get_attribute("data-id") for n in seen.find_elements(By.CSS_SELECTOR, ".node.near")}
    assert near >= {"C3.rw.maj-maj", "C2.16.full.maj-maj", "C2.19b.maj-maj", "C2.13.product"}
    assert "C2.spectrum" not in near
    press(seen, Keys.ENTER)
    seen.execute_async_script("setTimeout(arguments[0], 100)")
    assert focused(seen) == "C3.rw.maj-maj"


def test_everything_can_be_done_by_keyboard(seen: Chrome) -> None:
    press(seen, Keys.TAB)
    assert seen.switch_to.active_element.text == "Skip to the claims"
    press(seen, Keys.ENTER)
    assert focused(seen) == "-claims"
    press(seen, "/")
    assert focused(seen) == "-text"
    press(seen, "4.bound")
    assert shown(seen) == ["4.bound"]
    press(seen, Keys.ESCAPE)
    assert len(shown(seen)) == len(IDS) + 1
    order = shown(seen)
    press(seen, "j")
    assert focused(seen) == order[0]
    press(seen, "j", "j", "k")
    assert focused(seen) == order[1]
    press(seen, "k", "k", "k")
    assert focused(seen) == order[0]
    press(seen, "e")
    assert script(seen, "document.activeElement.querySelector('details').open")
    press(seen, "e")
    assert not script(seen, "document.activeElement.querySelector('details').open")


def test_it_is_light_or_dark_as_asked(chrome: Chrome, page: Path) -> None:
    def ground() -> str:
        return str(script(chrome, "getComputedStyle(document.body).backgroundColor"))

    wishes = {}
    for wish in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": wish}]
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        opened(chrome, page)
        wishes[wish] = ground()
    assert wishes["light"] != wishes["dark"]
    button = chrome.find_element(By.ID, "-theme")
    seen = []
    for _ in range(3):
        button.click()
        seen.append((button.text, ground()))
    assert seen == [
        ("Colours: light", wishes["light"]),
        ("Colours: dark", wishes["dark"]),
        ("Colours: as the system", wishes["dark"]),
    ]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_it_fits_a_phone(chrome: Chrome, page: Path) -> None:
    phone = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        opened(chrome, page)
        open_all(chrome)
        assert script(chrome, "document.documentElement.scrollWidth") <= 390
        # a formula too wide for it is scrolled in its own place, also by the keyboard
        assert script(chrome, "document.querySelectorAll('.formula[tabindex]').length") > 0
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_paper_shows_all_evidence_and_whole_formulas(seen: Chrome) -> None:
    script(seen, "void dispatchEvent(new Event('beforeprint'))")
    assert script(seen, "[...document.querySelectorAll('details')].every((d) => d.open)")
    seen.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    cut = "[...document.querySelectorAll('.formula')].filter((f) => f.scrollWidth > f.clientWidth + 1).length"
    assert script(seen, cut) == 0
    assert not seen.find_element(By.CSS_SELECTOR, ".filters").is_displayed()
    seen.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    script(seen, "void dispatchEvent(new Event('afterprint'))")
    assert not script(seen, "[...document.querySelectorAll('.claim details')].some((d) => d.open)")


def test_without_scripts_it_can_still_be_read(chrome: Chrome, page: Path) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chrome.get(page.as_uri())
        assert len(shown(chrome)) == len(IDS) + 1
        assert not chrome.find_element(By.CSS_SELECTOR, ".filters").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_no_words_of_a_claim_become_part_of_the_page(seen: Chrome) -> None:
    assert seen.find_elements(By.TAG_NAME, "img") == []
    assert "<img src='http://x.test/'>" in script(
        seen, "document.getElementById(arguments[0]).innerText", ODD
    )
