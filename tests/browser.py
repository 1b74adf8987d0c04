"""A headless Chromium for tests of pages, and what it sees and asks for."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from needed import missing

try:
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service
except ImportError:
    missing("selenium is not installed: pip install -e '.[test]'")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def driver_path() -> str:
    """Return the driver; without one, skip the test, or fail it where CI is set."""
    kept = os.environ.get("CHROMEWEBDRIVER", "")
    found = shutil.which("chromedriver") or shutil.which("chromedriver", path=kept)
    if found is None:
        missing("no browser: install Debian's chromium and chromium-driver")
    return found


@contextmanager
def browser(*arguments: str) -> Iterator[Chrome]:
    """Start a browser without a network."""
    options = ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)), "")
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND", *arguments,
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(driver_path()))
    try:
        yield chrome
    finally:
        chrome.quit()


def opened(chrome: Chrome, page: Path, anchor: str = "") -> None:
    """Open a page and wait until its script is done."""
    chrome.get("about:blank")
    _log(chrome, "performance")
    chrome.get(page.as_uri() + anchor)
    chrome.execute_async_script("document.fonts.ready.then(() => setTimeout(arguments[0]))")


def complaints(chrome: Chrome) -> list[str]:
    """Return what the console says."""
    return [entry["message"] for entry in _log(chrome, "browser")]


def requests(chrome: Chrome) -> list[str]:
    """Return the addresses asked for since the page was opened, but for data in the page."""
    messages = [json.loads(row["message"])["message"] for row in _log(chrome, "performance")]
    asked = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in asked if not url.startswith("data:")]


def _log(chrome: Chrome, kind: str) -> list[dict[str, str]]:
    return list(chrome.get_log(kind))  # type: ignore[no-untyped-call]


def view(chrome: Chrome, width: int, height: int, *, dark: bool = False) -> None:
    """Change the size of the window, a phone below 600, and the colour scheme."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})


def evaluate(chrome: Chrome, script: str, *arguments: object) -> Any:
    """What a script returns; a promise is waited for."""
    return chrome.execute_script(script, *arguments)
