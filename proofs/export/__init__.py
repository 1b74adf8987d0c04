"""Proof objects for another proof checker: ``python -m proofs.export --coq -o DIR``."""
