"""Algebra of block matrices whose blocks have symbolic sizes; knows no classes."""
