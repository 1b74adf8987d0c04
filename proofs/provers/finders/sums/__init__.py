"""Finite sums and products, and facts on whole numbers by induction."""
