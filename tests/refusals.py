"""What a command says when it refuses."""

from collections.abc import Callable, Sequence

import pytest


def refusal(
    main: Callable[[Sequence[str]], int],
    arguments: Sequence[str],
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> str:
    """Run a command; check that it refuses in one line, and return that without its name."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{name}: ")
    assert err.count("\n") == 1
    return str(err).removeprefix(f"{name}: ").rstrip()
