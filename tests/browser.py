"""A real browser for pages: headless Chromium, offline, which tells what the console said.

Debian: ``apt-get install chromium chromium-driver``. Where neither is installed the tests that need
it are skipped, but not where the variable CI is set: there a missing browser is an error.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no network
)


def require_browser() -> None:
    """Skip the test where there is no browser, unless CI is set."""
    pytest.importorskip("selenium", reason="selenium is not installed: pip install -e '.[test]'")
    if not os.environ.get("CI") and not (driver() and any(map(shutil.which, BROWSERS))):
        pytest.skip("no browser: install Chromium and its driver (chromium, chromium-driver)")


def driver() -> str | None:
    """Path of chromedriver, from PATH or from where hosted runners keep it."""
    kept = Path(os.environ.get("CHROMEWEBDRIVER", ""))
    return shutil.which("chromedriver") or shutil.which("chromedriver", path=str(kept))


@contextmanager
def browser(width: int = 1280, height: int = 900, *, dark: bool = False) -> Iterator[Chrome]:
    """A browser window of a given size, light or dark; closed at the end.

    Where CI is set and no driver is found, selenium looks for one itself, or fails.
    """
    require_browser()
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = driver()
    chrome = Chrome(options, ChromeService(found) if found else ChromeService())
    try:
        view(chrome, width, height, dark=dark)
        yield chrome
    finally:
        chrome.quit()


def view(chrome: Chrome, width: int, height: int, *, dark: bool = False) -> None:
    """Change the size of the window, a phone below 600, and the colour scheme."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})


def evaluate(chrome: Chrome, script: str, *arguments: object) -> Any:
    """What a script returns; a promise is waited for."""
    return chrome.execute_script(script, *arguments)


def complaints(chrome: Chrome) -> list[str]:
    """What the console said since the last call: errors and warnings."""
    return [
        entry["message"]
        for entry in _log(chrome, "browser")
        if entry["level"] in ("SEVERE", "WARNING")
    ]


def requests(chrome: Chrome) -> list[str]:
    """Addresses that were asked for since the last call, inline data left out."""
    events = [json.loads(entry["message"])["message"] for entry in _log(chrome, "performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return [address for address in asked if not address.startswith(("data:", "blob:"))]


def _log(chrome: Chrome, kind: str) -> list[Any]:
    entries: list[Any] = chrome.get_log(kind)  # type: ignore[no-untyped-call]
    return entries
