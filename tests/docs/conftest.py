"""The interactive page in one browser for all tests."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import browser, complaints, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

BUILD = Path(__file__).parents[2] / "docs" / "interactive" / "build.py"


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "explore.html"
    path.write_text(runpy.run_path(str(BUILD))["page"](), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
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
