"""Advice that needs a flow: when each class is learned at a stated δ, and when to stop."""
