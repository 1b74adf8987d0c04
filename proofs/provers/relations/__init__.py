"""Provers of scalar relations between expressions."""
