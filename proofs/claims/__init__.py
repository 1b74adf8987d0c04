"""Statements, claims, domains, verdicts: data. Nothing is decided here."""
