"""What is taken as given: ``axioms.toml`` has for each name one line and a reference."""

import tomllib
from pathlib import Path

AXIOMS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("axioms.toml").read_text("utf-8")
)
"""``line`` and ``reference`` of each axiom."""
