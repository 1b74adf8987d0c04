"""Mutation: the product is changed in one place at a time, and the tests have to notice."""

from pathlib import Path

EQUIVALENT = Path(__file__).parent / "equivalent.toml"
"""Mutants that change nothing that matters, by file, each with the reason."""
