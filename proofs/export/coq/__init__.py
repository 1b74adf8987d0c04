"""Proof objects of scalar statements as files for Coq; imports nothing of ours but the kernel."""
