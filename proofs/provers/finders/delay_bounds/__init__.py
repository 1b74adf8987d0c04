"""Bounds of the delay of the mode between two groups, at any ratio and at large ones."""
