"""Provers of statements on gradient flow: trajectories, learning times, invariance."""
