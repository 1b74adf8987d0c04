"""Formats of the report: one file each."""
