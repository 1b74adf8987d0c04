"""What some tests need and not every machine has."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip the test, or the module that is being imported; fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; where CI is set this must run")
    pytest.skip(reason, allow_module_level=True)
