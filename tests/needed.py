"""What some tests need and not every machine or run has."""

import os
from typing import NoReturn

import pytest

AT_LENGTH = bool(os.environ.get("AT_LENGTH"))
"""Whether to test also what is dear and much like what is tested anyway, as one stage of ``.ci/run`` does."""


def missing(reason: str) -> NoReturn:
    """Skip the test, or the module that is being imported; fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; where CI is set this must run")
    pytest.skip(reason, allow_module_level=True)
