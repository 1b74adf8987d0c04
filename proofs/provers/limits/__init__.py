"""Provers of limits."""
