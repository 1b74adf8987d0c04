"""An imbalance and the ways to state it; no spectrum, no weights."""
