"""Statements, claims, domains, verdicts: data. Nothing is decided here."""

from proofs.claims import empirical, flow_statements, limit, matrix_identity, relation

__all__ = ["empirical", "flow_statements", "limit", "matrix_identity", "relation"]
