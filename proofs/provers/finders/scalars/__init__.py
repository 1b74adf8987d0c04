"""Statements on numbers: which way is tried when, for a proof and against one."""
