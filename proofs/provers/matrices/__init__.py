"""Provers of equations between matrices of fixed and of symbolic size."""
