"""Points at which a formula fails or holds, looked for in floating point."""
