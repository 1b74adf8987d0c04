"""Ways of deciding a statement: one file each, no state."""
