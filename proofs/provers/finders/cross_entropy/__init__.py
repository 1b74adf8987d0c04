"""Scripts for the modes of a flow under cross-entropy."""
