"""Limits, by expansions and by bounds, and series, whose values are limits."""
